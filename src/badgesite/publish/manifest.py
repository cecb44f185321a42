"""site-manifest.json: the path and SHA-256 of every file of the site but itself."""

import json
from bisect import bisect_left
from collections.abc import Iterable, Mapping
from pathlib import Path

MANIFEST = "site-manifest.json"


def manifest(digests: Iterable[tuple[str, str]]) -> bytes:
    """Return the manifest's bytes; the paths come sorted."""
    return _joined([_line(path, digest) for path, digest in digests])


def amended(before: bytes, changes: Mapping[str, str | None]) -> bytes | None:
    """Return a manifest of ours with some paths changed, None being one that goes.

    None when it is not in the form that `manifest` gives it.
    """
    if not (before.startswith(_BEGIN) and before.endswith(_END)):
        return None
    lines = before[len(_BEGIN) : -len(_END)].split(_BETWEEN)
    for path, digest in changes.items():
        mark = _mark(path)
        at = bisect_left(lines, mark)
        there = at < len(lines) and lines[at].startswith(mark)
        lines[at : at + there] = [] if digest is None else [_line(path, digest)]
    return _joined(lines)


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
