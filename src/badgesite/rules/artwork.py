"""Rules of looks: pictures are safe, icons exist, what belongs together looks alike."""

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING

from badgesite.errors import Origin, Problem, Severity
from badgesite.model import Catalog
from badgesite.rules.walk import badges_of, listed, steps

if TYPE_CHECKING:
    from badgesite.artwork import Picture, PictureRefused

# `artwork` is imported where it is needed: it takes as long to load as all of content to read.


def pathway_has_one_shape(catalog: Catalog) -> Iterator[Problem]:
    """The badges of a pathway that are drawn and name a shape name the same one."""
    for pathway in catalog.pathways.values():
        ids = {badge for step in steps(pathway) for badge in badges_of(step.requirement)}
        badges = [catalog.badges[each] for each in sorted(ids) if each in catalog.badges]
        shapes = {badge.shape for badge in badges if badge.shape and badge.image is None}
        if len(shapes) > 1:
            yield Problem(
                pathway.origin,
                f"the badges of '{pathway.id}' are drawn in several shapes: "
                f"{listed(sorted(shapes))}",
                "give them one shape, so that they read as one family",
                "shapes-differ",
                Severity.WARNING,
            )


def icon_exists(catalog: Catalog) -> Iterator[Problem]:
    """An icon is one that comes with badgesite; initials are drawn where it is not."""
    from badgesite.artwork import icon_names

    site, known = catalog.site, icon_names()
    named: list[tuple[Origin, str, tuple[str, ...]]]
    named = [(site.origin, site.brand.icon, ("brand", "icon"))]
    named += [(each.origin, each.icon, ("icon",)) for each in catalog.badges.values() if each.icon]
    for origin, icon, field in named:
        if icon not in known:
            from difflib import get_close_matches  # only who is wrong is told what is near

            near = get_close_matches(icon, known, 1)
            listed_icons = ", ".join(sorted(known))
            yield Problem(
                origin,
                f"there is no icon '{icon}', so initials are drawn",
                f"did you mean '{near[0]}'?" if near else f"write one of: {listed_icons}",
                "unknown-icon",
                Severity.WARNING,
                field=field,
            )


def second_font_is_one(catalog: Catalog) -> Iterator[Problem]:
    """The font for what the bundled ones lack can be read and has letters."""
    name = catalog.site.brand.second_font
    data = catalog.fonts.get(f"images/{name}")
    if data is None:
        return
    from badgesite.artwork import SecondFont

    if not SecondFont.of(data).has_letters:
        yield Problem(
            Origin(f"content/images/{name}"),
            "this typeface has no letters that can be read",
            "download it again, as a TrueType font (.ttf)",
            "picture-type",
        )


def picture_problems(pictures: Mapping[str, bytes]) -> dict[str, tuple[Problem, ...]]:
    """Return why each of these pictures below content/ is refused, or what is left out of it.

    Depends on the bytes and the names alone, and draws them once in a child process, which takes
    a third of a second: remember the answers.
    """
    from badgesite.artwork import safe_pictures

    judged = safe_pictures({f"content/{path}": data for path, data in pictures.items()})
    return {path: tuple(_told(f"content/{path}", judged[f"content/{path}"])) for path in pictures}


def _told(path: str, judged: "Picture | PictureRefused") -> Iterator[Problem]:
    from badgesite.artwork import PictureRefused

    origin = Origin(path)
    if isinstance(judged, PictureRefused):
        yield Problem(origin, judged.sentence, judged.remedy, "picture-refused")
        return
    for note in judged.notes:
        yield Problem(
            origin,
            f"the picture {path}: {note}",
            "look at how it is shown",
            "picture-cleaned",
            Severity.WARNING,
        )
