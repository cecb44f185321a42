"""Rules in plain English, from one table of strings. The words say what `evaluate` does."""

from collections.abc import Callable, Iterable
from datetime import date

from badgesite.model import (
    BadgeNeeded,
    Catalog,
    ForeignNeeded,
    Group,
    Level,
    Pathway,
    PathwayNeeded,
    Requirement,
    Step,
)

STRINGS = {
    "earn": "Earn {what}.",
    "all": "all of ({list})",
    "any": "any {n} of ({list})",
    "any-of-these": "any {n} of these {count}: {list}",
    "credits": "at least {n} credits from ({list})",
    "credits-of-these": "at least {n} credits from {list}",
    "pathway": "the pathway {name}",
    "foreign": "{name} (from another issuer)",
    "within": "{what}, earned within {n} months of each other",
    "optional": "{list} {verb} optional",
    "nothing": "nothing",
    "then": "; then ",
    "levels": "Complete {levels}: {list}.",
    "one-level": "the one level",
    "all-levels": "all {n} levels",
    "both-levels": "both levels",
    "and": " and ",
    "comma": ", ",
    "semicolon": "; ",
    # why a step is not there yet; each finishes “Locked because …”
    "level-open": "{levels} not complete",
    "level": "level {n} is",
    "some-levels": "levels {list} are",
    "step-first": "{list} must come first",
    "expired": "{badge} expired on {day}",
    "withdrawn": "{badge} was withdrawn on {day}",
    "replaced": "{badge} was replaced on {day}",
    "lapsed": "Complete when awarded; lapsed since {day} because {why}",
    "pill-any": "any {n} of {count}",
    "pill-all": "all of",
    "pill-credits": "{n} credits",
    "pill-earned": "{have} of {n} earned",
}
_NUMBERS = ("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten")
_MONTHS = (
    *("January", "February", "March", "April", "May", "June", "July", "August"),
    *("September", "October", "November", "December"),
)

Naming = Callable[[Requirement], str]
"""What pages call a badge, a pathway or another issuer's badge."""


def day_text(day: date) -> str:
    """Return `3 May 2026`."""
    return f"{day.day} {_MONTHS[day.month - 1]} {day.year}"


def number_text(number: int) -> str:
    """Return `four`, and figures from eleven on."""
    return _NUMBERS[number] if 0 <= number < len(_NUMBERS) else str(number)


def listed(items: Iterable[str]) -> str:
    """Return `A, B and C`."""
    found = list(items)
    if len(found) < 2:
        return "".join(found)
    return STRINGS["comma"].join(found[:-1]) + STRINGS["and"] + found[-1]


def amount(number: float) -> str:
    """Return credits without a needless `.0`."""
    return f"{number:g}"


def from_id(name: str) -> str:
    """Return an id as words, for what has no name."""
    return name.replace("-", " ").capitalize()


def naming(catalog: Catalog | None) -> Naming:
    """Return what calls badges and pathways by their names; by their ids without a catalog."""

    def name(needed: Requirement) -> str:
        if isinstance(needed, BadgeNeeded):
            badge = None if catalog is None else catalog.badges.get(needed.badge)
            return from_id(needed.badge) if badge is None else badge.name
        if isinstance(needed, PathwayNeeded):
            pathway = None if catalog is None else catalog.pathways.get(needed.pathway)
            return from_id(needed.pathway) if pathway is None else pathway.name
        if isinstance(needed, ForeignNeeded):
            return needed.name or needed.achievement
        return ""

    return name


def step_name(step: Step, catalog: Catalog | None) -> str:
    """Return what the step is called: its own name, else that of what it asks for."""
    if step.name:
        return step.name
    if isinstance(step.requirement, Group):
        return from_id(step.id)
    return naming(catalog)(step.requirement)


