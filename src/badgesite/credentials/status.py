"""Status lists: which places are withdrawn, one bit each, the same bytes on every machine."""

from collections.abc import Iterable
from typing import Any

from badgesite.addresses import STATUS_LIST_LENGTH, did_of, status_list_path
from badgesite.canonical import base64url_encode
from badgesite.contexts import CREDENTIALS_V2
from badgesite.credentials.gzip_runs import gzip
from badgesite.errors import BadgesiteError
from badgesite.model import Site


def status_list(
    site: Site, number: int, set_places: Iterable[int], valid_from: str
) -> dict[str, Any]:
    """Return list `number` without a proof (W3C Bitstring Status List §2.2): 131,072 places.

    `set_places` are withdrawn for good (purpose `revocation`). No `validUntil`: a list that expires
    before the next build would make every badge "could not check".
    """
    address = site.url + status_list_path(number)
    return {
        "@context": [CREDENTIALS_V2],
        "id": address,
        "type": ["VerifiableCredential", "BitstringStatusListCredential"],
        "issuer": did_of(site.url),
        "validFrom": valid_from,
        "credentialSubject": {
            "id": f"{address}#list",
            "type": "BitstringStatusList",
            "statusPurpose": "revocation",
            "encodedList": encoded_list(set_places),
        },
    }


def encoded_list(set_places: Iterable[int]) -> str:
    """Return `u` and the base64url of the gzipped bits; place 0 is the highest bit of byte 0."""
    bits = bytearray(STATUS_LIST_LENGTH // 8)
    for place in set_places:
        if not 0 <= place < STATUS_LIST_LENGTH:
            raise BadgesiteError(f"{place} is not a place in a status list")
        bits[place // 8] |= 0x80 >> place % 8
    return "u" + base64url_encode(gzip(bytes(bits)))
