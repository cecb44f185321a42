"""Rule 5: proofs of any but the one accepted form, and signatures that do not fit."""

import hashlib
from typing import Any

from badgesite import canonical, contexts
from deriving.bench import (
    DID,
    EXAMPLE,
    GOOD,
    STRANGER,
    Case,
    Family,
    Json,
    altered,
    badge,
    case,
    changed,
    genuine,
    proof_config,
    signature,
    signed,
)

_PROOF = GOOD["proof"][0]
_VALUE: str = _PROOF["proofValue"]
_ORDER = 2**252 + 27742317777372353535851937790883648493


def _with(**members: Any) -> Json:
    """Return the good credential, members of its proof changed after signing; None takes away."""
    proof = {**_PROOF, **members}
    kept = {name: value for name, value in proof.items() if value is not None}
    return {**GOOD, "proof": [kept]}


def _refused(name: str, document: Json, reason: str) -> Case:
    return altered(name, document, "signature", reason)


def _count() -> list[Case]:
    without = {name: value for name, value in GOOD.items() if name != "proof"}
    other = signed(badge(), STRANGER)["proof"][0]
    return [
        _refused("no proof", without, "proof-missing"),
        altered("an empty list of proofs", {**GOOD, "proof": []}, "format", "term-not-signed"),
        _refused("the same proof twice", {**GOOD, "proof": [_PROOF, _PROOF]}, "proof-several"),
        _refused(
            "a stranger's proof beside it", {**GOOD, "proof": [_PROOF, other]}, "proof-several"
        ),
        _refused(
            "a stranger's proof before it", {**GOOD, "proof": [other, _PROOF]}, "proof-several"
        ),
        _refused("a proof that is a text", {**GOOD, "proof": _VALUE}, "proof-members"),
        _refused("a proof that is a number", {**GOOD, "proof": [1]}, "proof-members"),
        altered(
            "a proof that is an empty object", {**GOOD, "proof": {}}, "signature", "proof-members"
        ),
    ]


def _members() -> list[Case]:
    extra = {
        "an unsigned text": {"note": "checked by hand"},
        "previousProof": {"previousProof": "urn:uuid:00000000-0000-8000-8000-000000000001"},
        "a challenge": {"challenge": "abc"},
        "a domain": {"domain": "example.org"},
        "a nonce": {"nonce": "abc"},
        "a jws": {"jws": "e30..AA"},
        "validUntil": {"validUntil": "2099-01-01T00:00:00Z"},
    }
    cases = [
        _refused(f"{name} in the proof", _with(**more), "proof-members")
        for name, more in extra.items()
    ]
    for member in (
        "created",
        "verificationMethod",
        "proofPurpose",
        "proofValue",
        "cryptosuite",
        "type",
    ):
        cases.append(
            _refused(f"no {member} in the proof", _with(**{member: None}), "proof-members")
        )
    for member in ("created", "verificationMethod", "proofPurpose", "proofValue"):
        cases.append(
            _refused(
                f"{member} as a list of one", _with(**{member: [_PROOF[member]]}), "proof-members"
            )
        )
    cases += [
        _refused("the type as a list of one", _with(type=["DataIntegrityProof"]), "proof-members"),
        _refused(
            "the verification method as an object",
            _with(verificationMethod={"id": EXAMPLE.method}),
            "proof-members",
        ),
        _refused("a relative id of the proof", _with(id="proof"), "proof-members"),
        _refused("an id of the proof added afterwards", _with(id="urn:x:y"), "signature-wrong"),
        _refused(
            "an end of the proof added afterwards",
            _with(expires="2099-01-01T00:00:00Z"),
            "signature-wrong",
        ),
    ]
    return cases


