"""Style sheets as they are served: the brand's tokens, and white space taken out."""

import re
from collections.abc import Mapping
from functools import lru_cache

from badgesite import artwork
from badgesite.rendering.typefaces import family_tokens, typeface

_STRINGS = re.compile(r'("(?:[^"\\]|\\.)*"|\'(?:[^\'\\]|\\.)*\'|url\([^)]*\))')
_FACES = re.compile(r"@font-face\{[^}]*\}")
_COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)

_SHAPES = re.compile(r"<(?:path|circle|rect|line|polyline|polygon|ellipse)\b[^>]*?/>")
_DRAWN = (
    "<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 24 24' fill='none' stroke='%23000' "
    "stroke-width='2' stroke-linecap='round' stroke-linejoin='round'>"
)


def brand_css(palette: "artwork.Palette", font: str) -> bytes:
    """Return assets/brand.css: what a brand changes (colours, typeface), as custom properties."""
    tokens = {
        "brand-light": palette.brand_light,
        "brand-dark": palette.brand_dark,
        "on-brand-light": palette.on_brand_light,
        "on-brand-dark": palette.on_brand_dark,
        "brand-deep": palette.brand_deep,
        "accent": palette.accent,
        "fill-light": palette.fill,
        "on-fill-light": palette.on_fill,
        "band": palette.band,
        "on-band": palette.on_band,
        **family_tokens(font),
    }
    rules = "".join(f"--{name}:{value};" for name, value in tokens.items())
    faces = "\n".join(face.css for face in typeface(font).faces)
    return f":root{{{rules}}}\n{faces}\n".encode()


def without_faces(css: str) -> str:
    """Return a style sheet that loads no typeface: for files that need no other file."""
    return _FACES.sub("", css)


def icons_css(icons: Mapping[str, str]) -> bytes:
    """Return assets/icons.css: the icons as masks, out of SVG texts by name.

    A page says `<i class="icon i-tick"></i>`, a tenth of the drawing; the drawing takes the colour
    of the words around it. A name without a drawing shows the one for information.
    """
    by_drawing: dict[str, list[str]] = {}
    for name in sorted(icons, key=lambda name: (name != "info", name)):
        selector = ".icon" if name == "info" else f".i-{name}"
        by_drawing.setdefault(_mask(icons[name]), []).append(selector)
    rules = (f'{",".join(each)}{{--icon:url("{mask}")}}' for mask, each in by_drawing.items())
    return "\n".join(rules).encode()


def _mask(svg: str) -> str:
    shapes = "".join(re.sub(r"\s+", " ", each) for each in _SHAPES.findall(svg))
    shapes = shapes.replace('"', "'").replace(" />", "/>").replace("#", "%23")
    return f"data:image/svg+xml,{_DRAWN}{shapes}</svg>"


@lru_cache(32)  # sheets of a theme: a preview serves the same ones after every change
def minified(css: str) -> str:
    """Return the style sheet without comments and needless white space; strings stay as they are.

    A space before a colon and around `+` or `-` has a meaning and stays.
    """
    pieces = _STRINGS.split(_COMMENT.sub("", css))
    return "".join(
        piece if place % 2 else _squeezed(piece) for place, piece in enumerate(pieces)
    ).strip()


def _squeezed(css: str) -> str:
    css = re.sub(r"\s+", " ", css)
    css = re.sub(r"\s*([{};,>])\s*", r"\1", css)
    css = re.sub(r":\s+", ":", css)
    return css.replace(";}", "}")
