"""Content that may be built: read and checked, with every problem told together."""

from collections.abc import Collection, Iterable, Iterator, Mapping
from datetime import date, datetime, timedelta
from pathlib import Path
from types import MappingProxyType

from msgspec.structs import replace

from badgesite.addresses import normal_base
from badgesite.build.contacts import tracked_contacts
from badgesite.build.issued import BROKEN_PROMISES, register_problems, vanished
from badgesite.cache import CACHE, Cache, NoCache, UnwrittenCache
from badgesite.canonical import digest
from badgesite.code import code_identity
from badgesite.content import Narrowing, load, located
from badgesite.days import day_at
from badgesite.errors import ContentError, Problem, Severity, in_order
from badgesite.model import Catalog
from badgesite.package_files import themes_folder
from badgesite.plan.facts import Mode, facts_of
from badgesite.progress import reword, standings
from badgesite.rules import check, picture_problems, translation_notes

Instead = Mapping[str, bytes | None]

_YEAR = timedelta(days=366)
_NO_DAYS = date(1970, 1, 1)  # until then lie what programs write for no day, and slips as 1926


def read(
    root: Path,
    base_url: str | None = None,
    cache: Cache | None = None,
    now: datetime | None = None,
    instead: Instead = MappingProxyType({}),
    narrowing: Narrowing | None = None,
    jobs: int = 1,
) -> tuple[Catalog, tuple[Problem, ...]]:
    """Return the checked catalog and its warnings; ContentError with every problem otherwise.

    Pictures that the cache knows as harmless are not judged again, nor definitions read that it
    knows; without one the repository's own is looked into. With `now`, which only the
    command line knows, withdrawals of days to come are refused. `instead` are files as somebody
    is about to write them, by path below content/. A `narrowing` leaves out other learners.
    """
    if cache is None:
        with UnwrittenCache(root / CACHE) as known:
            return read(root, base_url, known, now, instead, narrowing, jobs)
    judged = _Judged(cache)
    catalog, problems = _loaded(root, judged, now, instead, narrowing, jobs, cache)
    if catalog is None or any(problem.is_error for problem in problems):
        raise ContentError(problems)
    judged.remember()
    url = normal_base(base_url if base_url is not None else catalog.site.url)
    if url != catalog.site.url:
        here = catalog
        catalog = replace(here, site=replace(here.site, url=url))
        reword(here, catalog)  # what was derived to check it holds for any address
    return catalog, problems


def check_all(root: Path, now: datetime | None = None, jobs: int = 1) -> tuple[Problem, ...]:
    """Return every problem: of content, register, theme, and private keys that git tracks.

    Large content is read on so many cores.
    """
    with UnwrittenCache(root / CACHE) as known:
        catalog, found = _loaded(root, _Judged(known), now, jobs=jobs, cache=known)
    from badgesite.build.checking_pages import page_problems  # as what follows, no build's matter
    from badgesite.build.secrets_in_git import tracked_keys  # asks git

    problems = in_order((*found, *tracked_keys(root), *tracked_contacts(root)))
    if catalog is None or any(problem.is_error for problem in problems):
        return problems
    try:
        facts = facts_of(catalog, Mode.PREVIEW, jobs=jobs)
    except ContentError as error:
        return in_order((*problems, *error.problems))
    told = register_problems(facts)
    if catalog.active_key is not None:  # as the build that publishes it will have it
        told = refused(told, BROKEN_PROMISES)
    found = (*told, *page_problems(facts, root), *translation_notes(catalog))
    return _told((*problems, *found, *vanished(facts)), root)


def refused(problems: Iterable[Problem], codes: Collection[str]) -> tuple[Problem, ...]:
    """Return the problems, those of these codes as errors."""
    return tuple(
        replace(each, severity=Severity.ERROR) if each.code in codes else each for each in problems
    )


class _Judged:
    """Judges pictures, and remembers the harmless ones: drawing one in a child takes a while."""

    def __init__(self, cache: Cache) -> None:
        self._cache = cache
        self._harmless: list[tuple[str, bytes]] = []

    def __call__(self, pictures: Mapping[str, bytes]) -> dict[str, tuple[Problem, ...]]:
        keys = {
            path: digest(code_identity(), "judged", path, data) for path, data in pictures.items()
        }
        new = {path: data for path, data in pictures.items() if self._cache.get(keys[path]) is None}
        problems = picture_problems(new) if new else {}
        self._harmless += ((keys[path], b"harmless") for path in new if not problems[path])
        return problems

    def remember(self) -> None:
        """Put what was found harmless into the cache."""
        self._cache.put(self._harmless)


