"""A planned site of which every file is made when somebody asks for it: for a preview."""

from collections import OrderedDict
from collections.abc import Callable

from msgspec import Struct

from badgesite.cache import Cache
from badgesite.plan.make import OnDemand, Remembered
from badgesite.plan.site import SitePlan
from badgesite.plan.units import Units

_KEPT = 64  # learners whose files stay in memory


class Newer(Struct, frozen=True):
    """What is known of a site that has changed since all of it was planned.

    `plan` has these learners as they are now. Where definitions, texts or looks have changed it has
    the settled outputs besides, and `others` tells how any other learner is now; None where nobody
    can tell.
    """

    plan: SitePlan
    learners: frozenset[str]
    others: Callable[[str], Units | None] | None = None

    def units_of(self, name: str) -> Units | None:
        """Return the units that have a learner as the learner is now; None where all have."""
        if name in self.learners:
            return self.plan.units
        return None if self.others is None else self.others(name)


class SiteOnDemand:
    """The files of a whole site by path. Not safe for threads."""

    def __init__(self, plan: SitePlan, cache: Cache) -> None:
        self._plan, self._cache = plan, cache
        self._whole = self._shared = Remembered(plan.shared, cache)
        self._newer: Newer | None = None
        self._made: OrderedDict[str, OnDemand] = OrderedDict()

    @property
    def is_newer(self) -> bool:
        """Whether something newer lies over the site as it was planned."""
        return self._newer is not None

    def lay_over(self, newer: Newer | None) -> None:
        """Take what is newer from here from now on, and all else from the site as it was planned.

        What was laid over before is forgotten.
        """
        self._newer = newer
        self._made.clear()
        self._shared = self._whole
        if newer is not None and newer.others is not None:
            self._shared = Remembered(newer.plan.shared, self._cache, self._whole)

    def file(self, path: str) -> bytes | None:
        """Return the bytes of a file, or None where the site has none."""
        if path in self._shared:
            return self._shared[path]
        if self._shared is not self._whole and path in self._plan.settled:
            return None  # it is there no more
        if path in self._whole:
            return self._whole[path]
        owner = self._owner(path)
        files = None if owner is None else self._files(owner)
        return files[path] if files is not None and path in files else None

    def _owner(self, path: str) -> str | None:
        found = None if self._newer is None else self._newer.plan.units.owner(path)
        if self._newer is not None and found in self._newer.learners:
            return found
        return self._plan.units.owner(path)

    def _files(self, name: str) -> OnDemand:
        files = self._made.pop(name, None)
        if files is None:
            newer = None if self._newer is None else self._newer.units_of(name)
            units = self._plan.units if newer is None else newer
            files = OnDemand(units.outputs(name), self._shared)
        self._made[name] = files
        if len(self._made) > _KEPT:
            self._made.popitem(last=False)
        return files
