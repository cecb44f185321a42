"""A pathway's rules, applied again to the badges that a final badge names. Pure.

The form is that of `pathway-<version>.json`. Order and `after` lock steps; they take no part here.
"""

from dataclasses import dataclass
from typing import Any

from badgesite.verifying.findings import Json


class RulesBroken(ValueError):
    """The rules are not of the form that is understood."""


@dataclass(frozen=True, slots=True)
class Part:
    """A badge that counts: who awarded what."""

    issuer: str
    achievement: str


@dataclass(frozen=True, slots=True)
class Earned:
    """The badges that count, and the issuer whose badges the rules mean by default."""

    issuer: str
    parts: frozenset[Part]

    def has(self, issuer: str, achievement: str) -> bool:
        """Whether a badge of this issuer for this achievement is among them."""
        return Part(issuer, achievement) in self.parts


def holds(rules: Json, earned: Earned) -> bool:
    """Whether all levels of the rules are complete; RulesBroken when they cannot be read."""
    return _levels(rules, earned)


def foreign_issuers(rules: Any) -> frozenset[str]:
    """Return the other issuers whose badges the rules ask for by name."""
    if isinstance(rules, list):
        return frozenset().union(*map(foreign_issuers, rules))
    if not isinstance(rules, dict):
        return frozenset()
    named = rules.get("foreign")
    mine = {named["issuer"]} if isinstance(named, dict) and "issuer" in named else set()
    return frozenset(str(each) for each in mine).union(*map(foreign_issuers, rules.values()))


def _levels(rules: Json, earned: Earned) -> bool:
    return all([_level(each, earned) for each in _objects(rules, "levels")])


def _level(level: Json, earned: Earned) -> bool:
    steps = [
        (_requirement(_object(step, "needs"), earned), step.get("optional", False))
        for step in _objects(level, "steps")
    ]
    if "any" in level:
        return sum(done for done, _ in steps) >= _number(level, "any")
    return all(done for done, optional in steps if optional is not True)


def _requirement(needs: Json, earned: Earned) -> bool:
    if "badge" in needs:
        return earned.has(earned.issuer, _text(needs, "badge"))
    if "foreign" in needs:
        foreign = _object(needs, "foreign")
        return earned.has(_text(foreign, "issuer"), _text(foreign, "achievement"))
    if "pathway" in needs:
        return _levels(needs, earned)
    return _group(needs, earned)


def _group(needs: Json, earned: Earned) -> bool:
    members = [(each, _requirement(each, earned)) for each in _objects(needs, "of")]
    if "credits" in needs:
        have = sum(_number(each, "credits") for each, done in members if done and "credits" in each)
        return have >= _number(needs, "credits")
    if "any" in needs:
        return sum(done for _, done in members) >= _number(needs, "any")
    return all(done for _, done in members)


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


def _number(parent: Json, name: str) -> float:
    found = parent.get(name)
    if isinstance(found, bool) or not isinstance(found, int | float):
        raise RulesBroken(name)
    return found
