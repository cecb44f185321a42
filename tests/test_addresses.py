"""Addresses: stable, opaque, computed."""

import base64
import hmac
from datetime import date

import pytest

from badgesite import addresses
from badgesite.errors import BadgesiteError
from badgesite.model import AwardKey, Learner

KEY = AwardKey("ada", "bread-baker", date(2026, 1, 5), 1)


def test_an_award_always_has_the_same_uuid_of_version_8() -> None:
    uuid = addresses.credential_uuid("salt", KEY)
    assert uuid == addresses.credential_uuid("salt", KEY)
    assert uuid.version == 8
    assert uuid.variant == "specified in RFC 4122"


def test_every_part_of_an_award_changes_its_uuid() -> None:
    others = [
        KEY._replace(learner="adb"),
        KEY._replace(badge="bread-bakes"),
        KEY._replace(awarded=date(2026, 1, 6)),
        KEY._replace(issue=2),
    ]
    uuids = {addresses.credential_uuid("salt", key) for key in (KEY, *others)}
    uuids |= {addresses.credential_uuid("other", KEY), addresses.subject_uuid("salt", KEY)}
    assert len(uuids) == 7


def test_parts_cannot_run_into_each_other() -> None:
    one = AwardKey("ab", "c", date(2026, 1, 1))
    other = AwardKey("a", "bc", date(2026, 1, 1))
    assert addresses.credential_uuid("s", one) != addresses.credential_uuid("s", other)


@pytest.mark.parametrize("salt", ["", "salt", "s" * 64, "ä" * 40, "s" * 65, "s" * 200])
def test_addresses_are_made_with_hmac_whatever_the_length_of_the_salt(salt: str) -> None:
    message = b"\0\0\0\x07learner\0\0\0\x08florence"
    mac = hmac.digest(salt.encode(), message, "sha256")
    said = base64.b32encode(mac[:17]).decode().lower()[:26]
    assert addresses.opaque_address(salt, "florence") == said


def test_an_opaque_address_has_26_base32_characters_and_no_name_in_it() -> None:
    address = addresses.opaque_address("salt", "florence")
    assert len(address) == 26
    assert set(address) <= set("abcdefghijklmnopqrstuvwxyz234567")
    assert addresses.opaque_address("salt", "florencf") != address


def test_a_learner_with_a_slug_keeps_the_opaque_address_as_a_former_one() -> None:
    learner = Learner("flo", "Florence", slug="florence", former_slugs=("flossie",))
    assert addresses.learner_address("salt", learner) == "florence"
    assert addresses.former_addresses("salt", learner) == tuple(
        sorted([addresses.opaque_address("salt", "flo"), "flossie"])
    )


@pytest.mark.parametrize(
    ("url", "did", "document"),
    [
        ("https://a.example/", "did:web:a.example", ".well-known/did.json"),
        ("http://localhost:8000/", "did:web:localhost%3A8000", ".well-known/did.json"),
        ("https://me.host.example/repo/", "did:web:me.host.example:repo", "did.json"),
        ("https://h.example:8443/a/b/", "did:web:h.example%3A8443:a:b", "did.json"),
    ],
)
def test_the_did_follows_from_the_base_address(url: str, did: str, document: str) -> None:
    assert addresses.did_of(url) == did
    assert addresses.did_document_path(url) == document


def test_a_base_address_ends_with_one_slash() -> None:
    assert addresses.normal_base("https://A.example") == "https://a.example/"
    assert addresses.normal_base("https://a.example/x//") == "https://a.example/x/"


def test_a_port_that_browsers_leave_out_is_left_out() -> None:
    assert addresses.normal_base("https://a.example:443/x") == "https://a.example/x/"
    assert addresses.normal_base("http://localhost:80") == "http://localhost/"
    assert addresses.normal_base("https://a.example:1443") == "https://a.example:1443/"


@pytest.mark.parametrize(
    "url",
    ["a.example", "ftp://a.example", "http://a.example", "https://u:p@a.example", "https://a.example/?q",
     "https://a.example/#f", "https://", "", "http://[::1", "https://a.example:99999",
     "https://a b/", "https://a.example/x y/", "https://a.example/x%20y/", "https://b\u00fccher.example",
     "https://a.example/../x", "https://a.example:0/", "https://a.example/\"><b>",
     "https://192.0.2.1", "https://[2001:db8::1]/x", "https://3221225985/", "https://a.0x7F/"],
)  # fmt: skip
def test_what_cannot_be_a_base_address_is_refused(url: str) -> None:
    with pytest.raises(BadgesiteError) as refused:
        addresses.normal_base(url)
    assert refused.value.remedy
