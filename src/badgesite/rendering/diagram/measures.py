"""What a layout gives: lanes, nodes, edges and pills as numbers, and the guide's measures."""

from collections.abc import Sequence

from msgspec import Struct

from badgesite.rendering.diagram.chart import Node
from badgesite.rendering.diagram.text import NAME_LETTERS, lines, pill_text_width

LANE, GAP, HEAD, ROW = 176.0, 44.0, 58.0, 170.0
ART, FINAL_ART = 76.0, 108.0
NAME_SIZE, STATE_SIZE, TITLE_SIZE = 15.0, 13.0, 16.0
LEAVE, ARRIVE = 2.0, 8.0  # an edge leaves 2 right of the artwork and ends 8 short of the next
TRACK = 10.0

Point = tuple[float, float]


class PlacedNode(Struct, frozen=True):
    """A node: centre of its artwork, how large that is, its name in lines, and the state's.

    The words are below the artwork.
    """

    node: Node
    x: float
    y: float
    size: float
    name: tuple[str, ...]
    lines: tuple[tuple[str, str], ...]

    @property
    def bottom(self) -> float:
        """Return where the last line of text ends."""
        return self.bottom_of(len(self.lines))

    def bottom_of(self, count: int) -> float:
        """Return where the text ends if so many lines are below the name."""
        rows = 19 * (len(self.name) - 1) + (20 + 17 * (count - 1) if count else 0)
        return self.y + self.size / 2 + 24 + rows + 5


class PlacedLane(Struct, frozen=True):
    """A lane's rectangle, its heading and its title in lines."""

    x: float
    y: float
    width: float
    height: float
    heading: str
    title: tuple[str, ...]
    final: bool
    note: str = ""


class Edge(Struct, frozen=True):
    """A line through these points, all of its corners right angles; `tip` ends in an arrow."""

    points: tuple[Point, ...]
    state: str = ""
    tip: bool = False


class Pill(Struct, frozen=True):
    """A rule: its middle, its width, its words; `lively` when it counts what is earned."""

    x: float
    y: float
    width: float
    text: str
    lively: bool = False


class Diagram(Struct, frozen=True):
    """All numbers of a drawing. `kind` is `wide`, `narrow` or `mini`."""

    width: float
    height: float
    lanes: tuple[PlacedLane, ...]
    nodes: tuple[PlacedNode, ...]
    edges: tuple[Edge, ...]
    pills: tuple[Pill, ...]
    kind: str = "wide"


def pill_width(text: str) -> float:
    """Return how wide a pill with this text is."""
    return round(pill_text_width(text, 13) + 16, 1)


def placed(node: Node, x: float, y: float, room: float = LANE - 8) -> PlacedNode:
    """Return a node at a place, its words broken to the room."""
    return PlacedNode(
        node,
        x,
        y,
        FINAL_ART if node.final else ART,
        lines(node.name, NAME_SIZE, room, 2, NAME_LETTERS),
        said_lines(node.lines, room),
    )


def said_lines(said: Sequence[tuple[str, str]], room: float) -> tuple[tuple[str, str], ...]:
    """Return what is said of a state broken to the room, at most two lines."""
    broken = [(kind, line) for kind, text in said for line in lines(text, STATE_SIZE, room, 2)]
    return tuple(broken[:2])
