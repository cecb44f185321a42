"""A stacked badge: are the parts that it names there and genuine, and does the rule still hold.

The final credential names the pathway's rules and every part with the digest of their bytes
(VCDM 2.0 §5.3, `relatedResource`). All of that is looked at again; the final badge's own verdict
does not depend on it.
"""

import base64
import hashlib
import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from badgesite.verifying import dates, facts, pathway, strict_json
from badgesite.verifying.findings import Finding, Json
from badgesite.verifying.members import as_list
from badgesite.verifying.sources import Found, Sources
from badgesite.verifying.verdict import Verdict

MAX_PARTS = 200
_RULES = re.compile(r"https?://[^?#]+/pathways/[a-z0-9-]+/pathway-[^/?#]+\.json")
_DIGEST = re.compile(r"(sha256|sha384|sha512)-([A-Za-z0-9+/]+={0,2})")


class Stack(StrEnum):
    """What came of a stacked badge."""

    CONFIRMED = "confirmed"
    LAPSED = "lapsed"
    NOT_CONFIRMED = "not-confirmed"
    COULD_NOT_CHECK = "could-not-check"


@dataclass(frozen=True, slots=True)
class Judged:
    """A part as the rules 1 to 8 see it. `document` is None unless its facts are allowed."""

    verdict: Verdict
    issuer: str
    document: Json | None


@dataclass(frozen=True, slots=True)
class PartFound:
    """One thing that the final badge names, what came of it, and a sentence."""

    url: str
    outcome: Stack
    message: str
    badge: str | None = None

    def to_json(self) -> dict[str, str | None]:
        """Return the members of the machine-readable report."""
        return {
            "url": self.url,
            "outcome": self.outcome.value,
            "message": self.message,
            "badge": self.badge,
        }


@dataclass(frozen=True, slots=True)
class Stacked:
    """What came of the whole, a sentence, and every part."""

    outcome: Stack
    message: str
    parts: tuple[PartFound, ...] = ()


class _Stop(Exception):
    def __init__(self, outcome: Stack, message: str) -> None:
        super().__init__(message)
        self.outcome = outcome
        self.message = message


def _no(message: str) -> _Stop:
    return _Stop(Stack.NOT_CONFIRMED, message)


def _open(message: str) -> _Stop:
    return _Stop(Stack.COULD_NOT_CHECK, message)


_SENTENCES = {
    Stack.CONFIRMED: "All the badges that it rests on are there and genuine, and the rule holds.",
    Stack.LAPSED: "The badges that it rests on are genuine and the rule held, but one has expired.",
    Stack.NOT_CONFIRMED: "It does not rest on what it says: {}",
    Stack.COULD_NOT_CHECK: "What it rests on could not be checked: {}",
}

Judge = Callable[[bytes], Judged]


def is_stacked(document: Json) -> bool:
    """Whether the credential names a pathway's rules."""
    return any(
        isinstance(each, dict) and _RULES.fullmatch(str(each.get("id", "")))
        for each in as_list(document.get("relatedResource"))
    )


def check_stack(document: Json, issuer: str, sources: Sources, judge: Judge) -> Stacked:
    """Return what came of a stacked credential (compacted, verified); never raises for bad input.

    `judge` verifies a part by rules 1 to 8. Of several outcomes the worst counts: not confirmed,
    could not check, lapsed, confirmed.
    """
    named = [each for each in as_list(document["relatedResource"]) if isinstance(each, dict)]
    if len(named) > MAX_PARTS:
        return _sum([PartFound("", Stack.COULD_NOT_CHECK, f"more than {MAX_PARTS} parts")])
    found: list[PartFound] = []
    rules = _first(found, [e for e in named if _is_rules(e)], document, issuer, sources)
    allowed = pathway.foreign_issuers(rules) | {issuer}
    earned: set[pathway.Part] = set()
    for each in named:
        if not _is_rules(each):
            found.append(_part(each, document, allowed, sources, judge, earned))
    if rules is not None:
        found.append(_rule(rules, facts.achievement_id(document), earned))
    return _sum(found)


def _is_rules(named: Json) -> bool:
    return _RULES.fullmatch(str(named.get("id", ""))) is not None


def _first(
    found: list[PartFound], named: list[Json], document: Json, issuer: str, sources: Sources
) -> Json | None:
    """Return the one set of rules, its outcome added to what was found."""
    url = str(named[0].get("id"))
    try:
        if len(named) > 1:
            raise _no("it names several pathways")
        rules = _rules(_bytes(named[0], sources), url, document, issuer)
    except _Stop as stop:
        found.append(PartFound(url, stop.outcome, stop.message))
        return None
    found.append(PartFound(url, Stack.CONFIRMED, "the rules are those it was awarded under"))
    return rules


