"""A chart as numbers: where every lane, node, edge and pill lies. The design guide's geometry.

Edges run only in the gaps between lanes and, where they pass a lane, between its rows: so none
crosses a node. Rows lie around one spine, on which a level with one badge always sits.
"""

from badgesite.rendering.diagram.chart import Chart, Lane
from badgesite.rendering.diagram.layers import Slot, columns_of
from badgesite.rendering.diagram.measures import (
    ARRIVE,
    ART,
    FINAL_ART,
    GAP,
    HEAD,
    LANE,
    LEAVE,
    ROW,
    TITLE_SIZE,
    TRACK,
    Diagram,
    Edge,
    Pill,
    PlacedLane,
    Point,
    pill_width,
    placed,
)
from badgesite.rendering.diagram.text import lines


def layout(chart: Chart) -> Diagram:
    """Return the numbers of a chart drawn from left to right."""
    return _Wide(chart).diagram()


class _Wide:
    """The layout while it is made: columns, then heights, then widths, then edges."""

    def __init__(self, chart: Chart) -> None:
        self.chart = chart
        self.columns = columns_of(chart)
        self.nodes = {node.id: node for lane in chart.lanes for node in lane.nodes}
        self.lane_of = {
            node.id: number for number, lane in enumerate(chart.lanes) for node in lane.nodes
        }
        self.titles = [
            lines(lane.title, TITLE_SIZE, self._lane_width(number) - 32)
            for number, lane in enumerate(chart.lanes)
        ]
        self.notes = [self._note(number) for number in range(len(chart.lanes))]
        self.spine, self.height, self.ys = self._heights()
        self.tracks = [self._tracks(gap) for gap in range(max(len(self.columns.order) - 1, 0))]
        self.xs = self._widths()

    # -------------------------------------------------------------- heights
    def _heights(self) -> tuple[float, float, dict[Slot, float]]:
        offsets: dict[Slot, float] = {}
        top, bottom = 56.0, 136.0
        for column in self.columns.order:
            place, last = 0.0, None
            real = []
            for slot in column:
                if last is not None:
                    place += self._between(last, slot)
                offsets[slot], last = place, slot
                if self._is_node(slot):
                    real.append(place)
            middle = (real[0] + real[-1]) / 2 if real else place / 2
            for slot in column:
                offsets[slot] -= middle
                above, below = self._reach_of(slot)
                top, bottom = max(top, above - offsets[slot]), max(bottom, below + offsets[slot])
        head = HEAD + (20 if any(len(title) > 1 for title in self.titles) else 0)
        head += 18 if any(self.notes) else 0
        spine = head + top
        return spine, spine + bottom, {slot: spine + y for slot, y in offsets.items()}

    def _is_node(self, slot: Slot) -> bool:
        return self.columns.column_of[slot[0]] == slot[1]

    def _between(self, one: Slot, other: Slot) -> float:
        if self._is_node(one):
            return ROW if self._is_node(other) else 132.0
        return 62.0 if self._is_node(other) else 14.0

    def _reach_of(self, slot: Slot) -> tuple[float, float]:
        if not self._is_node(slot):
            return 10.0, 12.0
        return (72.0, 160.0) if self.nodes[slot[0]].final else (56.0, 136.0)

    def _note(self, number: int) -> str:
        """Return the rule of a lane that has no trunk to put it on."""
        lane = self.chart.lanes[number]
        return lane.pill if lane.pill and not self._has_trunk(number) else ""

    # -------------------------------------------------------------- gaps and widths
    def _has_trunk(self, number: int) -> bool:
        return number + 1 < len(self.chart.lanes) and bool(self.columns.entries[number + 1])

    def _lane_before(self, gap: int) -> int | None:
        """Return the lane that ends with the column before this gap, if one does."""
        return next((n for n, (_, last) in enumerate(self.columns.spans) if last == gap), None)

    def _tracks(self, gap: int) -> list[Slot | None]:
        """Return who turns in a gap: the trunk (None) first, then links by their left end."""
        lane = self._lane_before(gap)
        found: list[Slot | None] = [None] if lane is not None and self._has_trunk(lane) else []
        turning = {
            one
            for one, other in self.columns.links
            if one[1] == gap and self.ys[one] != self.ys[other]
        }
        return found + sorted(turning, key=lambda slot: (self.ys[slot], slot))

    def _lane_width(self, number: int) -> float:
        first, last = self.columns.spans[number]
        return LANE + (last - first) * (LANE + GAP)

    def _gap_width(self, gap: int) -> float:
        wide = max(GAP, (len(self.tracks[gap]) - 1) * TRACK + 24)
        lane = self._lane_before(gap)
        if lane is None or not self._has_trunk(lane):
            return wide
        text = self.chart.lanes[lane].pill
        if text and (len(text) > 13 or not self._is_clear(gap, self._hub(lane))):
            beside = (len(self.tracks[gap]) - 1) * TRACK  # the trunk is the leftmost of the tracks
            wide = max(wide, pill_width(text) + beside + 12)
        return wide

    def _is_clear(self, gap: int, y: float) -> bool:
        """Whether a pill at this height touches no words of the columns beside the gap."""
        for column in self.columns.order[gap : gap + 2]:
            for slot in column:
                if self._is_node(slot):
                    below = y - self.ys[slot] - self._size(slot[0]) / 2
                    if -8 < below < 107:  # ten below the artwork begin two lines and two more
                        return False
                if not self._is_node(slot) and 0 < abs(self.ys[slot] - y) < 18:
                    return False
        return True

    def _widths(self) -> list[float]:
        """Return where each column begins; the gaps inside a lane are as wide as they must be."""
        xs, x = [], 0.0
        for column in range(len(self.columns.order)):
            xs.append(x)
            x += LANE + (self._gap_width(column) if column < len(self.tracks) else 0)
        return xs

    def _track_x(self, gap: int, who: Slot | None) -> float:
        tracks = self.tracks[gap]
        left = self.xs[gap] + LANE / 2 + ART / 2 + LEAVE
        right = min(self._arrival(slot) for slot in self._nodes_right(gap))
        middle = (left + right) / 2
        if len(tracks) > 1 or right - left > 144:
            middle = (self.xs[gap] + LANE + self.xs[gap + 1]) / 2
        return middle + (tracks.index(who) - (len(tracks) - 1) / 2) * TRACK

    def _nodes_right(self, gap: int) -> list[Slot]:
        return [slot for slot in self.columns.order[gap + 1] if self._is_node(slot)]

    def _arrival(self, slot: Slot) -> float:
        """Return where an edge to a node ends, or where it goes on past a column."""
        middle = self.xs[slot[1]] + LANE / 2
        return middle - self._size(slot[0]) / 2 - ARRIVE if self._is_node(slot) else middle

    def _departure(self, slot: Slot) -> float:
        middle = self.xs[slot[1]] + LANE / 2
        return middle + self._size(slot[0]) / 2 + LEAVE if self._is_node(slot) else middle

    def _size(self, name: str) -> float:
        return FINAL_ART if self.nodes[name].final else ART

    # -------------------------------------------------------------- edges
    def _hub(self, lane: int) -> float:
        """Return the height at which what a lane gives comes together, and the pill sits."""
        ys = [self.ys[slot] for slot in self.columns.exits[lane]]
        ys += [self.ys[slot] for slot in self.columns.entries[lane + 1]]
        return min(max(self.spine, min(ys)), max(ys)) if ys else self.spine

    def _edges(self) -> list[Edge]:
        found = []
        for one, other in self.columns.links:
            x = self._track_x(one[1], one) if self.ys[one] != self.ys[other] else None
            state = self._link_state(one[0], other)
            points = self._turn(self._departure(one), self.ys[one], x, self._arrival(other), other)
            found.append(Edge(points, state, self._is_node(other)))
        for number in range(len(self.chart.lanes) - 1):
            if self._has_trunk(number):
                found += self._trunk(number)
        return found

    def _turn(
        self, left: float, y: float, x: float | None, right: float, other: Slot
    ) -> tuple[Point, ...]:
        end = self.ys[other]
        return _tidy(((left, y), (x or left, y), (x or left, end), (right, end)))

    def _trunk(self, number: int) -> list[Edge]:
        """Return the edges from the exits of a lane to the entries of the next."""
        gap = self.columns.spans[number][1]
        x, hub = self._track_x(gap, None), self._hub(number)
        exits, entries = self.columns.exits[number], self.columns.entries[number + 1]
        single = len(exits) == 1 and not self.chart.lanes[number].pill
        found = []
        for slot in exits:
            y = self.ys[slot]
            if not single:
                points = _tidy(((self._departure(slot), y), (x, y), (x, hub)))
                found.append(Edge(points, self._exit_state(slot[0])))
        for slot in entries:
            y, end = self.ys[slot], self._arrival(slot)
            start: tuple[Point, ...] = ((x, hub),)
            if single:
                first = self.ys[exits[0]]
                start = ((self._departure(exits[0]), first), (x, first))
            found.append(Edge(_tidy((*start, (x, y), (end, y))), self._state(slot[0]), True))
        return found

    def _state(self, name: str) -> str:
        if not self.chart.with_learner:
            return ""
        return {"earned": "done", "can-start": "next"}.get(self.nodes[name].state, "wait")

    def _exit_state(self, name: str) -> str:
        if not self.chart.with_learner:
            return ""
        return "done" if self.nodes[name].state == "earned" else "wait"

    def _link_state(self, name: str, other: Slot) -> str:
        return self._state(other[0]) if self._is_node(other) else self._exit_state(name)

    # -------------------------------------------------------------- all of it
    def diagram(self) -> Diagram:
        """Return the numbers."""
        nodes = tuple(
            placed(self.nodes[name], self.xs[column] + LANE / 2, self.ys[name, column])
            for order in self.columns.order
            for name, column in order
            if self._is_node((name, column))
        )
        lanes = tuple(self._lane(n, lane) for n, lane in enumerate(self.chart.lanes))
        pills = tuple(
            Pill(
                self._track_x(self.columns.spans[n][1], None),
                self._hub(n),
                pill_width(lane.pill),
                lane.pill,
                lane.lively,
            )
            for n, lane in enumerate(self.chart.lanes)
            if lane.pill and self._has_trunk(n)
        )
        width = self.xs[-1] + LANE if self.xs else LANE
        return Diagram(width, self.height, lanes, nodes, tuple(self._edges()), pills)

    def _lane(self, number: int, lane: Lane) -> PlacedLane:
        first, last = self.columns.spans[number]
        x = self.xs[first]
        return PlacedLane(
            x,
            0,
            self.xs[last] + LANE - x,
            self.height,
            lane.heading,
            self.titles[number],
            lane.final,
            self.notes[number],
        )


def _tidy(points: tuple[Point, ...]) -> tuple[Point, ...]:
    """Return the points without repeated ones and without those on a straight line."""
    found: list[Point] = []
    for point in points:
        if found and found[-1] == point:
            continue
        if len(found) > 1 and (
            found[-2][0] == found[-1][0] == point[0] or found[-2][1] == found[-1][1] == point[1]
        ):
            found[-1] = point
        else:
            found.append(point)
    return tuple(found)
