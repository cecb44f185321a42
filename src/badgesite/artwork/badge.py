"""Badge artwork: data in, one SVG out. What a browser shows and what CairoSVG draws is the same.

Only paths, groups, gradients, a clip path and `use`: no text, filter, mask, style or reference to
anything outside. Every tone is the brand's hue at a lightness; `RANKS` has one row for each field.
"""

from hashlib import sha256
from html import escape

from msgspec.structs import replace

from badgesite.artwork import lettering
from badgesite.artwork.badge_art import BadgeArt, Scheme, rank_of
from badgesite.artwork.colour import Tones, checked_colour
from badgesite.artwork.geometry import path
from badgesite.artwork.inscription import issuer_line, name_block, words
from badgesite.artwork.marks import MARKS, marks_svg
from badgesite.artwork.medal import field, gradients, ribbon, rim, sign_with_shadow
from badgesite.artwork.second import SecondFont, helped_by
from badgesite.artwork.shapes import CENTRE, LAYOUTS, outline
from badgesite.artwork.tiles import sign
from badgesite.errors import ThemeError

VARIANTS = ("full", "small", "ghost", "final")
_GREY = "#7d8997"


def badge_svg(art: BadgeArt, variant: str = "full") -> bytes:
    """Return the badge as an SVG of 600 x 600: the same bytes for the same arguments.

    `full` with words; `small` without, for less than 128 pixels; `ghost` for not yet earned;
    `final` is `full` as the credential at a pathway's end. A name that no font can write gives the
    picture without words. ThemeError for a shape, mark or variant we do not draw.
    """
    with helped_by(art.second):
        return _drawn(art, variant)


def _drawn(art: BadgeArt, variant: str) -> bytes:
    checked = _checked(art, variant)
    head = (
        '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 6000 6000" width="600" '
        f'height="600" role="img"><title>{escape(checked.name)}</title>'
    )
    body = _ghost(checked) if variant == "ghost" else _solid(checked, variant)
    return f"{head}{body}</svg>\n".encode()


def badge_notes(art: BadgeArt) -> tuple[str, ...]:
    """Return what had to be left out of the full picture or made small, as sentences."""
    with helped_by(art.second):
        return tuple(_noted(art))


def _noted(art: BadgeArt) -> list[str]:
    notes = []
    name = lettering.drawable(art.name)
    lacking = lettering.unset(art.name)
    if lacking:
        notes.append(
            f"the name '{art.name}' is left out of its picture:"
            f" {_fonts(art.second)} no {' '.join(lacking[:8])}"
        )
    elif name != lettering.clean(art.name):
        notes.append(f"pictographs in '{art.name}' are left out of its picture")
    if name and name_block(name, LAYOUTS[_checked(art, "full").shape])[1]:
        notes.append(f"the name '{art.name}' is too long for its picture and was shortened")
    if not lacking and art.issuer and issuer_line(art) is None:
        notes.append(f"the issuer's name '{art.issuer}' is left out of the picture of '{art.name}'")
    return notes


def _fonts(second: SecondFont | None) -> str:
    """Return which fonts there are, with the verb, for a sentence on what they lack."""
    if second is None:
        return "the bundled fonts have"
    return "the bundled fonts and the second font have"


def _checked(art: BadgeArt, variant: str) -> BadgeArt:
    wrong = next(
        (
            (kind, value, known)
            for kind, value, known in (
                ("shape", art.shape, tuple(LAYOUTS)),
                ("level mark", art.mark, MARKS),
                ("variant", variant, VARIANTS),
            )
            if value not in known
        ),
        None,
    )
    if wrong:
        kind, value, known = wrong
        raise ThemeError(f"there is no {kind} called '{value}'", f"use one of {', '.join(known)}")
    levels = max(1, art.levels)
    return replace(
        art,
        name=lettering.clean(art.name),
        brand=checked_colour(art.brand),
        accent=checked_colour(art.accent),
        levels=levels,
        level=max(1, min(art.level, levels)),
        final=art.final or variant == "final",
    )


def _ref(art: BadgeArt, variant: str) -> str:
    # Badges may be put into one page together: what they name inside must differ.
    told = "\n".join((art.id, variant, art.brand, art.accent, str(art.level), art.shape, art.name))
    return "b" + sha256(told.encode()).hexdigest()[:8]


def _solid(art: BadgeArt, variant: str) -> str:
    wordy = variant != "small" and lettering.drawable(art.name) != ""
    tone, gold = Tones(art.brand), Tones(art.accent)
    it = Scheme(art, LAYOUTS[art.shape], rank_of(art), tone, gold, wordy, _ref(art, variant))
    body = "".join(
        (gradients(it), rim(it), field(it), sign_with_shadow(it), words(it), _level_marks(it))
    )
    if not art.final:
        return body
    lifted = f'<g transform="translate(360 -20) scale(.88)">{body}</g>'
    return ribbon(it) + lifted


def _level_marks(it: Scheme) -> str:
    art, layout = it.art, it.layout
    y, size = (layout.marks_y, 32.0) if it.words else (layout.small_marks_y, 50.0)
    if art.final:
        return marks_svg("star", art.levels, art.levels, y, size, it.gold(0.86))
    return marks_svg(art.mark, art.level, art.levels, y, size, it.ink)


def _ghost(art: BadgeArt) -> str:
    """A dashed outline and the pale sign: not yet earned."""
    layout = LAYOUTS[art.shape]
    box = (CENTRE, layout.small_icon_y, layout.small_icon_size * 0.86)
    body = (
        f'<path d="{path(outline(art.shape, 10))}" fill="{_GREY}" fill-opacity=".07" '
        f'stroke="{_GREY}" stroke-width="90" stroke-dasharray="260 170" stroke-linecap="round"/>'
        f'<g opacity=".72">{sign(art.icon, art.name, box, _GREY, "#eef0f3")}</g>'
    )
    if art.final:
        return f'<g transform="translate(300 160) scale(.9)">{body}</g>'
    return body + marks_svg(art.mark, 0, art.levels, layout.small_marks_y, 42, _GREY)
