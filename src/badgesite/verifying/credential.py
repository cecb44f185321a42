"""Rules 2 to 8 on one parsed credential, in order, and what they add up to."""

from collections.abc import Mapping
from datetime import datetime

from msgspec import Struct, field
from msgspec.structs import replace

from badgesite.verifying import dates, stack, strict_json
from badgesite.verifying.facts import facts
from badgesite.verifying.findings import Check, Finding, Json, passed
from badgesite.verifying.members import BADGE_TYPES, is_credential
from badgesite.verifying.secured import Secured, secure
from badgesite.verifying.sources import Sources
from badgesite.verifying.status import Status, check_status
from badgesite.verifying.verdict import Verdict, facts_allowed, verdict
from badgesite.verifying.vocabulary import BADGE_CONTEXTS
from badgesite.verifying.withdrawal import Withdrawal


class Outcome(Struct, frozen=True):
    """What the rules found about one credential; members as in `Report`."""

    verdict: Verdict
    checks: tuple[Check, ...]
    issuer: str | None = None
    document: Json | None = None
    facts: Json | None = None
    stacked: stack.Stacked | None = None
    withdrawal: Withdrawal | None = None
    lists: Mapping[str, str] = field(default_factory=dict)


def refused(finding: Finding) -> Outcome:
    """Return the outcome of a file whose form alone settles it."""
    checks = (finding.check("format"),)
    return Outcome(verdict(checks), checks)


def check_credential(document: Json, sources: Sources, now: datetime) -> Outcome:
    """Return what rules 2 to 8 find about a badge, and about the parts it rests on."""
    return with_stack(check_alone(document, BADGE_CONTEXTS, sources, now), sources, now)


def with_stack(outcome: Outcome, sources: Sources, now: datetime) -> Outcome:
    """Return the outcome with what came of the parts that the badge rests on, if any."""
    found = outcome.document
    if found is None or outcome.issuer is None or not stack.is_stacked(found):
        return outcome
    stacked = stack.check_stack(
        found, outcome.issuer, sources, lambda data: _judge(data, sources, now)
    )
    return replace(outcome, stacked=stacked)


def check_alone(
    document: Json, contexts: frozenset[tuple[str, ...]], sources: Sources, now: datetime
) -> Outcome:
    """Return what rules 2 to 8 find about one credential, whatever it rests on."""
    return conclude(secure(document, contexts, sources, now), sources, now)


def conclude(secured: Secured, sources: Sources, now: datetime) -> Outcome:
    """Return the outcome of a secured credential: is its issuer known, its dates, its status."""
    if secured.document is None:
        return Outcome(verdict(secured.checks), secured.checks)
    if not secured.sound:
        return Outcome(verdict(secured.checks), secured.checks, secured.issuer)
    known = check_known(secured.issuer, sources)
    status = check_status(secured.document, secured.issuer, sources, now)
    checks = (*secured.checks, known, check_dates(secured, now), status.check)
    return _allowed(secured, checks, status)


def _allowed(secured: Secured, checks: tuple[Check, ...], status: Status) -> Outcome:
    shown = secured.document if facts_allowed(checks) else None
    return Outcome(
        verdict(checks),
        checks,
        secured.issuer,
        shown,
        facts(shown) if shown is not None else None,
        withdrawal=status.withdrawal,
        lists=status.lists,
    )


def check_known(issuer: str, sources: Sources) -> Check:
    """Return whether the issuer is this site's own or on its list of known issuers."""
    if issuer == sources.own or issuer in sources.known:
        return passed("issuer-known")
    return Finding("issuer-unknown", issuer[:200]).check("issuer-known")


def check_dates(secured: Secured, now: datetime) -> Check:
    """Return whether now is within the dates of the credential and of its signature."""
    period, proof = secured.period, secured.proof
    try:
        if period is not None:
            dates.check_period(period.begins, period.ends, now)
        if proof is not None:
            dates.check_signed(proof.created, proof.expires, now)
    except Finding as finding:
        return finding.check("dates")
    return passed("dates")


def _judge(data: bytes, sources: Sources, now: datetime) -> stack.Judged:
    """Verify a part of a stack; who its issuer is, the final badge has settled."""
    try:
        document = strict_json.read(data)
        if not is_credential(document, BADGE_TYPES):
            raise Finding("not-a-badge")
    except Finding as finding:
        return stack.Judged(refused(finding).verdict, "", None)
    found = check_alone(document, BADGE_CONTEXTS, sources, now)
    checks = [passed(each.code) if each.code == "issuer-known" else each for each in found.checks]
    return stack.Judged(verdict(checks), found.issuer or "", found.document)
