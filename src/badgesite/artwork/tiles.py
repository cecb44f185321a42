"""Small marks of a site: its tile, the favicon, a learner's initials, and the weave of bands."""

import math
from hashlib import sha256
from html import escape

from badgesite.artwork import lettering
from badgesite.artwork.colour import Oklch, hex_of
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


def logo_svg(name: str, icon: str | None, brand: str) -> bytes:
    """Return the site's tile, 36 x 36: its sign in white on the brand colour."""
    colour = palette(brand, brand).brand_light
    drawn = sign(icon, name, (18, 18, 25), "#ffffff", colour)
    return _document(36, name, f'<rect width="360" height="360" rx="90" fill="{colour}"/>{drawn}')


def favicon_svg(name: str, icon: str | None, brand: str) -> bytes:
    """Return the tile for a browser's tab: the sign as large as it can be."""
    colour = palette(brand, brand).brand_light
    drawn = sign(icon, name, (16, 16, 25), "#ffffff", colour)
    return _document(32, name, f'<rect width="320" height="320" rx="60" fill="{colour}"/>{drawn}')


def initials_svg(name: str, seed: str) -> bytes:
    """Return a round stand-in for a portrait, 100 x 100; the seed decides its colour."""
    digest = sha256(seed.encode()).digest()
    hue = digest[0] / 256 * 2 * math.pi
    ground, disc = hex_of(Oklch(0.42, 0.09, hue)), hex_of(Oklch(0.48, 0.1, hue))
    x, y = 300 + digest[1] % 5 * 100, 200 + digest[2] % 3 * 100
    letters = initials(name)
    front = (
        initials_path(letters, (50, 50, 48), "#ffffff")
        if letters
        else '<circle cx="500" cy="400" r="170" fill="#fff"/>'
        '<path d="M170 880c20-180 150-260 330-260s310 80 330 260z" fill="#fff"/>'
    )
    return _document(
        100,
        name,
        f'<defs><clipPath id="round"><circle cx="500" cy="500" r="500"/></clipPath></defs>'
        f'<g clip-path="url(#round)"><path d="M0 0h1000v1000H0z" fill="{ground}"/>'
        f'<circle cx="{x}" cy="{y}" r="420" fill="{disc}"/>{front}</g>',
    )


def hero_svg(waves: int = 7) -> bytes:
    """Return the weave behind a band of brand, 520 x 520: faint white lines on nothing."""
    lines = weave("weave", waves, 250, 24)
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
