"""Badges in other forms: VC-JWT, Comprehensive Learner Records 2.0 and Open Badges 2.0."""

from typing import Any

from cryptography.hazmat.primitives.asymmetric.padding import PKCS1v15
from cryptography.hazmat.primitives.asymmetric.rsa import (
    RSAPrivateNumbers,
    RSAPublicNumbers,
    rsa_crt_dmp1,
    rsa_crt_dmq1,
    rsa_crt_iqmp,
)
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from badgesite import contexts
from badgesite.canonical import base64url_encode
from deriving.bench import (
    DID,
    DID_URL,
    EXAMPLE,
    GOOD,
    NOW,
    REVOKED_PLACE,
    STRANGER,
    STRANGER_DID,
    Case,
    Family,
    Json,
    Key,
    altered,
    badge,
    case,
    changed,
    did_document,
    entry,
    genuine,
    method,
    outcome,
    signed,
    text,
)

# A key pair for RS256, public on purpose: the two primes.
_P = int(
    "f832b06a61799e346c889b4f42b4610c0d98253a37e39212cd91276ab86a8d0aa3bc505888ff4960"
    "73289542f7c15e18c1c5fc5959a3d9c66fc68835bfea0be0fcb0f6652e2671f0baf755b7c0fb3f53"
    "491d0112a9dd5cf4f10d729c262016dba384b2b8af6f7b6a3aecf72f12640739e9750a93c45c9733"
    "e67f951ee69d354d",
    16,
)
_Q = int(
    "e9a9ad13cfb6601573f2fd812fd838aafde8de88d2feceb4611a87721edb3bb5046b110865642bc6"
    "82590898a8215945b47a78315fb15d607d392431ccd48e2d1b98e1711cdfcbaf629286aed44a10d6"
    "cc4fd5a24de509163ff9a9e17626f0325fedb7c2a6cac40d8f1d592d9d351e89751d778e5267482d"
    "834de964581092b3",
    16,
)


def _rsa() -> Any:
    public = RSAPublicNumbers(65537, _P * _Q)
    d = pow(65537, -1, (_P - 1) * (_Q - 1))
    numbers = RSAPrivateNumbers(
        _P, _Q, d, rsa_crt_dmp1(d, _P), rsa_crt_dmq1(d, _Q), rsa_crt_iqmp(_P, _Q), public
    )
    return numbers.private_key()


_RSA = _rsa()


