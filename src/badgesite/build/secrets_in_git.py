"""Private keys that git tracks: whoever has the repository could sign in the provider's name."""

import re
from collections.abc import Iterator
from pathlib import Path

from badgesite.build.revision import tracked
from badgesite.errors import Origin, Problem

EXAMPLE = "keys.example/"  # public on purpose, and signs for this machine only
_MAY_HOLD_ONE = ("keys", "*.pem", "*.key", "*.env", ".env*", "netlify.toml", ".github")
_LARGEST = 65_536
_SECRET = re.compile(
    rb"-----BEGIN (?:[A-Z]+ )?PRIVATE KEY-----"
    rb"|BADGESITE_KEY(?:_PASSPHRASE)?\s*[=:]\s*\"?[A-Za-z0-9+/]{16}"
)


def tracked_keys(root: Path) -> Iterator[Problem]:
    """Yield every file with a private key that git tracks; nothing where there is no git."""
    for path in tracked(root, *_MAY_HOLD_ONE):
        if not path.startswith(EXAMPLE) and _holds_one(root / path):
            yield Problem(
                Origin(path),
                "git tracks this file, and a private key stands in it",
                f"git rm --cached {path}, and make a new key: badgesite key new",
                "tracked-key",
            )


def _holds_one(path: Path) -> bool:
    try:
        with path.open("rb") as file:
            return _SECRET.search(file.read(_LARGEST)) is not None
    except OSError:
        return False
