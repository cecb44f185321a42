"""How each badge looks: shape and colour of its pathway, level marks, icon. Data for artwork."""

from badgesite import artwork
from badgesite.model import Badge
from badgesite.plan.facts import Facts

LEVELS = 4  # marks on a badge that stands on no pathway


def art_of(facts: Facts, badge: Badge) -> "artwork.BadgeArt":
    """Return what artwork draws for the badge; its first pathway decides shape and colour."""
    site = facts.catalog.site
    places = facts.places.get(badge.id, ())
    final = next((place for place in places if place.level is None), None)
    place = final or (places[0] if places else None)
    pathway = place.pathway if place else None
    levels = place.levels if place else LEVELS
    level = badge.level or (place.level if place and place.level else None) or 1
    return artwork.BadgeArt(
        name=badge.name,
        id=badge.id,
        issuer=site.issuer.name,
        shape=badge.shape
        or ("rosette" if final is not None else None)
        or (pathway.shape if pathway else None)
        or site.brand.shape,
        level=min(level, levels),
        levels=levels,
        icon=badge.icon,
        mark=site.brand.mark,
        brand=badge.colour or (pathway.colour if pathway else None) or site.brand.colour,
        accent=site.brand.accent,
        final=final is not None,
        second=second_font(facts),
    )


def second_font(facts: Facts) -> "artwork.SecondFont | None":
    """Return the provider's font for what the bundled ones lack."""
    name = facts.catalog.site.brand.second_font
    return artwork.SecondFont.of(facts.catalog.fonts[f"images/{name}"]) if name else None
