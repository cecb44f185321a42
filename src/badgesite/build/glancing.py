"""A look at a few learners before everything is read again: their pages from their own rows.

For a preview, which shows what somebody just typed and reads the rest while it is looked at. What
the whole site says of a learner stays as it was until then.
"""

from collections.abc import Iterable, Mapping
from pathlib import Path

from badgesite.build.differing import Rows, Unsure, between
from badgesite.build.narrowed import MOST, narrowed, units_of
from badgesite.cache import Cache
from badgesite.content import Places, TooTangled
from badgesite.errors import BadgesiteError
from badgesite.plan.units import Units
from badgesite.rebuilding import Request, grows


def tables_of(root: Path) -> dict[str, bytes]:
    """Return the tables that grow with every award, by path below content/."""
    content = root / "content"
    names = ["register.csv", *(f"awards/{each.name}" for each in content.glob("awards/*.csv"))]
    return {name: (content / name).read_bytes() for name in names if (content / name).is_file()}


def learners_of(
    changed: Iterable[str], before: Mapping[str, bytes], now: Mapping[str, bytes]
) -> frozenset[str] | None:
    """Return the learners whom changed files, by path below content/, are about.

    None when a file is about more than some learners.
    """
    found: set[str] = set()
    for name in changed:
        if name.startswith("learners/") and name.endswith(".yml"):
            found.add(Path(name).stem)
        elif grows(name):
            named = _named(before.get(name, b""), now.get(name, b""))
            if named is None:
                return None
            found |= named
        else:
            return None
    return frozenset(found) if 0 < len(found) <= MOST else None


def glance(
    request: Request,
    cache: Cache,
    learners: frozenset[str],
    public: str,
    tables: Mapping[str, bytes],
) -> Units | None:
    """Return these learners as units, read from their own rows; None where it takes all of them.

    `public` is as for `narrowed`, `tables` are those of `tables_of`.
    """
    try:
        register = Places(tables.get("register.csv", b""))
        ready, _ = narrowed(request, cache, learners, public, register)
        return units_of(ready, request, cache)
    except (TooTangled, BadgesiteError):
        return None


# ------------------------------------------------------------------ what changed in a table
def _named(before: bytes, now: bytes) -> frozenset[str] | None:
    """Return the learners in the rows that are not the same in both."""
    try:
        return frozenset() if before == now else Rows({"": between(before, now)}).learners
    except Unsure:
        return None
