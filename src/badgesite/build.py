"""From a repository to a published site: the pipeline, one step a line."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from badgesite.addresses import is_local, normal_base
from badgesite.cache import Cache, FileCache, NoCache
from badgesite.content import load
from badgesite.errors import (
    BadgesiteError,
    ContentError,
    KeyFileError,
    Origin,
    Problem,
    Severity,
    in_order,
)
from badgesite.model import Catalog
from badgesite.plan.facts import Facts, Mode, facts_of
from badgesite.plan.make import Meter, make
from badgesite.plan.site import make_plan
from badgesite.publish import Changes, compare, publish
from badgesite.rules import check
from badgesite.signing.keys import FoundKey, find_key

CACHE = ".badgesite/cache.sqlite"


@dataclass(frozen=True, slots=True)
class Request:
    """What the command line asks for. `environment` holds BADGESITE_* variables only."""

    root: Path
    site: Path | None = None
    base_url: str | None = None
    strict: bool = False
    require_key: bool = False
    dry_run: bool = False
    jobs: int = 1
    use_cache: bool = True
    environment: Mapping[str, str] | None = None

    @property
    def target(self) -> Path:
        """The folder of the site."""
        return self.site or self.root / "site"


@dataclass(frozen=True, slots=True)
class Prepared:
    """Content that may be built: checked, with the key that signs and all facts derived."""

    catalog: Catalog
    facts: Facts
    key: FoundKey
    warnings: tuple[Problem, ...]


@dataclass(frozen=True, slots=True)
class Built:
    """What a build did, for people to be told."""

    catalog: Catalog
    facts: Facts
    changes: Changes
    fresh: int
    size: int
    notes: tuple[str, ...]
    warnings: tuple[Problem, ...]


def read(root: Path, base_url: str | None = None) -> tuple[Catalog, tuple[Problem, ...]]:
    """Return the checked catalog and its warnings; ContentError with every problem otherwise."""
    loaded = load(root)
    catalog, problems = loaded.catalog, loaded.problems
    if catalog is None:
        raise ContentError(problems)
    if base_url is not None:
        catalog = replace(catalog, site=replace(catalog.site, url=normal_base(base_url)))
    if not any(problem.is_error for problem in problems):
        problems = (*problems, *check(catalog))
    if any(problem.is_error for problem in problems):
        raise ContentError(problems)
    return catalog, in_order(problems)


def prepare(request: Request) -> Prepared:
    """Return what a build needs; nothing has been written.

    Raises ContentError for mistakes in content (and, when strict, for what would be a warning) and
    KeyFileError for a key that is wrong or missing where one is required.
    """
    catalog, warnings = read(request.root, request.base_url)
    key = find_key(
        environment=request.environment or {},
        keys_folder=request.root / "keys",
        example_folder=request.root / "keys.example",
        base_url=catalog.site.url,
        public_keys=catalog.keys,
    )
    if request.require_key and key.kind != "real":
        raise KeyFileError(
            "this build must be signed, and there is no key of yours",
            "set BADGESITE_KEY, or make a key with: badgesite key new",
        )
    facts = facts_of(catalog, _mode(key, catalog))
    warnings = in_order((*warnings, *register_problems(facts)))
    if request.strict and warnings:
        raise ContentError(replace(w, severity=Severity.ERROR) for w in warnings)
    return Prepared(catalog, facts, key, warnings)


def _mode(key: FoundKey, catalog: Catalog) -> Mode:
    if key.key is None:
        return Mode.PREVIEW
    if key.kind == "example":
        if not is_local(catalog.site.url):
            raise KeyFileError("the example key signs for localhost only", "badgesite key new")
        return Mode.DEMO
    return Mode.SIGNED


def register_problems(facts: Facts) -> tuple[Problem, ...]:
    """Return warnings about awards the register lacks, and credentials whose content changed."""
    found = []
    if facts.assigned.missing:
        count = len(facts.assigned.missing)
        what = "1 award is" if count == 1 else f"{count} awards are"
        found.append(
            Problem(
                Origin("content/register.csv"),
                f"{what} not in the register",
                "record it with: badgesite register" if count == 1 else "record them with: badgesite register",
                "register-missing",
                Severity.WARNING,
            )
        )
    for change in facts.assigned.changed:
        found.append(
            Problem(
                change.entry.origin,
                change.sentence,
                'undo the change, or accept it with: badgesite register --reissue "reason"',
                "register-changed",
                Severity.WARNING,
            )
        )
    return tuple(found)


def build(request: Request, meter: Meter) -> Built:
    """Publish the content below `request.root`; the same commit always gives the same bytes."""
    prepared = prepare(request)
    with _cache(request) as cache:
        plan = make_plan(prepared.facts, prepared.key.key, request.root, cache)
        site = make(plan, cache, meter, request.jobs)
    _refuse_leak(prepared.key, site.files)
    change = compare if request.dry_run else publish
    changes = change(site.files, request.target)
    size = sum(len(made) for made in site.files.values())
    return Built(
        prepared.catalog,
        prepared.facts,
        changes,
        len(site.fresh),
        size,
        plan.notes,
        prepared.warnings,
    )


def _cache(request: Request) -> "FileCache | _Nothing":
    return FileCache(request.root / CACHE) if request.use_cache else _Nothing()


class _Nothing(NoCache):
    def __enter__(self) -> Cache:
        return self

    def __exit__(self, *_: object) -> None:
        return None


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
