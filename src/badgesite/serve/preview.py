"""The site as it would be published now: content read again after a change, files made when asked.

Nothing is written, so a change costs no more than reading and the pages that somebody looks at.
"""

import threading
from collections.abc import Container, Iterable
from pathlib import Path

from msgspec import Struct, field
from msgspec.structs import replace

from badgesite.build import Draft, Guard, Request, drafted, guard_of
from badgesite.build.glancing import glance, learners_of, tables_of
from badgesite.build.narrowed import is_public, public_one
from badgesite.build.preparing import CACHE
from badgesite.cache import BothCaches, FileCache, MemoryCache
from badgesite.model import Catalog
from badgesite.plan.on_demand import SiteOnDemand


class _Shown(Struct):
    """What is shown: read as a whole once, and of some learners again since."""

    draft: Draft
    guard: Guard
    files: SiteOnDemand
    glanced: set[str] = field(default_factory=set)


class Preview:
    """The last good state of a repository, as a site: one thread renews it, any asks for files."""

    def __init__(self, request: Request) -> None:
        self._request = request
        self._lock = threading.Lock()  # of what is shown
        self._memory = MemoryCache()
        self._places = [FileCache(request.root / CACHE) for _ in range(2)]
        self._reading, self._making = (BothCaches(self._memory, each) for each in self._places)
        self._tables: dict[str, bytes] = {}
        self._shown: _Shown | None = None

    def renew(self) -> bool:
        """Read the content again and return whether the site may look different now.

        Raises as a build does, and what was good last stays. What only one learner's pages say and
        was seen by a glance is no difference.
        """
        tables = tables_of(self._request.root)
        draft = drafted(self._request, self._reading)
        before = self._shown
        if before is not None and not before.glanced and _same(before.draft, draft):
            return False
        files = SiteOnDemand(draft.plan, self._making)
        shown = _Shown(draft, guard_of(draft.prepared, self._request), files)
        with self._lock:
            self._shown, self._tables = shown, tables
        return before is None or not _same_but_for(before, draft)

    def glance(self, changed: Iterable[Path]) -> bool:
        """Show what changed files say of a few learners, and return whether that could be done.

        Until the next renewal the rest of the site does not know of it.
        """
        shown, content = self._shown, self._request.root.absolute() / "content"
        try:
            names = [each.absolute().relative_to(content).as_posix() for each in changed]
            tables = tables_of(self._request.root)
        except (ValueError, OSError):
            return False
        learners = learners_of(names, self._tables, tables)
        if shown is None or learners is None:
            return False
        units = glance(
            self._request, self._reading, learners, public_one(shown.draft.prepared.catalog), tables
        )
        if units is None:
            return False
        with self._lock:
            shown.files.lay_over(units, learners)
            shown.glanced |= learners
            self._tables = tables
        return True

    def file(self, path: str) -> bytes | None:
        """Return a file of the site, or None; BadgesiteError where it could not be published."""
        with self._lock:
            if self._shown is None:
                return None
            content = self._shown.files.file(path)
            if content is not None:
                self._shown.guard.look(path, content)
            return content

    def close(self) -> None:
        """Close the caches."""
        with self._lock:
            for each in self._places:
                each.close()


def _same(one: Draft, other: Draft) -> bool:
    return (
        one.prepared.catalog == other.prepared.catalog
        and one.plan.units.theme.identity == other.plan.units.theme.identity
    )


def _same_but_for(before: _Shown, draft: Draft) -> bool:
    """Whether all that changed was glanced at, and is of learners of whom no other page speaks."""
    old, new = before.draft.prepared.catalog, draft.prepared.catalog
    return (
        bool(before.glanced)
        and before.draft.plan.units.theme.identity == draft.plan.units.theme.identity
        and not any(is_public(each, name) for each in (old, new) for name in before.glanced)
        and _without(old, before.glanced) == _without(new, before.glanced)
    )


def _without(catalog: Catalog, names: Container[str]) -> Catalog:
    """Return the catalog as it would be without these learners."""
    return replace(
        catalog,
        learners={id_: each for id_, each in catalog.learners.items() if id_ not in names},
        awards=tuple(each for each in catalog.awards if each.learner not in names),
        register=tuple(each for each in catalog.register if each.award.learner not in names),
        recognised=tuple(each for each in catalog.recognised if each.learner not in names),
    )