# ------------------------------------------------------------------ sentences
def sentence(rule: Pathway | Level | Step | Requirement, catalog: Catalog | None = None) -> str:
    """Return the rule as a sentence; without a catalog badges are called by their ids.

    A pathway without a catalog is described by its levels alone, which have names of their own.
    """
    name = naming(catalog)
    if isinstance(rule, Pathway):
        if catalog is None:
            return levels_sentence(rule)
        return _earn(STRINGS["then"].join(_level(level, name) for level in rule.levels))
    if isinstance(rule, Level):
        return _earn(_level(rule, name))
    if isinstance(rule, Step):
        return _earn(_step(rule, name, alone=True))
    return _earn(_needed(rule, name, alone=True))


def levels_sentence(pathway: Pathway) -> str:
    """Return `Complete all four levels: Foundation, Response, Specialise and Teach.` as text."""
    return STRINGS["levels"].format(
        levels=all_levels(len(pathway.levels)), list=listed(level.name for level in pathway.levels)
    )


def all_levels(count: int) -> str:
    """Return `all four levels`."""
    if count < 3:
        return STRINGS["both-levels" if count == 2 else "one-level"]
    return STRINGS["all-levels"].format(n=number_text(count))


def _earn(what: str) -> str:
    return STRINGS["earn"].format(what=what or STRINGS["nothing"])


def _level(level: Level, name: Naming) -> str:
    if level.any is not None and (level.any, len(level.steps)) != (1, 1):
        steps = listed(_step(step, name) for step in level.steps)
        return STRINGS["any-of-these"].format(n=level.any, count=len(level.steps), list=steps)
    asked = [step for step in level.steps if not step.optional or level.any is not None]
    extra = [step for step in level.steps if step not in asked]
    said = [listed(_step(step, name, alone=len(asked) == 1) for step in asked)]
    if extra:
        verb = "is" if len(extra) == 1 else "are"
        names = listed(_step(step, name) for step in extra)
        said.append(STRINGS["optional"].format(list=names, verb=verb))
    return STRINGS["semicolon"].join(each for each in said if each)


def _step(step: Step, name: Naming, *, alone: bool = False) -> str:
    what = _needed(step.requirement, name, alone=alone)
    if step.within_months is not None:
        what = STRINGS["within"].format(what=what, n=step.within_months)
        what = what if alone else f"({what})"
    return what


def _needed(needed: Requirement, name: Naming, *, alone: bool = False) -> str:
    if isinstance(needed, PathwayNeeded):
        return STRINGS["pathway"].format(name=name(needed))
    if isinstance(needed, ForeignNeeded):
        return STRINGS["foreign"].format(name=name(needed))
    if isinstance(needed, BadgeNeeded):
        return name(needed)
    members = listed(_needed(member, name) for member in needed.of)
    if needed.credits is not None:
        kind = "credits-of-these" if alone else "credits"
        return STRINGS[kind].format(n=amount(needed.credits), list=members)
    if needed.any is not None:
        kind = "any-of-these" if alone else "any"
        return STRINGS[kind].format(n=needed.any, count=len(needed.of), list=members)
    return members if alone else STRINGS["all"].format(list=members)


# ------------------------------------------------------------------ pills and reasons
def pill(rule: Level | Requirement) -> str:
    """Return the rule for a pill of the diagram, empty where there is nothing to say."""
    if isinstance(rule, Level):
        count, asked = len(rule.steps), rule.any
        needed = count if asked is None else asked
        if count < 2:
            return ""
        if asked is None and any(step.optional for step in rule.steps):
            needed = sum(not step.optional for step in rule.steps)
            return "" if needed < 2 else STRINGS["pill-all"]
    elif isinstance(rule, Group):
        if rule.credits is not None:
            return STRINGS["pill-credits"].format(n=amount(rule.credits))
        count = len(rule.of)
        needed = count if rule.any is None else rule.any
    else:
        return ""
    if needed == count:
        return STRINGS["pill-all"]
    return STRINGS["pill-any"].format(n=needed, count=count)


def levels_open(numbers: list[int]) -> str:
    """Return `levels 3 and 4 are not complete`."""
    if len(numbers) == 1:
        which = STRINGS["level"].format(n=numbers[0])
    else:
        which = STRINGS["some-levels"].format(list=listed(str(number) for number in numbers))
    return STRINGS["level-open"].format(levels=which)
