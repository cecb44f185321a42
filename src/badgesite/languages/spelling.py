"""How a language writes a day, by Babel.

Imports nothing of badgesite, for the build hook loads this file alone to write down, once, what
Babel says of the languages of the interface: to load Babel takes longer than all days of an award.
"""

from datetime import date

from babel import Locale
from babel.dates import format_date, format_skeleton

LENGTHS = ("long", "short")
_PARTS = {"{y}": 1987, "{d}": 23}  # they stand for any; no month has them in its name

# "en" names no country, so no order of day and month either: the day comes first, as in most.
_ENGLISH = {"long": "d MMMM y", "short": "d MMM y"}


def spelled(day: date, code: str, length: str) -> str:
    """Return `12 May 2026`, or when it is to be short `12 May 2026` with a shorter month."""
    locale = Locale.parse(code, sep="-")
    if locale.language == "en" and locale.territory is None:
        return format_date(day, _ENGLISH[length], locale=locale)
    if length == "long":
        return format_date(day, "long", locale=locale)
    return format_skeleton("yMMMd", day, locale=locale)


def spellings(code: str) -> dict[str, list[str]]:
    """Return for each length the days of twelve months, with `{d}` and `{y}` in them."""
    return {length: [_month(code, month, length) for month in range(1, 13)] for length in LENGTHS}


def _month(code: str, month: int, length: str) -> str:
    said = spelled(date(_PARTS["{y}"], month, _PARTS["{d}"]), code, length)
    for place, number in _PARTS.items():
        said = said.replace(str(number), place)
    return said
