"""Files below a folder, in order, by the plain calls of the system.

Every build goes through some 700 files to find out that nothing has changed.
"""

import os
from collections.abc import Callable, Iterator


def files_below(
    folder: str, is_wanted: Callable[[str], bool], below: str = ""
) -> Iterator[tuple[str, str]]:
    """Yield name below the folder and path of each file, sorted; links to folders are not followed.

    What is not wanted by its own name is left out, a folder with all that is in it. A folder that
    cannot be read has nothing in it.
    """
    try:
        with os.scandir(folder) as found:
            entries = sorted(found, key=lambda entry: entry.name)
    except OSError:
        return
    for entry in entries:
        if not is_wanted(entry.name):
            continue
        if entry.is_dir(follow_symlinks=False):
            yield from files_below(entry.path, is_wanted, f"{below}{entry.name}/")
        elif entry.is_file():
            yield f"{below}{entry.name}", entry.path


def content_of(path: str) -> bytes:
    """Return the bytes of a file."""
    with open(path, "rb", buffering=0) as file:  # noqa: PTH123 - a third of the time
        return file.read()
