"""Bytes as text: base58btc, base64url and the multibase and Multikey forms. Strict both ways.

A text is taken only in the one form that its bytes are written in, so that no two texts mean the
same key or signature (Controlled Identifiers 1.0 §2.4).
"""

import base64
import re

from badgesite.errors import CanonicalError

_ALPHABET = "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz"
_PAIRS = [one + other for one in _ALPHABET for other in _ALPHABET]
_TWO_LETTERS, _TEN_LETTERS = 58**2, 58**10
_VALUES = {letter: value for value, letter in enumerate(_ALPHABET)}
_ED25519_PUBLIC = b"\xed\x01"  # Controlled Identifiers 1.0 §2.2.2: the Multikey prefix
_LONGEST = 1_000  # decoding is quadratic; keys and signatures have less than 100 characters


def base58_encode(data: bytes) -> str:
    """Return the base58btc form; leading zero bytes become leading `1`."""
    number = int.from_bytes(data, "big")
    groups = []
    while number:
        # Ten letters at a time: dividing a large number is what costs time.
        number, group = divmod(number, _TEN_LETTERS)
        group, last = divmod(group, _TWO_LETTERS)
        group, fourth = divmod(group, _TWO_LETTERS)
        group, third = divmod(group, _TWO_LETTERS)
        first, second = divmod(group, _TWO_LETTERS)
        groups.append(
            _PAIRS[first] + _PAIRS[second] + _PAIRS[third] + _PAIRS[fourth] + _PAIRS[last]
        )
    letters = "".join(reversed(groups)).lstrip(_ALPHABET[0])
    return _ALPHABET[0] * (len(data) - len(data.lstrip(b"\0"))) + letters


def base58_decode(text: str) -> bytes:
    """Return the bytes of a base58btc text of at most 1,000 characters; else CanonicalError."""
    if len(text) > _LONGEST:
        raise CanonicalError("a base58 text is too long")
    number = 0
    for letter in text:
        value = _VALUES.get(letter)
        if value is None:
            raise CanonicalError("a base58 text has a character that does not belong there")
        number = number * 58 + value
    body = number.to_bytes((number.bit_length() + 7) // 8, "big")
    return b"\0" * (len(text) - len(text.lstrip("1"))) + body


def encode_multibase(data: bytes) -> str:
    """Return `z` and the base58btc form."""
    return "z" + base58_encode(data)


def decode_multibase(text: object, length: int) -> bytes:
    """Return the bytes of `z` + base58btc, exactly `length` of them; CanonicalError otherwise."""
    if not isinstance(text, str) or not text.startswith("z"):
        raise CanonicalError("a value does not begin with z, the sign of base58btc")
    data = base58_decode(text[1:])
    if len(data) != length:
        raise CanonicalError(f"a value has {len(data)} bytes, not {length}")
    return data


def public_key_multibase(raw: bytes) -> str:
    """Return the Multikey form of the 32 bytes of an Ed25519 public key: `z6Mk…`."""
    return encode_multibase(_ED25519_PUBLIC + raw)


def public_key_bytes(multibase: object) -> bytes:
    """Return the 32 bytes of an Ed25519 Multikey `z6Mk…`; CanonicalError for anything else."""
    data = decode_multibase(multibase, 34)
    if not data.startswith(_ED25519_PUBLIC):
        raise CanonicalError("a key is not an Ed25519 public key")
    return data[2:]


def base64url_encode(data: bytes) -> str:
    """Return the base64url form without padding."""
    return base64.urlsafe_b64encode(data).decode().rstrip("=")


def base64url_decode(text: str) -> bytes:
    """Return the bytes of a base64url text without padding, in its only form; CanonicalError."""
    if not re.fullmatch(r"[A-Za-z0-9_-]*", text) or len(text) % 4 == 1:
        raise CanonicalError("a base64url text has a character that does not belong there")
    data = base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))
    if base64url_encode(data) != text:
        raise CanonicalError("a base64url text is not in its only form")
    return data
