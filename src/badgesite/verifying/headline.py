"""The verdict in one sentence for people, made only from checks that ran."""

from badgesite.verifying.findings import Result
from badgesite.verifying.report import Report
from badgesite.verifying.verdict import CODES, Verdict

_HEADLINES = {
    Verdict.GENUINE: "This badge is genuine",
    Verdict.EXPIRED: "This badge has expired",
    Verdict.NOT_YET_VALID: "This badge is not valid yet",
    Verdict.REVOKED: "The issuer withdrew this badge",
    Verdict.REPLACED: "The issuer replaced this badge by another one",
    Verdict.SUSPENDED: "The issuer has suspended this badge",
    Verdict.ALTERED: "This file has been changed, or was not signed by its issuer",
    Verdict.UNKNOWN_ISSUER: "The signature is good, but we do not know who made it",
    Verdict.COULD_NOT_CHECK: "We could not check everything",
    Verdict.NOT_A_BADGE: "This file is not an Open Badge",
}


def headline(report: Report) -> str:
    """Return one sentence: the verdict, and for anything but genuine what it rests on."""
    said = _HEADLINES[report.verdict]
    if report.verdict is Verdict.GENUINE:
        badge, learner = (report.facts or {}).get("badge"), (report.facts or {}).get("learner")
        return f"{said}: {badge}, awarded to {learner}." if badge and learner else f"{said}."
    if report.verdict is Verdict.EXPIRED and _was_genuine(report):
        said = "This badge was genuine but has expired"
    if [each.code for each in report.checks if each.result is Result.COULD_NOT_CHECK] == ["format"]:
        said = "Nothing could be checked"
    decisive = _decisive(report)
    return f"{said}. {decisive}" if decisive else f"{said}."


def _was_genuine(report: Report) -> bool:
    """Whether the dates are all that did not pass: else nobody has proved that it ever was."""
    passed = {each.code for each in report.checks if each.result is Result.PASSED}
    return passed >= {*CODES} - {"dates"}


def _decisive(report: Report) -> str:
    wanted = Result.FAILED
    if report.verdict is Verdict.COULD_NOT_CHECK:
        wanted = Result.COULD_NOT_CHECK
    for check in report.checks:
        if check.result is wanted and _speaks(check.code, report.verdict):
            return check.message
    return ""


def _speaks(code: str, verdict: Verdict) -> bool:
    """Whether the check is the one that the verdict rests on."""
    if verdict in (Verdict.REVOKED, Verdict.REPLACED, Verdict.SUSPENDED):
        return code == "status"
    if verdict in (Verdict.EXPIRED, Verdict.NOT_YET_VALID):
        return code == "dates"
    return verdict is not Verdict.UNKNOWN_ISSUER or code == "issuer-known"
