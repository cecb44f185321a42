"""A chart for a card: dots in columns, lines between levels. No words; the card has them.

All lines are one path and all dots another (lines of no length with round ends), so that a list of
many pathways stays a small page.
"""

from badgesite.rendering.diagram.chart import Chart, Lane

STEP, ROW, EDGE = 30.0, 14.0, 8.0


def mini_svg(chart: Chart) -> str:
    """Return the chart as a small inline SVG, hidden from assistive technology."""
    most = max((len(lane.nodes) for lane in chart.lanes), default=1)
    width = STEP * max(len(chart.lanes) - 1, 0) + 2 * EDGE
    height = ROW * max(most - 1, 0) + 2 * EDGE
    middle = height / 2
    lines, dots, final = "", "", ""
    for number, lane in enumerate(chart.lanes):
        x = EDGE + STEP * number
        if number + 1 < len(chart.lanes):
            lines += _lines(lane, chart.lanes[number + 1], x, middle)
        for y in _places(lane, middle):
            dot = f"M{x:g} {y:g}h0"
            dots, final = (dots, final + dot) if lane.final else (dots + dot, final)
    return (
        f'<svg class="mini-map" viewBox="0 0 {width:g} {height:g}" width="{width:g}"'
        f' height="{height:g}" aria-hidden="true">'
        f'<path class="mini-way" d="{lines}"/><path d="{dots}"/>'
        f'<path class="mini-end" d="{final}"/></svg>'
    )


def _places(lane: Lane, middle: float) -> list[float]:
    top = middle - ROW * (len(lane.nodes) - 1) / 2
    return [top + ROW * number for number in range(len(lane.nodes))]


def _lines(lane: Lane, following: Lane, x: float, middle: float) -> str:
    """Return lines from each dot of a lane to the middle between the two, and on to the next."""
    turn = x + STEP / 2
    path = ""
    for y in _places(lane, middle):
        path += f"M{x:g} {y:g}H{turn:g}" + f"V{middle:g}" * (y != middle)
    for y in _places(following, middle):
        path += f"M{turn:g} {middle:g}" + f"V{y:g}" * (y != middle) + f"H{x + STEP:g}"
    return path
