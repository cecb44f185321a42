"""Rules in plain words of a language. The words say what `evaluate` does.

A language has its own phrase for every shape of a rule; phrases are put into one another, names of
badges as they are.
"""

from collections.abc import Callable, Sequence

from badgesite.languages import ENGLISH, N_, Language
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

_ONE_LEVEL, _BOTH_LEVELS = N_("the one level"), N_("both levels")
_NUMBERS = (
    *(N_("one"), N_("two"), N_("three"), N_("four"), N_("five")),
    *(N_("six"), N_("seven"), N_("eight"), N_("nine"), N_("ten")),
)

Naming = Callable[[Requirement], str]
"""What pages call a badge, a pathway or another issuer's badge."""


def number_text(number: int, language: Language = ENGLISH) -> str:
    """Return `four`, and figures from eleven on."""
    return language.gettext(_NUMBERS[number - 1]) if 0 < number <= 10 else language.number(number)


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
            if catalog is None:
                return from_id(needed.pathway)
            pathway = catalog.pathway_at(needed.pathway, needed.version)
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
def sentence(
    rule: Pathway | Level | Step | Requirement,
    catalog: Catalog | None = None,
    language: Language = ENGLISH,
) -> str:
    """Return the rule as a sentence; without a catalog badges are called by their ids.

    A pathway without a catalog is described by its levels alone, which have names of their own.
    """
    said = _Words(language, naming(catalog))
    if isinstance(rule, Pathway):
        if catalog is None:
            return levels_sentence(rule, language)
        then = language.gettext("; then ")
        return said.earn(then.join(said.level(level) for level in rule.levels))
    if isinstance(rule, Level):
        return said.earn(said.level(rule))
    if isinstance(rule, Step):
        return said.earn(said.step(rule, alone=True))
    return said.earn(said.needed(rule, alone=True))


def levels_sentence(pathway: Pathway, language: Language = ENGLISH) -> str:
    """Return `Complete all four levels: Foundation, Response, Specialise and Teach.` as text."""
    return language.gettext(
        "Complete {levels}: {list}.",
        levels=all_levels(len(pathway.levels), language),
        list=language.listed(level.name for level in pathway.levels),
    )


def all_levels(count: int, language: Language = ENGLISH) -> str:
    """Return `all four levels`."""
    if count < 3:
        return language.gettext(_BOTH_LEVELS if count == 2 else _ONE_LEVEL)
    return language.gettext("all {n} levels", n=number_text(count, language))


class _Words:
    """The shapes of rules as phrases of one language."""

    def __init__(self, language: Language, name: Naming) -> None:
        self.language = language
        self.name = name

    def earn(self, what: str) -> str:
        _ = self.language.gettext
        return _("Earn {what}.", what=what or _("nothing"))

    def level(self, level: Level) -> str:
        listed = self.language.listed
        if level.any is not None and (level.any, len(level.steps)) != (1, 1):
            return self._any_of_these(level.any, [self.step(step) for step in level.steps])
        asked = [step for step in level.steps if not step.optional or level.any is not None]
        extra = [step for step in level.steps if step not in asked]
        said = [listed(self.step(step, alone=len(asked) == 1) for step in asked)]
        if extra:
            names = listed(self.step(step) for step in extra)
            said.append(
                self.language.ngettext(
                    "{list} is optional", "{list} are optional", len(extra), list=names
                )
            )
        return "; ".join(each for each in said if each)

    def step(self, step: Step, *, alone: bool = False) -> str:
        what = self.needed(step.requirement, alone=alone)
        if step.within_months is not None:
            what = self.language.ngettext(
                "{what}, earned within {n} month of each other",
                "{what}, earned within {n} months of each other",
                step.within_months,
                what=what,
            )
            what = what if alone else f"({what})"
        return what

    def needed(self, needed: Requirement, *, alone: bool = False) -> str:
        _, name = self.language.gettext, self.name
        if isinstance(needed, PathwayNeeded):
            if needed.version is not None:
                return _(
                    "the pathway {name} (version {version})",
                    name=name(needed),
                    version=needed.version,
                )
            return _("the pathway {name}", name=name(needed))
        if isinstance(needed, ForeignNeeded):
            return _("{name} (from another issuer)", name=name(needed))
        if isinstance(needed, BadgeNeeded):
            return name(needed)
        members = [self.needed(member) for member in needed.of]
        if needed.credits is not None:
            return self._credits(needed.credits, members, alone=alone)
        if needed.any is not None:
            if alone:
                return self._any_of_these(needed.any, members)
            return _("any {n} of ({list})", n=needed.any, list=self.language.listed(members))
        listed = self.language.listed(members)
        return listed if alone else _("all of ({list})", list=listed)

    def _any_of_these(self, n: int, members: Sequence[str]) -> str:
        return self.language.gettext(
            "any {n} of these {count}: {list}",
            n=n,
            count=len(members),
            list=self.language.listed(members),
        )

    def _credits(self, credits: float, members: Sequence[str], *, alone: bool) -> str:
        listed = self.language.listed(members)
        if alone:
            return self.language.ngettext(
                "at least {n} credit from {list}",
                "at least {n} credits from {list}",
                credits,
                list=listed,
            )
        return self.language.ngettext(
            "at least {n} credit from ({list})",
            "at least {n} credits from ({list})",
            credits,
            list=listed,
        )


# ------------------------------------------------------------------ pills and reasons
def pill(rule: Level | Requirement, language: Language = ENGLISH) -> str:
    """Return the rule for a pill of the diagram, empty where there is nothing to say."""
    if isinstance(rule, Level):
        count, asked = len(rule.steps), rule.any
        needed = count if asked is None else asked
        if count < 2:
            return ""
        if asked is None and any(step.optional for step in rule.steps):
            needed = sum(not step.optional for step in rule.steps)
            return "" if needed < 2 else language.gettext("all of")
    elif isinstance(rule, Group):
        if rule.credits is not None:
            return language.ngettext("{n} credit", "{n} credits", rule.credits)
        count = len(rule.of)
        needed = count if rule.any is None else rule.any
    else:
        return ""
    if needed == count:
        return language.gettext("all of")
    return language.gettext("any {n} of {count}", n=needed, count=count)


def levels_open(numbers: Sequence[int], language: Language = ENGLISH) -> str:
    """Return `levels 3 and 4 are not complete`, which finishes `Locked because …`."""
    return language.ngettext(
        "level {list} is not complete",
        "levels {list} are not complete",
        len(numbers),
        list=language.listed(str(number) for number in numbers),
    )
