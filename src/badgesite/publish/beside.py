"""Files of a published folder, copied into a site that is not ours."""

import json
from collections.abc import Mapping
from pathlib import Path

from badgesite.publish.manifest import MANIFEST


def published_files(folder: Path) -> frozenset[str]:
    """Return the paths of all files that were published in a folder."""
    return frozenset((*json.loads((folder / MANIFEST).read_bytes()), MANIFEST))


def lay_beside(folder: Path, site: Path, places: Mapping[str, str]) -> None:
    """Copy files of the folder to their places in the site; nothing else there is touched."""
    import shutil

    made = set[Path]()
    for path, place in places.items():
        target = site / place
        if target.parent not in made:
            target.parent.mkdir(parents=True, exist_ok=True)
            made.add(target.parent)
        shutil.copyfile(folder / path, target)
