"""The workbench: a good credential, the world it lives in, and how a case is written down.

What is expected of a case is written by hand in its family, never taken from the code under test.
"""

import base64
import copy
import hashlib
import json
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import load_pem_private_key

from badgesite import canonical
from badgesite.contexts import CREDENTIALS_V2, OPEN_BADGE_CONTEXTS
from badgesite.credentials.gzip_runs import gzip

Json = dict[str, Any]

REPOSITORY = Path(__file__).resolve().parents[2]
NOW = "2026-11-24T12:00:00Z"
BASE = "http://localhost:8000/"
DID = "did:web:localhost%3A8000"
DID_URL = f"{BASE}.well-known/did.json"
LIST_URL = f"{BASE}status/1.json"
PAUSES_URL = f"{BASE}status/pauses.json"
UUID = "3f0c1a52-7d1e-8a44-9b60-1c2d3e4f5a6b"
REVOKED_PLACE, REPLACED_PLACE, GOOD_PLACE = 5, 9, 94567
REPLACED_UUID = "00000000-0000-8000-8000-000000000009"
SUCCESSOR = "00000000-0000-8000-8000-00000000000a"

CODES = ("format", "signature", "issuer-key", "issuer-known", "dates", "status")


class Key:
    """A key pair for signing vectors; `did` is who it speaks for."""

    def __init__(self, private: Ed25519PrivateKey, did: str = DID) -> None:
        self.private = private
        self.did = did
        self.multibase = canonical.public_key_multibase(private.public_key().public_bytes_raw())

    @property
    def method(self) -> str:
        return f"{self.did}#{self.multibase}"


def _example() -> Ed25519PrivateKey:
    pem = (REPOSITORY / "keys.example" / "example.pem").read_bytes()
    key = load_pem_private_key(pem, None)
    assert isinstance(key, Ed25519PrivateKey)
    return key


EXAMPLE = Key(_example())
STRANGER_DID = "did:web:badges.stranger.example"
STRANGER = Key(Ed25519PrivateKey.from_private_bytes(bytes([1]) * 32), STRANGER_DID)
SECOND = Key(Ed25519PrivateKey.from_private_bytes(bytes([2]) * 32))


# ------------------------------------------------------------------ documents
def badge(**changes: Any) -> Json:
    """Return a good credential without a proof; a change to None takes the member away."""
    document: Json = {
        "@context": list(OPEN_BADGE_CONTEXTS),
        "id": f"urn:uuid:{UUID}",
        "type": ["VerifiableCredential", "OpenBadgeCredential"],
        "name": "Bread Baker",
        "issuer": {"id": DID, "type": ["Profile"], "name": "Leeds Bakers Guild"},
        "validFrom": "2026-01-05T00:00:00Z",
        "validUntil": "2028-01-05T23:59:59Z",
        "credentialSubject": {
            "id": "urn:uuid:7d1e3f0c-1a52-8a44-9b60-4f5a6b1c2d3e",
            "type": ["AchievementSubject"],
            "identifier": [
                {
                    "type": "IdentityObject",
                    "hashed": False,
                    "identityHash": "Ada Lovelace",
                    "identityType": "name",
                }
            ],
            "creditsEarned": 2.5,
            "achievement": {
                "id": f"{BASE}badges/bread/achievement.json",
                "type": ["Achievement"],
                "name": "Bread Baker",
                "description": "Bakes bread that people buy again.",
                "criteria": {"narrative": "Bake *three* loaves.\nSell them."},
                "tag": ["bread", "baking"],
                "creator": {"id": DID, "type": ["Profile"]},
            },
        },
        "evidence": [{"id": "https://example.org/loaf", "type": ["Evidence"], "name": "A loaf"}],
        "credentialStatus": entry(GOOD_PLACE),
    }
    document.update(changes)
    return {name: value for name, value in document.items() if value is not None}


