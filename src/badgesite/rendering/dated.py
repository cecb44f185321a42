"""What a page shows on which day, without a clock: the states of a timeline as dated pieces.

A page carries a piece for each state with the days between which it holds; the script in the
browser, which knows today, shows the right one. Pieces that stay the same are merged.
"""

from collections.abc import Callable, Sequence
from datetime import date
from itertools import groupby
from typing import Any, Generic, TypeVar

from msgspec import Struct
from msgspec.structs import replace

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
    runs: list[tuple[date, _Value]] = []
    for state in states:
        now = value(state)
        if not runs or runs[-1][1] != now:
            runs.append((start(state), now))
    return tuple(
        Dated(
            value=now,
            start=begin if place else None,
            before=runs[place + 1][0] if place + 1 < len(runs) else None,
            shown=place == 0,
        )
        for place, (begin, now) in enumerate(runs)
    )


def turns(states: Sequence[Any]) -> tuple[date, ...]:
    """Return the days on which the states after the first begin."""
    return tuple(state.start for state in states[1:])


def turn(days: Sequence[date], start: date | None, before: date | None) -> str:
    """Return from which to before which of the days something holds, by numbers: `1-3`, `-2`.

    Empty for what always holds. A page of many pieces has the days once and names them by number.
    """
    begin, end = (days.index(each) + 1 if each else "" for each in (start, before))
    return f"{begin}-{end}" if begin or end else ""


def over_time(states: Sequence[Any], *attributes: str) -> tuple[Dated[Any], ...]:
    """Return one attribute of the states (a path of names and numbers) as dated values."""
    return dated(states, lambda state: state.start, lambda state: _read(state, attributes))


def spells(
    states: Sequence[Any], but: Sequence[str], *attributes: str
) -> tuple[Dated[tuple[Dated[Any], ...]], ...]:
    """Return one attribute of the states in spells in which nothing of it changes `but` this.

    A page writes what stays once for each spell, and inside it what is different.
    """
    changing = dict.fromkeys(but)

    def kept(state: Any) -> Any:
        found = _read(state, attributes)
        return found if found is None else replace(found, **changing)

    alike = [tuple(run) for _, run in groupby(states, kept)]
    return dated(alike, lambda run: run[0].start, lambda run: over_time(run, *attributes))


def of_these(pieces: Sequence[Dated[Any]], *attributes: str) -> tuple[Dated[Any], ...]:
    """Return one attribute of the values, neighbours that have it alike merged."""
    runs = [tuple(run) for _, run in groupby(pieces, lambda each: _read(each.value, attributes))]
    return tuple(
        Dated(
            value=_read(run[0].value, attributes),
            start=run[0].start,
            before=run[-1].before,
            shown=run[0].shown,
        )
        for run in runs
    )


def always(value: _Value) -> tuple[Dated[_Value], ...]:
    """Return a value that holds on every day."""
    return (Dated(value, None, None, shown=True),)


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


def _read(state: Any, attributes: Sequence[str]) -> Any:
    for name in attributes:
        state = state[int(name)] if name.isdigit() else getattr(state, name)
    return state
