"""A build after rows were added at the end of tables: of the learners they name, and nobody else.

An award is read, checked and made from its learner's own rows, so that it takes hardly longer on a
site of a hundred thousand than on one of a hundred. Whatever such a build cannot be sure of is left
to a whole one; both leave the same site.
"""

from collections.abc import Iterator, Mapping
from hashlib import sha256
from pathlib import Path

from msgspec import Struct
from msgspec.structs import replace

from badgesite.build.making import Guarded, Learners
from badgesite.build.narrowed import MOST, is_public, narrowed, units_of
from badgesite.build.places import keep, site_of
from badgesite.build.preparing import Prepared, guard_of
from badgesite.cache import Cache
from badgesite.content import Narrowing, Places, TooTangled, learners_in
from badgesite.errors import BadgesiteError, Problem, in_order
from badgesite.model import Award, RegisterEntry
from badgesite.plan.facts import Facts
from badgesite.progress import derived_awards, last_day
from badgesite.publish import MANIFEST, Changes, Ledger, Publication
from badgesite.rebuilding import Inputs, Request, Told, Whole, grown, recall
from badgesite.register import FULL

_REGISTER = "register.csv"


class _Unsure(Exception):
    """It takes a whole build to tell."""


class _Rows(Struct, frozen=True):
    """The tables with new rows, whole, and how many bytes of each are old.

    `old` is how many lines that is, by the path that records of the table have as their origin.
    """

    tables: Mapping[str, bytes]
    begins: Mapping[str, int]
    old: Mapping[str, int]

    @property
    def learners(self) -> frozenset[str]:
        """Return the learners that new rows name."""
        named = [learners_in(self.tables[name], begin) for name, begin in self.begins.items()]
        if None in named:
            raise _Unsure
        return frozenset[str]().union(*(each or () for each in named))

    def register(self, root: Path) -> bytes:
        """Return the register, empty where there is none."""
        path = root / "content" / _REGISTER
        found = self.tables.get(_REGISTER)
        return found if found is not None else path.read_bytes() if path.exists() else b""

    def has(self, record: Award | RegisterEntry) -> bool:
        """Whether a record was read from a new row."""
        line = record.origin.line
        return line > self.old.get(record.origin.path, line)


def build_appended(request: Request, cache: Cache, found: Inputs) -> Told | None:
    """Publish the files of learners with new rows, when rows were added and nothing else happened.

    None when a whole build is needed; the site is then as it was.
    """
    if request.ledger is None or not request.ledger.is_file() or request.paranoid:
        return None
    try:
        with site_of(request) as (publication, ledger):
            told = recall(ledger)
            if told is None or ledger.harmed():
                return None
            rows = _new_rows(request, told, found)
            told = replace(told, inputs=found)
            return keep(request, ledger, _built(rows, request, publication, ledger, cache, told))
    except (TooTangled, BadgesiteError, _Unsure):
        return None


def _new_rows(request: Request, told: Told, found: Inputs) -> _Rows:
    begins = grown(told.inputs, found, request.root)
    if not begins or any(each.code == "rule-changed" for each in told.built.warnings):
        raise _Unsure
    tables = {name: (request.root / "content" / name).read_bytes() for name in begins}
    old = {f"content/{name}": tables[name].count(b"\n", 0, at) for name, at in begins.items()}
    return _Rows(tables, begins, old)


def _built(
    rows: _Rows,
    request: Request,
    publication: Publication,
    ledger: Ledger,
    cache: Cache,
    told: Told,
) -> Told:
    learners = rows.learners | set(told.whole.missing)
    if not 0 < len(learners) <= MOST:
        raise _Unsure
    register = rows.register(request.root)
    ready, narrowing = narrowed(request, cache, learners, told.whole.public, register)
    new = frozenset(each for each in ready.facts.catalog.awards if rows.has(each))
    _be_sure(ready.facts, learners, new, told.whole)
    _be_sure_of_places(ready.facts, rows, register)
    changes, fresh, size = _published(ready, learners, request, publication, ledger, cache)
    facts, built = ready.facts, told.built
    more = len(facts.awards) - _count_without(facts, new)
    return Told(
        told.inputs,
        replace(
            told.whole,
            last=max(told.whole.last, last_day(facts.catalog).isoformat()),
            missing=missing_of(facts),
        ),
        replace(
            built,
            counts=replace(built.counts, awards=built.counts.awards + more),
            changes=changes,
            fresh=fresh,
            size=size,
            warnings=in_order((*_still(built.warnings, narrowing), *ready.warnings)),
        ),
    )


