"""Large tables read by several processes, of which each sends back what it packed.

Whoever has anything to tell of its part says so and no more, and this process reads all of it
again: mistakes are told as if there had been one reader.
"""

from collections.abc import Callable, Iterable, Sequence

from badgesite.content.notes import Known, Notes
from badgesite.pool import spread
from badgesite.rolls import Gathered, Gathering, Packing, Record

_WORTH_A_POOL = 1_000_000  # bytes; below that, forking costs more than it saves
_PARTS_EACH = 4  # for each process, so that all end at much the same time

Lines = tuple[int, int]
"""Where some lines of a text begin, and where they end."""


def gathered_apart(
    packing: Packing[Record],
    read: Callable[[int, Notes], Iterable[Record]],
    names: Sequence[str],
    known: Known,
    jobs: int,
) -> list[Gathered | None]:
    """Return what is read of each file of these names; None where there is anything to tell."""

    def gathered(number: int) -> Gathered | None:
        notes, gathering = Notes(names[number], known), Gathering(packing)
        for record in read(number, notes):
            gathering.add(record)
        return None if notes.problems else gathering.packed()

    return list(spread(gathered, range(len(names)), jobs))


def is_worth_it(size: int, jobs: int) -> bool:
    """Whether so many bytes are read sooner by so many processes."""
    return jobs > 1 and size >= _WORTH_A_POOL


def lines_of(table: str, jobs: int) -> tuple[Lines, ...]:
    """Cut the rows of a table for so many processes; not where a cell may go on over a line."""
    if not is_worth_it(len(table), jobs) or '"' in table:
        return ((_line_end(table, 0), len(table)),)
    parts = jobs * _PARTS_EACH
    ends = [_line_end(table, len(table) * part // parts) for part in range(parts)]
    return tuple(zip(ends, (*ends[1:], len(table)), strict=True))


def alone(table: str, lines: Lines) -> str:
    """Return the table with these lines alone, which keep the numbers they had."""
    begin, end = lines
    head = table[: _line_end(table, 0)]
    return head + "\n" * table.count("\n", len(head), begin) + table[begin:end]


def _line_end(table: str, at: int) -> int:
    return table.find("\n", at) + 1 or len(table)
