"""Rule 8: withdrawn badges, and lists that prove nothing."""

from typing import Any

from badgesite import canonical
from badgesite.credentials.gzip_runs import gzip
from deriving.bench import (
    BASE,
    DID_URL,
    GOOD,
    GOOD_PLACE,
    LIST_URL,
    PAUSES_URL,
    REPLACED_PLACE,
    REPLACED_UUID,
    REVOKED_PLACE,
    STRANGER,
    STRANGER_DID,
    Case,
    Family,
    Json,
    badge,
    case,
    changed,
    encoded_list,
    entry,
    genuine,
    signed,
    status_list,
    text,
)


def _list(name: str, served: Json | str | bytes | None, reason: str, **more: Any) -> Case:
    """Return a case in which something else is at the list's address."""
    body = text(served) if isinstance(served, dict) else served
    files = {LIST_URL: body, **more}
    return case(f"list: {name}", GOOD, "could-not-check", {"status": f"?{reason}"}, files=files)


def _entry(name: str, reason: str, **members: Any) -> Case:
    """Return a case whose entry is signed like this; None takes a member away."""
    found = {k: v for k, v in {**entry(GOOD_PLACE), **members}.items() if v is not None}
    document = signed(badge(credentialStatus=found))
    return case(name, document, "could-not-check", {"status": f"?{reason}"})


def _withdrawn() -> list[Case]:
    replaced = badge(id=f"urn:uuid:{REPLACED_UUID}", credentialStatus=entry(REPLACED_PLACE))
    paused = entry(3, PAUSES_URL, "suspension")
    free = entry(4, PAUSES_URL, "suspension")
    revoked = signed(badge(credentialStatus=entry(REVOKED_PLACE)))
    said = f"{BASE}credentials/{REPLACED_UUID}/withdrawn.json"
    both = [entry(GOOD_PLACE), paused]
    expired = badge(credentialStatus=entry(REVOKED_PLACE), validUntil="2026-02-01T00:00:00Z")

    def revoked_case(name: str, document: Json, **more: Any) -> Case:
        return case(name, document, "revoked", {"status": "revoked"}, **more)

    return [
        revoked_case("revoked", revoked),
        case(
            "revoked and expired",
            signed(expired),
            "revoked",
            {"dates": "expired", "status": "revoked"},
        ),
        case("replaced", signed(replaced), "replaced", {"status": "replaced"}),
        revoked_case("replaced, and nothing says so", signed(replaced), files={said: None}),
        revoked_case("replaced, what says so is broken", signed(replaced), files={said: "{"}),
        revoked_case(
            "replaced, what says so is of another kind",
            signed(replaced),
            files={said: '{"kind":"restored"}'},
        ),
        revoked_case(
            "revoked, and so it is said",
            signed(replaced),
            files={said: '{"kind":"revoked","on":"2026-04-01","reason":"Given in error."}'},
        ),
        genuine(
            "a statement of withdrawal for a badge whose bit is not set",
            GOOD,
            files={f"{BASE}credentials/{GOOD['id'][9:]}/withdrawn.json": '{"kind":"revoked"}'},
        ),
        case(
            "suspended",
            signed(badge(credentialStatus=paused)),
            "suspended",
            {"status": "suspended"},
        ),
        genuine("not suspended", signed(badge(credentialStatus=free))),
        case(
            "suspended by the second entry",
            signed(badge(credentialStatus=both)),
            "suspended",
            {"status": "suspended"},
        ),
        revoked_case(
            "revoked and suspended", signed(badge(credentialStatus=[paused, entry(REVOKED_PLACE)]))
        ),
        revoked_case(
            "revoked, and another entry cannot be checked",
            signed(
                badge(credentialStatus=[entry(1, f"{BASE}status/9.json"), entry(REVOKED_PLACE)])
            ),
        ),
        case(
            "one entry good, one cannot be checked",
            signed(badge(credentialStatus=[entry(GOOD_PLACE), entry(1, f"{BASE}status/9.json")])),
            "could-not-check",
            {"status": "?list-unreachable"},
        ),
        case(
            "suspended, and an entry before it cannot be checked",
            signed(badge(credentialStatus=[entry(1, f"{BASE}status/9.json"), paused])),
            "suspended",
            {"status": "suspended"},
        ),
        genuine("the first place", signed(badge(credentialStatus=entry(0)))),
        genuine("the last place", signed(badge(credentialStatus=entry(131_071)))),
        revoked_case(
            "the last place, set",
            signed(badge(credentialStatus=entry(131_071))),
            files={LIST_URL: text(signed(status_list(131_071)))},
        ),
        genuine(
            "the neighbours of a set place",
            signed(badge(credentialStatus=entry(REVOKED_PLACE + 1))),
        ),
        genuine("no status", signed(badge(credentialStatus=None))),
    ]