def _count_without(facts: Facts, new: frozenset[Award]) -> int:
    """Return how many awards these learners had, those given by rule among them."""
    old = tuple(each for each in facts.catalog.awards if each not in new)
    return len(old) + len(tuple(derived_awards(replace(facts.catalog, awards=old))))


# ------------------------------------------------------------------ being sure
def _be_sure(facts: Facts, learners: frozenset[str], new: frozenset[Award], whole: Whole) -> None:
    """Raise unless nothing that the whole site says can have changed.

    Of a learner whom everybody may find, feeds, directory and search speak too.
    """
    assigned, days = facts.assigned, [each.awarded.isoformat() for each in new]
    if (
        any(is_public(facts.catalog, name) for name in {each.learner for each in new})
        or any(_is_tangled(facts, name) for name in learners)
        or not whole.first
        or min(days, default=whole.first) < whole.first
        or (whole.foreign and max(days, default="") > whole.last)
        or assigned.vanished
        or assigned.ended
        or not set(assigned.lists) <= set(whole.lists)
    ):
        raise _Unsure


def _is_tangled(facts: Facts, name: str) -> bool:
    """Whether the learner's own rows may not be all that there is of the learner."""
    learner = facts.catalog.learners.get(name)
    return learner is None or bool(learner.former_ids) or name in facts.catalog.foreign


def missing_of(facts: Facts) -> tuple[str, ...]:
    """Return the learners with awards that are not in the register."""
    return tuple(sorted({each.award.learner for each in facts.assigned.missing}))


def _be_sure_of_places(facts: Facts, rows: _Rows, register: bytes) -> None:
    """Raise unless the place of each new line in its status list was nobody's."""
    if facts.assigned.missing and register.count(b"\n") > FULL:
        raise _Unsure  # which list has room is told by all of it
    before = Places(register[: rows.begins.get(_REGISTER, len(register))])
    for entry in facts.entries.values():
        if rows.has(entry) and before.has(entry.list, entry.place):
            raise _Unsure


def _still(warnings: tuple[Problem, ...], narrowing: Narrowing) -> Iterator[Problem]:
    """Yield the warnings about what was not read this time."""
    for each in warnings:
        name = each.origin.path.removeprefix("content/")
        if name in narrowing.kept:
            if each.origin.line not in narrowing.kept[name]:
                yield each
        elif not narrowing.wants(name):
            yield each


# ------------------------------------------------------------------ publishing
class _OnSite(Mapping[str, bytes]):
    """Files of the published site, as the ledger knows them."""

    def __init__(self, target: Path, ledger: Ledger) -> None:
        self._target, self._ledger = target, ledger

    def __getitem__(self, path: str) -> bytes:
        try:
            content = (self._target / path).read_bytes()
        except OSError:
            raise _Unsure from None
        if sha256(content).digest() != self._ledger.digest(path):
            raise _Unsure
        return content

    def __iter__(self) -> Iterator[str]:
        return (path for path, *_ in self._ledger.rows())

    def __len__(self) -> int:
        return self._ledger.count()[0]


def _published(
    ready: Prepared,
    learners: frozenset[str],
    request: Request,
    publication: Publication,
    ledger: Ledger,
    cache: Cache,
) -> tuple[Changes, int, int]:
    units = units_of(ready, request, cache)
    sink = Guarded(publication, guard_of(ready, request))
    if not ledger.counts_on(sink.guard.identity):
        raise _Unsure
    mine = [name for name in units.names if name in learners]
    names = [name for name in mine if ledger.key(name) != units.key_of(name)]
    work = Learners(units, names, _OnSite(request.target, ledger), sink)
    made = work(range(len(names)))
    try:
        gone = ledger.put(made)
    except LookupError:
        raise _Unsure from None
    paths = [row.path for unit in made for row in unit.rows if row.made]
    removed = [path for path in gone if path != MANIFEST and not ledger.holds(path)]
    total, size = ledger.count()
    told = {row.path: row.digest.hex() for unit in made for row in unit.rows}
    listed = publication.amended({**dict.fromkeys(removed), **told})
    if listed is None:
        raise _Unsure
    changes = publication.finish(lambda: [listed], paths, removed, total)
    return changes, sum(len(unit.rows) for unit in made), size
