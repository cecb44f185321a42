"""Which places in status lists a register has given, found without reading all of its lines.

Places that were gathered before are kept as bits, 16 kB for each list: `Given`.
"""

import csv
import io
from collections import defaultdict
from collections.abc import Iterable, Mapping
from functools import cached_property
from itertools import chain
from types import MappingProxyType

from badgesite.addresses import STATUS_LIST_LENGTH
from badgesite.separators import separator_of

Given = Mapping[int, bytes]
"""By the number of a list its places that are given, each a bit: the first one is the lowest."""


class Places:
    """The places in the text of a register, as far as its lines are rows.

    `given` are those that were gathered of all lines before the byte `begin`: these are not looked
    at again.
    """

    def __init__(
        self, register: bytes, given: Given = MappingProxyType({}), begin: int = 0
    ) -> None:
        self._text, self._given, self._begin = register, given, begin if given else 0

    def filled(self, number: int) -> int:
        """How many places of a list are given, as far as they were gathered."""
        return int.from_bytes(self._given.get(number, b""), "little").bit_count()

    def has(self, number: int, place: int) -> bool:
        """Whether a line gives this place of this list."""
        return _is_in(self._given, number, place) or (
            self._has_cells(number, place)
            if self._is_plain
            else _is_in(self._gathered, number, place)
        )

    def _has_cells(self, number: int, place: int) -> bool:
        """Whether a line has both numbers in their columns, which stand side by side."""
        text, separator, columns = self._text, self._separator, self._columns
        mark = f"{separator}{number}{separator}{place}{separator}".encode()
        at = text.find(mark, self._begin)
        while at >= 0:
            start = text.rfind(b"\n", 0, at) + 1
            if text.count(separator.encode(), start, at + 1) == columns[0]:
                return True
            at = text.find(mark, at + 1)
        return False

    @cached_property
    def _head(self) -> str:
        return self._text[: self._text.find(b"\n") + 1 or None].decode("utf-8-sig")

    @cached_property
    def _separator(self) -> str:
        return separator_of(self._head)

    @cached_property
    def _columns(self) -> tuple[int, int]:
        return _columns_of(next(csv.reader([self._head], delimiter=self._separator), []))

    @cached_property
    def _is_plain(self) -> bool:
        """Whether the numbers of a row are found by the separators around them."""
        (number, place), separator = self._columns, self._separator
        if not 0 < number == place - 1 < self._head.count(separator) - 1:
            return False
        text, begin = self._text, self._begin
        if text.find(b'"', begin) >= 0:
            return False
        # Few registers have a space at all, and one character is found much faster than two.
        beside = (f" {separator}".encode(), f"{separator} ".encode())
        return text.find(b" ", begin) < 0 or all(text.find(each, begin) < 0 for each in beside)

    @cached_property
    def _gathered(self) -> Given:
        begin = max(self._begin, self._text.find(b"\n") + 1)
        return places_given(chain([self._head], io.StringIO(self._text[begin:].decode())))


def _is_in(given: Given, number: int, place: int) -> bool:
    return number in given and bool(given[number][place >> 3] >> (place & 7) & 1)


def _columns_of(names: Iterable[str]) -> tuple[int, int]:
    """Return where list and place stand, -1 for what is not there."""
    columns = {name.strip(): column for column, name in enumerate(names)}
    return columns.get("list", -1), columns.get("place", -1)


def places_given(register: Iterable[str]) -> Given:
    """Return the places of each list that the lines of a register give."""
    lines = iter(register)
    head = next(lines, "")
    rows = csv.reader(chain([head], lines), delimiter=separator_of(head))
    number, place = _columns_of(next(rows, []))
    if -1 in (number, place):
        return {}  # a register of the first columns has none
    cells = (
        (row[number].strip(), row[place].strip()) for row in rows if len(row) > max(number, place)
    )
    places = ((int(a), int(b)) for a, b in cells if a.isdecimal() and b.isdecimal())
    return with_places({}, places)


def with_places(given: Given, places: Iterable[tuple[int, int]]) -> Given:
    """Return what is given with these places, each with the number of its list, too."""
    bits: defaultdict[int, bytearray] = defaultdict(lambda: bytearray(STATUS_LIST_LENGTH // 8))
    bits.update({number: bytearray(before) for number, before in given.items()})
    for number, place in places:
        bits[number][place >> 3] |= 1 << (place & 7)
    return {number: bytes(each) for number, each in bits.items()}
