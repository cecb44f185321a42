"""Columns and the order in them: longest path, then barycentre sweeps. No numbers but places.

Columns are levels; steps of one level that follow one another take columns of their own in its
lane. A link that spans columns passes each of them in a slot. The order of the rule is kept
unless another one has fewer crossings. Deterministic.
"""

from bisect import bisect_left, insort
from collections import defaultdict
from collections.abc import Mapping, Sequence

from msgspec import Struct, field

from badgesite.rendering.diagram.chart import Chart, Lane

SWEEPS = 6

Slot = tuple[str, int]
"""A node in its column, or (in any other column) the place where its links pass."""


class Columns(Struct):
    """Slots by column, in order; `links` between neighbours; where each lane begins and ends."""

    order: list[list[Slot]]
    links: list[tuple[Slot, Slot]]
    spans: list[tuple[int, int]]
    column_of: dict[str, int]
    exits: list[list[Slot]] = field(default_factory=list)
    entries: list[list[Slot]] = field(default_factory=list)


def columns_of(chart: Chart) -> Columns:
    """Return the columns of a chart, ordered."""
    column_of: dict[str, int] = {}
    spans: list[tuple[int, int]] = []
    order: list[list[Slot]] = []
    for lane in chart.lanes:
        depth = _depths(lane, chart.after)
        first, wide = len(order), max(depth.values(), default=0) + 1
        spans.append((first, first + wide - 1))
        order += [[] for _ in range(wide)]
        for node in lane.nodes:
            column_of[node.id] = first + depth[node.id]
            order[column_of[node.id]].append((node.id, column_of[node.id]))
    found = Columns(order, [], spans, column_of)
    _link(found, chart)
    _sweep(found)
    return found


def _depths(lane: Lane, after: Sequence[tuple[str, str]]) -> dict[str, int]:
    """Return how many steps of the same lane come before each; circles are cut."""
    behind: dict[str, list[str]] = {node.id: [] for node in lane.nodes}
    waiting = dict.fromkeys(behind, 0)
    for one, other in after:
        if one in behind and other in behind and one != other:
            behind[one].append(other)
            waiting[other] += 1
    depth = dict.fromkeys(behind, 0)
    done: set[str] = set()
    while len(done) < len(behind):
        free = [name for name in behind if name not in done and waiting[name] <= 0]
        free = free or [next(name for name in behind if name not in done)]
        for name in free:
            done.add(name)
            for other in behind[name]:
                waiting[other] -= 1
                if other not in done:
                    depth[other] = max(depth[other], depth[name] + 1)
    return depth


def _link(found: Columns, chart: Chart) -> None:
    """Fill links, entries and exits."""
    forward = [
        pair
        for pair in chart.after
        if found.column_of.get(pair[0], 9**9) < found.column_of.get(pair[1], -1)
    ]
    made: dict[tuple[Slot, Slot], None] = {}
    led_to = {other for _, other in forward}
    followed: defaultdict[str, set[str]] = defaultdict(set)
    for one, other in forward:
        followed[one].add(other)
        made[
            _reach(found, made, one, found.column_of[other] - 1), (other, found.column_of[other])
        ] = None
    for lane, (_, last) in zip(chart.lanes, found.spans, strict=True):
        required = [node.id for node in lane.nodes if not node.optional]
        required = required or [node.id for node in lane.nodes]
        ends = [name for name in required if not followed[name] & set(required)]
        found.exits.append([_reach(found, made, name, last) for name in ends])
        found.entries.append(
            [(node.id, found.column_of[node.id]) for node in lane.nodes if node.id not in led_to]
        )
    found.links = list(made)


def _reach(found: Columns, made: dict[tuple[Slot, Slot], None], name: str, column: int) -> Slot:
    """Return the slot in which a node's links pass a column, made with those before it."""
    slot = (name, found.column_of[name])
    for passed in range(slot[1] + 1, column + 1):
        following = (name, passed)
        if (slot, following) not in made:
            made[slot, following] = None
            found.order[passed].append(following)
        slot = following
    return slot


# ------------------------------------------------------------------ order
def crossings(order: Sequence[Sequence[Slot]], links: Sequence[tuple[Slot, Slot]]) -> int:
    """Return how many pairs of links between neighbouring columns cross."""
    place = {slot: number for column in order for number, slot in enumerate(column)}
    by_column: defaultdict[int, list[tuple[int, int]]] = defaultdict(list)
    for one, other in links:
        by_column[one[1]].append((place[one], place[other]))
    total = 0
    for pairs in by_column.values():
        seen: list[int] = []
        for _, right in sorted(pairs):
            total += len(seen) - bisect_left(seen, right + 1)
            insort(seen, right)
    return total


def _sweep(found: Columns) -> None:
    best, fewest = [list(column) for column in found.order], crossings(found.order, found.links)
    before: defaultdict[Slot, list[Slot]] = defaultdict(list)
    behind: defaultdict[Slot, list[Slot]] = defaultdict(list)
    for one, other in found.links:
        before[other].append(one)
        behind[one].append(other)
    for number in range(SWEEPS):
        if fewest == 0:
            break
        columns = (
            range(1, len(found.order)) if number % 2 == 0 else range(len(found.order) - 2, -1, -1)
        )
        near = before if number % 2 == 0 else behind
        for column in columns:
            _arrange(found.order, column, near)
        now = crossings(found.order, found.links)
        if now < fewest:
            best, fewest = [list(column) for column in found.order], now
    found.order = best


def _arrange(order: list[list[Slot]], column: int, near: Mapping[Slot, list[Slot]]) -> None:
    """Sort a column by the middle of its neighbours; who has none keeps its place."""
    place = {slot: number for each in order for number, slot in enumerate(each)}

    def middle(slot: Slot) -> float:
        beside = near.get(slot)
        if not beside:
            return place[slot]
        return sum(place[each] for each in beside) / len(beside)

    order[column].sort(key=lambda slot: (middle(slot), place[slot]))
