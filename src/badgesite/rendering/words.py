"""Days and names as the pages of one language write them. Knows no clock."""

from collections.abc import Callable
from datetime import date
from functools import lru_cache
from unicodedata import combining, east_asian_width

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


def lang_attribute(code: str) -> Markup:
    """Return ` lang="en"`, and nothing where the text is in the language of the page."""
    return Markup(' lang="{}"').format(code) if code else Markup("")


def short_name(name: str) -> str:
    """Return the first word of a name, or the whole of a short one: for headings."""
    first = name.split(" ", 1)[0]
    return first if len(first) > 2 else name


@lru_cache(maxsize=1024)
def name_size(name: str) -> str:
    """Return how large a name is set on a certificate, as a further class: empty, ` name-long` ….

    Letters of East Asian scripts count twice, marks that stand on others do not count.
    """
    length = sum(
        2 if east_asian_width(each) in "WF" else 0 if combining(each) else 1 for each in name
    )
    return next((size for most, size in _SIZES if length <= most), " name-longest")


_SIZES = ((24, ""), (38, " name-long"), (80, " name-longer"))
