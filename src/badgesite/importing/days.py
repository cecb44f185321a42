"""Days as people and spreadsheets write them. What has two readings is refused, never guessed.

`3/4/2026` is two days; a whole column decides which it means, when one of its cells can mean one
thing only, or whoever imports says so.
"""

import re
from collections.abc import Iterable
from datetime import date, timedelta
from enum import StrEnum

from badgesite.importing.sheet import Cell

_SERIAL_ZERO = date(1899, 12, 30)  # Excel's day 0, its wrong leap day of 1900 included
_SERIALS = (20_000, 80_000)  # 1954 to 2119: a smaller number is a year, or something else
_TIME = r"(?:[T ]\d{1,2}:\d{2}(?::\d{2}(?:\.\d+)?)?Z?)?"
_ISO = re.compile(r"(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})" + _TIME)
_DOTS = re.compile(r"(\d{1,2})\.\s?(\d{1,2})\.\s?(\d{4})")
_OPEN = re.compile(r"(\d{1,2})([/-])(\d{1,2})\2(\d{4})" + _TIME)
_WORDS = re.compile(
    r"(?:(\d{1,2})\.? ([A-Za-zä]{3,9})\.?,?|([A-Za-zä]{3,9})\.? (\d{1,2}),?) (\d{4})"
)
# What a month is called where the day stands beside it, in English and German; nothing like it.
_MONTHS = (
    "january jan januar", "february feb februar", "march mar märz", "april apr", "may mai",
    "june jun juni", "july jul juli", "august aug", "september sep sept", "october oct oktober okt",
    "november nov", "december dec dezember dez",
)  # fmt: skip
_MONTH = {name: number for number, names in enumerate(_MONTHS, 1) for name in names.split()}


class Order(StrEnum):
    """What comes first in a date such as 3/4/2026."""

    DAY_FIRST = "dmy"
    MONTH_FIRST = "mdy"


class NotADay(Exception):
    """Why a text is no day: a sentence that continues "'3/4/26' …"."""


def order_of(cells: Iterable[Cell]) -> Order | None:
    """Return which order a column is written in, by the cells that have one reading only."""
    found = set()
    for cell in cells:
        said = _OPEN.fullmatch(cell.text) if cell.day is None else None
        if said is None:
            continue
        first, second = int(said[1]), int(said[3])
        if first > 12 >= second:
            found.add(Order.DAY_FIRST)
        elif second > 12 >= first:
            found.add(Order.MONTH_FIRST)
    return found.pop() if len(found) == 1 else None


def day_of(cell: Cell, order: Order | None) -> date:
    """Return the day a cell means; NotADay says why it means none, or two."""
    if cell.day is not None:
        return cell.day
    text = " ".join(cell.text.split())
    if (said := _ISO.fullmatch(text)) is not None:
        return _day(int(said[1]), int(said[2]), int(said[3]))
    if (said := _DOTS.fullmatch(text)) is not None:
        return _day(int(said[3]), int(said[2]), int(said[1]))
    if (said := _OPEN.fullmatch(text)) is not None:
        return _by_order(int(said[1]), int(said[3]), int(said[4]), order)
    if (said := _WORDS.fullmatch(text)) is not None:
        month = _MONTH.get((said[2] or said[3]).lower())
        if month is not None:
            return _day(int(said[5]), month, int(said[1] or said[4]))
    if re.fullmatch(r"\d{5}(\.\d+)?", text) and _SERIALS[0] <= float(text) <= _SERIALS[1]:
        return _SERIAL_ZERO + timedelta(days=int(float(text)))
    raise NotADay("is not a day; write it as 2026-12-31 or 31.12.2026")


def _by_order(first: int, second: int, year: int, order: Order | None) -> date:
    if order is None and first <= 12 and second <= 12 and first != second:
        raise NotADay("can mean two days; say which with --dates dmy or --dates mdy")
    month_first = order is Order.MONTH_FIRST or (order is None and second > 12)
    return _day(year, *((first, second) if month_first else (second, first)))


def _day(year: int, month: int, day: int) -> date:
    try:
        return date(year, month, day)
    except ValueError:
        raise NotADay("is a day that does not exist") from None
