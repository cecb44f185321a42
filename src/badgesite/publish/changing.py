"""From the old state of the site to the new one, and what to do after a kill in between.

Two ways. *Exchange*: what stays is linked beside what is new, and the two folders change places by
one rename; a kill at any moment leaves the old site or the new one. *Journal*, for few changes in
many files: the new files lie beside, a journal says what is to be moved and removed, and each is
moved by a rename of its own, the manifest last. A kill before the journal is there leaves the old
site; after it, the next start finishes what the journal says. In between, for as long as the
renames take, a visitor may meet new pages beside old ones, each of them whole.

Nothing is synced to the disk on purpose: after a power cut the next build compares and mends.
"""

import contextlib
import errno
import json
import os
import sys
from collections.abc import Iterable, Sequence
from pathlib import Path

from badgesite.publish.manifest import MANIFEST, is_inside

_EXCHANGE_LINUX = 2  # RENAME_EXCHANGE, renameat2(2)
_EXCHANGE_MACOS = 2  # RENAME_SWAP, renamex_np(2)
_AT_FDCWD = -100


def beside(target: Path) -> Path:
    """Return the folder in which the coming state is gathered."""
    return target.with_name(f".{target.name}.new")


def _old(target: Path) -> Path:
    return target.with_name(f".{target.name}.old")


def _journal(target: Path) -> Path:
    return target.with_name(f".{target.name}.journal")


def clear(folder: Path) -> None:
    """Remove a folder with all that lies in it, if it is there."""
    if folder.exists():
        import shutil  # knows all kinds of archives, and a build that does nothing needs none

        shutil.rmtree(folder, ignore_errors=True)


def is_left_over(target: Path) -> bool:
    """Whether a killed publication left something that `repair` is for."""
    return any(os.path.lexists(place(target)) for place in (beside, _old, _journal))


def is_begun(target: Path) -> bool:
    """Whether files are being moved as a journal says: what lies beside is then needed."""
    return _journal(target).exists()


def repair(target: Path) -> None:
    """Finish or undo what a killed publication left: afterwards there is the old site or the new.

    A journal is rolled forward; without one the old site stays, or is put back.
    """
    said = _read(_journal(target))
    if said is not None and target.is_dir():
        _roll_forward(target, *said)
    _journal(target).unlink(missing_ok=True)
    old = _old(target)
    if old.is_dir() and not target.exists():
        old.rename(target)
    for leftover in (beside(target), old):
        if leftover.is_dir() and not leftover.is_symlink():
            clear(leftover)


# ------------------------------------------------------------------ exchange
def exchange(target: Path, removed: Iterable[str]) -> None:
    """Make what lies beside, and of the old site all but `removed`, the site."""
    new = beside(target)
    if not target.exists():
        target.parent.mkdir(parents=True, exist_ok=True)
        new.rename(target)
        return
    _carry_over(target, new, set(removed))
    if _swap(new, target):
        clear(new)
        return
    target.rename(_old(target))
    try:
        new.rename(target)
    except OSError:  # Windows moves no folder in which a file is open
        _old(target).rename(target)
        raise
    clear(_old(target))


def _carry_over(target: Path, new: Path, removed: set[str]) -> None:
    """Link every file that is not there already: what stays keeps its inode and its time."""
    for folder, _, names in os.walk(target):
        below = os.path.relpath(folder, target)
        inside = "" if below == "." else below.replace(os.sep, "/") + "/"
        there = False
        for name in sorted(names):
            path = inside + name
            if path in removed:
                continue
            if not there:
                (new / inside).mkdir(parents=True, exist_ok=True)
                there = True
            if not os.path.lexists(new / path):
                _link(target / path, new / path)


def _link(old: Path, new: Path) -> None:
    try:
        os.link(old, new, follow_symlinks=False)
    except OSError:
        import shutil

        shutil.copy2(old, new, follow_symlinks=False)


def _swap(one: Path, other: Path) -> bool:
    """Exchange two folders by one system call, where the system has it."""
    import ctypes  # few builds exchange

    try:
        library = ctypes.CDLL(None, use_errno=True)
        first, second = os.fsencode(one), os.fsencode(other)
        if sys.platform == "linux":
            done = library.renameat2(_AT_FDCWD, first, _AT_FDCWD, second, _EXCHANGE_LINUX)
        elif sys.platform == "darwin":
            done = library.renamex_np(first, second, _EXCHANGE_MACOS)
        else:
            return False
    except (AttributeError, OSError, TypeError):
        return False
    if done != 0 and ctypes.get_errno() in (errno.ENOSPC, errno.EACCES, errno.EROFS):
        raise OSError(ctypes.get_errno(), os.strerror(ctypes.get_errno()))
    return bool(done == 0)


# ------------------------------------------------------------------ journal
def can_be_journaled(target: Path, made: Iterable[str]) -> bool:
    """Whether each file can be renamed into its place: no links on the way, no folder for a file.

    Where one cannot, an exchange leaves such things behind.
    """
    folders = {""} | {path.rpartition("/")[0] for path in made}
    for folder in folders:
        parts = folder.split("/") if folder else []
        for number in range(len(parts) + 1):
            step = target.joinpath(*parts[:number])
            if step.is_symlink() or (step.exists() and not step.is_dir()):
                return False
    return not any((target / path).is_dir() for path in made)


def by_journal(target: Path, made: Sequence[str], removed: Sequence[str]) -> None:
    """Move the files that lie beside into the site one by one, and remove others."""
    journal = _journal(target)
    half = journal.with_name(f"{journal.name}.half")
    half.write_text(json.dumps({"made": list(made), "removed": list(removed)}), "utf-8")
    half.replace(journal)
    _roll_forward(target, made, removed)
    journal.unlink()
    clear(beside(target))


def _read(journal: Path) -> tuple[list[str], list[str]] | None:
    """Return what a journal says; it is there as a whole or not at all."""
    journal.with_name(f"{journal.name}.half").unlink(missing_ok=True)
    try:
        said = json.loads(journal.read_text("utf-8"))
        made, removed = ([path for path in said[name] if is_inside(path)] for name in _NAMES)
    except (OSError, ValueError, LookupError, TypeError):
        return None
    return made, removed


_NAMES = ("made", "removed")


def _roll_forward(target: Path, made: Sequence[str], removed: Sequence[str]) -> None:
    """Do what is not done yet: a file that does not lie beside any more is in its place."""
    new = beside(target)
    for path in sorted(made, key=lambda each: each == MANIFEST):
        if path == MANIFEST:
            _remove(target, removed)
        if not (new / path).exists():
            continue
        try:
            (new / path).replace(target / path)
        except FileNotFoundError:
            (target / path).parent.mkdir(parents=True, exist_ok=True)
            (new / path).replace(target / path)
    if MANIFEST not in made:
        _remove(target, removed)


def _remove(target: Path, removed: Sequence[str]) -> None:
    for path in removed:
        (target / path).unlink(missing_ok=True)
    for folder in sorted({p for path in removed for p in Path(path).parents}, reverse=True):
        if folder != Path():
            with contextlib.suppress(OSError):
                (target / folder).rmdir()  # goes only when it is empty
