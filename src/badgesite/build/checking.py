"""Content that may be built: read and checked, with every problem told together."""

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping
from datetime import date, datetime, timedelta
from pathlib import Path
from types import MappingProxyType

from msgspec.structs import replace

from badgesite.addresses import normal_base
from badgesite.build.contacts import tracked_contacts
from badgesite.cache import CACHE, Cache, NoCache, UnwrittenCache
from badgesite.canonical import digest
from badgesite.code import code_identity
from badgesite.content import Narrowing, load
from badgesite.days import day_at
from badgesite.errors import ContentError, Origin, Problem, Severity, in_order
from badgesite.model import Catalog, PathwayNeeded, RegisterEntry
from badgesite.plan.facts import Facts, Mode, facts_of
from badgesite.plan.frame import frame_of, theme_of
from badgesite.plan.kept_addresses import lost_addresses
from badgesite.progress import reword, standings
from badgesite.rules import check, picture_problems, translation_notes
from badgesite.rules.walk import requirements, steps

Instead = Mapping[str, bytes | None]

BROKEN_PROMISES = frozenset({"register-changed", "rule-changed", "final-ended", "address-lost"})
"""Warnings with which no site is published that others rely on."""

_YEAR = timedelta(days=366)


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
    from badgesite.build.secrets_in_git import tracked_keys  # asks git, which a build does not

    problems = in_order((*found, *tracked_keys(root), *tracked_contacts(root)))
    if catalog is None or any(problem.is_error for problem in problems):
        return problems
    facts = facts_of(catalog, Mode.PREVIEW, jobs=jobs)
    told = register_problems(facts)
    if catalog.active_key is not None:  # as the build that publishes it will have it
        told = refused(told, BROKEN_PROMISES)
    found = (*told, *_page_problems(facts, root), *translation_notes(catalog))
    return in_order((*problems, *found, *_vanished(facts)))


def refused(problems: Iterable[Problem], codes: Collection[str]) -> tuple[Problem, ...]:
    """Return the problems, those of these codes as errors."""
    return tuple(
        replace(each, severity=Severity.ERROR) if each.code in codes else each for each in problems
    )


def _vanished(facts: Facts) -> Iterator[Problem]:
    """Yield what the next build withdraws, unless somebody has said that it shall be."""
    for entry in facts.assigned.vanished:
        if entry.withdrawn is None and entry.award not in facts.catalog.revocations:
            yield Problem(
                entry.origin,
                _gone(entry),
                "put its row back; or if it is to end, say why: badgesite revoke; an id is changed"
                " with badgesite rename-learner",
                "award-vanished",
                Severity.NOTE,
            )


def _gone(entry: RegisterEntry) -> str:
    award = entry.award
    return (
        f"'{award.badge}' of '{award.learner}' ({award.awarded}) is no longer in content/,"
        " so its credential is withdrawn"
    )


def _page_problems(facts: Facts, root: Path) -> tuple[Problem, ...]:
    """Return what is wrong with the editorial pages: links that lead nowhere show when rendered."""
    from badgesite.plan.shared_pages import editorial_pages

    try:
        editorial_pages(facts, theme_of(facts, root), frame_of(facts), NoCache())
    except ContentError as error:
        return error.problems
    return ()


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
    if loaded.catalog is not None and now is not None:
        problems = (*problems, *_to_come(loaded.catalog, now))
    return catalog, in_order(problems)


def recognised(catalog: Catalog, cache: Cache) -> tuple[Catalog, tuple[Problem, ...]]:
    """Return the catalog with the real badges of other issuers; what is wrong with others."""
    if not catalog.foreign:
        return catalog, ()
    from badgesite.build.recognising import recognise  # brings all of the verifier

    return recognise(catalog, cache)


def _to_come(catalog: Catalog, now: datetime) -> Iterator[Problem]:
    """Yield withdrawals of days to come, and awards of days far off.

    Such a withdrawal would date its status list, and blind it till then.
    """
    zone = catalog.site.timezone
    for revocation in catalog.revocations.values():
        if revocation.on > day_at(now, zone):
            yield Problem(
                revocation.origin,
                f"the withdrawal is dated {revocation.on}, a day to come in the time zone {zone}",
                "write the day on which it was decided; it takes effect with the next build",
                "revocation-in-the-future",
            )
    yield from _far_off(catalog, day_at(now, zone))


