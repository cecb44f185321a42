"""Status lists are what the standard asks for, and the same bytes on every machine."""

import base64
import gzip
import hashlib
import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from badgesite.credentials import status_list
from badgesite.credentials.gzip_runs import gzip as packed
from badgesite.credentials.status import encoded_list
from badgesite.errors import BadgesiteError
from issued import SITE

START = "2026-04-01T00:00:00Z"


def bits_of(encoded: str) -> bytes:
    assert encoded.startswith("u")
    assert "=" not in encoded
    return gzip.decompress(base64.urlsafe_b64decode(encoded[1:] + "=" * (-len(encoded[1:]) % 4)))


def test_a_list_is_a_credential_of_its_own_at_its_own_address() -> None:
    assert status_list(SITE, 2, (), START) == {
        "@context": ["https://www.w3.org/ns/credentials/v2"],
        "id": "http://localhost:8000/status/2.json",
        "type": ["VerifiableCredential", "BitstringStatusListCredential"],
        "issuer": "did:web:localhost%3A8000",
        "validFrom": START,
        "credentialSubject": {
            "id": "http://localhost:8000/status/2.json#list",
            "type": "BitstringStatusList",
            "statusPurpose": "revocation",
            "encodedList": encoded_list(()),
        },
    }


def test_a_list_has_131072_places_and_place_0_is_the_highest_bit_of_the_first_byte() -> None:
    assert len(bits_of(encoded_list(()))) * 8 == 131_072
    bits = bits_of(encoded_list([0, 9, 131_071]))
    assert bits[:2] == b"\x80\x40"
    assert bits[-1] == 1
    assert sum(byte.bit_count() for byte in bits) == 3


@pytest.mark.parametrize("place", [-1, 131_072])
def test_a_place_outside_the_list_is_refused(place: int) -> None:
    with pytest.raises(BadgesiteError):
        encoded_list([place])


@settings(deadline=None)
@given(
    st.lists(st.tuples(st.integers(0, 255), st.integers(1, 700)), max_size=12).map(
        lambda runs: b"".join(bytes([byte]) * count for byte, count in runs)
    )
    | st.binary(max_size=2_000)
)
def test_what_is_packed_comes_back(data: bytes) -> None:
    assert gzip.decompress(packed(data)) == data


def test_packing_is_ours_to_the_byte() -> None:
    places = [n * n * 37 % 131_072 for n in range(500)]
    digest = hashlib.sha256(encoded_list(places).encode()).hexdigest()
    assert digest == "05bd1e227f403d398d7d4378a1437c434ebd835f161e690292d6f1a75f057da1"
    assert packed(b"")[:10] == b"\x1f\x8b\x08\x00\x00\x00\x00\x00\x02\xff"


def test_a_list_with_few_withdrawn_is_small_and_made_in_a_moment() -> None:
    start = time.process_time()
    assert len(encoded_list(range(0, 131_072, 2_000))) < 1_000
    assert time.process_time() - start < 2
