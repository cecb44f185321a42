"""site-manifest.json: the path and SHA-256 of every file of the site but itself."""

import json
from collections.abc import Iterable, Iterator, Mapping
from itertools import islice
from pathlib import Path

MANIFEST = "site-manifest.json"
_AT_ONCE = 1_000  # lines


def manifest(digests: Iterable[tuple[str, str]]) -> bytes:
    """Return the manifest's bytes; the paths come sorted."""
    return b"".join(pieces(digests))


def pieces(digests: Iterable[tuple[str, str]]) -> Iterator[bytes]:
    """Yield the manifest's bytes bit by bit: that of a large site weighs hundreds of megabytes."""
    lines = (_line(path, digest) for path, digest in digests)
    first = next(lines, None)
    if first is None:
        yield _joined([])
        return
    yield _BEGIN + first
    while some := b"".join(_BETWEEN + line for line in islice(lines, _AT_ONCE)):
        yield some
    yield _END


def amended(before: bytes, changes: Mapping[str, str | None]) -> bytes | None:
    """Return a manifest of ours with some paths changed, None being one that goes.

    None when it is not in the form that `manifest` gives it.
    """
    if not (before.startswith(_BEGIN) and before.endswith(_END)):
        return None
    lines = before[len(_BEGIN) : -len(_END)] + _BETWEEN
    parts, done = list[bytes](), 0
    for mark, path in sorted((_mark(path), path) for path in changes):
        start, digest = _place(lines, mark), changes[path]
        parts.append(lines[done:start])
        if digest is not None:
            parts.append(_line(path, digest) + _BETWEEN)
        done = lines.find(b"\n", start) + 1 if lines.startswith(mark, start) else start
    body = b"".join((*parts, lines[done:])).removesuffix(_BETWEEN)
    return _joined([body] if body else [])


def _place(lines: bytes, mark: bytes) -> int:
    """Return where the line that begins with a mark stands, or would stand.

    Found by halves, for the manifest of a large site is large.
    """
    low, high = 0, len(lines)
    while low < high:
        middle = (low + high) // 2
        start = lines.rfind(b"\n", 0, middle) + 1
        end = lines.find(b"\n", middle)
        if lines[start:end] < mark:
            low = end + 1
        else:
            high = start
    return low


_BEGIN, _BETWEEN, _END = b"{\n", b",\n", b"\n}\n"


def _joined(lines: list[bytes]) -> bytes:
    return _BEGIN + _BETWEEN.join(lines) + _END if lines else b"{}\n"


def _line(path: str, digest: str) -> bytes:
    return b'%s"%s"' % (_mark(path), digest.encode())


def _mark(path: str) -> bytes:
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
