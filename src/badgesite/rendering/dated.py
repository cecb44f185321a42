"""What a page shows on which day, without a clock: the states of a timeline as dated pieces.

A page carries a piece for each state with the days between which it holds; the script in the
browser, which knows today, shows the right one. Pieces that stay the same are merged.
"""

from collections.abc import Callable, Sequence
from datetime import date
from functools import lru_cache
from operator import attrgetter, itemgetter
from typing import Any, Generic, TypeVar

from msgspec import Struct

_State = TypeVar("_State")
_Value = TypeVar("_Value")


class Dated(Struct, Generic[_Value], frozen=True):
    """A value that holds from `start` on (always before, if None) and before `before`.

    `shown` is true for the one value that a page without JavaScript shows.
    """

    value: _Value
    start: date | None
    before: date | None
    shown: bool


def dated(
    states: Sequence[_State], start: Callable[[_State], date], value: Callable[[_State], _Value]
) -> tuple[Dated[_Value], ...]:
    """Return the values of the states, in order, with equal neighbours merged.

    The first state also holds before its own start, because there is nothing earlier to show; it
    is the one shown without JavaScript.
    """
    return _merged([value(state) for state in states], [start(state) for state in states])


def _merged(values: Sequence[_Value], begins: Sequence[date]) -> tuple[Dated[_Value], ...]:
    """Return the values, each from its day on, with equal neighbours merged."""
    if not values:
        return ()
    found: list[Dated[_Value]] = []
    now, begun = values[0], None
    for value, begin in zip(values, begins, strict=True):
        if value != now:
            found.append(Dated(now, begun, begin, begun is None))
            now, begun = value, begin
    found.append(Dated(now, begun, None, begun is None))
    return tuple(found)


def turns(states: Sequence[Any]) -> tuple[date, ...]:
    """Return the days on which the states after the first begin."""
    return tuple(state.start for state in states[1:])


def turn(days: Sequence[date], start: date | None, before: date | None) -> str:
    """Return from which to before which of the days something holds, by numbers: `1-3`, `-2`.

    Empty for what always holds. A page of many pieces has the days once and names them by number.
    """
    if start is None:
        return "" if before is None else f"-{days.index(before) + 1}"
    begin = days.index(start) + 1
    return f"{begin}-" if before is None else f"{begin}-{days.index(before) + 1}"


def over_time(states: Sequence[Any], *attributes: str) -> tuple[Dated[Any], ...]:
    """Return one attribute of the states (a path of names and numbers) as dated values."""
    read = _reader(attributes)
    return _merged([read(state) for state in states], [state.start for state in states])


def spells(
    states: Sequence[Any], but: Sequence[str], *attributes: str
) -> tuple[Dated[tuple[Dated[Any], ...]], ...]:
    """Return one attribute of the states in spells in which nothing of it changes `but` this.

    A page writes what stays once for each spell, and inside it what is different.
    """
    found = [_reader(attributes)(state) for state in states]
    kept = [None if each is None else _kept(each.__class__, tuple(but))(each) for each in found]
    spelled: list[tuple[Dated[Any], ...]] = []
    begins: list[date] = []
    first = 0
    for last in range(1, len(states) + 1):
        if last == len(states) or kept[last] != kept[first]:
            days = [state.start for state in states[first:last]]
            spelled.append(_merged(found[first:last], days))
            begins.append(days[0])
            first = last
    return _merged(spelled, begins)


class LevelOverTime(Struct, frozen=True):
    """A level of several states: as it is in the first, and what changes, as dated values.

    `nodes` has each node in the spells that `spells` tells.
    """

    level: Any
    states: tuple[Dated[str], ...]
    asks: tuple[Dated[bool], ...]
    nodes: tuple[tuple[Dated[tuple[Dated[Any], ...]], ...], ...]


def levels_over_time(states: Sequence[Any], but: Sequence[str]) -> tuple[LevelOverTime, ...]:
    """Return the levels of the states, with the spells of their nodes in which all stays `but`."""
    return tuple(
        [
            LevelOverTime(
                level,
                over_time(states, "levels", at, "state"),
                over_time(states, "levels", at, "asks"),
                tuple(
                    [
                        spells(states, but, "levels", at, "nodes", str(place))
                        for place in range(len(level.nodes))
                    ]
                ),
            )
            for at, level in ((str(place), each) for place, each in enumerate(states[0].levels))
        ]
    )


def final_over_time(
    states: Sequence[Any], but: Sequence[str]
) -> tuple[tuple[Dated[tuple[Dated[Any], ...]], ...]]:
    """Return the final badge as the only node of its level."""
    return (spells(states, but, "final"),)


def of_these(pieces: Sequence[Dated[Any]], *attributes: str) -> tuple[Dated[Any], ...]:
    """Return one attribute of the values, neighbours that have it alike merged."""
    read = _reader(attributes)
    if len(pieces) == 1:
        (only,) = pieces
        return (Dated(read(only.value), only.start, only.before, only.shown),)
    found: list[Dated[Any]] = []
    for each in pieces:
        value = read(each.value)
        if found and found[-1].value == value:
            last = found[-1]
            found[-1] = Dated(value, last.start, each.before, last.shown)
        else:
            found.append(Dated(value, each.start, each.before, each.shown))
    return tuple(found)


def soonest(states: Sequence[Any], most: int) -> tuple[Dated[tuple[str, date]], ...]:
    """Return what is among the first `most` of the `ends` of a state, for as long as it is.

    In the order of their days: what is seen together stands in its order. What stays from one state
    to the next is written once.
    """
    found: list[Dated[tuple[str, date]]] = []
    begun: dict[tuple[str, date], int] = {}
    for place in range(len(states) + 1):
        now = states[place].ends[:most] if place < len(states) else ()
        for item in [each for each in begun if each not in now]:
            first = begun.pop(item)
            start = states[first].start if first else None
            before = states[place].start if place < len(states) else None
            found.append(Dated(item, start, before, shown=first == 0))
        for item in now:
            begun.setdefault(item, place)
    return tuple(sorted(found, key=lambda each: (each.value[::-1], each.start or date.min)))


@lru_cache(maxsize=512)
def _reader(attributes: tuple[str, ...]) -> Callable[[Any], Any]:
    """Return what reads an attribute, by a path of names and numbers."""
    if attributes and not any(name.isdigit() for name in attributes):
        return attrgetter(".".join(attributes))
    steps = [itemgetter(int(name)) if name.isdigit() else attrgetter(name) for name in attributes]

    def read(state: Any) -> Any:
        for step in steps:
            state = step(state)
        return state

    return read


@lru_cache(maxsize=64)
def _kept(kind: type[Struct], but: tuple[str, ...]) -> Callable[[Any], Any]:
    """Return what reads all fields of a record but these."""
    return attrgetter("__class__", *(name for name in kind.__struct_fields__ if name not in but))
