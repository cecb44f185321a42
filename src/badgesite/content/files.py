"""Which files there are in content/, sorted, and their bytes, each read once. Follows no link."""

import os
import re
import stat
from collections.abc import Mapping
from pathlib import Path
from typing import BinaryIO

from msgspec import Struct, field

from badgesite.content.narrowing import Narrowing
from badgesite.content.notes import START, Notes
from badgesite.errors import Problem

MEGABYTE = 1_000_000
MOST_DEPTH = 8
# By suffix; what a file may weigh before it is refused unread.
LIMITS = {
    ".yml": 10,
    ".md": 2,
    ".csv": 100,
    ".svg": 5,
    ".png": 5,
    ".jpg": 5,
    ".jpeg": 5,
    ".woff2": 1,
    ".ttf": 20,
}
_REGISTER = ("register.csv", 1_000)  # written by badgesite: 300 bytes for each credential ever
_PIECE = 1 << 20
IGNORED = frozenset({"thumbs.db", "desktop.ini"})
NOTES_TO_SELF = frozenset({"readme.md", "license", "license.txt"})  # left alone but in pages/

# A private key as PEM, as base64 of a PEM (plain, encrypted), or as the line `key new` prints.
_SECRET = re.compile(
    rb"-----BEGIN (?:[A-Z]+ )?PRIVATE KEY-----|LS0tLS1CRUdJTiB(?:QUklWQVRFIEtFW|FTkNSWVBURUQgUFJJ)"
    rb"|BADGESITE_KEY(?:_PASSPHRASE)?=[A-Za-z0-9+/]{16}"
)


class Tree(Struct):
    """Bytes by path below content/, in order, and what is wrong with the files as files.

    The register, which may be larger than all else together, stands in the texts instead.
    """

    files: dict[str, bytes] = field(default_factory=dict)
    texts: dict[str, str] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)

    def __contains__(self, path: str) -> bool:
        """Whether there is a file at this path."""
        return path in self.files or path in self.texts

    def lay_over(self, instead: Mapping[str, bytes | None]) -> None:
        """Take these files in place of what lies there; None is one that is not there any more."""
        for path, data in instead.items():
            self.files.pop(path, None)
            self.texts.pop(path, None)
            if data is not None:
                self.files[path] = data
        if instead:
            self.files = dict(sorted(self.files.items()))

    def note(self, path: str, sentence: str, remedy: str, code: str) -> None:
        """Note what is wrong with a file as a file."""
        notes = Notes(f"content/{path}" if path else "content")
        notes.error(START, sentence, remedy, code)
        self.problems += notes.problems


def read_tree(root: Path, narrowing: Narrowing | None = None) -> Tree:
    """Return all files below root/content, or what a narrowing leaves of them.

    Never raises for what lies there; raises what the narrowing raises.
    """
    tree = Tree()
    content = root / "content"
    if content.is_symlink() or not content.is_dir():
        tree.note(
            "site.yml",
            "there is no folder content/ with a site.yml in it",
            "run this in a provider's repository, or make one: badgesite init",
            "no-content",
        )
        return tree
    paths: list[str] = []
    _list(content, "", 0, paths, tree)
    _check_case(paths, tree)
    for path in sorted(paths):
        if narrowing is None or narrowing.wants(path):
            _read(content, path, tree, narrowing)
    return tree


