"""A badge out of a PNG: text chunks, walked within bounds, pixels never decoded.

Open Badges 3.0 §5.3 and Open Badges 2.0 baking. Exactly one credential may be in a picture.
"""

import struct
import zlib
from collections.abc import Iterator

from badgesite.verifying.findings import Finding

PNG = b"\x89PNG\r\n\x1a\n"
MAX_CHUNKS = 5_000
MAX_TEXT = 1_000_000

_KEYWORDS = (b"openbadgecredential", b"openbadges")


def is_png(data: bytes) -> bool:
    """Whether the bytes begin as a PNG does."""
    return data.startswith(PNG)


def unbake_png(data: bytes) -> bytes:
    """Return the text of the one credential in a PNG; Finding `not-a-badge` otherwise."""
    found: dict[bytes, bytes] = {}
    for kind, body in _chunks(data):
        keyword, _, rest = body.partition(b"\0")
        if kind not in (b"iTXt", b"tEXt", b"zTXt") or keyword not in _KEYWORDS:
            continue
        if keyword in found:
            raise Finding("not-a-badge", "the picture holds several credentials")
        found[keyword] = rest if kind == b"tEXt" else _text(kind, rest)
    for keyword in _KEYWORDS:
        if keyword in found:
            return found[keyword]
    raise Finding("not-a-badge", "the picture holds no credential")


def _chunks(data: bytes) -> Iterator[tuple[bytes, bytes]]:
    at, end, left = len(PNG), len(data), MAX_CHUNKS
    while at < end:
        left -= 1
        if left < 0 or end - at < 12:
            raise Finding("not-a-badge", "the picture is broken")
        length, kind = struct.unpack_from(">I4s", data, at)
        if length > end - at - 12:
            raise Finding("not-a-badge", "the picture is broken")
        body = data[at + 8 : at + 8 + length]
        if zlib.crc32(kind + body) != struct.unpack_from(">I", data, at + 8 + length)[0]:
            raise Finding("not-a-badge", "the picture is broken")
        yield kind, body
        if kind == b"IEND":
            return
        at += 12 + length


def _text(kind: bytes, rest: bytes) -> bytes:
    """Return the text after the keyword of an iTXt or zTXt chunk (PNG 3rd edition §11.3.3)."""
    if kind == b"zTXt":
        return _inflate(rest[1:])
    flags, rest = rest[:2], rest[2:]
    tail = rest.split(b"\0", 2)  # language tag, translated keyword, text
    if len(flags) != 2 or len(tail) != 3:
        raise Finding("not-a-badge", "the picture is broken")
    return _inflate(tail[2]) if flags[0] else tail[2]


def _inflate(packed: bytes) -> bytes:
    unpacker = zlib.decompressobj()
    try:
        text = unpacker.decompress(packed, MAX_TEXT + 1)
    except zlib.error:
        raise Finding("not-a-badge", "the picture is broken") from None
    if len(text) > MAX_TEXT or not unpacker.eof:
        raise Finding("not-a-badge", "the picture is broken")
    return text
