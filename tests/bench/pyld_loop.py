"""Signing and checking by PyLD alone, as a tutorial would: what compiled shapes are measured by."""

import hashlib
from typing import Any


def pyld_loop(document: dict[str, Any], config: dict[str, Any], key: Any) -> str:
    """Return the proof value, canonicalising by PyLD alone, as a tutorial would."""
    from badgesite.canonical import encode_multibase

    hashes = b"".join(hashlib.sha256(normal(each)).digest() for each in (config, document))
    return encode_multibase(key.sign(hashes))


def normal(document: dict[str, Any]) -> bytes:
    from pyld import jsonld

    from badgesite.contexts import document as context

    def load(url: str, options: object) -> dict[str, Any]:
        return {
            "contentType": "application/ld+json",
            "contextUrl": None,
            "documentUrl": url,
            "document": context(url),
        }

    wishes = {
        "algorithm": "URDNA2015",
        "format": "application/n-quads",
        "documentLoader": load,
    }
    return str(jsonld.normalize(document, wishes)).encode()