def _list(folder: Path, below: str, depth: int, paths: list[str], tree: Tree) -> None:
    try:
        entries = sorted(os.scandir(folder), key=lambda entry: entry.name)
    except OSError as error:
        tree.note(below, f"cannot be read: {error.strerror}", "correct its permissions", "unread")
        return
    for entry in entries:
        if _is_ignored(entry.name, below):
            continue
        path = f"{below}/{entry.name}" if below else entry.name
        if not _is_plain(entry.name):
            shown = path.encode("utf-8", "backslashreplace").decode()
            shown = "".join(char if char.isprintable() else "?" for char in shown)
            tree.note(shown, "a file's name with unusual characters", "rename it", "file-name")
        elif entry.is_symlink():
            tree.note(path, "this is a link, and links are not followed", "copy the file", "link")
        elif entry.is_dir(follow_symlinks=False):
            if depth >= MOST_DEPTH:
                tree.note(path, "folders in folders, too deep", "make it flatter", "too-deep")
            else:
                _list(folder / entry.name, path, depth + 1, paths, tree)
        elif entry.is_file(follow_symlinks=False):
            paths.append(path)
        else:
            tree.note(path, "this is no ordinary file", "take it away", "file-kind")


def _is_ignored(name: str, below: str) -> bool:
    folded = name.casefold()
    page = below == "pages" or below.startswith("pages/")
    editor = name.endswith("~") or name.startswith("~$") or (name[0] == "#" == name[-1])
    if name.startswith(".") or editor:
        return True
    return folded in IGNORED or (folded in NOTES_TO_SELF and not page)


def _is_plain(name: str) -> bool:
    """Whether a name can be said, written on any disk, and become part of an address."""
    good = name.isprintable() and not set(name) & set('<>:"|?*\\') and not name.endswith((" ", "."))
    return good and not any(0xD800 <= ord(char) <= 0xDFFF for char in name)


def _check_case(paths: list[str], tree: Tree) -> None:
    seen: dict[str, str] = {}
    for path in sorted(paths):
        other = seen.setdefault(path.casefold(), path)
        if other != path:
            tree.note(
                path,
                f"its name differs from content/{other} by capital letters only",
                "rename one of the two: some systems cannot keep both",
                "file-case",
            )


def _read(content: Path, path: str, tree: Tree, narrowing: Narrowing | None) -> None:
    suffix = "." + path.rpartition(".")[2]
    limit = (_REGISTER[1] if path == _REGISTER[0] else LIMITS.get(suffix, 2)) * MEGABYTE
    try:
        descriptor = os.open(content / path, os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0))
        with os.fdopen(descriptor, "rb") as file:
            status = os.fstat(file.fileno())
            if not stat.S_ISREG(status.st_mode):
                tree.note(path, "this is no ordinary file", "take it away", "file-kind")
                return
            if path == _REGISTER[0] and narrowing is None:
                text = _text(file, limit)
                if text is not None:
                    tree.texts[path] = text
                    return
                file.seek(0)
            known = None if narrowing is None else narrowing.known.get(path)
            data = file.read(min(limit, status.st_size) + 1) if known is None else known
    except OSError as error:
        tree.note(path, f"cannot be read: {error.strerror}", "correct its permissions", "unread")
        return
    if narrowing is not None and len(data) <= limit:
        data = narrowing.of(path, data)
    if len(data) > limit:
        megabytes = limit // MEGABYTE
        tree.note(path, f"it is larger than {megabytes} MB", "make it smaller", "file-size")
    elif _SECRET.search(data):
        tree.note(
            path,
            "a private key lies in content, which everybody may read",
            "take it away, also from git's history, and make a new one: badgesite key new",
            "private-key",
        )
    else:
        tree.files[path] = data


def _text(file: BinaryIO, limit: int) -> str | None:
    """Return the text of a file with plain newlines, without ever holding all of its bytes too.

    None where anything has to be told of it, for that takes the bytes.
    """
    text, rest = "", b""
    while True:
        read = file.read(_PIECE)
        begun, end, rest = (rest + read).rpartition(b"\n")
        lines = begun + end if read else rest
        if file.tell() > limit or len(rest) > _PIECE or _SECRET.search(lines):
            return None
        try:
            # A text with one owner grows where it lies.
            text += lines.decode("utf-8" if text else "utf-8-sig").replace("\r\n", "\n")
        except UnicodeDecodeError:
            return None
        if not read:
            return text
