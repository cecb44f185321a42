"""Which places in status lists a register has given, found without reading all of its lines."""

import csv
from collections import Counter
from collections.abc import Mapping
from functools import cached_property
from types import MappingProxyType


class Places:
    """The places in the text of a register, as far as its lines are rows.

    `counts` says how many each list has given, where somebody has counted.
    """

    def __init__(self, register: bytes, counts: Mapping[int, int] = MappingProxyType({})) -> None:
        self._text, self._counts = register, counts

    def filled(self, number: int) -> int:
        """How many places of a list are given, as far as they were counted."""
        return self._counts.get(number, 0)

    def counted(self) -> Mapping[int, int]:
        """Return how many places each list has given, counted line by line."""
        try:
            number, place = self._columns
        except ValueError:
            return {}  # a register of the first columns has none
        rows = csv.reader(self._text.decode("utf-8-sig").splitlines())
        given = {(row[number], row[place]) for row in rows if len(row) > max(number, place)}
        return Counter(int(each) for each, at in given if each.isdecimal() and at.isdecimal())

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
