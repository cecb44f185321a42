"""What stands for this program in the key of what it makes: its code, and the libraries' versions.

A library counts when its work is in the bytes of a site.
"""

import hashlib
from functools import cache
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

_PACKAGE = Path(__file__).parent
_LIBRARIES = (
    "babel", "cairosvg", "jinja2", "markdown", "mkdocs", "nh3", "pillow", "pyld", "segno", "tzdata",
    "uharfbuzz",
)  # fmt: skip


@cache
def code_identity() -> str:
    """Return a digest of the package's code and of the libraries whose work is in the bytes."""
    total = hashlib.sha256()
    for pattern in ("*.py", "*.json", "*.po", "*.mo"):
        for path in sorted(_PACKAGE.rglob(pattern)):
            total.update(path.relative_to(_PACKAGE).as_posix().encode())
            total.update(path.read_bytes())
    for name in _LIBRARIES:
        total.update(f"{name}={_version(name)}".encode())
    return total.hexdigest()


def _version(name: str) -> str:
    try:
        return version(name)
    except PackageNotFoundError:
        return "absent"
