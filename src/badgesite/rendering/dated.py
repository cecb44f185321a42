"""What a page shows on which day, without a clock: the states of a timeline as dated pieces.

A page carries a piece for each state with the days between which it holds; the script in the
browser, which knows today, shows the right one. Pieces that stay the same are merged.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from itertools import groupby
from typing import Any, Generic, TypeVar

_State = TypeVar("_State")
_Value = TypeVar("_Value")


@dataclass(frozen=True, slots=True)
class Dated(Generic[_Value]):
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


def over_time(states: Sequence[Any], *attributes: str) -> tuple[Dated[Any], ...]:
    """Return one attribute of the states (a path of names and numbers) as dated values."""
    return dated(states, lambda state: state.start, lambda state: _read(state, attributes))


def spells(
    states: Sequence[Any], but: str, *attributes: str
) -> tuple[Dated[tuple[Dated[Any], ...]], ...]:
    """Return one attribute of the states in spells in which nothing of it changes `but` one thing.

    A page writes what stays once for each spell, and inside it what is different.
    """

    def kept(state: Any) -> Any:
        found = _read(state, attributes)
        return found if found is None else replace(found, **{but: None})

    alike = [tuple(run) for _, run in groupby(states, kept)]
    return dated(alike, lambda run: run[0].start, lambda run: over_time(run, *attributes))


def _read(state: Any, attributes: Sequence[str]) -> Any:
    for name in attributes:
        state = state[int(name)] if name.isdigit() else getattr(state, name)
    return state
