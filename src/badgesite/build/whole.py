"""A whole site: planned, made where something changed, and published; one step a line."""

from collections.abc import Callable, Mapping
from contextlib import AbstractContextManager, closing, nullcontext
from pathlib import Path
from typing import TYPE_CHECKING

from msgspec import Struct
from msgspec.structs import replace

from badgesite.build.appending import missing_of
from badgesite.build.gathering import given_in, plain_in
from badgesite.build.issued import register_notes
from badgesite.build.making import Guarded, Learners, Sink, make_learners, make_shared
from badgesite.build.narrowed import public_one
from badgesite.build.places import cache_of, keep, site_of
from badgesite.build.preparing import Prepared, guard_of, prepare
from badgesite.build.remembering import has_all
from badgesite.build.showing import remember_shown
from badgesite.cache import Cache
from badgesite.errors import PublishError
from badgesite.model import Catalog
from badgesite.plan.census import census
from badgesite.plan.make import Meter
from badgesite.plan.site import SitePlan, make_plan
from badgesite.plan.units import SHARED, Units
from badgesite.pool import Again
from badgesite.progress import last_day
from badgesite.publish import MANIFEST, Changes, Coming, Ledger, Paths, Publication, pieces
from badgesite.rebuilding import Built, Counts, Inputs, Request, Told, Whole
from badgesite.register import FULL

if TYPE_CHECKING:
    from badgesite.build.cluster import Cluster


class Draft(Struct, frozen=True):
    """What a site is made from, and what people should be told of it."""

    prepared: Prepared
    plan: SitePlan

    @property
    def notes(self) -> tuple[str, ...]:
        """Return what people should be told."""
        return (*self.plan.shared.notes, *register_notes(self.prepared.facts))


def build_whole(request: Request, cache: Cache, found: Inputs, meter: Meter) -> Told:
    """Publish the whole site: make what changed, keep what did not."""
    with _cluster(request) as cluster:
        draft = drafted(request, cache, 1 if cluster is not None else request.jobs)
        with site_of(request) as (publication, ledger):
            done = _publish(draft, publication, ledger, cache, request, meter, cluster)
            whole = _whole(draft, request.root, found)
            return keep(request, ledger, Told(found, whole, _built(draft, done)))


def _cluster(request: Request) -> AbstractContextManager["Cluster | None"]:
    """Return the cluster that is asked for, asked first of all whether it is there."""
    if request.executor is None or request.dry_run:
        return nullcontext()
    from badgesite.build.cluster import connected

    return connected(request.executor.address)


def _whole(draft: Draft, root: Path, found: Inputs) -> Whole:
    facts = draft.prepared.facts
    catalog, first = facts.catalog, census(facts).first
    return Whole(
        public=public_one(catalog),
        first="" if first is None else first.isoformat(),
        last=last_day(catalog).isoformat(),
        lists=facts.assigned.lists,
        missing=missing_of(facts),
        aging=bool(catalog.foreign) and _is_aging(catalog),
        recorded=not register_notes(facts) and has_all(facts, root),
        plain=plain_in(root, found),
        # Fewer are soon found where they stand, and no list is full before long.
        given=given_in(root, found) if len(catalog.register) > FULL // 2 else {},
    )


def _is_aging(catalog: Catalog) -> bool:
    from badgesite.build.recognising import rest_on_the_day  # brings all of the verifier

    return rest_on_the_day(catalog)


def _built(draft: Draft, done: "_Done") -> Built:
    catalog, facts = draft.prepared.catalog, draft.prepared.facts
    return Built(
        counts=Counts(
            len(catalog.pathways), len(catalog.badges), len(catalog.learners), len(facts.awards)
        ),
        mode=str(facts.mode),
        signed=facts.signed,
        changes=done.changes,
        fresh=done.fresh,
        size=done.size,
        notes=draft.notes,
        warnings=draft.prepared.warnings,
    )


class _Done(Struct, frozen=True):
    changes: Changes
    fresh: int
    size: int


