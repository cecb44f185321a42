"""Outputs that belong to badges: their pages, their pictures, their machine-readable copies."""

from collections.abc import Iterator, Mapping

from badgesite import artwork, credentials
from badgesite.addresses import achievement_path, badge_path, pathway_path
from badgesite.canonical import json_bytes
from badgesite.model import Badge, Site
from badgesite.plan.facts import Facts
from badgesite.plan.folding import folded_badges
from badgesite.plan.looks import art_of, second_font
from badgesite.plan.outputs import Made, Output
from badgesite.plan.words import (
    credits_text,
    level_of,
    place_view,
    stages,
    valid_fact,
    version_fact,
)
from badgesite.rendering import Theme, pages, structured
from badgesite.rendering.views import (
    BadgeCard,
    BadgeGroup,
    BadgePlace,
    BadgesView,
    BadgeView,
    Fact,
    Frame,
    SkillLink,
)

PICTURE_WIDTH = 600
_DRAWN = 100  # weight of drawing a PNG, against a page


def badge_outputs(
    facts: Facts, theme: Theme, frame: Frame, skills: Mapping[str, str]
) -> Iterator[Output]:
    """Yield everything below badges/; `skills` are the places of skills by name."""
    for badge in facts.catalog.badges.values():
        view = badge_view(facts, badge, skills)
        yield Output(f"{view.path}index.html", pages.badge_page, (theme, frame, view))
        yield Output(f"{view.path}schema.jsonld", structured.schema_org, (frame, view))
        yield from badge_pictures(facts, badge)
        yield from _documents(facts, badge)
    for part in badges_pages(facts):
        yield Output(f"{part.path}index.html", pages.badges_page, (theme, frame, part))


# ------------------------------------------------------------------ pictures
def badge_pictures(facts: Facts, badge: Badge) -> Iterator[Output]:
    """Yield the pictures of one badge: drawn, or the provider's own; and its share card."""
    folder, art = badge_path(badge.id), art_of(facts, badge)
    if badge.image is not None:
        own = facts.catalog.pictures[badge.image]
        yield Output(f"{folder}badge.svg", own_picture, (own, badge.image))
        yield Output(f"{folder}badge-small.svg", own_picture, (own, badge.image))
    else:
        yield Output(f"{folder}badge.svg", drawing, (art, "full"))
        yield Output(f"{folder}badge-small.svg", drawing, (art, "small"))
    yield Output(f"{folder}badge-ghost.svg", drawing, (art, "ghost"))
    yield Output(f"{folder}badge.png", raster, (Made(f"{folder}badge.svg"), PICTURE_WIDTH), _DRAWN)
    card = card_of(facts, badge)
    card_of_badge = (card, Made(f"{folder}badge.svg"))
    yield Output(f"{folder}card.svg", share_card, card_of_badge)
    yield Output(f"{folder}card.png", share_card_picture, card_of_badge, _DRAWN)


def card_of(facts: Facts, badge: Badge) -> "artwork.ShareCard":
    """Return what stands on the badge's share card."""
    site = facts.catalog.site
    return artwork.ShareCard(
        title=badge.name,
        line=_line(facts, badge),
        issuer=site.issuer.name,
        domain=site.url.split("://", 1)[1].rstrip("/"),
        brand=art_of(facts, badge).brand,
        icon=site.brand.icon,
        accent=site.brand.accent,
        second=second_font(facts),
    )


def _line(facts: Facts, badge: Badge) -> str:
    if facts.is_final(badge.id):
        return facts.language.gettext("Final credential")
    level = level_of(facts, badge)
    return facts.language.gettext("Level {n}", n=level) if level else ""


def drawing(art: "artwork.BadgeArt", variant: str) -> bytes:
    """Recipe: the badge as SVG."""
    return artwork.badge_svg(art, variant)


def own_picture(data: bytes, name: str) -> bytes:
    """Recipe: the provider's own picture, cleaned, as SVG."""
    return artwork.own_picture_svg(data, name)


def raster(svg: bytes, width: int) -> bytes:
    """Recipe: an SVG as PNG of this width."""
    return artwork.png(svg, width)


