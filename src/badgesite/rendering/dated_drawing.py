"""Drawings of several states as one: what stays is in it once, what changes in dated groups."""

import re
from collections.abc import Iterator, Sequence
from datetime import date
from itertools import groupby
from typing import Any

from badgesite.rendering.dated import Dated, dated, over_time, turn, turns
from badgesite.rendering.diagram.draw import joined

_ALONE = re.compile(r"<(\w+)\b(?:[^>]*/>|[^>]*>(?:(?!</?\1\b).)*</\1>)")


def drawn_over_time(states: Sequence[Any], kind: str = "diagram") -> tuple[Dated[str], ...]:
    """Return the diagrams of the states as dated SVG, one for all states of one outline.

    `kind` is the attribute with the pieces of the drawing.
    """
    alike = [tuple(run) for _, run in groupby(states, lambda each: _outline(getattr(each, kind)))]
    days = turns(states)
    return dated(alike, lambda run: run[0].start, lambda run: _shared(run, kind, days))


def shows(drawings: Sequence[Dated[str]], mark: str) -> bool:
    """Whether any of the drawings has this mark, by its name in the key (`bad`)."""
    return any(f'"#m-{mark}"' in each.value for each in drawings)


def _outline(pieces: Sequence[str]) -> tuple[str, ...]:
    """Return the tags that go round others, for those must be the same; nothing for the rest."""
    return tuple(piece if _is_tag(piece) else "" for piece in pieces)


def _is_tag(piece: str) -> bool:
    return piece.startswith("</") or (piece.count("<") == 1 and not piece.endswith("/>"))


def _shared(states: Sequence[Any], kind: str, days: Sequence[date]) -> str:
    """Return one drawing of all the states: at any time it shows that of the one that holds."""
    found: list[str] = []
    groups: list[Dated[str]] = []
    for piece in _pieces(states, kind):
        if piece.start is None and piece.before is None:
            found += [*(_group(group, days) for group in groups), piece.value]
            groups = []
        else:
            _add(groups, piece)
    return joined("".join(found))


def _pieces(states: Sequence[Any], kind: str) -> Iterator[Dated[str]]:
    """Yield the pieces in the order of drawing, those that are empty left out."""
    for number in range(len(getattr(states[0], kind))):
        yield from (each for each in over_time(states, kind, str(number)) if each.value)


def _add(groups: list[Dated[str]], piece: Dated[str]) -> None:
    """Put a piece into the group of its days, or begin one.

    It may pass the groups that are never seen together with it, and no other: what is drawn later
    lies above.
    """
    for place in range(len(groups) - 1, -1, -1):
        group = groups[place]
        if (group.start, group.before) == (piece.start, piece.before):
            value = group.value + piece.value
            groups[place] = Dated(value, group.start, group.before, group.shown)
            return
        if _meet(group, piece):
            break
    groups.append(piece)


def _meet(one: Dated[str], other: Dated[str]) -> bool:
    begin = max(one.start or date.min, other.start or date.min)
    return begin < min(one.before or date.max, other.before or date.max)


def _group(piece: Dated[str], days: Sequence[date]) -> str:
    """Return the elements of a piece with its days, in a group if they are several."""
    seen = f' data-turn="{turn(days, piece.start, piece.before)}"{"" if piece.shown else " hidden"}'
    value = joined(piece.value)
    if alone := _ALONE.fullmatch(value):
        return f"<{alone[1]}{seen}{value[len(alone[1]) + 1 :]}"
    return f"<g{seen}>{value}</g>"
