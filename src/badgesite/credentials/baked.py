"""Credentials inside pictures: put in and taken out again (Open Badges 3.0 §5.3). Sees no secret.

Pictures come from strangers too: the reading is strict and its work is bounded by the size of the
picture. What is taken out is text; nothing here trusts it.
"""

import re
import struct
import zlib
from collections.abc import Iterator
from typing import NamedTuple
from xml.etree.ElementTree import Element, ParseError
from xml.parsers import expat

from defusedxml import DefusedXmlException
from defusedxml.ElementTree import fromstring

from badgesite.errors import BadgesiteError

LARGEST_PICTURE = 20_000_000
LARGEST_CREDENTIAL = 1_000_000
_PNG = b"\x89PNG\r\n\x1a\n"
_KEYWORD = b"openbadgecredential"
_TEXT_HEAD = _KEYWORD + b"\0\0\0\0\0"  # not compressed, no language, no translated keyword
NAMESPACE = "https://purl.imsglobal.org/ob/v3p0"


class BakingError(BadgesiteError):
    """The picture is not one, or holds no credential, or more than one, or a broken one."""


# ------------------------------------------------------------------ PNG
class _Chunk(NamedTuple):
    kind: bytes
    data: bytes
    whole: bytes


def bake_png(picture: bytes, credential: bytes) -> bytes:
    """Return the PNG with the credential before its end, in place of one it may hold already."""
    *chunks, last = _chunks(picture)
    kept = (chunk.whole for chunk in chunks if not _is_credential(chunk))
    return b"".join((_PNG, *kept, _text_chunk(credential), last.whole))


def unbake_png(picture: bytes) -> str:
    """Return the credential's text. BakingError unless there is exactly one, not compressed."""
    found = [chunk.data for chunk in _chunks(picture) if _is_credential(chunk)]
    if len(found) != 1:
        raise BakingError(f"the picture holds {len(found) or 'no'} credentials")
    if not found[0].startswith(_TEXT_HEAD):
        raise BakingError("the picture holds a credential in a form that is not allowed")
    return _decoded(found[0][len(_TEXT_HEAD) :])


def _is_credential(chunk: _Chunk) -> bool:
    return chunk.kind == b"iTXt" and chunk.data.startswith(_KEYWORD + b"\0")


def _text_chunk(credential: bytes) -> bytes:
    data = _TEXT_HEAD + credential
    checksum = zlib.crc32(b"iTXt" + data)
    return struct.pack(">I", len(data)) + b"iTXt" + data + struct.pack(">I", checksum)


def _chunks(picture: bytes) -> Iterator[_Chunk]:
    """Yield the chunks from IHDR to IEND; anything broken or after IEND is refused."""
    if len(picture) > LARGEST_PICTURE or not picture.startswith(_PNG + b"\0\0\0\x0dIHDR"):
        raise BakingError("the file is not a PNG")
    at, kind = len(_PNG), b""
    while kind != b"IEND":
        head = picture[at : at + 8]
        if len(head) < 8:
            raise BakingError("the PNG ends too early")
        length, kind = struct.unpack(">I4s", head)
        whole = picture[at : at + length + 12]
        if len(whole) != length + 12:
            raise BakingError("the PNG ends too early")
        data, checksum = whole[8:-4], whole[-4:]
        if struct.pack(">I", zlib.crc32(kind + data)) != checksum:
            raise BakingError("a part of the PNG does not match its checksum")
        yield _Chunk(kind, data, whole)
        at += len(whole)
    if at != len(picture):
        raise BakingError("the PNG goes on after its end")


# ------------------------------------------------------------------ SVG
_PREFIX = re.compile(rb"""\sxmlns:openbadges\s*=\s*(?:"[^"]*"|'[^']*')""")
_NO_XML = re.compile("[\ufffe\uffff]")  # allowed in JSON, not in XML


