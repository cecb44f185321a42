"""Large tables read by several processes, of which each sends back what it packed.

Whoever has anything to tell of its part says so and no more, and this process reads all of it
again: mistakes are told as if there had been one reader.
"""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing
from itertools import repeat

from badgesite.content.forms.award import read_awards
from badgesite.content.forms.register import read_register
from badgesite.content.notes import Known, Notes
from badgesite.content.text import decode
from badgesite.errors import Problem
from badgesite.model import Award, RegisterEntry
from badgesite.pool import spread
from badgesite.rolls import AWARDS, ENTRIES, Gathered, Gathering

_WORTH_A_POOL = 1_000_000  # bytes; below that, forking costs more than it saves
_PARTS_EACH = 4  # for each process, so that all end at much the same time

Lines = tuple[int, int]
"""Where some lines of a text begin, and where they end."""


def gather_awards(
    tables: dict[str, bytes], known: Known, awards: Gathering[Award], jobs: int
) -> list[Problem]:
    """Gather the awards of tables, which are gone afterwards; return what is wrong in them."""
    problems: list[Problem] = []
    names = list(tables)
    for name, gathered in zip(names, _awards_apart(tables, known, jobs), strict=True):
        table = tables.pop(name)
        if gathered is not None:
            awards.add_packed(gathered)
            continue
        notes = Notes(name, known)
        text = decode(table, notes)
        for award in read_awards(text, notes) if text is not None else ():
            awards.add(award)
        problems += notes.problems
    return problems


def _awards_apart(
    tables: Mapping[str, bytes], known: Known, jobs: int
) -> Iterator[Gathered | None]:
    """Return what other processes gathered; None for a table in which there is anything to tell."""
    if not _is_worth_it(sum(map(len, tables.values())), jobs):
        return repeat(None, len(tables))

    def gathered(name: str) -> Gathered | None:
        awards = Gathering(AWARDS)
        told = gather_awards({name: tables[name]}, known, awards, 1)
        return None if told else awards.packed()

    return spread(gathered, list(tables), jobs)


def gathered_register(
    text: str, salt: str | None, notes: Notes, jobs: int
) -> Gathering[RegisterEntry]:
    """Return the lines of the register, and note what is wrong in them."""
    parts = lines_of(text, jobs)
    entries = _register_apart(text, salt, notes, parts, jobs) if len(parts) > 1 else None
    if entries is None:
        entries = Gathering(ENTRIES)
        for entry in read_register(text, salt, notes):
            entries.add(entry)
    return entries


def _register_apart(
    text: str, salt: str | None, notes: Notes, parts: Sequence[Lines], jobs: int
) -> Gathering[RegisterEntry] | None:
    """Return what other processes gathered; None when there is anything to tell."""

    def gathered(lines: Lines) -> Gathered | None:
        apart = Notes(notes.path, notes.known)
        entries = gathered_register(alone(text, lines), salt, apart, 1)
        return None if apart.problems else entries.packed()

    entries = Gathering(ENTRIES)
    with closing(spread(gathered, parts, jobs)) as found:
        for each in found:
            if each is None:
                return None
            entries.add_packed(each)
    return entries


def _is_worth_it(size: int, jobs: int) -> bool:
    return jobs > 1 and size >= _WORTH_A_POOL


def lines_of(table: str, jobs: int) -> tuple[Lines, ...]:
    """Cut the rows of a table for so many processes; not where a cell may go on over a line."""
    if not _is_worth_it(len(table), jobs) or '"' in table:
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
