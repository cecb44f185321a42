"""A pathway's rules, applied again to the badges that a final badge names. Pure, bounded.

The form is that of `pathway-<version>.json`. Order and `after` lock steps; they take no part here.
"""

from collections.abc import Iterable
from datetime import date
from typing import Any

from msgspec import Struct

from badgesite.days import add_months
from badgesite.verifying.findings import Json

MAX_STEPS = 100_000
MOST_MONTHS = 1_200
_SLACK = 1e-6  # of credits, for sums of decimals are a little off


class RulesBroken(ValueError):
    """The rules are not of the form that is understood, or take too long to apply."""


class Part(Struct, frozen=True):
    """A badge that counts: who awarded what, and the day it was awarded as written."""

    issuer: str
    achievement: str
    day: date


def holds(rules: Json, achievement: str, parts: Iterable[Part]) -> bool:
    """Whether the badge of this achievement is earned by the parts; RulesBroken if unreadable.

    The final badge rests on all levels, a milestone's badge on its level alone.
    """
    complete = complete_levels(rules, parts)
    if _leads_to(rules.get("final"), achievement):
        return all(complete)
    ends = [
        done
        for level, done in zip(_objects(rules, "levels"), complete, strict=True)
        if _leads_to(level.get("milestone"), achievement)
    ]
    return bool(ends) and all(ends)


def complete_levels(rules: Json, parts: Iterable[Part]) -> tuple[bool, ...]:
    """Return for each level whether it is complete by the parts; RulesBroken if unreadable."""
    held = frozenset(parts)
    applied = _Applied(_text(rules, "issuer"))
    return tuple(applied.level(each, held) for each in _objects(rules, "levels"))


def leads_to(rules: Json, achievement: str | None) -> bool:
    """Whether the achievement is that of the final badge or of a milestone."""
    levels = rules.get("levels")
    ends = [rules.get("final"), *(levels if isinstance(levels, list) else [])]
    milestones = [each.get("milestone") for each in ends[1:] if isinstance(each, dict)]
    return any(_leads_to(end, achievement) for end in [ends[0], *milestones])


def _leads_to(end: object, achievement: str | None) -> bool:
    return (
        isinstance(end, dict) and achievement is not None and end.get("achievement") == achievement
    )


def foreign_issuers(rules: Any) -> frozenset[str]:
    """Return the other issuers whose badges the rules ask for by name."""
    if isinstance(rules, list):
        return frozenset[str]().union(*map(foreign_issuers, rules))
    if not isinstance(rules, dict):
        return frozenset()
    named = rules.get("foreign")
    mine = {str(named.get("issuer"))} if isinstance(named, dict) else set[str]()
    return frozenset(mine).union(*map(foreign_issuers, rules.values()))


class _Applied:
    """The rules of one issuer, applied with a limit on the work."""

    def __init__(self, issuer: str) -> None:
        self._issuer = issuer
        self._left = MAX_STEPS

    def levels(self, rules: Json, held: frozenset[Part]) -> bool:
        return all([self.level(each, held) for each in _objects(rules, "levels")])

    def level(self, level: Json, held: frozenset[Part]) -> bool:
        steps = [(self.step(each, held), each.get("optional")) for each in _objects(level, "steps")]
        if "any" in level:
            return sum(done for done, _ in steps) >= _number(level, "any")
        return all(done for done, optional in steps if optional is not True)

    def step(self, step: Json, held: frozenset[Part]) -> bool:
        """Whether the step is satisfied; `withinMonths`: by badges that lie so close together."""
        needs = _object(step, "needs")
        if "withinMonths" not in step:
            return self.satisfied(needs, held)
        months = _months(step)
        days = sorted({part.day for part in held})
        if not days:
            return self.satisfied(needs, held)
        return any(
            self.satisfied(needs, _between(held, start, _months_later(start, months)))
            for start in days
        )

    def satisfied(self, needs: Json, held: frozenset[Part]) -> bool:
        self._left -= 1
        if self._left < 0:
            raise RulesBroken("the rules take too long")
        if "badge" in needs:
            return _holds(held, self._issuer, _text(needs, "badge"))
        if "foreign" in needs:
            foreign = _object(needs, "foreign")
            return _holds(held, _text(foreign, "issuer"), _text(foreign, "achievement"))
        if "pathway" in needs:
            return self.levels(needs, held)
        return self.group(needs, held)

    def group(self, needs: Json, held: frozenset[Part]) -> bool:
        members = _objects(needs, "of")
        if "credits" in needs:
            return self.worth(needs, held) >= _number(needs, "credits") - _SLACK
        done = [self.satisfied(each, held) for each in members]
        return sum(done) >= (_number(needs, "any") if "any" in needs else len(done))

    def worth(self, needs: Json, held: frozenset[Part]) -> float:
        """Return the credits of the satisfied members, those of groups inside added up."""
        return sum(
            self.worth(each, held) if "of" in each else _number(each, "credits")
            for each in _objects(needs, "of")
            if ("of" in each or ("badge" in each and "credits" in each))
            and self.satisfied(each, held)
        )


def _holds(held: frozenset[Part], issuer: str, achievement: str) -> bool:
    return any((part.issuer, part.achievement) == (issuer, achievement) for part in held)


def _between(held: frozenset[Part], first: date, last: date) -> frozenset[Part]:
    return frozenset(part for part in held if first <= part.day <= last)


def _months_later(day: date, months: int) -> date:
    try:
        return add_months(day, months)
    except (ValueError, OverflowError):
        return date.max


def _objects(parent: Json, name: str) -> list[Json]:
    found = parent.get(name)
    if not isinstance(found, list) or not found or not all(isinstance(e, dict) for e in found):
        raise RulesBroken(name)
    return found


def _object(parent: Json, name: str) -> Json:
    found = parent.get(name)
    if not isinstance(found, dict):
        raise RulesBroken(name)
    return found


def _text(parent: Json, name: str) -> str:
    found = parent.get(name)
    if not isinstance(found, str):
        raise RulesBroken(name)
    return found


def _months(step: Json) -> int:
    found = _number(step, "withinMonths")
    if found != int(found) or not 0 < found <= MOST_MONTHS:
        raise RulesBroken("withinMonths")
    return int(found)


def _number(parent: Json, name: str) -> float:
    found = parent.get(name)
    if isinstance(found, bool) or not isinstance(found, int | float):
        raise RulesBroken(name)
    return found
