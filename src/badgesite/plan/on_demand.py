"""A planned site of which every file is made when somebody asks for it: for a preview."""

from collections import OrderedDict
from collections.abc import Iterable

from badgesite.cache import Cache
from badgesite.plan.make import OnDemand, Remembered
from badgesite.plan.site import SitePlan
from badgesite.plan.units import Units

_KEPT = 64  # learners whose files stay in memory


class SiteOnDemand:
    """The files of a whole site by path. Not safe for threads."""

    def __init__(self, plan: SitePlan, cache: Cache) -> None:
        self._shared = Remembered(plan.shared, cache)
        self._units = plan.units
        self._newer: dict[str, Units] = {}
        self._made: OrderedDict[str, OnDemand] = OrderedDict()

    def lay_over(self, units: Units, names: Iterable[str]) -> None:
        """Take the files of these learners from other units from now on."""
        for name in names:
            self._newer[name] = units
            self._made.pop(name, None)

    def file(self, path: str) -> bytes | None:
        """Return the bytes of a file, or None where the site has none."""
        if path in self._shared:
            return self._shared[path]
        owner = self._owner(path)
        files = None if owner is None else self._files(owner)
        return files[path] if files is not None and path in files else None

    def _owner(self, path: str) -> str | None:
        for units in {id(each): each for each in self._newer.values()}.values():
            name = units.owner(path)
            if name is not None and self._newer.get(name) is units:
                return name
        return self._units.owner(path)

    def _files(self, name: str) -> OnDemand:
        files = self._made.pop(name, None)
        if files is None:
            units = self._newer.get(name, self._units)
            files = OnDemand(units.outputs(name), self._shared)
        self._made[name] = files
        if len(self._made) > _KEPT:
            self._made.popitem(last=False)
        return files
