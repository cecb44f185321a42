"""Badges in pictures: found when there is exactly one, and pictures that are traps."""

import struct
import zlib

from deriving.bench import (
    GOOD,
    REVOKED_PLACE,
    STRANGER,
    Case,
    Family,
    badge,
    case,
    changed,
    entry,
    genuine,
    outcome,
    signed,
    text,
)

_SIGNATURE = b"\x89PNG\r\n\x1a\n"
_TEXT = text(GOOD).encode()
_SVG = 'xmlns="http://www.w3.org/2000/svg"'
_OB = 'xmlns:openbadges="https://purl.imsglobal.org/ob/v3p0"'
_OB2 = 'xmlns:openbadges="http://openbadges.org"'


def _chunk(kind: bytes, data: bytes, crc: int | None = None) -> bytes:
    found = zlib.crc32(kind + data) if crc is None else crc
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", found)


def _stored(data: bytes) -> bytes:
    """Return a zlib stream that does not compress, so that every machine writes it alike."""
    blocks = [data[at : at + 65_535] for at in range(0, len(data), 65_535)] or [b""]
    body = b"".join(
        struct.pack("<BHH", number == len(blocks) - 1, len(block), len(block) ^ 0xFFFF) + block
        for number, block in enumerate(blocks)
    )
    return b"\x78\x01" + body + struct.pack(">I", zlib.adler32(data))


_IHDR = _chunk(b"IHDR", struct.pack(">IIBBBBB", 1, 1, 8, 0, 0, 0, 0))
_IDAT = _chunk(b"IDAT", _stored(b"\0\xff"))
_IEND = _chunk(b"IEND", b"")


def _itxt(body: bytes, keyword: bytes = b"openbadgecredential", packed: bool = False) -> bytes:
    data = _stored(body) if packed else body
    return _chunk(b"iTXt", keyword + (b"\0\1\0\0\0" if packed else b"\0\0\0\0\0") + data)


def _png(*chunks: bytes) -> bytes:
    return _SIGNATURE + _IHDR + b"".join(chunks) + _IDAT + _IEND


def _no(name: str, body: str | bytes) -> Case:
    return case(name, body, "not-a-badge", {"format": "not-a-badge"})


