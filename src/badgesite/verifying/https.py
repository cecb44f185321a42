"""The network, within limits: https only, one request, no redirect, bounded in size and time.

Only used when whoever runs the program has asked for it. Sends no credentials and no referrer, and
goes to no address inside the reader's own network.
"""

import http.client
import ipaddress
import queue
import re
import socket
import ssl
import threading
import urllib.error
import urllib.request
from collections.abc import Callable, Mapping
from typing import TypeVar
from urllib.parse import urlsplit

from msgspec import Struct, field

from badgesite.verifying.sources import Found, OutOfReach, Sources

MAX_SECONDS = 10.0
MAX_BYTES = 5_000_000
MAX_MORE = 200_000  # of what a badge rests on: keys, lists
_T = TypeVar("_T")
_HOST = re.compile(r"(?=.{1,253}\Z)(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z][a-z0-9-]{0,62}")
_LOCAL = ("localhost", "127.0.0.1")
_INNER = (".local", ".localhost", ".internal", ".home.arpa")


class NoRedirect(urllib.request.HTTPRedirectHandler):
    """Follows no redirect: another address is another question."""

    def redirect_request(self, *args: object, **more: object) -> None:
        """Return that there is no other request."""
        return None


class Https(Struct, frozen=True):
    """Answers from the web. `local` lets it ask this machine's own test server, over http.

    `most` is how many bytes an answer may have.
    """

    own: str | None = None
    base: str | None = None
    known: Mapping[str, str] = field(default_factory=dict)
    seen: Mapping[str, str] = field(default_factory=dict)
    local: bool = False
    most: int = MAX_BYTES

    def get(self, url: str) -> Found | OutOfReach:
        """Return what is at the address, or a sentence that says why not."""
        return within(MAX_SECONDS, lambda: self._answer(url))

    def _answer(self, url: str) -> Found | OutOfReach:
        refusal = self._refusal(url)
        if refusal:
            return OutOfReach(refusal)
        if self._is_local(url):
            url = url.replace("https://", "http://", 1)
        try:
            return _fetch(url, self.most)
        except urllib.error.HTTPError as error:
            return OutOfReach(f"the server answered {error.code}")
        except (OSError, ValueError, http.client.HTTPException):
            return OutOfReach(f"{urlsplit(url).hostname} did not answer properly")

    def _is_local(self, url: str) -> bool:
        return self.local and urlsplit(url).hostname in _LOCAL

    def _refusal(self, url: str) -> str:
        """Return why the address is not asked, or nothing."""
        try:
            parts = urlsplit(url)
            host, port = (parts.hostname or "").lower(), parts.port
        except ValueError:
            return "the address is malformed"
        if not url.isascii() or re.search(r"[\x00-\x20\x7f\\]", url) or parts.username is not None:
            return "the address is malformed"
        if self._is_local(url):
            return ""
        if parts.scheme != "https":
            return "only https addresses are asked"
        if not _HOST.fullmatch(host) or host.endswith(_INNER) or port not in (None, 443):
            return "only names on the open web are asked"
        return "" if _is_public(host) else f"{host} is not a host on the open web"


def within(seconds: float, ask: Callable[[], _T]) -> _T | OutOfReach:
    """Return what `ask` returns, or that it takes too long.

    A socket's own limit begins anew with every byte: a host that sends one now and then would hold
    its caller for days. The thread that is left behind ends with the process.
    """
    answers = queue.SimpleQueue[_T | BaseException]()

    def work() -> None:
        try:
            answers.put(ask())
        except BaseException as error:
            answers.put(error)

    threading.Thread(target=work, daemon=True).start()
    try:
        answer = answers.get(timeout=seconds)
    except queue.Empty:
        return OutOfReach("the answer takes too long")
    if isinstance(answer, BaseException):
        raise answer
    return answer


def _is_public(host: str) -> bool:
    try:
        found = socket.getaddrinfo(host, 443, type=socket.SOCK_STREAM)
    except OSError:
        return False
    return all(ipaddress.ip_address(str(each[4][0])).is_global for each in found)


def _fetch(url: str, most: int = MAX_BYTES) -> Found | OutOfReach:
    opener = urllib.request.build_opener(
        NoRedirect(),
        urllib.request.ProxyHandler({}),
        urllib.request.HTTPSHandler(context=ssl.create_default_context()),
    )
    request = urllib.request.Request(  # noqa: S310 (the scheme was checked)
        url, headers={"Accept": "application/json, */*;q=0.5", "User-Agent": "badgesite"}
    )
    with opener.open(request, timeout=MAX_SECONDS) as answer:
        data = bytearray()
        while chunk := answer.read1(65_536):
            data += chunk
            if len(data) > most:
                return OutOfReach("the answer is too long")
    return Found(bytes(data))


class OneHost(Struct):
    """Lets requests through to one host only: the one that is asked first, the issuer's."""

    under: Sources
    host: str | None = None

    @property
    def own(self) -> str | None:
        """Return whose site this is."""
        return self.under.own

    @property
    def base(self) -> str | None:
        """Return the address of the site."""
        return self.under.base

    @property
    def known(self) -> Mapping[str, str]:
        """Return the issuers that are known."""
        return self.under.known

    @property
    def seen(self) -> Mapping[str, str]:
        """Return the dates of lists that are remembered."""
        return self.under.seen

    def get(self, url: str) -> Found | OutOfReach:
        """Return what is at the address if it is on the issuer's host."""
        try:
            host = urlsplit(url).netloc.lower()
        except ValueError:
            return OutOfReach("the address is malformed")
        self.host = self.host or host
        if host != self.host:
            return OutOfReach(f"{host} is another host than the issuer's")
        return self.under.get(url)
