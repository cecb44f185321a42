"""Who awards, as the standards say it: the profile inside a credential, and the DID document."""

from collections.abc import Sequence
from typing import Any

from badgesite.addresses import did_of
from badgesite.contexts import DID, MULTIKEY
from badgesite.days import first_second
from badgesite.model import KeyState, PublicKey, Site


def issuer_profile(site: Site) -> dict[str, Any]:
    """Return the issuer as an Open Badges `Profile`; members without a value are left out."""
    issuer = site.issuer
    profile = {
        "id": did_of(site.url),
        "type": ["Profile"],
        "name": issuer.name,
        "url": issuer.url or site.url,
        "email": issuer.email,
        "description": issuer.description,
    }
    return {name: value for name, value in profile.items() if value}


def did_document(site: Site, keys: Sequence[PublicKey]) -> dict[str, Any]:
    """Return the did:web document (Controlled Identifiers 1.0 §2.2, did:web §2.5).

    A retired key keeps its place in `assertionMethod`, without `expires` and without `revoked`:
    either would end every credential it signed. A compromised key is `revoked` and leaves it.
    """
    did = did_of(site.url)
    return {
        "@context": [DID, MULTIKEY],
        "id": did,
        "alsoKnownAs": [site.url],
        "verificationMethod": [_method(did, key, site.timezone) for key in keys],
        "assertionMethod": [
            f"{did}#{key.multibase}" for key in keys if key.state is not KeyState.COMPROMISED
        ],
    }


def _method(did: str, key: PublicKey, timezone: str) -> dict[str, Any]:
    method = {
        "id": f"{did}#{key.multibase}",
        "type": "Multikey",
        "controller": did,
        "publicKeyMultibase": key.multibase,
    }
    if key.state is KeyState.COMPROMISED:
        method["revoked"] = first_second(key.changed or key.created, timezone)
    return method
