"""The coming state of a site: gathered beside it, file by file, by one process or several."""

import contextlib
import hashlib
import os
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from pathlib import Path

from msgspec import Struct

from badgesite.errors import PublishError
from badgesite.publish import changing
from badgesite.publish.amending import Amended, amended
from badgesite.publish.ledger import Row
from badgesite.publish.manifest import MANIFEST, pieces, read_manifest
from badgesite.publish.paths import FEW, Paths

_AS_IT_IS = getattr(os, "O_BINARY", 0)  # without it Windows writes each line end as two bytes
_ANEW = os.O_WRONLY | os.O_CREAT | os.O_TRUNC | _AS_IT_IS
_FEW = 8  # a journal where no more than one file in so many changes


class Changes(Struct, frozen=True):
    """What a publication did or would do: paths made, removed; how many stayed as they were."""

    made: Collection[str]
    removed: tuple[str, ...]
    kept: int


class Publication:
    """A site and what is going to replace it. Until `finish` the site is as it was.

    PublishError when the target holds files but no manifest of ours, or is a whole disk. `dry`
    writes nothing at all. `joining` helps with a publication that another process has begun.
    """

    def __init__(self, target: Path, *, dry: bool = False, joining: bool = False) -> None:
        if not target.name:
            raise PublishError(
                f"'{target}' is a whole disk, and the site is a folder on one",
                "choose another with --site",
            )
        self.target, self.dry = target, dry
        self._root = os.fspath(target) + os.sep
        self._beside = os.fspath(changing.beside(target)) + os.sep
        self._folder: str | None = None  # the last one that was written into
        try:
            if not dry and not joining:
                changing.repair(target)
            _refuse_foreign(target)
            self._there = target.is_dir()
        except OSError as error:
            raise self.refusal(error) from None

    def put(self, path: str, content: bytes) -> Row:
        """Take a file of the coming site; it is written only when the site has another one.

        Any process may call this.
        """
        digest = hashlib.sha256(content).digest()
        if self._there:
            time = _same(self._root + path, content)
            if time is not None:
                return Row(path, digest, len(content), time, made=False)
        time = 0 if self.dry else self._write(path, content)
        return Row(path, digest, len(content), time)

    def _write(self, path: str, content: bytes) -> int:
        """Write a file beside the site; return its time."""
        folder = path.rpartition("/")[0]
        if folder != self._folder:
            _made(self._beside + folder)
            self._folder = folder
        return _write(self._beside + path, content)

    def _write_pieces(self, path: str, pieces: Iterable[bytes]) -> None:
        Path(self._beside).mkdir(parents=True, exist_ok=True)
        with os.fdopen(os.open(self._beside + path, _ANEW, 0o644), "wb") as file:
            file.writelines(pieces)

    def published(self) -> Iterable[str]:
        """Return the paths that the site's manifest names."""
        return read_manifest(self.target)

    def amended(self, changes: Mapping[str, str | None]) -> Amended | None:
        """Return the site's manifest with some digests changed; None if not ours."""
        try:
            return amended(self.target / MANIFEST, changes)
        except OSError:
            return None

    def finish(
        self,
        manifest: Callable[[], Iterable[bytes]],
        made: Collection[str],
        removed: Iterable[str],
        total: int,
        *,
        differs: bool = False,
    ) -> Changes:
        """Make it the site, with the manifest of all its `total` files, which comes in pieces.

        The manifest is compared with that of the site, unless it is known that it `differs`.
        PublishError when something cannot be written; the site is then as it was, or the next
        start finishes it.
        """
        made = Paths(made) if not isinstance(made, Paths) else made
        try:
            if not self._there or differs or not _holds(self._root + MANIFEST, manifest()):
                made.add([MANIFEST])
                if not self.dry:
                    self._write_pieces(MANIFEST, manifest())
            gone = tuple(sorted(path for path in removed if os.path.lexists(self._root + path)))
            if (made or gone) and not self.dry:
                self._replace(made, gone, total)
            elif not self.dry:
                self.abandon()
        except OSError as error:
            raise self.refusal(error) from None
        count = len(made)
        return Changes(tuple(made) if count < FEW else made, gone, total + 1 - count)

    def abandon(self) -> None:
        """Leave the site as it is; what a journal is moving into it stays for the next start."""
        if not changing.is_begun(self.target):
            changing.clear(changing.beside(self.target))
        self._folder = None

    def refusal(self, error: OSError) -> PublishError:
        """Return what is said of files that cannot be written.

        The site stays as it is, or, where few files are being moved, the next start goes on.
        """
        said = f"cannot write '{self.target.name}/': {error.strerror or error}"
        self.abandon()
        return PublishError(
            said,
            "close what holds a file of it open, and run the same again: some pages are new"
            " already, and it goes on from there"
            if changing.is_begun(self.target)
            else "free some space or choose another folder with --site; the old site is untouched",
        )

    def _replace(self, made: Paths, removed: tuple[str, ...], total: int) -> None:
        few = (len(made) + len(removed)) * _FEW <= total
        if self._there and few and changing.can_be_journaled(self.target, listed := tuple(made)):
            changing.by_journal(self.target, listed, removed)
        else:
            changing.exchange(self.target, removed)


