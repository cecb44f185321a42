"""Beginning a provider's repository in an empty folder."""

import secrets
from collections.abc import Mapping
from pathlib import Path

from badgesite import scaffold
from badgesite.build.files import replace_files
from badgesite.content import schema_files
from badgesite.errors import BadgesiteError

_EDITOR = ".vscode"


def begin(folder: Path, answers: Mapping[str, str]) -> tuple[str, ...]:
    """Write the scaffold and return the paths written; refuse when one of them is there already.

    What is for the editor is left out where the editor has its settings already.
    """
    # Randomness is right here and nowhere else in the build: a salt that anybody could compute
    # would make every address guessable. From here on it is content, like the name.
    files = scaffold.files({"salt": secrets.token_urlsafe(32), **answers})
    files |= {f"{_EDITOR}/schema/{name}": made for name, made in schema_files().items()}
    if (folder / _EDITOR).exists():
        files = {path: made for path, made in files.items() if not path.startswith(f"{_EDITOR}/")}
    if folder.exists() and not folder.is_dir():
        raise BadgesiteError(f"'{folder}' is a file", "choose another folder")
    taken = sorted(path for path in files if (folder / path).exists())
    if taken:
        raise BadgesiteError(
            f"'{folder / taken[0]}' is there already, and nothing is overwritten",
            "choose an empty folder",
        )
    replace_files(folder, dict(sorted(files.items())))
    return tuple(sorted(files))