def _entries() -> list[Case]:
    indexes: tuple[Any, ...] = (
        "007",
        "00",
        "-1",
        "+5",
        "5.0",
        "5e0",
        "0x5",
        " 5",
        "5 ",
        "",
        "five",
        "\u0665",
        "131072",
        "99999999999999",
        "1" * 40,
    )
    cases = [
        _entry(f"the index {index!r}", "index-form", statusListIndex=index) for index in indexes
    ]
    cases += [
        _entry("the index as a number", "index-form", statusListIndex=5),
        _entry("two indexes", "index-form", statusListIndex=["4", "5"]),
        _entry("no index", "index-form", statusListIndex=None),
        _entry("no list", "entry-form", statusListCredential=None),
        _entry("two lists", "entry-form", statusListCredential=[LIST_URL, PAUSES_URL]),
        _entry("a list with a fragment", "entry-form", statusListCredential=f"{LIST_URL}#list"),
        _entry("no purpose", "entry-form", statusPurpose=None),
        _entry("two purposes", "entry-form", statusPurpose=["revocation", "suspension"]),
        _entry("a purpose that nobody knows", "status-type-unknown", statusPurpose="Revocation"),
        _entry("the purpose message", "status-type-unknown", statusPurpose="message"),
        _entry("the purpose refresh", "status-type-unknown", statusPurpose="refresh"),
        _entry("two bits for each", "status-type-unknown", statusSize=2),
        genuine(
            "one bit for each, said so",
            signed(badge(credentialStatus={**entry(GOOD_PLACE), "statusSize": 1})),
        ),
        case(
            "an entry that is a bare identifier",
            signed(badge(credentialStatus=f"{LIST_URL}#5")),
            "could-not-check",
            {"status": "?entry-form"},
        ),
        case(
            "an entry of another type",
            signed(badge(credentialStatus={"id": f"{LIST_URL}#5", "type": "BitstringStatusList"})),
            "could-not-check",
            {"status": "?status-type-unknown"},
        ),
        case(
            "nine entries",
            signed(badge(credentialStatus=[entry(place) for place in range(20, 29)])),
            "could-not-check",
            {"status": "?entry-form"},
        ),
        _entry("the wrong purpose for this list", "list-purpose", statusPurpose="suspension"),
    ]
    return cases


def _lists() -> list[Case]:
    good = status_list(REVOKED_PLACE)
    stranger = {**good, "issuer": STRANGER_DID}
    subject = good["credentialSubject"]

    def with_subject(**members: Any) -> Json:
        kept = {k: v for k, v in {**subject, **members}.items() if v is not None}
        return signed({**good, "credentialSubject": kept})

    unsigned = {k: v for k, v in signed(good).items() if k != "proof"}
    cleared = changed(
        signed(good), lambda d: d["credentialSubject"].update(encodedList=encoded_list())
    )
    in_force = "2026-03-01T00:00:00Z"
    return [
        _list("out of reach", None, "list-unreachable"),
        _list("empty", "", "list-broken"),
        _list("a page in place of it", "<html></html>", "list-broken"),
        _list(
            "a member twice",
            text(signed(good)).replace('"type":', '"type":[],"type":', 1),
            "list-broken",
        ),
        _list("a badge in place of it", GOOD, "list-broken"),
        _list("another type", signed({**good, "type": ["VerifiableCredential"]}), "list-broken"),
        _list("an unsigned member", {**signed(good), "extra": 1}, "list-broken"),
        _list(
            "an unknown context",
            {**signed(good), "@context": ["https://example.org/x"]},
            "list-broken",
        ),
        _list("a date that is none", signed({**good, "validFrom": "2026-03-01"}), "list-broken"),
        _list(
            "another list of the issuer", signed(status_list(url=f"{BASE}status/2.json")), "list-id"
        ),
        _list("no id", signed({k: v for k, v in good.items() if k != "id"}), "list-id"),
        _list("a stranger's list", signed(stranger, STRANGER), "list-issuer"),
        _list("not signed", unsigned, "list-signature"),
        _list("bits cleared after signing", cleared, "list-signature"),
        _list("signed by a stranger", signed(good, STRANGER), "list-signature"),
        _list(
            "signed for authentication",
            signed(good, proofPurpose="authentication"),
            "list-signature",
        ),
        _list("two proofs", {**signed(good), "proof": signed(good)["proof"] * 2}, "list-signature"),
        _list(
            "signed with another suite",
            changed(signed(good), lambda d: d["proof"][0].update(cryptosuite="eddsa-jcs-2022")),
            "list-signature",
        ),
        _list(
            "past its end", signed({**good, "validUntil": "2026-11-24T11:59:59Z"}), "list-expired"
        ),
        _list(
            "not valid yet", signed({**good, "validFrom": "2026-12-01T00:00:00Z"}), "list-expired"
        ),
        _list(
            "signed with a date to come",
            signed(good, created="2026-12-01T00:00:00Z"),
            "list-expired",
        ),
        _list("a proof past its end", signed(good, expires=in_force), "list-expired"),
        _list(
            "a subject of another type",
            with_subject(type="BitstringStatusListEntry", encodedList=None),
            "list-broken",
        ),
        _list("another purpose", with_subject(statusPurpose="suspension"), "list-purpose"),
        _list("no purpose", with_subject(statusPurpose=None), "list-purpose"),
        genuine(
            "two purposes, one of them ours",
            GOOD,
            files={LIST_URL: text(with_subject(statusPurpose=["refresh", "revocation"]))},
        ),
        genuine(
            "with an end to come",
            GOOD,
            files={LIST_URL: text(signed({**good, "validUntil": "2026-12-24T00:00:00Z"}))},
        ),
        genuine("with ttl", GOOD, files={LIST_URL: text(with_subject(ttl=300_000))}),
        genuine(
            "without a beginning",
            GOOD,
            files={LIST_URL: text(signed({k: v for k, v in good.items() if k != "validFrom"}))},
        ),
        case(
            "issuer's document out of reach",
            GOOD,
            "could-not-check",
            {"issuer-key": "?did-unreachable", "status": "?list-unreachable"},
            files={DID_URL: None, LIST_URL: None},
        ),
    ]


