"""A chart for a card: dots in columns, lines between levels. No words; a sentence stands beside."""

from badgesite.rendering.diagram.chart import Chart, Lane, Node

STEP, ROW, DOT, FINAL = 34.0, 16.0, 5.0, 8.0
_KINDS = {"earned": "ok", "can-start": "go", "expired": "warn", "revoked": "bad", "locked": "lock"}


def mini_svg(chart: Chart) -> str:
    """Return the chart as a small inline SVG, hidden from assistive technology."""
    most = max((len(lane.nodes) for lane in chart.lanes), default=1)
    width = STEP * max(len(chart.lanes) - 1, 0) + 2 * (FINAL + 2)
    height = max(ROW * (most - 1), 0) + 2 * (FINAL + 2)
    middle = height / 2
    lines, dots = [], []
    for number, lane in enumerate(chart.lanes):
        x = FINAL + 2 + STEP * number
        if number + 1 < len(chart.lanes):
            lines += _lines(lane, chart.lanes[number + 1], x, middle, chart.with_learner)
        dots += [_dot(node, x, y) for node, y in _places(lane, middle)]
    return (
        f'<svg class="map mini-map" viewBox="0 0 {width:g} {height:g}" width="{width:g}"'
        f' height="{height:g}" aria-hidden="true" focusable="false">'
        f"{''.join(dict.fromkeys(lines))}{''.join(dots)}</svg>"
    )


def _places(lane: Lane, middle: float) -> list[tuple[Node, float]]:
    top = middle - ROW * (len(lane.nodes) - 1) / 2
    return [(node, top + ROW * number) for number, node in enumerate(lane.nodes)]


def _lines(lane: Lane, following: Lane, x: float, middle: float, learner: bool) -> list[str]:
    turn = x + STEP / 2
    state = (" done" if lane.complete else " wait") if learner else ""
    found = [f"M{x:g} {y:g}H{turn:g}V{middle:g}" for _, y in _places(lane, middle)]
    found += [f"M{turn:g} {middle:g}V{y:g}H{x + STEP:g}" for _, y in _places(following, middle)]
    return [f'<path class="edge{state}" d="{path}"/>' for path in found]


def _dot(node: Node, x: float, y: float) -> str:
    kind = _KINDS.get(node.state, "go")
    size = FINAL if node.final else DOT
    ring = f'<circle class="dot-ring" cx="{x:g}" cy="{y:g}" r="{size + 2:g}"/>'
    return f'{ring}<circle class="dot-{kind}" cx="{x:g}" cy="{y:g}" r="{size:g}"/>'
