"""The bits of a status list: Bitstring Status List 1.0 §3.1 and §4.3, unpacked within bounds."""

import zlib

from badgesite import canonical
from badgesite.errors import CanonicalError
from badgesite.verifying.findings import unknown

MAX_ENCODED = 200_000
MAX_UNPACKED = 1_000_000
FEWEST_PLACES = 131_072


def unpack(encoded: object) -> bytes:
    """Return the bits of `encodedList`: `u` and base64url of exactly one gzip member; Finding."""
    if not isinstance(encoded, str) or not encoded.startswith("u"):
        raise unknown("list-broken")
    if len(encoded) > MAX_ENCODED:
        raise unknown("list-too-large")
    try:
        packed = canonical.base64url_decode(encoded[1:])
        unpacker = zlib.decompressobj(wbits=31)
        bits = unpacker.decompress(packed, MAX_UNPACKED + 1)
    except (CanonicalError, zlib.error):
        raise unknown("list-broken") from None
    if len(bits) > MAX_UNPACKED:
        raise unknown("list-too-large")
    if not unpacker.eof or unpacker.unused_data:
        raise unknown("list-broken")
    if len(bits) * 8 < FEWEST_PLACES:
        raise unknown("list-too-short")
    return bits


def is_set(bits: bytes, place: int) -> bool:
    """Whether the bit at the place is 1, the first being the left-most; Finding beyond the end."""
    if place >= len(bits) * 8:
        raise unknown("index-form")
    return bool(bits[place // 8] >> (7 - place % 8) & 1)
