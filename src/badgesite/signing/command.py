"""A key that another program holds: a cloud's key service, a token, an encrypted file.

The program gets the 64 bytes that are signed as 128 hexadecimal digits and a newline on its
standard input, and answers with the 64 bytes of the Ed25519 signature (RFC 8032, no prehash) in the
same form. Every answer is checked with the public key before it is used.
"""

import re
import shlex
import subprocess

from badgesite.errors import KeyFileError
from badgesite.signing.keys import SigningKey, is_signed_by

_SECONDS = 60
_ANSWER = re.compile(r"\s*([0-9a-fA-F]{128})\s*")


class CommandKey(SigningKey):
    """A key of which only the public half is known here; each signature is a call of a program."""

    costly = True

    def __init__(self, command: str, multibase: str) -> None:
        """Take the command line, which no shell reads, and the key it must sign with."""
        try:
            self._command = shlex.split(command)
        except ValueError:
            self._command = []
        if not self._command:
            raise KeyFileError(
                "the signer command cannot be read", "look for a quote that is not closed"
            )
        self.multibase = multibase

    def sign(self, data: bytes) -> bytes:
        """Return the signature that the program gives; KeyFileError unless the key made it."""
        answer = _ANSWER.fullmatch(self._ask(data))
        if answer is None:
            raise KeyFileError(
                f"the signer '{self._name}' did not answer with 128 hexadecimal digits",
                "it gets hexadecimal digits on its standard input; see docs/how-to/signers.md",
            )
        signature = bytes.fromhex(answer[1])
        if not is_signed_by(self.multibase, signature, data):
            raise KeyFileError(
                f"the signer '{self._name}' signs with another key than the active one"
                f" of content/keys.yml ({self.multibase})",
                "add its public half: badgesite key rotate --public FILE",
            )
        return signature

    def stands_in(self, content: bytes) -> bool:
        """Return False: there is no secret here that could leak."""
        return False

    @property
    def _name(self) -> str:
        return self._command[0].rsplit("/", 1)[-1]

    def _ask(self, data: bytes) -> str:
        try:
            done = subprocess.run(  # noqa: S603 - the provider's own command, without a shell
                self._command,
                input=data.hex().encode() + b"\n",
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
                timeout=_SECONDS,
                check=False,
            )
        except OSError as error:
            raise KeyFileError(
                f"the signer '{self._name}' cannot be run: {error.strerror}", "check its name"
            ) from None
        except subprocess.TimeoutExpired:
            raise KeyFileError(
                f"the signer '{self._name}' took more than {_SECONDS} seconds", "run it by itself"
            ) from None
        if done.returncode != 0:
            raise KeyFileError(
                f"the signer '{self._name}' failed (exit code {done.returncode})",
                "run it by itself: echo 128 hexadecimal digits into it",
            )
        return done.stdout[:1_024].decode("ascii", "replace")
