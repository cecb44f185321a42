"""The manifest of a site in which few files change: of what lies there only a few lines are read.

That of a large site weighs tens of megabytes; what stays goes into the new one piece by piece.
"""

import os
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import BinaryIO

from msgspec import Struct

from badgesite.publish.manifest import BEGIN, BETWEEN, END, line_of, mark_of, pieces

_PIECE = 1 << 16  # fits into the caches of a processor: larger ones take longer
_REACH = 1 << 10  # more than a line and its neighbours have


class _Span(Struct, frozen=True):
    """Whole lines that stay, without what stands behind the last one."""

    begin: int
    end: int


class Amended(Struct, frozen=True):
    """A manifest with some lines changed; `differs` says whether any is not as it was.

    Called, it yields its bytes.
    """

    _path: Path
    _identity: tuple[int, int, int]
    _runs: list[bytes | _Span]
    differs: bool

    def __call__(self) -> Iterator[bytes]:
        """Yield the bytes, piece by piece. OSError when what was there is there no more."""
        if not self._runs:
            yield from pieces(())
            return
        with self._path.open("rb", buffering=0) as file:
            if _identity(file) != self._identity:
                raise OSError(f"{self._path.name} has changed meanwhile")
            between = BEGIN
            for run in self._runs:
                yield between
                between = BETWEEN
                yield from (run,) if isinstance(run, bytes) else _bytes_of(file, run)
        yield END


def amended(path: Path, changes: Mapping[str, str | None]) -> Amended | None:
    """Return a manifest of ours with some digests changed, None being of a path that goes.

    None when it is not in the form that `manifest` gives it. OSError when it cannot be read.
    """
    with path.open("rb", buffering=0) as file:
        stop = os.fstat(file.fileno()).st_size - len(END)
        done = len(BEGIN)
        if stop < done or _read(file, 0, done) != BEGIN or _read(file, stop, len(END)) != END:
            return None
        runs: list[bytes | _Span] = []
        differs = False
        for mark, name in sorted((mark_of(name), name) for name in changes):
            digest = changes[name]
            line = b"" if digest is None else line_of(name, digest)
            start, was = _place(file, done, stop, mark)
            differs = differs or line != was
            runs += [_Span(done, min(start - len(BETWEEN), stop)), line]
            done = start + len(was) + len(BETWEEN) if was else start
        runs.append(_Span(done, stop))
        return Amended(path, _identity(file), [run for run in runs if _has_lines(run)], differs)


def _has_lines(run: bytes | _Span) -> bool:
    return bool(run) if isinstance(run, bytes) else run.begin < run.end


def _identity(file: BinaryIO) -> tuple[int, int, int]:
    status = os.fstat(file.fileno())
    return status.st_size, status.st_mtime_ns, status.st_ino


def _read(file: BinaryIO, begin: int, size: int) -> bytes:
    file.seek(begin)
    return file.read(size)


def _bytes_of(file: BinaryIO, span: _Span) -> Iterator[bytes]:
    file.seek(span.begin)
    left = span.end - span.begin
    while left:
        piece = file.read(min(left, _PIECE))
        if not piece:
            raise OSError("the manifest has become shorter")
        left -= len(piece)
        yield piece


def _place(file: BinaryIO, low: int, stop: int, mark: bytes) -> tuple[int, bytes]:
    """Return where the line that begins with a mark stands, or would stand, and the line if any.

    Found by halves, from the beginning of a line on; lines end at `stop`.
    """
    high = end = stop + len(BETWEEN)  # where one more line would begin
    while low < high:
        middle = min((low + high) // 2, stop)
        start, line = _line_at(file, middle)
        behind = start + len(line)
        if line.startswith(mark):
            return start, line.removesuffix(b",")
        if line < mark:
            low = behind + 1 if behind < stop else end
        else:
            high = start
    return low, b""


def _line_at(file: BinaryIO, at: int) -> tuple[int, bytes]:
    """Return where the line with this byte begins, and the line without its newline."""
    reach = _REACH
    while True:
        begin = max(0, at - reach)
        part = _read(file, begin, at - begin + reach)
        start, end = part.rfind(b"\n", 0, at - begin) + 1, part.find(b"\n", at - begin)
        if start and end >= 0:
            return begin + start, part[start:end]
        if not begin and len(part) < at + reach:
            raise OSError("the manifest has become shorter")
        reach *= 2
