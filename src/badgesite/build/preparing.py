"""Content that may be built: checked, with the key that signs and all facts derived."""

from collections.abc import Collection, Mapping
from pathlib import Path

from msgspec import Struct

from badgesite.build.checking import read, refused
from badgesite.build.contacts import private_addresses
from badgesite.build.issued import BROKEN_PROMISES, register_problems
from badgesite.build.making import Guard
from badgesite.cache import Cache
from badgesite.errors import ContentError, KeyFileError, Problem, in_order
from badgesite.model import Catalog
from badgesite.plan.facts import KEY_REMEDY, Facts, Mode, facts_of
from badgesite.rebuilding import Request
from badgesite.register import Taken, all_read
from badgesite.signing import FoundKey, find_key


class Prepared(Struct, frozen=True):
    """Content that may be built: checked, with the key that signs and all facts derived."""

    catalog: Catalog
    facts: Facts
    key: FoundKey
    warnings: tuple[Problem, ...]


def prepare(request: Request, cache: Cache | None = None, jobs: int = 1) -> Prepared:
    """Return what a build needs; nothing has been written. Large content is read on so many cores.

    Raises ContentError for mistakes in content (and, when strict, for what would be a warning) and
    KeyFileError for a key that is wrong, or missing where one is required.
    """
    found = read(request.root, request.base_url, cache, request.now, jobs=jobs)
    return prepared(*found, request, jobs=jobs)


def prepared(
    catalog: Catalog,
    warnings: tuple[Problem, ...],
    request: Request,
    taken: Taken = all_read,
    jobs: int = 1,
) -> Prepared:
    """Return what a build of this checked catalog needs; raises as `prepare` does.

    `taken` tells of the lines of the register that are not in the catalog.
    """
    key = found_key(request.root, catalog, request.environment)
    if request.require_key and key.kind != "real":
        if catalog.active_key is not None:
            raise KeyFileError(
                "this build must be signed, and the active key of content/keys.yml is not here",
                f"{KEY_REMEDY} as a secret of your host",
            )
        raise KeyFileError(
            "this build must be signed, and there is no key of yours",
            "make one with: badgesite key new, and set BADGESITE_KEY as a secret of your host",
        )
    facts = facts_of(catalog, mode_of(key), taken, jobs)
    warnings = in_order((*warnings, *register_problems(facts)))
    codes = {each.code for each in warnings} if request.strict else _refused(key)
    if not request.comparing and any(each.code in codes for each in warnings):
        raise ContentError(refused(warnings, codes))
    return Prepared(catalog, facts, key, warnings)


def guard_of(ready: Prepared, request: Request) -> Guard:
    """Return what looks into every file before it is shown to anybody."""
    return Guard(ready.key, private_addresses(request.root))


def _refused(key: FoundKey) -> Collection[str]:
    """Return what a site that others rely on is not published with."""
    return BROKEN_PROMISES if key.kind == "real" else ()


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
