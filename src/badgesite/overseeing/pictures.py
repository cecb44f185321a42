"""The small pictures of badges, for the report's page. Pure."""

from badgesite import artwork
from badgesite.plan.facts import Facts
from badgesite.plan.looks import art_of


def picture_of(facts: Facts, id_: str | None) -> bytes:
    """Return the picture of a badge as SVG; nothing for one that there is not, or is no more."""
    badge = facts.catalog.badges.get(id_ or "")
    if badge is None:
        return b""
    if badge.image is not None:
        return artwork.own_picture_svg(facts.catalog.pictures[badge.image], badge.image)
    return artwork.badge_svg(art_of(facts, badge), "small")
