"""Markers: texts that stand for values, and tell in which way they were escaped on their way."""

import re
from collections.abc import Callable
from typing import Any, NamedTuple
from urllib.parse import quote, quote_plus

from markupsafe import Markup, escape

Way = Callable[[Any], str]
"""How a value becomes a part of the page."""

# Around a number: characters that every way of escaping changes in its own way.
_BEFORE, _AFTER = "\ue000<", ">&\" '/\u00e9\ue001"


def marker(number: int) -> str:
    """Return the text that stands for the value printed under this number."""
    return f"{_BEFORE}{number}{_AFTER}"


def as_html(value: Any) -> str:
    """Return the value as a template prints it: HTML as it is, everything else escaped."""
    kind = type(value)
    if kind is str:
        if not ("&" in value or "<" in value or ">" in value or '"' in value or "'" in value):
            return str(value)
    elif kind is int or kind is Markup:
        return str(value)
    return str(escape(value))


def _quoted(value: Any) -> str:
    return quote(str(value))


def _quoted_whole(value: Any) -> str:
    return quote(str(value), safe="")


def _form(value: Any) -> str:
    return quote_plus(str(value))


# In the order in which they are looked for: what is escaped for HTML is not what is left as it is.
_WAYS: tuple[Way, ...] = (as_html, _quoted_whole, _quoted, _form, str)
_FOUND = [
    (way, re.compile(f"{re.escape(way(_BEFORE))}([0-9]+){re.escape(way(_AFTER))}")) for way in _WAYS
]


class Spot(NamedTuple):
    """A marker in a text: where it begins and ends, its number, and how it was escaped."""

    first: int
    last: int
    number: int
    way: Way


def spots(text: str) -> list[Spot]:
    """Return the markers in a text, in order."""
    found: list[Spot] = []
    for way, pattern in _FOUND:
        for match in pattern.finditer(text):
            first, last = match.span()
            if not any(spot.first < last and first < spot.last for spot in found):
                found.append(Spot(first, last, int(match[1]), way))
    return sorted(found)


def around(text: str, found: list[Spot]) -> tuple[str, ...]:
    """Return the texts around the markers, one more than there are markers."""
    at, parts = 0, []
    for spot in found:
        parts.append(text[at : spot.first])
        at = spot.last
    return (*parts, text[at:])
