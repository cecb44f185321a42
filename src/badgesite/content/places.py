"""Which places in status lists a register has given, found without reading all of its lines."""

import csv
from functools import cached_property


class Places:
    """The places in the text of a register, as far as its lines are rows."""

    def __init__(self, register: bytes) -> None:
        self._text = register

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
