"""A mail server: the only importer of smtplib. Encrypted, or on this machine; never in plain.

The text of a letter leaves between `begin` and the answer; an answer that never comes is `UNSURE`.
"""

import re
import smtplib
import ssl
from collections.abc import Callable
from enum import StrEnum
from urllib.parse import unquote, urlsplit

from msgspec import Struct

from badgesite.errors import BadgesiteError

_SECONDS = 30
_LOCAL = ("localhost", "127.0.0.1", "::1")


class Reply(StrEnum):
    """What a server made of a letter."""

    TAKEN = "taken"
    LATER = "later"
    NEVER = "never"
    UNSURE = "unsure"
    GONE = "gone"


class Answer(Struct, frozen=True):
    """The reply, and what the server said."""

    reply: Reply
    said: str = ""


class Server(Struct, frozen=True):
    """Where to send: `smtps` is TLS from the first byte, `smtp` STARTTLS."""

    scheme: str
    host: str
    port: int
    user: str = ""
    password: str = ""
    authority: str | None = None

    @property
    def is_local(self) -> bool:
        """Whether it is this machine, where plain text meets nobody."""
        return self.host in _LOCAL


def server_of(url: str, user: str, password: str, authority: str | None = None) -> Server:
    """Return the server of `smtps://host:465` or `smtp://host:587`; BadgesiteError otherwise."""
    wrong = BadgesiteError(
        "the mail server is not given as an address", "write it as smtps://mail.example.org:465"
    )
    try:
        parts = urlsplit(url)
        port = parts.port or (465 if parts.scheme == "smtps" else 587)
    except ValueError:
        raise wrong from None
    host = parts.hostname or ""
    if parts.scheme not in ("smtp", "smtps") or not re.fullmatch(r"[A-Za-z0-9.:-]{1,253}", host):
        raise wrong
    return Server(
        parts.scheme,
        host,
        port,
        unquote(parts.username or "") or user,
        unquote(parts.password or "") or password,
        authority,
    )


class Relay:
    """A connection that is made when it is needed and made again when it broke."""

    def __init__(self, server: Server) -> None:
        self._server = server
        self._open: smtplib.SMTP | None = None

    def send(self, sender: str, to: str, data: bytes, begin: Callable[[], None]) -> Answer:
        """Hand one message over. `begin` is called when its text is about to leave."""
        try:
            connection = self._connection()
            for code, said in (connection.mail(sender), connection.rcpt(to)):
                if code >= 400:
                    self._reset()
                    return _refused(code, said)
            code, said = connection.docmd("DATA")
        except (OSError, smtplib.SMTPException) as error:
            self.close()
            return Answer(Reply.GONE, _said(error))
        if code != 354:
            self._reset()
            return _refused(code, said)
        begin()
        return self._text(connection, data)

    def _text(self, connection: smtplib.SMTP, data: bytes) -> Answer:
        quoted = re.sub(rb"(?m)^\.", b"..", data)
        ending = b".\r\n" if quoted.endswith(b"\r\n") else b"\r\n.\r\n"
        try:
            connection.send(quoted + ending)
            code, said = connection.getreply()
        except (OSError, smtplib.SMTPException) as error:
            self.close()
            return Answer(Reply.UNSURE, _said(error))
        return Answer(Reply.TAKEN) if code == 250 else _refused(code, said)

    def close(self) -> None:
        """End the connection, if there is one."""
        connection, self._open = self._open, None
        if connection is not None:
            try:
                connection.quit()
            except (OSError, smtplib.SMTPException):
                connection.close()

    def _reset(self) -> None:
        try:
            if self._open is not None:
                self._open.rset()
        except (OSError, smtplib.SMTPException):
            self.close()

    def _connection(self) -> smtplib.SMTP:
        if self._open is None:
            self._open = self._connected()
        return self._open

    def _connected(self) -> smtplib.SMTP:
        server = self._server
        context = ssl.create_default_context(cafile=server.authority)
        connection: smtplib.SMTP
        if server.scheme == "smtps":
            connection = smtplib.SMTP_SSL(
                server.host, server.port, timeout=_SECONDS, context=context
            )
        else:
            connection = smtplib.SMTP(server.host, server.port, timeout=_SECONDS)
        try:
            connection.ehlo()
            if server.scheme == "smtp":
                self._encrypt(connection, context)
            if server.user:
                connection.login(server.user, server.password)
        except smtplib.SMTPAuthenticationError:
            connection.close()
            raise BadgesiteError(
                f"{server.host} does not know this user or password",
                "check BADGESITE_SMTP_USER and BADGESITE_SMTP_PASSWORD",
            ) from None
        except BaseException:
            connection.close()
            raise
        return connection

    def _encrypt(self, connection: smtplib.SMTP, context: ssl.SSLContext) -> None:
        if connection.has_extn("starttls"):
            connection.starttls(context=context)
            connection.ehlo()
        elif not self._server.is_local:
            raise BadgesiteError(
                f"{self._server.host} offers no encryption, so nothing was sent",
                "use its port for TLS: smtps://HOST:465",
            )


def _refused(code: int, said: bytes) -> Answer:
    text = f"{code} {said.decode('utf-8', 'replace')}"
    shown = "".join(char if char.isprintable() else " " for char in text)[:200]
    if code == 421:
        return Answer(Reply.GONE, shown)
    return Answer(Reply.LATER if 400 <= code < 500 else Reply.NEVER, shown)


def _said(error: Exception) -> str:
    if isinstance(error, ssl.SSLCertVerificationError):
        return "its certificate is not one that this machine trusts"
    return "it does not answer, or the connection broke"
