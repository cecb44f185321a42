"""One CSV file as text: cells and rows are changed in place, every other character stays.

Read as content reads it: the separator that makes the most columns of the first line, double
quotes, a row that may run over several lines.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cached_property

from msgspec import Struct

from badgesite.errors import BadgesiteError
from badgesite.separators import separator_of


class _Cell(Struct, frozen=True):
    """A cell between two places of the text, its quotes included."""

    start: int
    end: int


class _Record(Struct, frozen=True):
    """A row: its first line (from 1), its cells, and where the next row begins."""

    line: int
    cells: tuple[_Cell, ...]
    start: int
    end: int


class CsvText:
    """A table that can be changed; each change gives another table. `text` is the whole file."""

    def __init__(self, text: str, columns: Sequence[str] = ()) -> None:
        """Take a file's text; an empty one becomes a header of these columns."""
        if not text.strip("\ufeff\r\n") and columns:
            text = ",".join(columns) + "\n"
        self.text = text
        self.end = "\r\n" if "\r\n" in text else "\n"
        self.separator = separator_of(text)
        header = next(_records(text, self.separator), None)
        cells = header.cells if header is not None else ()
        self.columns = tuple(self._value(cell).strip().lstrip("\ufeff") for cell in cells)

    @cached_property
    def _records(self) -> tuple[_Record, ...]:
        """The header and the rows; who adds rows at the end of a long table needs none of them."""
        return tuple(_records(self.text, self.separator))

    # ------------------------------------------------------------ reading
    def rows(self) -> list[tuple[int, dict[str, str]]]:
        """Return line and values by column of every row that says something."""
        found = []
        for record in self._records[1:]:
            values = [self._value(cell).strip() for cell in record.cells]
            if any(values):
                found.append((record.line, dict(zip(self.columns, values, strict=False))))
        return found

    def has(self, columns: Sequence[str]) -> bool:
        """Whether the table has all of these columns."""
        return set(columns) <= set(self.columns)

    # ------------------------------------------------------------ changing
    def with_rows(self, rows: Iterable[Mapping[str, str]]) -> "CsvText":
        """Return the table with rows at its end; a value without a column is refused."""
        text = self.text if self.text.endswith("\n") or not self.text else self.text + self.end
        added = [text]
        for values in rows:
            for name, value in values.items():
                if value and name not in self.columns:
                    raise BadgesiteError(f"the table has no column '{name}'", "add the column")
            cells = [self._quoted(values.get(name, "")) for name in self.columns]
            added.append(self.separator.join(cells) + self.end)
        return CsvText("".join(added))

    def with_columns(self, columns: Sequence[str]) -> "CsvText":
        """Return the table with these columns; those it lacks stand behind the others, empty."""
        lacking = [name for name in columns if name not in self.columns]
        if not lacking or not self.columns:
            return self
        edits = []
        for record in self._records:
            if not record.cells or (len(record.cells) == 1 and record.line > 1):
                continue
            more = lacking if record is self._records[0] else [""] * len(lacking)
            at = record.cells[-1].end
            edits.append((_Cell(at, at), self.separator.join(("", *more))))
        return self._edited(edits)

    def with_changes(self, rows: Mapping[int, Mapping[str, str] | None]) -> "CsvText":
        """Return the table with some rows changed, each by the line on which it begins.

        A row gets other cells, by column; None takes it out.
        """
        known = {record.line: record for record in self._records[1:]}
        edits: list[tuple[_Cell, str]] = []
        for line, values in sorted(rows.items()):
            if line not in known:
                raise BadgesiteError(f"there is no row on line {line}", "look at the file again")
            record = known[line]
            if values is None:
                edits.append((_Cell(record.start, record.end), ""))
                continue
            edits += self._edits(record, values)
        return self._edited(edits)

    # ------------------------------------------------------------ inside
    def _edits(self, record: _Record, values: Mapping[str, str]) -> Iterator[tuple[_Cell, str]]:
        """Yield the edits that give a row these values; what a short row lacks comes behind it."""
        for cell, column in zip(record.cells, self.columns, strict=False):
            if column in values:
                always = self.text.startswith('"', cell.start)
                yield cell, self._quoted(values[column], always=always)
        lacking = self.columns[len(record.cells) :]
        more = [self._quoted(values.get(column, "")) for column in lacking]
        if any(more):
            end = record.cells[-1].end
            yield _Cell(end, end), self.separator.join(("", *more))

    def _edited(self, edits: Iterable[tuple[_Cell, str]]) -> "CsvText":
        """Return the table with parts of its text replaced, first ones first."""
        pieces, at = list[str](), 0
        for cell, text in edits:
            pieces += (self.text[at : cell.start], text)
            at = cell.end
        return CsvText("".join((*pieces, self.text[at:])))

    def _value(self, cell: _Cell) -> str:
        raw = self.text[cell.start : cell.end].strip(" ")
        if len(raw) >= 2 and raw[0] == raw[-1] == '"':
            return raw[1:-1].replace('""', '"')
        return raw

    def _quoted(self, value: str, *, always: bool = False) -> str:
        value = value.replace("\r\n", "\n")
        if always or any(char in value for char in (self.separator, '"', "\n", "\r")):
            return '"' + value.replace('"', '""').replace("\n", self.end) + '"'
        return value


def _records(text: str, separator: str) -> Iterator[_Record]:
    """Yield the rows with their places; a quote counts at the start of a cell only."""
    cells: list[_Cell] = []
    start = cell = 1 if text.startswith("\ufeff") else 0
    line, first, quoted, closed = 1, 1, False, -1
    for each in re.finditer(f'["\n{separator}]', text):
        at, char = each.start(), each[0]
        if char == "\n":
            line += 1
            if not quoted:
                cells.append(_Cell(cell, at - (text[at - 1 : at] == "\r")))
                yield _Record(first, tuple(cells), start, at + 1)
                cells, first, start, cell = [], line, at + 1, at + 1
        elif char == separator:
            if not quoted:
                cells.append(_Cell(cell, at))
                cell = at + 1
        elif quoted:
            quoted, closed = False, at
        elif at in (cell, closed + 1):
            quoted = True  # the second of two quotes inside a quoted cell opens it again
    if cell < len(text) or cells:
        cells.append(_Cell(cell, len(text)))
        yield _Record(first, tuple(cells), start, len(text))
