"""What lies in a site, in one SQLite file beside it: an accelerator that may be deleted any time.

For each unit (what is made and kept together: a learner's files, or those of the whole site) the
key it was made by; for each file its digest, size and time. A ledger counts only while the site's
manifest is the one it wrote; a broken or foreign one is as good as none.
"""

import contextlib
import os
import sqlite3
import stat
from collections.abc import Collection, Iterable, Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

from badgesite.publish.manifest import MANIFEST

_TABLES = """
CREATE TABLE IF NOT EXISTS file
  (path TEXT PRIMARY KEY, digest BLOB, size INTEGER, time INTEGER) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS unit (name TEXT PRIMARY KEY, key BLOB, paths TEXT) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS meta (name TEXT PRIMARY KEY, value TEXT) WITHOUT ROWID;
"""
_COMING = (
    "CREATE TEMP TABLE IF NOT EXISTS coming (path TEXT, digest BLOB, size INTEGER, time INTEGER)"
)
_INSERT = "INSERT INTO file VALUES (?, ?, ?, ?)"
_FORM = "1"
_LOOKED_AT = 20_000  # files


class Row(NamedTuple):
    """A file as it lies in the site; `made` says whether this build wrote it."""

    path: str
    digest: bytes
    size: int
    time: int
    made: bool = True


class Unit(NamedTuple):
    """A unit with all of its files."""

    name: str
    key: bytes
    rows: tuple[Row, ...]