class Coming(Mapping[str, bytes]):
    """The files of a coming site that another process gathers: what lies beside, else in it."""

    def __init__(self, target: Path) -> None:
        self._places = (changing.beside(target), target)

    def __getitem__(self, path: str) -> bytes:
        """Return a file's bytes; KeyError when it is in neither place."""
        for place in self._places:
            with contextlib.suppress(OSError):
                return (place / path).read_bytes()
        raise KeyError(path)

    def __iter__(self) -> Iterator[str]:
        """Yield nothing: it is only asked for what is known to be there."""
        return iter(())

    def __len__(self) -> int:
        """Return 0, as nothing is yielded."""
        return 0


def _refuse_foreign(target: Path) -> None:
    if target.is_symlink() or (target.exists() and not target.is_dir()):
        raise PublishError(
            f"'{target.name}' is not a folder", "remove it, or choose another with --site"
        )
    if target.is_dir() and any(target.iterdir()) and not (target / MANIFEST).is_file():
        raise PublishError(
            f"'{target.name}/' holds files that badgesite did not write",
            f"empty it, or choose another folder with --site (no {MANIFEST} was found in it)",
        )


def _same(path: str, content: bytes) -> int | None:
    """Return the time of a plain file that holds these bytes, else None."""
    try:
        handle = os.open(path, os.O_RDONLY | _AS_IT_IS | getattr(os, "O_NOFOLLOW", 0))
    except OSError:
        return None
    try:
        status = os.fstat(handle)
        if status.st_size != len(content) or os.read(handle, len(content) + 1) != content:
            return None
        return status.st_mtime_ns
    except OSError:
        return None
    finally:
        os.close(handle)


def _made(folder: str) -> None:
    """Make a folder. Most are new and stand in one that is there: to make it is to ask once."""
    try:
        os.mkdir(folder)  # noqa: PTH102 - a third of the time
    except FileExistsError:
        return
    except FileNotFoundError:
        Path(folder).mkdir(parents=True, exist_ok=True)


def _holds(path: str, pieces: Iterable[bytes]) -> bool:
    """Whether a plain file holds these bytes, piece after piece."""
    place = Path(path)
    if place.is_symlink() or not place.is_file():
        return False
    with place.open("rb") as file:
        return all(file.read(len(piece)) == piece for piece in pieces) and not file.read(1)


def _write(path: str, content: bytes) -> int:
    handle = os.open(path, _ANEW, 0o644)
    try:
        written = os.write(handle, content)
        while written < len(content):
            written += os.write(handle, content[written:])
        return os.fstat(handle).st_mtime_ns
    finally:
        os.close(handle)


# ------------------------------------------------------------------ a whole site from memory
def publish(files: Mapping[str, bytes], target: Path, *, dry: bool = False) -> Changes:
    """Make the target hold exactly these files and their manifest, and tell what changed.

    Raises PublishError when the target holds files but no manifest of ours, or cannot be written;
    the target is then as it was before.
    """
    publication = Publication(target, dry=dry)
    try:
        rows = [publication.put(path, files[path]) for path in sorted(files)]
    except OSError as error:
        raise publication.refusal(error) from None
    removed = [path for path in publication.published() if path not in files]
    made = [row.path for row in rows if row.made]
    digests = [(row.path, row.digest.hex()) for row in rows]
    return publication.finish(lambda: pieces(digests), made, removed, len(rows))
