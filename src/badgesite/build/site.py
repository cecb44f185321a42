"""From a repository to a published site: the pipeline, one step a line."""

from collections.abc import Iterable, Mapping
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass, replace
from pathlib import Path

from badgesite.build.checking import read, register_notes, register_problems
from badgesite.build.contacts import private_addresses
from badgesite.build.locking import one_at_a_time
from badgesite.build.making import Guard, Guarded, Learners, Sink, make_learners, make_shared
from badgesite.build.pool import Again
from badgesite.cache import Cache, FileCache, NoCache
from badgesite.errors import ContentError, KeyFileError, Problem, PublishError, Severity, in_order
from badgesite.model import Catalog
from badgesite.plan.facts import Facts, Mode, facts_of
from badgesite.plan.make import Meter
from badgesite.plan.site import SitePlan, make_plan
from badgesite.plan.units import SHARED, Units
from badgesite.publish import MANIFEST, Changes, Ledger, Publication
from badgesite.rebuilding import Built, Counts, Request, inputs, remember
from badgesite.signing import FoundKey, find_key

CACHE = ".badgesite/cache.sqlite"


@dataclass(frozen=True, slots=True)
class Prepared:
    """Content that may be built: checked, with the key that signs and all facts derived."""

    catalog: Catalog
    facts: Facts
    key: FoundKey
    warnings: tuple[Problem, ...]


@dataclass(frozen=True, slots=True)
class Draft:
    """What a site is made from, and what people should be told of it."""

    prepared: Prepared
    plan: SitePlan

    @property
    def notes(self) -> tuple[str, ...]:
        """Return what people should be told."""
        return (*self.plan.shared.notes, *register_notes(self.prepared.facts))


def build(request: Request, meter: Meter) -> Built:
    """Publish the content below `request.root`; the same commit always gives the same bytes.

    Raises ContentError, KeyFileError, ThemeError or PublishError; the published site is then as it
    was before.
    """
    with one_at_a_time(request.root), _cache(request) as cache:
        found = inputs(request)
        draft = drafted(request, cache)
        publication = Publication(request.target, dry=request.dry_run)
        ledger = Ledger(request.ledger, request.target)
        try:
            done = _publish(draft, publication, ledger, cache, request, meter)
            built = _built(draft, done)
            if not request.dry_run:
                remember(request, ledger, built, found)
                ledger.keep()
        except BaseException:
            if not request.dry_run:
                publication.abandon()
            raise
        finally:
            ledger.close()
    return built


def _built(draft: Draft, done: "_Done") -> Built:
    prepared = draft.prepared
    catalog, facts = prepared.catalog, prepared.facts
    return Built(
        counts=Counts(
            len(catalog.pathways), len(catalog.badges), len(catalog.learners), len(facts.awards)
        ),
        mode=str(facts.mode),
        signed=facts.mode.sentence,
        changes=done.changes,
        fresh=done.fresh,
        size=done.size,
        notes=draft.notes,
        warnings=prepared.warnings,
    )


@dataclass(frozen=True, slots=True)
class _Done:
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
) -> _Done:
    """Make what changed, and let it take the place of what was there."""
    sink = _guarded(publication, draft, request)
    ledger.count_on(sink.guard.identity)
    units = draft.plan.units
    known = set(publication.published()) if not ledger.keys() else set[str]()
    shared, files, fresh = make_shared(draft.plan, cache, sink, meter, request.jobs)
    stale = _stale(ledger, units, request)
    gone = ledger.drop(ledger.keys().keys() - {SHARED, *units.names})
    made = [row.path for row in shared.rows if row.made]
    try:
        gone += ledger.put([shared])
        work = Learners(units, stale, files, sink)
        for unit in make_learners(work, meter, request.jobs, _again(request, stale, files)):
            made += [row.path for row in unit.rows if row.made]
            fresh += len(unit.rows)
            gone += ledger.put([unit])
    except LookupError as error:
        raise _twice(str(error.args[0])) from None
    except OSError as error:
        raise publication.refusal(error) from None
    removed = [path for path in {*gone, *known} if path != MANIFEST and not ledger.holds(path)]
    total, size = ledger.count()
    changes = publication.finish(ledger.digests(), made, removed, total)
    return _Done(changes, fresh, size)


def _stale(ledger: Ledger, units: Units, request: Request) -> tuple[str, ...]:
    """Return the learners whose files have to be made, because of a change here or out there."""
    keys = ledger.keys()
    harmed = ledger.harmed()
    return tuple(
        name for name in units.names if name in harmed or keys.get(name) != units.key_of(name)
    )


