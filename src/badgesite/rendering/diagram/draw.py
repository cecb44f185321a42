"""Numbers to SVG text. Class names are those of the style sheet; no inline style, all text escaped.

Inside a page the drawing is hidden from assistive technology and its links leave the tab order,
because the list beside it says the same.
"""

from collections.abc import Callable, Iterator
from html import escape

from badgesite.rendering.diagram.measures import Diagram, Edge, Pill, PlacedLane, PlacedNode, Point

RADIUS, FULL_WIDTH = 16.0, 1056.0
_GLYPHS = {
    "earned": ("ok", "M-5 .5l3.4 3.4L5.2-3.6"),
    "can-start": ("go", "M-5 0H5M1.2-3.8 5 0 1.2 3.8"),
    "locked": ("lock", "M-3-1V-2.5a3 3 0 0 1 6 0V-1M-4.5-1h9v5.5h-9Z"),
    "expired": ("warn", "M0-5V.3l3.6 2.2"),
    "revoked": ("bad", "M-4-4 4 4M4-4-4 4"),
}
_ORDER = ("wait", "next", "", "done")

Picture = Callable[[str, str, float, float, float, bool], str]
"""(folder, variant, x, y, size, pale) -> SVG of the artwork, or of a link to it."""


def draw(diagram: Diagram, root: str, links: str | None = None) -> str:
    """Return the drawing as inline SVG; `root` leads from the page to the site's root.

    `links` leads to the pages, where they lie elsewhere than the pictures.
    """
    return "".join(pieces(diagram, root, links))


def pieces(diagram: Diagram, root: str, links: str | None = None) -> tuple[str, ...]:
    """Return the same in pieces: elements, some or none to a piece, and tags that go round them.

    Drawings of one chart with other states have as many, and most of theirs are the same.
    """
    to = root if links is None else links

    def picture(folder: str, variant: str, x: float, y: float, size: float, pale: bool) -> str:
        href = escape(f"{root}{folder}badge-{variant}.svg")
        opacity = ' opacity=".6"' if pale else ""
        return f'<image href="{href}" {_box(x, y, size)}{opacity}/>'

    kind = "" if diagram.kind == "wide" else f" {diagram.kind}"
    # A page draws all of them at one scale: one with few columns stands in the middle.
    width = max(diagram.width, FULL_WIDTH) if diagram.kind == "wide" else diagram.width
    left = (diagram.width - width) / 2
    opening = (
        f'<svg class="map{kind}" viewBox="{_n(left)} 0 {_n(width)} {_n(diagram.height)}"'
        ' aria-hidden="true" focusable="false">'
    )
    return opening, *_inside(diagram, picture, to), "</svg>"


def body(diagram: Diagram, picture: Picture, root: str | None) -> str:
    """Return what is inside the `svg` element; without a root nodes link nowhere."""
    return "".join(_inside(diagram, picture, root))


def _inside(diagram: Diagram, picture: Picture, root: str | None) -> Iterator[str]:
    """Yield every thing; an edge has a place for each state, empty but for its own."""
    yield from (_lane(lane) for lane in diagram.lanes)
    for draw_part in (_edge, _tip):
        for state in _ORDER:
            for edge in diagram.edges:
                yield draw_part(edge) if edge.state == state else ""
    yield from (_pill(pill) for pill in diagram.pills)
    for node in diagram.nodes:
        yield from _node(node, picture, root)


def _n(value: float) -> str:
    return f"{value:.2f}".rstrip("0").rstrip(".")


def _box(x: float, y: float, size: float) -> str:
    return f'x="{_n(x)}" y="{_n(y)}" width="{_n(size)}" height="{_n(size)}"'


def _class(name: str, more: str) -> str:
    return f'class="{name} {more}"' if more else f'class="{name}"'


def _text(kind: str, x: float, y: float, text: str) -> str:
    return f'<text class="{kind}" x="{_n(x)}" y="{_n(y)}">{escape(text)}</text>'


def _lane(lane: PlacedLane) -> str:
    kind = _class("lane", "lane-final" if lane.final else "")
    rect = (
        f'<rect {kind} x="{_n(lane.x)}" y="{_n(lane.y)}" width="{_n(lane.width)}"'
        f' height="{_n(lane.height)}" rx="12"/>'
    )
    words = [_text("lv", lane.x + 16, lane.y + 27, lane.heading)]
    words += [
        _text("lt", lane.x + 16, lane.y + 48 + 20 * number, line)
        for number, line in enumerate(lane.title)
    ]
    if lane.note:
        below = lane.y + 48 + 20 * len(lane.title)
        words.append(_text("st", lane.x + lane.width / 2, below, lane.note))
    return rect + "".join(words)


# ------------------------------------------------------------------ lines
def _edge(edge: Edge) -> str:
    points = edge.points
    if edge.tip:  # the line ends inside the arrow, 7 short of its point
        points = (*points[:-1], _short(points[-2], points[-1]))
    return f'<path {_class("edge", edge.state)} d="{rounded(points)}"/>'


def _short(before: Point, end: Point) -> Point:
    if before[0] == end[0]:
        return end[0], end[1] - 7
    return end[0] - 7, end[1]


