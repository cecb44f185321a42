"""A stacked badge: are the parts that it names there and genuine, and does the rule still hold.

The final credential names the pathway's rules and every part with the digest of their bytes
(VCDM 2.0 §5.3, `relatedResource`). All of that is looked at again; the final badge's own verdict
does not depend on it.
"""

import base64
import hashlib
import re
from collections.abc import Callable, Iterable
from datetime import date
from enum import StrEnum

from msgspec import Struct

from badgesite.languages import ENGLISH
from badgesite.verifying import dates, facts, pathway, stack_words, strict_json
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


class Judged(Struct, frozen=True):
    """A part as the rules 1 to 8 see it. `document` is None unless its facts are allowed."""

    verdict: Verdict
    issuer: str
    document: Json | None


class PartFound(Struct, frozen=True):
    """One thing that the final badge names, what came of it, and a sentence.

    `earned` is what it counts as, of a part that is good; `until` the last day of one that expired.
    `withdrawn` is one that was withdrawn, on a pathway that keeps what was given.
    """

    url: str
    outcome: Stack
    message: str
    badge: str | None = None
    earned: pathway.Part | None = None
    until: date | None = None
    withdrawn: bool = False

    def to_json(self) -> dict[str, str | None]:
        """Return the members of the machine-readable report."""
        return {
            "url": self.url,
            "outcome": self.outcome.value,
            "message": self.message,
            "badge": self.badge,
        }


class Stacked(Struct, frozen=True):
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
        too_many = PartFound("", Stack.COULD_NOT_CHECK, f"more than {MAX_PARTS} parts")
        return _sum(None, "", (too_many,), ())
    rules, told = _first([e for e in named if _is_rules(e)], document, issuer, sources)
    allowed = pathway.foreign_issuers(rules) | {issuer}
    keeps = rules is not None and rules.get("withdrawn") == "keep"
    parts = tuple(
        _part(each, document, allowed, keeps, sources, judge)
        for each in named
        if not _is_rules(each)
    )
    achievement = facts.achievement_id(document) or ""
    if rules is None:
        return _sum(None, achievement, (told,), parts)
    return _sum(rules, achievement, (told, _rule(rules, achievement, parts)), parts)


def _is_rules(named: Json) -> bool:
    return _RULES.fullmatch(str(named.get("id", ""))) is not None


def _first(
    named: list[Json], document: Json, issuer: str, sources: Sources
) -> tuple[Json | None, PartFound]:
    """Return the one set of rules, if it is good, and what came of it."""
    url = str(named[0].get("id"))
    try:
        if len(named) > 1:
            raise _no("it names several pathways")
        rules = _rules(_bytes(named[0], sources), url, document, issuer)
    except _Stop as stop:
        return None, PartFound(url, stop.outcome, stop.message)
    return rules, PartFound(url, Stack.CONFIRMED, "they are those it was awarded under")


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
    named: Json, final: Json, allowed: frozenset[str], keeps: bool, sources: Sources, judge: Judge
) -> PartFound:
    url = str(named.get("id", ""))
    badge = None
    try:
        judged = judge(_bytes(named, sources))
        badge = facts.facts(judged.document)["badge"] if judged.document else None
        document = _good(judged, keeps)
        _check_fits(document, judged.issuer, final, allowed)
    except _Stop as stop:
        return PartFound(url, stop.outcome, stop.message, badge)
    earned, period = None, dates.period(document)
    achievement = facts.achievement_id(document)
    if achievement is not None and period.begins is not None:
        day = date.fromisoformat(period.begins.day)
        earned = pathway.Part(judged.issuer, achievement, day)
    if judged.verdict in _WITHDRAWN:
        return PartFound(url, Stack.LAPSED, _KEPT, badge, earned, withdrawn=True)
    if judged.verdict is Verdict.EXPIRED:
        until = None if period.ends is None else date.fromisoformat(period.ends.day)
        return PartFound(url, Stack.LAPSED, _expired(until), badge, earned, until)
    return PartFound(url, Stack.CONFIRMED, "it is genuine", badge, earned)


def _expired(until: date | None) -> str:
    return "it was genuine and has expired since" + (
        f", after {ENGLISH.day(until)}" if until else ""
    )


