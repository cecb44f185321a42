"""JSON Web Keys and compact signatures: RS256 and EdDSA only (RFC 7515, 7517, 8037)."""

import base64
import re
from typing import Any

from cryptography.exceptions import InvalidSignature, UnsupportedAlgorithm
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from cryptography.hazmat.primitives.asymmetric.padding import PKCS1v15
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPublicKey, RSAPublicNumbers
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import load_der_public_key
from msgspec import Struct

from badgesite import canonical
from badgesite.errors import CanonicalError
from badgesite.verifying import ed25519, strict_json
from badgesite.verifying.findings import Finding, Json, unknown

PublicKey = Ed25519PublicKey | RSAPublicKey
_RSA_BITS = range(2048, 8193)
_ALGORITHMS = {"RS256": RSAPublicKey, "EdDSA": Ed25519PublicKey}
_PEM = re.compile(
    r"[ \t\r\n]*-----BEGIN PUBLIC KEY-----\r?\n([A-Za-z0-9+/ \t\r\n]+={0,2})\r?\n"
    r"-----END PUBLIC KEY-----[ \t\r\n]*"
)
_HEADER = frozenset({"alg", "kid", "jwk", "typ", "cty"})


class Compact(Struct, frozen=True):
    """A compact JWS taken apart: header and payload as strict JSON, and what was signed."""

    header: Json
    payload: Json
    signing_input: bytes
    signature: bytes


def take_apart(text: str) -> Compact:
    """Return the parts of a compact JWS; Finding `not-a-badge`, or of rule 1."""
    try:
        header, payload, signature = map(canonical.base64url_decode, text.split("."))
    except (CanonicalError, ValueError):
        raise Finding("not-a-badge") from None
    parsed = strict_json.read(header), strict_json.read(payload, strict_json.MAX_VALUES_OF_MANY)
    if not isinstance(parsed[0], dict) or not isinstance(parsed[1], dict):
        raise Finding("not-a-badge")
    return Compact(parsed[0], parsed[1], text.rsplit(".", 1)[0].encode("ascii"), signature)


def check_header(header: Json) -> None:
    """Refuse headers that ask for more than a signature of a known algorithm; Finding."""
    algorithm = header.get("alg")
    if not isinstance(algorithm, str) or algorithm not in _ALGORITHMS:
        raise unknown("suite-unknown", str(algorithm)[:80])
    if not header.keys() <= _HEADER or "d" in _object(header.get("jwk")):
        raise Finding("proof-members")
    if "kid" in header and "jwk" in header:
        raise Finding("key-form")


def check_signature(compact: Compact, key: PublicKey) -> None:
    """Refuse a signature that does not fit, or a key of another kind than the header says."""
    if not isinstance(key, _ALGORITHMS[compact.header["alg"]]):
        raise Finding("key-form")
    if not _fits(compact, key):
        raise Finding("signature-wrong")


def _fits(compact: Compact, key: PublicKey) -> bool:
    if isinstance(key, Ed25519PublicKey):
        raw = key.public_bytes_raw()
        return ed25519.is_signature(raw, compact.signature, compact.signing_input)
    try:
        key.verify(compact.signature, compact.signing_input, PKCS1v15(), SHA256())
    except InvalidSignature:
        return False
    return True


def key_of_jwk(jwk: Any) -> PublicKey | None:
    """Return the key of a JSON Web Key, or None when it is not one that we use."""
    found = _object(jwk)
    try:
        if found.get("kty") == "OKP" and found.get("crv") == "Ed25519":
            return Ed25519PublicKey.from_public_bytes(_bytes(found, "x"))
        if found.get("kty") == "RSA":
            numbers = (int.from_bytes(_bytes(found, name)) for name in ("e", "n"))
            return _fitting(RSAPublicNumbers(*numbers).public_key())
    except (CanonicalError, ValueError):
        return None
    return None


def key_of_multibase(text: Any) -> PublicKey | None:
    """Return the key of an Ed25519 Multikey, or None."""
    try:
        return Ed25519PublicKey.from_public_bytes(canonical.public_key_bytes(text))
    except (CanonicalError, ValueError):
        return None


def key_of_pem(text: Any) -> PublicKey | None:
    """Return the RSA key of a PEM, or None."""
    body = _PEM.fullmatch(text) if isinstance(text, str) else None
    if body is None:
        return None
    try:
        packed = base64.b64decode(re.sub(r"[ \t\r\n]", "", body[1]), validate=True)
        key = load_der_public_key(packed)
    except (ValueError, TypeError, UnsupportedAlgorithm):
        return None
    return _fitting(key) if isinstance(key, RSAPublicKey) else None


def key_of_method(method: Json) -> PublicKey:
    """Return the key of a verification method in either form; Finding otherwise."""
    multikey = method.get("type") == "Multikey"
    value = method.get("publicKeyMultibase") if multikey else method.get("publicKeyJwk")
    key = key_of_multibase(value) if multikey else key_of_jwk(value)
    if key is None:
        raise unknown("key-type-unknown", str(method.get("type"))[:80])
    return key


def same(one: PublicKey, other: PublicKey) -> bool:
    """Whether the two are the same key."""
    if isinstance(one, RSAPublicKey) and isinstance(other, RSAPublicKey):
        return one.public_numbers() == other.public_numbers()
    if isinstance(one, Ed25519PublicKey) and isinstance(other, Ed25519PublicKey):
        return one.public_bytes_raw() == other.public_bytes_raw()
    return False


def _fitting(key: RSAPublicKey) -> RSAPublicKey | None:
    return key if key.key_size in _RSA_BITS else None


def _bytes(jwk: Json, name: str) -> bytes:
    value = jwk.get(name)
    if not isinstance(value, str) or len(value) > 2_000:
        raise CanonicalError("a key is not of the form of its kind")
    return canonical.base64url_decode(value)


def _object(value: Any) -> Json:
    return value if isinstance(value, dict) else {}
