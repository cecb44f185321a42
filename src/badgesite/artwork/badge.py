"""Badge artwork: data in, one SVG out. What a browser shows and what CairoSVG draws is the same.

Only paths, groups, gradients, a clip path and `use`: no text, filter, mask, style or reference to
anything outside. Every tone is the brand's hue at a lightness; `RANKS` has one row for each field.
"""

from dataclasses import dataclass, replace
from hashlib import sha256
from html import escape
from typing import NamedTuple

from badgesite.artwork import lettering
from badgesite.artwork.colour import Tones, checked_colour
from badgesite.artwork.geometry import path, tenths
from badgesite.artwork.guilloche import rosette
from badgesite.artwork.marks import MARKS, marks_svg
from badgesite.artwork.shapes import CENTRE, LAYOUTS, Layout, bevel, outline
from badgesite.artwork.tiles import sign
from badgesite.errors import ThemeError

VARIANTS = ("full", "small", "ghost", "final")
NAME_ROOM = 0.9  # of the band's width: words that touch its ends look cramped
NAME_SIZES = (50.0, 44.0, 30.0)  # the largest size of a name on one, two and three lines
_SMALLEST_NAME, _SMALLEST_ISSUER = 19.0, 12.5
_GREY = "#7d8997"


@dataclass(frozen=True, slots=True)
class BadgeArt:
    """What a badge looks like. `icon` None, or one we do not have: the name's initials.

    `id` seeds the fine lines; `level` of `levels` sets the field and the marks; `final` is the
    credential at a pathway's end: accent rim, stars, ribbon tails.
    """

    name: str
    id: str
    issuer: str = ""
    shape: str = "hexagon"
    level: int = 1
    levels: int = 1
    icon: str | None = None
    mark: str = "chevron"
    brand: str = "#0b5f80"
    accent: str = "#f0b64a"
    final: bool = False


class Rank(NamedTuple):
    """Lightness of every tone of a level's field."""

    field_top: float
    field_bottom: float
    rim_dark: float
    rim_light: float
    ink: float
    cut: float
    band: float
    words: float
    lines: float

    @property
    def bright_ink(self) -> bool:
        """Whether the sign is light on a dark field."""
        return self.ink > 0.9


RANKS = (
    Rank(0.975, 0.925, 0.62, 0.90, 0.36, 0.95, 0.42, 0.99, 0.50),
    Rank(0.860, 0.780, 0.40, 0.80, 0.27, 0.83, 0.36, 0.99, 0.30),
    Rank(0.560, 0.460, 0.30, 0.78, 0.99, 0.50, 0.30, 0.99, 0.95),
    Rank(0.400, 0.290, 0.22, 0.72, 0.99, 0.34, 0.99, 0.28, 0.95),
)


class _Scheme(NamedTuple):
    """Everything that the parts of one drawing share."""

    art: BadgeArt
    layout: Layout
    rank: Rank
    tone: Tones
    gold: Tones
    words: bool
    ref: str

    @property
    def ink(self) -> str:
        return self.tone(self.rank.ink, 0.3 if self.rank.bright_ink else 1)


def badge_svg(art: BadgeArt, variant: str = "full") -> bytes:
    """Return the badge as an SVG of 600 x 600: the same bytes for the same arguments.

    `full` with words; `small` without, for less than 128 pixels; `ghost` for not yet earned;
    `final` is `full` as the credential at a pathway's end. A name that no bundled font can write
    gives the picture without words. ThemeError for a shape, mark or variant we do not draw.
    """
    checked = _checked(art, variant)
    name = lettering.clean(art.name)
    head = (
        '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 6000 6000" width="600" '
        f'height="600" role="img"><title>{escape(name)}</title>'
    )
    body = _ghost(checked) if variant == "ghost" else _solid(checked, variant)
    return f"{head}{body}</svg>\n".encode()


def badge_notes(art: BadgeArt) -> tuple[str, ...]:
    """Return what had to be left out of the full picture or made small, as sentences."""
    notes = []
    name = lettering.drawable(art.name)
    lacking = lettering.unset(art.name)
    if lacking:
        notes.append(
            f"the name '{art.name}' is left out of its picture:"
            f" the bundled fonts have no {' '.join(lacking[:8])}"
        )
    elif name != lettering.clean(art.name):
        notes.append(f"pictographs in '{art.name}' are left out of its picture")
    if name and _name_block(name, LAYOUTS[_checked(art, "full").shape])[1]:
        notes.append(f"the name '{art.name}' is too long for its picture and was shortened")
    if not lacking and art.issuer and _issuer_line(art) is None:
        notes.append(f"the issuer's name '{art.issuer}' is left out of the picture of '{art.name}'")
    return tuple(notes)


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
        brand=checked_colour(art.brand),
        accent=checked_colour(art.accent),
        levels=levels,
        level=max(1, min(art.level, levels)),
        final=art.final or variant == "final",
    )