def entry(place: object, url: str = LIST_URL, purpose: str = "revocation") -> Json:
    """Return a status entry."""
    return {
        "id": f"{url}#{place}",
        "type": "BitstringStatusListEntry",
        "statusPurpose": purpose,
        "statusListIndex": str(place),
        "statusListCredential": url,
    }


def proof_config(key: Key = EXAMPLE, **changes: Any) -> Json:
    """Return the proof without its value."""
    config: Json = {
        "type": "DataIntegrityProof",
        "cryptosuite": "eddsa-rdfc-2022",
        "created": "2026-01-05T00:00:00Z",
        "verificationMethod": key.method,
        "proofPurpose": "assertionMethod",
    }
    config.update(changes)
    return {name: value for name, value in config.items() if value is not None}


def _hash(document: Json) -> bytes:
    text = canonical.nquads_of_expanded(canonical.expand(document))
    return hashlib.sha256(text.encode()).digest()


def signature(document: Json, key: Key, config: Json) -> bytes:
    """Return the 64 bytes that `eddsa-rdfc-2022` makes."""
    context = document["@context"]
    return key.private.sign(_hash({"@context": context, **config}) + _hash(document))


def signed(document: Json, key: Key = EXAMPLE, **config_changes: Any) -> Json:
    """Return the document with one proof, whatever it says; the proof is a list of one."""
    config = proof_config(key, **config_changes)
    value = canonical.encode_multibase(signature(document, key, config))
    return {**document, "proof": [{**config, "proofValue": value}]}


def falsely_signed(document: Json) -> Json:
    """Return the document with a proof of another one: for what nobody could sign."""
    return {**document, "proof": GOOD["proof"]}


def text(document: object) -> str:
    """Return the document as JSON in one line."""
    return json.dumps(document, ensure_ascii=False, separators=(",", ":"))


def changed(document: Json, change: Callable[[Json], object]) -> Json:
    """Return a copy after the change."""
    other = copy.deepcopy(document)
    change(other)
    return other


# ------------------------------------------------------------------ the world
def did_document(did: str = DID, keys: tuple[Key, ...] = (EXAMPLE,), **changes: Any) -> Json:
    """Return a did:web document with these keys."""
    return {
        "@context": ["https://www.w3.org/ns/did/v1", "https://w3id.org/security/multikey/v1"],
        "id": did,
        "alsoKnownAs": [BASE],
        "verificationMethod": [method(key) for key in keys],
        "assertionMethod": [key.method for key in keys],
        **changes,
    }


def method(key: Key, **changes: Any) -> Json:
    """Return a verification method."""
    return {
        "id": key.method,
        "type": "Multikey",
        "controller": key.did,
        "publicKeyMultibase": key.multibase,
        **changes,
    }


