"""Rule 5: one proof of exactly the accepted form, and the signature itself.

Data Integrity EdDSA Cryptosuites 1.0 §3.2, `eddsa-rdfc-2022`. Purely about bytes: whose key it is
and which dates count is decided elsewhere.
"""

import hashlib
from functools import lru_cache
from typing import Any

from msgspec import Struct

from badgesite import canonical
from badgesite.errors import CanonicalError
from badgesite.verifying import dates, ed25519
from badgesite.verifying.findings import Finding, Json, unknown

_DATA_INTEGRITY = "DataIntegrityProof"
_SUITE = "eddsa-rdfc-2022"
_SIGNATURE_2020 = "Ed25519Signature2020"
_NEEDED = frozenset({"type", "created", "verificationMethod", "proofPurpose", "proofValue"})
_ALLOWED = frozenset({"id", "expires"})


class Proof(Struct, frozen=True):
    """One proof whose members are all understood; `method` is the key's address with fragment."""

    members: Json
    method: str
    created: dates.Instant
    expires: dates.Instant | None
    value: bytes

    @property
    def controller(self) -> str:
        """Return who the proof says the key belongs to: the method without its fragment."""
        return self.method.split("#", 1)[0]

    def key_in_method(self) -> bytes | None:
        """Return the key when the fragment is the key itself, else None."""
        try:
            return canonical.public_key_bytes(self.method.split("#", 1)[1])
        except CanonicalError:
            return None


def take_apart(document: Json) -> tuple[Json, Any]:
    """Return the document without its proof, and what it has as proof (None when there is none)."""
    unsecured = {name: value for name, value in document.items() if name != "proof"}
    return unsecured, document.get("proof")


def understand(proof: object) -> Proof:
    """Return the one proof; Finding when it is not of exactly the accepted form."""
    if proof is None or proof == []:
        raise Finding("proof-missing")
    if isinstance(proof, list):
        if len(proof) > 1:
            raise Finding("proof-several")
        proof = proof[0]
    if not isinstance(proof, dict):
        raise Finding("proof-members")
    _check_kind(proof)
    if proof["proofPurpose"] != "assertionMethod":
        raise Finding("proof-purpose")
    return Proof(
        members=proof,
        method=_method(proof["verificationMethod"]),
        created=_date(proof["created"]),
        expires=_date(proof["expires"]) if "expires" in proof else None,
        value=_signature(proof["proofValue"]),
    )


def _check_kind(proof: Json) -> None:
    kind, needed = proof.get("type"), _NEEDED
    if kind == _DATA_INTEGRITY:
        needed = _NEEDED | {"cryptosuite"}
        suite = proof.get("cryptosuite", _SUITE)
        if isinstance(suite, str) and suite != _SUITE:
            raise unknown("suite-unknown", suite[:80])
    elif isinstance(kind, str) and kind != _SIGNATURE_2020:
        raise unknown("proof-type-unknown", kind[:80])
    if not needed <= proof.keys() <= needed | _ALLOWED:
        raise Finding("proof-members", ", ".join(sorted(needed ^ (proof.keys() - _ALLOWED)))[:80])
    if not all(isinstance(value, str) for value in proof.values()):
        raise Finding("proof-members")


def _method(text: str) -> str:
    controller, mark, fragment = text.partition("#")
    if not (controller and mark and fragment) or "#" in fragment:
        raise Finding("key-form")
    return text


def _date(text: str) -> dates.Instant:
    try:
        return dates.parse(text)
    except ValueError:
        raise Finding("created-malformed") from None


def _signature(text: str) -> bytes:
    try:
        value = canonical.decode_multibase(text, 64)
    except CanonicalError:
        raise Finding("proof-value-form") from None
    if not ed25519.is_in_order(value):
        raise Finding("proof-value-form")
    return value


def check_signature(proof: Proof, nquads: str, context: list[str], key: bytes) -> None:
    """Refuse a signature that does not fit the document's N-Quads under this key; Finding."""
    members = tuple((name, value) for name, value in proof.members.items() if name != "proofValue")
    hashed = _config_hash(tuple(context), members) + hashlib.sha256(nquads.encode()).digest()
    if not ed25519.is_signature(key, proof.value, hashed):
        raise Finding("signature-wrong")


@lru_cache(maxsize=1024)
def _config_hash(context: tuple[str, ...], members: tuple[tuple[str, str], ...]) -> bytes:
    """Return the hash of the proof without its value; many badges were signed on the same day."""
    try:
        expanded = canonical.expand({"@context": list(context), **dict(members)})
        return hashlib.sha256(canonical.nquads_of_expanded(expanded).encode()).digest()
    except CanonicalError:
        raise Finding("proof-members") from None
