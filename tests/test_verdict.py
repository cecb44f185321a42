"""The verdict is a pure function of the checks: every combination of results and reasons."""

import re
from datetime import UTC, datetime
from itertools import product
from pathlib import Path

from badgesite.verifying import Check, Report, Result, Verdict, verdict
from badgesite.verifying.headline import headline
from badgesite.verifying.sentences import PASSED, SENTENCES
from badgesite.verifying.verdict import CODES, facts_allowed

DOCUMENTATION = (Path(__file__).parents[1] / "docs" / "reference" / "verification.md").read_text(
    "utf-8"
)

# Of each check: passed, open, absent, and every failure that the verdict tells apart.
_FAILURES = {
    "format": ("not-a-badge", "too-large", "term-renamed"),
    "signature": ("signature-wrong",),
    "issuer-key": ("key-revoked",),
    "issuer-known": ("issuer-unknown",),
    "dates": ("expired", "not-yet-valid"),
    "status": ("revoked", "replaced", "suspended"),
}


def _outcomes(code: str) -> list[Check | None]:
    failed = [Check(code, Result.FAILED, reason) for reason in _FAILURES[code]]
    return [None, Check(code, Result.PASSED), Check(code, Result.COULD_NOT_CHECK, "x"), *failed]


def _combinations() -> list[tuple[Check, ...]]:
    return [
        tuple(check for check in found if check is not None)
        for found in product(*(_outcomes(code) for code in CODES))
    ]


def _failed(checks: tuple[Check, ...], code: str) -> str:
    return next((c.reason for c in checks if c.code == code and c.result is Result.FAILED), "")


def test_genuine_exactly_when_all_six_checks_are_there_and_passed() -> None:
    for checks in _combinations():
        all_passed = len(checks) == 6 and all(c.result is Result.PASSED for c in checks)
        assert (verdict(checks) is Verdict.GENUINE) == all_passed


def test_the_verdict_is_the_first_line_of_the_table_that_fits() -> None:
    for checks in _combinations():
        found = verdict(checks)
        passed = {check.code for check in checks if check.result is Result.PASSED}
        if _failed(checks, "format") in ("not-a-badge", "too-large"):
            assert found is Verdict.NOT_A_BADGE
        elif any(_failed(checks, code) for code in ("format", "signature", "issuer-key")):
            assert found is Verdict.ALTERED
        elif not {"format", "signature"} <= passed:
            assert found is Verdict.COULD_NOT_CHECK
        elif _failed(checks, "status") or _failed(checks, "dates"):
            assert found.value == (_failed(checks, "status") or _failed(checks, "dates"))
        elif _failed(checks, "issuer-known"):
            assert found is Verdict.UNKNOWN_ISSUER
        elif len(passed) < 6:
            assert found is Verdict.COULD_NOT_CHECK


def test_facts_are_allowed_only_after_format_signature_and_key_passed() -> None:
    for checks in _combinations():
        passed = {check.code for check in checks if check.result is Result.PASSED}
        assert facts_allowed(checks) == ({"format", "signature", "issuer-key"} <= passed)


def test_was_genuine_is_said_only_where_nothing_but_the_dates_did_not_pass() -> None:
    said = set()
    for checks in _combinations():
        report = Report("", verdict(checks), checks, datetime(2026, 11, 27, tzinfo=UTC))
        passed = {check.code for check in checks if check.result is Result.PASSED}
        was_genuine = "was genuine" in headline(report)
        assert was_genuine == (_failed(checks, "dates") == "expired" and len(passed) == 5)
        said.add(was_genuine)
    assert said == {True, False}


def test_the_order_of_the_checks_changes_nothing() -> None:
    for checks in _combinations()[::7]:
        assert verdict(checks) is verdict(tuple(reversed(checks)))


def test_every_verdict_can_be_reached() -> None:
    assert {verdict(checks) for checks in _combinations()} == set(Verdict)


def test_every_reason_has_a_sentence_and_stands_in_the_documentation() -> None:
    table = DOCUMENTATION.split("## Reasons")[1].split("## ")[0]
    rows = re.findall(r"^\| `([a-z-]+)` \|(.*)\|(.*)\|$", table, re.MULTILINE)
    documented = {
        (code, reason)
        for code, failed, is_open in rows
        for reason in re.findall("`([^`]+)`", failed + is_open)
    }
    assert documented == set(SENTENCES)
    assert set(PASSED) == set(CODES)
