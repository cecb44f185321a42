"""Texts with slots: found by markers in an example, filled by one formatting call.

What fills is bytes, as is what comes out: Python formats bytes four times as fast as text, and
UTF-8 sorts as text does.
"""

import re
from collections.abc import Callable, Sequence
from itertools import count
from operator import itemgetter
from typing import Any

from msgspec import Struct


class Pattern(Struct, frozen=True):
    """A text with slots: `text` is a format with one `%s` for each of `places` in the values."""

    text: str
    places: tuple[int, ...]

    def filler(self) -> Callable[[Sequence[bytes]], bytes]:
        """Return the function from all values to the text, in UTF-8."""
        text = self.text.encode()
        if not self.places:
            whole = text % ()
            return lambda _: whole
        pick = itemgetter(*self.places)
        return lambda values: text % pick(values)


class Markers(Struct, frozen=True):
    """One marker for each slot: an absolute IRI that stands nowhere in the text around it."""

    count: int
    prefix: str

    @classmethod
    def absent_from(cls, slots: int, text_of: Callable[[Sequence[str]], str]) -> "Markers":
        """Return markers that the text has only where a value is; the same for the same text.

        The text is looked at with other markers in the slots, so all of it that stays is seen.
        """
        for number in count():
            others = cls(slots, f"slot:m{number + 1}x")
            mine = cls(slots, f"slot:m{number}x")
            if mine.prefix not in text_of(others.all):
                return mine
        raise AssertionError("count() has no end")

    @property
    def all(self) -> tuple[str, ...]:
        """Return the markers in the order of the slots."""
        return tuple(f"{self.prefix}{number}e" for number in range(self.count))

    def pattern(self, text: str, first: int = 0) -> Pattern:
        """Return the text with a slot in place of each marker; places are counted from `first`."""
        parts = re.split(f"{re.escape(self.prefix)}([0-9]+)e", text)
        fixed = (part.replace("%", "%%") for part in parts[::2])
        return Pattern("%s".join(fixed), tuple(first + int(number) for number in parts[1::2]))


def pattern_to_json(pattern: Pattern) -> list[Any]:
    """Return the pattern as what JSON can say."""
    return [pattern.text, list(pattern.places)]


def pattern_from_json(value: Any) -> Pattern:
    """Return what `pattern_to_json` gave."""
    text, places = value
    return Pattern(str(text), tuple(map(int, places)))
