"""Rule 6: keys that are not the issuer's, and issuers that nobody knows."""

from typing import Any

from deriving.bench import (
    DID,
    DID_URL,
    EXAMPLE,
    GOOD,
    SECOND,
    STRANGER,
    STRANGER_DID,
    Case,
    Family,
    Json,
    Key,
    altered,
    badge,
    case,
    did_document,
    genuine,
    method,
    signed,
    text,
)

_STRANGERS_URL = "https://badges.stranger.example/.well-known/did.json"
_KEY_DID = f"did:key:{STRANGER.multibase}"
_DID_KEY = Key(STRANGER.private, _KEY_DID)


def _wrong(name: str, document: Json | str, reason: str, body: Json = GOOD) -> Case:
    """Return a case in which the issuer's document is another one."""
    data = text(document) if isinstance(document, dict) else document
    return altered(name, body, "issuer-key", reason, files={DID_URL: data})


def _open(name: str, data: Json | str | bytes | None, reason: str, body: Json = GOOD) -> Case:
    written = text(data) if isinstance(data, dict) else data
    # The status list needs the issuer's document too, so its signature cannot be judged either.
    return case(
        name,
        body,
        "could-not-check",
        {"issuer-key": f"?{reason}", "status": "?list-signature"},
        files={DID_URL: written},
    )


def _impostors() -> list[Case]:
    stranger = {_STRANGERS_URL: text(did_document(STRANGER_DID, (STRANGER,), alsoKnownAs=[]))}
    theirs = Key(STRANGER.private, DID)
    return [
        altered(
            "signed by a stranger, with the stranger's method",
            signed(badge(), STRANGER),
            "issuer-key",
            "issuer-differs",
            files=stranger,
        ),
        altered(
            "signed by a stranger under the issuer's name",
            signed(badge(), theirs),
            "issuer-key",
            "key-not-found",
        ),
        altered(
            "signed by a did:key in the issuer's name",
            signed(badge(), _DID_KEY),
            "issuer-key",
            "issuer-differs",
        ),
        altered(
            "the issuer's DID in capitals",
            signed(badge(issuer=DID.upper())),
            "issuer-key",
            "issuer-differs",
        ),
        altered(
            "the issuer's port not encoded",
            signed(badge(issuer="did:web:localhost:8000")),
            "issuer-key",
            "issuer-differs",
        ),
        altered(
            "an address as the issuer",
            signed(badge(issuer="http://localhost:8000/")),
            "issuer-key",
            "issuer-differs",
        ),
    ]


