"""What the checks add up to: a pure function of their codes, results and reasons."""

from collections.abc import Iterable
from enum import StrEnum

from badgesite.verifying.findings import Check, Result

CODES = ("format", "signature", "issuer-key", "issuer-known", "dates", "status")
"""All checks, in the order in which they run and are listed."""

_NO_BADGE = ("not-a-badge", "too-large")
_PROOF = ("format", "signature", "issuer-key")


class Verdict(StrEnum):
    """The one word for a badge."""

    GENUINE = "genuine"
    EXPIRED = "expired"
    NOT_YET_VALID = "not-yet-valid"
    REVOKED = "revoked"
    REPLACED = "replaced"
    SUSPENDED = "suspended"
    ALTERED = "altered"
    UNKNOWN_ISSUER = "unknown-issuer"
    COULD_NOT_CHECK = "could-not-check"
    NOT_A_BADGE = "not-a-badge"


def verdict(checks: Iterable[Check]) -> Verdict:
    """Return the verdict: the first line of the table in docs/reference/verification.md that fits.

    Genuine only when all six checks are there and passed; what is missing was not checked.
    """
    found = {check.code: check for check in checks}
    failed = {code: each.reason for code, each in found.items() if each.result is Result.FAILED}
    if failed.get("format") in _NO_BADGE:
        return Verdict.NOT_A_BADGE
    if any(code in failed for code in _PROOF):
        return Verdict.ALTERED
    if not all(_passed(found, code) for code in ("format", "signature")):
        return Verdict.COULD_NOT_CHECK
    if "status" in failed:
        return Verdict(failed["status"])
    if "dates" in failed:
        return Verdict(failed["dates"])
    if "issuer-known" in failed:
        return Verdict.UNKNOWN_ISSUER
    if all(_passed(found, code) for code in CODES):
        return Verdict.GENUINE
    return Verdict.COULD_NOT_CHECK


def facts_allowed(checks: Iterable[Check]) -> bool:
    """Whether what the document says may be shown as fact: format, signature and key passed."""
    found = {check.code: check for check in checks}
    return all(_passed(found, code) for code in _PROOF)


def _passed(found: dict[str, Check], code: str) -> bool:
    return code in found and found[code].result is Result.PASSED
