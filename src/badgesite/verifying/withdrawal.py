"""What an issuer states about a withdrawal, beside the credential: kind, day, reason, successor.

Unsigned: it only explains a bit that the signed list has set, and cannot unset it.
"""

import re
from uuid import UUID

from msgspec import Struct

from badgesite import addresses
from badgesite.verifying import strict_json
from badgesite.verifying.findings import Finding, Json
from badgesite.verifying.issuer import web_base
from badgesite.verifying.sources import Found, Sources

_UUID = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}")
_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_MAX_REASON = 500


class Withdrawal(Struct, frozen=True):
    """`kind` is revoked or replaced; `on` a day, `reason` a text, `successor` a uuid, or None."""

    kind: str
    on: str | None = None
    reason: str | None = None
    successor: str | None = None

    @property
    def sentence(self) -> str:
        """Return the issuer's statement in a few words."""
        parts = [f"on {self.on}" if self.on else "", self.reason or ""]
        return ": ".join(part for part in parts if part)

    def to_json(self) -> dict[str, str | None]:
        """Return the members of the machine-readable report."""
        return {
            "kind": self.kind,
            "on": self.on,
            "reason": self.reason,
            "replacedBy": self.successor,
        }


def withdrawal(document: Json, issuer: str, sources: Sources) -> Withdrawal | None:
    """Return the statement of the credential's own issuer, or None when there is none."""
    uuid = str(document.get("id", "")).removeprefix("urn:uuid:")
    base = sources.base if issuer == sources.own else web_base(issuer)
    if base is None or not _UUID.fullmatch(uuid):
        return None
    answer = sources.get(base + addresses.withdrawal_path(UUID(uuid)))
    if not isinstance(answer, Found):
        return None
    try:
        stated = strict_json.read(answer.data)
    except Finding:
        return None
    return _understood(stated) if isinstance(stated, dict) else None


def _understood(stated: Json) -> Withdrawal | None:
    kind = stated.get("kind")
    if kind not in ("revoked", "replaced"):
        return None
    return Withdrawal(
        kind,
        _fitting(stated.get("on"), _DAY),
        reason[:_MAX_REASON] if isinstance(reason := stated.get("reason"), str) else None,
        _fitting(stated.get("replacedBy"), _UUID),
    )


def _fitting(value: object, pattern: re.Pattern[str]) -> str | None:
    return value if isinstance(value, str) and pattern.fullmatch(value) else None
