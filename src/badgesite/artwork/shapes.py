"""The six shapes of a badge, and where on each its parts stand."""

import math
from functools import cache
from typing import NamedTuple

from badgesite.artwork.colour import Tones
from badgesite.artwork.geometry import Corner, Piece, inset, polar, rounded, strokes, tenths

CENTRE = 300.0  # of the 600 x 600 field
_SMOOTH = 999.0  # a rounding so large that the outline becomes one flowing curve
_PETALS = 16
_TONES = 32  # of a bevel, from its darkest stretch to its lightest


class Layout(NamedTuple):
    """Places on a shape, in pixels of the 600 x 600 field; `small_*`: without words.

    `issuer_width` is how far the issuer's name may reach: along the rim of a round shape, where
    `rim` is the radius of the line it stands on, else straight.
    """

    issuer_y: float
    issuer_width: float
    icon_y: float
    icon_size: float
    band_top: float
    band_bottom: float
    name_width: float
    marks_y: float
    small_icon_y: float
    small_icon_size: float
    small_marks_y: float
    rim: float = 0.0


LAYOUTS = {
    "hexagon": Layout(137, 236, 244, 178, 344, 446, 420, 482, 250, 300, 470),
    "shield": Layout(124, 330, 232, 174, 332, 430, 376, 478, 240, 290, 456),
    "circle": Layout(85, 470, 224, 196, 346, 448, 408, 494, 252, 296, 474, 219),
    "rosette": Layout(92, 450, 226, 186, 346, 446, 384, 488, 256, 284, 468, 210),
    "octagon": Layout(114, 256, 234, 190, 344, 450, 436, 504, 248, 310, 482),
    "ticket": Layout(88, 300, 218, 190, 360, 466, 350, 506, 232, 290, 488),
}
SHAPES = tuple(LAYOUTS)


def _regular(sides: int, radius: float, turn: float, rounding: float) -> tuple[Corner, ...]:
    return tuple(
        Corner(
            CENTRE + radius * math.cos(turn + 2 * math.pi * at / sides),
            CENTRE + radius * math.sin(turn + 2 * math.pi * at / sides),
            rounding,
        )
        for at in range(sides)
    )


def _shield() -> tuple[Corner, ...]:
    """Flat shoulders, sides that fall straight and then close on a soft point."""
    right = [Corner(548, 92, 46), Corner(548, 270, _SMOOTH)]
    for at in range(1, 8):
        t = at / 8
        u = 1 - t
        x = u**3 * 548 + 3 * u * u * t * 548 + 3 * u * t * t * 452 + t**3 * 300
        y = u**3 * 270 + 3 * u * u * t * 438 + 3 * u * t * t * 522 + t**3 * 594
        right.append(Corner(x, y, _SMOOTH))
    left = [Corner(2 * CENTRE - corner.x, corner.y, corner.radius) for corner in reversed(right)]
    top = [Corner(52, 92, 46), Corner(176, 62, 60), Corner(300, 22, 30), Corner(424, 62, 60)]
    return (*top, *right, Corner(300, 594, 40), *left[:-1])


def _ticket(by: float) -> tuple[Corner, ...]:
    """Upright card with a round bite out of each side, moved inwards: the bites grow."""
    left, right, top, bottom, at = 82 + by, 518 - by, 12 + by, 588 - by, 366
    bite, edge = 22 + by, max(54 - by, 6)
    first = math.asin(by / bite)  # where the bite leaves the side that has moved towards it
    arc = [first + (math.pi - 2 * first) * step / 10 for step in range(11)]
    rounding = [6, *[_SMOOTH] * 9, 6]
    into = [
        Corner(right + by - bite * math.sin(a), at - bite * math.cos(a), r)
        for a, r in zip(arc, rounding, strict=True)
    ]
    out = [
        Corner(left - by + bite * math.sin(a), at + bite * math.cos(a), r)
        for a, r in zip(arc, rounding, strict=True)
    ]
    head = (Corner(left, top, edge), Corner(right, top, edge))
    foot = (Corner(right, bottom, edge), Corner(left, bottom, edge))
    return (*head, *into, *foot, *out)


@cache
def _corners(shape: str) -> tuple[Corner, ...]:
    if shape == "shield":
        return _shield()
    if shape == "octagon":
        return _regular(8, 302, -3 * math.pi / 8, 50)
    return _regular(6, 298, -math.pi / 2, 62)


@cache
def outline(shape: str, by: float = 0) -> tuple[Piece, ...]:
    """Return a shape's outline, clockwise, moved inwards by pixels."""
    if shape == "circle":
        return polar((CENTRE, CENTRE), lambda angle: (288 - by, 0), 48)
    if shape == "ticket":
        return rounded(_ticket(by))
    if shape == "rosette":
        wave = 10.0 if by < 14 else 10 * max(0.0, 1 - (by - 14) / 17)
        return polar(
            (CENTRE, CENTRE),
            lambda angle: (
                279 - by + wave * math.cos(_PETALS * angle),
                -wave * _PETALS * math.sin(_PETALS * angle),
            ),
            _PETALS * 8 if wave else 48,  # further in, the petals are flat
        )
    return rounded(inset(_corners(shape), by))


def bevel(shape: str, near: float, far: float, dark: float, light: float, tones: Tones) -> str:
    """Return a ring lit from the top left, as strokes: every stretch has its direction's tone.

    With `dark` above `light` the ring is cut the other way, as an edge that falls inwards.
    """
    stretches: dict[int, list[list[Piece]]] = {}
    last = -1
    for piece in outline(shape, (near + far) / 2):
        dx, dy = piece.end[0] - piece.start[0], piece.end[1] - piece.start[1]
        length = math.hypot(dx, dy)
        if length < 0.05:
            continue
        step = math.floor(((dx * 0.866 - dy * 0.5) / length + 1) * _TONES / 2 + 0.5 + 1e-6)
        if step == last:
            stretches[step][-1].append(piece)
        else:
            stretches.setdefault(step, []).append([piece])
        last = step
    drawn = "".join(
        f'<path d="{strokes(*stretches[step])}" '
        f'stroke="{tones(round(dark + (light - dark) * step / _TONES, 6))}"/>'
        for step in sorted(stretches)
    )
    return f'<g fill="none" stroke-width="{tenths(far - near)}">{drawn}</g>'
