"""Rules of one pathway by itself: it says what it asks for, and what it asks for can be done."""

from collections.abc import Iterator

from badgesite.errors import Problem, Severity
from badgesite.model import SLACK, BadgeNeeded, Catalog, Group, Level, Pathway, Requirement
from badgesite.rules.walk import every_pathway, groups, requirements, steps

_MOST_PARTS = 199  # beside the rules themselves


def has_levels_with_steps(catalog: Catalog) -> Iterator[Problem]:
    """A pathway has levels, a level has steps, and not all of them are optional."""
    for pathway in every_pathway(catalog):
        if not pathway.levels:
            sentence = f"the pathway '{pathway.id}' has no levels"
            yield Problem(pathway.origin, sentence, "add a level with steps", "no-levels")
        for level in pathway.levels:
            yield from _level(level)


def _level(level: Level) -> Iterator[Problem]:
    if not level.steps:
        sentence = f"the level '{level.id}' has no steps"
        yield Problem(level.origin, sentence, "add steps, or delete the level", "no-steps")
    elif level.any is None and all(step.optional for step in level.steps):
        sentence = f"the level '{level.id}' asks for nothing: all of its steps are optional"
        yield Problem(level.origin, sentence, "make one not optional, or add  any: 1", "no-steps")
    elif level.any is not None and level.any > len(level.steps):
        yield Problem(
            level.origin,
            f"the level '{level.id}' asks for {level.any} of {len(level.steps)} steps",
            f"lower 'any' to {len(level.steps)}, or list another step",
            "any-too-many",
        )


def ids_are_unique(catalog: Catalog) -> Iterator[Problem]:
    """No two levels and no two steps of a pathway have one id."""
    for pathway in every_pathway(catalog):
        seen: set[str] = set()
        for level in pathway.levels:
            if level.id in seen:
                sentence = f"two levels are called '{level.id}'"
                yield Problem(level.origin, sentence, "give one another 'id'", "level-twice")
            seen.add(level.id)
        seen = set()
        for step in steps(pathway):
            if step.id in seen:
                sentence = f"two steps are called '{step.id}'"
                yield Problem(step.origin, sentence, "give one another 'id'", "step-twice")
            seen.add(step.id)


def groups_ask_for_no_more_than_they_list(catalog: Catalog) -> Iterator[Problem]:
    """A group lists something, and asks for no more than it lists."""
    for pathway in every_pathway(catalog):
        for step, group in groups(pathway):
            count = len(group.of)
            if not count:
                sentence = f"a group of the step '{step.id}' lists nothing"
                yield Problem(step.origin, sentence, "list badges after  of:", "group-empty")
            elif group.any is not None and group.any > count:
                yield Problem(
                    step.origin,
                    f"the step '{step.id}' asks for {group.any} of {count}",
                    f"lower 'any' to {count}, or list another badge",
                    "any-too-many",
                )


def groups_list_each_once(catalog: Catalog) -> Iterator[Problem]:
    """A group lists nothing twice, also not by way of a group in it: one award would count twice.

    Those of which any one is enough may share a badge.
    """
    for pathway in every_pathway(catalog):
        found = ((step, each) for step, group in groups(pathway) for each in _counted_twice(group))
        for step, each in dict.fromkeys(found):
            what = f"'{each.badge}'" if isinstance(each, BadgeNeeded) else "a part"
            sentence = f"the step '{step.id}' lists {what} twice in one group"
            yield Problem(step.origin, sentence, "list it once", "listed-twice")


def _counted_twice(group: Group) -> Iterator[Requirement]:
    """Yield the first of each member that another member has, or a sum of credits has already."""
    seen: set[Requirement] = set()
    for member in group.of:
        parts = [member]
        if group.any != 1:
            parts = [each for each in requirements(member) if not isinstance(each, Group)]
        if group.credits is None:
            parts = list(dict.fromkeys(parts))
        for part in parts:
            if part in seen:
                yield part
                break
            seen.add(part)


def credits_can_be_reached(catalog: Catalog) -> Iterator[Problem]:
    """The badges of a group are worth the credits that the group asks for."""
    for pathway in every_pathway(catalog):
        for step, group in groups(pathway):
            if group.credits is None:
                continue
            most = _most(catalog, group)
            if most < group.credits - SLACK:
                yield Problem(
                    step.origin,
                    f"the step '{step.id}' asks for {group.credits:g} credits,"
                    f" and its badges are worth {most:g} together",
                    "lower 'credits', list another badge, or add 'credits' to the badges",
                    "credits-out-of-reach",
                )
            yield from _worthless(catalog, step.id, group, pathway)


