"""The site as it would be published now: content read again after a change, files made when asked.

Nothing is written. What a change is about is shown at once; everything is read again beside that,
for only then is it known whether all of it is good, and what the whole site says together.
"""

import gc
import threading
from collections.abc import Iterable, Mapping
from enum import Enum
from pathlib import Path

from msgspec import Struct, field

from badgesite.build import Guard, Request, drafted, guard_of
from badgesite.build.differing import Unsure
from badgesite.build.glancing import (
    Glance,
    Seen,
    Tables,
    Touched,
    read_tables,
    same_settled,
    seen_of,
    tables_of,
    touched,
)
from badgesite.build.narrowed import is_public
from badgesite.cache import CACHE, BothCaches, FileCache, MemoryCache
from badgesite.plan.on_demand import SiteOnDemand


class Glanced(Enum):
    """What came of a glance at a change."""

    NOTHING = "what is shown is what everything says"
    NEWER = "the change is shown, and the rest of the site may not know of it yet"
    UNSURE = "it takes everything to tell"


class Renewed(Enum):
    """What came of reading everything again."""

    SAME = "there is nothing to see that was not shown before"
    ELSEWHERE = "what changed was shown before, and pages about everybody may know of it only now"
    NEWER = "there is more to see than was shown before"


class _Shown(Struct):
    """What is shown: read as a whole once, and glanced at since.

    `changed` are the files that changed since it was read; `about` is what they were found to be
    about at the last glance, with the `tables` of then. None where none could tell.
    """

    seen: Seen
    guard: Guard
    files: SiteOnDemand
    changed: set[str] = field(default_factory=set)
    about: Touched | None = None
    tables: Mapping[str, bytes] = field(default_factory=dict)


class Preview:
    """The last good state of a repository, as a site.

    One thread glances at changes, one reads everything again, and any asks for files.
    """

    def __init__(self, request: Request) -> None:
        self._request = request
        self._asked = threading.Lock()  # one file is made after another
        self._turn = threading.Lock()  # and what is shown changes once at a time
        memory = MemoryCache()
        self._places = [FileCache(request.root / CACHE) for _ in range(3)]
        self._reading, self._glancing, self._making = (
            BothCaches(memory, each) for each in self._places
        )
        self._since: set[str] = set()  # files that changed since the last reading began
        self._shown: _Shown | None = None

    def renew(self) -> Renewed:
        """Read the content again and return whether the site may look different now.

        Raises as a build does, and what was good last stays. What only one learner's pages say and
        was seen by a glance is no difference.
        """
        with self._turn:
            self._since = set()
        tables = tables_of(self._request.root)
        draft = drafted(self._request, self._reading)
        files = SiteOnDemand(draft.plan, self._making)
        shown = _Shown(seen_of(draft, tables), guard_of(draft.prepared, self._request), files)
        with self._turn:
            renewed = _renewed(self._shown, shown)
            shown.changed = set(self._since)
            if shown.changed:
                self._look(shown)
            with self._asked:
                self._shown = shown
        gc.collect()  # what was shown before is large, and holds itself
        return renewed

    def glance(self, changed: Iterable[Path]) -> Glanced:
        """Show what changed files are about, as far as it can be told without reading everything.

        Until the next renewal the pages about all learners together do not know of it.
        """
        names = {self._name(each) for each in changed}
        with self._turn:
            self._since |= names
            if self._shown is None:
                return Glanced.UNSURE
            self._shown.changed |= names
            return self._look(self._shown)

    def _look(self, shown: _Shown) -> Glanced:
        shown.about, seen = None, shown.seen
        try:
            tables = read_tables(self._request.root, seen.tables.data)
            about = touched(shown.changed, seen.tables.data, tables)
            newer = Glance(self._request, self._glancing, seen, tables).newer(about)
        except (Unsure, OSError):
            return Glanced.UNSURE
        shown.about, shown.tables = about, tables
        if newer is None and not shown.files.is_newer:
            return Glanced.NOTHING
        with self._asked:
            shown.files.lay_over(newer)
        return Glanced.NEWER

    def take_back(self) -> bool:
        """Show what was good last as a whole, and return whether that may look different."""
        with self._turn, self._asked:
            if self._shown is None or not self._shown.files.is_newer:
                return False
            self._shown.files.lay_over(None)
            return True

    def _name(self, path: Path) -> str:
        """Return a path below content/; from the root on where it lies elsewhere."""
        root, absolute = self._request.root.absolute(), path.absolute()
        if not absolute.is_relative_to(root):
            return absolute.as_posix()
        return absolute.relative_to(root).as_posix().removeprefix("content/")

    def file(self, path: str) -> bytes | None:
        """Return a file of the site, or None; BadgesiteError where it could not be published."""
        with self._asked:
            if self._shown is None:
                return None
            content = self._shown.files.file(path)
            if content is not None:
                self._shown.guard.look(path, content)
            return content

    def close(self) -> None:
        """Close the caches."""
        with self._asked:
            for each in self._places:
                each.close()


def _renewed(before: _Shown | None, now: _Shown) -> Renewed:
    """Return what there is to see beside what the glances at what was shown before have shown."""
    if before is None:
        return Renewed.NEWER
    old, new = before.seen.draft, now.seen.draft
    settled = same_settled(old.plan, new.plan)
    if before.about is None:
        same = settled and old.prepared.catalog == new.prepared.catalog
        return Renewed.SAME if same and not before.files.is_newer else Renewed.NEWER
    unseen = _differing(before.seen.tables, now.seen.tables) - before.changed
    if unseen or before.tables != now.seen.tables.data:
        return Renewed.NEWER
    if not settled and not before.about.definitions:
        return Renewed.NEWER
    catalogs = (old.prepared.catalog, new.prepared.catalog)
    known = any(is_public(each, name) for each in catalogs for name in before.about.learners)
    return Renewed.ELSEWHERE if known or not settled else Renewed.SAME


def _differing(one: Tables, other: Tables) -> set[str]:
    names = one.data.keys() | other.data.keys()
    return {name for name in names if one.data.get(name) != other.data.get(name)}
