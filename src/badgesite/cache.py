"""Digest to bytes, in one SQLite file that may be deleted at any time. An accelerator, no truth."""

import contextlib
import hashlib
import os
import sqlite3
from collections.abc import Iterable
from pathlib import Path
from types import TracebackType
from typing import Protocol, Self

CACHE = ".badgesite/cache.sqlite"  # in a repository


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


class BothCaches:
    """Remembers in memory first and in a file beside it: for `serve`, which builds often."""

    def __init__(self, first: Cache, second: Cache) -> None:
        self._first, self._second = first, second

    def get(self, key: str) -> bytes | None:
        """Return the bytes made for this key, or None."""
        found = self._first.get(key)
        if found is None:
            found = self._second.get(key)
            if found is not None:
                self._first.put([(key, found)])
        return found

    def put(self, items: Iterable[tuple[str, bytes]]) -> None:
        """Remember the bytes made for these keys in both."""
        known = list(items)
        self._first.put(known)
        self._second.put(known)


class FileCache:
    """Remembers in a SQLite file; a broken, foreign or unwritable file is as good as none.

    Every row carries the SHA-256 of its bytes, so a damaged row is made again. The file is not
    made before there is something to remember. Threads may take turns with one.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        self._database: sqlite3.Connection | None = None
        self._tried = False
        self._process = os.getpid()
        self._left: list[sqlite3.Connection | None] = []

    def _connection(self, *, make: bool) -> sqlite3.Connection | None:
        if self._process != os.getpid():
            # A connection does not survive a fork; it is left alone, as closing it is no better.
            self._left.append(self._database)
            self._database, self._tried, self._process = None, False, os.getpid()
        if not self._tried and (make or self._path.exists()):
            self._tried = True
            self._database = self._open()
        return self._database

    def _open(self) -> sqlite3.Connection | None:
        for attempt in range(2):
            database = None
            try:
                self._path.parent.mkdir(parents=True, exist_ok=True)
                database = sqlite3.connect(
                    self._path, isolation_level=None, timeout=5, check_same_thread=False
                )
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
        database = self._connection(make=False)
        if database is None:
            return None
        try:
            row = database.execute(
                "SELECT digest, bytes FROM made WHERE key = ?", (key,)
            ).fetchone()
        except sqlite3.Error:
            return None
        if row is None or not isinstance(row[1], bytes) or _digest(row[1]) != row[0]:
            return None
        return row[1]

    def put(self, items: Iterable[tuple[str, bytes]]) -> None:
        """Remember the bytes made for these keys; a full disk is no error."""
        rows = [(key, _digest(made), made) for key, made in items]
        database = self._connection(make=True) if rows else None
        if database is None:
            return
        try:
            database.execute("BEGIN")
            database.executemany("INSERT OR REPLACE INTO made VALUES (?, ?, ?)", rows)
            database.execute("COMMIT")
        except sqlite3.Error:
            with contextlib.suppress(sqlite3.Error):
                database.execute("ROLLBACK")

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


class UnwrittenCache(FileCache):
    """Takes what was remembered and adds nothing, for what must leave no file another."""

    def put(self, items: Iterable[tuple[str, bytes]]) -> None:
        """Do nothing."""


def _digest(made: bytes) -> bytes:
    return hashlib.sha256(made).digest()
