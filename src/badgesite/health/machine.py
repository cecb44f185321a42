"""The machine: Python, the library that draws, fonts and files of badgesite, git."""

import platform
from collections.abc import Iterator
from pathlib import Path

from badgesite.artwork import fonts, raster
from badgesite.build import revision
from badgesite.errors import BadgesiteError
from badgesite.health.findings import Finding, bad, doubtful, good
from badgesite.package_files import built_folder


def machine(root: Path) -> Iterator[Finding]:
    """Yield how the machine is."""
    yield good("python", f"Python {platform.python_version()}")
    yield _drawing()
    yield _own_files()
    yield _git(root)


def _drawing() -> Finding:
    try:
        raster.require_cairo()
    except BadgesiteError as error:
        return bad("cairo", str(error), error.remedy)
    return good("cairo", "libcairo is there, so pictures can be drawn")


def _own_files() -> Finding:
    try:
        built_folder()
        for family in fonts.FAMILIES:
            for bold in (False, True):
                fonts.font(family, bold)
    except BadgesiteError as error:
        return bad("own-files", str(error), error.remedy)
    return good(
        "own-files", f"fonts and verifier of badgesite are there ({len(fonts.FAMILIES)} scripts)"
    )


def _git(root: Path) -> Finding:
    try:
        commit = revision.found(root, "HEAD")
    except BadgesiteError as error:
        return doubtful("git", str(error), error.remedy)
    return good("git", f"git has the repository, at {commit.commit[:7]}")
