"""Keys that are made, and written to files.

Files are PKCS#8 PEM (RFC 5958, RFC 8410). Without a passphrase they are protected as ssh keys
without one are: by the mode of the file.
"""

import base64
import os
import secrets
from dataclasses import dataclass, field
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import (
    BestAvailableEncryption,
    Encoding,
    KeySerializationEncryption,
    NoEncryption,
    PrivateFormat,
)

from badgesite.errors import KeyFileError
from badgesite.signing.keys import SigningKey


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


def new_key(*, encrypt: bool = False) -> NewKey:
    """Make a key; `encrypt` makes a passphrase of 130 bits too (26 base32 characters).

    The passphrase is made, not asked for: the file format stretches it by 2,048 rounds only.
    """
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
