"""Files that are handed to somebody: into which folder, and never over a file that is there."""

from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import TypeVar

import click

from badgesite.errors import BadgesiteError

F = TypeVar("F", bound=Callable[..., object])


FOLDER = click.Path(file_okay=False, path_type=Path)
FILE = click.Path(dir_okay=False, path_type=Path)


def to_option(
    kind: click.Path, text: str, *, default: str | None = None, formerly: str | None = None
) -> Callable[[F], F]:
    """Add --to, where a command writes; what it was called before goes on working, unshown."""

    def add(command: F) -> F:
        if formerly is not None:
            command = click.option(formerly, "to", type=kind, hidden=True)(command)
        return click.option("--to", "to", type=kind, default=default, help=text)(command)

    return add


folder_option = to_option(FOLDER, "The folder to write into (default: this one).", default=".")


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
