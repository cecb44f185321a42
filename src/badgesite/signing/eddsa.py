"""`DataIntegrityProof` with `eddsa-rdfc-2022` (W3C Data Integrity EdDSA Cryptosuites 1.0 §3.2).

Cut into the specification's steps, so that each can be compared with its test vectors. The proof
is deterministic: the same document, key and `created` give the same bytes.
"""

import hashlib
import json
from collections.abc import Collection
from functools import lru_cache
from typing import Any

from badgesite.canonical import decode_multibase, encode_multibase, nquads
from badgesite.errors import CanonicalError
from badgesite.model import RegisterEntry
from badgesite.signing.keys import SigningKey, is_signed_by


def sign(document: dict[str, Any], key: SigningKey, created: str) -> dict[str, Any]:
    """Return the document with one proof, in a list of one; the issuer's DID is the controller.

    CanonicalError when any of the document would not be covered by the signature.
    """
    data = hash_data(_proof_hash(document, created, key.multibase), _document_hash(document))
    return with_proof(document, created, key.multibase, encode_multibase(key.sign(data)))


def attach(
    document: dict[str, Any], proof_value: str, key_multibase: str, created: str
) -> dict[str, Any] | None:
    """Return the document with a proof made before, or None when that proof does not fit it."""
    try:
        signature = decode_multibase(proof_value, 64)
    except CanonicalError:
        return None
    data = hash_data(_proof_hash(document, created, key_multibase), _document_hash(document))
    if not is_signed_by(key_multibase, signature, data):
        return None
    return with_proof(document, created, key_multibase, proof_value)


def sign_or_reuse(
    document: dict[str, Any],
    key: SigningKey,
    created: str,
    entry: RegisterEntry,
    trusted_keys: Collection[str],
) -> dict[str, Any]:
    """Return the document with the register's proof if it still fits, else signed by the key.

    A credential that a retired key signed stays as its holder has it. `trusted_keys` are the keys
    in `assertionMethod`: what a compromised key signed is signed again.
    """
    if is_worth_keeping(entry, key, trusted_keys):
        kept = attach(document, entry.proof, entry.signed_by, created)
        if kept is not None:
            return kept
    return sign(document, key, created)


def is_worth_keeping(entry: RegisterEntry, key: SigningKey, trusted_keys: Collection[str]) -> bool:
    """Whether the register has a proof that this key cannot make again, or only at a cost."""
    other = entry.signed_by != key.multibase
    return bool(entry.proof) and (other or key.costly) and entry.signed_by in trusted_keys


def proof_value(signed: bytes) -> str:
    """Return the `proofValue` of a credential that `sign` made, from the bytes of its file."""
    value: str = json.loads(signed)["proof"][0]["proofValue"]
    return value


# ------------------------------------------------------------------ the steps
def proof_config(created: str, verification_method: str) -> dict[str, Any]:
    """Return the proof without its value (§3.2.5 Proof Configuration), `@context` left out."""
    return {
        "type": "DataIntegrityProof",
        "cryptosuite": "eddsa-rdfc-2022",
        "created": created,
        "verificationMethod": verification_method,
        "proofPurpose": "assertionMethod",
    }


def text_hash(canonical_text: str) -> bytes:
    """Return the SHA-256 of canonical N-Quads (§3.2.4 Hashing)."""
    return hashlib.sha256(canonical_text.encode()).digest()


def hash_data(proof_hash: bytes, document_hash: bytes) -> bytes:
    """Return the 64 bytes that are signed: the proof configuration comes first (§3.2.4)."""
    return proof_hash + document_hash


def _document_hash(document: dict[str, Any]) -> bytes:
    if "proof" in document:
        raise CanonicalError("the document has a proof already", "sign it without its proof")
    return text_hash(nquads(document))


def _proof_hash(document: dict[str, Any], created: str, multibase: str) -> bytes:
    return _config_hash(tuple(document["@context"]), created, method_of(document, multibase))


@lru_cache(maxsize=4_096)
def _config_hash(context: tuple[str, ...], created: str, verification_method: str) -> bytes:
    """Hash a proof configuration, which all credentials of a day have in common."""
    config = proof_config(created, verification_method)
    return text_hash(nquads({"@context": list(context), **config}))


def method_of(document: dict[str, Any], multibase: str) -> str:
    """Return the verification method: the issuer's key, with the key itself as fragment."""
    issuer = document["issuer"]
    return f"{issuer if isinstance(issuer, str) else issuer['id']}#{multibase}"


def with_proof(
    document: dict[str, Any], created: str, multibase: str, proof_value: str
) -> dict[str, Any]:
    """Return the document with a proof, in a list of one."""
    config = proof_config(created, method_of(document, multibase))
    return {**document, "proof": [{**config, "proofValue": proof_value}]}
