"""The site as it would be published now: content read again after a change, files made when asked.

Nothing is written, so a change costs no more than reading and the pages that somebody looks at.
"""

import threading
from types import TracebackType
from typing import Self

from badgesite.build import Draft, Guard, Request, drafted, guard_of
from badgesite.build.preparing import CACHE
from badgesite.cache import BothCaches, FileCache, MemoryCache
from badgesite.plan.on_demand import SiteOnDemand


class Preview:
    """The last good state of a repository, as a site. Safe for threads, which take turns."""

    def __init__(self, request: Request) -> None:
        self._request = request
        self._lock = threading.Lock()
        self._file = FileCache(request.root / CACHE)
        self._cache = BothCaches(MemoryCache(), self._file)
        self._shown: tuple[Draft, Guard, SiteOnDemand] | None = None

    def renew(self) -> bool:
        """Read the content again and return whether the site may look different now.

        Raises as a build does, and what was good last stays.
        """
        with self._lock:
            draft = drafted(self._request, self._cache)
            before = self._shown
            if before is not None and _same(before[0], draft):
                return False
            files = SiteOnDemand(draft.plan, self._cache)
            self._shown = draft, guard_of(draft.prepared, self._request), files
            return True

    def file(self, path: str) -> bytes | None:
        """Return a file of the site, or None; BadgesiteError where it could not be published."""
        with self._lock:
            if self._shown is None:
                return None
            _, watch, files = self._shown
            content = files.file(path)
            if content is not None:
                watch.look(path, content)
            return content

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        with self._lock:
            self._file.close()


def _same(one: Draft, other: Draft) -> bool:
    return (
        one.prepared.catalog == other.prepared.catalog
        and one.plan.units.theme.identity == other.plan.units.theme.identity
    )