def _documents() -> list[Case]:
    with_second = did_document(keys=(EXAMPLE, SECOND))
    only_listed_second = {**with_second, "assertionMethod": [SECOND.method]}
    named = Key(EXAMPLE.private)
    by_name = f"{DID}#key-1"
    document_by_name = did_document(
        verificationMethod=[method(EXAMPLE, id=by_name)], assertionMethod=[by_name]
    )
    body_by_name = signed(badge(credentialStatus=None), named, verificationMethod=by_name)
    cases = [
        _wrong("another id", did_document(id="did:web:example.org"), "did-differs"),
        _wrong("no id", {k: v for k, v in did_document().items() if k != "id"}, "did-differs"),
        _wrong("an id in a list", did_document(id=[DID]), "did-differs"),
        _wrong("no keys", did_document(verificationMethod=[]), "key-not-found"),
        _wrong("another key only", did_document(keys=(SECOND,)), "key-not-found"),
        _wrong(
            "a relative id of the key",
            did_document(verificationMethod=[method(EXAMPLE, id=f"#{EXAMPLE.multibase}")]),
            "key-not-found",
        ),
        _wrong(
            "another controller",
            did_document(verificationMethod=[method(EXAMPLE, controller=STRANGER_DID)]),
            "controller-differs",
        ),
        _wrong(
            "no controller",
            did_document(
                verificationMethod=[{k: v for k, v in method(EXAMPLE).items() if k != "controller"}]
            ),
            "controller-differs",
        ),
        _wrong(
            "another key under the key's name",
            did_document(verificationMethod=[method(EXAMPLE, publicKeyMultibase=SECOND.multibase)]),
            "key-form",
        ),
        _wrong(
            "a revoked key",
            did_document(verificationMethod=[method(EXAMPLE, revoked="2026-06-01T00:00:00Z")]),
            "key-revoked",
        ),
        _wrong(
            "a key whose revocation is no date",
            did_document(verificationMethod=[method(EXAMPLE, revoked="yes")]),
            "key-revoked",
        ),
        _wrong(
            "a key that has expired",
            did_document(verificationMethod=[method(EXAMPLE, expires="2026-06-01T00:00:00Z")]),
            "key-expired",
        ),
        _wrong("a key for something else", only_listed_second, "key-not-listed"),
        _wrong(
            "no list of keys that may sign",
            {k: v for k, v in did_document().items() if k != "assertionMethod"},
            "key-not-listed",
        ),
        _wrong(
            "a key for authentication only",
            did_document(assertionMethod=[], authentication=[EXAMPLE.method]),
            "key-not-listed",
        ),
        _wrong(
            "the list has the key's name without the DID",
            did_document(assertionMethod=[f"#{EXAMPLE.multibase}"]),
            "key-not-listed",
        ),
        altered(
            "a named key that is not listed",
            body_by_name,
            "signature",
            "key-not-found",
            files={DID_URL: text({**document_by_name, "assertionMethod": []})},
        ),
        altered(
            "a named key that is another one",
            body_by_name,
            "signature",
            "signature-wrong",
            files={
                DID_URL: text(
                    did_document(
                        verificationMethod=[method(SECOND, id=by_name)], assertionMethod=[by_name]
                    )
                )
            },
        ),
        case(
            "a named key, document out of reach",
            body_by_name,
            "could-not-check",
            {"signature": "?key-unreachable"},
            files={DID_URL: None},
        ),
        case(
            "a named key, document broken",
            body_by_name,
            "could-not-check",
            {"signature": "?key-unreachable"},
            files={DID_URL: "{"},
        ),
        genuine("a named key", body_by_name, files={DID_URL: text(document_by_name)}),
        genuine(
            "a retired key beside the new one",
            GOOD,
            files={DID_URL: text(did_document(keys=(SECOND, EXAMPLE)))},
        ),
        genuine(
            "a key that expires later",
            GOOD,
            files={
                DID_URL: text(
                    did_document(
                        verificationMethod=[method(EXAMPLE, expires="2030-01-01T00:00:00Z")]
                    )
                )
            },
        ),
        genuine(
            "the key embedded in assertionMethod",
            GOOD,
            files={
                DID_URL: text(
                    did_document(verificationMethod=[], assertionMethod=[method(EXAMPLE)])
                )
            },
        ),
        genuine(
            "single values for lists of one",
            GOOD,
            files={
                DID_URL: text(
                    did_document(verificationMethod=method(EXAMPLE), assertionMethod=EXAMPLE.method)
                )
            },
        ),
        genuine(
            "members that we do not know",
            GOOD,
            files={
                DID_URL: text(
                    did_document(
                        service=[
                            {
                                "id": f"{DID}#x",
                                "type": "X",
                                "serviceEndpoint": "https://example.org",
                            }
                        ]
                    )
                )
            },
        ),
    ]
    return cases


