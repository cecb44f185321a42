"""Things with one form of bytes: RDF (guarded), JSON, digests and multibase.

The only package that imports PyLD. It refuses a document rather than lose or invent anything in it.
"""

from badgesite.canonical.digests import digest
from badgesite.canonical.guards import control_character, is_absolute, sorts_alike
from badgesite.canonical.jsonld import compact, expand, nquads, nquads_of_expanded
from badgesite.canonical.jsontext import compact_json_bytes, json_bytes
from badgesite.canonical.multibase import (
    base58_decode,
    base58_encode,
    base64url_decode,
    base64url_encode,
    decode_multibase,
    encode_multibase,
    public_key_bytes,
    public_key_multibase,
)
from badgesite.canonical.rdfc import OrderDiffers, TooComplex
from badgesite.canonical.shape import Filler, Shape, Unshaped, compile_shape, together
from badgesite.canonical.slots import Markers, Pattern, pattern_from_json, pattern_to_json

__all__ = [
    "Filler",
    "Markers",
    "OrderDiffers",
    "Pattern",
    "Shape",
    "TooComplex",
    "Unshaped",
    "base58_decode",
    "base58_encode",
    "base64url_decode",
    "base64url_encode",
    "compact",
    "compact_json_bytes",
    "compile_shape",
    "control_character",
    "decode_multibase",
    "digest",
    "encode_multibase",
    "expand",
    "is_absolute",
    "json_bytes",
    "nquads",
    "nquads_of_expanded",
    "pattern_from_json",
    "pattern_to_json",
    "public_key_bytes",
    "public_key_multibase",
    "sorts_alike",
    "together",
]
