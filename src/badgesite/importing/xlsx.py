"""XLSX to a sheet: the only importer of openpyxl. Formulas are not believed, macros never seen.

The archive's own table of contents is looked at first: what would unpack to too much is refused
unread. Python's zipfile reads no more of a part than that table says.
"""

import io
import zipfile
from collections.abc import Iterator
from datetime import date, datetime, time
from typing import Any

from badgesite.errors import BadgesiteError
from badgesite.importing.sheet import (
    FORMULA,
    LONGEST_CELL,
    MOST_COLUMNS,
    MOST_ROWS,
    Cell,
    Row,
    Sheet,
    sheet_of,
)

_MOST_UNPACKED = 100_000_000
_MOST_PARTS = 2_000
_AGAIN = "save it again as .xlsx, or as CSV"


def read_xlsx(data: bytes, name: str) -> Sheet:
    """Return the first visible sheet of a workbook."""
    _refuse_bomb(data, name)
    import openpyxl

    try:
        book = openpyxl.load_workbook(io.BytesIO(data), read_only=True, keep_links=False)
        seen = [each for each in book.worksheets if each.sheet_state == "visible"]
        if not seen:
            raise BadgesiteError(f"'{name}' has no sheet that can be seen", _AGAIN)
        rows = list(_rows(seen[0], name))
    except BadgesiteError:
        raise
    except Exception:  # openpyxl raises whatever a damaged part makes of it
        raise BadgesiteError(f"'{name}' cannot be read as a workbook", _AGAIN) from None
    note = f"only the first of its {len(seen)} sheets was read: '{seen[0].title}'"
    return sheet_of(rows, (note,) if len(seen) > 1 else ())


def _refuse_bomb(data: bytes, name: str) -> None:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as packed:
            parts = packed.infolist()
    except (zipfile.BadZipFile, ValueError, NotImplementedError, OSError):
        raise BadgesiteError(f"'{name}' is a damaged file", _AGAIN) from None
    size = sum(part.file_size for part in parts)
    if len(parts) > _MOST_PARTS or size > _MOST_UNPACKED:
        raise BadgesiteError(
            f"'{name}' would unpack to more than {_MOST_UNPACKED // 1_000_000} MB",
            "copy the rows that are meant into a new workbook",
        )
    if not any(part.filename == "xl/workbook.xml" for part in parts):
        raise BadgesiteError(f"'{name}' is an archive, and no workbook", _AGAIN)


def _rows(sheet: Any, name: str) -> Iterator[Row]:
    """Yield the rows; what a sheet says of its own size is not believed."""
    sheet.reset_dimensions()
    blank = 0
    for number, cells in enumerate(sheet.iter_rows(), 1):
        said = tuple(_cell(each) for each in cells[: MOST_COLUMNS + 1])
        blank = 0 if any(each.text or each.fault for each in said) else blank + 1
        if blank > 1_000:
            return
        if number > MOST_ROWS:
            raise BadgesiteError(f"'{name}' has more than {MOST_ROWS:,} rows", "import it in parts")
        if len(cells) > MOST_COLUMNS and any(each.text for each in said[MOST_COLUMNS:]):
            raise BadgesiteError(
                f"'{name}' has more than {MOST_COLUMNS} columns", "keep the columns that are meant"
            )
        yield Row(number, said)


def _cell(cell: Any) -> Cell:
    value = cell.value
    if value is None:
        return Cell()
    if cell.data_type == "f":
        return Cell("", None, FORMULA)
    if cell.data_type == "e":
        return Cell("", None, "holds an error of the spreadsheet")
    if isinstance(value, datetime):
        return Cell(value.date().isoformat(), value.date())
    if isinstance(value, date):
        return Cell(value.isoformat(), value)
    if isinstance(value, bool):
        return Cell("true" if value else "false")
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    text = value.isoformat() if isinstance(value, time) else str(value)
    if len(text) > LONGEST_CELL:
        return Cell("", None, f"is longer than {LONGEST_CELL:,} characters")
    return Cell(text.strip())
