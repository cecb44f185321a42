"""Which places in status lists a register has given, found without reading all of its lines.

Places that were gathered before are kept as bits, 16 kB for each list: `Given`.
"""

import csv
from collections import defaultdict
from collections.abc import Iterable, Mapping
from functools import cached_property
from types import MappingProxyType

from badgesite.addresses import STATUS_LIST_LENGTH

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
        if number in self._given and self._given[number][place >> 3] >> (place & 7) & 1:
            return True
        text, mark = self._text, b",%d,%d," % (number, place)
        at = text.find(mark, self._begin)
        while at >= 0:
            start, end = text.rfind(b"\n", 0, at) + 1, text.find(b"\n", at)
            row = next(csv.reader([text[start : end if end >= 0 else None].decode()]), [])
            if [row[column] for column in self._columns if column < len(row)] == [
                str(number),
                str(place),
            ]:
                return True
            at = text.find(mark, at + 1)
        return False

    @cached_property
    def _columns(self) -> tuple[int, int]:
        names = self._text[: self._text.find(b"\n")].decode("utf-8-sig").strip().split(",")
        return names.index("list"), names.index("place")


def places_given(register: Iterable[str]) -> Given:
    """Return the places of each list that the lines of a register give."""
    rows = csv.reader(register)
    names = [name.strip() for name in next(rows, [])]
    if "list" not in names or "place" not in names:
        return {}  # a register of the first columns has none
    number, place = names.index("list"), names.index("place")
    places = (
        (int(row[number]), int(row[place]))
        for row in rows
        if len(row) > max(number, place) and row[number].isdecimal() and row[place].isdecimal()
    )
    return with_places({}, places)


def with_places(given: Given, places: Iterable[tuple[int, int]]) -> Given:
    """Return what is given with these places, each with the number of its list, too."""
    bits: defaultdict[int, bytearray] = defaultdict(lambda: bytearray(STATUS_LIST_LENGTH // 8))
    bits.update({number: bytearray(before) for number, before in given.items()})
    for number, place in places:
        bits[number][place >> 3] |= 1 << (place & 7)
    return {number: bytes(each) for number, each in bits.items()}