def rounded(points: tuple[Point, ...]) -> str:
    """Return the path through the points with its corners rounded."""
    found = [f"M{_n(points[0][0])} {_n(points[0][1])}"]
    for number in range(1, len(points) - 1):
        before, corner, after = points[number - 1 : number + 2]
        radius = min(RADIUS, _length(before, corner) / 2, _length(corner, after) / 2)
        start, end = _toward(corner, before, radius), _toward(corner, after, radius)
        found.append(_line(before, start) + f"Q{_p(corner)} {_p(end)}")
    found.append(_line(points[-2], points[-1]))
    return "".join(found)


def _length(one: Point, other: Point) -> float:
    return abs(one[0] - other[0]) + abs(one[1] - other[1])


def _toward(point: Point, other: Point, distance: float) -> Point:
    whole = _length(point, other) or 1.0
    return (
        point[0] + (other[0] - point[0]) * distance / whole,
        point[1] + (other[1] - point[1]) * distance / whole,
    )


def _p(point: Point) -> str:
    return f"{_n(point[0])} {_n(point[1])}"


def _line(start: Point, end: Point) -> str:
    return f"V{_n(end[1])}" if start[0] == end[0] else f"H{_n(end[0])}"


def _tip(edge: Edge) -> str:
    if not edge.tip:
        return ""
    (x, y), before = edge.points[-1], edge.points[-2]
    if before[0] == x:
        path = f"M{_n(x - 5.5)} {_n(y - 9)}L{_n(x)} {_n(y)}L{_n(x + 5.5)} {_n(y - 9)}Z"
    else:
        path = f"M{_n(x - 9)} {_n(y - 5.5)}L{_n(x)} {_n(y)}L{_n(x - 9)} {_n(y + 5.5)}Z"
    return f'<path {_class("tip", edge.state)} d="{path}"/>'


def _pill(pill: Pill) -> str:
    left, top = pill.x - pill.width / 2, pill.y - 14
    return (
        f"<g {_class('pill', 'go' if pill.lively else '')}>"
        f'<rect x="{_n(left)}" y="{_n(top)}" width="{_n(pill.width)}" height="28" rx="14"/>'
        f'<text x="{_n(pill.x)}" y="{_n(pill.y + 4.7)}">{escape(pill.text)}</text></g>'
    )


# ------------------------------------------------------------------ nodes
def _node(placed: PlacedNode, picture: Picture, root: str | None) -> Iterator[str]:
    linked = placed.node.path and root is not None
    yield f'<a href="{escape(f"{root}{placed.node.path}")}" tabindex="-1">' if linked else "<g>"
    name, said = _words(placed)
    yield from (_art(placed, picture), name, _mark(placed), said)
    yield "</a>" if linked else "</g>"


def _art(placed: PlacedNode, picture: Picture) -> str:
    node, half = placed.node, placed.size / 2
    x, y = placed.x - half, placed.y - half
    variant = "ghost" if node.state == "locked" else "small"
    pale = node.state in ("expired", "revoked")
    found = ""
    if node.state == "can-start":
        found = f'<circle class="halo" cx="{_n(placed.x)}" cy="{_n(placed.y)}" r="{_n(half + 8)}"/>'
    if node.more:
        size = placed.size * 0.56
        return found + "".join(
            picture(folder, variant, x + dx * placed.size, y + dy * placed.size, size, pale)
            for folder, (dx, dy) in zip(node.more, _CLUSTER[len(node.more)], strict=False)
        )
    if node.picture:
        return found + picture(node.picture, variant, x, y, placed.size, pale)
    found += (
        f'<rect class="halo" x="{_n(x + 6)}" y="{_n(y + 6)}" width="{_n(placed.size - 12)}"'
        f' height="{_n(placed.size - 12)}" rx="16"/>'
    )
    return found + (_shield(placed.x, placed.y) if node.foreign else "")


def _shield(x: float, y: float) -> str:
    """Return what stands for another issuer's badge, of which there is no picture."""
    return (
        f'<path class="foreign" d="M{_n(x)} {_n(y - 17)}l14 5.5v12c0 8.5-5.6 14.4-14 18'
        f'-8.4-3.6-14-9.5-14-18v-12Z"/>'
    )


_CLUSTER = {
    1: ((0.22, 0.22),),
    2: ((0.0, 0.22), (0.44, 0.22)),
    3: ((0.22, 0.0), (0.0, 0.44), (0.44, 0.44)),
}


def _mark(placed: PlacedNode) -> str:
    glyph = _GLYPHS.get(placed.node.state)
    if glyph is None:
        return ""
    place = placed.size * 0.36
    return (
        f'<g transform="translate({_n(placed.x + place)} {_n(placed.y + place)})">'
        f'<circle class="dot-ring" r="15"/><circle class="dot-{glyph[0]}" r="12"/>'
        f'<path class="dot-glyph" d="{glyph[1]}"/></g>'
    )


def _words(placed: PlacedNode) -> tuple[str, str]:
    """Return the name, and what is said of the state."""
    rows = (
        19 * (len(placed.name) - 1) + 20 * bool(placed.lines) + 17 * max(len(placed.lines) - 1, 0)
    )
    x, y = placed.x, placed.y + placed.size / 2 + 24
    if placed.beside:
        x, y = placed.x + placed.size / 2 + 16, placed.y + 5 - rows / 2
    name = "".join(_text("nm", x, y + 19 * number, line) for number, line in enumerate(placed.name))
    y += 19 * (len(placed.name) - 1) + 20
    said = "".join(
        _text(f"st {kind}".rstrip(), x, y + 17 * number, line)
        for number, (kind, line) in enumerate(placed.lines)
    )
    return name, said
