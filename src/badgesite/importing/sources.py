"""Bytes to a sheet: CSV as spreadsheets write it, and XLSX. Bounded before anything is unpacked."""

import csv
import io
import re

from msgspec.structs import replace

from badgesite.errors import BadgesiteError
from badgesite.importing.sheet import (
    FORMULA,
    LONGEST_CELL,
    MOST_BYTES,
    MOST_COLUMNS,
    MOST_ROWS,
    Cell,
    Row,
    Sheet,
    sheet_of,
)
from badgesite.separators import SEPARATORS, separator_of

_MARKS = (
    (b"\xef\xbb\xbf", "utf-8-sig"),
    (b"\xff\xfe", "utf-16"),
    (b"\xfe\xff", "utf-16"),
)
_OLD_EXCEL = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


def read_sheet(data: bytes, name: str) -> Sheet:
    """Return the table in a file; BadgesiteError where it cannot be one, in a sentence."""
    if len(data) > MOST_BYTES:
        raise BadgesiteError(
            f"'{name}' is larger than {MOST_BYTES // 1_000_000} MB", "import it in parts"
        )
    if data.startswith(b"PK\x03\x04"):
        from badgesite.importing.xlsx import read_xlsx

        return read_xlsx(data, name)
    if data.startswith(_OLD_EXCEL):
        raise BadgesiteError(
            f"'{name}' is a workbook of the old kind (.xls), or has a password",
            "save it as .xlsx without a password, or as CSV",
        )
    return _read_csv(data, name)


def _read_csv(data: bytes, name: str) -> Sheet:
    text, notes = _decoded(data, name)
    if "\0" in text:
        raise BadgesiteError(f"'{name}' is no table", "save it as CSV or .xlsx")
    text, separator = _separated(text)
    csv.field_size_limit(LONGEST_CELL)
    rows: list[Row] = []
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True)
    try:
        for number, cells in enumerate(reader, 1):
            _refuse_large(number, len(cells), name)
            rows.append(Row(number, tuple(_cell(cell.strip()) for cell in cells)))
    except csv.Error as error:
        raise BadgesiteError(
            f"'{name}' cannot be read from line {reader.line_num} on: {error}",
            "look for a quote that is not closed, or save the file as CSV again",
        ) from None
    sheet = sheet_of(rows, notes)
    return replace(sheet, rows=tuple(_in_columns(row, len(sheet.heads)) for row in sheet.rows))


def _cell(text: str) -> Cell:
    """Return the cell; a formula, which a workbook would show the value of, is not believed."""
    return Cell(text, None, FORMULA if text.startswith("=") else "")


def _in_columns(row: Row, heads: int) -> Row:
    """Return the row; of one that goes on beyond the heads no cell stands where it belongs."""
    if not any(cell.text for cell in row.cells[heads:]):
        return row
    fault = (
        f"stands in a row of {len(row.cells)} cells below {heads} heads;"
        " text with a separator in it needs quotes"
    )
    return Row(row.number, tuple(Cell(cell.text, None, fault) for cell in row.cells))


def _decoded(data: bytes, name: str) -> tuple[str, tuple[str, ...]]:
    """Return the text; a file without a mark that is not UTF-8 is what Excel writes in the West."""
    encoding = next((each for mark, each in _MARKS if data.startswith(mark)), None)
    if encoding is None and len(data) > 3 and 0 in data[:4]:
        encoding = "utf-16-le" if data[1] == 0 else "utf-16-be"
    try:
        return data.decode(encoding or "utf-8"), ()
    except UnicodeDecodeError:
        if encoding is not None:
            raise BadgesiteError(
                f"'{name}' is damaged: it is not the text it says it is", "save it again"
            ) from None
    try:
        text = data.decode("cp1252")
    except UnicodeDecodeError:
        raise BadgesiteError(
            f"'{name}' is not UTF-8 text", "save it again as 'CSV UTF-8', or as .xlsx"
        ) from None
    return text, (
        f"'{name}' is not UTF-8 and was read as Windows-1252: look at the names"
        " before you say --yes",
    )


def _separated(text: str) -> tuple[str, str]:
    """Return the text without Excel's `sep=` line, and the separator."""
    said = re.match(r"\s*\"?sep=(.)\"?[;,\t]*\r?\n", text, re.IGNORECASE)
    if said is not None:
        return text[said.end() :], said[1]
    return text, separator_of(text.lstrip("\r\n"), f"{SEPARATORS}|")


def _refuse_large(rows: int, columns: int, name: str) -> None:
    if rows > MOST_ROWS:
        raise BadgesiteError(f"'{name}' has more than {MOST_ROWS:,} rows", "import it in parts")
    if columns > MOST_COLUMNS:
        raise BadgesiteError(
            f"'{name}' has more than {MOST_COLUMNS} columns", "keep the columns that are meant"
        )
