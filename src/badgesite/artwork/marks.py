"""Level marks: one slot for each level of a pathway, solid up to the badge's own."""

import math

from badgesite.artwork.geometry import Corner, Piece, path, polar, polygon, rounded
from badgesite.artwork.shapes import CENTRE

MOST = 8  # more slots than these cannot be told apart at 64 pixels
_PITCH = {"chevron": 1.34, "bar": 0.86, "star": 1.5, "pip": 1.4}
MARKS = tuple(_PITCH)
_WIDEST = 250.0  # what the narrowest shape leaves for a row, in pixels


def _chevron(x: float, y: float, size: float) -> tuple[Piece, ...]:
    half, rise, thick = size * 0.54, size * 0.44, size * 0.46
    foot = y + rise * 0.5
    upper = [(x - half, foot), (x, y - rise), (x + half, foot)]
    lower = [(x + half, foot + thick), (x, y - rise + thick), (x - half, foot + thick)]
    return polygon([*upper, *lower])


def _star(x: float, y: float, size: float) -> tuple[Piece, ...]:
    reach = [size * (0.62 if at % 2 == 0 else 0.27) for at in range(10)]
    return polygon(
        [
            (x + far * math.sin(math.pi * at / 5), y - far * math.cos(math.pi * at / 5))
            for at, far in enumerate(reach)
        ]
    )


def _bar(x: float, y: float, size: float, share: float) -> tuple[Piece, ...]:
    height, half, foot = size * (0.5 + 0.9 * share), size * 0.28, y + size * 0.7
    spots = [
        (x - half, foot - height),
        (x + half, foot - height),
        (x + half, foot),
        (x - half, foot),
    ]
    return rounded([Corner(*spot, size * 0.1) for spot in spots])


def marks_svg(kind: str, level: int, levels: int, y: float, size: float, ink: str) -> str:
    """Return the marks centred at `y` (pixels of the 600 field); nothing for a single level."""
    slots = min(levels, MOST)
    if slots < 2:
        return ""
    size = min(size, _WIDEST / (_PITCH[kind] * slots))
    pitch = size * _PITCH[kind]
    first = CENTRE - pitch * (slots - 1) / 2
    drawn: list[tuple[Piece, ...]] = []
    for at in range(slots):
        x = first + at * pitch
        if kind == "pip":
            drawn.append(polar((x, y), lambda angle: (size * 0.42, 0), 12))
        elif kind == "bar":
            drawn.append(_bar(x, y, size, at / (slots - 1)))
        elif kind == "star":
            drawn.append(_star(x, y, size))
        else:
            drawn.append(_chevron(x, y, size))
    solid, trace = drawn[: min(level, slots)], drawn[min(level, slots) :]
    text = f'<path d="{path(*solid)}" fill="{ink}"/>' if solid else ""
    return text + (f'<path d="{path(*trace)}" fill="{ink}" fill-opacity=".24"/>' if trace else "")
