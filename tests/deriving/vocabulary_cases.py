"""Rule 2: contexts that are not exactly an allowed list, and names that bend what others mean."""

from typing import Any

from badgesite import canonical, contexts
from deriving.bench import (
    DID,
    GOOD,
    Case,
    Family,
    Json,
    altered,
    badge,
    case,
    changed,
    genuine,
    signed,
    text,
)

_OB = contexts.OPEN_BADGES
_V2 = contexts.CREDENTIALS_V2


def _set(document: Json, path: tuple[Any, ...], value: Any) -> Json:
    def change(copy: Json) -> None:
        place: Any = copy
        for step in path[:-1]:
            place = place[step]
        place[path[-1]] = value

    return changed(document, change)


def _contexts() -> list[Case]:
    hide = {"validUntil": "https://example.org/never"}
    strange: dict[str, Any] = {
        "no list at all": _V2,
        "an object": {"@vocab": "https://example.org/"},
        "an empty list": [],
        "the credentials context alone": [_V2],
        "the badges' context alone": [_OB],
        "in the other order": [_OB, _V2],
        "one of them twice": [_V2, _OB, _OB],
        "a third that nobody knows": [_V2, _OB, "https://example.org/context.json"],
        "a third before them": ["https://example.org/context.json", _V2, _OB],
        "an inline one after them": [_V2, _OB, hide],
        "an inline one before them": [hide, _V2, _OB],
        "an empty inline one": [_V2, _OB, {}],
        "an inline @vocab": [_V2, _OB, {"@vocab": "https://example.org/"}],
        "an inline @base": [_V2, _OB, {"@base": "https://example.org/"}],
        "null among them": [_V2, _OB, None],
        "a number": 5,
        "null": None,
        "a list in the list": [[_V2, _OB]],
        "http in place of https": [_V2.replace("https", "http"), _OB],
        "a slash more": [f"{_V2}/", _OB],
        "a fragment": [f"{_V2}#", _OB],
        "capitals": [_V2.replace("www", "WWW"), _OB],
        "the extensions of Open Badges": [_V2, _OB, _OB.replace("context-3.0.3", "extensions")],
    }
    return [
        case(
            f"context: {name}",
            {**GOOD, "@context": context},
            "could-not-check",
            {"format": "?context-unknown"},
        )
        for name, context in strange.items()
    ]


def _below() -> list[Case]:
    subject, achievement = ("credentialSubject",), ("credentialSubject", "achievement")
    places: dict[str, tuple[Any, ...]] = {
        "the subject": subject,
        "the achievement": achievement,
        "the issuer": ("issuer",),
        "the status entry": ("credentialStatus",),
        "the evidence": ("evidence", 0),
        "the proof": ("proof", 0),
    }
    cases = []
    for where, path in places.items():
        for name, value in (
            ("@context", {"validUntil": "https://example.org/never"}),
            ("@context", [_V2, _OB]),
            ("@type", "https://example.org/Extra"),
            ("@id", "https://example.org/other"),
        ):
            kind = " list" if isinstance(value, list) else ""
            cases.append(_keyword(f"{name}{kind} in {where}", path, name, value))
    for name in (
        "@id",
        "@type",
        "@graph",
        "@included",
        "@reverse",
        "@nest",
        "@index",
        "@direction",
    ):
        cases.append(_keyword(f"{name} at the top", (), name, {}))
    cases += [
        _keyword("a text as a value object", ("name",), None, {"@value": "Bread Baker"}),
        _keyword(
            "a date as a typed value object",
            ("validUntil",),
            None,
            {"@type": "http://www.w3.org/2001/XMLSchema#dateTime", "@value": GOOD["validUntil"]},
        ),
        _keyword("a set object", ("evidence",), None, {"@set": GOOD["evidence"]}),
        _keyword("a list object", ("evidence",), None, {"@list": GOOD["evidence"]}),
        _keyword(
            "a text with a direction, which is not signed",
            ("name",),
            None,
            {"@value": "Bread Baker", "@language": "en", "@direction": "rtl"},
        ),
        _keyword(
            "a text whose language is no language tag",
            ("name",),
            None,
            {"@value": "Bread Baker", "@language": "en> <x"},
        ),
        _keyword("a name that only looks like a keyword", (), "@extra", 1),
    ]
    return cases


def _inside() -> list[Case]:
    """Endorsements as others embed them: with contexts of their own, which are not read here."""
    endorsement: Json = {
        "@context": [_V2, _OB],
        "id": "urn:uuid:00000000-0000-8000-8000-0000000000e1",
        "type": ["VerifiableCredential", "EndorsementCredential"],
        "name": "Endorsed by the guild",
        "issuer": {"id": "did:web:guild.example", "type": ["Profile"], "name": "Guild"},
        "validFrom": "2026-01-01T00:00:00Z",
        "credentialSubject": {"id": DID, "type": ["EndorsementSubject"]},
    }
    achievement = ("credentialSubject", "achievement", "endorsement")
    cases = [
        case(
            f"an endorsement with {what} in {where}",
            _set(GOOD, path, [{**endorsement, "@context": value}]),
            "could-not-check",
            {"format": "?context-unknown"},
        )
        for what, value in (
            ("contexts of its own", [_V2, _OB]),
            ("one context", _V2),
            ("a context that we do not know", ["https://example.org/context"]),
        )
        for where, path in (("the badge", ("endorsement",)), ("the achievement", achievement))
    ]
    for what, bad in (
        ("a context written out", {**endorsement, "@context": [_V2, {"name": "urn:x:name"}]}),
        ("an empty context in a list", {**endorsement, "@context": [_V2, None]}),
        ("two contexts in one address", {**endorsement, "@context": f"{_V2} {_OB}"}),
        ("no type of a credential", {**endorsement, "type": ["EndorsementCredential"]}),
    ):
        document = _set(GOOD, ("endorsement",), [bad])
        cases.append(
            altered(f"an endorsement with {what}", document, "format", "keyword-below-top")
        )
    first = {**GOOD, "x:y": 1, "endorsement": [endorsement]}
    cases.append(altered("an endorsement after a renamed term", first, "format", "term-renamed"))
    return cases


