"""Numbers to SVG text. Class names are those of the style sheet; no inline style, all text escaped.

Inside a page the drawing is hidden from assistive technology and its links leave the tab order,
because the list beside it says the same. The narrow drawing uses the nodes of the wide one, and
both the marks of the states, which the page has in its key.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from html import escape

from badgesite.rendering.diagram.measures import Diagram, Edge, Pill, PlacedLane, PlacedNode, Point

RADIUS, FULL_WIDTH = 16.0, 1056.0
_SMALLEST = 0.8  # of its own size
_MARKS = {
    "earned": "ok",
    "can-start": "go",
    "locked": "lock",
    "expired": "warn",
    "revoked": "bad",
}
_LINES = re.compile(
    r'<path class="(?:edge|tip)(?P<state>[a-z ]*)" d="[^"]*"/>'
    r'(?:<path class="(?:edge|tip)(?P=state)" d="[^"]*"/>)+'
)
_LINE = re.compile(r'<path class="(edge|tip)[a-z ]*" d="([^"]*)"/>')
_ORDER = ("wait", "next", "", "done")

Picture = Callable[[str, str, float, float, float], str]
"""(folder, variant, x, y, size) -> SVG of the artwork, or of a link to it."""


def draw(diagram: Diagram, root: str, links: str | None = None) -> str:
    """Return the drawing as inline SVG; `root` leads from the page to the site's root.

    `links` leads to the pages, where they lie elsewhere than the pictures.
    """
    return joined("".join(pieces(diagram, root, links)))


def joined(drawing: str) -> str:
    """Return a drawing with the lines of a state that follow one another as one, tips as one."""
    return _LINES.sub(_one, drawing)


def _one(run: re.Match[str]) -> str:
    paths = {"edge": "", "tip": ""}
    for kind, path in _LINE.findall(run[0]):
        paths[kind] += path
    return "".join(
        f'<path class="{kind}{run["state"]}" d="{path}"/>' for kind, path in paths.items() if path
    )


def pieces(diagram: Diagram, root: str, links: str | None = None) -> tuple[str, ...]:
    """Return the same in pieces: elements, some or none to a piece, and tags that go round them.

    Drawings of one chart with other states have as many, and most of theirs are the same.
    """
    to = root if links is None else links
    return _with_words(wordless_pieces(diagram, root, to), diagram)


def wordless_pieces(diagram: Diagram, root: str, links: str) -> tuple[str | None, ...]:
    """Return the same with None for what is said of the state of each node, in their order."""
    return _opening(diagram), *_inside(diagram, _linked_picture(root), links), "</svg>"


def _with_words(pieces: Iterable[str | None], diagram: Diagram) -> tuple[str, ...]:
    words = (said_of(*said_place(each), each.lines) for each in diagram.nodes)
    return tuple(next(words) if piece is None else piece for piece in pieces)


def narrow_pieces(narrow: Diagram, wide: Diagram) -> tuple[str, ...]:
    """Return the narrow drawing in pieces, for a page that has the wide one too."""
    places = {each.node.id: (number, each) for number, each in enumerate(wide.nodes)}
    uses = (_use(each, *places[each.node.id]) for each in narrow.nodes)
    return _opening(narrow), *_around(narrow), *uses, "</svg>"


def _use(placed: PlacedNode, number: int, drawn: PlacedNode) -> str:
    return f'<use href="#n{number}" x="{_n(placed.x - drawn.x)}" y="{_n(placed.y - drawn.y)}"/>'


def _linked_picture(root: str) -> Picture:
    def picture(folder: str, variant: str, x: float, y: float, size: float) -> str:
        href = escape(f"{root}{folder}badge-{variant}.svg")
        return f'<image href="{href}" {_box(x, y, size)}/>'

    return picture


def _opening(diagram: Diagram) -> str:
    # A page draws all of them at one scale: one with few columns stands in the middle.
    width = max(diagram.width, FULL_WIDTH) if diagram.kind == "wide" else diagram.width
    left = (diagram.width - width) / 2
    box = f'viewBox="{_n(left)} 0 {_n(width)} {_n(diagram.height)}" aria-hidden="true"'
    if diagram.kind == "wide" and width * _SMALLEST > FULL_WIDTH:
        # Smaller than this nobody can read it: it is as wide as it must be, and scrolls.
        return f'<svg class="map wide long" width="{_n(width * _SMALLEST)}" {box}>'
    return f'<svg class="map {diagram.kind}" {box}>'


def body(diagram: Diagram, picture: Picture, root: str | None) -> str:
    """Return what is inside the `svg` element; without a root nodes link nowhere."""
    return "".join(_with_words(_inside(diagram, picture, root), diagram))


def _inside(diagram: Diagram, picture: Picture, root: str | None) -> Iterator[str | None]:
    yield from _around(diagram)
    for number, node in enumerate(diagram.nodes):
        yield from _node(node, number, picture, root)


def _around(diagram: Diagram) -> Iterator[str]:
    """Yield all but the nodes; an edge has a place for each state, empty but for its own."""
    yield from (_lane(lane) for lane in diagram.lanes)
    for state in _ORDER:
        for edge in diagram.edges:
            # A line that is done lies on one that waits: that stays when the other goes.
            below = state == "wait" and edge.state == "done"
            yield _edge(edge, state) if below or edge.state == state else ""
    yield from (_pill(pill) for pill in diagram.pills)


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
def _edge(edge: Edge, state: str) -> str:
    points = edge.points
    if edge.tip:  # the line ends inside the arrow, 7 short of its point
        points = (*points[:-1], _short(points[-2], points[-1]))
    return f'<path {_class("edge", state)} d="{rounded(points)}"/>' + _tip(edge, state)


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


def _tip(edge: Edge, state: str) -> str:
    if not edge.tip:
        return ""
    (x, y), before = edge.points[-1], edge.points[-2]
    if before[0] == x:
        path = f"M{_n(x - 5.5)} {_n(y - 9)}l5.5 9 5.5-9Z"
    else:
        path = f"M{_n(x - 9)} {_n(y - 5.5)}l9 5.5-9 5.5Z"
    return f'<path {_class("tip", state)} d="{path}"/>'


def _pill(pill: Pill) -> str:
    left, top = pill.x - pill.width / 2, pill.y - 14
    return (
        f"<g {_class('pill', 'go' if pill.lively else '')}>"
        f'<rect x="{_n(left)}" y="{_n(top)}" width="{_n(pill.width)}" height="28" rx="14"/>'
        f'<text x="{_n(pill.x)}" y="{_n(pill.y + 4.7)}">{escape(pill.text)}</text></g>'
    )


# ------------------------------------------------------------------ nodes
def _node(
    placed: PlacedNode, number: int, picture: Picture, root: str | None
) -> Iterator[str | None]:
    linked = placed.node.path and root is not None
    own = "" if root is None else f' id="n{number}"'
    href = escape(f"{root}{placed.node.path}")
    yield f'<a{own} href="{href}" tabindex="-1">' if linked else f"<g{own}>"
    yield from (_art(placed, picture), _name(placed), _veil(placed) + _mark(placed), None)
    yield "</a>" if linked else "</g>"


def _art(placed: PlacedNode, picture: Picture) -> str:
    node, half = placed.node, placed.size / 2
    x, y = placed.x - half, placed.y - half
    variant = "ghost" if node.state == "locked" else "small"
    found = ""
    if node.state == "can-start":
        found = f'<circle class="halo" cx="{_n(placed.x)}" cy="{_n(placed.y)}" r="{_n(half + 8)}"/>'
    if node.more:
        size = placed.size * 0.56
        return found + "".join(
            picture(folder, variant, x + dx * placed.size, y + dy * placed.size, size)
            for folder, (dx, dy) in zip(node.more, _CLUSTER[len(node.more)], strict=False)
        )
    if node.picture:
        return found + picture(node.picture, variant, x, y, placed.size)
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


def _veil(placed: PlacedNode) -> str:
    """Return what makes artwork pale that does not count any more; the artwork itself stays."""
    if placed.node.state not in ("expired", "revoked"):
        return ""
    half, size = placed.size / 2, _n(placed.size)
    kind = _class("veil", "soft" if placed.node.final else "")
    corner = f"M{_n(placed.x - half)} {_n(placed.y - half)}"
    return f'<path {kind} d="{corner}h{size}v{size}h-{size}Z"/>'


def _mark(placed: PlacedNode) -> str:
    kind = _MARKS.get(placed.node.state)
    if kind is None:
        return ""
    place = round(placed.size * 0.36)
    return f'<use href="#m-{kind}" x="{_n(placed.x + place)}" y="{_n(placed.y + place)}"/>'


def _name(placed: PlacedNode) -> str:
    x, y = placed.x, _below(placed)
    return "".join(_text("nm", x, y + 19 * number, line) for number, line in enumerate(placed.name))


def _below(placed: PlacedNode) -> float:
    """Return the height of the first line of the name."""
    return placed.y + placed.size / 2 + 24


def said_place(placed: PlacedNode) -> Point:
    """Return where what is said of a node's state begins: below its name."""
    return placed.x, _below(placed) + (19 * (len(placed.name) - 1) + 20)


def said_of(x: float, y: float, lines: Sequence[tuple[str, str]]) -> str:
    """Return what is said of a state: a text for each line."""
    return "".join(
        _text(f"st {kind}".rstrip(), x, y + 17 * number, line)
        for number, (kind, line) in enumerate(lines)
    )
