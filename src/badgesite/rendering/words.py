"""Days and names as the pages of one language write them. Knows no clock."""

from collections.abc import Callable
from datetime import date
from functools import lru_cache

from markupsafe import Markup

from badgesite.languages import Language

_KEPT_TOGETHER = "\u00a0"


def day_texts(language: Language) -> Callable[[date], str]:
    """Return what writes a day as `12 May 2026`, with day and month kept on one line."""

    @lru_cache(maxsize=8192)
    def day_text(day: date) -> str:
        return language.day(day).replace(" ", _KEPT_TOGETHER, 1)

    return day_text


def days(language: Language) -> Callable[[date], Markup]:
    """Return what writes a day as a `time` element."""
    day_text = day_texts(language)

    @lru_cache(maxsize=8192)
    def day(value: date) -> Markup:
        return Markup('<time datetime="{}">{}</time>').format(value.isoformat(), day_text(value))

    return day


def short_name(name: str) -> str:
    """Return the first word of a name, or the whole of a short one: for headings."""
    first = name.split(" ", 1)[0]
    return first if len(first) > 2 else name
