"""Writing into content/ and keys/: whole files, beside first, so nothing is ever half-written."""

import os
from pathlib import Path

from badgesite.errors import BadgesiteError


def replace_file(path: Path, content: bytes) -> None:
    """Make the file hold these bytes at once, or leave it as it was and say why."""
    beside = path.with_name(f".{path.name}.new")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with beside.open("wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        beside.replace(path)
    except OSError as error:
        beside.unlink(missing_ok=True)
        raise BadgesiteError(
            f"cannot write '{path.name}': {error.strerror or error}",
            "the file is as it was; check the permissions and the free space of its folder",
        ) from None