def _kinds() -> list[Case]:
    cases = []
    for kind in (
        "Ed25519Signature2018",
        "RsaSignature2018",
        "BbsBlsSignature2020",
        "dataintegrityproof",
        "",
    ):
        cases.append(
            case(
                f"the proof type '{kind}'",
                _with(type=kind),
                "could-not-check",
                {"signature": "?proof-type-unknown"},
            )
        )
    for suite in (
        "eddsa-jcs-2022",
        "ecdsa-rdfc-2019",
        "ecdsa-sd-2023",
        "eddsa-2022",
        "EDDSA-RDFC-2022",
        "none",
        "",
    ):
        cases.append(
            case(
                f"the suite '{suite}'",
                _with(cryptosuite=suite),
                "could-not-check",
                {"signature": "?suite-unknown"},
            )
        )
    for purpose in (
        "authentication",
        "capabilityInvocation",
        "https://w3id.org/security#assertionMethod",
        "",
    ):
        cases.append(
            _refused(f"the purpose '{purpose}'", _with(proofPurpose=purpose), "proof-purpose")
        )
    cases.append(
        _refused(
            "signed for authentication",
            signed(badge(), proofPurpose="authentication"),
            "proof-purpose",
        )
    )
    return cases


def _dates() -> list[Case]:
    cases = []
    for created in (
        "2026-01-05",
        "2026-01-05T00:00:00",
        "2026-02-30T00:00:00Z",
        "yesterday",
        "",
        "2026-01-05t00:00:00z",
    ):
        cases.append(_refused(f"made on '{created}'", _with(created=created), "created-malformed"))
    cases += [
        _refused(
            "signed without a time zone",
            signed(badge(), created="2026-01-05T00:00:00"),
            "created-malformed",
        ),
        _refused("an end that is no date", signed(badge(), expires="never"), "created-malformed"),
        _refused("made on another day", _with(created="2026-01-06T00:00:00Z"), "signature-wrong"),
        _refused(
            "made at the same time, written otherwise",
            _with(created="2026-01-05T00:00:00+00:00"),
            "signature-wrong",
        ),
        case(
            "signed with a date to come",
            signed(badge(), created="2027-01-01T00:00:00Z"),
            "not-yet-valid",
            {"dates": "not-yet-valid"},
        ),
        case(
            "signed six minutes from now",
            signed(badge(), created="2026-11-24T12:06:00Z"),
            "not-yet-valid",
            {"dates": "not-yet-valid"},
        ),
        case(
            "a proof past its own end",
            signed(badge(), expires="2026-11-24T11:59:59Z"),
            "expired",
            {"dates": "expired"},
        ),
        genuine("signed four minutes from now", signed(badge(), created="2026-11-24T12:04:00Z")),
        genuine("a proof with an end to come", signed(badge(), expires="2027-01-01T00:00:00Z")),
        genuine(
            "a proof with an id",
            signed(badge(), id="urn:uuid:00000000-0000-8000-8000-0000000000aa"),
        ),
        genuine("made before it is valid", signed(badge(), created="2025-01-01T00:00:00+02:00")),
    ]
    return cases


def _methods() -> list[Case]:
    cases = []
    for name, value in {
        "no fragment": DID,
        "an empty fragment": f"{DID}#",
        "two fragments": f"{EXAMPLE.method}#x",
        "nothing before the fragment": f"#{EXAMPLE.multibase}",
        "nothing": "",
    }.items():
        cases.append(_refused(f"a method with {name}", _with(verificationMethod=value), "key-form"))
    cases += [
        _refused("another fragment", _with(verificationMethod=f"{DID}#key-1"), "key-not-found"),
        _refused(
            "a stranger's method with a name for a key",
            _with(verificationMethod="did:web:example.org#key-1"),
            "key-not-found",
        ),
        _refused(
            "the key with a space after it",
            _with(verificationMethod=f"{EXAMPLE.method} "),
            "key-not-found",
        ),
        _refused(
            "another key in the fragment",
            _with(verificationMethod=f"{DID}#{STRANGER.multibase}"),
            "signature-wrong",
        ),
        _refused(
            "a method with a query",
            _with(verificationMethod=f"{DID}?x#{EXAMPLE.multibase}"),
            "signature-wrong",
        ),
    ]
    return cases


