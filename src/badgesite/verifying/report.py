"""The report on one file: verdict, checks and what may be shown, and its machine-readable form."""

from collections.abc import Mapping
from datetime import datetime
from urllib.parse import urlsplit

from msgspec import Struct, field

from badgesite.verifying.findings import Check, Json
from badgesite.verifying.issuer import web_base
from badgesite.verifying.stack import Stacked
from badgesite.verifying.verdict import Verdict
from badgesite.verifying.withdrawal import Withdrawal

RULES_VERSION = "1"
"""Of docs/reference/verification.md; another verdict for the same file needs another version."""


class Report(Struct, frozen=True):
    """What was found out about one file, at one time.

    `document` (compacted) and `facts` are None unless they may be shown as fact. `issuer` is who
    signed, once the signature fits. `lists` has the date of each status list that was good, by
    address. `used` has the SHA-256 of all that was looked at, by address;
    the file itself is at "".
    """

    file: str
    verdict: Verdict
    checks: tuple[Check, ...]
    now: datetime
    form: str = ""
    issuer: str | None = None
    document: Json | None = None
    facts: Json | None = None
    stacked: Stacked | None = None
    withdrawal: Withdrawal | None = None
    inner: tuple["Report", ...] = ()
    lists: Mapping[str, str] = field(default_factory=dict)
    used: Mapping[str, str] = field(default_factory=dict)

    @property
    def stack(self) -> str | None:
        """Return the one word for a stacked badge, None for others."""
        return self.stacked.outcome.value if self.stacked else None

    @property
    def domain(self) -> str | None:
        """Return the domain that answers for the issuer, in ASCII; None when there is none."""
        return domain(self.issuer) if self.issuer else None

    def to_json(self) -> Json:
        """Return the machine-readable report: `file`, `verdict`, `stack`, `checks`, and more."""
        return {
            "file": self.file,
            "verdict": self.verdict.value,
            "stack": self.stack,
            "checks": [check.to_json() for check in self.checks],
            "form": self.form,
            "rules": RULES_VERSION,
            "checkedAt": self.now.isoformat(timespec="seconds"),
            "issuer": {"id": self.issuer, "domain": self.domain} if self.issuer else None,
            "facts": self.facts,
            "withdrawal": self.withdrawal.to_json() if self.withdrawal else None,
            "stackMessage": self.stacked.message if self.stacked else None,
            "parts": [part.to_json() for part in self.stacked.parts] if self.stacked else [],
            "inner": [report.to_json() for report in self.inner],
            "lists": dict(self.lists),
            "used": {address: f"sha256:{digest}" for address, digest in self.used.items()},
        }


def domain(issuer: str) -> str | None:
    """Return host and port of a did:web or an https identifier in ASCII; None for any other."""
    try:
        parts = urlsplit(web_base(issuer) or issuer)
        host, port = parts.hostname, parts.port
    except ValueError:
        return None
    if parts.scheme != "https" or host is None:
        return None
    try:
        host = host.encode("idna").decode("ascii")
    except UnicodeError:
        host = ascii(host)[1:-1]
    return host if port in (None, 443) else f"{host}:{port}"