def _most(catalog: Catalog, requirement: Requirement) -> float:
    if isinstance(requirement, Group):
        return sum(_most(catalog, member) for member in requirement.of)
    if isinstance(requirement, BadgeNeeded):
        badge = catalog.badges.get(requirement.badge)
        return float("inf") if badge is None else badge.credits or 0
    return 0


def final_rests_on_no_more_than_checks_take(catalog: Catalog) -> Iterator[Problem]:
    """A final badge needs no more parts than verifiers look at (docs/reference/verification.md)."""
    for pathway in every_pathway(catalog):
        least = sum(_least_of(level) for level in pathway.levels)
        if pathway.final is not None and least > _MOST_PARTS:
            yield Problem(
                pathway.origin,
                f"the final badge of '{pathway.id}' would rest on {least} badges,"
                f" and a check looks at {_MOST_PARTS} at most",
                "make pathways of its parts, each with a final badge, and ask for those",
                "too-many-parts",
                field=("final",),
            )


def _least_of(level: Level) -> int:
    counts = [_least(step.requirement) for step in level.steps if not step.optional]
    if level.any is None:
        return sum(counts)
    return sum(sorted(_least(step.requirement) for step in level.steps)[: level.any])


def _least(needed: Requirement) -> int:
    """Return how few badges can meet it; one at least where that depends on more than the rule."""
    if not isinstance(needed, Group) or needed.credits is not None:
        return 1
    counts = sorted(map(_least, needed.of))
    return sum(counts if needed.any is None else counts[: needed.any])


def _worthless(catalog: Catalog, step_id: str, group: Group, pathway: Pathway) -> Iterator[Problem]:
    for member in group.of:
        if not isinstance(member, BadgeNeeded):
            continue
        badge = catalog.badges.get(member.badge)
        if badge is not None and badge.credits is None:
            yield Problem(
                badge.origin,
                f"'{badge.id}' has no credits, so it never counts in the step '{step_id}'"
                f" of '{pathway.id}'",
                "add  credits: …  or take it out of the step",
                "no-credits",
                Severity.WARNING,
            )


def after_names_an_earlier_step(catalog: Catalog) -> Iterator[Problem]:
    """`after` names other steps of the same pathway, none of a later level."""
    for pathway in every_pathway(catalog):
        level_of = {
            step.id: number for number, level in enumerate(pathway.levels) for step in level.steps
        }
        for step in steps(pathway):
            for name in step.after:
                if name not in level_of:
                    sentence = f"'after' names '{name}', and the pathway has no such step"
                    remedy = f"write one of: {', '.join(level_of)}"
                    yield Problem(step.origin, sentence, remedy, "unknown-step")
                elif level_of[name] > level_of[step.id]:
                    sentence = f"'after' names '{name}', which is on a later level"
                    yield Problem(
                        step.origin, sentence, "delete it, or move the step", "after-later-level"
                    )


def after_does_not_go_round(catalog: Catalog) -> Iterator[Problem]:
    """No step waits for itself, also not by way of others."""
    for pathway in every_pathway(catalog):
        by_id = {step.id: step for step in steps(pathway)}
        for step in by_id.values():
            if _waits_for(step.id, {each.id: each.after for each in by_id.values()}):
                yield Problem(
                    step.origin,
                    f"the step '{step.id}' waits for itself by way of 'after'",
                    "delete one 'after' of the circle",
                    "after-cycle",
                )


def _waits_for(step_id: str, after: dict[str, tuple[str, ...]]) -> bool:
    seen: set[str] = set()
    waiting = list(after[step_id])
    while waiting:
        name = waiting.pop()
        if name == step_id:
            return True
        if name not in seen:
            seen.add(name)
            waiting += after.get(name, ())
    return False


def within_has_parts(catalog: Catalog) -> Iterator[Problem]:
    """`within` stands at a step that has several parts, for one part is at no distance."""
    for pathway in every_pathway(catalog):
        for step in steps(pathway):
            single = len(list(requirements(step.requirement))) == 1
            if (
                step.within_months is not None
                and single
                and isinstance(step.requirement, BadgeNeeded)
            ):
                yield Problem(
                    step.origin,
                    f"'within' of the step '{step.id}' says nothing: the step has one part",
                    "delete it, or ask for a group",
                    "within-alone",
                    Severity.WARNING,
                )
