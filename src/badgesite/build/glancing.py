"""A look at what a change is about before everything is read again.

For a preview, which shows what somebody just typed and reads the rest while it is looked at: the
definitions, texts and looks without any learner, and learners from their own rows, each when asked
for. What the whole site says of all learners together stays as it was until then.
"""

import re
import sys
from collections.abc import Iterable, Mapping
from pathlib import Path
from types import MappingProxyType

from msgspec import Struct

from badgesite.build.differing import Unsure, between
from badgesite.build.narrowed import MOST, narrowed, public_one, units_of
from badgesite.build.preparing import Prepared
from badgesite.build.whole import Draft
from badgesite.cache import Cache
from badgesite.content import Places, TooTangled, learners_in, rows_are_lines
from badgesite.errors import BadgesiteError
from badgesite.plan.on_demand import Newer
from badgesite.plan.outputs import Plan
from badgesite.plan.site import SitePlan, settled_plan
from badgesite.plan.units import Units
from badgesite.rebuilding import REGISTER, Request
from badgesite.rendering.views import HomeView

_TABLES = ("register.csv", "revocations.csv", "awards/*.csv", "learners/*.csv")
_DEFINITIONS = ("site.yml", "badges/", "pathways/", "pages/", "images/")
_NONE: Mapping[str, bytes] = MappingProxyType({})
_LINK = re.compile(r"learner:([a-z0-9-]+)")


class Tables(Struct, frozen=True):
    """The tables that speak of learners, by path below content/, and which have rows for lines."""

    data: Mapping[str, bytes]
    plain: frozenset[str]

    def plain_in(self, now: Mapping[str, bytes]) -> Mapping[str, int]:
        """Return up to which byte the lines of the tables of now are known to be their rows."""
        same = (name for name in self.plain if now.get(name) is self.data[name])
        return dict.fromkeys(same, sys.maxsize)


def tables_of(root: Path) -> Tables:
    """Return the tables as they are on the disk, looked through."""
    data = read_tables(root)
    return Tables(data, frozenset(name for name in data if rows_are_lines(data[name])))


def read_tables(root: Path, before: Mapping[str, bytes] = _NONE) -> Mapping[str, bytes]:
    """Return the bytes of the tables that speak of learners, by path below content/.

    Those that say what they said are the same objects as before, for they weigh a lot.
    """
    content = root / "content"
    found = (path for pattern in _TABLES for path in sorted(content.glob(pattern)))
    data = {path.relative_to(content).as_posix(): path.read_bytes() for path in found}
    return {each: before[each] if before.get(each) == data[each] else data[each] for each in data}


class Seen(Struct, frozen=True):
    """What was read last as a whole; the tables as they were, and some learner who is public."""

    draft: Draft
    tables: Tables
    public: str


def seen_of(draft: Draft, tables: Tables) -> Seen:
    """Return a draft with what it takes to tell what has changed since; all that takes long."""
    draft.plan.units.owner("")
    return Seen(draft, tables, public_one(draft.prepared.catalog))


class Touched(Struct, frozen=True):
    """What a change is about: these learners, and whether it is about definitions besides."""

    learners: frozenset[str]
    definitions: bool


def touched(
    changed: Iterable[str], before: Mapping[str, bytes], now: Mapping[str, bytes]
) -> Touched:
    """Return what changed files are about, by path below content/, or of the root from themes/ on.

    Raises Unsure when they are about more than that.
    """
    learners: set[str] = set()
    definitions = False
    for name in changed:
        if name.startswith(("themes/", *_DEFINITIONS)):
            definitions = True
        elif name in before or name in now:
            learners |= _named(name, before.get(name, b""), now.get(name, b""))
        elif name.startswith("learners/") and name.endswith(".yml"):
            learners.add(Path(name).stem)
        else:
            raise Unsure
    if len(learners) > MOST:
        raise Unsure
    return Touched(frozenset(learners), definitions)


def _named(name: str, before: bytes, now: bytes) -> frozenset[str]:
    """Return the learners in the rows that are not the same in both. Raises Unsure."""
    if before == now:
        return frozenset()
    table = between(before, now)
    column = "id" if name.startswith("learners/") else "learner"
    rows = b"".join((*table.new.values(), *table.gone.values()))
    found = learners_in(table.head, rows, column)
    if found is None or "" in found:
        raise Unsure
    return found


class Glance(Struct, frozen=True):
    """What a look at a change needs: what was read last as a whole, and the tables of now."""

    request: Request
    cache: Cache
    seen: Seen
    tables: Mapping[str, bytes]

    def newer(self, about: Touched) -> Newer | None:
        """Return what a change is about as it is now, None when nothing is newer. Raises Unsure."""
        try:
            return self._settled(about) if about.definitions else self._of_learners(about.learners)
        except (TooTangled, BadgesiteError, OSError):
            raise Unsure from None

    def _of_learners(self, learners: frozenset[str]) -> Newer | None:
        if not learners:
            return None
        return Newer(SitePlan(Plan(()), self._units(learners), frozenset()), learners)

    def _settled(self, about: Touched) -> Newer | None:
        learners = about.learners | self._at_home()
        ready = self._ready(learners)
        plan = settled_plan(ready.facts, ready.key.key, self.request.root, self.cache)
        if same_settled(self.seen.draft.plan, plan):
            return self._of_learners(about.learners)
        return Newer(plan, learners, self._one)

    def _one(self, learner: str) -> Units | None:
        try:
            return self._units(frozenset({learner}))
        except (TooTangled, BadgesiteError, OSError):
            return None

    def _units(self, learners: frozenset[str]) -> Units:
        return units_of(self._ready(learners), self.request, self.cache)

    def _ready(self, learners: frozenset[str]) -> Prepared:
        register = Places(self.tables.get(REGISTER, b""))
        plain = self.seen.tables.plain_in(self.tables)
        return narrowed(self.request, self.cache, learners, self.seen.public, register, plain)[0]

    def _at_home(self) -> frozenset[str]:
        """Return the learners of whom the home page and the editorial pages speak."""
        draft = self.seen.draft
        found = {name for page in draft.prepared.catalog.pages for name in _LINK.findall(page.text)}
        for output in draft.plan.shared.outputs:
            view = output.arguments[-1] if output.arguments else None
            if isinstance(view, HomeView):
                found |= {draft.plan.units.owner(each.path) or "" for each in view.latest}
        return frozenset(found - {""})


def same_settled(one: SitePlan, other: SitePlan) -> bool:
    """Whether definitions, texts and looks say the same in both."""
    mine, others = one.units.facts.catalog, other.units.facts.catalog
    return one.units.theme.identity == other.units.theme.identity and all(
        getattr(mine, name) == getattr(others, name) for name in _SETTLED
    )


_SETTLED = (
    *("site", "keys", "badges", "pathways", "pages", "pictures", "fonts"),
    *("earlier_badges", "earlier_pathways", "texts"),
)
