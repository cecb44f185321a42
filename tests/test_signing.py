"""Proofs are those of the W3C's suite, the same each time, and accepted by others."""

import copy
import hashlib

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from msgspec.structs import replace

from badgesite import signing
from badgesite.canonical import base58_decode, encode_multibase, json_bytes
from badgesite.errors import CanonicalError
from badgesite.signing import SigningKey
from badgesite.signing.eddsa import hash_data, proof_config, text_hash
from badgesite.signing.keys import is_signed_by
from issued import (
    FULL_AWARD,
    FULL_BADGE,
    FULL_SITE,
    VECTORS,
    entry_of,
    example_key,
    needs_vectors,
    read,
    unsigned,
)

W3C = VECTORS / "w3c-vc-di-eddsa"
SUITE = W3C / "eddsa-rdfc-2022"


def w3c(folder: str, name: str) -> str:
    return (SUITE / folder / f"{name}DataInt.txt").read_text(encoding="utf-8")


# ------------------------------------------------------------------ the W3C's vectors, step by step
@needs_vectors
@pytest.mark.parametrize("folder", ["", "employ"])
def test_from_the_canonical_texts_on_every_step_is_that_of_the_w3c(folder: str) -> None:
    keys = read(W3C / "keyPair.json")
    secret = base58_decode(keys["privateKeyMultibase"][1:])[2:]
    key = SigningKey(Ed25519PrivateKey.from_private_bytes(secret))
    assert key.multibase == keys["publicKeyMultibase"]
    proof_hash = text_hash(w3c(folder, "proofCanon"))
    document_hash = text_hash(w3c(folder, "canonDoc"))
    assert proof_hash.hex() == w3c(folder, "proofHash")
    assert document_hash.hex() == w3c(folder, "docHash")
    data = hash_data(proof_hash, document_hash)
    assert data.hex() == w3c(folder, "combinedHash")
    signature = key.sign(data)
    assert signature.hex() == w3c(folder, "sigHex")
    assert encode_multibase(signature) == w3c(folder, "sigBTC58")
    assert is_signed_by(key.multibase, signature, data)
    signed = read(SUITE / folder / "signedDataInt.json")
    assert signed["proof"]["proofValue"] == encode_multibase(signature)


@needs_vectors
@pytest.mark.parametrize("folder", ["", "employ"])
def test_the_proof_configuration_has_the_members_of_the_w3c_s(folder: str) -> None:
    expected = read(SUITE / folder / "proofConfigDataInt.json")
    del expected["@context"]
    assert proof_config(expected["created"], expected["verificationMethod"]) == expected


# ------------------------------------------------------------------ our proofs
def signed(**more: object) -> dict:
    document = unsigned(FULL_SITE, FULL_BADGE, FULL_AWARD, **more)
    return signing.sign(document, example_key(), document["validFrom"])


def test_a_proof_is_one_in_a_list_and_names_the_key_below_the_issuer_s_did() -> None:
    key = example_key()
    (proof,) = signed()["proof"]
    assert proof == {
        "type": "DataIntegrityProof",
        "cryptosuite": "eddsa-rdfc-2022",
        "created": "2026-03-01T00:00:00Z",
        "verificationMethod": f"did:web:localhost%3A8000#{key.multibase}",
        "proofPurpose": "assertionMethod",
        "proofValue": proof["proofValue"],
    }


def test_a_credential_signed_with_the_example_key_has_these_bytes() -> None:
    """A change here means: every credential ever issued would be signed anew."""
    data = json_bytes(signed())
    assert signing.proof_value(data) == (
        "z4YR9iFLcFcCkJiVZ67RSXnZUBWH82ERMcsQxjH9pzzgQ4EJFw3AdAmYd8qSespvgM8jBGmBu6hG9MhPTJWzbqrrB"
    )
    assert hashlib.sha256(data).hexdigest() == (
        "7d80660c708ccfa885cc4673829880d8c0626e6d8f44f5aaf5d09d952c59b860"
    )


def test_signing_leaves_the_document_as_it_was() -> None:
    document = unsigned()
    before = copy.deepcopy(document)
    signing.sign(document, example_key(), document["validFrom"])
    assert document == before


def test_a_signed_document_is_not_signed_again() -> None:
    document = signed()
    with pytest.raises(CanonicalError, match="already"):
        signing.sign(document, example_key(), document["validFrom"])


# ------------------------------------------------------------------ proofs made before
def test_a_proof_of_a_former_key_is_kept_while_it_fits() -> None:
    former = example_key()
    present = signing.read_key(signing.new_key().pem, None, "a test")
    document = unsigned()
    before = signing.sign(document, former, document["validFrom"])
    entry = entry_of(signed_by=former.multibase, proof=before["proof"][0]["proofValue"])

    def again(changed: dict, entry: object, *trusted: str) -> dict:
        return signing.sign_or_reuse(changed, present, changed["validFrom"], entry, trusted)  # type: ignore[arg-type]

    by_present = signing.sign(document, present, document["validFrom"])
    assert again(document, entry, former.multibase) == before
    assert again(document, entry) == by_present  # a compromised key is not trusted
    assert again(document, replace(entry, proof=""), former.multibase) == by_present
    assert again(document, replace(entry, proof="z1"), former.multibase) == by_present
    changed = {**document, "name": "Other"}
    assert again(changed, entry, former.multibase) == signing.sign(
        changed, present, document["validFrom"]
    )


def test_a_proof_that_does_not_fit_is_not_attached() -> None:
    document, key = unsigned(), example_key()
    moment = document["validFrom"]
    value = signing.sign(document, key, moment)["proof"][0]["proofValue"]
    other = signing.new_key().multibase
    assert signing.attach(document, value, key.multibase, moment) is not None
    assert signing.attach(document, value, other, moment) is None
    assert signing.attach(document, value, key.multibase, "2026-03-02T00:00:00Z") is None
    assert signing.attach({**document, "name": "x"}, value, key.multibase, moment) is None
    for bad in ("", "z", value[1:], value + "1", "u" + value[1:]):
        assert signing.attach(document, bad, key.multibase, moment) is None
    assert signing.attach(document, value, "z6Mk", moment) is None
