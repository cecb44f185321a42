"""Typefaces of pages: those that come along, in parts, and the provider's own file.

A browser loads only the parts whose letters a page shows, from this site and no other host, and
is set in the system's typeface where they are not there at once (`font-display: optional`):
exchanging the typeface under a reader moved the page by a quarter of its height on phones.
"""

from msgspec import Struct

OWN = ".woff2"  # how the name of a provider's own typeface ends
_SANS = 'system-ui,-apple-system,"Segoe UI",Roboto,"Helvetica Neue",Arial,sans-serif'
_SERIF = '"Iowan Old Style","Palatino Linotype","URW Palladio L","Noto Serif",Georgia,serif'
_MONO = 'ui-monospace,"SF Mono","Cascadia Mono",Menlo,Consolas,"DejaVu Sans Mono",monospace'

# Which letters each part has: the subsets of Google Fonts, which Fontsource packages.
_LETTERS = {
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
_INTER = tuple(_LETTERS)


class Face(Struct, frozen=True):
    """One file of a typeface and the letters it is asked for; all of them where none are named."""

    family: str
    file: str
    letters: str = ""

    @property
    def css(self) -> str:
        """Return the rule that makes the file known, as it stands in a sheet below assets/."""
        only = f"unicode-range:{self.letters};" if self.letters else ""
        return (
            f'@font-face{{font-family:{self.family};src:url(fonts/{self.file}) format("woff2");'
            f"font-weight:100 900;font-display:optional;{only}}}"
        ).replace(";}", "}")


class Typeface(Struct, frozen=True):
    """What a brand writes its pages in: a stack for `font-family`, and the files behind it."""

    stack: str
    faces: tuple[Face, ...] = ()


def _faces(family: str, package: str, parts: tuple[str, ...]) -> tuple[Face, ...]:
    return tuple(Face(family, f"{package}-{part}.woff2", _LETTERS[part]) for part in parts)


# Atkinson has Latin only: Inter stands in for Greek, Cyrillic and Vietnamese.
_OTHERS = ("greek", "greek-ext", "cyrillic", "cyrillic-ext", "vietnamese")
BUNDLED = {
    "atkinson": Typeface(
        f'"Atkinson Hyperlegible Next","Inter others",{_SANS}',
        _faces('"Atkinson Hyperlegible Next"', "atkinson-hyperlegible-next", _INTER[:2])
        + _faces('"Inter others"', "inter", _OTHERS),
    ),
    "inter": Typeface(f"Inter,{_SANS}", _faces("Inter", "inter", _INTER)),
    "source-serif": Typeface(
        f'"Source Serif 4",{_SERIF}',
        _faces(
            '"Source Serif 4"',
            "source-serif-4",
            ("latin", "latin-ext", "greek", "cyrillic", "cyrillic-ext", "vietnamese"),
        ),
    ),
    "system": Typeface(_SANS),
}


def typeface(font: str) -> Typeface:
    """Return a bundled typeface by its name, or the one made of a provider's own file."""
    if font.endswith(OWN):
        return Typeface(f'"Brand",{_SANS}', (Face('"Brand"', font.rsplit("/", 1)[-1]),))
    return BUNDLED[font]


def family_tokens(font: str) -> dict[str, str]:
    """Return the custom properties for running text, ceremony (certificates) and code."""
    return {"font": typeface(font).stack, "ceremony": _SERIF, "mono": _MONO}
