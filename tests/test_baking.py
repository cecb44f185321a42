"""Credentials go into pictures and come out again; broken pictures are refused calmly."""

import io
import json
import struct
import time
import zlib

import pytest
from defusedxml.ElementTree import fromstring
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from badgesite import signing
from badgesite.canonical import json_bytes
from badgesite.credentials.baked import (
    BakingError,
    bake_png,
    bake_svg,
    unbake_png,
    unbake_svg,
)
from issued import VECTORS, needs_vectors, unsigned

CREDENTIAL = json_bytes(unsigned())
SVG = b'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9"><path d="M0 0h9"/></svg>\n'
NS = 'xmlns:openbadges="https://purl.imsglobal.org/ob/v3p0"'


def png() -> bytes:
    made = io.BytesIO()
    Image.new("RGB", (9, 9), "#0b5f80").save(made, "PNG")
    return made.getvalue()


PNG = png()


def chunk(kind: bytes, data: bytes) -> bytes:
    checksum = struct.pack(">I", zlib.crc32(kind + data))
    return struct.pack(">I", len(data)) + kind + data + checksum


def with_chunks(*chunks: bytes) -> bytes:
    return PNG[:33] + b"".join(chunks) + PNG[33:]


def text_chunk(text: bytes, head: bytes = b"openbadgecredential\0\0\0\0\0") -> bytes:
    return chunk(b"iTXt", head + text)


# ------------------------------------------------------------------ PNG
def test_a_baked_png_is_the_same_picture_with_one_chunk_more_before_its_end() -> None:
    baked = bake_png(PNG, CREDENTIAL)
    assert unbake_png(baked).encode() == CREDENTIAL
    assert baked == PNG[:-12] + text_chunk(CREDENTIAL) + PNG[-12:]
    picture = Image.open(io.BytesIO(baked))
    picture.load()
    assert picture.tobytes() == Image.open(io.BytesIO(PNG)).tobytes()
    assert json.loads(picture.text["openbadgecredential"]) == json.loads(CREDENTIAL)


def test_baking_a_png_again_replaces_what_was_in_it() -> None:
    again = bake_png(bake_png(PNG, b"{}"), CREDENTIAL)
    assert again == bake_png(PNG, CREDENTIAL)


@pytest.mark.parametrize(
    "picture",
    [
        b"",
        b"not a picture",
        PNG[:20],
        PNG[:-1],
        PNG + b"more",
        PNG,
        with_chunks(text_chunk(b"{}"), text_chunk(b"{}")),
        with_chunks(text_chunk(b"{}", b"openbadgecredential\0\1\0\0\0")),
        with_chunks(text_chunk(b"{}", b"openbadgecredential\0\0\0en\0\0")),
        with_chunks(chunk(b"tEXt", b"openbadgecredential\0{}")),
        with_chunks(text_chunk(b"\xff")),
        with_chunks(text_chunk(b"{}")[:-1] + b"x"),
        with_chunks(struct.pack(">I", 2**32 - 1) + b"iTXt"),
        with_chunks(text_chunk(b" " * 1_000_001)),
    ],
)
def test_a_png_that_is_broken_or_holds_not_just_one_credential_is_refused(picture: bytes) -> None:
    with pytest.raises(BakingError):
        unbake_png(picture)


# ------------------------------------------------------------------ SVG
def test_a_baked_svg_holds_the_credential_as_its_first_child() -> None:
    baked = bake_svg(SVG, CREDENTIAL)
    assert unbake_svg(baked) == CREDENTIAL.decode().strip()
    assert baked.startswith(b"<svg " + NS.encode() + b" xmlns=")
    root = fromstring(baked)
    assert root[0].tag == "{https://purl.imsglobal.org/ob/v3p0}credential"
    assert root[1].tag == "{http://www.w3.org/2000/svg}path"


@pytest.mark.parametrize(
    "picture",
    [
        SVG,
        b"\xef\xbb\xbf" + SVG,
        b'<?xml version="1.0" encoding="utf-8"?>\n<!-- <svg> -->\n' + SVG,
        b'<!DOCTYPE svg PUBLIC "-//W3C//DTD SVG 1.1//EN" '
        b'"http://www.w3.org/Graphics/SVG/1.1/DTD/svg11.dtd">' + SVG,
        SVG.replace(b"<svg ", b'<svg data-x="a > b" data-y=\'">\' '),
        SVG.replace(b"<svg ", b"<svg\n\t"),
        SVG.replace(b"<path", "<title>李雷 😀</title><path".encode()),
    ],
)
def test_svgs_of_many_hands_are_baked_and_baked_again(picture: bytes) -> None:
    baked = bake_svg(picture, CREDENTIAL)
    assert json.loads(unbake_svg(baked)) == json.loads(CREDENTIAL)
    assert bake_svg(bake_svg(picture, b"{}"), CREDENTIAL) == baked