def _loaded(
    root: Path,
    judge: _Judged,
    now: datetime | None,
    instead: Instead = MappingProxyType({}),
    narrowing: Narrowing | None = None,
    jobs: int = 1,
    cache: Cache | None = None,
) -> tuple[Catalog | None, tuple[Problem, ...]]:
    loaded = load(root, instead, narrowing, jobs, cache)
    problems, catalog = loaded.problems, loaded.catalog
    if catalog is not None:
        whole = not any(problem.is_error for problem in problems)
        catalog, told = recognised(catalog, cache or NoCache())
        if whole:
            standings(catalog, jobs)  # which the rules ask for, each in this process
        problems = (*problems, *told, *check(catalog, whole=whole, judge=judge))
        problems = (*problems, *_without_theme(catalog, root))
    if loaded.catalog is not None and now is not None:
        problems = (*problems, *_to_come(loaded.catalog, now))
    return catalog, _told(problems, root, instead)


def _told(
    problems: Iterable[Problem], root: Path, instead: Instead = MappingProxyType({})
) -> tuple[Problem, ...]:
    """Return the problems in order, each where its field stands."""

    def data_of(path: str) -> bytes | None:
        name = path.removeprefix("content/")
        if name in instead:
            return instead[name]
        return (root / path).read_bytes() if (root / path).is_file() else None

    return in_order(located(problems, data_of))


def _without_theme(catalog: Catalog, root: Path) -> Iterator[Problem]:
    """Yield that there is no such theme as the brand names."""
    name = catalog.site.brand.theme
    if not any((place / name).is_dir() for place in (themes_folder(), root / "themes")):
        yield Problem(
            catalog.site.origin,
            f"there is no theme called '{name}'",
            f"add the folder themes/{name}/, or take 'theme' out of the brand",
            "unknown-theme",
            field=("brand", "theme"),
        )


def recognised(catalog: Catalog, cache: Cache) -> tuple[Catalog, tuple[Problem, ...]]:
    """Return the catalog with the real badges of other issuers; what is wrong with others."""
    if not catalog.foreign:
        return catalog, ()
    from badgesite.build.recognising import recognise  # brings all of the verifier

    return recognise(catalog, cache)


def _to_come(catalog: Catalog, now: datetime) -> Iterator[Problem]:
    """Yield withdrawals and lost addresses of days to come, and awards of days far off.

    Such a withdrawal would date its status list, and blind it till then.
    """
    zone = catalog.site.timezone
    today = day_at(now, zone)
    for revocation in catalog.revocations.values():
        if revocation.on > today:
            yield Problem(
                revocation.origin,
                f"the withdrawal is dated {revocation.on}, a day to come in the time zone {zone}",
                "write the day on which it was decided; it takes effect with the next build",
                "revocation-in-the-future",
            )
    for row in catalog.addresses:
        if row.gone is not None and row.gone > today:
            sentence = (
                f"'{row.path}' is gone since {row.gone}, a day to come in the time zone {zone}"
            )
            yield Problem(row.origin, sentence, "write the day since which it is gone", "address")
    yield from _far_off(catalog, today)


def _far_off(catalog: Catalog, today: date) -> Iterator[Problem]:
    """Yield awards of a day far to come or long ago: a slip of a key, nearly always."""
    for award in catalog.awards:
        if award.awarded - today > _YEAR:
            yield Problem(
                award.origin,
                f"'{award.badge}' of '{award.learner}' is dated {award.awarded}, more than a year"
                " to come",
                "correct the day before it is recorded; the badge is not valid until then",
                "award-far-in-the-future",
                Severity.WARNING,
            )
        elif award.awarded <= _NO_DAYS:
            yield Problem(
                award.origin,
                f"'{award.badge}' of '{award.learner}' is dated {award.awarded}, long ago",
                "correct the day before it is recorded, if it is not meant",
                "award-long-ago",
                Severity.WARNING,
            )
