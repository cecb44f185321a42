"""CSV to rows: header, separator, quoting, physical line numbers. Knows no column by itself.

A cell is text and nothing else: a formula is what it says, and an empty cell is "not given".
"""

import csv
import re
from collections.abc import Callable, Iterator
from typing import Any

from msgspec import Struct

from badgesite.content.kinds import Word
from badgesite.content.notes import START, Known, Mistake, Notes, Place, nearest
from badgesite.content.shapes import Field, ListOf, Shape
from badgesite.separators import separator_of

LONGEST_CELL = 131_072
_REMEMBERED = 4_096  # cells of a column: days and badges are fewer, and uuids never come again


class Row(Struct, frozen=True):
    """The values of one row in the order of the shape's fields; None is "not given".

    `whole` is false when a required cell is empty or wrong: then there is nothing to build.
    """

    line: int
    values: tuple[Any, ...]
    whole: bool


Parse = Callable[[str], Any]


class Table:
    """Reads the rows of one CSV file by the fields of a shape.

    A row may lack its last cells as far as these are of columns that came `late`: on another
    branch the file was longer before they were there.
    """

    def __init__(self, text: str, shape: Shape, notes: Notes, late: int = 0) -> None:
        self._text = text
        self._shape = shape
        self._notes = notes
        self._separator = separator_of(text)
        self._width = 0
        self._late = late
        self._fields: list[Field | None] = []

    def rows(self) -> Iterator[Row]:
        """Yield every row that fits the header, and note what is wrong with any."""
        csv.field_size_limit(LONGEST_CELL)
        lines = _Lines(self._text)
        reader = csv.reader(lines, delimiter=self._separator, strict=True)
        try:
            header = next(reader, [])
            if not self._read_header(header):
                return
            columns = self._columns()
            lines.begun = 0
            for cells in reader:
                if any(cells) and self._fits(cells, lines.begun):
                    yield self._row(cells, columns, lines.begun)
                lines.begun = 0
        except csv.Error as error:
            self._notes.error((lines.begun, 1), *_explain(str(error)), "csv")

    # -------------------------------------------------------------- header
    def _read_header(self, header: list[str]) -> bool:
        names = [name.strip() for name in header]
        if not any(names):
            expected = ",".join(each.name for each in self._shape.fields if each.required)
            self._notes.error(
                START, "the header is missing", f"begin with a line {expected}", "csv-header"
            )
            return False
        if names[0].casefold().startswith("sep="):
            sentence = "this line tells a spreadsheet alone how cells are parted"
            self._notes.error(START, sentence, "delete it: the header comes first", "csv-header")
            return False
        while names and not names[-1]:
            names.pop()
        good = True
        for index, name in enumerate(names):
            if name not in self._shape.by_name:
                self._unknown(name, index)
                good = False
            elif name in names[:index]:
                self._notes.error(
                    self._place(1, index),
                    f"the column '{name}' is there twice",
                    "delete one of the two",
                    "csv-header",
                )
                good = False
        for each in self._shape.fields:
            if each.required and each.name not in names:
                self._notes.error(
                    START,
                    f"the column '{each.name}' is missing",
                    f"add it to the first line ({each.about})",
                    "csv-header",
                )
                good = False
        self._width = len(names)
        self._fields = [self._shape.by_name.get(name) for name in names]
        return good

    def _unknown(self, name: str, index: int) -> None:
        near = nearest(name, self._shape.by_name)
        listed = ", ".join(self._shape.by_name)
        self._notes.error(
            self._place(1, index),
            f"{self._shape.what} has no column '{name[:60]}'",
            f"did you mean '{near}'?" if near else f"the columns are: {listed}",
            "unknown-column",
        )

    # -------------------------------------------------------------- rows
    def _columns(self) -> list[tuple[int, int, Parse, bool]]:
        """Return for each column: its place in the row, in the values, its parser, if required."""
        order = {each.name: index for index, each in enumerate(self._shape.fields)}
        return [
            (index, order[each.name], _parser(each, self._notes.known), each.required)
            for index, each in enumerate(self._fields)
            if each is not None
        ]

    def _fits(self, cells: list[str], line: int) -> bool:
        if len(cells) == self._width:
            return True
        if len(cells) > self._width and not any(cells[self._width :]):
            return True
        if not any(cell.strip() for cell in cells):
            return False
        if self._width - self._late <= len(cells) < self._width:
            cells += [""] * (self._width - len(cells))
            return True
        self._notes.error(
            (line, 1),
            f"this row has {len(cells)} cells, and the header has {self._width}",
            "look for a separator too few or too many; text with one in it needs quotes",
            "csv-row",
        )
        return False

    def _row(self, cells: list[str], columns: list[tuple[int, int, Parse, bool]], line: int) -> Row:
        values: list[Any] = [None] * len(self._shape.fields)
        whole = True
        for index, target, parse, required in columns:
            cell = cells[index].strip()
            if not cell:
                if required:
                    whole = False
                    self._empty(line, index)
                continue
            try:
                values[target] = parse(cell)
            except Mistake as mistake:
                whole = whole and not required
                name = self._name(index)
                self._notes.mistake(self._place(line, index), name, cell, mistake)
        return Row(line, tuple(values), whole)

    def _name(self, index: int) -> str:
        each = self._fields[index]
        return each.name if each else ""

    def _empty(self, line: int, index: int) -> None:
        name = self._name(index)
        about = self._shape.by_name[name].about
        self._notes.error(
            self._place(line, index),
            f"the cell '{name}' is empty",
            f"fill it in ({about})",
            "missing-field",
        )

    def _place(self, line: int, index: int) -> Place:
        """Return line and column of a cell of the row that begins on this line."""
        if self._notes.is_full:
            return line, 1
        start = 0
        for _ in range(line - 1):
            start = self._text.find("\n", start) + 1
        return _cell_place(self._text, start, line, index, self._separator)