class Ledger:
    """The files of one site by unit. Nothing is kept before `keep`."""

    def __init__(self, path: Path | None, target: Path) -> None:
        """Open the ledger of this target, an empty one where there is none that counts."""
        self._path, self._target = path, target
        self._database = self._open()
        self._in_use()
        if self.said("site") != self._manifest():
            self.clear()
        self._total = self._counted()

    def _open(self) -> sqlite3.Connection:
        if self._path is not None and self._path.exists():
            with contextlib.suppress(sqlite3.Error, OSError):
                return self._connected(self._path)
            with contextlib.suppress(OSError):
                self._path.unlink()
        if self._path is not None:
            with contextlib.suppress(sqlite3.Error, OSError):
                self._path.parent.mkdir(parents=True, exist_ok=True)
                return self._connected(self._path)
        self._path = None
        return self._connected(None)

    @staticmethod
    def _connected(path: Path | None) -> sqlite3.Connection:
        database = sqlite3.connect(path or ":memory:", isolation_level=None, timeout=5)
        try:
            database.execute("PRAGMA journal_mode=WAL")
            database.execute("PRAGMA synchronous=OFF")
            database.execute("PRAGMA secure_delete=ON")  # a learner who was erased is
            database.executescript(_TABLES)
            database.execute("SELECT name, key, paths FROM unit LIMIT 1").fetchall()
            database.execute("SELECT path, digest, size, time FROM file LIMIT 1").fetchall()
        except sqlite3.Error:
            database.close()
            raise
        return database

    def _in_use(self) -> None:
        self._database.execute("BEGIN")

    def said(self, name: str) -> str | None:
        """Return what `say` kept under a name."""
        try:
            row = self._database.execute("SELECT value FROM meta WHERE name = ?", (name,))
            found = row.fetchone()
        except sqlite3.Error:
            return None
        return None if found is None else str(found[0])

    def _manifest(self) -> str:
        """Return what stands for the site's manifest as it lies there now."""
        try:
            status = (self._target / MANIFEST).stat()
        except OSError:
            return ""
        return f"{_FORM} {self._target} {status.st_size} {status.st_mtime_ns} {status.st_ino}"

    def counts_on(self, guard: str) -> bool:
        """Whether the files went through this guard."""
        return self.said("guard") == guard

    def count_on(self, guard: str) -> None:
        """Forget the keys unless the files went through this guard."""
        if not self.counts_on(guard):
            self._database.execute("UPDATE unit SET key = x''")
            self.say("guard", guard)

    def say(self, name: str, value: str) -> None:
        """Keep a text under a name."""
        self._database.execute("INSERT OR REPLACE INTO meta VALUES (?, ?)", (name, value))

    def unsay(self, begins: str) -> None:
        """Forget the texts under all names that begin so."""
        self._database.execute("DELETE FROM meta WHERE substr(name, 1, ?) = ?", _begin(begins))

    def said_with(self, begins: str, part: str) -> tuple[str, str] | None:
        """Return name and text of the first text that has this part, of the names that begin so."""
        asked = "SELECT name, value FROM meta WHERE substr(name, 1, ?) = ? AND instr(value, ?)"
        found = self._database.execute(asked, (*_begin(begins), part)).fetchone()
        return None if found is None else (str(found[0]), str(found[1]))

    # ------------------------------------------------------------- reading
    def names(self) -> Iterator[str]:
        """Yield the name of every unit."""
        for (name,) in self._database.execute("SELECT name FROM unit"):
            yield str(name)

    def key(self, name: str) -> bytes | None:
        """Return the key of a unit, or None where there is no such unit."""
        found = self._database.execute("SELECT key FROM unit WHERE name = ?", (name,)).fetchone()
        return None if found is None else bytes(found[0])

    def rows(self) -> Iterator[tuple[str, bytes, int, int]]:
        """Yield path, digest, size and time of every file."""
        yield from self._database.execute("SELECT path, digest, size, time FROM file")

    def harmed(self) -> set[str]:
        """Return the units of which a file is not there any more as it was written.

        Of a large site this is not asked: looking at each file takes longer than a small build.
        """
        count, _ = self.count()
        if count > _LOOKED_AT:
            return set()
        root = os.fspath(self._target) + os.sep
        wrong = {path for path, _, size, time in self.rows() if _now(root + path) != (size, time)}
        return {name for path, name in self.unit_of().items() if path in wrong} if wrong else set()

    def unit_of(self) -> dict[str, str]:
        """Return the unit of every file."""
        found = self._database.execute("SELECT name, paths FROM unit")
        return {path: name for name, paths in found for path in paths.split("\n")}

    def digests(self) -> Iterator[tuple[str, str]]:
        """Yield path and SHA-256 of every file, sorted by path."""
        for path, digest in self._database.execute("SELECT path, digest FROM file ORDER BY path"):
            yield path, digest.hex()

    def count(self) -> tuple[int, int]:
        """Return how many files there are, and their bytes together."""
        return self._total

    def _counted(self) -> tuple[int, int]:
        """Return the same as it was kept, for counting takes as long as there are files."""
        said = (self.said("count") or "").split()
        if len(said) == 2 and all(each.isdecimal() for each in said):
            return int(said[0]), int(said[1])
        row = self._database.execute("SELECT count(*), total(size) FROM file").fetchone()
        return int(row[0]), int(row[1])

    def _count_in(self, files: int, size: int) -> None:
        self._total = (self._total[0] + files, self._total[1] + size)

    # ------------------------------------------------------------- writing
    def put(self, units: Iterable[Unit], coming: set[str] | None = None) -> list[str]:
        """Put these units in place of what was there by their names; return what they lost.

        The names of units still to be put are in `coming`, and leave it as they come: such a unit
        gives up a file that is another's now. LookupError with the path when a file would belong
        to two units.
        """
        gone: list[str] = []
        coming = set() if coming is None else coming
        for unit in units:
            coming.discard(unit.name)
            before = set(self._paths(unit.name))
            rows = [row[:4] for row in unit.rows]
            if before:
                lost = before.difference(row.path for row in unit.rows)
                gone += lost
                self._forget(before)
            try:
                self._database.executemany(_INSERT, rows)
            except sqlite3.IntegrityError:
                self._take(unit, coming)
                self._database.executemany(_INSERT, rows)
            self._count_in(len(rows), sum(row[2] for row in rows))
            paths = "\n".join(row[0] for row in rows)
            self._database.execute(
                "INSERT OR REPLACE INTO unit VALUES (?, ?, ?)", (unit.name, unit.key, paths)
            )
        return gone

    def _take(self, unit: Unit, coming: Collection[str]) -> None:
        """Take the unit's files out of what is known of units still to come, and out of the table.

        LookupError with the path of a file that another unit keeps.
        """
        mine = [row.path for row in unit.rows]
        others = self._database.execute("SELECT name, paths FROM unit WHERE name <> ?", [unit.name])
        had = {name: each for name, paths in others if (each := _split(paths)) & set(mine)}
        kept = sorted(path for name in had.keys() - coming for path in had[name] & set(mine))
        twice = kept or [path for path in mine if mine.count(path) > 1]
        if twice:
            raise LookupError(twice[0])
        for name, paths in had.items():
            self._forget(paths.intersection(mine))
            left = "\n".join(sorted(paths.difference(mine)))
            self._database.execute("UPDATE unit SET paths = ? WHERE name = ?", (left, name))
        self._database.executemany("DELETE FROM file WHERE path = ?", [(path,) for path in mine])

    def gather(self, units: Sequence[Unit]) -> None:
        """Take units of which nothing is there yet, in any order: `settle` puts them in theirs.

        Until then nobody asks for files. A file put between others in the middle of a large table
        takes three times as long.
        """
        rows = [row[:4] for unit in units for row in unit.rows]
        self._database.execute(_COMING)
        self._database.executemany("INSERT INTO coming VALUES (?, ?, ?, ?)", rows)
        self._count_in(len(rows), sum(row[2] for row in rows))
        named = [(u.name, u.key, "\n".join(row.path for row in u.rows)) for u in units]
        self._database.executemany("INSERT INTO unit VALUES (?, ?, ?)", named)

    def settle(self) -> None:
        """Put what was gathered in its places.

        LookupError with the path when a file would belong to two units.
        """
        self._database.execute(_COMING)
        try:
            self._database.execute("INSERT INTO file SELECT * FROM coming ORDER BY path")
        except sqlite3.IntegrityError:
            raise LookupError(self._twice_coming()) from None
        self._database.execute("DROP TABLE coming")

    def _twice_coming(self) -> str:
        asked = (
            "SELECT path FROM (SELECT path FROM coming UNION ALL SELECT path FROM file)"
            " GROUP BY path HAVING count(*) > 1 ORDER BY path LIMIT 1"
        )
        return str(self._database.execute(asked).fetchone()[0])

    def renew(self, rows: Iterable[Row]) -> None:
        """Put what became of these files in place of what was known of them."""
        for path, digest, size, time, _ in rows:
            self._forget([path])
            self._database.execute(_INSERT, (path, digest, size, time))
            self._count_in(1, size)

    def drop(self, names: Iterable[str]) -> list[str]:
        """Take these units out; return the files they had."""
        gone: list[str] = []
        for name in names:
            paths = self._paths(name)
            self._forget(paths)
            self._database.execute("DELETE FROM unit WHERE name = ?", (name,))
            gone += paths
        return gone

    def holds(self, path: str) -> bool:
        """Whether the site has this file."""
        found = self._database.execute("SELECT 1 FROM file WHERE path = ?", (path,))
        return found.fetchone() is not None

    def digest(self, path: str) -> bytes | None:
        """Return the SHA-256 of a file, or None where the site has none."""
        found = self._database.execute("SELECT digest FROM file WHERE path = ?", (path,)).fetchone()
        return None if found is None else bytes(found[0])

    def _paths(self, name: str) -> list[str]:
        found = self._database.execute("SELECT paths FROM unit WHERE name = ?", (name,)).fetchone()
        return [] if found is None or not found[0] else str(found[0]).split("\n")

    def _forget(self, paths: Iterable[str]) -> None:
        for path in paths:
            asked = "SELECT size FROM file WHERE path = ?"
            for (size,) in self._database.execute(asked, (path,)).fetchall():
                self._database.execute("DELETE FROM file WHERE path = ?", (path,))
                self._count_in(-1, -size)

    def clear(self) -> None:
        """Forget everything."""
        for table in ("file", "unit", "meta"):
            self._database.execute(f"DELETE FROM {table}")  # noqa: S608 - our own names
        self._total = (0, 0)

    def keep(self) -> None:
        """Keep all this for the next build, of the site as it is now."""
        with contextlib.suppress(sqlite3.Error):
            self.say("site", self._manifest())
            self.say("count", f"{self._total[0]} {self._total[1]}")
            self._database.execute("COMMIT")
            self._in_use()

    def close(self) -> None:
        """Close the file; what was not kept is forgotten."""
        with contextlib.suppress(sqlite3.Error):
            self._database.execute("ROLLBACK")
        self._database.close()


def _split(paths: str) -> set[str]:
    return set(paths.split("\n")) if paths else set()


def _begin(name: str) -> tuple[int, str]:
    return len(name), name


def _now(path: str) -> tuple[int, int] | None:
    try:
        status = os.lstat(path)
    except OSError:
        return None
    return (status.st_size, status.st_mtime_ns) if stat.S_ISREG(status.st_mode) else None