def _keyword(name: str, path: tuple[Any, ...], member: str | None, value: Any) -> Case:
    whole = (*path, member) if member else path
    return altered(name, _set(GOOD, whole, value), "format", "keyword-below-top")


def _renamed() -> list[Case]:
    """Every member under its full IRI, with the value that leaves the signed data as it was."""
    cases = []
    for path in (
        (),
        ("credentialSubject",),
        ("credentialSubject", "achievement"),
        ("credentialStatus",),
    ):
        for term, iri, value in _full(path):
            where = path[-1] if path else "the credential"
            cases.append(_rename(f"{term} of {where} as its full IRI", path, term, iri, value))
    until = "https://www.w3.org/2018/credentials#validUntil"
    status = "https://www.w3.org/2018/credentials#credentialStatus"
    gone = signed(badge(validUntil="2026-02-01T00:00:00Z"))
    cases += [
        _rename(
            "an expired one, validUntil renamed",
            (),
            "validUntil",
            until,
            _typed("2026-02-01T00:00:00Z"),
            gone,
        ),
        _rename("validUntil renamed, as a plain text", (), "validUntil", until, GOOD["validUntil"]),
        _rename(
            "a status under its full IRI", (), "credentialStatus", status, GOOD["credentialStatus"]
        ),
        _rename(
            "validUntil renamed with a prefix",
            (),
            "validUntil",
            "cred:validUntil",
            GOOD["validUntil"],
        ),
        altered(
            "an unsigned member under a full IRI",
            {**GOOD, "https://example.org/x": 1},
            "format",
            "term-renamed",
        ),
        altered("a blank node as a member's name", {**GOOD, "_:x": 1}, "format", "term-renamed"),
        altered("a colon as a name", {**GOOD, ":": 1}, "format", "term-renamed"),
    ]
    return cases


def _typed(date: str) -> Json:
    return {"@type": "http://www.w3.org/2001/XMLSchema#dateTime", "@value": date}


def _full(path: tuple[str, ...]) -> list[tuple[str, str, Any]]:
    """Return term, full IRI and expanded value of the members at a path of the good credential."""
    unsecured = {name: value for name, value in GOOD.items() if name != "proof"}
    node: Json = canonical.expand(unsecured)[0]
    ours: Json = unsecured
    for step in path:
        node = next(value[0] for iri, value in node.items() if iri.endswith(f"#{step}"))
        ours = ours[step]
    found = []
    for term in ours:
        iris = [
            iri
            for iri in node
            if ":" in iri and iri.rsplit("#")[-1].rsplit("/")[-1].lower() == term.lower()
        ]
        found += [(term, iri, node[iri]) for iri in iris]
    return found


def _rename(
    name: str, path: tuple[str, ...], term: str, iri: str, value: Any, document: Json = GOOD
) -> Case:
    def change(copy: Json) -> None:
        place: Any = copy
        for step in path:
            place = place[step]
        place.pop(term)
        place[iri] = value

    return altered(name, changed(document, change), "format", "term-renamed")


def _nulls() -> list[Case]:
    paths: tuple[tuple[Any, ...], ...] = (
        ("validUntil",),
        ("credentialStatus",),
        ("extra",),
        ("issuer", "extra"),
        ("credentialSubject", "extra"),
        ("credentialSubject", "achievement", "name"),
        ("evidence", 0),
        ("proof", 0, "extra"),
    )
    cases = [
        altered(
            f"null as {'.'.join(map(str, path))}", _set(GOOD, path, None), "format", "null-value"
        )
        for path in paths
    ]
    cases.append(
        altered(
            "null in a list",
            {**GOOD, "evidence": [*GOOD["evidence"], None]},
            "format",
            "null-value",
        )
    )
    return cases


def _good() -> list[Case]:
    two = [
        {"@value": "Bread Baker", "@language": "en"},
        {"@value": "Bäckerin", "@language": "de-AT"},
    ]
    lists = {
        "Open Badges 3.0.2": [_V2, contexts.OPEN_BADGES_3_0_2],
        "a proof's context between": [_V2, contexts.DATA_INTEGRITY_V2, _OB],
    }
    cases = [
        genuine(f"contexts: {name}", text(signed(badge(**{"@context": names}))))
        for name, names in lists.items()
    ]
    old = [contexts.CREDENTIALS_V1, contexts.OPEN_BADGES_3_0_1, contexts.DATA_INTEGRITY_V2]
    cases += [
        genuine(
            "contexts: credentials v1",
            signed(badge(**{"@context": old}, credentialStatus=None)),
        ),
        genuine("a name in two languages", signed(badge(name=two))),
        genuine("a description in one language", signed(badge(description=two[:1]))),
        genuine("right-to-left, emoji and combining text", signed(badge(name="خباز 🍞 é"))),
        genuine(
            "the other name of the badge's type",
            signed(badge(type=["VerifiableCredential", "AchievementCredential"])),
        ),
    ]
    return cases


def family() -> Family:
    """Return the cases of rule 2."""
    cases = [*_good(), *_contexts(), *_below(), *_inside(), *_renamed(), *_nulls()]
    return Family(
        "vocabulary", "Rule 2: allowed contexts, and nothing that bends them below.", tuple(cases)
    )
