"""What stands for this program in the key of what it makes: its code, and the libraries' versions.

A library counts when its work is in the bytes of a site.
"""

import hashlib
import os
import sys
from collections.abc import Iterator
from functools import cache
from pathlib import Path

_PACKAGE = Path(__file__).parent
_KINDS = (".py", ".json", ".po", ".mo")
_LIBRARIES = (
    "babel", "cairosvg", "jinja2", "markdown", "mkdocs", "nh3", "pillow", "pyld", "segno", "tzdata",
    "uharfbuzz",
)  # fmt: skip


@cache
def code_identity() -> str:
    """Return a digest of the package's code and of the libraries whose work is in the bytes."""
    total = hashlib.sha256()
    for name in sorted(_own()):
        with Path(_PACKAGE, name).open("rb", buffering=0) as file:
            total.update(name.encode() + b"\0" + file.read())
    for name in sorted(_installed()):
        total.update(name.encode())
    return total.hexdigest()


def _own() -> Iterator[str]:
    """Yield the package's files that say what is made, by path below it.

    By the plain calls of the system: this is done before anything else, in every build.
    """
    for folder, folders, names in os.walk(_PACKAGE):
        folders[:] = [name for name in folders if name != "__pycache__"]
        below = os.path.relpath(folder, _PACKAGE)
        yield from (f"{below}/{name}" for name in names if name.endswith(_KINDS))


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