_NOT_GOOD = {
    Verdict.REVOKED: "the issuer has withdrawn it",
    Verdict.REPLACED: "the issuer has replaced it by another one",
    Verdict.SUSPENDED: "the issuer has suspended it",
    Verdict.NOT_YET_VALID: "it is not valid yet",
    Verdict.ALTERED: "it has been changed, or was not signed by its issuer",
    Verdict.NOT_A_BADGE: "it is not an Open Badge",
}


_WITHDRAWN = (Verdict.REVOKED, Verdict.REPLACED)
_KEPT = "the issuer has withdrawn it since, and the pathway keeps what it gave"


def _good(judged: Judged, keeps: bool) -> Json:
    """Return the document of a part that counts; a withdrawn one where the pathway `keeps`."""
    if judged.verdict is Verdict.COULD_NOT_CHECK:
        raise _open("it could not be checked")
    counts = (Verdict.GENUINE, Verdict.EXPIRED, *(_WITHDRAWN if keeps else ()))
    if judged.document is None or judged.verdict not in counts:
        raise _no(_NOT_GOOD.get(judged.verdict, "it is not good"))
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


_RULE_BROKEN = "the rule does not hold for these badges"


def _rule(rules: Json, achievement: str, parts: tuple[PartFound, ...]) -> PartFound:
    url = str(rules["id"])
    try:
        holds = pathway.holds(rules, achievement, _earned(parts))
    except pathway.RulesBroken:
        return PartFound(url, Stack.NOT_CONFIRMED, "the pathway's rules cannot be read")
    if holds:
        return PartFound(url, Stack.CONFIRMED, "the rule holds")
    # A rule that fails only because a part is out of reach says nothing: it is not known.
    if any(each.outcome is Stack.COULD_NOT_CHECK for each in parts):
        return PartFound(url, Stack.COULD_NOT_CHECK, "the rule needs a part that was not checked")
    return PartFound(url, Stack.NOT_CONFIRMED, _RULE_BROKEN)


def _earned(parts: Iterable[PartFound]) -> frozenset[pathway.Part]:
    return frozenset(each.earned for each in parts if each.earned is not None)


_WORST = (Stack.NOT_CONFIRMED, Stack.COULD_NOT_CHECK, Stack.LAPSED, Stack.CONFIRMED)


def _sum(
    rules: Json | None,
    achievement: str,
    told: tuple[PartFound, ...],
    parts: tuple[PartFound, ...],
) -> Stacked:
    """Return the worst outcome; a part that is not good comes before the rule that it breaks."""
    found = (told[0], *parts, *told[1:])
    worst = min(found, key=lambda each: _WORST.index(each.outcome))
    if worst.outcome is Stack.CONFIRMED:
        said = stack_words.unlocked(len(parts))
    elif worst.outcome is Stack.LAPSED and rules is not None:
        said = _lapsed(rules, achievement, parts)
    else:
        what = worst.badge or (stack_words.RULES if worst in told else worst.url)
        said = stack_words.not_all(worst.outcome is Stack.NOT_CONFIRMED, what, worst.message)
    return Stacked(worst.outcome, said, found)


def _holds_still(rules: Json, achievement: str, parts: Iterable[PartFound]) -> bool:
    """Whether the rule holds for these parts; not where that takes too long to say."""
    try:
        return pathway.holds(rules, achievement, _earned(parts))
    except pathway.RulesBroken:
        return False


def _lapsed(rules: Json, achievement: str, parts: tuple[PartFound, ...]) -> str:
    """Say since when the rule holds no more, for those parts that have expired by then."""
    expired = [each for each in parts if each.outcome is Stack.LAPSED]
    ends = [stack_words.End(each.badge or each.url, each.until, each.withdrawn) for each in expired]
    if rules.get("withdrawn") == "keep":
        return stack_words.kept(ends)
    for last in sorted({end.until or date.min for end in ends}):
        current = [each for each in parts if each not in expired or (each.until or date.min) > last]
        if not _holds_still(rules, achievement, current):
            return stack_words.lapsed([end for end in ends if (end.until or date.min) == last])
    return stack_words.spare(ends)