def bake_svg(picture: bytes, credential: bytes) -> bytes:
    """Return the SVG with the credential as its root's first child, in place of an earlier one.

    The prefix is `openbadges` literally, because readers look for it with patterns. BakingError
    for what is not an SVG in UTF-8, or holds a badge of another version.
    """
    _root(picture)
    root, earlier = _elements(picture)
    for start, end in reversed(earlier):
        picture = picture[:start] + picture[end:]
    start, end = root
    tag = picture[start:end]
    if b"http://openbadges.org" in tag:
        raise BakingError("the SVG holds an Open Badges 2.0 badge already")
    opened = b'<svg xmlns:openbadges="%s"' % NAMESPACE.encode() + _PREFIX.sub(b"", tag[4:])
    element = b"<openbadges:credential><![CDATA[%s]]></openbadges:credential>"
    return picture[:start] + opened + element % _in_cdata(credential) + picture[end:]


def unbake_svg(picture: bytes) -> str:
    """Return the credential's text: JSON, or a compact JWS in `verify`.

    BakingError unless there is exactly one. Entities and outside references are refused.
    """
    found = list(_root(picture).iter(f"{{{NAMESPACE}}}credential"))
    if len(found) != 1:
        raise BakingError(f"the picture holds {len(found) or 'no'} credentials")
    text, verify = (found[0].text or "").strip(), found[0].get("verify", "").strip()
    if len(found[0]) or bool(text) == bool(verify):
        raise BakingError("the picture holds a credential in a form that is not allowed")
    return _decoded((text or verify).encode())


def _root(picture: bytes) -> Element:
    if len(picture) > LARGEST_PICTURE:
        raise BakingError("the picture is too large")
    try:
        root = fromstring(picture, forbid_dtd=False, forbid_entities=True, forbid_external=True)
    except (ParseError, DefusedXmlException, ValueError, LookupError, RecursionError):
        raise BakingError("the file is not an SVG") from None
    if root.tag not in ("{http://www.w3.org/2000/svg}svg", "svg"):
        raise BakingError("the file is not an SVG")
    return root


def _in_cdata(credential: bytes) -> bytes:
    """Return the JSON with what would end or break the section escaped as its texts allow."""
    text = _decoded(credential).strip().replace("]]>", "]]\\u003e")
    return _NO_XML.sub(lambda found: f"\\u{ord(found[0]):04x}", text).encode()


_Span = tuple[int, int]


def _elements(picture: bytes) -> tuple[_Span, list[_Span]]:
    """Return where the root's start tag stands, and where earlier credentials do, as byte spans."""
    parser = expat.ParserCreate(namespace_separator=" ")
    opened: list[int] = []
    credentials: list[_Span] = []
    name = f"{NAMESPACE} credential"

    def start(_tag: str, _attributes: object) -> None:
        opened.append(parser.CurrentByteIndex)

    def end(tag: str) -> None:
        first = opened.pop() if len(opened) > 1 else opened[0]
        if tag == name:
            credentials.append((first, _tag_end(picture, parser.CurrentByteIndex)))

    parser.StartElementHandler, parser.EndElementHandler = start, end
    parser.Parse(picture, True)
    first = opened[0]
    last = _tag_end(picture, first)
    if picture[first : first + 4] != b"<svg" or picture[last - 2 : last] == b"/>":
        raise BakingError("the SVG is empty, or not written in UTF-8 without a prefix")
    return (first, last), credentials


def _tag_end(picture: bytes, start: int) -> int:
    """Return where the tag that begins at `start` ends; `>` inside quotes does not end it."""
    found = re.compile(rb"""<(?:[^>"']|"[^"]*"|'[^']*')*>""").match(picture, start)
    if found is None:
        raise BakingError("the file is not an SVG")
    return found.end()


def _decoded(data: bytes) -> str:
    if len(data) > LARGEST_CREDENTIAL:
        raise BakingError("the credential is too large")
    try:
        return data.decode()
    except UnicodeDecodeError:
        raise BakingError("the credential is not UTF-8") from None
