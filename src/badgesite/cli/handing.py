"""Files that are handed to somebody: into which folder, and never over a file that is there."""

from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import TypeVar

import click

from badgesite.errors import BadgesiteError

F = TypeVar("F", bound=Callable[..., object])


def folder_option(command: F) -> F:
    """Add --to: the folder to write into, this one unless given."""
    return click.option(
        "--to",
        "folder",
        default=".",
        type=click.Path(file_okay=False, path_type=Path),
        help="The folder to write into (default: this one).",
    )(command)


def hand_over(folder: Path, files: Mapping[str, bytes]) -> None:
    """Write the files by name, all or none; BadgesiteError where one of the names is taken."""
    from badgesite.build.files import replace_files

    refuse_taken(folder, files)
    replace_files(folder, files)


def refuse_taken(folder: Path, names: Iterable[str]) -> None:
    """Refuse to write over a file that is there."""
    for name in names:
        if (folder / name).exists():
            raise BadgesiteError(
                f"{name} is there already", "move it away, or choose a folder with --to"
            )
