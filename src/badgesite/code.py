"""What stands for this program in the key of what it makes: its code, and the libraries' versions.

A library counts when its work is in the bytes of a site.
"""

import hashlib
import sys
from functools import cache
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
    for name in sorted(_installed()):
        total.update(name.encode())
    return total.hexdigest()


def _installed() -> set[str]:
    """Return `name-version.dist-info` of the libraries that are installed.

    The names of the folders say it; importlib.metadata reads a letter in each, and brings all that
    it takes to read letters.
    """
    found: set[str] = set()
    for place in sys.path:
        try:
            names = [each.name for each in Path(place or ".").iterdir()]
        except OSError:
            continue
        found |= {
            name
            for name in names
            if name.endswith((".dist-info", ".egg-info"))
            and name.partition("-")[0].lower() in _LIBRARIES
        }
    return found
