"""One letter as values, and as an e-mail: text, HTML with the badge's picture, no tracking."""

from datetime import datetime
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime, parseaddr

from msgspec import Struct

from badgesite.errors import BadgesiteError

PICTURE = "badge-picture"


class Letter(Struct, frozen=True):
    """A letter to one learner. `mark` is its hash in the journal, `about` says what for."""

    mark: str
    to: str
    name: str
    about: str
    subject: str
    text: str
    html: str
    picture: bytes


class Sender(Struct, frozen=True):
    """Who writes: the name that is shown, and the address."""

    name: str
    address: str

    @classmethod
    def parsed(cls, text: str, name: str) -> "Sender":
        """Return the sender of `Name <address>` or an address; BadgesiteError for another text."""
        given, address = parseaddr(text)
        if address.count("@") != 1 or not address.isascii() or any(c in text for c in "\r\n"):
            raise BadgesiteError(
                f"'{text[:60]}' is no sender", 'write it as "Our Name <badges@example.org>"'
            )
        return cls(given or name, address)


def message_of(letter: Letter, sender: Sender, now: datetime) -> EmailMessage:
    """Return the letter as a message. Its Message-ID is the same each time it is made."""
    message = EmailMessage(policy=SMTP)
    message["From"] = Address(sender.name, addr_spec=sender.address)
    message["To"] = Address(letter.name, addr_spec=letter.to)
    message["Subject"] = " ".join(letter.subject.split())
    message["Date"] = format_datetime(now)
    message["Message-ID"] = f"<{letter.mark}@{sender.address.rpartition('@')[2]}>"
    message["Auto-Submitted"] = "auto-generated"
    message.set_content(letter.text)
    message.add_alternative(letter.html, subtype="html")
    parts = message.get_payload()
    html = parts[1] if isinstance(parts, list) else None
    if isinstance(html, EmailMessage) and letter.picture:
        html.add_related(
            letter.picture,
            "image",
            "png",
            cid=f"<{PICTURE}>",
            filename="badge.png",
            disposition="inline",
        )
    return message
