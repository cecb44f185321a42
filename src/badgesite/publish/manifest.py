"""site-manifest.json: the path and SHA-256 of every file of the site but itself."""

import json
from collections.abc import Iterable, Iterator
from pathlib import Path

MANIFEST = "site-manifest.json"


def manifest_lines(digests: Iterable[tuple[str, str]]) -> Iterator[bytes]:
    """Yield the manifest's bytes piece by piece; the paths come sorted."""
    between = b"{\n"
    for path, digest in digests:
        yield b'%s%s: "%s"' % (between, _quoted(path), digest.encode())
        between = b",\n"
    yield b"\n}\n" if between == b",\n" else b"{}\n"


def _quoted(path: str) -> bytes:
    return json.dumps(path, ensure_ascii=False).encode()


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
