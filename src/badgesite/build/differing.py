"""Which rows of the tables that grow differ from those that a site was built from."""

import hashlib
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path

from msgspec import Struct

from badgesite.content import learners_in, rows_are_lines
from badgesite.errors import Problem
from badgesite.rebuilding import REGISTER, Inputs

Former = Callable[[str], bytes | None]
"""Returns a table, by its digest, as it was."""


class Unsure(Exception):
    """It takes a whole build to tell."""


class Table(Struct, frozen=True):
    """A table, whole, with its lines that are new and those that are gone, by their numbers.

    All bytes before `begin` are as they were, and from the old line `behind` on all lines, which
    have moved by `shift`.
    """

    data: bytes
    begin: int
    new: Mapping[int, bytes]
    gone: Mapping[int, bytes]
    behind: int
    shift: int

    @property
    def head(self) -> bytes:
        """Return the first line."""
        return self.data[: self.data.find(b"\n") + 1 or None]

    def now(self, line: int) -> int | None:
        """Return where an old line stands now; None where it does not stand any more."""
        if line in self.gone:
            return None
        return line + self.shift if line >= self.behind else line


class Rows(Struct, frozen=True):
    """The tables in which rows differ, by path below content/."""

    tables: Mapping[str, Table]

    @property
    def learners(self) -> frozenset[str]:
        """Return the learners that differing rows name. Raises Unsure."""
        named = [
            learners_in(table.head, b"".join(lines.values()))
            for table in self.tables.values()
            for lines in (table.new, table.gone)
        ]
        found = frozenset[str]().union(*(each or {""} for each in named if each != frozenset()))
        if "" in found:
            raise Unsure
        return found

    def are_new(self, path: str, line: int) -> bool:
        """Whether a line that a record has as its origin is new."""
        table = self.tables.get(path.removeprefix("content/"))
        return table is not None and line in table.new

    def moved(self, problem: Problem) -> tuple[str, int] | None:
        """Return the table, or file, and the line that an old problem is about, if it is there."""
        name, line = problem.origin.path.removeprefix("content/"), problem.origin.line
        if name not in self.tables:
            return name, line
        now = self.tables[name].now(line)
        return None if now is None else (name, now)


def differing(root: Path, before: Inputs, now: Inputs, former: Former) -> Rows:
    """Return the rows in which tables differ, where nothing else does. Raises Unsure.

    The register only grows; other tables may change anywhere but in their first line.
    """
    if before.around != now.around or before.tables.keys() - now.tables.keys():
        raise Unsure
    found = {}
    for name, told in now.tables.items():
        size, digest = before.tables.get(name, (0, _EMPTY))
        if told == (size, digest):
            continue
        data = (root / "content" / name).read_bytes()
        head = data[:size]
        if _digest(head) == digest and (not head or head.endswith(b"\n")):
            found[name] = _grown(data, size)
            continue
        was = None if name == REGISTER else former(digest)
        if was is None or _digest(was) != digest:
            raise Unsure
        found[name] = between(was, data)
    return Rows(found)


_EMPTY = hashlib.sha256(b"").hexdigest()


def _digest(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


def _grown(data: bytes, size: int) -> Table:
    begin = size or data.find(b"\n") + 1 or len(data)
    first = data.count(b"\n", 0, begin) + 1
    return Table(data, begin, dict(enumerate(_lines(data[begin:]), first)), {}, first, 0)


def between(was: bytes, data: bytes) -> Table:
    """Return a table with the lines in which it differs from what it was. Raises Unsure."""
    if not was:
        return _grown(data, 0)
    begin = was.rfind(b"\n", 0, _alike(data, was)) + 1
    if not begin:
        raise Unsure  # the header is another one
    end, old_end = len(data), len(was)
    alike = _alike(data[begin:][::-1], was[begin:][::-1])
    end, old_end = end - alike, old_end - alike
    if data[end - 1] != _NEWLINE or was[old_end - 1] != _NEWLINE:
        whole = data.find(b"\n", end) + 1 or len(data)  # the rest of a line that begins otherwise
        end, old_end = whole, old_end + whole - end
    first = data.count(b"\n", 0, begin) + 1
    new, gone = _lines(data[begin:end]), _lines(was[begin:old_end])
    if not rows_are_lines(b"".join(gone)):
        raise Unsure
    behind, shift = first + len(gone), len(new) - len(gone)
    numbered = dict(enumerate(new, first)), dict(enumerate(gone, first))
    if not shift:  # lines in between that are as they were
        same = {number for number, line in numbered[0].items() if numbered[1][number] == line}
        numbered = _without(numbered[0], same), _without(numbered[1], same)
    return Table(data, begin, *numbered, behind, shift)


_NEWLINE = ord("\n")


def _lines(data: bytes) -> list[bytes]:
    """Return the lines, each with a newline at its end, also the last one where it has none."""
    return [line + b"\n" for line in data.removesuffix(b"\n").split(b"\n")] if data else []


def _without(lines: Mapping[int, bytes], numbers: Iterable[int]) -> dict[int, bytes]:
    return {number: lines[number] for number in lines.keys() - set(numbers)}


def _alike(one: bytes, other: bytes) -> int:
    """Return how many bytes at the beginning are the same."""
    low, high = 0, min(len(one), len(other))
    while low < high:
        middle = (low + high + 1) // 2
        if one[low:middle] == other[low:middle]:
            low = middle
        else:
            high = middle - 1
    return low
