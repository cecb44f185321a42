"""Where a repository's folder still names somebody: files made by hand, and files made of them.

Git's own folder is left out (its history is cut by other means), and so is what the next build
writes anew.
"""

import os
from collections.abc import Collection, Iterator, Mapping
from pathlib import Path

from badgesite.cache import CACHE
from badgesite.languages import folded

_LEFT_OUT = {".git", ".venv", "venv", "node_modules", Path(CACHE).parts[0]}
_LARGEST = 50_000_000


def traces(
    root: Path,
    site: Path,
    words: Collection[str],
    ids: Collection[str],
    changed: Mapping[str, bytes | None],
) -> Iterator[str]:
    """Yield path, and line where there are lines, of every file with one of the words in it.

    Also of files that are called by one of the ids, as exports and certificates are. `changed` are
    files as they are going to be.
    """  # fmt: skip
    sought = [folded(word) for word in words if word]
    for path in _files(root, site):
        shown = path.relative_to(root).as_posix()
        content = changed[shown] if shown in changed else _content(path)
        if content is None:
            continue
        if any(path.stem == each or path.stem.startswith(f"{each}-") for each in ids):
            yield shown
            continue
        yield from _lines(shown, content, sought)


def _lines(shown: str, content: bytes, sought: list[str]) -> Iterator[str]:
    whole, path = folded(content.decode("utf-8", "replace")), folded(shown)
    if not any(word in whole or word in path for word in sought):
        return
    lines = whole.splitlines() if b"\0" not in content else []
    found = [number for number, line in enumerate(lines, 1) if any(word in line for word in sought)]
    yield from [f"{shown}:{number}" for number in found[:3]] or [shown]


def _files(root: Path, site: Path) -> Iterator[Path]:
    for folder, inner, names in os.walk(root):
        here = Path(folder)
        inner[:] = sorted(
            each for each in inner if each not in _LEFT_OUT and (here / each).absolute() != site
        )
        yield from (here / name for name in sorted(names))


def _content(path: Path) -> bytes | None:
    try:
        return None if path.stat().st_size > _LARGEST else path.read_bytes()
    except OSError:
        return None
