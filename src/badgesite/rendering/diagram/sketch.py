"""A chart of a learner drawn in two parts: what many learners have alike, and the words of states.

Where things lie depends on no word below a badge's name. So all but those words is drawn once for
each pattern of states that a pathway has, and the words, which carry the days, are put in.
"""

from functools import lru_cache

from msgspec import Struct
from msgspec.structs import replace

from badgesite.rendering.diagram.chart import Chart
from badgesite.rendering.diagram.draw import narrow_pieces, said_of, said_place, wordless_pieces
from badgesite.rendering.diagram.layout import layout
from badgesite.rendering.diagram.measures import LANE, said_lines
from badgesite.rendering.diagram.narrow import narrow_layout

_KEPT = 512  # patterns of states; a linear pathway has a handful
_SAID = 16_384  # words of a node at its place: the days of several years at a few places


class Sketch(Struct, frozen=True):
    """The drawings of a chart in pieces, None in the wide one for the words of each node.

    `places` are the number of each node in the chart and where its words begin, in the order of
    the wide drawing.
    """

    wide: tuple[str | None, ...]
    narrow: tuple[str, ...]
    places: tuple[tuple[int, float, float], ...]


class Drawn(Struct, frozen=True):
    """A chart drawn: the pieces of the wide drawing, its words for each None, the narrow one."""

    wide: tuple[str | None, ...]
    words: tuple[str, ...]
    narrow: tuple[str, ...]


def drawn(chart: Chart, root: str, links: str) -> Drawn:
    """Return the drawings of a chart with a learner, as `pieces` and `narrow_pieces` make them."""
    said = [node.lines for lane in chart.lanes for node in lane.nodes]
    sketch = sketched(_wordless(chart), root, links)
    words = tuple([_words(x, y, said[number]) for number, x, y in sketch.places])
    return Drawn(sketch.wide, words, sketch.narrow)


@lru_cache(maxsize=_KEPT)
def sketched(chart: Chart, root: str, links: str) -> Sketch:
    """Return the drawings of a chart that has no words of states."""
    wide = layout(chart)
    ids = [node.id for lane in chart.lanes for node in lane.nodes]
    return Sketch(
        wordless_pieces(wide, root, links),
        narrow_pieces(narrow_layout(chart, wide), wide),
        tuple((ids.index(each.node.id), *said_place(each)) for each in wide.nodes),
    )


def _wordless(chart: Chart) -> Chart:
    return replace(
        chart,
        lanes=tuple(
            [
                replace(lane, nodes=tuple([replace(node, lines=()) for node in lane.nodes]))
                for lane in chart.lanes
            ]
        ),
    )


@lru_cache(maxsize=_SAID)
def _words(x: float, y: float, lines: tuple[tuple[str, str], ...]) -> str:
    return said_of(x, y, said_lines(lines, LANE - 8))