def _number(value: int) -> str:
    return base64url_encode(value.to_bytes((value.bit_length() + 7) // 8))


_RSA_JWK = {"kty": "RSA", "n": _number(_P * _Q), "e": "AQAB"}


def _okp(key: Key) -> Json:
    raw = key.private.public_key().public_bytes_raw()
    return {"kty": "OKP", "crv": "Ed25519", "x": base64url_encode(raw)}


_JWK_DID = "did:web:college.example"
_JWK_URL = "https://college.example/.well-known/did.json"
_KID = f"{_JWK_DID}#rsa-1"
_KEY_URL = "https://college.example/keys/1.json"


def _college(**changes: Any) -> Json:
    key = {"id": _KID, "type": "JsonWebKey", "controller": _JWK_DID, "publicKeyJwk": _RSA_JWK}
    return {
        **did_document(_JWK_DID, (), alsoKnownAs=[]),
        "verificationMethod": [{**key, **changes}],
        "assertionMethod": [_KID],
    }


# ------------------------------------------------------------------ VC-JWT
def _payload(document: Json, **claims: Any) -> Json:
    issuer = document["issuer"]
    repeated = {
        "iss": issuer["id"] if isinstance(issuer, dict) else issuer,
        "jti": document["id"],
        "sub": document["credentialSubject"].get("id"),
        "nbf": 1_767_571_200,
        **claims,
    }
    return {**document, **{name: value for name, value in repeated.items() if value is not None}}


def _jwt(payload: Json | str, header: Json, key: Any = None) -> str:
    body = payload if isinstance(payload, str) else text(payload)
    first = f"{base64url_encode(text(header).encode())}.{base64url_encode(body.encode())}"
    if isinstance(key, Key):
        value = key.private.sign(first.encode())
    else:
        value = _RSA.sign(first.encode(), PKCS1v15(), SHA256())
    return f"{first}.{base64url_encode(value)}"


def _ours(**claims: Any) -> Json:
    return _payload(badge(validUntil=None), **claims)


def _theirs(**changes: Any) -> Json:
    document = badge(issuer=_JWK_DID, validUntil=None, credentialStatus=None)
    return _payload({**document, **changes})


_OUR_HEADER = {"alg": "EdDSA", "typ": "JWT", "kid": EXAMPLE.method}
_RSA_HEADER = {"alg": "RS256", "typ": "JWT", "kid": _KID}
_COLLEGE = {_JWK_URL: text(_college())}
_KNOWN = [{"did": _JWK_DID, "name": "College"}]


def _good_jwts() -> list[Case]:
    ours = _jwt(_ours(), _OUR_HEADER, EXAMPLE)
    ends = _payload(badge(), exp=1_830_729_599)
    revoked = _payload(badge(validUntil=None, credentialStatus=entry(REVOKED_PLACE)))
    expired = _payload(badge(validUntil="2026-02-01T00:00:00Z"), exp=1_769_904_000)
    jwk = {"alg": "RS256", "jwk": _RSA_JWK}
    own_jwk = {"alg": "EdDSA", "jwk": _okp(EXAMPLE)}
    by_key = f"did:key:{STRANGER.multibase}"
    self_issued = _payload(badge(issuer=by_key, validUntil=None, credentialStatus=None))
    their_key = {"alg": "EdDSA", "kid": f"{by_key}#{STRANGER.multibase}"}
    hosted = {"alg": "RS256", "kid": _KEY_URL}
    rsa = _jwt(_theirs(), _RSA_HEADER)
    no_college = {"issuer_key": "?did-unreachable", "issuer_known": "issuer-unknown"}
    return [
        genuine("JWT by EdDSA, the key in the issuer's document", ours),
        genuine("JWT with an end", _jwt(ends, _OUR_HEADER, EXAMPLE)),
        genuine("JWT with white space around it", f"\n{ours}\n"),
        genuine("JWT with its key in its header", _jwt(_ours(), own_jwk, EXAMPLE)),
        genuine("JWT by RS256", rsa, files=_COLLEGE, known=_KNOWN),
        genuine(
            "JWT by RS256, its key in its header",
            _jwt(_theirs(), jwk),
            files=_COLLEGE,
            known=_KNOWN,
        ),
        genuine(
            "JWT by RS256, its key in a file of the issuer",
            _jwt(_theirs(), hosted),
            files={_KEY_URL: text(_RSA_JWK)},
            known=_KNOWN,
        ),
        case(
            "JWT by RS256, issuer not known",
            rsa,
            "unknown-issuer",
            {"issuer_known": "issuer-unknown"},
            files=_COLLEGE,
        ),
        case(
            "JWT by RS256, out of reach", rsa, "could-not-check", {"signature": "?key-unreachable"}
        ),
        case(
            "JWT by RS256, its key in its header, document out of reach",
            _jwt(_theirs(), jwk),
            "unknown-issuer",
            no_college,
        ),
        case(
            "JWT by a did:key",
            _jwt(self_issued, their_key, STRANGER),
            "unknown-issuer",
            {"issuer_known": "issuer-unknown"},
        ),
        case("JWT, revoked", _jwt(revoked, _OUR_HEADER, EXAMPLE), "revoked", {"status": "revoked"}),
        case("JWT, expired", _jwt(expired, _OUR_HEADER, EXAMPLE), "expired", {"dates": "expired"}),
    ]


def _bad_jwts() -> list[Case]:
    ours = _jwt(_ours(), _OUR_HEADER, EXAMPLE)
    head, body, value = ours.split(".")
    legacy = _jwt({"vc": badge(), "iss": DID}, _OUR_HEADER, EXAMPLE)
    other = base64url_encode(text(_payload(badge(name="Master Baker", validUntil=None))).encode())
    cases = [
        case("JWT with a vc claim", legacy, "could-not-check", {"format": "?form-unknown"}),
        case(
            "JWT without a badge",
            _jwt({"iss": DID}, _OUR_HEADER, EXAMPLE),
            "not-a-badge",
            {"format": "not-a-badge"},
        ),
        case("JWT of two parts", f"{head}.{body}", "not-a-badge", {"format": "not-a-badge"}),
        case("JWT of four parts", f"{ours}.{value}", "not-a-badge", {"format": "not-a-badge"}),
        case("JWT, padded", f"{head}.{body}=.{value}", "not-a-badge", {"format": "not-a-badge"}),
        case(
            "JWT, a space inside",
            f"{head} .{body}.{value}",
            "not-a-badge",
            {"format": "not-a-badge"},
        ),
        altered(
            "JWT with a name twice",
            _jwt(text(_ours()).replace('"name":', '"name":"x","name":', 1), _OUR_HEADER, EXAMPLE),
            "format",
            "duplicate-name",
        ),
        altered(
            "JWT with an unsigned term",
            _jwt({**_ours(), "extra": 1}, _OUR_HEADER, EXAMPLE),
            "format",
            "term-not-signed",
        ),
        altered(
            "JWT with another payload", f"{head}.{other}.{value}", "signature", "signature-wrong"
        ),
        altered("JWT without a signature", f"{head}.{body}.", "signature", "signature-wrong"),
        altered(
            "JWT signed by a stranger",
            _jwt(_ours(), _OUR_HEADER, STRANGER),
            "signature",
            "signature-wrong",
        ),
    ]
    wrong = {
        "iss": STRANGER_DID,
        "jti": "urn:x:y",
        "sub": "urn:x:y",
        "nbf": 5,
        "exp": 1_830_729_599,
    }
    for claim, value_of in wrong.items():
        cases.append(
            altered(
                f"JWT, {claim} says another thing",
                _jwt(_ours(**{claim: value_of}), _OUR_HEADER, EXAMPLE),
                "format",
                "member-wrong",
            )
        )
    for algorithm in ("none", "HS256", "ES256", "RS512", "rs256", "", None, 5):
        header = {**_OUR_HEADER, "alg": algorithm}
        cases.append(
            case(
                f"JWT, alg {algorithm!r}",
                _jwt(_ours(), header, EXAMPLE),
                "could-not-check",
                {"signature": "?suite-unknown"},
            )
        )
    headers: dict[str, tuple[Json, str]] = {
        "crit": ({**_OUR_HEADER, "crit": ["exp"]}, "proof-members"),
        "b64": ({**_OUR_HEADER, "b64": False}, "proof-members"),
        "a private key": ({"alg": "EdDSA", "jwk": {**_okp(EXAMPLE), "d": "AA"}}, "proof-members"),
        "x5u": ({**_OUR_HEADER, "x5u": "https://example.org"}, "proof-members"),
        "both kid and jwk": ({**_OUR_HEADER, "jwk": _okp(EXAMPLE)}, "key-form"),
        "a kid that is a number": ({"alg": "EdDSA", "kid": 5}, "key-form"),
        "a jwk of another kind": ({"alg": "EdDSA", "jwk": {"kty": "oct", "k": "AA"}}, "key-form"),
        "RS256 with an Ed25519 key": ({**_OUR_HEADER, "alg": "RS256"}, "key-form"),
        "a kid of somebody else": ({"alg": "EdDSA", "kid": STRANGER.method}, "key-not-found"),
        "a kid that the issuer does not have": (
            {"alg": "EdDSA", "kid": f"{DID}#x"},
            "key-not-found",
        ),
    }
    for name, (header, reason) in headers.items():
        cases.append(
            altered(f"JWT with {name}", _jwt(_ours(), header, EXAMPLE), "signature", reason)
        )
    cases += [
        case(
            "JWT with neither kid nor jwk",
            _jwt(_ours(), {"alg": "EdDSA"}, EXAMPLE),
            "could-not-check",
            {"signature": "?key-unreachable"},
        ),
        altered(
            "JWT with a stranger's key in its header",
            _jwt(_ours(), {"alg": "EdDSA", "jwk": _okp(STRANGER)}, STRANGER),
            "issuer-key",
            "key-not-found",
        ),
        altered(
            "JWT by a did:key in the issuer's name",
            _jwt(_ours(), {"alg": "EdDSA", "kid": f"did:key:{STRANGER.multibase}"}, STRANGER),
            "issuer-key",
            "issuer-differs",
        ),
        altered(
            "JWT, its key in a file of somebody else",
            _jwt(_ours(), {"alg": "RS256", "kid": _KEY_URL}),
            "issuer-key",
            "issuer-differs",
            files={_KEY_URL: text(_RSA_JWK)},
        ),
        altered(
            "JWT, its key revoked",
            _jwt(_ours(), {"alg": "EdDSA", "jwk": _okp(EXAMPLE)}, EXAMPLE),
            "issuer-key",
            "key-revoked",
            files={DID_URL: text(did_document(verificationMethod=[method(EXAMPLE, revoked=NOW)]))},
        ),
        case(
            "JWT, its key's file broken",
            _jwt(_theirs(), {"alg": "RS256", "kid": _KEY_URL}),
            "could-not-check",
            {"signature": "?key-unreachable"},
            files={_KEY_URL: "{"},
        ),
        case(
            "JWT, its key's file has a short key",
            _jwt(_theirs(), {"alg": "RS256", "kid": _KEY_URL}),
            "could-not-check",
            {"signature": "?key-unreachable"},
            files={_KEY_URL: text({"kty": "RSA", "n": _number(2**511 + 1), "e": "AQAB"})},
        ),
    ]
    return cases


# ------------------------------------------------------------------ CLR
def _clr(*inner: Any, **changes: Any) -> Json:
    return {
        "@context": [contexts.CREDENTIALS_V2, contexts.CLR, contexts.OPEN_BADGES],
        "id": "urn:uuid:00000000-0000-8000-8000-0000000000c1",
        "type": ["VerifiableCredential", "ClrCredential"],
        "name": "Transcript",
        "issuer": {"id": DID, "type": ["Profile"], "name": "Leeds Bakers Guild"},
        "validFrom": "2026-02-01T00:00:00Z",
        "credentialSubject": {
            "id": "urn:uuid:7d1e3f0c-1a52-8a44-9b60-4f5a6b1c2d3e",
            "type": ["ClrSubject"],
            "verifiableCredential": list(inner),
            "association": [
                {
                    "type": "Association",
                    "associationType": "isParentOf",
                    "sourceId": "urn:a:b",
                    "targetId": "urn:c:d",
                }
            ],
        },
        **changes,
    }


def _clrs() -> list[Case]:
    second = signed(badge(id="urn:uuid:00000000-0000-8000-8000-000000000002"))
    broken = changed(GOOD, lambda d: d.update(name="Master Baker"))
    revoked = signed(badge(credentialStatus=entry(REVOKED_PLACE)))
    whole = signed(_clr(GOOD, second))

    def swap(document: Json) -> None:
        document["credentialSubject"]["verifiableCredential"][0]["name"] = "Master Baker"

    def bend(document: Json) -> None:
        document["credentialSubject"]["verifiableCredential"][0]["@context"].append({"x": "y:z"})

    return [
        genuine("CLR with one badge", signed(_clr(GOOD))),
        genuine("CLR with two badges", whole),
        genuine(
            "CLR with an expired badge",
            signed(_clr(signed(badge(validUntil="2026-02-01T00:00:00Z")))),
        ),
        case(
            "CLR with a badge altered before it was signed",
            signed(_clr(broken)),
            "could-not-check",
            {},
        ),
        case("CLR with a revoked badge", signed(_clr(revoked)), "could-not-check", {}),
        case(
            "CLR, revoked itself",
            signed(_clr(GOOD, credentialStatus=entry(REVOKED_PLACE))),
            "revoked",
            {"status": "revoked"},
        ),
        altered(
            "CLR, a badge inside altered", changed(whole, swap), "signature", "signature-wrong"
        ),
        altered(
            "CLR, a badge taken out",
            changed(whole, lambda d: d["credentialSubject"]["verifiableCredential"].pop()),
            "signature",
            "signature-wrong",
        ),
        altered("CLR, another context inside", changed(whole, bend), "format", "keyword-below-top"),
        altered(
            "CLR with an unsigned member", {**whole, "grade": "A"}, "format", "term-not-signed"
        ),
        altered("CLR without a proof", _clr(GOOD), "signature", "proof-missing"),
        case(
            "CLR with the extensions' context",
            {
                **whole,
                "@context": [
                    *whole["@context"],
                    "https://purl.imsglobal.org/spec/ob/v3p0/extensions.json",
                ],
            },
            "could-not-check",
            {"format": "?context-unknown"},
        ),
    ]


# ------------------------------------------------------------------ Open Badges 2.0
_HOST = "https://badges.old.example"
_PROFILE = f"{_HOST}/issuer.json"
_OLD = [{"did": _PROFILE, "name": "Old school"}]


def _assertion(**changes: Any) -> Json:
    document = {
        "@context": "https://w3id.org/openbadges/v2",
        "type": "Assertion",
        "id": f"{_HOST}/assertions/1.json",
        "recipient": {"type": "email", "hashed": True, "identity": "sha256$00"},
        "badge": f"{_HOST}/badge.json",
        "verification": {"type": "hosted"},
        "issuedOn": "2020-05-01T00:00:00Z",
        **changes,
    }
    return {name: value for name, value in document.items() if value is not None}


def _old_world(assertion: Json | None = None, **profile: Any) -> dict[str, Any]:
    pem = _RSA.public_key().public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo).decode()
    context = "https://w3id.org/openbadges/v2"
    files = {
        f"{_HOST}/badge.json": {
            "@context": context,
            "type": "BadgeClass",
            "id": f"{_HOST}/badge.json",
            "name": "Old bread",
            "description": "Bread",
            "criteria": {"narrative": "Bake"},
            "issuer": _PROFILE,
        },
        _PROFILE: {
            "@context": context,
            "type": "Issuer",
            "id": _PROFILE,
            "name": "Old school",
            "url": _HOST,
            "publicKey": f"{_HOST}/key.json",
            **profile,
        },
        f"{_HOST}/key.json": {
            "@context": context,
            "type": "CryptographicKey",
            "id": f"{_HOST}/key.json",
            "owner": _PROFILE,
            "publicKeyPem": pem,
        },
    }
    if assertion is not None:
        files[assertion["id"]] = assertion
    return {url: text(document) for url, document in files.items()}


def _hosted() -> list[Case]:
    good = _assertion()
    revoked = _assertion(revoked=True, revocationReason="by mistake")
    world = _old_world(good)
    expired = _assertion(expires="2021-05-01T00:00:00Z")
    evil = _assertion(id="https://evil.example/1.json")
    told = {"id": good["id"], "revoked": True}
    elsewhere = "https://elsewhere.example/badge.json"
    lent = _assertion(id="https://evil.example/1.json", badge=elsewhere)
    lent_badge = {"id": elsewhere, "name": "x", "issuer": _PROFILE}
    unreachable = {"signature": "?host-unreachable"}
    passed_two = outcome()[:2]
    return [
        genuine("OB 2.0, hosted, issuer known", good, files=world, known=_OLD),
        case(
            "OB 2.0, hosted",
            good,
            "unknown-issuer",
            {"issuer_known": "issuer-unknown"},
            files=world,
        ),
        case("OB 2.0, out of reach", good, "could-not-check", unreachable),
        case(
            "OB 2.0, its address serves no JSON",
            good,
            "could-not-check",
            unreachable,
            files={**world, good["id"]: "<html>"},
        ),
        Case(
            "OB 2.0, badge out of reach",
            text(good),
            "could-not-check",
            [*passed_two, ["issuer-key", "could-not-check", "did-unreachable"]],
            files={**world, f"{_HOST}/badge.json": None},
            known=_OLD,
        ),
        case(
            "OB 2.0, revoked",
            good,
            "revoked",
            {"status": "revoked"},
            files=_old_world(revoked),
            known=_OLD,
        ),
        case(
            "OB 2.0, revoked, its address says no more",
            good,
            "revoked",
            {"status": "revoked"},
            files={**world, good["id"]: text(told)},
            known=_OLD,
        ),
        case(
            "OB 2.0, expired",
            expired,
            "expired",
            {"dates": "expired"},
            files=_old_world(expired),
            known=_OLD,
        ),
        altered(
            "OB 2.0, another day than its address serves",
            _assertion(issuedOn="2021-05-01T00:00:00Z"),
            "signature",
            "hosted-differs",
            files=world,
        ),
        altered(
            "OB 2.0, another recipient",
            _assertion(recipient={"type": "email", "hashed": False, "identity": "eve@example.org"}),
            "signature",
            "hosted-differs",
            files=world,
        ),
        altered(
            "OB 2.0, hosted by somebody else",
            evil,
            "issuer-key",
            "issuer-differs",
            files={**world, **_old_world(evil)},
        ),
        altered(
            "OB 2.0, badge class of somebody else",
            lent,
            "issuer-key",
            "issuer-differs",
            files={**_old_world(lent), elsewhere: text(lent_badge)},
        ),
        altered(
            "OB 2.0, a date without a zone",
            _assertion(issuedOn="2020-05-01"),
            "format",
            "date-malformed",
            files=world,
        ),
        altered(
            "OB 2.0, no address", _assertion(id=None, verification=None), "format", "member-wrong"
        ),
    ]


def _old_signed() -> list[Case]:
    creator = {"type": "signed", "creator": f"{_HOST}/key.json"}
    document = _assertion(verification=creator, id="urn:uuid:00000000-0000-8000-8000-000000000020")
    whole = _jwt(document, {"alg": "RS256"})
    head, _, value = whole.split(".")
    other = base64url_encode(text({**document, "issuedOn": "2021-05-01T00:00:00Z"}).encode())
    listed = {"revocationList": f"{_HOST}/revoked.json"}
    entries = {"type": "RevocationList", "issuer": _PROFILE, "revokedAssertions": [document["id"]]}
    no_key = _old_world(publicKey=f"{_HOST}/other.json")
    theirs = changed(
        document, lambda d: d["verification"].update(creator="https://evil.example/key.json")
    )
    evil_key = _old_world()[f"{_HOST}/key.json"]
    return [
        genuine("OB 2.0, signed, issuer known", whole, files=_old_world(), known=_OLD),
        case(
            "OB 2.0, signed",
            whole,
            "unknown-issuer",
            {"issuer_known": "issuer-unknown"},
            files=_old_world(),
        ),
        case(
            "OB 2.0, signed, key out of reach",
            whole,
            "could-not-check",
            {"signature": "?key-unreachable"},
        ),
        case(
            "OB 2.0, signed and revoked",
            whole,
            "revoked",
            {"status": "revoked"},
            files={**_old_world(**listed), listed["revocationList"]: text(entries)},
            known=_OLD,
        ),
        case(
            "OB 2.0, signed, list out of reach",
            whole,
            "could-not-check",
            {"status": "?list-unreachable"},
            files=_old_world(**listed),
            known=_OLD,
        ),
        genuine(
            "OB 2.0, signed, a list of what is no text",
            whole,
            files={
                **_old_world(**listed),
                listed["revocationList"]: text(
                    {**entries, "revokedAssertions": [{"id": ["a"], "uid": {}}, {"id": 7}, 7]}
                ),
            },
            known=_OLD,
        ),
        genuine(
            "OB 2.0, signed, not on the list",
            whole,
            files={
                **_old_world(**listed),
                listed["revocationList"]: text(
                    {**entries, "revokedAssertions": [{"id": "urn:x:y"}]}
                ),
            },
            known=_OLD,
        ),
        altered(
            "OB 2.0, signed, another payload",
            f"{head}.{other}.{value}",
            "signature",
            "signature-wrong",
            files=_old_world(),
        ),
        altered(
            "OB 2.0, signed, a key that the issuer does not name",
            whole,
            "issuer-key",
            "key-not-listed",
            files=no_key,
        ),
        altered(
            "OB 2.0, signed, a copy of the key elsewhere",
            _jwt(theirs, {"alg": "RS256"}),
            "issuer-key",
            "issuer-differs",
            files={**_old_world(), "https://evil.example/key.json": evil_key},
        ),
    ]


def family() -> Family:
    """Return the cases of other forms."""
    cases = [*_good_jwts(), *_bad_jwts(), *_clrs(), *_hosted(), *_old_signed()]
    return Family("foreign", "VC-JWT, CLR 2.0 and Open Badges 2.0.", tuple(cases))
