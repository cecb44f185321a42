"""Keys as files and as text: read, made, written. No error shows anything of a private one.

Files are PKCS#8 PEM (RFC 5958, RFC 8410). Without a passphrase they are protected as ssh keys
without one are: by the mode of the file.
"""

import base64
import binascii
import os
import re
import secrets
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from badgesite.canonical import public_key_multibase
from badgesite.errors import KeyFileError
from badgesite.signing.keys import PKCS8, SigningKey

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.serialization import KeySerializationEncryption

# What knows all forms of keys takes longer to load than a whole award to sign, and the one form
# that almost every key has is read without it.

_LARGEST = 16_384
_RAW_IN_BASE64 = rb"\s*([A-Za-z0-9+/]{43}=)\s*"
_PLAIN = rb"-----BEGIN PRIVATE KEY-----([A-Za-z0-9+/=\s]+)-----END PRIVATE KEY-----\s*"
_MAKE_ONE = "make one with: badgesite key new"


@dataclass(frozen=True, slots=True)
class NewKey:
    """A key just made. `pem` and `passphrase` are secret and shown in no repr."""

    multibase: str
    pem: bytes = field(repr=False)
    passphrase: str | None = field(default=None, repr=False)

    @property
    def variable(self) -> str:
        """Return what BADGESITE_KEY is set to: base64 of the PEM, one line. Secret."""
        return base64.b64encode(self.pem).decode()


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


def new_key(*, encrypt: bool = False) -> NewKey:
    """Make a key; `encrypt` makes a passphrase of 130 bits too (26 base32 characters).

    The passphrase is made, not asked for: the file format stretches it by 2,048 rounds only.
    """
    from cryptography.hazmat.primitives.serialization import (
        BestAvailableEncryption,
        Encoding,
        NoEncryption,
        PrivateFormat,
    )

    private = Ed25519PrivateKey.generate()
    passphrase = None
    protection: KeySerializationEncryption = NoEncryption()
    if encrypt:
        passphrase = base64.b32encode(secrets.token_bytes(17)).decode().lower()[:26]
        protection = BestAvailableEncryption(passphrase.encode())
    pem = private.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, protection)
    return NewKey(SigningKey(private).multibase, pem, passphrase)


def write_private(folder: Path, key: NewKey) -> Path:
    """Write the private key to `<folder>/<multibase>.pem`, readable by its owner only.

    KeyFileError when such a file is there or the folder cannot be written; nothing is overwritten.
    """
    path = folder / f"{key.multibase}.pem"
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(descriptor, "wb") as file:
            file.write(key.pem)
            file.flush()
            os.fsync(file.fileno())
    except FileExistsError:
        raise KeyFileError(f"'{path}' is there already", "move it away first") from None
    except OSError as error:
        raise KeyFileError(
            f"the key could not be written to '{folder}': {error.strerror}",
            "make the folder writable",
        ) from None
    return path


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
