"""What every credential has, read from the compacted document, and which kind of it this is."""

from typing import Any

from badgesite.verifying import dates
from badgesite.verifying.findings import Finding, Json

BADGE_TYPES = frozenset({"OpenBadgeCredential", "AchievementCredential"})
CLR_TYPES = frozenset({"ClrCredential"})
LIST_TYPES = frozenset({"BitstringStatusListCredential"})

# What is read of the credential and its subject. Both may be named elsewhere too (an endorsement
# names the credential, a self-awarded badge has one identifier twice), but not with these.
_READ_HERE = {"issuer", "validFrom", "validUntil", "issuanceDate", "expirationDate", "awardedDate"}
_READ_HERE |= {"credentialStatus", "credentialSubject", "achievement", "identifier", "result"}
_READ_HERE |= {"evidence", "relatedResource"}
_READ_OF_ACHIEVEMENT = {"name", "description", "criteria", "alignment"}


def types(document: Json) -> frozenset[str]:
    """Return the names in `type`."""
    found = document.get("type")
    return frozenset(each for each in as_list(found) if isinstance(each, str))


def as_list(value: Any) -> list[Any]:
    """Return the members of a list; a single value as a list of one; None as none."""
    if value is None:
        return []
    return value if isinstance(value, list) else [value]


def is_credential(document: object, kinds: frozenset[str]) -> bool:
    """Whether it says that it is a credential of one of these kinds."""
    if not isinstance(document, dict) or "@context" not in document:
        return False
    return "VerifiableCredential" in types(document) and bool(kinds & types(document))


def issuer_id(document: Json) -> str:
    """Return the identifier of the issuer, which stands alone or in a profile."""
    issuer = document.get("issuer")
    found = issuer.get("id") if isinstance(issuer, dict) else issuer
    if not isinstance(found, str):
        raise Finding("member-wrong", "issuer")
    return found


def check_members(document: Json) -> dates.Period:
    """Refuse a compacted credential whose understood members have another form; Finding.

    One identifier, one issuer, one subject, dates of one value each; at most one achievement in a
    badge.
    """
    issuer_id(document)
    if not isinstance(document.get("id", ""), str):
        raise Finding("member-wrong", "id")
    subject = document.get("credentialSubject")
    if not isinstance(subject, dict):
        raise Finding("member-wrong", "credentialSubject")
    is_record = bool(CLR_TYPES & types(document))  # there it lists what is still to be earned
    if not is_record and not isinstance(subject.get("achievement", {}), dict):
        raise Finding("member-wrong", "achievement")
    _check_one_place(document, subject)
    return dates.period(document)


def _check_one_place(document: Json, subject: Json) -> None:
    """Refuse what is read of the credential or its subject in a second object of that identifier.

    In RDF both are one node: a member moved from one to the other leaves the signature whole. The
    credentials inside a CLR are about the same subject, and are each read by themselves.
    """
    own = {name: value for name, value in subject.items() if name != "verifiableCredential"}
    alone = {**document, "credentialSubject": own}
    achievement = own.get("achievement")
    nodes = [(document, document, _READ_HERE), (alone, own, _READ_HERE)]
    if isinstance(achievement, dict):
        nodes.append((alone, achievement, _READ_OF_ACHIEVEMENT))
    for whole, node, read in nodes:
        if "id" in node and _is_split(whole, node, read):
            raise Finding("node-split", str(node["id"])[:80])


def _is_split(value: Any, node: Json, read: set[str]) -> bool:
    """Whether another object inside has the node's identifier and says what is read of it."""
    if isinstance(value, list):
        return any(_is_split(each, node, read) for each in value)
    if not isinstance(value, dict):
        return False
    if value is not node and value.get("id") == node["id"] and value.keys() & read:
        return True
    return any(_is_split(each, node, read) for each in value.values())