@settings(deadline=None)
@given(st.text(st.characters(exclude_categories=["Cs"]), max_size=30))
def test_any_text_in_a_credential_comes_back_from_an_svg(text: str) -> None:
    for value in (text, f"]]>{text}]]", "]]>]]>"):
        credential = json_bytes({"name": value})
        assert json.loads(unbake_svg(bake_svg(SVG, credential))) == {"name": value}


def svg_with(inside: str, more: str = NS) -> bytes:
    return f'<svg xmlns="http://www.w3.org/2000/svg" {more}>{inside}</svg>'.encode()


ONE = "<openbadges:credential>{}</openbadges:credential>"


def test_a_jws_in_verify_is_taken_out_too() -> None:
    assert unbake_svg(svg_with('<openbadges:credential verify="a.b.c"/>')) == "a.b.c"


@pytest.mark.parametrize(
    "picture",
    [
        b"",
        b"{}",
        b"<html/>",
        SVG,
        SVG[:-10],
        svg_with(ONE + ONE),
        svg_with("<openbadges:credential/>"),
        svg_with('<openbadges:credential verify="a.b.c">{}</openbadges:credential>'),
        svg_with("<openbadges:credential><g/>{}</openbadges:credential>"),
        svg_with(ONE, 'xmlns:openbadges="http://openbadges.org"'),
        svg_with(ONE, ""),
        b'<!DOCTYPE svg [<!ENTITY a "b">]>' + svg_with(ONE.replace("{}", "&a;")),
        b'<!DOCTYPE svg [<!ENTITY a SYSTEM "file:///etc/passwd">]>' + svg_with(ONE),
        b'<?xml version="1.0" encoding="unheard-of"?>' + svg_with(ONE),
    ],
)
def test_an_svg_that_is_broken_or_holds_not_just_one_credential_is_refused(picture: bytes) -> None:
    with pytest.raises(BakingError):
        unbake_svg(picture)


@pytest.mark.parametrize(
    "picture",
    [
        b"<html/>",
        b'<svg xmlns="http://www.w3.org/2000/svg"/>',
        b'<s:svg xmlns:s="http://www.w3.org/2000/svg"></s:svg>',
        SVG.decode().encode("utf-16"),
        svg_with("<openbadges:assertion/>", 'xmlns:openbadges="http://openbadges.org"'),
        b'<!DOCTYPE svg [<!ENTITY a "b">]>' + SVG,
    ],
)
def test_an_svg_that_cannot_hold_a_credential_is_refused(picture: bytes) -> None:
    with pytest.raises(BakingError):
        bake_svg(picture, CREDENTIAL)


def test_a_deep_svg_is_read_or_refused_within_a_moment() -> None:
    start = time.process_time()
    with pytest.raises(BakingError):
        unbake_svg(svg_with("<g>" * 100_000 + "</g>" * 100_000))
    assert time.process_time() - start < 5


# ------------------------------------------------------------------ 1EdTech's fixtures
@needs_vectors
@pytest.mark.parametrize(("form", "unbake"), [("png", unbake_png), ("svg", unbake_svg)])
def test_1edtech_s_pictures_give_up_a_credential_that_verifies(form: str, unbake) -> None:
    data = (VECTORS / f"1edtech-ob3/simple-json.{form}").read_bytes()
    document = json.loads(unbake(data))
    (proof,) = document.pop("proof")
    how = (proof["proofValue"], proof["verificationMethod"].split("#")[1], proof["created"])
    assert signing.attach(document, *how) is not None
    assert signing.attach({**document, "name": "x"}, *how) is None


@needs_vectors
def test_1edtech_s_pictures_are_baked_anew() -> None:
    folder = VECTORS / "1edtech-ob3"
    for form, bake, unbake in (("png", bake_png, unbake_png), ("svg", bake_svg, unbake_svg)):
        baked = bake((folder / f"simple-json.{form}").read_bytes(), CREDENTIAL)
        assert json.loads(unbake(baked)) == json.loads(CREDENTIAL)
