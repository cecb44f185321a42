"""Rule 6: the key belongs to the issuer, by the issuer's own document; pure, on bytes.

DID Core §5.3, Controlled Identifiers 1.0 §2.2 and §3.3, did:web and did:key methods.
"""

import re
from collections.abc import Callable
from datetime import datetime
from typing import TypeVar
from urllib.parse import unquote

from badgesite import canonical
from badgesite.errors import CanonicalError
from badgesite.verifying import dates, strict_json
from badgesite.verifying.findings import Finding, Json, unknown
from badgesite.verifying.members import as_list

_Key = TypeVar("_Key")
# The last label begins with a letter: an address made of numbers (of any base) is no name.
_LABEL = r"[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?"
_WEB = re.compile(
    rf"did:web:(?P<host>(?:{_LABEL}\.)*(?=[A-Za-z]){_LABEL})(?:%3[Aa](?P<port>[1-9][0-9]{{0,4}}))?"
    r"(?P<path>(?::(?:[A-Za-z0-9._~-]|%[0-9A-Fa-f]{2})+)*)"
)
_SEGMENT = re.compile(r"(?:[A-Za-z0-9._~-]|%[0-9A-Fa-f]{2})+")
_HTTPS = re.compile(r"https://[!-\x22$-~]+")


def web_base(did: str) -> str | None:
    """Return the https address that a did:web stands for, a slash at its end; None for others."""
    found = _WEB.fullmatch(did)
    if found is None or len(found["host"]) > 253 or int(found["port"] or 1) > 65_535:
        return None
    segments = [unquote(each) for each in found["path"].split(":")[1:]]
    if not all(map(_is_segment, segments)):
        return None
    port = f":{found['port']}" if found["port"] else ""
    return "/".join([f"https://{found['host'].lower()}{port}", *segments, ""])


def _is_segment(text: str) -> bool:
    """Whether it is one part of a path, also to those who decode it once more."""
    decoded = unquote(text)
    is_plain = not re.search(r"[/\\%\ufffd]", decoded) and decoded not in (".", "..")
    return is_plain and _SEGMENT.fullmatch(text) is not None


def document_url(issuer: str) -> str:
    """Return where the issuer's document is; Finding when that cannot be known."""
    base = web_base(issuer)
    if base is not None:
        return base + (".well-known/did.json" if base.count("/") == 3 else "did.json")
    if _HTTPS.fullmatch(issuer):
        return issuer
    raise unknown("did-method-unknown", issuer[:80])


def did_key(issuer: str) -> bytes | None:
    """Return the Ed25519 key that a did:key is, else None."""
    if not issuer.startswith("did:key:"):
        return None
    try:
        return canonical.public_key_bytes(issuer.removeprefix("did:key:"))
    except CanonicalError:
        return None


def key_of(data: bytes, issuer: str, method_id: str, now: datetime) -> bytes:
    """Return the Ed25519 key of the method, allowed to sign and good now; Finding otherwise."""
    return key_read(data, issuer, method_id, now, _multikey)


def key_read(
    data: bytes, issuer: str, method_id: str, now: datetime, read_key: Callable[[Json], _Key]
) -> _Key:
    """Return the key of the method in the issuer's document, allowed to sign and good now.

    Finding otherwise, in the order of rule 6.
    """
    document = _read(data)
    if document.get("id") != issuer:
        raise Finding("did-differs")
    method = _method(document, method_id)
    if method.get("controller") != issuer:
        raise Finding("controller-differs")
    key = read_key(method)
    _check_life(method, now)
    listed = [
        each.get("id") if isinstance(each, dict) else each
        for each in as_list(document.get("assertionMethod"))
    ]
    if method_id not in listed:
        raise Finding("key-not-listed")
    return key


def method_ids(data: bytes) -> tuple[str, ...]:
    """Return the ids of all methods in the issuer's document, in order; Finding if broken."""
    listed = [*as_list(_read(data).get("verificationMethod"))]
    ids = [each.get("id") for each in listed if isinstance(each, dict)]
    return tuple(each for each in ids if isinstance(each, str))


def _read(data: bytes) -> Json:
    try:
        document = strict_json.read(data, strict_json.MAX_VALUES_OF_MANY)
    except Finding:
        raise unknown("did-broken") from None
    if not isinstance(document, dict):
        raise unknown("did-broken")
    return document


def _method(document: Json, method_id: str) -> Json:
    candidates = [
        each
        for name in ("verificationMethod", "assertionMethod")
        for each in as_list(document.get(name))
        if isinstance(each, dict) and each.get("id") == method_id
    ]
    if not candidates:
        raise Finding("key-not-found")
    if len(candidates) > 1:
        raise unknown("did-broken")
    return candidates[0]


def _multikey(method: Json) -> bytes:
    if method.get("type") != "Multikey":
        raise unknown("key-type-unknown", str(method.get("type"))[:80])
    try:
        return canonical.public_key_bytes(method.get("publicKeyMultibase"))
    except CanonicalError:
        raise unknown("key-type-unknown") from None


def _check_life(method: Json, now: datetime) -> None:
    if "revoked" in method:
        raise Finding("key-revoked")
    if "expires" in method:
        try:
            ends = dates.parse(method["expires"])
        except ValueError:
            raise unknown("did-broken") from None
        if dates.instant_of(now) > ends:
            raise Finding("key-expired", f"since {ends.day}")
