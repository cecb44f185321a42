"""Bytes to directory: the only writer of the site.

The new site is laid out beside the old one (files that did not change are hard links to the old
ones, so they keep their inode and time) and swapped in by one rename; the manifest is part of it.
A kill at any moment leaves the old site or the new one. Nothing is synced to the disk on purpose:
after a power cut the next build compares the bytes themselves and mends what is missing. What the
manifest does not name was not written by badgesite and is carried over untouched.
"""

import ctypes
import errno
import hashlib
import json
import os
import shutil
import sys
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from badgesite.errors import PublishError

MANIFEST = "site-manifest.json"
_EXCHANGE_LINUX = 2  # RENAME_EXCHANGE, renameat2(2)
_EXCHANGE_MACOS = 2  # RENAME_SWAP, renamex_np(2)
_AT_FDCWD = -100


@dataclass(frozen=True, slots=True)
class Changes:
    """What a publication did or would do: paths made, removed; how many stayed as they were."""

    made: tuple[str, ...]
    removed: tuple[str, ...]
    kept: int


def manifest_bytes(files: Mapping[str, bytes]) -> bytes:
    """Return site-manifest.json: path to SHA-256 (hex) for every file but itself."""
    digests = {path: hashlib.sha256(files[path]).hexdigest() for path in sorted(files)}
    return (json.dumps(digests, indent=0, ensure_ascii=False) + "\n").encode()


def compare(files: Mapping[str, bytes], target: Path) -> Changes:
    """Return what publishing these files into the target would change; nothing is written."""
    wanted = {**files, MANIFEST: manifest_bytes(files)}
    before = _manifest_of(target)
    made = tuple(path for path in sorted(wanted) if not _is_same(target / path, wanted[path]))
    removed = tuple(
        path for path in sorted(before) if path not in wanted and (target / path).exists()
    )
    return Changes(made, removed, len(wanted) - len(made))


def publish(files: Mapping[str, bytes], target: Path) -> Changes:
    """Make the target hold exactly these files and their manifest, and tell what changed.

    Raises PublishError when the target holds files but no manifest of ours, or cannot be written;
    the target is then as it was before.
    """
    repair(target)
    _refuse_foreign(target)
    changes = compare(files, target)
    if not changes.made and not changes.removed:
        return changes
    wanted = {**files, MANIFEST: manifest_bytes(files)}
    beside = target.with_name(f".{target.name}.new")
    try:
        _lay_out(wanted, changes, target, beside)
        _swap(beside, target)
    except OSError as error:
        shutil.rmtree(beside, ignore_errors=True)
        raise PublishError(
            f"cannot write '{target.name}/': {error.strerror or error}",
            "free some space or choose another folder with --site; the old site is untouched",
        ) from None
    return changes


def update(files: Mapping[str, bytes], before: Mapping[str, bytes], target: Path) -> Changes:
    """Bring a preview from `before` to `files` in place, and tell what changed.

    For a folder that nobody publishes: quick, and not all at once. `before` is what the last call
    put there.
    """
    made = tuple(path for path in sorted(files) if before.get(path) != files[path])
    removed = tuple(path for path in sorted(before) if path not in files)
    for path in removed:
        (target / path).unlink(missing_ok=True)
    for path in made:
        (target / path).parent.mkdir(parents=True, exist_ok=True)
        beside = (target / path).with_name(f".{Path(path).name}.new")
        beside.write_bytes(files[path])
        beside.replace(target / path)
    return Changes(made, removed, len(files) - len(made))


def repair(target: Path) -> None:
    """Remove what a killed publication left beside the target; put the old site back if needed."""
    beside, old = target.with_name(f".{target.name}.new"), target.with_name(f".{target.name}.old")
    if old.is_dir() and not target.exists():
        old.rename(target)
    for leftover in (beside, old):
        if leftover.is_dir() and not leftover.is_symlink():
            shutil.rmtree(leftover, ignore_errors=True)


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


def _manifest_of(target: Path) -> dict[str, str]:
    try:
        found = json.loads((target / MANIFEST).read_bytes())
    except (OSError, ValueError, RecursionError):
        return {}
    if not isinstance(found, dict):
        return {}
    return {path: value for path, value in found.items() if _is_inside(path)}


def _is_inside(path: str) -> bool:
    parts = path.split("/")
    return bool(path) and "\\" not in path and not any(part in ("", ".", "..") for part in parts)


def _is_same(path: Path, wanted: bytes) -> bool:
    try:
        return (
            not path.is_symlink()
            and path.stat().st_size == len(wanted)
            and path.read_bytes() == wanted
        )
    except OSError:
        return False


# ------------------------------------------------------------------ laying out and swapping
def _lay_out(wanted: Mapping[str, bytes], changes: Changes, target: Path, beside: Path) -> None:
    shutil.rmtree(beside, ignore_errors=True)
    beside.mkdir(parents=True)
    made, removed = set(changes.made), set(changes.removed)
    folders: set[Path] = {beside}
    for path in _others(target, wanted, removed):
        _place(beside, path, folders)
        _link(target / path, beside / path)
    for path in sorted(wanted):
        _place(beside, path, folders)
        if path in made:
            _write(beside / path, wanted[path])
        else:
            _link(target / path, beside / path)


def _others(target: Path, wanted: Mapping[str, bytes], removed: set[str]) -> Iterator[str]:
    if not target.is_dir():
        return
    for folder, _, names in os.walk(target):
        for name in sorted(names):
            path = (Path(folder) / name).relative_to(target).as_posix()
            if path not in wanted and path not in removed:
                yield path


def _place(root: Path, path: str, folders: set[Path]) -> None:
    parent = (root / path).parent
    if parent not in folders:
        parent.mkdir(parents=True, exist_ok=True)
        folders.update(p for p in (parent, *parent.parents) if p.is_relative_to(root))


def _link(old: Path, new: Path) -> None:
    try:
        os.link(old, new, follow_symlinks=False)
    except OSError:
        shutil.copy2(old, new, follow_symlinks=False)


def _write(path: Path, content: bytes) -> None:
    handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o644)
    try:
        view = memoryview(content)
        while view:
            view = view[os.write(handle, view) :]
    finally:
        os.close(handle)


def _swap(beside: Path, target: Path) -> None:
    if not target.exists():
        target.parent.mkdir(parents=True, exist_ok=True)
        beside.rename(target)
    elif _exchange(beside, target):
        shutil.rmtree(beside, ignore_errors=True)
    else:
        old = target.with_name(f".{target.name}.old")
        target.rename(old)
        beside.rename(target)
        shutil.rmtree(old, ignore_errors=True)


def _exchange(one: Path, other: Path) -> bool:
    """Swap two folders by one system call, where the system has it."""
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
