"""Content narrowed to a few learners: what is not theirs is left out of tables, line by line.

What is left has the line numbers it had, so that whatever is told of it names the right place.
"""

import csv
import re
from collections.abc import Collection, Iterator, Mapping

from msgspec import Struct, field

from badgesite.separators import separator_of

# What str.splitlines takes for the end of a line, and nobody else does.
_ODD_ENDS = b"\x0b\x0c\x1c\x1d\x1e"
# A row of cells, some in quotes that are closed in it.
_CELL = rb'(?:[^",;\t]*|"(?:[^"]|"")*")'
_ROW = re.compile(rb"%s(?:[,;\t]%s)*\r?" % (_CELL, _CELL))
_BESIDE_A_CELL = frozenset(b',;\t" \r\n')


class TooTangled(Exception):
    """A table cannot be narrowed: its lines are not its rows."""


class Narrowing(Struct, frozen=True):
    """Leaves of content what these learners need, and of `named` learners their own rows alone.

    `kept` says afterwards which lines of each table were left. `plain` says up to which byte the
    lines of a table are known to be its rows. `known` are files that were read before, by path:
    a large one is not read twice.
    """

    learners: frozenset[str]
    named: frozenset[str]
    plain: Mapping[str, int] = {}
    known: Mapping[str, bytes] = {}
    kept: dict[str, set[int]] = field(default_factory=dict)

    def wants(self, path: str) -> bool:
        """Whether a file is needed at all."""
        if not path.startswith("learners/") or path.endswith(".csv"):
            return True
        name = path.split("/")[1]
        return name.removesuffix(".yml") in (
            self.learners | self.named if path.endswith(".yml") else self.learners
        )

    def of(self, path: str, data: bytes) -> bytes:
        """Return a table with the rows of these learners; any other file as it is.

        Raises TooTangled.
        """
        if not path.endswith(".csv"):
            return data
        people = self.learners | self.named if path.startswith("learners/") else self.learners
        kept = self.kept[path] = {1}
        if not rows_are_lines(data[self.plain.get(path, 0) :]):
            raise TooTangled
        return _narrowed(data, people, kept)


def _narrowed(data: bytes, words: Collection[str], kept: set[int]) -> bytes:
    head = data.find(b"\n") + 1 or len(data)
    spans = sorted({span for word in words for span in _lines_with(data, word.encode(), head)})
    parts, at, line = [data[:head]], head, 2
    for start, end in spans:
        others = data.count(b"\n", at, start)
        line += others
        parts += [b"\n" * others, data[start:end]]
        kept.add(line)
        at, line = end, line + 1
    return b"".join(parts)


def rows_are_lines(data: bytes) -> bool:
    """Whether no cell of a table goes on over a line, so that each line is a row."""
    if len(data.translate(None, _ODD_ENDS)) != len(data):
        return False
    if data.count(b"\r") != data.count(b"\r\n"):
        return False
    if not data.isascii() and any(
        end in data for end in (b"\xc2\x85", b"\xe2\x80\xa8", b"\xe2\x80\xa9")
    ):
        return False
    return b'"' not in data or all(
        _ROW.fullmatch(line) for line in data.split(b"\n") if b'"' in line
    )


def _lines_with(data: bytes, word: bytes, head: int) -> Iterator[tuple[int, int]]:
    """Yield begin and end of every line, after the first, that has a cell with just this word."""
    at = data.find(word, head)
    while at >= 0:
        after = at + len(word)
        whole = after == len(data) or data[after] in _BESIDE_A_CELL
        if whole and data[at - 1] in _BESIDE_A_CELL:
            end = data.find(b"\n", at) + 1 or len(data)
            yield data.rfind(b"\n", 0, at) + 1, end
            after = end
        at = data.find(word, after)


def learners_in(head: bytes, rows: bytes, name: str = "learner") -> frozenset[str] | None:
    """Return what stands in the column of this name in rows below this head; None if not clear."""
    try:
        first, text = head.decode("utf-8-sig"), rows.decode()
    except UnicodeDecodeError:
        return None
    separator = separator_of(first)
    columns = [each.strip() for each in next(csv.reader([first], delimiter=separator), [])]
    if name not in columns:
        return None
    column = columns.index(name)
    try:
        found = csv.reader(text.splitlines(), delimiter=separator, strict=True)
        cells = [row for row in found if row]
    except csv.Error:
        return None
    if any(len(row) <= column for row in cells):
        return None
    return frozenset(row[column].strip() for row in cells)
