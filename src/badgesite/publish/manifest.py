"""site-manifest.json: the path and SHA-256 of every file of the site but itself."""

import json
from collections.abc import Iterable, Iterator, Mapping
from itertools import islice
from pathlib import Path

MANIFEST = "site-manifest.json"
_AT_ONCE = 1_000  # lines
_PIECE = 1 << 20


def manifest(digests: Iterable[tuple[str, str]]) -> bytes:
    """Return the manifest's bytes; the paths come sorted."""
    return b"".join(pieces(digests))


def pieces(digests: Iterable[tuple[str, str]]) -> Iterator[bytes]:
    """Yield the manifest's bytes bit by bit: that of a large site weighs hundreds of megabytes."""
    lines = (_line(path, digest) for path, digest in digests)
    first = next(lines, None)
    if first is None:
        yield _EMPTY
        return
    yield _BEGIN + first
    while some := b"".join(_BETWEEN + line for line in islice(lines, _AT_ONCE)):
        yield some
    yield _END


def amended(before: bytes, changes: Mapping[str, str | None]) -> list[bytes | memoryview] | None:
    """Return the pieces of a manifest of ours with some paths changed, None being one that goes.

    What stays is not copied. None when it is not in the form that `manifest` gives it.
    """
    if not (before.startswith(_BEGIN) and before.endswith(_END)):
        return None
    view, done, stop = memoryview(before), len(_BEGIN), len(before) - len(_END)
    runs: list[list[bytes | memoryview]] = []  # of whole lines, with nothing after the last one
    for mark, path in sorted((_mark(path), path) for path in changes):
        start, digest = _place(before, done, stop, mark), changes[path]
        runs.append(_cut(view, done, min(start - len(_BETWEEN), stop)))
        if digest is not None:
            runs.append([_line(path, digest)])
        done = before.find(b"\n", start) + 1 if before.startswith(mark, start) else start
    runs.append(_cut(view, done, stop))
    return _joined([run for run in runs if run])


def _place(manifest: bytes, low: int, stop: int, mark: bytes) -> int:
    """Return where the line that begins with a mark stands, or would stand; lines end at `stop`.

    Found by halves, for the manifest of a large site is large.
    """
    high = end = stop + len(_BETWEEN)  # where one more line would begin
    while low < high:
        middle = min((low + high) // 2, stop)
        start = manifest.rfind(b"\n", 0, middle) + 1
        line_end = manifest.find(b"\n", middle)
        if manifest[start:line_end] < mark:
            low = line_end + 1 if line_end < stop else end
        else:
            high = start
    return low


def _cut(view: memoryview, start: int, end: int) -> list[bytes | memoryview]:
    """Return a part of the manifest, in pieces that are compared and written one by one."""
    return [view[at : min(at + _PIECE, end)] for at in range(start, end, _PIECE)]


_BEGIN, _BETWEEN, _END = b"{\n", b",\n", b"\n}\n"


_EMPTY = b"{}\n"


def _joined(runs: list[list[bytes | memoryview]]) -> list[bytes | memoryview]:
    if not runs:
        return [_EMPTY]
    between = [[_BEGIN], *([[_BETWEEN]] * (len(runs) - 1))]
    paired = zip(between, runs, strict=True)
    return [piece for before, run in paired for piece in (*before, *run)] + [_END]


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
