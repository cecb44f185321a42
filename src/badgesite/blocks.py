"""Bytes that only grow and are read anywhere: the last of them in memory, others in a file.

The file has no name, so nobody else opens it, and it is gone with whoever made it. Forked
processes read it together. What was read lately, the system keeps for as long as it has room.
"""

import contextlib
import os

_MOST = 1 << 22  # bytes in memory: some thirteen thousand lines of the register
_CAN_READ_ANYWHERE = hasattr(os, "pread")  # elsewhere all stays in memory


class Block:
    """Pieces of bytes, one after the other; each is read as it was added, or a part of it."""

    def __init__(self) -> None:
        """Begin with no byte."""
        self._latest = bytearray()
        self._filed = 0  # bytes that are in the file, in front of the latest
        self._file: int | None = None
        self._fits = _CAN_READ_ANYWHERE

    def add(self, piece: bytes | bytearray) -> None:
        """Take a piece."""
        self._latest += piece
        if len(self._latest) >= _MOST and self._fits:
            self._file_latest()

    def __len__(self) -> int:
        """Return how many bytes there are."""
        return self._filed + len(self._latest)

    def read(self, begin: int, end: int) -> bytes | bytearray:
        """Return the bytes from one place to another, which lie in one piece."""
        if begin < self._filed and self._file is not None:
            return os.pread(self._file, end - begin, begin)
        return self._latest[begin - self._filed : end - self._filed]

    def whole(self) -> bytes:
        """Return all bytes, for another process."""
        filed = b""
        while self._file is not None and len(filed) < self._filed:
            filed += os.pread(self._file, self._filed - len(filed), len(filed))
        return filed + self._latest

    def _file_latest(self) -> None:
        try:
            if self._file is None:
                self._file = _without_name()
            view, done = memoryview(self._latest), 0
            while done < len(view):
                done += os.pwrite(self._file, view[done:], self._filed + done)
        except OSError:
            self._fits = False  # no room there: what comes stays in memory
            return
        self._filed += done
        self._latest = bytearray()

    def __del__(self) -> None:
        """Close the file, which is gone with that."""
        if getattr(self, "_file", None) is not None:
            with contextlib.suppress(OSError):
                os.close(self._file)  # type: ignore[arg-type]  # there is one, as was asked above


def _without_name() -> int:
    import tempfile  # brings much, and few sites are so large

    handle, path = tempfile.mkstemp(prefix="badgesite-")
    os.unlink(path)  # noqa: PTH108 - tempfile gives a text, and nobody needs a Path of it
    return handle
