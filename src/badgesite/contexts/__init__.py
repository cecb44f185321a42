"""The JSON-LD contexts that come with badgesite, by URL. Nothing here opens a socket.

The build hook gathers the files into `_built/contexts/`; `digests.json` beside this module says
for each URL which file it is, its SHA-256 and the pinned package it was taken from. A file that
differs from its digest is not used: what a context says is part of what a signature covers.
"""

import hashlib
import json
from functools import cache
from pathlib import Path
from typing import Any

from badgesite.errors import CanonicalError
from badgesite.package_files import built_folder

CREDENTIALS_V2 = "https://www.w3.org/ns/credentials/v2"
CREDENTIALS_V1 = "https://www.w3.org/2018/credentials/v1"
OPEN_BADGES = "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json"
OPEN_BADGES_3_0_2 = "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.2.json"
OPEN_BADGES_3_0_1 = "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.1.json"
CLR = "https://purl.imsglobal.org/spec/clr/v2p0/context-2.0.1.json"
DATA_INTEGRITY_V1 = "https://w3id.org/security/data-integrity/v1"
DATA_INTEGRITY_V2 = "https://w3id.org/security/data-integrity/v2"
MULTIKEY = "https://w3id.org/security/multikey/v1"
DID = "https://www.w3.org/ns/did/v1"

OPEN_BADGE_CONTEXTS = (CREDENTIALS_V2, OPEN_BADGES)
"""What every credential of ours has, in this order (Open Badges 3.0, VCDM 2.0 §4.3)."""

TRANSCRIPT_CONTEXTS = (CREDENTIALS_V2, CLR, OPEN_BADGES)
"""What every transcript of ours has, in this order (Comprehensive Learner Record 2.0)."""


@cache
def digests() -> dict[str, dict[str, str]]:
    """Return `{context URL: {"file", "sha256", "package", "path"}}` of all contexts we know."""
    text = Path(__file__).with_name("digests.json").read_text("utf-8")
    known: dict[str, dict[str, str]] = json.loads(text)
    return known


def is_known(url: object) -> bool:
    """Whether the context comes with badgesite."""
    return isinstance(url, str) and url in digests()


def context_bytes(url: str, folder: Path | None = None) -> bytes:
    """Return the file of a context, its SHA-256 checked; `folder` is `_built/contexts/` if None.

    CanonicalError when the context is not one of ours, is missing, or has other bytes.
    """
    entry = digests().get(url)
    if entry is None:
        raise CanonicalError(
            f"the context {url} does not come with badgesite", "use the contexts that do"
        )
    place = (folder or built_folder() / "contexts") / entry["file"]
    again = "install badgesite again: pip install badgesite"
    try:
        data = place.read_bytes()
    except OSError:
        raise CanonicalError(f"the file of the context {url} is missing", again) from None
    if hashlib.sha256(data).hexdigest() != entry["sha256"]:
        raise CanonicalError(f"the file of the context {url} is not the one we know", again)
    return data


@cache
def document(url: str) -> dict[str, Any]:
    """Return the parsed context, the same object each time; nobody changes it. CanonicalError."""
    parsed: dict[str, Any] = json.loads(context_bytes(url))
    return parsed
