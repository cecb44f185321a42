"""Words as outlines: one path of a line set straight, or along a circle."""

import math
from collections.abc import Callable

from badgesite.artwork import lettering
from badgesite.artwork.fonts import FAMILIES, font, glyph
from badgesite.artwork.geometry import PathText, tenths

Put = Callable[[float, float], tuple[float, float]]


def line_path(
    text: str,
    *,
    x: float,
    y: float,
    size: float,
    bold: bool = True,
    tracking: float = 0,
    anchor: float = 0.5,
) -> str:
    """Return `d` of a drawable text on the baseline `y`, in tenths of a pixel.

    `anchor` 0 starts at `x`, .5 is centred on it, 1 ends there.
    """
    line = lettering.set_line(text, bold, tracking)
    left = x - line.width * size * anchor
    pen = PathText()
    for placed in line.glyphs:
        _draw(pen, placed, bold, size, _flat(left + placed.x * size, y - placed.y * size))
    return str(pen)


def _flat(x: float, y: float) -> Put:
    return lambda along, up: (x + along, y - up)


def _turned(centre: tuple[float, float], radius: float, turn: float, half: float) -> Put:
    """Return the place of what lies along and above a glyph's origin, on a circle at an angle."""
    cos, sin = math.cos(turn), math.sin(turn)

    def put(along: float, up: float) -> tuple[float, float]:
        side, far = along - half, radius + up
        return centre[0] + side * cos + far * sin, centre[1] + side * sin - far * cos

    return put


def stands_alone(text: str) -> bool:
    """Whether every letter may be turned by itself, which tears joined scripts apart."""
    return all(each.family == FAMILIES[0] for each in lettering.set_line(text, True).glyphs)


def arc_path(
    text: str, *, centre: tuple[float, float], radius: float, size: float, tracking: float = 0
) -> str:
    """Return `d` of a bold text that stands on a circle, in the middle of its upper half."""
    line = lettering.set_line(text, True, tracking)
    pen = PathText()
    for placed in line.glyphs:
        half = placed.advance / 2
        turn = (placed.x + half - line.width / 2) * size / radius
        _draw(pen, placed, True, size, _turned(centre, radius, turn, half * size))
    return str(pen)


def _draw(pen: PathText, placed: lettering.Placed, bold: bool, size: float, put: Put) -> None:
    """Draw a glyph; `put` gives the place of what lies so far along and above its origin."""
    scale = size / font(placed.family, bold).units
    for command, values in glyph(placed.family, bold, placed.number):
        pairs = zip(values[::2], values[1::2], strict=True)
        spots = (put(along * scale, up * scale) for along, up in pairs)
        points = [tenths(each) for spot in spots for each in spot]
        if command == "M":
            pen.move(points[0], points[1])
        elif command == "L":
            pen.line(points[0], points[1])
        elif command == "Q":
            pen.quad(*points)
        else:
            pen.close()