def _rank(art: BadgeArt) -> Rank:
    if art.final:
        return RANKS[3]
    if art.levels == 1:
        return RANKS[2]
    return RANKS[round(3 * (art.level - 1) / (art.levels - 1))]


def _ref(art: BadgeArt, variant: str) -> str:
    # Badges may be put into one page together: what they name inside must differ.
    told = "\n".join((art.id, variant, art.brand, art.accent, str(art.level), art.shape, art.name))
    return "b" + sha256(told.encode()).hexdigest()[:8]


def _solid(art: BadgeArt, variant: str) -> str:
    words = variant != "small" and lettering.drawable(art.name) != ""
    tone, gold = Tones(art.brand), Tones(art.accent)
    it = _Scheme(art, LAYOUTS[art.shape], _rank(art), tone, gold, words, _ref(art, variant))
    body = "".join((_gradients(it), _rim(it), _field(it), _sign(it), _words(it), _level_marks(it)))
    if not art.final:
        return body
    lifted = f'<g transform="translate(360 -20) scale(.88)">{body}</g>'
    return _ribbon(it) + lifted


def _gradients(it: _Scheme) -> str:
    rim, dark, light = _rim_tones(it)
    span = light - dark
    stops = (
        (0, rim(dark + span * 0.78)),
        (0.5, rim(dark + span * 0.4)),
        (1, rim(dark + span * 0.62)),
    )
    metal = "".join(f'<stop offset="{at:g}" stop-color="{colour}"/>' for at, colour in stops)
    top, bottom = it.tone(it.rank.field_top), it.tone(it.rank.field_bottom)
    return (
        f'<defs><linearGradient id="{it.ref}f" x1="0" y1="0" x2=".25" y2="1">'
        f'<stop offset="0" stop-color="{top}"/><stop offset="1" stop-color="{bottom}"/>'
        f'</linearGradient><linearGradient id="{it.ref}r" x1="0" y1="0" x2=".6" y2="1">{metal}'
        f'</linearGradient><linearGradient id="{it.ref}g" x1="0" y1="0" x2="0" y2="1">'
        '<stop offset="0" stop-color="#fff" stop-opacity=".26"/>'
        '<stop offset="1" stop-color="#fff" stop-opacity="0"/></linearGradient>'
        f'<clipPath id="{it.ref}c"><path d="{path(outline(it.art.shape, 40))}"/></clipPath></defs>'
    )


def _rim_tones(it: _Scheme) -> tuple[Tones, float, float]:
    if it.art.final:
        return it.gold, 0.52, 0.95
    return it.tone, it.rank.rim_dark, it.rank.rim_light


def _rim(it: _Scheme) -> str:
    """Outer bevel, flat metal, inner bevel cut the other way."""
    rim, dark, light = _rim_tones(it)
    shape = it.art.shape
    return (
        f'<path d="{path(outline(shape))}" fill="url(#{it.ref}r)"/>'
        + bevel(shape, 0, 9, dark - 0.08, light + 0.03, rim)
        + bevel(shape, 31, 39, light + 0.02, dark - 0.1, rim)
    )


def _field(it: _Scheme) -> str:
    """Gradient, fine lines, a sheet of light, and the band that carries the name."""
    rank, layout = it.rank, it.layout
    centre = layout.icon_y if it.words else layout.small_icon_y
    strength = ".17" if rank.lines > 0.6 else ".16"
    sheet = ".55" if rank.field_top > 0.8 else ".42"
    drawn = (
        f'<g clip-path="url(#{it.ref}c)"><path d="M0 0h6000v6000H0z" fill="url(#{it.ref}f)"/>'
        + rosette(it.art.id, centre, it.tone(rank.lines), strength, it.ref + "p")
        + '<ellipse cx="1800" cy="400" rx="4200" ry="2500" '
        f'fill="url(#{it.ref}g)" opacity="{sheet}"/>'
    )
    return drawn + (_band(it) if it.words else "") + "</g>"


