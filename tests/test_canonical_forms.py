"""JSON, digests and multibase have one form each."""

import subprocess
import sys
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec import Struct
from msgspec.structs import replace

from badgesite.canonical import (
    base58_decode,
    base58_encode,
    base64url_decode,
    base64url_encode,
    decode_multibase,
    digest,
    encode_multibase,
    json_bytes,
    public_key_bytes,
    public_key_multibase,
)
from badgesite.errors import CanonicalError, Origin
from issued import AWARD, BADGE, ROOT, SITE


# ------------------------------------------------------------------ JSON
def test_json_keeps_order_and_letters_and_ends_with_a_newline() -> None:
    assert json_bytes({"b": ["é", 1], "a": {}}) == (
        '{\n  "b": [\n    "é",\n    1\n  ],\n  "a": {}\n}\n'.encode()
    )


@pytest.mark.parametrize("value", [float("nan"), float("inf"), "\ud800", {1, 2}, b"x"])
def test_json_refuses_what_it_cannot_say(value: object) -> None:
    with pytest.raises(CanonicalError):
        json_bytes([value])


# ------------------------------------------------------------------ multibase
@given(st.binary(max_size=80))
def test_base58_and_base64url_come_back(data: bytes) -> None:
    assert base58_decode(base58_encode(data)) == data
    assert base64url_decode(base64url_encode(data)) == data
    assert decode_multibase(encode_multibase(data), len(data)) == data


@pytest.mark.parametrize(
    ("data", "text"),
    [(b"Hello World!", "2NEpo7TZRRrLZSi2U"), (b"\0\0\x28\x7f\xb4\xcd", "11233QC4"), (b"", "")],
)
def test_base58_is_that_of_bitcoin(data: bytes, text: str) -> None:
    assert base58_encode(data) == text
    assert base58_decode(text) == data


@pytest.mark.parametrize("text", ["0", "O", "I", "l", " ", "é", "1" * 1_001])
def test_base58_takes_nothing_else(text: str) -> None:
    with pytest.raises(CanonicalError):
        base58_decode(text)


@pytest.mark.parametrize("text", ["A", "AA==", "AB", "A+", "A/", "é", "AA\n"])
def test_base64url_takes_only_its_one_form(text: str) -> None:
    with pytest.raises(CanonicalError):
        base64url_decode(text)


@pytest.mark.parametrize(
    "text",
    [
        None,
        7,
        "",
        "z",
        "u" + "A" * 46,
        "z3u2en7t5LR2WtQH5PfFqMqwVHBeXouLzo6haApm8XHqvjxq",  # a secret key
        "zDnaerDaTF5BXEavCrfRZEk316dpbLsfPDZ3WJ5hRTPFU2169",  # a P-256 key
        "z16MkrJVnaZkeFzdQyMZu1cgjg7k1pZZ6pvBQ7XJPt4swbTQ2",  # one byte more
    ],
)
def test_only_an_ed25519_multikey_is_a_key(text: object) -> None:
    with pytest.raises(CanonicalError):
        public_key_bytes(text)


def test_a_public_key_comes_back() -> None:
    text = "z6MkrJVnaZkeFzdQyMZu1cgjg7k1pZZ6pvBQ7XJPt4swbTQ2"
    assert public_key_multibase(public_key_bytes(text)) == text


# ------------------------------------------------------------------ digests
class Colour(StrEnum):
    RED = "red"


class Pair(Struct, frozen=True):
    first: object
    second: object = None


@dataclass(frozen=True)
class Other:
    first: object
    second: object = None


DIFFERENT = [
    (),
    (None,),
    ("",),
    ("a", "b"),
    ("ab",),
    (("a", "b"),),
    ("a", ("b",)),
    (1,),
    (True,),
    (1.0,),
    ("1",),
    (b"1",),
    (date(2026, 1, 1),),
    ("2026-01-01",),
    (Colour.RED,),
    ("red",),
    ({"a": 1},),
    ((("a", 1),),),
    (frozenset({1}),),
    (UUID(int=1),),
    (Pair(1),),
    (Other(1),),
    (Pair(None, 1),),
]


def test_different_values_have_different_digests() -> None:
    assert len({digest(*parts) for parts in DIFFERENT}) == len(DIFFERENT)


def test_order_matters_in_lists_and_not_in_mappings_and_sets() -> None:
    assert digest([1, 2]) != digest([2, 1])
    assert digest({"a": 1, "b": 2}) == digest({"b": 2, "a": 1})
    assert digest({"b", "a", "c"}) == digest({"c", "b", "a"})


def test_where_a_record_is_written_is_no_part_of_it() -> None:
    moved = replace(AWARD, origin=Origin("content/awards/other.csv", 99))
    assert digest(moved) == digest(AWARD)
    assert digest(replace(AWARD, issue=2)) != digest(AWARD)


def test_a_digest_is_the_same_in_another_process() -> None:
    code = (
        "import sys; sys.path.insert(0, 'tests')\n"
        "from issued import *; from badgesite.canonical import digest\n"
        "print(digest(SITE, BADGE, AWARD, {'b', 'a', 'c'}))"
    )
    made = subprocess.run(
        [sys.executable, "-c", code],
        capture_output=True,
        text=True,
        check=True,
        cwd=ROOT,
        env={"PYTHONHASHSEED": "7", "PYTHONPATH": "src"},
    )
    assert made.stdout.strip() == digest(SITE, BADGE, AWARD, {"b", "a", "c"})


def test_a_value_without_a_fixed_form_has_no_digest() -> None:
    with pytest.raises(CanonicalError, match="function"):
        digest(lambda: None)
    with pytest.raises(CanonicalError):
        digest("\ud800")
