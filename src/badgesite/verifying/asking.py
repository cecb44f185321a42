"""Asking a site as a browser would: the answer's status and headers beside its bytes."""

import http.client
import ssl
import urllib.error
import urllib.request
from collections.abc import Mapping
from email.message import Message
from typing import IO
from urllib.parse import urlsplit

from msgspec import Struct

from badgesite.verifying.https import MAX_BYTES, MAX_SECONDS, Https, NoRedirect, within
from badgesite.verifying.sources import OutOfReach


class Answer(Struct, frozen=True):
    """What a host said: its status, its headers (names in small letters), the body."""

    status: int
    headers: Mapping[str, str]
    data: bytes


class Asking(Https, frozen=True):
    """The web within the limits of `Https`, with headers."""

    def ask(self, url: str) -> Answer | OutOfReach:
        """Return the answer whatever its status, or a sentence that says why there is none."""
        return within(MAX_SECONDS, lambda: self._asked(url))

    def _asked(self, url: str) -> Answer | OutOfReach:
        refusal = self._refusal(url)
        if refusal:
            return OutOfReach(refusal)
        try:
            return _asked(url)
        except ssl.SSLError as error:
            return OutOfReach(f"the certificate is not good: {error.reason or 'TLS failed'}")
        except urllib.error.URLError as error:
            if isinstance(error.reason, ssl.SSLError):
                return OutOfReach(f"the certificate is not good: {error.reason.reason}")
            return OutOfReach(f"{urlsplit(url).hostname} did not answer")
        except (OSError, ValueError, http.client.HTTPException):
            return OutOfReach(f"{urlsplit(url).hostname} did not answer properly")


def _asked(url: str) -> Answer | OutOfReach:
    opener = urllib.request.build_opener(
        NoRedirect(),
        urllib.request.ProxyHandler({}),
        urllib.request.HTTPSHandler(context=ssl.create_default_context()),
    )
    # A foreign Origin, as the verifier of another site would send it.
    headers = {"Origin": "https://verifier.example", "User-Agent": "badgesite"}
    request = urllib.request.Request(url, headers=headers)  # noqa: S310 (the scheme was checked)
    try:
        with opener.open(request, timeout=MAX_SECONDS) as answer:
            return _read(answer.status, answer.headers, answer)
    except urllib.error.HTTPError as error:
        with error:
            return _read(error.code, error.headers, error)


def _read(status: int, headers: Message, body: IO[bytes]) -> Answer | OutOfReach:
    data = bytearray()
    while chunk := body.read(65_536):
        data += chunk
        if len(data) > MAX_BYTES:
            return OutOfReach("the answer is too long")
    return Answer(status, {name.lower(): value for name, value in headers.items()}, bytes(data))
