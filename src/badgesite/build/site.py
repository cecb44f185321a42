"""From a repository to a published site: the pipeline, one step a line."""

from collections.abc import Iterable, Mapping
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass, field, replace
from datetime import datetime
from pathlib import Path

from badgesite.build.checking import read, register_notes, register_problems
from badgesite.build.contacts import refuse_addresses
from badgesite.build.locking import one_at_a_time
from badgesite.cache import BothCaches, Cache, FileCache, NoCache
from badgesite.errors import BadgesiteError, ContentError, KeyFileError, Problem, Severity, in_order
from badgesite.model import Catalog
from badgesite.plan.facts import Facts, Mode, facts_of
from badgesite.plan.make import Meter, Site, make
from badgesite.plan.site import make_plan
from badgesite.publish import Changes, compare, publish
from badgesite.signing import FoundKey, find_key

CACHE = ".badgesite/cache.sqlite"


@dataclass(frozen=True, slots=True)
class Request:
    """What the command line asks for. `environment` holds BADGESITE_* variables only.

    `now` lets mistakes be told that depend on the day; no byte of the site does.
    """

    root: Path
    site: Path | None = None
    base_url: str | None = None
    strict: bool = False
    require_key: bool = False
    dry_run: bool = False
    jobs: int = 1
    use_cache: bool = True
    environment: Mapping[str, str] = field(default_factory=dict)
    now: datetime | None = None

    @property
    def target(self) -> Path:
        """The folder of the site."""
        return (self.site or self.root / "site").absolute()


@dataclass(frozen=True, slots=True)
class Prepared:
    """Content that may be built: checked, with the key that signs and all facts derived."""

    catalog: Catalog
    facts: Facts
    key: FoundKey
    warnings: tuple[Problem, ...]


@dataclass(frozen=True, slots=True)
class Draft:
    """A whole site as bytes, with what it was made from and what people should be told."""

    prepared: Prepared
    site: Site
    notes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Built:
    """What a build did, for people to be told. `fresh` counts outputs that were made anew."""

    catalog: Catalog
    facts: Facts
    changes: Changes
    fresh: int
    size: int
    notes: tuple[str, ...]
    warnings: tuple[Problem, ...]


def build(request: Request, meter: Meter) -> Built:
    """Publish the content below `request.root`; the same commit always gives the same bytes.

    Raises ContentError, KeyFileError, ThemeError or PublishError; the published site is then as it
    was before.
    """
    with one_at_a_time(request.root):
        draft = draft_of(request, meter)
        changes = (compare if request.dry_run else publish)(draft.site.files, request.target)
    return Built(
        catalog=draft.prepared.catalog,
        facts=draft.prepared.facts,
        changes=changes,
        fresh=len(draft.site.fresh),
        size=sum(len(made) for made in draft.site.files.values()),
        notes=draft.notes,
        warnings=draft.prepared.warnings,
    )


def draft_of(request: Request, meter: Meter, memory: Cache | None = None) -> Draft:
    """Return the whole site as bytes, published nowhere yet. Raises as `build` does.

    `memory` remembers beside the cache of the repository, for who builds often.
    """
    with _cache(request) as file:
        cache = file if memory is None else BothCaches(memory, file)
        prepared = prepare(request, cache)
        plan = make_plan(prepared.facts, prepared.key.key, request.root, cache)
        site = make(plan, cache, meter, request.jobs)
    _refuse_leak(prepared.key, site.files)
    refuse_addresses(request.root, site.files)
    return Draft(prepared, site, (*plan.notes, *register_notes(prepared.facts)))


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
    if request.strict and warnings:
        raise ContentError(replace(each, severity=Severity.ERROR) for each in warnings)
    return Prepared(catalog, facts, key, warnings)


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


def _refuse_leak(key: FoundKey, files: Mapping[str, bytes]) -> None:
    """Refuse to publish a site in which the private key stands, in whatever encoding."""
    if key.key is None or key.kind != "real":
        return
    for path, content in files.items():
        if key.key.stands_in(content):
            raise BadgesiteError(
                f"the private key stands in '{path}', so nothing was published",
                "remove it from content/ or themes/, and replace the key: badgesite key new",
            )