def encoded_list(*places: int, size: int = 16_384) -> str:
    """Return `encodedList` with these bits set."""
    bits = bytearray(size)
    for place in places:
        bits[place // 8] |= 0x80 >> place % 8
    return "u" + canonical.base64url_encode(gzip(bytes(bits)))


def status_list(
    *places: int, url: str = LIST_URL, purpose: object = "revocation", **changes: Any
) -> Json:
    """Return a status list without a proof."""
    return {
        "@context": [CREDENTIALS_V2],
        "id": url,
        "type": ["VerifiableCredential", "BitstringStatusListCredential"],
        "issuer": DID,
        "validFrom": "2026-03-01T00:00:00Z",
        "credentialSubject": {
            "id": f"{url}#list",
            "type": "BitstringStatusList",
            "statusPurpose": purpose,
            "encodedList": encoded_list(*places),
        },
        **changes,
    }


def world() -> dict[str, str]:
    """Return what is at which address, unless a case says otherwise."""
    return {
        DID_URL: text(did_document()),
        LIST_URL: text(signed(status_list(REVOKED_PLACE, REPLACED_PLACE))),
        PAUSES_URL: text(signed(status_list(3, url=PAUSES_URL, purpose="suspension"))),
        f"{BASE}credentials/{REPLACED_UUID}/withdrawn.json": text(
            {"kind": "replaced", "on": "2026-09-03", "reason": None, "replacedBy": SUCCESSOR}
        ),
    }


GOOD = signed(badge())


# ------------------------------------------------------------------ cases
@dataclass(frozen=True)
class Case:
    """One input and what every implementation must say of it; `said`: of a stack, in words."""

    name: str
    body: str | bytes
    verdict: str
    checks: list[list[str]]
    stack: str | None = None
    said: str | None = None
    now: str | None = None
    files: dict[str, str | bytes | None] = field(default_factory=dict)
    did: str | None = None
    known: list[Json] | None = None
    seen: dict[str, str] | None = None

    def to_json(self) -> Json:
        """Return the case as it is in the file; a `files` entry of null is out of reach."""
        written: Json = {"name": self.name}
        if isinstance(self.body, str):
            written["text"] = self.body
        else:
            written["base64"] = base64.b64encode(self.body).decode()
        written |= {"verdict": self.verdict, "stack": self.stack, "checks": self.checks}
        if self.said:
            written["said"] = self.said
        if self.now:
            written["now"] = self.now
        if self.files:
            written["files"] = {url: _file(body) for url, body in self.files.items()}
        if self.did:
            written["did"] = self.did
        if self.known is not None:
            written["known"] = self.known
        if self.seen is not None:
            written["seen"] = self.seen
        return written


def _file(body: str | bytes | None) -> Any:
    if isinstance(body, bytes):
        return {"base64": base64.b64encode(body).decode()}
    return body


@dataclass(frozen=True)
class Family:
    """The cases of one file."""

    name: str
    about: str
    cases: tuple[Case, ...]
    files: dict[str, str] = field(default_factory=dict)

    def to_bytes(self) -> bytes:
        """Return the file: one case a line, so that a change shows as itself."""
        head = {
            "about": self.about,
            "now": NOW,
            "did": DID,
            "base": BASE,
            "known": [],
            "files": {**world(), **self.files},
        }
        lines = ",\n".join(json.dumps(case.to_json(), ensure_ascii=True) for case in self.cases)
        opening = json.dumps(head, ensure_ascii=True, indent=1)[:-2]
        return f'{opening},\n "cases": [\n{lines}\n]}}\n'.encode()


def outcome(**results: str) -> list[list[str]]:
    """Return all six checks; those given as `code=\"reason\"` failed, `\"?reason\"` are open.

    After a failed format, signature or issuer-key, and after an open format or signature, nothing
    else is in the list.
    """
    found = {name.replace("_", "-"): reason for name, reason in results.items()}
    checks: list[list[str]] = []
    for code in CODES:
        reason = found.get(code, "")
        if not reason:
            checks.append([code, "passed", ""])
            continue
        is_open = reason.startswith("?")
        result = "could-not-check" if is_open else "failed"
        checks.append([code, result, reason.removeprefix("?")])
        if code in ("format", "signature") or (code == "issuer-key" and not is_open):
            break
    return checks


def body_of(document: Json | str | bytes) -> str | bytes:
    """Return the text of a document; text and bytes as they are."""
    return text(document) if isinstance(document, dict) else document


def genuine(name: str, document: Json | str | bytes, **more: Any) -> Case:
    """Return a case in which all six checks pass."""
    return Case(name, body_of(document), "genuine", outcome(), **more)


def altered(name: str, document: Json | str | bytes, code: str, reason: str, **more: Any) -> Case:
    """Return a case that a check refuses."""
    return Case(name, body_of(document), "altered", outcome(**{code: reason}), **more)


def case(
    name: str, document: Json | str | bytes, verdict: str, results: dict[str, str], **more: Any
) -> Case:
    """Return a case with any verdict and results."""
    return Case(name, body_of(document), verdict, outcome(**results), **more)
