"""site-manifest.json: the path and SHA-256 of every file of the site but itself."""

import json
from collections.abc import Iterable, Iterator
from itertools import islice
from pathlib import Path

MANIFEST = "site-manifest.json"
_AT_ONCE = 1_000  # lines
BEGIN, BETWEEN, END = b"{\n", b",\n", b"\n}\n"
_EMPTY = b"{}\n"


def manifest(digests: Iterable[tuple[str, str]]) -> bytes:
    """Return the manifest's bytes; the paths come sorted."""
    return b"".join(pieces(digests))


def pieces(digests: Iterable[tuple[str, str]]) -> Iterator[bytes]:
    """Yield the manifest's bytes bit by bit: that of a large site weighs hundreds of megabytes."""
    lines = (line_of(path, digest) for path, digest in digests)
    first = next(lines, None)
    if first is None:
        yield _EMPTY
        return
    yield BEGIN + first
    while some := b"".join(BETWEEN + line for line in islice(lines, _AT_ONCE)):
        yield some
    yield END


def line_of(path: str, digest: str) -> bytes:
    """Return the line of a file, without what stands between lines."""
    return b'%s"%s"' % (mark_of(path), digest.encode())


def mark_of(path: str) -> bytes:
    """Return what the line of a file begins with, and no other line."""
    return json.dumps(path, ensure_ascii=False).encode() + b": "


def read_manifest(site: Path) -> dict[str, str]:
    """Return what the site's manifest says, without paths that lead out of it; else nothing."""
    try:
        found = json.loads((site / MANIFEST).read_bytes())
    except (OSError, ValueError, RecursionError):
        return {}
    if not isinstance(found, dict):
        return {}
    return {path: str(value) for path, value in found.items() if is_inside(path)}


def is_inside(path: str) -> bool:
    """Whether a path can only be a file below the site."""
    parts = path.split("/")
    return bool(path) and "\\" not in path and not any(part in ("", ".", "..") for part in parts)
