"""The numbered rules of docs/reference/verification.md: bytes to checks and a verdict; no secret.

The same rules, in the same order, with the same codes, are in src/verifier/ for the browser.
"""

from badgesite.verifying.findings import Check, Result
from badgesite.verifying.report import Report
from badgesite.verifying.sources import (
    Found,
    OutOfReach,
    Saved,
    Several,
    SiteFolder,
    Sources,
    known_issuers,
    read_bounded,
)
from badgesite.verifying.verdict import Verdict, verdict
from badgesite.verifying.verify import verify

__all__ = [
    "Check",
    "Found",
    "OutOfReach",
    "Report",
    "Result",
    "Saved",
    "Several",
    "SiteFolder",
    "Sources",
    "Verdict",
    "known_issuers",
    "read_bounded",
    "verdict",
    "verify",
]
