"""Other issuers by their DIDs: those a site vouches for, and those whose badges a step asks for."""

import re

from badgesite.canonical.multibase import public_key_bytes
from badgesite.content.kinds import Schema, Text, Word
from badgesite.content.notes import Known, Mistake, Notes
from badgesite.content.shapes import Field, Record, Shape
from badgesite.errors import CanonicalError
from badgesite.model import KnownIssuer

_LONGEST = 500
_FORM = "did:[a-z0-9]+:[A-Za-z0-9._:%-]+"
_WEB = re.compile(r"did:web:[A-Za-z0-9-]+(\.[A-Za-z0-9-]+)*(%3[Aa][0-9]{1,5})?(:[A-Za-z0-9._%-]+)*")


class Did(Word):
    """A DID of the methods by which credentials are checked: did:web and did:key."""

    def parse(self, text: str, known: Known) -> str:
        """Return the DID as written."""
        if not re.fullmatch(_FORM, text) or len(text) > _LONGEST:
            raise Mistake("which is not a DID", "write it as did:web:badges.example.org", "did")
        method = text.split(":")[1]
        if method == "web" and not _WEB.fullmatch(text):
            raise Mistake("which is not a did:web", "write did:web: and the issuer's domain", "did")
        if method == "key":
            _check_key(text)
        if method not in ("web", "key"):
            raise Mistake(
                f"a DID of the method '{method}', by which no credential can be checked",
                "write the issuer's did:web or did:key",
                "did",
            )
        return text

    def schema(self) -> Schema:
        """Return the JSON Schema of the value."""
        return {"type": "string", "pattern": "^did:(web|key):[A-Za-z0-9._:%-]+$"}


def _check_key(text: str) -> None:
    try:
        public_key_bytes(text.removeprefix("did:key:"))
    except CanonicalError:
        raise Mistake(
            "which holds no Ed25519 key: a character of it is wrong, or it is of another kind",
            "copy it again, whole: did:key:z6Mk and 44 characters",
            "did",
        ) from None


KNOWN_ISSUER = Shape(
    "a known issuer",
    Field("did", Did(), "the issuer's DID", required=True),
    Field("name", Text(), "what pages call it", required=True),
)


def known_issuers(records: tuple[Record, ...], notes: Notes) -> tuple[KnownIssuer, ...]:
    """Return the issuers that are whole, each DID once."""
    found: dict[str, KnownIssuer] = {}
    for record in records:
        if not record.whole:
            continue
        issuer = KnownIssuer(**record.values)
        before = found.setdefault(issuer.did, issuer)
        if before is not issuer:
            notes.error(
                record.where("did"),
                f"this issuer is listed twice, first as '{before.name}'",
                "keep one of the two",
                "issuer-twice",
            )
    return tuple(found.values())
