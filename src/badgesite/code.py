"""What stands for this program in the key of what it makes: its code, and the libraries' versions.

A library counts when its work is in the bytes of a site.
"""

import hashlib
import os
import sys
from functools import cache

from badgesite.folders import content_of, files_below

_PACKAGE = os.path.dirname(__file__)  # noqa: PTH120 - as `files_below` takes it
_KINDS = (".py", ".json", ".po", ".mo")
_LIBRARIES = (
    "babel", "cairosvg", "jinja2", "markdown", "mkdocs", "nh3", "pillow", "pyld", "segno", "tzdata",
    "uharfbuzz",
)  # fmt: skip


@cache
def code_identity() -> str:
    """Return a digest of the package's code and of the libraries whose work is in the bytes."""
    total = hashlib.sha256()
    for name, path in files_below(_PACKAGE, _is_read):
        if name.endswith(_KINDS):
            total.update(name.encode() + b"\0" + content_of(path))
    for name in sorted(_installed()):
        total.update(name.encode())
    return total.hexdigest()


def _is_read(name: str) -> bool:
    return name != "__pycache__"


def _installed() -> set[str]:
    """Return `name-version.dist-info` of the libraries that are installed.

    The names of the folders say it; importlib.metadata reads a letter in each, and brings all that
    it takes to read letters.
    """
    found: set[str] = set()
    for place in sys.path:
        try:
            names = os.listdir(place or ".")  # noqa: PTH208 - a fifth of the time
        except OSError:
            continue
        found |= {
            name
            for name in names
            if name.endswith((".dist-info", ".egg-info"))
            and name.partition("-")[0].lower() in _LIBRARIES
        }
    return found