def _pngs() -> list[Case]:
    good = _png(_itxt(_TEXT))
    note = _chunk(b"tEXt", b"Comment\0made by hand")
    revoked = text(signed(badge(credentialStatus=entry(REVOKED_PLACE)))).encode()
    altered = text(changed(GOOD, lambda d: d.update(name="Master Baker"))).encode()
    bomb = _chunk(b"iTXt", b"openbadgecredential\0\1\0\0\0" + _bomb())
    return [
        genuine("PNG", good),
        genuine("PNG, the text before the end", _SIGNATURE + _IHDR + _IDAT + _itxt(_TEXT) + _IEND),
        genuine("PNG with other texts", _png(note, _itxt(_TEXT), note)),
        genuine("PNG, the text packed", _png(_itxt(_TEXT, packed=True))),
        genuine("PNG, under the keyword of Open Badges 2.0", _png(_itxt(_TEXT, b"openbadges"))),
        genuine("PNG, bytes after its end", good + b"more"),
        case("PNG with a revoked badge", _png(_itxt(revoked)), "revoked", {"status": "revoked"}),
        case(
            "PNG with an altered badge",
            _png(_itxt(altered)),
            "altered",
            {"signature": "signature-wrong"},
        ),
        _no("PNG without a badge", _png()),
        _no("PNG with two badges", _png(_itxt(_TEXT), _itxt(_TEXT))),
        _no("PNG with a badge of a near keyword", _png(_itxt(_TEXT, b"openbadgecredentials"))),
        _no("PNG with an empty badge", _png(_itxt(b""))),
        _no("PNG with prose for a badge", _png(_itxt(b"a loaf"))),
        _no(
            "PNG, a wrong check sum",
            _png(_chunk(b"iTXt", b"openbadgecredential\0\0\0\0\0" + _TEXT, 1)),
        ),
        _no(
            "PNG, a chunk longer than the file",
            _SIGNATURE + _IHDR + struct.pack(">I4s", 2**31 - 1, b"iTXt"),
        ),
        _no("PNG, cut in the badge", good[: len(good) // 2]),
        _no("PNG, its first bytes only", _SIGNATURE[:5]),
        _no("PNG, its signature only", _SIGNATURE),
        _no("PNG, six thousand chunks", _png(_chunk(b"tEXt", b"") * 6_000)),
        _no("PNG, a text without its separators", _png(_chunk(b"iTXt", b"openbadgecredential\0"))),
        _no(
            "PNG, a packed text that is not packed",
            _png(_chunk(b"iTXt", b"openbadgecredential\0\1\0\0\0" + _TEXT)),
        ),
        _no("PNG, a text that unpacks to more than a megabyte", _png(bomb)),
    ]


def _bomb() -> bytes:
    """Return a zlib stream of 1.2 million zeros in the fixed code, written out bit by bit."""
    # A literal 0, then runs of 258 at distance 1 (RFC 1951 §3.2.6): 00110000 · (11000101 00000)*
    bits = "1" + "10" + "00110000" + ("11000101" + "00000") * 4_651 + "0000000"
    padded = bits + "0" * (-len(bits) % 8)
    packed = bytes(int(padded[at : at + 8][::-1], 2) for at in range(0, len(padded), 8))
    size = 1 + 258 * 4_651
    return b"\x78\x01" + packed + struct.pack(">I", ((size % 65_521) << 16) | 1)


def _svg(inside: str, attributes: str = f"{_SVG} {_OB}", before: str = "") -> str:
    return f'{before}<svg {attributes} viewBox="0 0 1 1">{inside}<path d="M0 0h1v1z"/></svg>'


def _baked(body: str, name: str = "credential") -> str:
    return f"<openbadges:{name}><![CDATA[{body}]]></openbadges:{name}>"


def _svgs() -> list[Case]:
    whole = text(GOOD)
    baked = _baked(whole)
    doctype = '<!DOCTYPE svg PUBLIC "-//W3C//DTD SVG 1.1//EN" "http://www.w3.org/Graphics/SVG/1.1/DTD/svg11.dtd">'
    laughs = '<!DOCTYPE svg [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;">]>'
    outside = '<!DOCTYPE svg [<!ENTITY x SYSTEM "file:///etc/hostname">]>'
    parameter = '<!DOCTYPE svg [<!ENTITY % x SYSTEM "https://example.org/x.dtd"> %x;]>'
    escaped = whole.replace("&", "&amp;").replace("<", "&lt;")
    altered = text(changed(GOOD, lambda d: d.update(name="Master Baker")))
    other = f'xmlns:ob="https://purl.imsglobal.org/ob/v3p0" {_SVG}'
    return [
        genuine("SVG", _svg(baked)),
        genuine(
            "SVG with an XML declaration",
            _svg(baked, before='<?xml version="1.0" encoding="UTF-8"?>\n'),
        ),
        genuine("SVG with a plain DOCTYPE", _svg(baked, before=doctype)),
        genuine("SVG with a comment before it", _svg(baked, before="<!-- drawn by hand -->")),
        genuine("SVG with white space around the badge", _svg(_baked(f"\n  {whole}\n"))),
        genuine(
            "SVG, the badge without CDATA",
            _svg(f"<openbadges:credential>{escaped}</openbadges:credential>"),
        ),
        genuine(
            "SVG with another prefix",
            _svg(f"<ob:credential><![CDATA[{whole}]]></ob:credential>", other),
        ),
        genuine("SVG, the badge in a group", _svg(f"<g>{baked}</g>")),
        case(
            "SVG with an altered badge",
            _svg(_baked(altered)),
            "altered",
            {"signature": "signature-wrong"},
        ),
        _no("SVG without a badge", _svg("")),
        _no("SVG with two badges", _svg(baked + baked)),
        _no(
            "SVG with a badge in no namespace",
            _svg(f"<credential><![CDATA[{whole}]]></credential>"),
        ),
        _no(
            "SVG with a badge in another namespace",
            _svg(baked, f'{_SVG} xmlns:openbadges="https://example.org"'),
        ),
        _no("SVG with an undeclared prefix", _svg(baked, _SVG)),
        _no(
            "SVG with an entity",
            _svg(
                "<openbadges:credential>&a;</openbadges:credential>",
                before='<!DOCTYPE svg [<!ENTITY a "x">]>',
            ),
        ),
        _no(
            "SVG with entities in entities",
            _svg("<openbadges:credential>&b;</openbadges:credential>", before=laughs),
        ),
        _no(
            "SVG with an entity from a file",
            _svg("<openbadges:credential>&x;</openbadges:credential>", before=outside),
        ),
        _no("SVG with a DTD from elsewhere", _svg(baked, before=parameter)),
        _no(
            "SVG with an unknown entity",
            _svg("<openbadges:credential>&nbsp;</openbadges:credential>"),
        ),
        _no(
            "SVG with an undeclared prefix of an attribute",
            _svg(baked).replace("viewBox", "vi:ewBox"),
        ),
        _no("SVG with a colon at the end of an attribute", _svg(baked).replace(" d=", " d:=")),
        _no("SVG, not closed", _svg(baked)[:-6]),
        _no("SVG with two roots", _svg(baked) + _svg("")),
        _no("a page in place of a picture", f"<html><body>{_baked(whole)}</body></html>"),
        _no("an XML document that is no picture", f"<x {_OB}>{baked}</x>"),
        _no("SVG with an attribute twice", _svg(baked, f'{_SVG} {_OB} id="a" id="b"')),
    ]


def _others() -> list[Case]:
    return [
        _no("JPEG", b"\xff\xd8\xff\xe0\x00\x10JFIF\0" + _TEXT),
        _no("GIF", b"GIF89a" + _TEXT),
        _no("PDF", b"%PDF-1.7\n" + _TEXT),
        _no("ZIP", b"PK\x03\x04" + bytes(30)),
        Case(
            "PNG signed by a stranger in the issuer's name",
            _png(_itxt(text(signed(badge(), STRANGER)).encode())),
            "altered",
            outcome(issuer_key="issuer-differs"),
        ),
    ]


def family() -> Family:
    """Return the cases of pictures."""
    return Family(
        "pictures",
        "Badges in pictures: exactly one, read within bounds.",
        (*_pngs(), *_svgs(), *_others()),
    )