def _band(it: _Scheme) -> str:
    rank, top, bottom = it.rank, tenths(it.layout.band_top), tenths(it.layout.band_bottom)
    if it.art.final:
        fill, edge = it.gold(0.83), it.gold(0.95)
    elif rank.band > 0.9:
        fill, edge = it.tone(rank.band, 0.35), it.tone(0.72)
    else:
        fill, edge = it.tone(rank.band), it.tone(round(min(0.97, rank.band + 0.30), 6))
    return (
        f'<path d="M0 {top}h6000v{bottom - top}H0z" fill="{fill}"/>'
        f'<path d="M0 {top}h6000M0 {bottom}h6000" stroke="{edge}" stroke-width="30"/>'
    )


def _sign(it: _Scheme) -> str:
    """The icon, or the name's initials, and its soft shadow."""
    layout = it.layout
    y = layout.icon_y if it.words else layout.small_icon_y
    size = layout.icon_size if it.words else layout.small_icon_size
    box, bright = (CENTRE, y, size), it.rank.bright_ink
    shade = it.tone(round(max(0.12, it.rank.field_bottom - 0.16), 6)) if bright else "#fff"
    shadow = sign(it.art.icon, it.art.name, box, shade, None)
    return (
        f'<g opacity="{".38" if bright else ".75"}" '
        f'transform="translate(0 {50 if bright else 30})">{shadow}</g>'
        f"{sign(it.art.icon, it.art.name, box, it.ink, it.tone(it.rank.cut))}"
    )


def _words(it: _Scheme) -> str:
    return _issuer(it) + _name(it) if it.words else ""


def _issuer_line(art: BadgeArt) -> tuple[str, float] | None:
    """Return the issuer in capitals and its size, or None when it cannot be written or read."""
    text = lettering.drawable(art.issuer.upper())
    if not text:
        return None
    room = LAYOUTS[art.shape].issuer_width
    size = min(22.0, room / lettering.width(text, True, 0.14))
    return (text, size) if size >= _SMALLEST_ISSUER else None


def _issuer(it: _Scheme) -> str:
    line = _issuer_line(it.art)
    if line is None:
        return ""
    d = lettering.line_path(line[0], x=CENTRE, y=it.layout.issuer_y, size=line[1], tracking=0.14)
    return f'<path d="{d}" fill="{it.ink}" opacity=".92"/>'


def _name_block(name: str, layout: Layout) -> tuple[lettering.Block, bool]:
    """Return the name on its lines, and whether it had to be shortened."""
    return lettering.set_block(
        name, layout.name_width * NAME_ROOM, NAME_SIZES, _SMALLEST_NAME, -0.008
    )


def _name(it: _Scheme) -> str:
    block, _ = _name_block(lettering.drawable(it.art.name), it.layout)
    rank = it.rank
    colour = it.tone(0.24) if it.art.final else it.tone(rank.words, 0.3 if rank.words > 0.9 else 1)
    middle = (it.layout.band_top + it.layout.band_bottom) / 2 + block.size * 0.36
    drawn = []
    for at, line in enumerate(block.lines):
        y = middle + (at - (len(block.lines) - 1) / 2) * block.size * 1.08
        drawn.append(lettering.line_path(line, x=CENTRE, y=y, size=block.size, tracking=-0.008))
    return f'<path d="{"".join(drawn)}" fill="{colour}"/>'


def _level_marks(it: _Scheme) -> str:
    art, layout = it.art, it.layout
    y, size = (layout.marks_y, 32.0) if it.words else (layout.small_marks_y, 50.0)
    if art.final:
        return marks_svg("star", art.levels, art.levels, y, size, it.gold(0.86))
    return marks_svg(art.mark, art.level, art.levels, y, size, it.ink)


def _ribbon(it: _Scheme) -> str:
    """Two tails with an accent edge; the medal covers their upper ends."""
    tone, gold = it.tone, it.gold
    return (
        f'<path d="M2140 3920 1280 5960l500-360 540 280 680-2160z" fill="{tone(0.46)}"/>'
        f'<path d="M3860 3920l860 2040-500-360-540 280-680-2160z" fill="{tone(0.4)}"/>'
        '<path d="M2140 3920 1280 5960l160-115 860-1805zM3860 3920l860 2040-160-115-860-1805z" '
        f'fill="{gold(0.8)}"/>'
    )


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