class _Lines:
    """The lines of a text with their ends, without the empty ones between rows.

    `begun` is the line, from 1, in which the row begins that is being read; whoever has read it
    sets it to 0. A table that was narrowed to a few of its rows is nearly all empty lines.
    """

    def __init__(self, text: str) -> None:
        self._text = text
        self.begun = 0

    def __iter__(self) -> Iterator[str]:
        """Yield the lines; no other end is in a text that was decoded."""
        text, start, line = self._text, 0, 1
        while start < len(text):
            if start and text[start] == "\n" and not self.begun:
                found = _SAYS.search(text, start)
                end = found.start() if found else len(text)
                line, start = line + end - start, end
                continue
            end = text.find("\n", start) + 1 or len(text)
            self.begun = self.begun or line
            yield text[start:end]
            start, line = end, line + 1


_SAYS = re.compile(r"[^\n]")


def _parser(each: Field, known: Known) -> Parse:
    """Return the parser of a column's cells; ids and days, which come again, are remembered."""
    kind = each.kind
    if isinstance(kind, ListOf) and isinstance(kind.kind, Word):
        word = kind.kind
        return lambda cell: tuple(word.parse(part, known) for part in cell.split())
    if not isinstance(kind, Word):
        raise TypeError(f"a column cannot hold {each.name}")
    remembered: dict[str, Any] = {}

    def parse(cell: str) -> Any:
        try:
            return remembered[cell]
        except KeyError:
            value = kind.parse(cell, known)
            if len(cell) <= 80 and len(remembered) < _REMEMBERED:
                remembered[cell] = value
            return value

    return parse


def _cell_place(text: str, start: int, line: int, index: int, separator: str) -> Place:
    at, column, quoted = start, 1, False
    while index and at < len(text):
        char = text[at]
        if char == '"':
            quoted = not quoted
        elif char == separator and not quoted:
            index -= 1
        elif char == "\n":
            line, column = line + 1, 0
        at, column = at + 1, column + 1
    return line, column


def _explain(technical: str) -> tuple[str, str]:
    if "field larger" in technical:
        return f"a cell is longer than {LONGEST_CELL:,} characters", "look for a quote not closed"
    if "unexpected end" in technical:
        return "a quote is opened and never closed", 'close it, and write a quote in text as ""'
    if "expected after" in technical:
        return "text stands after a closed quote", 'write a quote inside quoted text as ""'
    return f"this is not CSV: {technical}", "save the file again as CSV"
