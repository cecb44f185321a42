"""Drawings of several states as one: what stays is in it once, what changes in dated groups.

Which pieces stay, and where the words of states stand in the whole, is the same for all learners
whose states follow one another alike. So it is worked out once for each such pattern, with marks
in place of the words, and on days that only have an order.
"""

import re
from collections.abc import Iterator, Sequence
from datetime import date
from functools import lru_cache
from itertools import groupby, pairwise
from typing import Any

from msgspec import Struct

from badgesite.rendering.dated import Dated, dated, over_time, turn, turns
from badgesite.rendering.diagram.draw import joined

_ALONE = re.compile(r"<(\w+)\b(?:[^>]*/>|[^>]*>(?:(?!</?\1\b).)*</\1>)")
_KEPT = 512  # patterns
_FIRST = "<text"  # how each of the words begins
_MARK = re.compile("\0([0-9]+)\0/>")

Pieces = tuple[str | None, ...]
"""A drawing in pieces; None for the words of a state, which stand apart."""


def drawn_over_time(states: Sequence[Any], kind: str = "diagram") -> tuple[Dated[str], ...]:
    """Return the diagrams of the states as dated SVG, one for all states of one outline.

    `kind` is the attribute with the pieces of the drawing; `words` are for that of the diagram.
    """
    drawings: list[Pieces] = [getattr(state, kind) for state in states]
    said = [state.words if kind == "diagram" and state.diagram else () for state in states]
    numbers: dict[str, int] = {"": 0}
    pattern = tuple(
        [tuple([numbers.setdefault(each, len(numbers)) for each in words]) for words in said]
    )
    begins = [state.start for state in states]
    marked = None
    if all(one < other for one, other in pairwise(begins)):
        marked = _marked(tuple(drawings), pattern, tuple([each.count(_FIRST) for each in numbers]))
    if marked is None:
        return _plain(
            [
                _State(start, _filled(pieces, words))
                for start, pieces, words in zip(begins, drawings, said, strict=True)
            ]
        )
    rests = [each[len(_FIRST) :] for each in numbers]
    places = [None, *begins[1:], None]
    return tuple(
        [
            Dated(each.drawing(rests), places[each.first], places[each.last], each.first == 0)
            for each in marked
        ]
    )


def shows(drawings: Sequence[Dated[str]], mark: str) -> bool:
    """Whether any of the drawings has this mark, by its name in the key (`bad`)."""
    return any(f'"#m-{mark}"' in each.value for each in drawings)


class _State(Struct, frozen=True):
    """The drawing of a state in pieces, with its words in them."""

    start: date
    pieces: tuple[str, ...]


class _Marked(Struct, frozen=True):
    """A drawing for the states from the number `first` to before `last`, with places for words.

    `texts` has a place at each number of `holes`, for the words of that number.
    """

    first: int
    last: int
    texts: tuple[str, ...]
    holes: tuple[tuple[int, int], ...]

    def drawing(self, rests: Sequence[str]) -> str:
        """Return the drawing with these words, without how they begin."""
        parts = list(self.texts)
        for place, number in self.holes:
            parts[place] = rests[number]
        return "".join(parts)


@lru_cache(maxsize=_KEPT)
def _marked(
    drawings: tuple[Pieces, ...], pattern: tuple[tuple[int, ...], ...], counts: tuple[int, ...]
) -> tuple[_Marked, ...] | None:
    """Return the drawings of states that begin one after another, with places for their words.

    `pattern` has the number of each of the words of each state, `counts` of how many elements
    those of a number are. None where a drawing has what marks words.
    """
    if any(piece is not None and "\0" in piece for pieces in drawings for piece in pieces):
        return None
    # As elements of the same name: how a group is written depends on whether it is one alone.
    marks = [
        f"{_FIRST}\0{number}\0/>{f'{_FIRST}/>' * (count - 1)}" if count else ""
        for number, count in enumerate(counts)
    ]
    states = [
        _State(date.fromordinal(1 + place), _filled(pieces, [marks[each] for each in words]))
        for place, (pieces, words) in enumerate(zip(drawings, pattern, strict=True))
    ]
    found = []
    for each in _plain(states):
        texts: list[str] = _MARK.split(each.value)
        holes = [(place, int(texts[place])) for place in range(1, len(texts), 2)]
        for place, number in holes:
            texts[place] = ""
            texts[place + 1] = texts[place + 1][len(f"{_FIRST}/>") * (counts[number] - 1) :]
        first = each.start.toordinal() - 1 if each.start else 0
        last = each.before.toordinal() - 1 if each.before else len(states)
        found.append(_Marked(first, last, tuple(texts), tuple(holes)))
    return tuple(found)


def _filled(pieces: Pieces, words: Sequence[str]) -> tuple[str, ...]:
    """Return the pieces with the words in place of each None."""
    said = iter(words)
    return tuple(next(said) if piece is None else piece for piece in pieces)


def _plain(states: Sequence[_State]) -> tuple[Dated[str], ...]:
    """Return the drawings of the states, one for all states of one outline."""
    alike = [tuple(run) for _, run in groupby(states, lambda each: _outline(each.pieces))]
    days = turns(states)
    return dated(alike, lambda run: run[0].start, lambda run: _shared(run, days))


def _outline(pieces: Sequence[str]) -> tuple[str, ...]:
    """Return the tags that go round others, for those must be the same; nothing for the rest."""
    return tuple(piece if _is_tag(piece) else "" for piece in pieces)


def _is_tag(piece: str) -> bool:
    return piece.startswith("</") or (piece.count("<") == 1 and not piece.endswith("/>"))


def _shared(states: Sequence[_State], days: Sequence[date]) -> str:
    """Return one drawing of all the states: at any time it shows that of the one that holds."""
    found: list[str] = []
    groups: list[Dated[str]] = []
    for piece in _pieces(states):
        if piece.start is None and piece.before is None:
            found += [*(_group(group, days) for group in groups), piece.value]
            groups = []
        else:
            _add(groups, piece)
    return joined("".join(found))


def _pieces(states: Sequence[_State]) -> Iterator[Dated[str]]:
    """Yield the pieces in the order of drawing, those that are empty left out."""
    for number in range(len(states[0].pieces)):
        yield from (each for each in over_time(states, "pieces", str(number)) if each.value)


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
    seen = f' data-turn="{turn(days, piece.start, piece.before)}"'
    if not piece.shown:
        seen += ' display="none"'  # parts of drawings have no attribute `hidden`
    value = joined(piece.value)
    if alone := _ALONE.fullmatch(value):
        return f"<{alone[1]}{seen}{value[len(alone[1]) + 1 :]}"
    return f"<g{seen}>{value}</g>"
