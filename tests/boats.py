"""Another issuer, of boats: what it signs, and the document that says by which key."""

import json
from typing import Any

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from badgesite import signing
from badgesite.canonical import json_bytes
from badgesite.contexts import OPEN_BADGE_CONTEXTS

KEY = signing.SigningKey(Ed25519PrivateKey.from_private_bytes(bytes(range(32))))
DID = f"did:key:{KEY.multibase}"
WEB_DID = "did:web:boats.example"
ACHIEVEMENT = "https://boats.example/crew"


def boat_badge(name: str | None = "Grace Darling", issuer: str = DID, **more: Any) -> bytes:
    """A badge of another issuer, signed."""
    identity = {"type": "IdentityObject", "hashed": False, "identityType": "name"}
    document = {
        "@context": list(OPEN_BADGE_CONTEXTS),
        "id": "urn:uuid:6d1f2f0e-6a57-4b39-9f0e-2f3a1c7c5b21",
        "type": ["VerifiableCredential", "OpenBadgeCredential"],
        "name": "Boat Crew",
        "issuer": {"id": issuer, "type": ["Profile"], "name": "Boats"},
        "validFrom": "2026-02-01T00:00:00Z",
        "credentialSubject": {
            "type": ["AchievementSubject"],
            "identifier": [{**identity, "identityHash": name}] if name else None,
            "id": "urn:uuid:0b8f7c0a-2a3d-4b0e-8f0c-5d9a4e2b7f63",
            "achievement": {
                "id": ACHIEVEMENT,
                "type": ["Achievement"],
                "name": "Boat Crew",
                "description": "Crews a boat.",
                "criteria": {"narrative": "Twelve launches."},
            },
        },
        **more,
    }
    if name is None:
        del document["credentialSubject"]["identifier"]
    return json_bytes(signing.sign(document, KEY, "2026-02-01T00:00:00Z"))


def did_document(**life: str) -> str:
    """The document of `WEB_DID`, whose key ends as `life` says."""
    method = {
        "id": f"{WEB_DID}#{KEY.multibase}",
        "type": "Multikey",
        "controller": WEB_DID,
        "publicKeyMultibase": KEY.multibase,
        **life,
    }
    document = {"id": WEB_DID, "verificationMethod": [method], "assertionMethod": [method["id"]]}
    return json.dumps(document)
