"""Which places in status lists a register has given, found without reading all of its lines."""

import csv
from collections import defaultdict
from collections.abc import Iterable, Mapping
from functools import cached_property
from types import MappingProxyType

from badgesite.addresses import STATUS_LIST_LENGTH


class Places:
    """The places in the text of a register, as far as its lines are rows.

    `counts` says how many each list has given, where somebody has counted.
    """

    def __init__(self, register: bytes, counts: Mapping[int, int] = MappingProxyType({})) -> None:
        self._text, self._counts = register, counts

    def filled(self, number: int) -> int:
        """How many places of a list are given, as far as they were counted."""
        return self._counts.get(number, 0)

    def has(self, number: int, place: int) -> bool:
        """Whether a line gives this place of this list."""
        text, mark = self._text, b",%d,%d," % (number, place)
        at = text.find(mark)
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


def places_given(register: Iterable[str]) -> Mapping[int, int]:
    """Return how many places of each list the lines of a register give, each place once."""
    rows = csv.reader(register)
    names = [name.strip() for name in next(rows, [])]
    if "list" not in names or "place" not in names:
        return {}  # a register of the first columns has none
    number, place = names.index("list"), names.index("place")
    given: defaultdict[int, bytearray] = defaultdict(lambda: bytearray(STATUS_LIST_LENGTH))
    for row in rows:
        if len(row) > max(number, place) and row[number].isdecimal() and row[place].isdecimal():
            given[int(row[number])][int(row[place])] = 1
    return {each: sum(places) for each, places in given.items()}
