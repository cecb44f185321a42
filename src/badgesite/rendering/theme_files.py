"""The files of a theme's folder, each read once, so that what is checked is what is used.

A provider's folder is read like content/: no link is followed, nothing is read that is no ordinary
file, and every mistake is told. Hidden files are left alone. The themes that come with badgesite
lie where the installation put them, links or not.
"""

import os
import stat
from collections.abc import Mapping
from pathlib import Path

from msgspec import Struct

from badgesite.errors import ContentError, Origin, Problem
from badgesite.folders import content_of, files_below

TEMPLATES = "templates/"
_LARGEST_FILE = 1_000_000
_DEEPEST = 8


class ThemeFolder(Struct, frozen=True):
    """A theme's folder and the bytes of its files by name below it, sorted.

    `is_own` says that it is the provider's.
    """

    path: Path
    files: Mapping[str, bytes]
    is_own: bool = False

    def below(self, part: str) -> Mapping[str, bytes]:
        """Return the files of a part, such as `static/`, by name below it."""
        files = self.files.items()
        return {name.removeprefix(part): data for name, data in files if name.startswith(part)}


def shipped_folder(path: Path) -> ThemeFolder:
    """Return the folder of a theme that comes with badgesite."""
    found = files_below(str(path), lambda name: not name.startswith("."))
    return ThemeFolder(path, {name: content_of(place) for name, place in found})


def own_folder(themes: Path, name: str) -> ThemeFolder | None:
    """Return the provider's folder of a theme, None where there is none.

    ContentError with every file that cannot be used as it is.
    """
    path = themes / name
    problems: list[Problem] = []
    for place, shown in ((themes, "themes"), (path, f"themes/{name}")):
        if place.is_symlink():
            raise ContentError([_link(shown)])
    if not path.is_dir():
        return None
    files: dict[str, bytes] = {}
    _collect(path, f"themes/{name}", files, problems, 0)
    if problems:
        raise ContentError(problems)
    begin = len(f"themes/{name}/")
    return ThemeFolder(path, {shown[begin:]: files[shown] for shown in sorted(files)}, is_own=True)


def _collect(
    folder: Path, shown: str, files: dict[str, bytes], problems: list[Problem], depth: int
) -> None:
    try:
        with os.scandir(folder) as found:
            entries = [entry for entry in found if not entry.name.startswith(".")]
    except OSError as error:
        problems.append(_unread(shown, error))
        return
    for entry in entries:
        path = f"{shown}/{entry.name.encode('utf-8', 'backslashreplace').decode()}"
        if entry.is_symlink():
            problems.append(_link(path))
        elif not entry.is_dir(follow_symlinks=False):
            _read(entry.path, path, files, problems)
        elif depth >= _DEEPEST:
            sentence, remedy = "folders in folders, too deep", "make it flatter"
            problems.append(Problem(Origin(path), sentence, remedy, "too-deep"))
        else:
            _collect(Path(entry.path), path, files, problems, depth + 1)


def _read(place: str, shown: str, files: dict[str, bytes], problems: list[Problem]) -> None:
    """Read a file, which may have changed its kind meanwhile; opening a pipe must not wait."""
    flags = getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0)
    try:
        with os.fdopen(os.open(place, os.O_RDONLY | flags), "rb") as file:
            ordinary = stat.S_ISREG(os.fstat(file.fileno()).st_mode)
            data = file.read(_LARGEST_FILE + 1) if ordinary else b""
    except OSError as error:
        problems.append(_unread(shown, error))
        return
    problem = _mistake(shown, data) if ordinary else _no_file(shown)
    if problem is None:
        files[shown] = data
    else:
        problems.append(problem)


def _mistake(shown: str, data: bytes) -> Problem | None:
    if len(data) > _LARGEST_FILE:
        return Problem(Origin(shown), "it is larger than 1 MB", "make it smaller", "file-size")
    if shown.split("/", 3)[2] == TEMPLATES.rstrip("/") or shown.endswith(".css"):
        try:
            data.decode()
        except UnicodeDecodeError as error:
            line = data.count(b"\n", 0, error.start) + 1
            return Problem(
                Origin(shown, line), "this is not UTF-8 text", "save the file as UTF-8", "not-utf-8"
            )
    return None


def _link(shown: str) -> Problem:
    sentence = "this is a link, and links are not followed"
    return Problem(Origin(shown), sentence, "copy the file", "link")


def _no_file(shown: str) -> Problem:
    return Problem(Origin(shown), "this is no ordinary file", "take it away", "file-kind")


def _unread(shown: str, error: OSError) -> Problem:
    sentence = f"cannot be read: {error.strerror}"
    return Problem(Origin(shown), sentence, "correct its permissions", "unread")
