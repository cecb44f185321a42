"""A table as rows of cells, whatever file it came from; and the limits that all files have."""

from datetime import date

from msgspec import Struct

MOST_BYTES = 20_000_000
MOST_ROWS = 100_000
MOST_COLUMNS = 200
LONGEST_CELL = 10_000
FORMULA = "holds a formula; copy the column and paste it as values"


class Cell(Struct, frozen=True):
    """What a cell says: its text, and its day where the file itself knows it for one.

    `fault` is why it says nothing that can be relied on, such as a formula.
    """

    text: str = ""
    day: date | None = None
    fault: str = ""


EMPTY = Cell()


class Row(Struct, frozen=True):
    """A row by its number in the file, from 1 as spreadsheets count."""

    number: int
    cells: tuple[Cell, ...]

    def cell(self, column: int) -> Cell:
        """Return the cell of a column, from 0; an empty one beyond the row's end."""
        return self.cells[column] if column < len(self.cells) else EMPTY


class Sheet(Struct, frozen=True):
    """The heads of the columns, the rows below them, and what somebody should know of the file."""

    heads: tuple[str, ...]
    rows: tuple[Row, ...]
    notes: tuple[str, ...] = ()


def letter(column: int) -> str:
    """Return what a spreadsheet calls a column, counted from 0: A, Z, AA."""
    name = ""
    column += 1
    while column:
        column, rest = divmod(column - 1, 26)
        name = chr(65 + rest) + name
    return name


def sheet_of(rows: list[Row], notes: tuple[str, ...]) -> Sheet:
    """Return the sheet whose first row with text has the heads of the columns."""
    said = [row for row in rows if any(cell.text or cell.fault for cell in row.cells)]
    if not said:
        return Sheet((), (), notes)
    first, *rest = said
    heads = tuple(cell.text.strip() for cell in first.cells)
    while heads and not heads[-1]:
        heads = heads[:-1]
    return Sheet(heads, tuple(rest), notes)
