"""What a verified badge says, in a few members, for people: from the compacted document only."""

from typing import Any

from badgesite.verifying.findings import Json
from badgesite.verifying.members import as_list


def facts(document: Json) -> Json:
    """Return badge, learner, issuer's name, dates and evidence; what is absent is None."""
    subject = document["credentialSubject"]
    achievement = _achievement(subject)
    issuer = document.get("issuer")
    return {
        "id": _text(document.get("id")),
        "badge": _text(achievement.get("name")) or _text(document.get("name")),
        "achievement": _text(achievement.get("id")),
        "description": _text(achievement.get("description")),
        "learner": learner_name(document),
        "issuerCallsItself": _text(issuer.get("name")) if isinstance(issuer, dict) else None,
        "validFrom": _text(document.get("validFrom") or document.get("issuanceDate")),
        "validUntil": _text(document.get("validUntil") or document.get("expirationDate")),
        "evidence": [
            found
            for each in as_list(document.get("evidence"))
            if (found := _text(each.get("id") if isinstance(each, dict) else each))
        ],
    }


def learner_name(document: Json) -> str | None:
    """Return the name that the issuer wrote in the clear, or None."""
    subject = document["credentialSubject"]
    for each in as_list(subject.get("identifier")):
        if not isinstance(each, dict) or each.get("hashed") is not False:
            continue
        if each.get("identityType") == "name":
            return _text(each.get("identityHash"))
    return None


def achievement_id(document: Json) -> str | None:
    """Return the identifier of what was achieved."""
    return _text(_achievement(document["credentialSubject"]).get("id"))


def _achievement(subject: Json) -> Json:
    """Return the one achievement of a badge; nothing for a learner record, which may have more."""
    found = subject.get("achievement")
    return found if isinstance(found, dict) else {}


def _text(value: Any) -> str | None:
    """Return a text; of texts in several languages the first."""
    for each in as_list(value):
        if isinstance(each, str):
            return each
        if isinstance(each, dict) and isinstance(each.get("@value"), str):
            return str(each["@value"])
    return None
