"""Keys read from files and from text. No error shows anything of a private one.

Files are PKCS#8 PEM (RFC 5958, RFC 8410).
"""

import base64
import binascii
import re

from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from badgesite.canonical import public_key_multibase
from badgesite.errors import KeyFileError
from badgesite.signing.keys import PKCS8, SigningKey

# What knows all forms of keys takes longer to load than a whole award to sign, and the one form
# that almost every key has is read without it.

_LARGEST = 16_384
_RAW_IN_BASE64 = rb"\s*([A-Za-z0-9+/]{43}=)\s*"
_PLAIN = rb"-----BEGIN PRIVATE KEY-----([A-Za-z0-9+/=\s]+)-----END PRIVATE KEY-----\s*"
_MAKE_ONE = "make one with: badgesite key new"


def read_public(data: bytes) -> str:
    """Return the multibase of a public key as signers hand it out: PEM, DER or base64 of 32 bytes.

    KeyFileError for anything else, a private key in the first place.
    """
    from cryptography.hazmat.primitives.serialization import (
        load_der_public_key,
        load_pem_public_key,
    )

    try:
        if data.lstrip().startswith(b"-----BEGIN"):
            found = load_pem_public_key(data)
        elif raw := re.fullmatch(_RAW_IN_BASE64, data):
            found = Ed25519PublicKey.from_public_bytes(base64.b64decode(raw[1]))
        else:
            found = load_der_public_key(data)
    except (ValueError, UnsupportedAlgorithm):
        found = None
    if not isinstance(found, Ed25519PublicKey):
        raise KeyFileError(
            "the file holds no public Ed25519 key",
            "let the signer write it as PEM; docs/how-to/signers.md says how",
        )
    return public_key_multibase(found.public_bytes_raw())


def read_key(text: bytes | str, passphrase: str | None, source: str) -> SigningKey:
    """Return the key in a PEM, in base64 of one, or in one with its line ends written out.

    `source` names where the text comes from. KeyFileError says what is wrong without the text.
    """
    pem = _pem(text.encode("utf-8", "replace") if isinstance(text, str) else text, source)
    encrypted = b"ENCRYPTED" in pem
    if encrypted and not passphrase:
        raise KeyFileError(
            f"the key in {source} is encrypted", "set BADGESITE_KEY_PASSPHRASE to its passphrase"
        )
    plain = _plain(pem)
    if plain is not None:
        return SigningKey(plain)
    from cryptography.hazmat.primitives.serialization import load_pem_private_key

    try:
        private = load_pem_private_key(
            pem, passphrase.encode() if encrypted and passphrase else None
        )
    except (ValueError, TypeError, UnsupportedAlgorithm):
        # Never `from error`: what went wrong may quote what it went wrong on.
        remedy = "check BADGESITE_KEY_PASSPHRASE" if encrypted else _MAKE_ONE
        raise KeyFileError(f"the key in {source} cannot be read", remedy) from None
    if not isinstance(private, Ed25519PrivateKey):
        raise KeyFileError(f"the key in {source} is not an Ed25519 key", _MAKE_ONE)
    return SigningKey(private)


def _plain(pem: bytes) -> Ed25519PrivateKey | None:
    """Return the key of an Ed25519 PEM without passphrase; None for any other form."""
    found = re.fullmatch(_PLAIN, pem)
    if found is None:
        return None
    try:
        der = base64.b64decode(b"".join(found[1].split()), validate=True)
    except binascii.Error:
        return None
    secret = der.removeprefix(PKCS8)
    if len(secret) != 32 or len(der) != len(PKCS8) + 32:
        return None
    return Ed25519PrivateKey.from_private_bytes(secret)


def _pem(data: bytes, source: str) -> bytes:
    if len(data) > _LARGEST:
        raise KeyFileError(f"what is in {source} is too long for a key", _MAKE_ONE)
    data = data.strip().removeprefix(b"BADGESITE_KEY=")  # the whole line was pasted
    if not data.startswith(b"-----BEGIN "):
        try:
            data = base64.b64decode(b"".join(data.split()), validate=True).strip()
        except (binascii.Error, ValueError):
            data = b""
    data = data.replace(b"\\n", b"\n")
    if not data.startswith(b"-----BEGIN "):
        raise KeyFileError(
            f"what is in {source} is not a private key",
            "it is a PEM file, or its base64 as badgesite key new prints it",
        )
    return data
