"""A badge out of a picture: PNG text chunks and SVG, walked within bounds, pixels never decoded.

Open Badges 3.0 §5.3 and Open Badges 2.0 baking. Exactly one credential may be in a picture.
"""

import re
import struct
import zlib
from collections.abc import Iterator
from xml.etree.ElementTree import Element, ParseError

from defusedxml import DefusedXmlException
from defusedxml.ElementTree import fromstring

from badgesite.verifying.findings import Finding

PNG = b"\x89PNG\r\n\x1a\n"
MAX_CHUNKS = 5_000
MAX_TEXT = 1_000_000
MAX_ELEMENTS = 20_000

_KEYWORDS = (b"openbadgecredential", b"openbadges")
_NAMESPACES = {
    "https://purl.imsglobal.org/ob/v3p0": "credential",
    "http://openbadges.org": "assertion",
}
_DOCTYPE_OF_SVG = re.compile(
    rb"<!DOCTYPE\s+svg(\s+(PUBLIC\s+(\"[^\"\[\]<>]*\"|'[^'\[\]<>]*')\s*|SYSTEM\s+)"
    rb"(\"[^\"\[\]<>]*\"|'[^'\[\]<>]*')?)?\s*>"
)


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


def unbake_svg(data: bytes) -> bytes:
    """Return the text of the one credential in an SVG; Finding `not-a-badge` otherwise.

    An ordinary DOCTYPE is taken; entities and external subsets are not.
    """
    try:
        root = fromstring(_DOCTYPE_OF_SVG.sub(b"", data, count=1), forbid_dtd=True)
    except (ParseError, DefusedXmlException, ValueError, LookupError, RecursionError):
        raise Finding("not-a-badge", "the picture is broken") from None
    if root.tag != "{http://www.w3.org/2000/svg}svg":
        raise Finding("not-a-badge", "the picture holds no credential")
    found = list(_carriers(root))
    if len(found) != 1:
        count = "several credentials" if found else "no credential"
        raise Finding("not-a-badge", f"the picture holds {count}")
    text = found[0].get("verify") or "".join(found[0].itertext())
    if found[0].tag.endswith("}assertion") and (found[0].text or "").strip():
        text = found[0].text or ""
    return text.strip().encode("utf-8", "replace")


def _carriers(root: Element) -> Iterator[Element]:
    for number, element in enumerate(root.iter()):
        if number > MAX_ELEMENTS:
            raise Finding("not-a-badge", "the picture has too many elements")
        if not isinstance(element.tag, str):
            continue
        namespace, _, name = element.tag.removeprefix("{").partition("}")
        if _NAMESPACES.get(namespace) == name:
            yield element
