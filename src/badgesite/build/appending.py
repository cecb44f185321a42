"""A build after rows of tables changed: of the learners they name, and nobody else.

An award is read, checked and made from its learner's own rows, so that it takes hardly longer on a
site of a hundred thousand than on one of a hundred. Whatever such a build cannot be sure of is left
to a whole one; both leave the same site.
"""

from collections.abc import Iterator, Mapping
from hashlib import sha256
from pathlib import Path

from msgspec import Struct
from msgspec.structs import replace

from badgesite.build.differing import Rows, Unsure
from badgesite.build.making import Guarded, Learners
from badgesite.build.narrowed import is_public, narrowed, units_of
from badgesite.build.others import Others, others_than
from badgesite.build.places import keep, site_of
from badgesite.build.preparing import Prepared, guard_of
from badgesite.cache import Cache
from badgesite.content import Narrowing, TooTangled, awards_in
from badgesite.errors import BadgesiteError, Problem, in_order
from badgesite.model import Award, AwardKey, Catalog
from badgesite.plan.facts import Facts
from badgesite.progress import derived_awards, last_day
from badgesite.publish import MANIFEST, Changes, Ledger, Publication
from badgesite.rebuilding import Inputs, Request, Told, Whole, recall


def build_appended(request: Request, cache: Cache, found: Inputs) -> Told | None:
    """Publish the files of learners whose rows differ, when nothing else happened.

    None when a whole build is needed; the site is then as it was.
    """
    if request.ledger is None or not request.ledger.is_file() or request.paranoid:
        return None
    try:
        with site_of(request) as (publication, ledger):
            told = recall(ledger)
            if told is None or ledger.harmed():
                return None
            others = others_than(frozenset(), request, told, found)
            anew = _built(others, request, publication, ledger, cache)
            return keep(request, ledger, replace(anew, inputs=found))
    except (TooTangled, BadgesiteError, Unsure):
        return None


def _built(
    others: Others, request: Request, publication: Publication, ledger: Ledger, cache: Cache
) -> Told:
    told, rows, learners = others.told, others.rows, others.learners
    named, public = rows.learners, told.whole.public
    ready, narrowing = narrowed(
        request, cache, learners, public, others.register, others.plain, others.tables
    )
    facts, built = ready.facts, told.built
    before = _before(facts.catalog, rows)
    _be_sure(facts, learners, before, told.whole)
    given = others.given_with(facts.entries.values(), facts.assigned.missing)
    had = (*before, *derived_awards(_as_it_was(facts.catalog, before, rows)))
    shown = tuple(sorted(name for name in named if is_public(facts.catalog, name)))
    gone = {each.key for each in had} - {each.key for each in facts.awards}
    work = _Work(ready, learners, shown, gone)
    changes, fresh, size = _published(work, request, publication, ledger, cache)
    return Told(
        told.inputs,
        replace(
            told.whole,
            last=max(told.whole.last, last_day(facts.catalog).isoformat()),
            missing=missing_of(facts),
            plain=frozenset(narrowing.kept),
            given=given,
        ),
        replace(
            built,
            counts=replace(built.counts, awards=built.counts.awards + len(facts.awards) - len(had)),
            changes=changes,
            fresh=fresh,
            size=size,
            warnings=in_order((*_still(built.warnings, narrowing, rows), *ready.warnings)),
        ),
    )


def _before(catalog: Catalog, rows: Rows) -> tuple[Award, ...]:
    """Return the awards that stood in the tables before, as far as they are of these learners."""
    origins = ((each, each.origin) for each in catalog.awards)
    found = [each for each, at in origins if not rows.are_new(at.path, at.line)]
    for table in rows.tables.values():
        if table.gone:
            lines = table.head + b"".join(table.gone.values())
            gone = awards_in(lines, catalog.badges, catalog.learners)
            if gone is None:
                raise Unsure
            found += gone
    return tuple(sorted(found, key=lambda each: each.key))


def _as_it_was(catalog: Catalog, before: tuple[Award, ...], rows: Rows) -> Catalog:
    """Return the catalog with the awards of before, and without lines that record others."""
    lines = ((each, each.origin) for each in catalog.register)
    old = tuple(each for each, at in lines if not rows.are_new(at.path, at.line))
    return replace(catalog, awards=before, register=old)


