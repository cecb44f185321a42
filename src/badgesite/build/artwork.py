"""The contact sheet of a provider's badges: what `badgesite artwork` writes."""

from pathlib import Path

from badgesite import artwork
from badgesite.artwork import SheetEntry, SheetGroup
from badgesite.build.checking import read
from badgesite.build.places import folder_around
from badgesite.errors import BadgesiteError
from badgesite.model import Badge
from badgesite.plan.badge_pages import badges_view
from badgesite.plan.facts import Facts, Mode, facts_of
from badgesite.plan.looks import art_of

_VARIANTS = ("full", "small", "ghost")


def contact_sheet(root: Path) -> bytes:
    """Return one HTML page with the pictures of every badge, pathway by pathway.

    ContentError when the content has mistakes, a picture that is refused among them.
    """
    catalog, _ = read(root)
    facts = facts_of(catalog, Mode.PREVIEW)
    by_folder = {f"badges/{badge.id}/": badge for badge in catalog.badges.values()}
    groups = tuple(
        SheetGroup(
            group.name or "On their own",
            tuple(_entry(facts, by_folder[card.path]) for card in group.badges),
        )
        for group in badges_view(facts).groups
    )
    return artwork.contact_sheet(groups, f"Badges of {catalog.site.name}")


def _entry(facts: Facts, badge: Badge) -> SheetEntry:
    art = art_of(facts, badge)
    drawn = {variant: artwork.badge_svg(art, variant) for variant in _VARIANTS}
    notes = artwork.badge_notes(art)
    if badge.image is not None:
        own = artwork.own_picture_svg(facts.catalog.pictures[badge.image], badge.image)
        drawn |= {"full": own, "small": own}
        notes = ()
    level = "final credential" if art.final else f"level {art.level} of {art.levels}"
    caption = f"{level}, own picture" if badge.image else f"{level}, {art.shape}"
    return SheetEntry(badge.name, caption, tuple(sorted(drawn.items())), notes)


def refuse_place(root: Path, target: Path) -> None:
    """Refuse a file that would be published or read as content: BadgesiteError."""
    folder = folder_around(root, ("content", "site"), target)
    if folder is not None:
        raise BadgesiteError(
            f"the contact sheet does not belong into {folder}/",
            "name a file elsewhere: badgesite artwork --to artwork.html",
        )
