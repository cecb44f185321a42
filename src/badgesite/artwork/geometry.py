"""Closed outlines made of lines and quadratic curves, and how they are written as SVG paths.

Drawings think in pixels of a 600 x 600 field; paths are written in whole tenths of a pixel, so
that numbers are rounded once, are short, and are the same on every machine.
"""

import math
from collections.abc import Callable, Iterable, Sequence
from itertools import pairwise
from typing import NamedTuple

Point = tuple[float, float]


class Corner(NamedTuple):
    """A corner of a polygon and the radius of its rounding, 0 for a sharp one."""

    x: float
    y: float
    radius: float = 0


class Piece(NamedTuple):
    """A stretch of an outline: a line, or with `control` a quadratic curve."""

    start: Point
    end: Point
    control: Point | None = None


def tenths(value: float) -> int:
    """Return whole tenths, half up; a hair's breadth decides ties the same on every machine."""
    return math.floor(value * 10 + 0.5 + 1e-6)


def number(value: float, places: int = 3) -> str:
    """Return a number as short as it can be written: `.5`, `-2`, `1.25`."""
    scaled = math.floor(value * 10**places + 0.5 + 1e-6)
    text = f"{scaled / 10**places:.{places}f}".rstrip("0").rstrip(".")
    return (
        "0"
        if text in ("-0", "")
        else text.replace("0.", ".", 1)
        if abs(scaled) < 10**places
        else text
    )


class PathText:
    """Writes `d` of a path with relative commands in tenths; where the pen is never drifts."""

    def __init__(self) -> None:
        self._parts: list[str] = []
        self._x = self._y = self._from_x = self._from_y = 0
        self._last = ""

    def _add(self, command: str, *points: tuple[int, int]) -> None:
        if command != self._last:
            self._parts.append(command)
        joined = command != self._last
        for x, y in points:
            for value in (x - self._x, y - self._y):
                text = str(value)
                self._parts.append(text if joined or text[0] == "-" else " " + text)
                joined = False
        self._x, self._y = points[-1]
        self._last = command

    def move(self, x: int, y: int) -> None:
        """Lift the pen and set it down."""
        self._last = ""
        if self._parts:
            self._add("m", (x, y))
        else:
            self._parts.append(f"M{x}" + (str(y) if y < 0 else f" {y}"))
            self._x, self._y = x, y
        self._from_x, self._from_y = x, y
        self._last = ""

    def line(self, x: int, y: int) -> None:
        """Draw a line; a line to where the pen already is is left out."""
        if (x, y) == (self._x, self._y):
            return
        if y == self._y:
            self._single("h", x - self._x)
        elif x == self._x:
            self._single("v", y - self._y)
        else:
            self._add("l", (x, y))
        self._x, self._y = x, y

    def _single(self, command: str, by: int) -> None:
        self._parts.append(f"{command}{by}")
        self._last = ""

    def quad(self, cx: int, cy: int, x: int, y: int) -> None:
        """Draw a quadratic curve."""
        if (cx, cy) == (x, y) or (cx, cy) == (self._x, self._y):
            self.line(x, y)
        else:
            self._add("q", (cx, cy), (x, y))

    def close(self) -> None:
        """Close the outline."""
        self._parts.append("z")
        self._x, self._y = self._from_x, self._from_y
        self._last = ""

    def stretch(self, pieces: Iterable[Piece]) -> None:
        """Draw pieces that follow one another."""
        first = True
        for piece in pieces:
            if first:
                self.move(tenths(piece.start[0]), tenths(piece.start[1]))
                first = False
            self._piece(piece)

    def _piece(self, piece: Piece) -> None:
        end = tenths(piece.end[0]), tenths(piece.end[1])
        if piece.control is None:
            self.line(*end)
        else:
            self.quad(tenths(piece.control[0]), tenths(piece.control[1]), *end)

    def __str__(self) -> str:
        return "".join(self._parts)


def path(*outlines: Iterable[Piece]) -> str:
    """Return `d` of closed outlines."""
    text = PathText()
    for pieces in outlines:
        text.stretch(pieces)
        text.close()
    return str(text)


def strokes(*stretches: Iterable[Piece]) -> str:
    """Return `d` of open lines."""
    text = PathText()
    for pieces in stretches:
        text.stretch(pieces)
    return str(text)


def polygon(points: Sequence[Point]) -> tuple[Piece, ...]:
    """Return the straight sides through the points."""
    return tuple(Piece(point, points[(at + 1) % len(points)]) for at, point in enumerate(points))