# ------------------------------------------------------------------ being sure
def _be_sure(
    facts: Facts, learners: frozenset[str], before: tuple[Award, ...], whole: Whole
) -> None:
    """Raise unless nothing that the whole site says of all learners can have changed."""
    assigned, was, now = facts.assigned, set(before), set(facts.catalog.awards)
    new = [each.awarded.isoformat() for each in now - was]
    gone = [each.awarded.isoformat() for each in was - now]
    if (
        any(_is_tangled(facts, name, whole) for name in learners)
        or not whole.first
        or min(new, default=whole.first) < whole.first
        or (whole.aging and max(new, default="") > whole.last)
        or min(gone, default="~") <= whole.first
        or (whole.aging and max(gone, default="") >= whole.last)
        or not all(facts.by_learner.get(name) for name in learners)  # their day is that of all
        or assigned.vanished
        or assigned.ended
        or not set(assigned.lists) <= set(whole.lists)
    ):
        raise Unsure


def _is_tangled(facts: Facts, name: str, whole: Whole) -> bool:
    """Whether the learner's own rows may not be all that there is of the learner."""
    learner = facts.catalog.learners.get(name)
    if learner is None or learner.former_ids:
        return True
    return whole.aging and name in facts.catalog.foreign  # which day it is, others' rows tell


def missing_of(facts: Facts) -> tuple[str, ...]:
    """Return the learners with awards that are not in the register."""
    return tuple(sorted({each.award.learner for each in facts.assigned.missing}))


def _still(warnings: tuple[Problem, ...], narrowing: Narrowing, rows: Rows) -> Iterator[Problem]:
    """Yield the warnings about what was not read this time, where it stands now."""
    for each in warnings:
        moved = rows.moved(each)
        if moved is None:
            continue
        name, line = moved
        if line in narrowing.kept[name] if name in narrowing.kept else narrowing.wants(name):
            continue
        yield replace(each, origin=replace(each.origin, line=line))


# ------------------------------------------------------------------ publishing
class _OnSite(Mapping[str, bytes]):
    """Files of the published site, as the ledger knows them."""

    def __init__(self, target: Path, ledger: Ledger) -> None:
        self._target, self._ledger = target, ledger

    def __getitem__(self, path: str) -> bytes:
        try:
            content = (self._target / path).read_bytes()
        except OSError:
            raise Unsure from None
        if sha256(content).digest() != self._ledger.digest(path):
            raise Unsure
        return content

    def __iter__(self) -> Iterator[str]:
        return (path for path, *_ in self._ledger.rows())

    def __len__(self) -> int:
        return self._ledger.count()[0]


class _Work(Struct, frozen=True):
    """Learners that were read, which of them everybody may find, and awards they have no more."""

    ready: Prepared
    learners: frozenset[str]
    shown: tuple[str, ...]
    gone: set[AwardKey]


def _published(
    work: _Work, request: Request, publication: Publication, ledger: Ledger, cache: Cache
) -> tuple[Changes, int, int]:
    units = units_of(work.ready, request, cache)
    sink = Guarded(publication, guard_of(work.ready, request))
    if not ledger.counts_on(sink.guard.identity):
        raise Unsure
    site = _OnSite(request.target, ledger)
    mine = [name for name in units.names if name in work.learners]
    names = [name for name in mine if ledger.key(name) != units.key_of(name)]
    made = Learners(units, names, site, sink)(range(len(names)))
    rows = [row for unit in made for row in unit.rows]
    if work.shown:
        from badgesite.build.showing import told_anew  # most learners are shown to nobody

        anew = told_anew(units, work.shown, work.gone, site, ledger)
        shared = [sink.put(path, content) for path, content in anew]
        ledger.renew(shared)
        rows += shared
    try:
        gone = ledger.put(made)
    except LookupError:
        raise Unsure from None
    removed = [path for path in gone if path != MANIFEST and not ledger.holds(path)]
    total, size = ledger.count()
    listed = publication.amended(
        {**dict.fromkeys(removed), **{row.path: row.digest.hex() for row in rows}}
    )
    if listed is None:
        raise Unsure
    paths = [row.path for row in rows if row.made]
    changes = publication.finish(listed, paths, removed, total, differs=listed.differs)
    return changes, len(rows), size