def _values() -> list[Case]:
    raw = canonical.decode_multibase(_VALUE, 64)
    number = int.from_bytes(raw[32:], "little") + _ORDER
    malleable = raw[:32] + number.to_bytes(32, "little")
    high = raw[:63] + bytes([raw[63] | 0xE0])
    forms = {
        "nothing": "",
        "z alone": "z",
        "a space before": f" {_VALUE}",
        "a space after": f"{_VALUE} ",
        "a newline after": f"{_VALUE}\n",
        "a space inside": f"{_VALUE[:9]} {_VALUE[9:]}",
        "no multibase sign": _VALUE[1:],
        "Z in place of z": f"Z{_VALUE[1:]}",
        "z twice": f"z{_VALUE}",
        "a 1 before the digits": f"z1{_VALUE[1:]}",
        "63 bytes": canonical.encode_multibase(raw[:63]),
        "65 bytes": canonical.encode_multibase(raw + b"\0"),
        "64 bytes and a zero before": canonical.encode_multibase(b"\0" + raw),
        "a letter that base58 does not have": f"{_VALUE[:-1]}0",
        "an O": f"{_VALUE[:-1]}O",
        "a full-width letter": f"{_VALUE[:-1]}\uff21",
        "base64url": "u" + canonical.base64url_encode(raw),
        "base64url after a z": "z" + canonical.base64url_encode(raw),
        "hexadecimal": "f" + raw.hex(),
        "a very long one": "z" + "2" * 5_000,
        "S + L, the same signature to careless readers": canonical.encode_multibase(malleable),
        "S far beyond L": canonical.encode_multibase(high),
    }
    cases = [
        _refused(f"the signature: {name}", _with(proofValue=value), "proof-value-form")
        for name, value in forms.items()
    ]
    flipped = {
        "a bit of R": bytes([raw[0] ^ 1]) + raw[1:],
        "a bit of S": raw[:32] + bytes([raw[32] ^ 1]) + raw[33:],
        "all zeros": bytes(64),
        "R and S exchanged, as far as S < L lets": raw[32:] + bytes(32),
    }
    cases += [
        _refused(
            f"the signature: {name}",
            _with(proofValue=canonical.encode_multibase(value)),
            "signature-wrong",
        )
        for name, value in flipped.items()
    ]
    return cases


def _others() -> list[Case]:
    """Good signatures of something else."""
    config = proof_config()
    of_stranger = canonical.encode_multibase(signature(badge(), STRANGER, config))
    of_config = canonical.encode_multibase(EXAMPLE.private.sign(b"\0" * 64))
    other = signed(badge(id="urn:uuid:00000000-0000-8000-8000-000000000001"))
    listed = {name: value for name, value in GOOD.items() if name != "proof"}
    ed25519_2020 = "https://w3id.org/security/suites/ed25519-2020/v1"
    old = {**badge(), "@context": [*badge()["@context"], ed25519_2020]}
    other_context = {**badge(), "@context": [contexts.CREDENTIALS_V2, contexts.OPEN_BADGES_3_0_2]}
    return [
        _refused(
            "a stranger's signature under the issuer's key",
            _with(proofValue=of_stranger),
            "signature-wrong",
        ),
        _refused("a signature over nothing", _with(proofValue=of_config), "signature-wrong"),
        _refused(
            "the proof of another badge of the issuer",
            {**GOOD, "proof": other["proof"]},
            "signature-wrong",
        ),
        _refused("the same badge signed with the hashes exchanged", _swapped(), "signature-wrong"),
        genuine("the proof as a single object", {**listed, "proof": _PROOF}),
        genuine(
            "the members of the proof in another order",
            {**listed, "proof": [dict(reversed(_PROOF.items()))]},
        ),
        genuine("signed under another list of contexts", signed(other_context)),
        genuine(
            "an Ed25519Signature2020", signed(old, type="Ed25519Signature2020", cryptosuite=None)
        ),
        genuine(
            "a second signing of the same", signed(badge(), created="2026-02-01T12:30:00.5+11:00")
        ),
    ]


def _swapped() -> Json:
    config = proof_config()
    context = GOOD["@context"]
    texts = [
        canonical.nquads_of_expanded(canonical.expand(document))
        for document in (badge(), {"@context": context, **config})
    ]
    data = b"".join(hashlib.sha256(each.encode()).digest() for each in texts)
    value = canonical.encode_multibase(EXAMPLE.private.sign(data))
    return changed(GOOD, lambda d: d["proof"][0].update(proofValue=value))


def family() -> Family:
    """Return the cases of rule 5."""
    cases = [*_others(), *_count(), *_members(), *_kinds(), *_dates(), *_methods(), *_values()]
    return Family("proof", "Rule 5: one proof of exactly the accepted form.", tuple(cases))