def _publish(
    draft: Draft,
    publication: Publication,
    ledger: Ledger,
    cache: Cache,
    request: Request,
    meter: Meter,
    cluster: "Cluster | None",
) -> _Done:
    """Make what changed, and let it take the place of what was there."""
    sink = _guarded(publication, draft, request)
    ledger.count_on(sink.guard.identity)
    units = draft.plan.units
    lost = next(ledger.names(), None) is None
    known = set(publication.published()) if lost else set[str]()
    shared, files, fresh = make_shared(draft.plan, cache, sink, meter, request.jobs)
    files = _embedded(files)
    remember_shown(ledger, draft.plan.shared, units.tongues)
    draft.plan.forget_shared()
    stale = _stale(ledger, units)
    gone = ledger.drop([name for name in ledger.names() if name != SHARED and name not in units])
    made, coming = Paths(row.path for row in shared.rows if row.made), set(stale)
    try:
        gone += ledger.put([shared], coming)
        work = Learners(units, stale, files, sink)
        again = (
            _elsewhere(request, request.executor.environment, stale)
            if cluster is not None and request.executor is not None
            else _again(request, stale, files)
        )
        with closing(make_learners(work, meter, request.jobs, again, cluster)) as all_made:
            for some in all_made:
                made.add(row.path for unit in some for row in unit.rows if row.made)
                fresh += sum(len(unit.rows) for unit in some)
                if lost:
                    ledger.gather(some)
                else:
                    gone += ledger.put(some, coming)
        ledger.settle()
    except LookupError as error:
        raise _twice(str(error.args[0])) from None
    except OSError as error:
        raise publication.refusal(error) from None
    removed = [path for path in {*gone, *known} if path != MANIFEST and not ledger.holds(path)]
    total, size = ledger.count()
    changes = publication.finish(lambda: pieces(ledger.digests()), made, removed, total)
    return _Done(changes, fresh, size)


def _stale(ledger: Ledger, units: Units) -> tuple[str, ...]:
    """Return the learners whose files have to be made, because of a change here or out there."""
    harmed = ledger.harmed()
    return tuple(
        name
        for name in units.names
        if name in harmed or (key := ledger.key(name)) is None or key != units.key_of(name)
    )


def _twice(path: str) -> PublishError:
    return PublishError(
        f"two things want to be published at '{path}'", "rename one of them in content/"
    )


def _again(request: Request, stale: tuple[str, ...], shared: Mapping[str, bytes]) -> Again | None:
    """Return how a process that shares no memory comes to the same work."""
    return Again(_learners_again, request, stale, shared)


def _embedded(shared: Mapping[str, bytes]) -> dict[str, bytes]:
    """Return those files of the whole site whose bytes stand in learners' files."""
    return {path: made for path, made in shared.items() if path.startswith(_EMBEDDED)}


_EMBEDDED = ("badges/", "pathways/")


def _learners_again(
    request: Request, stale: tuple[str, ...], shared: Mapping[str, bytes]
) -> Learners:
    """Return the work on these learners, from the content on: for a process of its own."""
    with cache_of(replace(request, dry_run=True)) as cache:
        draft = drafted(request, cache)
    target = Publication(request.target, dry=request.dry_run, joining=True)
    return Learners(draft.plan.units, stale, shared, _guarded(target, draft, request))


def _elsewhere(
    request: Request, environment: Callable[[], Mapping[str, str]], stale: tuple[str, ...]
) -> Again:
    """Return how a process on another machine comes to the same work: from the shared folder.

    Nothing secret goes along, and no SQLite file is opened from two machines.
    """
    plain = replace(
        request,
        root=request.root.absolute(),
        site=request.target,
        use_cache=False,
        environment={},
        executor=None,
    )
    return Again(_learners_elsewhere, plain, environment, stale)


def _learners_elsewhere(
    request: Request, environment: Callable[[], Mapping[str, str]], stale: tuple[str, ...]
) -> Learners:
    own = replace(request, environment=dict(environment()))
    return _learners_again(own, stale, Coming(request.target))


def pour(request: Request, sink: Sink, meter: Meter) -> Draft:
    """Make the whole site and hand every file to the sink; nothing else is written.

    Raises as `build` does.
    """
    with cache_of(request) as cache:
        draft = drafted(request, cache)
        guarded = _guarded(sink, draft, request)
        _, files, _ = make_shared(draft.plan, cache, guarded, meter, request.jobs)
        work = Learners(draft.plan.units, draft.plan.units.names, files, guarded)
        for _ in make_learners(work, meter, 1, None):
            pass
    return draft


def _guarded(sink: Sink, draft: Draft, request: Request) -> Guarded:
    return Guarded(sink, guard_of(draft.prepared, request))


def drafted(request: Request, cache: Cache, jobs: int = 1) -> Draft:
    """Return what a site is made from; raises as `prepare` does.

    With more than one job large content is worked on by processes forked from this one, which is
    for who has one thread only, and is no such process itself.
    """
    prepared = prepare(request, cache, jobs)
    plan = make_plan(
        prepared.facts, prepared.key.key, request.root, cache, paranoid=request.paranoid
    )
    return Draft(prepared, plan)
