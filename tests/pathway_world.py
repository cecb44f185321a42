"""Small catalogs for the tests of pathways: badges a, b, c …, and a learner called Ada."""

from collections.abc import Iterable
from datetime import date

from msgspec.structs import replace

from badgesite.model import (
    Award,
    AwardKey,
    Badge,
    BadgeNeeded,
    Catalog,
    Group,
    Issuer,
    Learner,
    Level,
    Pathway,
    PathwayNeeded,
    RegisterEntry,
    Requirement,
    Revocation,
    Site,
    Step,
    Withdrawal,
)

SITE = Site("Test", "https://test.example/", Issuer("Test"), salt="salt")


def day(text: str) -> date:
    return date.fromisoformat(text)


def need(said: Requirement | str) -> Requirement:
    """A badge by its id, a pathway by `>id`, anything else as it is."""
    if isinstance(said, str):
        return PathwayNeeded(said[1:]) if said.startswith(">") else BadgeNeeded(said)
    return said


def group(*of: Requirement | str, any: int | None = None, credits: float | None = None) -> Group:
    return Group(tuple(need(each) for each in of), any, credits)


def step(said: Requirement | str, id: str | None = None, **more: object) -> Step:
    name = id or (said.lstrip(">") if isinstance(said, str) else "pick")
    return Step(name, need(said), **more)  # type: ignore[arg-type]


def level(
    *steps: Step | Requirement | str, id: str = "one", any: int | None = None, **more: object
) -> Level:
    made = tuple(each if isinstance(each, Step) else step(each) for each in steps)
    return Level(id, id.capitalize(), made, any, **more)  # type: ignore[arg-type]


def pathway(*levels: Level, id: str = "p", final: str | None = "done", **more: object) -> Pathway:
    return Pathway(id, id.capitalize(), "1", final, levels, **more)  # type: ignore[arg-type]


def award(badge: str, awarded: str, learner: str = "ada", **more: object) -> Award:
    return Award(learner, badge, day(awarded), **more)  # type: ignore[arg-type]


def badge(id: str, **more: object) -> Badge:
    return Badge(id, id.upper(), f"About {id}", "1", "", **more)  # type: ignore[arg-type]


def withdrawn(key: AwardKey, on: str, kind: Withdrawal = Withdrawal.REVOKED) -> Revocation:
    return Revocation(key, day(on), kind, "a reason")


def registered(badge: str, awarded: str, learner: str = "ada") -> RegisterEntry:
    from badgesite.addresses import credential_uuid

    key = AwardKey(learner, badge, day(awarded))
    return RegisterEntry(key, credential_uuid(SITE.salt, key))


def catalog(
    pathways: Iterable[Pathway],
    awards: Iterable[Award] = (),
    *,
    badges: Iterable[Badge] = (),
    revocations: Iterable[Revocation] = (),
    register: Iterable[RegisterEntry] = (),
    **more: object,
) -> Catalog:
    """A catalog with every badge that is named, plain unless given."""
    pathways, awards = tuple(pathways), tuple(awards)
    named = {each.badge for each in awards} | {each.final for each in pathways if each.final}
    for each in pathways:
        for of_level in each.levels:
            named |= {of_level.milestone} if of_level.milestone else set()
            for of_step in of_level.steps:
                named |= set(_badges(of_step.requirement))
    known = {id: badge(id) for id in sorted(named)} | {each.id: each for each in badges}
    learners = {each.learner for each in awards} | {"ada"}
    made = Catalog(
        SITE,
        (),
        known,
        {each.id: each for each in pathways},
        {id: Learner(id, id.capitalize()) for id in sorted(learners)},
        tuple(sorted(awards, key=lambda each: each.key)),
        {each.award: each for each in revocations},
        tuple(register),
    )
    return replace(made, **more) if more else made  # type: ignore[arg-type]


def _badges(needed: Requirement) -> list[str]:
    if isinstance(needed, BadgeNeeded):
        return [needed.badge]
    if isinstance(needed, Group):
        return [id for member in needed.of for id in _badges(member)]
    return []
