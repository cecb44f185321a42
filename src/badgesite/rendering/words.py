"""Days and counts as words of the page's language. Knows no clock and no locale."""

from datetime import date
from functools import lru_cache

from markupsafe import Markup

_MONTHS = (
    *("January", "February", "March", "April", "May", "June", "July", "August"),
    *("September", "October", "November", "December"),
)


@lru_cache(maxsize=4096)
def day_text(day: date) -> str:
    """Return `12 May 2026`, with day and month kept on one line."""
    return f"{day.day}\u00a0{_MONTHS[day.month - 1]} {day.year}"


@lru_cache(maxsize=4096)
def day(value: date) -> Markup:
    """Return the day as a `time` element."""
    return Markup('<time datetime="{}">{}</time>').format(value.isoformat(), day_text(value))


def counted(number: int, one: str, many: str) -> str:
    """Return `1 badge` or `4 badges`, with thousands apart."""
    return f"{number:,} {one if number == 1 else many}"


def short_name(name: str) -> str:
    """Return the first word of a name, or the whole of a short one: for headings."""
    first = name.split(" ", 1)[0]
    return first if len(first) > 2 else name


def right_to_left(language: str) -> bool:
    """Whether the language is written from right to left."""
    return language.split("-")[0] in ("ar", "dv", "fa", "he", "ps", "sd", "ug", "ur", "yi")