def share_card(card: "artwork.ShareCard", badge: bytes) -> bytes:
    """Recipe: the card of a shared link, as SVG."""
    return artwork.share_card_svg(card, badge)


def share_card_picture(card: "artwork.ShareCard", badge: bytes) -> bytes:
    """Recipe: the picture that a shared link shows."""
    return artwork.share_card_png(card, badge)


# ------------------------------------------------------------------ documents
def _documents(facts: Facts, badge: Badge) -> Iterator[Output]:
    site = facts.catalog.site
    kept = [
        earlier for (id_, _), earlier in facts.catalog.earlier_badges.items() if id_ == badge.id
    ]
    for each in (badge, *kept):
        path = achievement_path(each.id, each.version, badge.version)
        yield Output(path, achievement, (site, each))


def achievement(site: Site, badge: Badge) -> bytes:
    """Recipe: the badge as an Open Badges Achievement."""
    return json_bytes(credentials.achievement(site, badge))


# ------------------------------------------------------------------ pages
def badge_view(facts: Facts, badge: Badge, skills: Mapping[str, str]) -> BadgeView:
    """Return what the badge's page shows."""
    places = facts.places.get(badge.id, ())
    found = []
    if badge.duration:
        found.append(Fact("clock", badge.duration))
    if badge.price:
        found.append(Fact("ticket", badge.price))
    if badge.credits:
        found.append(Fact("layers", credits_text(facts, badge.credits)))
    found += [valid_fact(facts, badge), version_fact(facts, badge.version)]
    return BadgeView(
        path=badge_path(badge.id),
        name=badge.name,
        description=badge.description,
        version=badge.version,
        criteria=badge.criteria,
        level=level_of(facts, badge),
        final=facts.is_final(badge.id),
        facts=tuple(found),
        skills=tuple(
            SkillLink(each.name, each.url, each.framework, each.code, skills.get(each.name, ""))
            for each in badge.skills
        ),
        places=tuple(
            BadgePlace(view, stages(facts, place.pathway, badge.id))
            for place in places
            if (view := place_view(place)) is not None
        ),
        earn_at=badge.earn_at,
        lang=facts.foreign("badges", badge.id, "name"),
        description_lang=facts.foreign("badges", badge.id, "description"),
        criteria_lang=facts.foreign("badges", badge.id, "criteria"),
    )


def badges_view(facts: Facts) -> BadgesView:
    """Return the list of badges: a group for each pathway, then those that stand alone."""
    grouped: set[str] = set()
    groups = []
    for pathway in facts.catalog.pathways.values():
        mine = [
            badge
            for badge in facts.catalog.badges.values()
            if badge.id not in grouped
            and any(place.pathway.id == pathway.id for place in facts.places.get(badge.id, ()))
        ]
        grouped.update(badge.id for badge in mine)
        order = {badge.id: _rank(facts, badge, pathway.id) for badge in mine}
        cards = [card_view(facts, badge) for badge in sorted(mine, key=lambda b: order[b.id])]
        groups.append(BadgeGroup(pathway.name, pathway_path(pathway.id), tuple(cards)))
    alone = [b for b in facts.catalog.badges.values() if b.id not in grouped]
    if alone:
        groups.append(BadgeGroup("", "", tuple(card_view(facts, badge) for badge in alone)))
    return BadgesView(tuple(group for group in groups if group.badges))


def badges_pages(facts: Facts) -> tuple[BadgesView, ...]:
    """Return the list of badges as pages, none of which weighs too much."""
    return folded_badges(badges_view(facts))


def _rank(facts: Facts, badge: Badge, pathway_id: str) -> tuple[int, str]:
    levels = [
        place.level if place.level is not None else place.levels + 1
        for place in facts.places[badge.id]
        if place.pathway.id == pathway_id
    ]
    return min(levels), badge.id


def card_view(facts: Facts, badge: Badge) -> BadgeCard:
    """Return the badge as it stands in lists."""
    return BadgeCard(
        badge.name,
        badge_path(badge.id),
        badge.description,
        level_of(facts, badge),
        facts.is_final(badge.id),
        facts.foreign("badges", badge.id, "name"),
    )
