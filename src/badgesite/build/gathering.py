"""What a whole build finds out about tables for those builds that read little of them."""

import contextlib
import hashlib
import io
from pathlib import Path
from typing import TYPE_CHECKING

from badgesite.content import Given, places_given, rows_are_lines
from badgesite.rebuilding import REGISTER, Inputs

if TYPE_CHECKING:
    from _typeshed import WriteableBuffer

_PIECE = 1 << 18


def given_in(root: Path, found: Inputs) -> Given:
    """Return the places that the register gives; none unless it is the one that was found."""
    with (root / "content" / REGISTER).open("rb", buffering=0) as file:
        seen = _Seen(file)
        text = io.TextIOWrapper(io.BufferedReader(seen, _PIECE), "utf-8-sig", newline="")
        given = places_given(text)
        told = (file.tell(), seen.digest.hexdigest())
    return given if told == found.tables.get(REGISTER) else {}


def plain_in(root: Path, found: Inputs) -> frozenset[str]:
    """Return the tables of which each line is a row, as far as they are those that were found."""
    return frozenset(
        name for name, told in found.tables.items() if _is_plain(root / "content" / name, told)
    )


def _is_plain(path: Path, told: tuple[int, str]) -> bool:
    """Whether each line is a row; a table may be larger than what should be in memory."""
    digest, rest = hashlib.sha256(), b""
    with contextlib.suppress(OSError), path.open("rb", buffering=0) as file:
        while piece := file.read(_PIECE):
            digest.update(piece)
            lines, end, rest = (rest + piece).rpartition(b"\n")
            if not rows_are_lines(lines + end):
                return False
        return rows_are_lines(rest) and told == (file.tell(), digest.hexdigest())
    return False


class _Seen(io.RawIOBase):
    """A file that is read once, with the digest of what was read."""

    def __init__(self, file: io.FileIO) -> None:
        self._file, self.digest = file, hashlib.sha256()

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: "WriteableBuffer") -> int:
        count = self._file.readinto(buffer) or 0
        self.digest.update(memoryview(buffer)[:count])
        return count
