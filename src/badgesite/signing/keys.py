"""The signing key in memory. Shows its public half only; cannot be copied to another process."""

import base64
from functools import cached_property
from typing import NoReturn

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from badgesite.canonical import base58_encode, digest, public_key_bytes, public_key_multibase
from badgesite.errors import CanonicalError

_SECRET_MULTIKEY = b"\x80\x26"  # Controlled Identifiers 1.0 §2.2.2: Ed25519 secret key
PKCS8 = bytes.fromhex("302e020100300506032b657004220420")  # RFC 8410 §7: before the 32 bytes
_IN_PEM = 42  # the last characters of a PEM's line, which hold nothing but the secret


class SigningKey:
    """An Ed25519 private key. Its text, its digest and its errors never hold the secret.

    `costly`: a signature that the register has is used again instead of made again.
    """

    costly = False

    def __init__(self, private: Ed25519PrivateKey) -> None:
        self._private = private
        self.multibase = public_key_multibase(private.public_key().public_bytes_raw())

    def __repr__(self) -> str:
        return f"SigningKey({self.multibase})"

    def __eq__(self, other: object) -> bool:
        return isinstance(other, SigningKey) and other.multibase == self.multibase

    def __hash__(self) -> int:
        return hash(self.multibase)

    def __reduce__(self) -> NoReturn:
        raise TypeError("a signing key is never written or sent anywhere")

    @property
    def identity(self) -> str:
        """Return a digest of the public key: all that a signature adds to a file's identity."""
        return digest("signing key", self.multibase)

    def sign(self, data: bytes) -> bytes:
        """Return the 64 bytes of the Ed25519 signature (RFC 8032 §5.1), the same each time."""
        return self._private.sign(data)

    def stands_in(self, content: bytes) -> bool:
        """Whether the secret stands in the content: raw, hexadecimal, base64, base58 or PEM."""
        return any(form in content for form in self._exact) or self._hex in content.lower()

    @cached_property
    def _exact(self) -> tuple[bytes, ...]:
        """Return the secret in every form in which it would stand in a file unbroken."""
        raw = self._private.private_bytes_raw()
        in_pem = base64.b64encode(PKCS8 + raw)[-_IN_PEM:]
        forms = {raw, base58_encode(raw).encode(), base58_encode(_SECRET_MULTIKEY + raw).encode()}
        for form in (*_middles(raw), *_middles(in_pem)):
            forms |= {form, form.replace(b"+", b"-").replace(b"/", b"_")}
        return tuple(sorted(forms))

    @cached_property
    def _hex(self) -> bytes:
        return self._private.private_bytes_raw().hex().encode()


def _middles(secret: bytes) -> tuple[bytes, ...]:
    """Return the characters that base64 of anything around the secret must have.

    They depend on where in a group of three bytes the secret begins: one middle for each.
    """
    return tuple(
        base64.b64encode(b"0" * before + secret)[-(-before * 4 // 3) : -4] for before in range(3)
    )


def is_signed_by(multibase: str, signature: bytes, data: bytes) -> bool:
    """Whether the signature over the data is by this public key; False for a key that is none."""
    try:
        public = Ed25519PublicKey.from_public_bytes(public_key_bytes(multibase))
        public.verify(signature, data)
    except (CanonicalError, InvalidSignature, ValueError):
        return False
    return True
