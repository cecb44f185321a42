"""The path and URL of every published thing, and how they are computed. Nobody else joins URLs.

Addresses are stable, opaque and computed, not stored: HMAC-SHA256 with the site's salt over the
parts that make a thing what it is (DESIGN §4). The register only confirms them.
"""

import base64
import hashlib
import re
import unicodedata
from functools import lru_cache
from urllib.parse import quote, urlsplit
from uuid import UUID

from badgesite.errors import BadgesiteError
from badgesite.model import AwardKey, Learner

STATUS_LIST_LENGTH = 131_072  # W3C Bitstring Status List §3.1: the least number of entries
STATUS_LIST_FULL = STATUS_LIST_LENGTH * 3 // 4
"""From this many places on a list is full: a free place would take too many tries to find."""
_BLOCK = 64  # bytes that SHA-256 takes at a time
_LATEST = 32  # learners, or credentials: each is asked for a dozen times


def _mac(salt: str, *parts: str) -> bytes:
    # Each part is preceded by its length, so that no two different lists of parts read the same.
    message: list[bytes] = []
    for part in parts:
        raw = part.encode()
        message += (len(raw).to_bytes(4, "big"), raw)
    begun, around = _keyed(salt)
    inner, outer = begun.copy(), around.copy()
    inner.update(b"".join(message))
    outer.update(inner.digest())
    return outer.digest()


@lru_cache(16)
def _keyed(salt: str) -> tuple["hashlib._Hash", "hashlib._Hash"]:
    """Return both hashes of HMAC (RFC 2104) with the key in them: a third of the time, each time.

    A site has one salt, and several addresses for every credential.
    """
    key = salt.encode()
    block = (key if len(key) <= _BLOCK else hashlib.sha256(key).digest()).ljust(_BLOCK, b"\0")
    inner, outer = (bytes(byte ^ mask for byte in block) for mask in (0x36, 0x5C))
    return hashlib.sha256(inner), hashlib.sha256(outer)


def credential_uuid(salt: str, key: AwardKey) -> UUID:
    """Return the credential's uuid: version 8 (RFC 9562 §5.8), the same for the same award."""
    return _uuid(_mac(salt, "credential", *_said(key)))


def subject_uuid(salt: str, key: AwardKey) -> UUID:
    """Return the subject id of one credential: another one each, so that two cannot be linked."""
    return _uuid(_mac(salt, "subject", *_said(key)))


def transcript_uuid(salt: str, learner_id: str, pathway_id: str) -> UUID:
    """Return the id of a learner's transcript of one pathway, the same for all of its states."""
    return _uuid(_mac(salt, "transcript", learner_id, pathway_id))


def _said(key: AwardKey) -> tuple[str, str, str, str]:
    return key.learner, key.badge, key.awarded.isoformat(), str(key.issue)


def _uuid(mac: bytes) -> UUID:
    raw = bytearray(mac[:16])
    raw[6] = raw[6] & 0x0F | 0x80
    raw[8] = raw[8] & 0x3F | 0x80
    return UUID(bytes=bytes(raw))


@lru_cache(_LATEST)
def opaque_address(salt: str, learner_id: str) -> str:
    """Return 26 base32 characters (130 bits) that say nothing of the learner."""
    return base64.b32encode(_mac(salt, "learner", learner_id)[:17]).decode().lower()[:26]


def learner_address(salt: str, learner: Learner) -> str:
    """Return the learner's address: the slug agreed to, else the opaque one."""
    return learner.slug or opaque_address(salt, learner.id)


def former_addresses(salt: str, learner: Learner) -> tuple[str, ...]:
    """Return the addresses that lead to the present one, sorted, without it."""
    opaque = [opaque_address(salt, each) for each in (learner.id, *learner.former_ids)]
    now = learner_address(salt, learner)
    return tuple(sorted({*opaque, *learner.former_slugs} - {now}))


def skill_anchor(name: str) -> str:
    """Return the id of a skill on the page of skills: its words, told apart by a digest if cut.

    Skills that have one anchor have the same words (`languages.folded_words`), so they are one.
    """
    folded = unicodedata.normalize("NFKD", name.casefold())
    words = re.findall(r"[a-z0-9]+", "".join(x for x in folded if not unicodedata.combining(x)))
    plain = "-".join(words)
    if plain and len(plain) <= 60 and plain == name.casefold().replace(" ", "-"):
        return plain
    mark = hashlib.sha256(name.encode("utf-8", "replace")).hexdigest()[:8]
    return f"{plain[:50].rstrip('-')}-{mark}" if plain else f"skill-{mark}"


# ------------------------------------------------------------------ base address and DID
# What needs no percent-encoding, in a DID as in a URL: resolvers differ about decoding the rest.
_HOST = re.compile(r"([A-Za-z0-9.-]+|\[[0-9A-Fa-f:.]+\])(:[0-9]{1,5})?")
_PATH = re.compile(r"(/+[A-Za-z0-9_~-][A-Za-z0-9._~-]*)*/*")
# What browsers read as an IP address (URL standard, "ends in a number").
_NUMBER = re.compile(r":|(^|\.)(0x[0-9a-f]+|[0-9]+)\.?$", re.IGNORECASE)
_USUAL_PORT = {"https": ":443", "http": ":80"}


