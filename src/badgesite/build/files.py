"""Writing into content/ and keys/: whole files, beside first, so nothing is ever half-written."""

import os
from collections.abc import Iterable, Mapping
from pathlib import Path

from badgesite.errors import BadgesiteError


def replace_files(root: Path, changes: Mapping[str, bytes | Iterable[bytes] | None]) -> None:
    """Make all these files hold these bytes (None: be gone), or leave all as they were.

    Bytes may come in pieces. Everything is written beside first, so that what can fail fails
    before anything has changed.
    """
    beside: dict[Path, Path] = {}
    try:
        for name, content in changes.items():
            path = root / name
            if content is None:
                continue
            path.parent.mkdir(parents=True, exist_ok=True)
            beside[path] = path.with_name(f".{path.name}.new")
            _write(beside[path], content, path)
        for path, new in beside.items():
            new.replace(path)
        for name, content in changes.items():
            if content is None:
                (root / name).unlink(missing_ok=True)
    except BaseException as error:
        for new in beside.values():
            new.unlink(missing_ok=True)
        if not isinstance(error, OSError):
            raise
        raise BadgesiteError(
            f"cannot write below '{root.name or root}': {error.strerror or error}",
            "nothing was changed; check the permissions and the free space",
        ) from None


def _write(beside: Path, content: bytes | Iterable[bytes], path: Path) -> None:
    with beside.open("wb") as file:
        file.writelines([content] if isinstance(content, bytes) else content)
        file.flush()
        os.fsync(file.fileno())
    if path.exists():
        beside.chmod(path.stat().st_mode & 0o777)


def replace_file(path: Path, content: bytes) -> None:
    """Make the file hold these bytes at once, or leave it as it was and say why."""
    beside = path.with_name(f".{path.name}.new")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with beside.open("wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        beside.replace(path)
    except OSError as error:
        beside.unlink(missing_ok=True)
        raise BadgesiteError(
            f"cannot write '{path.name}': {error.strerror or error}",
            "the file is as it was; check the permissions and the free space of its folder",
        ) from None
