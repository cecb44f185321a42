"""Bytes that nobody wrote: no reader raises, hangs, or says genuine to what was changed."""

import json
import os
import random
import struct
import time
import zlib
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from badgesite.verifying import Report, Saved, Verdict, verify
from badgesite.verifying.findings import Finding
from badgesite.verifying.strict_json import read
from badgesite.verifying.svg import unbake_svg
from badgesite.verifying.unbake import is_png, unbake_png
from deriving import bending
from deriving.bench import (
    DID,
    DID_URL,
    EXAMPLE,
    GOOD,
    LIST_URL,
    REVOKED_PLACE,
    badge,
    entry,
    signed,
    text,
    world,
)
from deriving.foreign_cases import _OUR_HEADER, _jwt, _ours
from deriving.picture_cases import _baked, _itxt, _png, _svg

NOW = datetime(2026, 11, 24, 12, tzinfo=UTC)
WORLD = {url: body.encode() for url, body in world().items()}
_BASE = "http://localhost:8000/"
_REVOKED = text(signed(badge(credentialStatus=entry(REVOKED_PLACE)))).encode()
_TEXT = text(GOOD).encode()
_SEEDS = {
    "json": _TEXT,
    "png": _png(_itxt(_TEXT)),
    "jwt": _jwt(_ours(), _OUR_HEADER, EXAMPLE).encode(),
    "svg": _svg(_baked(_TEXT.decode())).encode(),
}
_BITS = (b"", b'"', b"\\", b"{", b"}", b"[", b"]", b",", b":", b"\0", b"\xff", b"@", b"_:", b"1e9")
_WORDS = (b"null", b"__proto__", b"\\ud800", b"]]>", b"<!--", b"&x;", b"iTXt", b"https://", b"z1")
_MOST = 5.0  # seconds


def _checked(data: bytes, files: dict[str, bytes] = WORLD) -> Report:
    began = time.process_time()
    report = verify(data, Saved(files, DID, _BASE), NOW)
    assert time.process_time() - began < _MOST
    json.dumps(report.to_json())
    return report


def _mutants(seed: bytes, number: int, salt: str) -> Iterator[bytes]:
    """Yield changed bytes, the same ones each time."""
    dice = random.Random(salt)
    for _ in range(number):
        data = bytearray(seed)
        for _ in range(dice.choice((1, 1, 1, 2, 5))):
            at = dice.randrange(len(data) + 1)
            length = dice.choice((0, 1, 1, 2, 8, 64))
            put = dice.choice(
                (bytes([dice.randrange(256)]), dice.choice(_BITS), dice.choice(_WORDS))
            )
            if dice.random() < 0.1:
                begin = dice.randrange(len(data) + 1)
                put = bytes(data[begin : begin + dice.randrange(200)])
            data[at : at + length] = put
        yield bytes(data)


def _says(data: bytes) -> Any:
    """Return what the badge in a file says, with its white space, escapes and order gone."""
    if is_png(data):
        data = unbake_png(data)
    elif data.lstrip().startswith(b"<"):
        data = unbake_svg(data)
    return json.loads(data)


# 20,000 cases in all with the examples below; FUZZ=50 in the environment makes it a million.
_TIMES = int(os.environ.get("FUZZ", "1"))
_SHARDS = range(6)


@pytest.mark.parametrize("form", sorted(_SEEDS))
@pytest.mark.parametrize("shard", _SHARDS)
def test_a_mutant_of_a_badge_is_never_genuine_unless_it_says_the_same(
    form: str, shard: int
) -> None:
    for data in _mutants(_SEEDS[form], 525 * _TIMES, f"{form} {shard}"):
        report = _checked(data)
        if report.verdict is Verdict.GENUINE:
            assert data.strip() == _SEEDS["jwt"] if form == "jwt" else _says(data) == GOOD


@pytest.mark.parametrize("shard", _SHARDS)
def test_a_badge_bent_at_random_is_never_genuine_unless_it_says_the_same(shard: int) -> None:
    seed = bending.rich()
    for document in bending.bent(seed, 500 * _TIMES, f"bent {shard}"):
        report = _checked(json.dumps(document).encode())
        if report.verdict is Verdict.GENUINE:
            assert bending.says(document) == bending.says(seed)


@pytest.mark.parametrize("url", [DID_URL, LIST_URL])
@pytest.mark.parametrize("shard", _SHARDS)
def test_a_mutant_of_what_is_asked_for_never_makes_a_revoked_badge_genuine(
    url: str, shard: int
) -> None:
    for data in _mutants(WORLD[url], 100 * _TIMES, f"{url} {shard}"):
        report = _checked(_REVOKED, {**WORLD, url: data})
        assert report.verdict is not Verdict.GENUINE


_JSON = st.recursive(
    st.none() | st.booleans() | st.floats() | st.integers() | st.text(max_size=8),
    lambda inner: (
        st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=8), inner, max_size=4)
    ),
    max_leaves=20,
)
_quiet = settings(
    max_examples=550 * _TIMES, deadline=None, suppress_health_check=list(HealthCheck), database=None
)


@_quiet
@given(st.binary(max_size=300))
def test_any_bytes_get_a_report(data: bytes) -> None:
    assert _checked(data).verdict in (Verdict.NOT_A_BADGE, Verdict.ALTERED)


@_quiet
@given(_JSON)
def test_the_strict_reader_agrees_with_the_library_or_refuses(value: Any) -> None:
    data = json.dumps(value).encode()
    try:
        found = read(data)
    except Finding:
        return
    assert found == json.loads(data)


@_quiet
@given(st.sampled_from(sorted(GOOD)), _JSON)
def test_a_member_of_a_badge_may_be_anything(name: str, value: Any) -> None:
    report = _checked(json.dumps({**GOOD, name: value}).encode())
    if report.verdict is Verdict.GENUINE:
        assert value == GOOD[name]


@_quiet
@given(st.sampled_from(sorted(GOOD["proof"][0])), _JSON)
def test_a_member_of_the_proof_may_be_anything(name: str, value: Any) -> None:
    proof = {**GOOD["proof"][0], name: value}
    report = _checked(json.dumps({**GOOD, "proof": [proof]}).encode())
    assert report.verdict is not Verdict.GENUINE or value == GOOD["proof"][0][name]


@_quiet
@given(_JSON)
def test_the_issuers_document_may_be_anything(value: Any) -> None:
    files = {**WORLD, DID_URL: json.dumps(value).encode()}
    assert _checked(_TEXT, files).verdict in (Verdict.ALTERED, Verdict.COULD_NOT_CHECK)


@_quiet
@given(st.binary(max_size=200), st.sampled_from([b"iTXt", b"tEXt", b"zTXt", b"IDAT"]))
def test_a_chunk_of_a_picture_may_be_anything(body: bytes, kind: bytes) -> None:
    data = b"openbadgecredential\0" + body
    chunk = struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
    assert _checked(_png(chunk)).verdict in (Verdict.NOT_A_BADGE, Verdict.ALTERED)