def normal_base(url: str) -> str:
    """Return the base URL as browsers write it, with one slash at its end; refuse what is none."""
    try:
        parts = urlsplit(url)
        usable = parts.scheme in ("http", "https") and bool(parts.hostname) and parts.port != 0
    except ValueError:
        usable = False
    if not usable:
        raise BadgesiteError(
            f"'{url}' is not a web address", "write it as https://badges.example.org"
        )
    if parts.query or parts.fragment or "@" in parts.netloc:
        raise BadgesiteError(
            f"'{url}' has more than a host and a path",
            "write it as https://badges.example.org/path",
        )
    if not _HOST.fullmatch(parts.netloc) or not _PATH.fullmatch(parts.path):
        raise BadgesiteError(
            f"'{url}' has characters that cannot stand in a DID",
            "use letters a to z, digits, hyphens and dots; a name in another script as xn--…",
        )
    if not is_local(url) and _NUMBER.search(parts.hostname or ""):
        raise BadgesiteError(
            f"'{url}' has a number in place of a name, and a DID needs a name (did:web §2.5)",
            "write the name of the host, as https://badges.example.org",
        )
    if parts.scheme == "http" and not is_local(url):
        raise BadgesiteError(
            f"'{url}' is not https, and browsers check signatures on https and localhost only",
            "write it with https://",
        )
    segments = [segment for segment in parts.path.split("/") if segment]
    host = parts.netloc.lower().removesuffix(_USUAL_PORT[parts.scheme])
    return "/".join((f"{parts.scheme}://{host}", *segments, ""))


def is_local(url: str) -> bool:
    """Whether the address is this machine's own, where the example key may sign."""
    host = urlsplit(url).hostname or ""
    return host in ("localhost", "127.0.0.1", "::1") or host.endswith(".localhost")


def base_path(base_url: str) -> str:
    """Return the path of the base URL, with a slash at both ends: `/` or `/repo/`."""
    return urlsplit(base_url).path or "/"


def did_of(base_url: str) -> str:
    """Return the did:web of a base URL (did:web method §2.5.1): port as %3A, path with colons."""
    parts = urlsplit(base_url)
    segments = [quote(segment, safe="") for segment in parts.path.strip("/").split("/") if segment]
    return ":".join(["did:web", parts.netloc.lower().replace(":", "%3A"), *segments])


def did_document_path(base_url: str) -> str:
    """Return where did.json lies below the base: in .well-known/ only at a host's root."""
    return ".well-known/did.json" if base_path(base_url) == "/" else "did.json"


# ------------------------------------------------------------------ paths below the base
def badge_path(badge_id: str) -> str:
    """Return the folder of a badge's page."""
    return f"badges/{badge_id}/"


def achievement_path(badge_id: str, version: str, current: str) -> str:
    """Return the path of a badge's JSON; earlier versions keep an address of their own."""
    name = (
        "achievement.json" if version == current else f"achievement-{quote(version, safe='')}.json"
    )
    return badge_path(badge_id) + name


def pathway_path(pathway_id: str) -> str:
    """Return the folder of a pathway's page."""
    return f"pathways/{pathway_id}/"


def pathway_rules_path(pathway_id: str, version: str) -> str:
    """Return the path of a pathway's rules at one version; it never changes once published."""
    return f"{pathway_path(pathway_id)}pathway-{quote(version, safe='')}.json"


def page_path(path: str) -> str:
    """Return the folder of a page of pages/: about.md lies at about/, x/index.md at x/."""
    place = re.sub(r"(^|/)index$", r"\1", path.removesuffix(".md")).rstrip("/")
    return f"{place}/" if place else ""


@lru_cache(_LATEST)
def credential_path(uuid: UUID) -> str:
    """Return the folder of a credential's page."""
    return f"credentials/{uuid}/"


def credential_json_path(uuid: UUID) -> str:
    """Return the path of the signed JSON."""
    return credential_path(uuid) + "credential.json"


def share_card_path(uuid: UUID) -> str:
    """Return the path of the picture that a shared link of one credential shows."""
    return credential_path(uuid) + "card.png"


def oembed_path(uuid: UUID) -> str:
    """Return the path of a credential's oEmbed answer."""
    return credential_path(uuid) + "oembed.json"


def withdrawal_path(uuid: UUID) -> str:
    """Return the path of what the issuer says of a withdrawal: kind, day, reason, replacement."""
    return credential_path(uuid) + "withdrawn.json"


def learner_path(address: str) -> str:
    """Return the folder of a backpack."""
    return f"learners/{address}/"


def foreign_path(address: str, credential: bytes) -> str:
    """Return the path of another issuer's credential: by its bytes, so that it never changes."""
    return f"{learner_path(address)}{hashlib.sha256(credential).hexdigest()[:16]}.json"


def foreign_folder(address: str, credential: bytes) -> str:
    """Return the folder of what is published beside another issuer's credential: its picture."""
    return f"{foreign_path(address, credential).removesuffix('.json')}/"


def transcript_path(address: str, pathway_id: str) -> str:
    """Return the path of a learner's signed transcript of one pathway."""
    return f"{learner_path(address)}{pathway_id}/transcript.json"


def embed_path(uuid: UUID) -> str:
    """Return the folder of the card for iframes."""
    return f"embed/{uuid}/"


def status_list_path(number: int) -> str:
    """Return the path of a status list."""
    return f"status/{number}.json"
