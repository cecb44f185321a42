"""Writing whole files, all of them or none: beside first, so nothing is ever half-written."""

import os
import shutil
from collections.abc import Iterable, Mapping
from pathlib import Path

from badgesite.errors import BadgesiteError


def replace_files(root: Path, changes: Mapping[str, bytes | Iterable[bytes] | None]) -> None:
    """Make all these files hold these bytes (None: be gone), or leave all as they were.

    Bytes may come in pieces. Everything is written beside first, so that nearly all that can fail
    fails before anything has changed; after that, what has changed is put back. A file that was
    there keeps its mode.
    """
    new: dict[Path, Path] = {}
    old: dict[Path, Path | None] = {}
    path = root
    try:
        for name, content in changes.items():
            if content is not None:
                path = root / name
                path.parent.mkdir(parents=True, exist_ok=True)
                new[path] = path.with_name(f".{path.name}.new")
                _write(new[path], content, path)
        for path in (*new, *(root / name for name, content in changes.items() if content is None)):
            old[path] = _kept(path)
            if path in new:
                new[path].replace(path)
            else:
                path.unlink(missing_ok=True)
    except BaseException as error:
        by_hand = _put_back(old)
        _remove(new.values())
        if not isinstance(error, OSError):
            raise
        raise BadgesiteError(
            f"cannot write '{path.name}': {error.strerror or error}",
            by_hand or "nothing was changed; check the permissions and the free space",
        ) from None
    _remove(each for each in old.values() if each is not None)


def replace_file(path: Path, content: bytes) -> None:
    """Make the file hold these bytes at once, or leave it as it was and say why."""
    replace_files(path.parent, {path.name: content})


def _write(beside: Path, content: bytes | Iterable[bytes], path: Path) -> None:
    with beside.open("wb") as file:
        file.writelines([content] if isinstance(content, bytes) else content)
        file.flush()
        os.fsync(file.fileno())
    if path.exists():
        beside.chmod(path.stat().st_mode & 0o777)


def _kept(path: Path) -> Path | None:
    """Return where the file as it is now lies a second time; None where there is none."""
    if not path.exists():
        return None
    beside = path.with_name(f".{path.name}.old")
    beside.unlink(missing_ok=True)
    try:
        os.link(path, beside)
    except OSError:  # not every file system has hard links
        shutil.copy2(path, beside)
    return beside


def _put_back(old: Mapping[Path, Path | None]) -> str:
    """Make all files what they were; return what is left to do by hand, nearly always nothing."""
    left = []
    for path, beside in old.items():
        try:
            if beside is None:
                path.unlink(missing_ok=True)
            else:
                beside.replace(path)
                beside.unlink(missing_ok=True)  # two names of one file are left as they are
        except OSError:
            left.append(f"rename {beside} to {path.name}" if beside else f"delete {path}")
    return f"not all could be put back: {'; '.join(left)}" if left else ""


def _remove(files: Iterable[Path]) -> None:
    for each in files:
        each.unlink(missing_ok=True)
