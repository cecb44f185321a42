"""The fonts of drawings: which exist, which letters they have, and the outline of every glyph.

No font of the machine is ever asked. Inter draws Latin, Greek and Cyrillic; the Noto fonts stand
in for Arabic, Hebrew, Devanagari and Thai. For other scripts a provider may name a second font.
"""

from functools import cache
from pathlib import Path

import uharfbuzz as hb
from msgspec import Struct

from badgesite.artwork.second import SecondFont
from badgesite.errors import BadgesiteError
from badgesite.package_files import built_folder

FAMILIES = ("Inter", "NotoSansArabic", "NotoSansHebrew", "NotoSansDevanagari", "NotoSansThai")
_WEIGHTS = {False: "400Regular", True: "700Bold"}

Step = tuple[
    str, tuple[float, ...]
]  # "M", "L", "Q" or "Z", and coordinates (TrueType has no other)


class Font(Struct, frozen=True, eq=False):
    """One file: `letters` are the code points it has glyphs for."""

    family: str
    units: int
    letters: frozenset[int]
    shaper: hb.Font


@cache
def font(family: str, bold: bool) -> Font:
    """Return a font; BadgesiteError when the build hook did not gather one that comes along."""
    if family in _own:
        return _of_provider(family, bold)
    place = built_folder() / "fonts" / f"{family}_{_WEIGHTS[bold]}.ttf"
    face = hb.Face(_bytes(place))
    return Font(family, face.upem, frozenset(face.unicodes), hb.Font(face))


_own: dict[str, bytes] = {}


def family_of(second: SecondFont) -> str:
    """Return the name by which a provider's font is asked for from now on."""
    _own.setdefault(second.sha256, second.data)
    return second.sha256


def _of_provider(family: str, bold: bool) -> Font:
    """Return a provider's font in a weight, which only a variable font has several of."""
    face = hb.Face(_own[family])
    shaper = hb.Font(face)
    shaper.set_variations({"wght": 700 if bold else 400})
    return Font(family, face.upem, frozenset(face.unicodes), shaper)


def _bytes(place: Path) -> bytes:
    try:
        return place.read_bytes()
    except OSError:
        raise BadgesiteError(
            f"the font {place.name} that belongs to badgesite is missing",
            "run pip install again with the network on, or install the released wheel",
        ) from None


@cache
def glyph(family: str, bold: bool, number: int) -> tuple[Step, ...]:
    """Return the outline of a glyph in the font's own units, y upwards."""
    steps: list[Step] = []
    pens = hb.DrawFuncs()
    pens.set_move_to_func(lambda x, y, _: steps.append(("M", (x, y))))
    pens.set_line_to_func(lambda x, y, _: steps.append(("L", (x, y))))
    pens.set_quadratic_to_func(lambda a, b, x, y, _: steps.append(("Q", (a, b, x, y))))
    pens.set_close_path_func(lambda _: steps.append(("Z", ())))
    font(family, bold).shaper.draw_glyph(number, pens, None)
    return tuple(steps)