def _rules(data: bytes, url: str, document: Json, issuer: str) -> Json:
    try:
        rules = strict_json.read(data, strict_json.MAX_VALUES_OF_MANY)
    except Finding:
        raise _no("the pathway's rules cannot be read") from None
    if not isinstance(rules, dict) or rules.get("type") != "Pathway":
        raise _no("the pathway's rules cannot be read")
    if rules.get("id") != url or rules.get("issuer") != issuer:
        raise _no("the pathway's rules are somebody else's")
    if not pathway.leads_to(rules, facts.achievement_id(document)):
        raise _no("the pathway leads to another badge")
    return rules


def _bytes(named: Json, sources: Sources) -> bytes:
    """Return the bytes at an address, their digest compared."""
    digest = _DIGEST.fullmatch(str(named.get("digestSRI", "")))
    if digest is None:
        raise _no("a digest is missing or not of a form we know")
    answer = sources.get(str(named.get("id", "")))
    if not isinstance(answer, Found):
        raise _open(answer.why)
    have = base64.b64encode(hashlib.new(digest[1], answer.data).digest()).decode()
    if have != digest[2]:
        raise _no("it is not the file that the badge names: its digest differs")
    return answer.data


def _part(
    named: Json,
    final: Json,
    allowed: frozenset[str],
    sources: Sources,
    judge: Judge,
    earned: set[pathway.Part],
) -> PartFound:
    url = str(named.get("id", ""))
    badge = None
    try:
        judged = judge(_bytes(named, sources))
        document = _good(judged)
        badge = facts.facts(document)["badge"]
        _check_fits(document, judged.issuer, final, allowed)
    except _Stop as stop:
        return PartFound(url, stop.outcome, stop.message, badge)
    achievement, begun = facts.achievement_id(document), dates.period(document).begins
    if achievement is not None and begun is not None:
        earned.add(pathway.Part(judged.issuer, achievement, date.fromisoformat(begun.day)))
    if judged.verdict is Verdict.EXPIRED:
        return PartFound(url, Stack.LAPSED, "it was genuine and has expired since", badge)
    return PartFound(url, Stack.CONFIRMED, "it is genuine", badge)


def _good(judged: Judged) -> Json:
    if judged.verdict is Verdict.COULD_NOT_CHECK:
        raise _open("it could not be checked")
    if judged.document is None or judged.verdict not in (Verdict.GENUINE, Verdict.EXPIRED):
        raise _no(f"it is not good: {judged.verdict}")
    return judged.document


def _check_fits(part: Json, issuer: str, final: Json, allowed: frozenset[str]) -> None:
    if issuer not in allowed:
        raise _no("it is from an issuer that the rules do not name")
    learner = facts.learner_name(final)
    if learner is None or facts.learner_name(part) is None:
        raise _open("it does not say to whom it was awarded")
    if facts.learner_name(part) != learner:
        raise _no("it was awarded to somebody else")
    begun, ended = dates.period(part).begins, dates.period(final).begins
    if begun is None or ended is None or begun.day > ended.day:
        raise _no("it was awarded later than the badge that rests on it")


def _rule(rules: Json, achievement: str | None, earned: set[pathway.Part]) -> PartFound:
    url = str(rules["id"])
    try:
        if pathway.holds(rules, achievement or "", earned):
            return PartFound(url, Stack.CONFIRMED, "the rule holds")
    except pathway.RulesBroken:
        return PartFound(url, Stack.NOT_CONFIRMED, "the pathway's rules cannot be read")
    return PartFound(url, Stack.NOT_CONFIRMED, "the rule does not hold for these badges")


_WORST = (Stack.NOT_CONFIRMED, Stack.COULD_NOT_CHECK, Stack.LAPSED, Stack.CONFIRMED)


def _sum(found: list[PartFound]) -> Stacked:
    # A rule that fails only because a part is out of reach says nothing: it is not known.
    parts = _without_consequences(found)
    worst = min(parts, key=lambda each: _WORST.index(each.outcome))
    return Stacked(worst.outcome, _SENTENCES[worst.outcome].format(worst.message), tuple(parts))


def _without_consequences(found: list[PartFound]) -> list[PartFound]:
    missing = [each for each in found if each.outcome is Stack.COULD_NOT_CHECK]
    return [
        PartFound(each.url, Stack.COULD_NOT_CHECK, "the rule needs a part that was not checked")
        if missing and each.message == "the rule does not hold for these badges"
        else each
        for each in found
    ]