def _broken() -> list[Case]:
    twice = text(did_document()).replace('"id":', f'"id":"{DID}","id":', 1)
    jwk: dict[str, Any] = {
        "type": "JsonWebKey2020",
        "publicKeyJwk": {"kty": "OKP", "crv": "Ed25519", "x": "AA"},
    }
    return [
        _open("out of reach", None, "did-unreachable"),
        _open("empty", "", "did-broken"),
        _open("a page in place of it", "<!doctype html><title>404</title>", "did-broken"),
        _open("cut short", text(did_document())[:-10], "did-broken"),
        _open("a list", "[]", "did-broken"),
        _open("a member twice", twice, "did-broken"),
        _open("a byte-order mark", b"\xef\xbb\xbf" + text(did_document()).encode(), "did-broken"),
        _open("nested too deeply", '{"id":' + "[" * 5_000, "did-broken"),
        _open(
            "two different keys under one name",
            did_document(
                verificationMethod=[
                    method(EXAMPLE),
                    method(EXAMPLE, publicKeyMultibase=SECOND.multibase),
                ]
            ),
            "did-broken",
        ),
        _open(
            "a key that expires on no day",
            did_document(verificationMethod=[method(EXAMPLE, expires="soon")]),
            "did-broken",
        ),
        _open(
            "a key of another kind",
            did_document(verificationMethod=[method(EXAMPLE, **jwk)]),
            "key-type-unknown",
        ),
        _open(
            "a key that is not one",
            did_document(verificationMethod=[method(EXAMPLE, publicKeyMultibase="z6MkX")]),
            "key-type-unknown",
        ),
    ]


def _unknown() -> list[Case]:
    of_stranger = badge(
        issuer={"id": STRANGER_DID, "type": ["Profile"], "name": "Leeds Bakers Guild"},
        credentialStatus=None,
    )
    body = signed(of_stranger, STRANGER)
    document = {_STRANGERS_URL: text(did_document(STRANGER_DID, (STRANGER,), alsoKnownAs=[]))}
    known = [{"did": STRANGER_DID, "name": "A stranger we know"}]
    by_key = signed(
        badge(issuer={"id": _KEY_DID, "type": ["Profile"]}, credentialStatus=None), _DID_KEY
    )
    example = Key(STRANGER.private, "did:example:123")
    by_example = signed(badge(issuer="did:example:123", credentialStatus=None), example)
    by_url = Key(STRANGER.private, "https://stranger.example/issuer")
    of_url = signed(badge(issuer=by_url.did, credentialStatus=None), by_url)
    in_path = Key(STRANGER.private, "did:web:stranger.example:people:eve")
    of_path = signed(badge(issuer=in_path.did, credentialStatus=None), in_path)
    return [
        case(
            "a stranger with the issuer's name",
            body,
            "unknown-issuer",
            {"issuer-known": "issuer-unknown"},
            files=document,
        ),
        genuine("a stranger whom the site knows", body, files=document, known=known),
        genuine(
            "the site of the stranger checks",
            body,
            files={
                DID_URL: None,
                "http://localhost:8000/.well-known/did.json": document[_STRANGERS_URL],
            },
            did=STRANGER_DID,
        ),
        case(
            "a stranger, document out of reach",
            body,
            "unknown-issuer",
            {"issuer-key": "?did-unreachable", "issuer-known": "issuer-unknown"},
        ),
        case(
            "a known stranger, document out of reach",
            body,
            "could-not-check",
            {"issuer-key": "?did-unreachable"},
            known=known,
        ),
        case("a did:key", by_key, "unknown-issuer", {"issuer-known": "issuer-unknown"}),
        genuine("a did:key that the site knows", by_key, known=[{"did": _KEY_DID, "name": "Eve"}]),
        case(
            "a DID of another method",
            by_example,
            "unknown-issuer",
            {"issuer-key": "?did-method-unknown", "issuer-known": "issuer-unknown"},
        ),
        case(
            "an https issuer whose document is there",
            of_url,
            "unknown-issuer",
            {"issuer-known": "issuer-unknown"},
            files={by_url.did: text(did_document(by_url.did, (by_url,), alsoKnownAs=[]))},
        ),
        case(
            "a did:web with a path",
            of_path,
            "unknown-issuer",
            {"issuer-known": "issuer-unknown"},
            files={
                "https://stranger.example/people/eve/did.json": text(
                    did_document(in_path.did, (in_path,), alsoKnownAs=[])
                )
            },
        ),
    ]


def family() -> Family:
    """Return the cases of rule 6."""
    cases = [*_impostors(), *_documents(), *_broken(), *_unknown()]
    return Family(
        "issuer", "Rule 6: the key is the issuer's, and the issuer is known.", tuple(cases)
    )
