"""What a change of the content means: two sides as facts in, a Comparison out.

`compare` is pure; `compared` reads the two sides. Nothing is written, nothing is signed.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from contextlib import ExitStack
from datetime import date, datetime
from pathlib import Path
from typing import Any, NamedTuple

from msgspec.structs import replace

from badgesite import credentials
from badgesite.build.checking import read
from badgesite.build.comparing_credentials import issued, resigned, withdrawn
from badgesite.build.comparison import (
    Comparison,
    Definition,
    KeyChange,
    Kind,
    Standing,
)
from badgesite.build.following import followed
from badgesite.build.moving import moves, person_of
from badgesite.build.revision import Revision, content_at, found
from badgesite.cache import CACHE, Cache, UnwrittenCache
from badgesite.days import day_at
from badgesite.errors import ContentError, Origin, Problem, Severity
from badgesite.model import AwardKey, Badge, Catalog, Pathway
from badgesite.plan.facts import Facts, Mode, facts_of
from badgesite.progress import PathwayProgress, all_progress, sentence, standings

_OUTSIDE_RULE = ("name", "description", "summary", "shape", "colour", "position", "version")
INSIDE = "inside"
"""What changed of a pathway whose own file says the same: what a pathway inside asks for."""
_REGISTER = Origin("content/register.csv")


def compared(
    root: Path, revision: str | None, on: date | datetime, jobs: int = 1
) -> tuple[Revision, Comparison]:
    """Return what the work tree changes against a revision (`found` says which without a name).

    An instant is its day in the site's time zone, as the work tree has it.
    Raises BadgesiteError where git cannot give it, and ContentError with the problems of both
    sides where either has mistakes; those of the revision are at `COMMIT:content/…`.
    """
    base = found(root, revision)
    with ExitStack() as stack:
        cache = stack.enter_context(UnwrittenCache(root / CACHE))
        folder = stack.enter_context(content_at(root, base))
        problems: list[Problem] = []
        sides = [
            _side(folder, f"{base.commit[:7]}:", cache, problems, jobs),
            _side(root, "", cache, problems, jobs),
        ]
    before, after = sides
    if before is None or after is None:
        raise ContentError(problems)
    if isinstance(on, datetime):
        on = day_at(on, after.catalog.site.timezone)
    return base, compare(before, after, on)


def _side(root: Path, mark: str, cache: Cache, problems: list[Problem], jobs: int) -> Facts | None:
    try:
        catalog, _ = read(root, cache=cache, jobs=jobs)
    except ContentError as error:
        problems += (
            replace(each, origin=replace(each.origin, path=f"{mark}{each.origin.path}"))
            for each in error.problems
        )
        return None
    return facts_of(catalog, Mode.PREVIEW, jobs=jobs)


def compare(before: Facts, after: Facts, on: date) -> Comparison:
    """Return what the change from `before` to `after` means, with progress as of the day `on`."""
    earlier = followed(before.catalog, after.catalog)
    if earlier is not before.catalog:
        before = facts_of(earlier, Mode.PREVIEW)
    pathways = tuple(_pathways(before, after))
    return Comparison(
        on=on,
        problems=(*_versions(before, after, pathways), *_taken_back(before, after)),
        pathways=pathways,
        badges=tuple(_badges(before, after)),
        standings=tuple(_standings(before, after, on)),
        issued=tuple(issued(before, after)),
        withdrawn=tuple(withdrawn(before, after)),
        resigned=resigned(before, after),
        addresses=moves(before, after),
        keys=tuple(_keys(before, after)),
    )


# ------------------------------------------------------------------ definitions
def _pathways(before: Facts, after: Facts) -> Iterator[Definition]:
    then, now = before.catalog.pathways, after.catalog.pathways
    for id_ in sorted({*then, *now}):
        old, new = then.get(id_), now.get(id_)
        said = (
            sentence(old, before.catalog) if old else "",
            sentence(new, after.catalog) if new else "",
        )
        if old is None or new is None:
            yield _one_sided(old or new, new is not None, tuple(each for each in said if each))
            continue
        what = _differing(old, new)
        rule, was = _rule_of(after.catalog, new), _rule_of(before.catalog, old)
        if rule.levels != was.levels and "levels" not in what:
            what = (*what, INSIDE)
        if what or old.version != new.version:
            rules = said if rule != was else ()
            yield Definition(id_, new.name, Kind.CHANGED, (old.version, new.version), what, rules)


def _badges(before: Facts, after: Facts) -> Iterator[Definition]:
    then, now = before.catalog.badges, after.catalog.badges
    for id_ in sorted({*then, *now}):
        old, new = then.get(id_), now.get(id_)
        if old is None or new is None:
            yield _one_sided(old or new, new is not None)
            continue
        what = _differing(old, new)
        if _picture(before, old) != _picture(after, new):
            what = (*(each for each in what if each != "image"), "image")
        if what or old.version != new.version:
            yield Definition(id_, new.name, Kind.CHANGED, (old.version, new.version), what)


def _one_sided(
    one: Badge | Pathway | None, is_new: bool, rules: tuple[str, ...] = ()
) -> Definition:
    if one is None:  # an id comes from one of the sides
        raise ValueError("a definition of neither side")
    versions = (None, one.version) if is_new else (one.version, None)
    kind = Kind.ADDED if is_new else Kind.REMOVED
    return Definition(one.id, one.name, kind, versions, (), rules)


def _differing(old: Badge | Pathway, new: Badge | Pathway) -> tuple[str, ...]:
    """Return the names of the fields that differ, but for the version and the place in files."""
    names = [name for name in old.__struct_fields__ if name not in ("version", "origin")]
    return tuple(name for name in names if getattr(old, name) != getattr(new, name))


def _picture(facts: Facts, badge: Badge) -> bytes | None:
    return facts.catalog.pictures.get(badge.image) if badge.image else None


class _Rule(NamedTuple):
    """What decides who completes a pathway: everything but names and looks."""

    levels: Any
    rest: tuple[object, ...]


def _rule_of(catalog: Catalog, pathway: Pathway) -> _Rule:
    """Return the rule; the levels as they are published, with the pathways inside them."""
    site = replace(catalog.site, url="https://base.invalid/")
    published = credentials.versioned_rules(replace(catalog, site=site), pathway)
    kept = [
        name
        for name in pathway.__struct_fields__
        if name not in (*_OUTSIDE_RULE, "levels", "origin")
    ]
    return _Rule(published["levels"], tuple(getattr(pathway, name) for name in kept))


# ------------------------------------------------------------------ problems
def _versions(before: Facts, after: Facts, changes: Iterable[Definition]) -> Iterator[Problem]:
    """Yield what learners hold on to and lose: a rule rewritten, or an old version not kept."""
    for change in changes:
        version = change.versions[0]
        begun = 0 if version is None else _begun(before, change.id)
        if change.kind is not Kind.CHANGED or version is None or not begun:
            continue
        who = "1 learner has" if begun == 1 else f"{begun:,} learners have"
        file = f"{change.id}@{version}.md"
        if change.rules and not change.has_new_version:
            said = f"the rule of '{change.id}' changed under version {version}, which {who} begun"
            code = "rule-same-version"
            remedy = f"keep the old file as {file}, give this one a new version"
            if INSIDE in change.changed:
                remedy += "; or hold the pathway inside to its version with  version: …"
        elif change.has_new_version and (change.id, version) not in after.catalog.earlier_pathways:
            said = f"version {version} of '{change.id}', which {who} begun, is not kept"
            code = "version-not-kept"
            remedy = f"keep the old file as {file}"
        else:
            continue
        origin = after.catalog.pathways[change.id].origin
        yield Problem(origin, said, remedy, code, Severity.WARNING)


def _begun(facts: Facts, pathway: str) -> int:
    """Return how many learners hold what the pathway asks for, or what it gives."""
    definition = facts.catalog.pathways[pathway]
    wanted = {*standings(facts.catalog).versions.asked(pathway), definition.final}
    return len({award.learner for award in facts.awards if award.badge in wanted})


def _taken_back(before: Facts, after: Facts) -> Iterator[Problem]:
    """Yield what only grows and was shortened: lines of the register, revocations."""
    for key, revocation in sorted(before.catalog.revocations.items()):
        if key not in after.catalog.revocations:
            yield Problem(
                revocation.origin,
                f"the revocation of {_called(key)} is gone",
                "put it back: who checked the credential was told; award it anew instead",
                "revocation-gone",
                Severity.WARNING,
            )
    kept = {entry.uuid for entry in after.catalog.register}
    gone = {entry.award for entry in before.catalog.register if entry.uuid not in kept}
    for key in sorted(gone):
        yield Problem(
            _REGISTER,
            f"the line of {_called(key)} is gone",
            "put it back: the register only grows",
            "register-shortened",
            Severity.WARNING,
        )


def _called(key: AwardKey) -> str:
    return f"'{key.learner}' for '{key.badge}' ({key.awarded})"


# ------------------------------------------------------------------ learners
def _standings(before: Facts, after: Facts, on: date) -> Iterator[Standing]:
    then, now = _achieved(before, on), _achieved(after, on)
    for learner, pathway in sorted({*then, *now}):
        old, new = then.get((learner, pathway), {}), now.get((learner, pathway), {})
        gained = [name for level, name in new.items() if level not in old and level is not None]
        lost = [name for level, name in old.items() if level not in new and level is not None]
        completes, loses = None in new.keys() - old.keys(), None in old.keys() - new.keys()
        if gained or lost or completes or loses:
            sides = (after.catalog.pathways, before.catalog.pathways)
            name = next(side[pathway].name for side in sides if pathway in side)
            person = person_of(learner, before, after)
            yield Standing(person, pathway, name, tuple(gained), tuple(lost), completes, loses)


def _achieved(facts: Facts, on: date) -> Mapping[tuple[str, str], dict[str | None, str]]:
    """Return the complete levels by learner and pathway; None stands for the whole pathway."""
    found: defaultdict[tuple[str, str], dict[str | None, str]] = defaultdict(dict)
    for each in all_progress(facts.catalog, on):
        done = _complete(each)
        if done:
            found[each.learner, each.pathway].update(done)
    return found


def _complete(progress: PathwayProgress) -> dict[str | None, str]:
    done: dict[str | None, str] = {
        level.level: level.name for level in progress.levels if level.complete
    }
    if progress.complete:
        done[None] = ""
    return done


# ------------------------------------------------------------------ keys
def _keys(before: Facts, after: Facts) -> Iterator[KeyChange]:
    then = {key.multibase: key.state for key in before.catalog.keys}
    now = {key.multibase: key.state for key in after.catalog.keys}
    for multibase in (*now, *(each for each in then if each not in now)):
        if multibase not in now:
            yield KeyChange(multibase, "removed")
        elif multibase not in then:
            yield KeyChange(multibase, "added")
        elif then[multibase] is not now[multibase]:
            yield KeyChange(multibase, str(now[multibase]))