def inset(corners: Sequence[Corner], by: float) -> tuple[Corner, ...]:
    """Return the polygon (clockwise) moved inwards, mitred, its roundings shrunk to match."""
    sides = []
    for at, (x1, y1, _) in enumerate(corners):
        x2, y2, _ = corners[(at + 1) % len(corners)]
        length = math.hypot(x2 - x1, y2 - y1) or 1
        dx, dy = (x2 - x1) / length, (y2 - y1) / length
        sides.append((x1 - dy * by, y1 + dx * by, dx, dy))
    moved = []
    for at, corner in enumerate(corners):
        ax, ay, adx, ady = sides[at - 1]
        bx, by_, bdx, bdy = sides[at]
        cross = adx * bdy - ady * bdx
        along = 0.0 if abs(cross) < 1e-6 else ((bx - ax) * bdy - (by_ - ay) * bdx) / cross
        x, y = (bx, by_) if abs(cross) < 1e-6 else (ax + adx * along, ay + ady * along)
        moved.append(Corner(x, y, max(corner.radius - by, 6) if corner.radius else 0))
    return tuple(moved)


def rounded(corners: Sequence[Corner]) -> tuple[Piece, ...]:
    """Return the outline: per corner its rounding in short pieces, then the side after it.

    The number of pieces hangs on the angles alone, so an inset outline has as many.
    """
    ends: list[tuple[Point, tuple[Piece, ...], Point]] = []
    for at, (x, y, radius) in enumerate(corners):
        before, after = corners[at - 1], corners[(at + 1) % len(corners)]
        if not radius:
            ends.append(((x, y), (), (x, y)))
            continue
        back = math.hypot(before.x - x, before.y - y)
        ahead = math.hypot(after.x - x, after.y - y)
        a = math.atan2(before.y - y, before.x - x)
        b = math.atan2(after.y - y, after.x - x)
        half = abs((b - a + math.pi) % (2 * math.pi) - math.pi) / 2
        cut = min(radius / math.tan(half), 0.49 * back, 0.49 * ahead)
        start = (x + cut * math.cos(a), y + cut * math.sin(a))
        end = (x + cut * math.cos(b), y + cut * math.sin(b))
        count = max(1, round((math.pi - 2 * half) / math.radians(15)))
        ends.append((start, _split(start, (x, y), end, count), end))
    pieces: list[Piece] = []
    for at, (_, rounding, end) in enumerate(ends):
        pieces += [*rounding, Piece(end, ends[(at + 1) % len(ends)][0])]
    return tuple(pieces)


def _split(start: Point, control: Point, end: Point, count: int) -> tuple[Piece, ...]:
    """Return one quadratic curve as `count` curves that lie on it."""

    def blossom(s: float, t: float) -> Point:
        one, two, three = (1 - s) * (1 - t), s * (1 - t) + t * (1 - s), s * t
        return (
            one * start[0] + two * control[0] + three * end[0],
            one * start[1] + two * control[1] + three * end[1],
        )

    cuts = [at / count for at in range(count + 1)]
    return tuple(Piece(blossom(s, s), blossom(t, t), blossom(s, t)) for s, t in pairwise(cuts))


def polar(
    centre: Point, radius: Callable[[float], tuple[float, float]], count: int
) -> tuple[Piece, ...]:
    """Return a closed curve around the centre, clockwise from the top, as `count` curves.

    `radius` gives the distance and its slope at an angle; every curve meets the next smoothly.
    """
    knots: list[tuple[Point, Point]] = []
    for at in range(count):
        angle = 2 * math.pi * at / count
        far, slope = radius(angle)
        sin, cos = math.sin(angle), math.cos(angle)
        place = (centre[0] + far * sin, centre[1] - far * cos)
        knots.append((place, (slope * sin + far * cos, far * sin - slope * cos)))
    pieces = []
    for at, (start, heading) in enumerate(knots):
        end, arriving = knots[(at + 1) % count]
        pieces.append(Piece(start, end, _meeting(start, heading, end, arriving)))
    return tuple(pieces)


def _meeting(start: Point, heading: Point, end: Point, arriving: Point) -> Point | None:
    """Return where two tangents meet, or None when a straight line serves better."""
    cross = heading[0] * arriving[1] - heading[1] * arriving[0]
    if abs(cross) < 1e-9:
        return None
    dx, dy = end[0] - start[0], end[1] - start[1]
    along = (dx * arriving[1] - dy * arriving[0]) / cross
    back = (dx * heading[1] - dy * heading[0]) / cross
    reach = math.hypot(dx, dy)
    if along <= 0 or back >= 0 or along * math.hypot(*heading) > 2 * reach:
        return None
    return start[0] + heading[0] * along, start[1] + heading[1] * along
