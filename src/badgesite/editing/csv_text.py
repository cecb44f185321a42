"""One CSV file as text: cells and rows are changed in place, every other character stays.

Read as content reads it: the separator that makes the most columns of the first line, double
quotes, a row that may run over several lines.
"""

from collections.abc import Iterable, Mapping, Sequence

from msgspec import Struct

from badgesite.errors import BadgesiteError


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
        first = text.split("\n", 1)[0]
        self.separator = max(",;\t", key=first.count)
        self._records = tuple(_records(text, self.separator))
        header = self._records[0].cells if self._records else ()
        self.columns = tuple(self._value(cell).strip().lstrip("\ufeff") for cell in header)

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
    def with_row(self, values: Mapping[str, str]) -> "CsvText":
        """Return the table with a row at its end."""
        return self.with_rows([values])

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
        if not lacking or not self._records:
            return self
        text = self.text
        for record in reversed(self._records):
            if not record.cells or (len(record.cells) == 1 and record.line > 1):
                continue
            more = lacking if record is self._records[0] else [""] * len(lacking)
            at = record.cells[-1].end
            text = text[:at] + self.separator.join(("", *more)) + text[at:]
        return CsvText(text)

    def with_cell(self, line: int, column: str, value: str) -> "CsvText":
        """Return the table with one cell of the row that begins on this line changed."""
        cell = self._record(line).cells[self.columns.index(column)]
        was = self.text[cell.start : cell.end]
        now = self._quoted(value, always=was.startswith('"'))
        return CsvText(self.text[: cell.start] + now + self.text[cell.end :])

    def without_row(self, line: int) -> "CsvText":
        """Return the table without the row that begins on this line."""
        record = self._record(line)
        return CsvText(self.text[: record.start] + self.text[record.end :])

    # ------------------------------------------------------------ inside
    def _record(self, line: int) -> _Record:
        for record in self._records[1:]:
            if record.line == line:
                return record
        raise BadgesiteError(f"there is no row on line {line}", "look at the file again")

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


def _records(text: str, separator: str) -> list[_Record]:
    """Return the rows with their places; a quote counts at the start of a cell only."""
    found: list[_Record] = []
    cells: list[_Cell] = []
    at = start = cell = 1 if text.startswith("\ufeff") else 0
    line, first, quoted = 1, 1, False
    while at < len(text):
        char = text[at]
        if char == '"' and (quoted or at == cell):
            quoted = not quoted
        elif char == '"' and text[at - 1] == '"':
            quoted = True  # a doubled quote inside a quoted cell opens it again
        elif char == separator and not quoted:
            cells.append(_Cell(cell, at))
            cell = at + 1
        elif char == "\n":
            line += 1
            if not quoted:
                cells.append(_Cell(cell, at - (text[at - 1 : at] == "\r")))
                found.append(_Record(first, tuple(cells), start, at + 1))
                cells, first, start, cell = [], line, at + 1, at + 1
        at += 1
    if cell < len(text) or cells:
        cells.append(_Cell(cell, len(text)))
        found.append(_Record(first, tuple(cells), start, len(text)))
    return found