def _bits() -> list[Case]:
    def encoded(value: Any) -> Json:
        document = status_list()
        document["credentialSubject"]["encodedList"] = value
        return signed(document)

    def packed(data: bytes) -> str:
        return "u" + canonical.base64url_encode(data)

    whole = gzip(bytes(16_384))
    return [
        _list("no bits", encoded(""), "list-broken"),
        _list("no multibase sign", encoded(encoded_list()[1:]), "list-broken"),
        _list(
            "base58 in place of base64url",
            encoded(canonical.encode_multibase(b"abc")),
            "list-broken",
        ),
        _list("padded", encoded(encoded_list() + "="), "list-broken"),
        _list("with the letters of base64", encoded("u+/+/"), "list-broken"),
        _list(
            "a space inside", encoded(f"{encoded_list()[:9]} {encoded_list()[9:]}"), "list-broken"
        ),
        _list("not packed", encoded(packed(bytes(16_384))), "list-broken"),
        _list("cut short", encoded(packed(whole[:-9])), "list-broken"),
        _list(
            "a wrong check sum", encoded(packed(whole[:-8] + bytes(4) + whole[-4:])), "list-broken"
        ),
        _list("two gzip members", encoded(packed(whole + whole)), "list-broken"),
        _list("bytes after the end", encoded(packed(whole + b"x")), "list-broken"),
        _list("too few places", encoded(packed(gzip(bytes(16_383)))), "list-too-short"),
        _list("one place", encoded(packed(gzip(b"\0"))), "list-too-short"),
        _list(
            "unpacks to more than a megabyte",
            encoded(packed(gzip(bytes(1_000_001)))),
            "list-too-large",
        ),
        _list("more than 200 kB as text", encoded("u" + "A" * 200_001), "list-too-large"),
        genuine(
            "a larger list", GOOD, files={LIST_URL: text(encoded(packed(gzip(bytes(100_000)))))}
        ),
        case(
            "a place beyond the end",
            signed(badge(credentialStatus=entry(131_072))),
            "could-not-check",
            {"status": "?index-form"},
        ),
    ]


def _seen() -> list[Case]:
    """A list that was served before, or an older one; its own date is 2026-03-01T00:00:00Z."""
    older = {"status": "?list-older"}
    revoked = signed(badge(credentialStatus=entry(REVOKED_PLACE)))
    same = ("2026-03-01T00:00:00Z", "2026-03-01T11:00:00+11:00", "2026-02-28T23:59:59Z")
    cases = [
        genuine(f"a list was seen before, of {date}", GOOD, seen={LIST_URL: date}) for date in same
    ]
    for date in ("2026-03-01T00:00:00.5Z", "2026-03-01T00:00:01Z", "2026-11-01T00:00:00Z"):
        name = f"a newer list was seen before, of {date}"
        cases.append(case(name, GOOD, "could-not-check", older, seen={LIST_URL: date}))
    newer = {LIST_URL: "2026-11-01T00:00:00Z"}
    return [
        *cases,
        genuine("another list was seen before", GOOD, seen={PAUSES_URL: "2026-11-01T00:00:00Z"}),
        case(
            "revoked by an older list, which is final",
            revoked,
            "revoked",
            {"status": "revoked"},
            seen=newer,
        ),
    ]


def family() -> Family:
    """Return the cases of rule 8."""
    cases = [*_withdrawn(), *_entries(), *_lists(), *_bits(), *_seen()]
    return Family("status", "Rule 8: withdrawn or not, by a list that proves it.", tuple(cases))