def _far_off(catalog: Catalog, today: date) -> Iterator[Problem]:
    """Yield awards of a day more than a year to come: a slip of a key, nearly always."""
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


def register_problems(facts: Facts) -> tuple[Problem, ...]:
    """Return warnings about awards the register lacks, and credentials whose content changed."""
    found = []
    missing = facts.assigned.missing
    if missing:
        one = len(missing) == 1
        found.append(
            Problem(
                Origin("content/register.csv"),
                f"{'1 award is' if one else f'{len(missing)} awards are'} not in the register",
                f"record {'it' if one else 'them'} with: badgesite register",
                "register-missing",
                Severity.WARNING,
            )
        )
    for change in facts.assigned.changed:
        if change.parts == ("rules",):
            continue  # told once for the pathway
        found.append(
            Problem(
                change.entry.origin,
                change.sentence,
                'undo the change, or accept it with: badgesite register --reissue "reason"',
                "register-changed",
                Severity.WARNING,
            )
        )
    found += _ended(facts)
    lost = (replace(each, severity=Severity.WARNING) for each in lost_addresses(facts))
    return (*found, *_changed_rules(facts), *lost)


def _ended(facts: Facts) -> Iterator[Problem]:
    """Yield the badges that a rule gave, and that no rule gives any more, for no stated reason."""
    for entry in facts.assigned.ended:
        award = entry.award
        if award not in facts.catalog.revocations and award.learner in facts.catalog.learners:
            yield Problem(
                entry.origin,
                f"'{award.badge}' of '{award.learner}' ({award.awarded}) was given by a rule,"
                " and no rule gives it any more",
                "keep the old rule as ID@VERSION.md and give the new one  since: …; or withdraw it:"
                f' badgesite revoke {award.learner} {award.badge} --reason "…"',
                "final-ended",
                Severity.WARNING,
            )


def _changed_rules(facts: Facts) -> Iterator[Problem]:
    """Yield the pathways whose rule is no longer the one by which badges were given."""
    changed = [each.entry.award for each in facts.assigned.changed if "rules" in each.parts]
    given = Counter(
        (award.unlock.pathway, award.unlock.version, award.badge)
        for key in changed
        for award in facts.by_learner[key.learner]
        if award.key == key and award.unlock is not None
    )
    for (id_, version, badge), count in sorted(given.items()):
        pathway = facts.catalog.pathway_at(id_, version)
        inner = sorted(_nested_in(facts.catalog, id_, version))
        yield Problem(
            facts.catalog.pathways[id_].origin if pathway is None else pathway.origin,
            f"the rule of '{id_}' is no longer the one by which its version {version} gave"
            f" '{badge}' to {count} learner{'s' * (count != 1)}"
            + (f"; inside it stands {' and '.join(inner)}" if inner else ""),
            f"keep the old rule as content/pathways/{id_}@{version}.md and give this one a new"
            " version"
            + ("; hold a pathway inside to its version with  version: …" if inner else "")
            + '; or accept it with: badgesite register --reissue "reason"',
            "rule-changed",
            Severity.WARNING,
        )


def _nested_in(catalog: Catalog, id_: str, version: str) -> set[str]:
    """Return the pathways that a rule asks for, without those that it holds to a version."""
    pathway = catalog.pathway_at(id_, version)
    return {
        f"'{each.pathway}'"
        for step in (steps(pathway) if pathway else ())
        for each in requirements(step.requirement)
        if isinstance(each, PathwayNeeded) and each.version is None
    }


def register_notes(facts: Facts) -> tuple[str, ...]:
    """Return what a build does by itself and somebody should know: it withdraws what vanished."""
    pending = len(facts.assigned.withdrawals)
    told = "1 withdrawal is" if pending == 1 else f"{pending} withdrawals are"
    notes = (f"{told} not in the register yet: badgesite register",) if pending else ()
    return notes + tuple(
        f"{entry.origin.path}:{entry.origin.line}: {_gone(entry)}"
        for entry in facts.assigned.vanished
    )
