"""A chart from top to bottom, for narrow screens: lanes below one another, one rail on the left.

The rail leads past every lane, with a branch to each node; so nothing can cross a node. What comes
`after` what within a level is said in words by the states and the list.
"""

from badgesite.rendering.diagram.chart import Chart, Lane
from badgesite.rendering.diagram.measures import (
    ARRIVE,
    HEAD,
    NAME_SIZE,
    STATE_SIZE,
    TITLE_SIZE,
    Diagram,
    Edge,
    Pill,
    PlacedLane,
    PlacedNode,
    pill_width,
)
from badgesite.rendering.diagram.text import lines

WIDTH, RAIL, ART, ROW, GAP = 360.0, 20.0, 64.0, 96.0, 44.0
_LEFT, _MIDDLE = 40.0, 96.0
_WORDS = WIDTH - (_MIDDLE + ART / 2 + 16) - 12


def narrow_layout(chart: Chart) -> Diagram:
    """Return the numbers of a chart drawn from top to bottom."""
    lanes: list[PlacedLane] = []
    nodes: list[PlacedNode] = []
    edges: list[Edge] = []
    pills: list[Pill] = []
    top = 0.0
    for number, lane in enumerate(chart.lanes):
        title = lines(lane.title, TITLE_SIZE, WIDTH - _LEFT - 32)
        head = HEAD + 20 * (len(title) - 1)
        height = head + ROW * len(lane.nodes)
        lanes.append(PlacedLane(_LEFT, top, WIDTH - _LEFT, height, lane.heading, title, lane.final))
        placed = _nodes(lane, top + head)
        start = top - GAP if number else top + head + ROW / 2
        edges += [_branch(each, start, chart.with_learner) for each in placed]
        nodes += placed
        if lane.pill and number + 1 < len(chart.lanes):
            width = pill_width(lane.pill)
            middle = top + height + GAP / 2
            pills.append(Pill(width / 2 + 4, middle, width, lane.pill, lane.lively))
        if number + 1 < len(chart.lanes):
            edges.append(_rail(start, top + height, lane, chart.with_learner))
        top += height + GAP
    return Diagram(
        WIDTH, max(top - GAP, 1), tuple(lanes), tuple(nodes), tuple(edges), tuple(pills), "narrow"
    )


def _nodes(lane: Lane, top: float) -> list[PlacedNode]:
    found = []
    for number, node in enumerate(lane.nodes):
        said: list[tuple[str, str]] = []
        for kind, text in node.lines:
            said += [(kind, line) for line in lines(text, STATE_SIZE, _WORDS)]
        name = lines(node.name, NAME_SIZE, _WORDS)
        y = top + ROW * number + ROW / 2
        found.append(PlacedNode(node, _MIDDLE, y, ART, name, tuple(said[:2]), beside=True))
    return found


def _branch(placed: PlacedNode, start: float, with_learner: bool) -> Edge:
    state = ""
    if with_learner:
        state = {"earned": "done", "can-start": "next"}.get(placed.node.state, "wait")
    points = ((RAIL, start), (RAIL, placed.y), (_MIDDLE - ART / 2 - ARRIVE, placed.y))
    return Edge(points, state, tip=True)


def _rail(start: float, end: float, lane: Lane, with_learner: bool) -> Edge:
    state = ("done" if lane.complete else "wait") if with_learner else ""
    return Edge(((RAIL, start), (RAIL, end)), state)
