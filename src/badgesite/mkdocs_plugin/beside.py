"""The files of badgesite, made in a folder of their own and then laid beside those of MkDocs."""

import hashlib
import re
from collections.abc import Set
from html import unescape
from pathlib import Path

from msgspec import Struct
from msgspec.structs import replace

from badgesite.build import Request, build, link_targets
from badgesite.editorial import Targets
from badgesite.errors import Problem
from badgesite.plan.make import Silent
from badgesite.publish import MANIFEST, lay_beside, published_files

# What speaks for the whole host is the existing site's to say: our policy for every page would
# break its own.
LEFT_OUT = frozenset({"_headers", "robots.txt", ".nojekyll", MANIFEST})
# Two files of one name, of which search engines want both.
RENAMED = {"sitemap.xml": "sitemap-badges.xml"}

# What every MkDocs site has of its own; nobody has to be told.
EXPECTED = frozenset({"index.html", "404.html"})

_FOLDER = ".badgesite/beside"
_HEADING = re.compile(r"<h1\b[^>]*>(.*?)</h1>", re.DOTALL)
_MARK = re.compile(r"<[^>]*>")


class Beside(Struct, frozen=True):
    """All that badgesite has made, in `folder`; what links may name of it; what to warn of."""

    folder: Path
    targets: Targets
    warnings: tuple[Problem, ...]

    def title(self, path: str) -> str | None:
        """Return the heading of a page, if there is such a page."""
        if not path:
            return None
        heading = _HEADING.search((self.folder / path).read_text("utf-8"))
        return " ".join(unescape(_MARK.sub("", heading[1])).split()) if heading else None

    def lay(self, site: Path, theirs: Set[str]) -> tuple[str, ...]:
        """Copy all files into the site but where it has its own; return those nobody expects.

        Where both have a map for search engines, ours gets another name.
        """
        paths = [path for path in published_files(self.folder) if path not in LEFT_OUT]
        places = {path: RENAMED.get(path, path) if path in theirs else path for path in paths}
        laid = {path: place for path, place in places.items() if place not in theirs}
        lay_beside(self.folder, site, laid)
        return tuple(path for path in sorted(paths) if path not in laid and path not in EXPECTED)


def make_beside(request: Request) -> Beside:
    """Bring our files up to date in a folder of their own; nothing is written elsewhere.

    Raises as `build` does, and the folder is then as it was. Each address has its folder, so that
    serving and building do not undo each other's work.
    """
    name = hashlib.sha256((request.base_url or "").encode()).hexdigest()[:12]
    own = replace(request, site=request.root / _FOLDER / name)
    built = build(own, Silent())
    targets, made = link_targets(request.root), published_files(own.target)
    there = Targets(
        addresses={
            each: path
            for each, path in targets.addresses.items()
            if (path if path.endswith(".html") else f"{path}index.html") in made
        },
        pictures={
            each: path for each, path in targets.pictures.items() if ":" in each and path in made
        },
    )
    return Beside(own.target, there, built.warnings)
