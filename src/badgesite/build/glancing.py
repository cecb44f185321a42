"""A look at a few learners before everything is read again: their pages from their own rows.

For a preview, which shows what somebody just typed and reads the rest while it is looked at. What
the whole site says of a learner stays as it was until then.
"""

from collections.abc import Iterable, Mapping
from pathlib import Path

from badgesite.build.narrowed import MOST, narrowed, units_of
from badgesite.cache import Cache
from badgesite.content import TooTangled, learners_in
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
        register = tables.get("register.csv", b"")
        ready, _ = narrowed(request, cache, learners, public, register)
        return units_of(ready, request, cache)
    except (TooTangled, BadgesiteError):
        return None


# ------------------------------------------------------------------ what changed in a table
def _named(before: bytes, now: bytes) -> frozenset[str] | None:
    """Return the learners in the rows that are not the same in both."""
    if before == now:
        return frozenset()
    start = before.rfind(b"\n", 0, _alike(before, now)) + 1
    if not start and before:
        return None  # the header is another one
    after = _alike(before[start:][::-1], now[start:][::-1])
    head = now[: now.find(b"\n") + 1] or now
    rows = [_whole_lines(each, start or len(head), len(each) - after) for each in (before, now)]
    return learners_in(head + b"\n".join(rows), len(head))


def _whole_lines(table: bytes, start: int, end: int) -> bytes:
    close = table.find(b"\n", max(start, end))
    return table[start : len(table) if close < 0 else close]


def _alike(one: bytes, other: bytes) -> int:
    """Return how many bytes both begin with alike."""
    low, high = 0, min(len(one), len(other))
    while low < high:  # as far as `low` they are alike, and at `high` they may not be
        middle = (low + high + 1) // 2
        if one[low:middle] == other[low:middle]:
            low = middle
        else:
            high = middle - 1
    return low