def _twice(path: str) -> PublishError:
    return PublishError(
        f"two things want to be published at '{path}'", "rename one of them in content/"
    )


def _again(request: Request, stale: tuple[str, ...], shared: Mapping[str, bytes]) -> Again | None:
    """Return how a process that shares no memory comes to the same work."""
    asked = {path: made for path, made in shared.items() if path.startswith(_EMBEDDED)}
    return Again(_learners_again, request, stale, asked)


_EMBEDDED = ("badges/", "pathways/")
"""Where those files of the whole site lie whose bytes stand in a learner's files."""


def _learners_again(
    request: Request, stale: tuple[str, ...], shared: Mapping[str, bytes]
) -> Learners:
    """Return the work on these learners, from the content on: for a process of its own."""
    with _cache(replace(request, dry_run=True)) as cache:
        draft = drafted(request, cache)
    target = Publication(request.target, dry=request.dry_run, joining=True)
    return Learners(draft.plan.units, stale, shared, _guarded(target, draft, request))


def pour(request: Request, sink: Sink, meter: Meter) -> Draft:
    """Make the whole site and hand every file to the sink; nothing else is written.

    Raises as `build` does.
    """
    with _cache(request) as cache:
        draft = drafted(request, cache)
        guarded = _guarded(sink, draft, request)
        _, files, _ = make_shared(draft.plan, cache, guarded, meter, request.jobs)
        work = Learners(draft.plan.units, draft.plan.units.names, files, guarded)
        for _ in make_learners(work, meter, 1, None):
            pass
    return draft


def _guarded(sink: Sink, draft: Draft, request: Request) -> Guarded:
    return Guarded(sink, guard(draft, request))


def guard(draft: Draft, request: Request) -> Guard:
    """Return what looks into every file before it is shown to anybody."""
    return Guard(draft.prepared.key, private_addresses(request.root))


def drafted(request: Request, cache: Cache) -> Draft:
    """Return what a site is made from; raises as `prepare` does."""
    prepared = prepare(request, cache)
    plan = make_plan(
        prepared.facts, prepared.key.key, request.root, cache, paranoid=request.paranoid
    )
    return Draft(prepared, plan)


def prepare(request: Request, cache: Cache | None = None) -> Prepared:
    """Return what a build needs; nothing has been written.

    Raises ContentError for mistakes in content (and, when strict, for what would be a warning) and
    KeyFileError for a key that is wrong, or missing where one is required.
    """
    catalog, warnings = read(request.root, request.base_url, cache, request.now)
    key = found_key(request.root, catalog, request.environment)
    if request.require_key and key.kind != "real":
        raise KeyFileError(
            "this build must be signed, and there is no key of yours",
            "make one with: badgesite key new, and set BADGESITE_KEY as a secret of your host",
        )
    facts = facts_of(catalog, mode_of(key))
    warnings = in_order((*warnings, *register_problems(facts)))
    refused = {each.code for each in warnings} if request.strict else _refused(key)
    refused = set() if request.comparing else refused
    if any(each.code in refused for each in warnings):
        raise ContentError(
            replace(each, severity=Severity.ERROR) if each.code in refused else each
            for each in warnings
        )
    return Prepared(catalog, facts, key, warnings)


def _refused(key: FoundKey) -> set[str]:
    """Return what a site that others rely on is not published with: promises that would break."""
    return (
        {"register-changed", "rule-changed", "final-ended", "address-lost"}
        if key.kind == "real"
        else set()
    )


def found_key(root: Path, catalog: Catalog, environment: Mapping[str, str]) -> FoundKey:
    """Return the key that signs here: the environment's, else of keys/, else the example's."""
    return find_key(
        environment=environment,
        keys_folder=root / "keys",
        example_folder=root / "keys.example",
        base_url=catalog.site.url,
        public_keys=catalog.keys,
    )


def mode_of(key: FoundKey) -> Mode:
    """Return how a site is signed by what was found."""
    if key.key is None:
        return Mode.PREVIEW
    return Mode.SIGNED if key.kind == "real" else Mode.DEMO


def _cache(request: Request) -> AbstractContextManager[Cache]:
    if not request.use_cache:
        return nullcontext(NoCache())
    return (_Unwritten if request.dry_run else FileCache)(request.root / CACHE)


class _Unwritten(FileCache):
    """Takes what is remembered and adds nothing: a dry run writes nothing at all."""

    def put(self, items: Iterable[tuple[str, bytes]]) -> None:
        """Do nothing."""
