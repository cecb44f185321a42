"""Digest to bytes, in one SQLite file that may be deleted at any time. An accelerator, no truth."""

import contextlib
import hashlib
import sqlite3
from collections.abc import Iterable, Mapping
from pathlib import Path
from types import TracebackType
from typing import Protocol, Self


class Cache(Protocol):
    """What remembers made bytes by key."""

    def get(self, key: str) -> bytes | None:
        """Return the bytes made for this key, or None."""

    def put(self, items: Iterable[tuple[str, bytes]]) -> None:
        """Remember the bytes made for these keys."""


class NoCache:
    """Remembers nothing: every build is the first."""

    def get(self, key: str) -> bytes | None:
        """Return None."""
        return None

    def put(self, items: Iterable[tuple[str, bytes]]) -> None:
        """Do nothing."""


class MemoryCache:
    """Remembers while the process lives: for `serve` and for tests."""

    def __init__(self) -> None:
        self._made: dict[str, bytes] = {}

    def get(self, key: str) -> bytes | None:
        """Return the bytes made for this key, or None."""
        return self._made.get(key)

    def put(self, items: Iterable[tuple[str, bytes]]) -> None:
        """Remember the bytes made for these keys."""
        self._made.update(items)


class FileCache:
    """Remembers in a SQLite file; a broken, foreign or unwritable file is as good as none.

    Every row carries the SHA-256 of its bytes, so a damaged row is made again.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        self._database = self._open()

    def _open(self) -> sqlite3.Connection | None:
        for attempt in range(2):
            database = None
            try:
                self._path.parent.mkdir(parents=True, exist_ok=True)
                database = sqlite3.connect(self._path, isolation_level=None, timeout=5)
                database.execute("PRAGMA journal_mode=WAL")
                database.execute("PRAGMA synchronous=OFF")
                database.execute(
                    "CREATE TABLE IF NOT EXISTS made"
                    " (key TEXT PRIMARY KEY, digest BLOB, bytes BLOB) WITHOUT ROWID"
                )
                database.execute("SELECT key, digest, bytes FROM made LIMIT 1").fetchall()
            except (sqlite3.Error, OSError):
                if database is not None:
                    database.close()
                if attempt == 0:
                    with contextlib.suppress(OSError):
                        self._path.unlink(missing_ok=True)
            else:
                return database
        return None

    def get(self, key: str) -> bytes | None:
        """Return the bytes made for this key, or None."""
        if self._database is None:
            return None
        try:
            row = self._database.execute(
                "SELECT digest, bytes FROM made WHERE key = ?", (key,)
            ).fetchone()
        except sqlite3.Error:
            return None
        if row is None or not isinstance(row[1], bytes) or _digest(row[1]) != row[0]:
            return None
        return row[1]

    def put(self, items: Iterable[tuple[str, bytes]]) -> None:
        """Remember the bytes made for these keys; a full disk is no error."""
        if self._database is None:
            return
        rows = ((key, _digest(made), made) for key, made in items)
        try:
            self._database.execute("BEGIN")
            self._database.executemany("INSERT OR REPLACE INTO made VALUES (?, ?, ?)", rows)
            self._database.execute("COMMIT")
        except sqlite3.Error:
            with contextlib.suppress(sqlite3.Error):
                self._database.execute("ROLLBACK")

    def keep_only(self, keys: Mapping[str, object]) -> None:
        """Forget what no output of the present plan needs."""
        if self._database is None:
            return
        with contextlib.suppress(sqlite3.Error):
            known = {row[0] for row in self._database.execute("SELECT key FROM made")}
            stale = [(key,) for key in known if key not in keys]
            self._database.execute("BEGIN")
            self._database.executemany("DELETE FROM made WHERE key = ?", stale)
            self._database.execute("COMMIT")

    def close(self) -> None:
        """Close the file."""
        if self._database is not None:
            self._database.close()
            self._database = None

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()


def _digest(made: bytes) -> bytes:
    return hashlib.sha256(made).digest()
