"""A chart from top to bottom, for narrow screens: lanes below one another, two nodes to a row.

Nodes are those of the wide drawing at other places, so a page that shows one or the other has
their words once. Where nodes do not fill their rows, the heading takes the place that is free.
Arrows run in the gaps between lanes alone, so nothing can cross a node; what comes `after` what
within a level is said in words by the states and the list.
"""

from msgspec.structs import replace

from badgesite.rendering.diagram.chart import Chart, Lane
from badgesite.rendering.diagram.measures import (
    HEAD,
    LANE,
    TITLE_SIZE,
    Diagram,
    Edge,
    Pill,
    PlacedLane,
    PlacedNode,
    pill_width,
)
from badgesite.rendering.diagram.text import lines

WIDTH, GAP, PILL_GAP = 360.0, 36.0, 56.0
_ROOM, _ABOVE, _BELOW = LANE - 32, 18.0, 14.0


def narrow_layout(chart: Chart, wide: Diagram) -> Diagram:
    """Return the numbers of a chart drawn from top to bottom, of the nodes of its wide drawing."""
    known = {each.node.id: each for each in wide.nodes}
    lanes: list[PlacedLane] = []
    nodes: list[PlacedNode] = []
    edges: list[Edge] = []
    pills: list[Pill] = []
    top = 0.0
    for number, lane in enumerate(chart.lanes):
        placed_lane, placed = _lane(
            lane, top, [known[node.id] for node in lane.nodes], chart.with_learner
        )
        lanes.append(placed_lane)
        nodes += placed
        top += placed_lane.height
        if number + 1 == len(chart.lanes):
            break
        gap = PILL_GAP if lane.pill else GAP
        edges.append(_arrow(lane, chart, top, top + gap))
        if lane.pill:
            middle = top + (gap - 8) / 2
            pills.append(Pill(WIDTH / 2, middle, pill_width(lane.pill), lane.pill, lane.lively))
        top += gap
    return Diagram(
        WIDTH, max(top, 1), tuple(lanes), tuple(nodes), tuple(edges), tuple(pills), "narrow"
    )


def _lane(
    lane: Lane, top: float, nodes: list[PlacedNode], with_learner: bool
) -> tuple[PlacedLane, list[PlacedNode]]:
    """Return a lane that begins at `top`, and its nodes at their places."""
    beside = len(nodes) % 2 == 1  # the heading fills the first row
    title = lines(lane.title, TITLE_SIZE, _ROOM if beside else WIDTH - 32)
    y = top if beside else top + HEAD - 8 + 20 * (len(title) - 1)
    cells = [None, *nodes] if beside else list(nodes)
    found: list[PlacedNode] = []
    for place in range(0, len(cells), 2):
        row = [(n, each) for n, each in enumerate(cells[place : place + 2]) if each is not None]
        middle = y + _ABOVE + max(each.size for _, each in row) / 2
        at = [replace(each, x=WIDTH * (0.25 + 0.5 * n), y=middle) for n, each in row]
        found += at
        y = max(_bottom(each, with_learner) for each in at) + _BELOW
    y = max(y, top + HEAD + 20 * (len(title) - 1))
    return PlacedLane(0, top, WIDTH, y - top, lane.heading, title, lane.final), found


def _bottom(placed: PlacedNode, with_learner: bool) -> float:
    """Return where a node ends: with a learner in every state at the same height."""
    return placed.bottom_of(2) if with_learner else placed.bottom


def _arrow(lane: Lane, chart: Chart, start: float, end: float) -> Edge:
    state = ("done" if lane.complete else "wait") if chart.with_learner else ""
    return Edge(((WIDTH / 2, start + 2), (WIDTH / 2, end - 3)), state, tip=True)
