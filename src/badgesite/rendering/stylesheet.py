"""Style sheets as they are served: the brand's tokens, and white space taken out."""

import re

from badgesite.artwork import Palette

_STRINGS = re.compile(r'("(?:[^"\\]|\\.)*"|\'(?:[^\'\\]|\\.)*\'|url\([^)]*\))')
_COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)

# Inter is self-hosted in parts: a browser loads only the scripts that a page uses.
_FACES = {
    "latin": "U+0-FF,U+131,U+152-153,U+2BB-2BC,U+2C6,U+2DA,U+2DC,U+304,U+308,U+329,U+2000-206F,"
    "U+20AC,U+2122,U+2191,U+2193,U+2212,U+2215,U+FEFF,U+FFFD",
    "latin-ext": "U+100-2BA,U+2BD-2C5,U+2C7-2CC,U+2CE-2D7,U+2DD-2FF,U+304,U+308,U+329,"
    "U+1D00-1DBF,U+1E00-1E9F,U+1EF2-1EFF,U+2020,U+20A0-20AB,U+20AD-20C0,U+2113,U+2C60-2C7F,"
    "U+A720-A7FF",
    "vietnamese": "U+102-103,U+110-111,U+128-129,U+168-169,U+1A0-1A1,U+1AF-1B0,U+300-301,"
    "U+303-304,U+308-309,U+323,U+329,U+1EA0-1EF9,U+20AB",
    "greek": "U+370-377,U+37A-37F,U+384-38A,U+38C,U+38E-3A1,U+3A3-3FF",
    "greek-ext": "U+1F00-1FFF",
    "cyrillic": "U+301,U+400-45F,U+490-491,U+4B0-4B1,U+2116",
    "cyrillic-ext": "U+460-52F,U+1C80-1C8A,U+20B4,U+2DE0-2DFF,U+A640-A69F,U+FE2E-FE2F",
}
_FAMILIES = {
    "font": 'Inter,system-ui,-apple-system,"Segoe UI",Roboto,"Helvetica Neue",Arial,sans-serif',
    "ceremony": '"Iowan Old Style","Palatino Linotype","URW Palladio L","Noto Serif",Georgia,serif',
    "mono": 'ui-monospace,"SF Mono","Cascadia Mono",Menlo,Consolas,"DejaVu Sans Mono",monospace',
}


def brand_css(palette: Palette) -> bytes:
    """Return assets/brand.css: what a brand changes (colours, fonts), as custom properties."""
    tokens = {
        "brand-light": palette.brand_light,
        "brand-dark": palette.brand_dark,
        "on-brand-light": palette.on_brand_light,
        "on-brand-dark": palette.on_brand_dark,
        "brand-deep": palette.brand_deep,
        "accent": palette.accent,
        **_FAMILIES,
    }
    faces = "\n".join(
        f'@font-face{{font-family:Inter;src:url(fonts/inter-{subset}.woff2) format("woff2");'
        f"font-weight:100 900;font-display:swap;unicode-range:{characters}}}"
        for subset, characters in _FACES.items()
    )
    rules = "".join(f"--{name}:{value};" for name, value in tokens.items())
    return f":root{{{rules}}}\n{faces}\n".encode()


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
