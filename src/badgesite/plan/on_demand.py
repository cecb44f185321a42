"""A planned site of which every file is made when somebody asks for it: for a preview."""

from collections import OrderedDict

from badgesite.cache import Cache
from badgesite.plan.make import OnDemand, Remembered
from badgesite.plan.site import SitePlan

_KEPT = 64  # learners whose files stay in memory


class SiteOnDemand:
    """The files of a whole site by path. Not safe for threads."""

    def __init__(self, plan: SitePlan, cache: Cache) -> None:
        self._shared = Remembered(plan.shared, cache)
        self._units = plan.units
        self._made: OrderedDict[str, OnDemand] = OrderedDict()

    def file(self, path: str) -> bytes | None:
        """Return the bytes of a file, or None where the site has none."""
        if path in self._shared:
            return self._shared[path]
        owner = self._units.owner(path)
        files = None if owner is None else self._unit(owner)
        return files[path] if files is not None and path in files else None

    def _unit(self, name: str) -> OnDemand:
        files = self._made.pop(name, None)
        if files is None:
            files = OnDemand(self._units.outputs(name), self._shared)
        self._made[name] = files
        if len(self._made) > _KEPT:
            self._made.popitem(last=False)
        return files
