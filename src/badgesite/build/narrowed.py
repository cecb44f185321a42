"""A few learners, read and prepared as all are: what does not want to wait for the others."""

from collections.abc import Mapping
from types import MappingProxyType

from msgspec.structs import replace

from badgesite.build.checking import read
from badgesite.build.preparing import Prepared, prepared
from badgesite.cache import Cache
from badgesite.content import Narrowing, Places
from badgesite.model import Catalog, Visibility
from badgesite.plan.frame import theme_of
from badgesite.plan.kinds import Kinds
from badgesite.plan.tongues import Tongues
from badgesite.plan.units import Units
from badgesite.rebuilding import Request
from badgesite.rolls import AWARDS, rolled

MOST = 100  # learners; of more a whole build is as fast, for it shares them out to all cores


def narrowed(
    request: Request,
    cache: Cache,
    learners: frozenset[str],
    public: str,
    register: Places,
    plain: Mapping[str, int] = MappingProxyType({}),
    known: Mapping[str, bytes] = MappingProxyType({}),
) -> tuple[Prepared, Narrowing]:
    """Return what a build of these learners alone needs, and what was left of the tables.

    `public` is some learner whom everybody may find, empty where there is none, for pages say
    whether there is one; `register` is all of it, for a place is given once; `plain` says up to
    which byte the lines of a table are known to be rows; `known` are files that were read already.
    Raises as `prepared` does, and TooTangled.
    """
    narrowing = Narrowing(learners, frozenset({public} - {""}), plain, known)
    catalog, warnings = read(
        request.root, request.base_url, cache, request.now, narrowing=narrowing
    )
    return prepared(_of(catalog, learners), warnings, request, register), narrowing


def _of(catalog: Catalog, learners: frozenset[str]) -> Catalog:
    """Return the catalog without awards of anybody else.

    Those in the own file of the one whom everybody may find came along, without their lines of the
    register.
    """
    others = {each.learner: () for each in catalog.awards if each.learner not in learners}
    if not others:
        return catalog
    return replace(catalog, awards=rolled(AWARDS, catalog.awards).with_groups(others))


def is_public(catalog: Catalog, learner: str) -> bool:
    """Whether there is such a learner, and everybody may find the learner."""
    found = catalog.learners.get(learner)
    return found is not None and found.visibility is Visibility.PUBLIC


def public_one(catalog: Catalog) -> str:
    """Return some learner whom everybody may find, empty where there is none."""
    return next((name for name in catalog.learners if is_public(catalog, name)), "")


def units_of(ready: Prepared, request: Request, cache: Cache) -> Units:
    """Return the learners that were read as units of the site's plan."""
    theme = theme_of(ready.facts, request.root)
    return Units(Tongues(ready.facts), theme, ready.key.key, Kinds(cache))
