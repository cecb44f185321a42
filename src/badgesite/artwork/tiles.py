"""Small marks of a site: its sign, the favicon, and the weave of bands."""

from html import escape

from badgesite.artwork import lettering
from badgesite.artwork.guilloche import weave
from badgesite.artwork.icons import ICONS, icon_svg
from badgesite.artwork.initials import initials, initials_path
from badgesite.artwork.palettes import palette


def sign(
    icon: str | None, name: str, box: tuple[float, float, float], ink: str, cut: str | None
) -> str:
    """Return the icon, or the name's initials, or a star: centred at x, y with a size in pixels."""
    x, y, size = box
    letters = "" if icon in ICONS else initials(name)
    if letters:
        return initials_path(letters, box, ink)
    chosen = icon if icon is not None and icon in ICONS else "star"
    return icon_svg(chosen, (x * 10, y * 10, size * 10), ink, cut)


def favicon_svg(name: str, icon: str | None, brand: str) -> bytes:
    """Return the tile for a browser's tab: the sign as large as it can be."""
    colour = palette(brand, brand).brand_light
    drawn = sign(icon, name, (16, 16, 25), "#ffffff", colour)
    return _document(32, name, f'<rect width="320" height="320" rx="60" fill="{colour}"/>{drawn}')


def hero_svg() -> bytes:
    """Return the weave behind a band of brand, 520 x 520: faint white lines on nothing."""
    lines = weave("weave", 7, 250, 24)
    return _document(
        520,
        "",
        '<g transform="translate(2600 2600)" fill="none" stroke="#fff" stroke-opacity=".085" '
        f'stroke-width="10">{lines}</g>',
    )


def _document(size: int, title: str, body: str) -> bytes:
    told = lettering.clean(title)
    label = f' role="img"><title>{escape(told)}</title>' if told else ' aria-hidden="true">'
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {size * 10} {size * 10}" '
        f'width="{size}" height="{size}"{label}{body}</svg>\n'
    ).encode()
