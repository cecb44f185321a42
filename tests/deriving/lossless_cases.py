"""Rules 3 and 4: what no signature covers, and what would take for ever."""

import copy
from typing import Any

from deriving.bench import (
    BASE,
    DID,
    GOOD,
    Case,
    Family,
    Json,
    altered,
    badge,
    changed,
    falsely_signed,
    genuine,
    signed,
)

_PLACES: dict[str, tuple[Any, ...]] = {
    "the credential": (),
    "the subject": ("credentialSubject",),
    "the achievement": ("credentialSubject", "achievement"),
    "the criteria": ("credentialSubject", "achievement", "criteria"),
    "the identifier": ("credentialSubject", "identifier", 0),
    "the issuer": ("issuer",),
    "the status entry": ("credentialStatus",),
    "the evidence": ("evidence", 0),
}


def _at(document: Json, path: tuple[Any, ...]) -> Any:
    for step in path:
        document = document[step]
    return document


def _extra() -> list[Case]:
    cases = []
    for where, path in _PLACES.items():
        for member, value in (
            ("honours", "with distinction"),
            ("grade", {"type": "A"}),
            ("tags", ["x"]),
        ):
            document = changed(GOOD, lambda d, p=path, m=member, v=value: _at(d, p).update({m: v}))
            cases.append(_lost(f"an unsigned {member} in {where}", document))
    terms_of_others: dict[str, tuple[tuple[Any, ...], str, Any]] = {
        "validUntil in the subject": (("credentialSubject",), "validUntil", "2099-01-01T00:00:00Z"),
        "a second status in the subject": (
            ("credentialSubject",),
            "credentialStatus",
            GOOD["credentialStatus"],
        ),
        "achievement at the top": ((), "achievement", GOOD["credentialSubject"]["achievement"]),
        "a proof in the subject": (("credentialSubject",), "proof", GOOD["proof"]),
        "identityHash in the subject": (("credentialSubject",), "identityHash", "Eve"),
        "level, which is not in the context": (("credentialSubject", "achievement"), "level", "2"),
        "an empty name": ((), "", "x"),
        "a name of spaces": ((), " ", "x"),
        "a term in capitals": ((), "ValidUntil", "2020-01-01T00:00:00Z"),
        "a term with a space before it": ((), " validUntil", "2020-01-01T00:00:00Z"),
        "a term with a zero-width space": ((), "validUntil\u200b", "2020-01-01T00:00:00Z"),
        "a term with a look-alike letter": ((), "v\u0430lidUntil", "2020-01-01T00:00:00Z"),
        "toString": ((), "toString", "x"),
        "hasOwnProperty": ((), "hasOwnProperty", "x"),
        "valueOf in the subject": (("credentialSubject",), "valueOf", "x"),
        "then": ((), "then", "x"),
        "length": ((), "length", 5),
        "credentialSchema, whose type is not in the contexts": (
            (),
            "credentialSchema",
            [{"id": "https://example.org/schema.json", "type": "1EdTechJsonSchemaValidator2019"}],
        ),
    }
    for name, (path, member, value) in terms_of_others.items():
        document = changed(GOOD, lambda d, p=path, m=member, v=value: _at(d, p).update({m: v}))
        reason = "iri-malformed" if member == "credentialSchema" else "term-not-signed"
        cases.append(altered(name, document, "format", reason))
    return cases


def _lost(name: str, document: Json) -> Case:
    return altered(name, document, "format", "term-not-signed")


def _empty() -> list[Case]:
    cases = [
        _lost(f"an empty list as {name}", {**GOOD, name: []})
        for name in ("evidence", "validUntil", "credentialStatus", "description")
    ]
    cases.append(_lost("an unknown empty list", {**GOOD, "extra": []}))
    cases.append(_lost("an unknown empty object", {**GOOD, "extra": {}}))
    return cases


def _values() -> list[Case]:
    def with_subject(**members: Any) -> Json:
        return changed(GOOD, lambda d: d["credentialSubject"].update(members))

    def with_identifier(**members: Any) -> Json:
        return changed(GOOD, lambda d: d["credentialSubject"]["identifier"][0].update(members))

    lists = changed(GOOD, lambda d: d.update(evidence=[d["evidence"]]))
    return [
        altered(
            "a number as a text, which is signed alike",
            with_subject(creditsEarned="2.5E0"),
            "format",
            "value-form",
        ),
        altered(
            "false as a text, which many read as true",
            with_identifier(hashed="false"),
            "format",
            "value-form",
        ),
        altered("0 in place of false", with_identifier(hashed=0), "format", "value-form"),
        altered("a date as a number", {**GOOD, "validUntil": 2028}, "format", "value-form"),
        altered("a date as true", {**GOOD, "validUntil": True}, "format", "value-form"),
        altered("a list in a list", lists, "format", "value-form"),
    ]


def _identifiers() -> list[Case]:
    malformed = {
        "a relative id": "credential.json",
        "an empty id": "",
        "an id with a space": "urn:uuid:a b",
        "an id that writes N-Quads": "urn:x> <urn:p> <urn:o> .\n<urn:y",
        "an id with a brace": "urn:{x}",
        "an id without a scheme": "//example.org/x",
    }
    cases = [
        altered(name, falsely_signed(badge(id=value)), "format", "iri-malformed")
        for name, value in malformed.items()
    ]
    blank = {
        "a blank node as id": badge(id="_:b0"),
        "a blank node as the issuer": badge(issuer="_:b0"),
        "a blank node as a type": badge(
            type=["VerifiableCredential", "OpenBadgeCredential", "_:b0"]
        ),
        "a blank node as evidence": badge(evidence=["_:b0"]),
    }
    cases += [
        altered(name, falsely_signed(document), "format", "blank-node-named")
        for name, document in blank.items()
    ]
    cases += [
        altered(
            "an unknown type",
            {**GOOD, "type": [*GOOD["type"], "HonoursDegree"]},
            "format",
            "iri-malformed",
        ),
        altered(
            "a type as its full IRI",
            {
                **GOOD,
                "type": [
                    "VerifiableCredential",
                    "OpenBadgeCredential",
                    "https://example.org/HonoursDegree",
                ],
            },
            "signature",
            "signature-wrong",
        ),
        _lost(
            "the subject's type as its full IRI",
            changed(
                GOOD,
                lambda d: d["credentialSubject"].update(
                    type="https://purl.imsglobal.org/spec/vc/ob/vocab.html#AchievementSubject"
                ),
            ),
        ),
        altered(
            "an id that looks like a keyword", {**GOOD, "id": "@none"}, "format", "term-not-signed"
        ),
        _lost("an id in a list of two", {**GOOD, "id": [GOOD["id"], "urn:x:y"]}),
    ]
    return cases


def _split() -> list[Case]:
    """One node, described in two places: in RDF nothing has changed."""
    about_itself = badge()
    about_itself["evidence"] = [{"id": about_itself["id"], "type": ["Evidence"]}]
    whole = signed(about_itself)

    def move(document: Json, member: str) -> None:
        document["evidence"][0][member] = document.pop(member)

    subject_too = badge()
    subject_too["evidence"] = [{"id": subject_too["credentialSubject"]["id"], "type": ["Evidence"]}]
    subject_signed = signed(subject_too)

    def split_subject(document: Json) -> None:
        document["evidence"][0]["type"] = ["Evidence", "AchievementSubject"]
        document["evidence"][0]["identifier"] = document["credentialSubject"].pop("identifier")

    def typed_move(document: Json) -> None:
        document["evidence"][0]["type"] = ["Evidence", "VerifiableCredential"]
        move(document, "validUntil")

    return [
        altered(
            "validUntil moved to evidence of the same id",
            changed(whole, typed_move),
            "format",
            "node-split",
        ),
        altered(
            "the learner's name moved to evidence of the same id",
            changed(subject_signed, split_subject),
            "format",
            "node-split",
        ),
        genuine("the credential named as its own evidence", whole),
        altered(
            "the issuer's name moved to the creator",
            changed(GOOD, _to_creator),
            "signature",
            "signature-wrong",
        ),
    ]


def _to_creator(document: Json) -> None:
    document["credentialSubject"]["achievement"]["creator"]["name"] = "Royal Bakers Guild"
    del document["issuer"]["name"]


def _bounds() -> list[Case]:
    many = [{"type": ["Evidence"], "name": f"Loaf {number}"} for number in range(250)]
    poison = badge()
    twigs = [{"type": ["Alignment"]} for _ in range(14)]
    poison["credentialSubject"]["result"] = [{"type": ["Result"], "alignment": twigs}] * 3
    wide = [{"type": ["Evidence"]} for _ in range(201)]
    return [
        altered(
            "250 pieces of evidence without an id",
            falsely_signed(badge(evidence=many)),
            "format",
            "too-complex",
        ),
        altered(
            "201 nodes that are all alike",
            falsely_signed(badge(evidence=wide)),
            "format",
            "too-complex",
        ),
        altered(
            "three branches alike with fourteen twigs alike",
            falsely_signed(poison),
            "format",
            "too-complex",
        ),
    ]


def _good() -> list[Case]:
    achievement = badge()["credentialSubject"]["achievement"]
    rich = {
        **achievement,
        "achievementType": "Badge",
        "criteria": {"id": f"{BASE}badges/bread/", "narrative": "Bake."},
        "image": {"id": f"{BASE}badges/bread/badge.png", "type": "Image", "caption": "A loaf"},
        "inLanguage": "en-GB",
        "version": "1",
        "creditsAvailable": 3,
        "humanCode": "B1",
        "fieldOfStudy": "Baking",
        "specialization": "Sourdough",
        "otherIdentifier": [
            {"type": "IdentifierEntry", "identifier": "B1", "identifierType": "identifier"}
        ],
        "related": [{"id": "https://example.org/brot", "type": ["Related"], "inLanguage": "de"}],
        "alignment": [
            {
                "type": ["Alignment"],
                "targetName": "Sourdough",
                "targetUrl": "https://example.org/skills/sourdough",
                "targetFramework": "Skills",
                "targetCode": "S1",
                "targetType": "ceasn:Competency",
            }
        ],
        "resultDescription": [
            {
                "id": "urn:uuid:00000000-0000-8000-8000-0000000000d1",
                "type": ["ResultDescription"],
                "name": "Grade",
                "resultType": "LetterGrade",
                "allowedValue": ["C", "B", "A"],
            }
        ],
    }
    subject = {
        **badge()["credentialSubject"],
        "achievement": rich,
        "activityStartDate": "2026-01-01T00:00:00Z",
        "licenseNumber": "L-1",
        "narrative": "She bakes.",
        "role": "Baker",
        "term": "Spring",
        "result": [
            {
                "type": ["Result"],
                "resultDescription": "urn:uuid:00000000-0000-8000-8000-0000000000d1",
                "value": "A",
            }
        ],
    }
    profile = {
        "id": DID,
        "type": ["Profile"],
        "name": "Leeds Bakers Guild",
        "url": "https://bakers.example",
        "email": "guild@bakers.example",
        "phone": "+44 113 4960000",
        "image": {"id": "https://bakers.example/logo.png", "type": "Image"},
        "address": {"type": ["Address"], "addressLocality": "Leeds", "addressCountryCode": "GB"},
    }
    evidence = [
        {
            "id": "https://example.org/loaf",
            "type": ["Evidence"],
            "name": "A loaf",
            "narrative": "Mine.",
            "genre": "Photo",
            "audience": "All",
        }
    ]
    reference = {
        **badge()["credentialSubject"],
        "achievement": {**achievement, "criteria": {"id": f"{BASE}badges/bread/"}},
    }
    alike = copy.deepcopy(badge())
    del alike["credentialSubject"]["id"]
    alike["credentialSubject"]["result"] = [{"type": ["Result"]} for _ in range(40)]
    nameless = {
        name: value
        for name, value in badge()["credentialSubject"].items()
        if name not in ("id", "identifier")
    }
    return [
        genuine("every field of the badge", signed(badge(credentialSubject=subject))),
        genuine("every field of the issuer", signed(badge(issuer=profile))),
        genuine(
            "every field of the evidence",
            signed(badge(evidence=evidence, awardedDate="2026-01-05T00:00:00Z")),
        ),
        genuine("the issuer as a bare identifier", signed(badge(issuer=DID))),
        genuine("criteria with an address only", signed(badge(credentialSubject=reference))),
        genuine(
            "no evidence, no end, no status",
            signed(badge(evidence=None, validUntil=None, credentialStatus=None)),
        ),
        genuine("a subject without an identifier", signed(badge(credentialSubject=nameless))),
        genuine("40 nodes alike below one without an id", signed(alike)),
        genuine("single values for lists of one", _unlisted()),
        genuine("lists of one for single values", _listed()),
        genuine(
            "twenty pieces of evidence without an id",
            signed(
                badge(evidence=[{"type": ["Evidence"], "name": f"Loaf {n}"} for n in range(20)])
            ),
        ),
        genuine(
            "related resources that are no pathway",
            signed(
                badge(
                    relatedResource=[
                        {
                            "id": "https://example.org/x",
                            "digestSRI": "sha256-47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=",
                        }
                    ]
                )
            ),
        ),
        genuine(
            "an image, a description, terms of use",
            signed(
                badge(
                    image={"id": f"{BASE}badges/bread/badge.png", "type": "Image"},
                    description="Bread",
                )
            ),
        ),
    ]


def _unlisted() -> Json:
    def change(document: Json) -> None:
        document["evidence"] = document["evidence"][0]
        document["issuer"]["type"] = "Profile"
        document["credentialSubject"]["type"] = "AchievementSubject"
        document["credentialSubject"]["identifier"] = document["credentialSubject"]["identifier"][0]
        document["proof"] = document["proof"][0]

    return changed(GOOD, change)


def _listed() -> Json:
    def change(document: Json) -> None:
        document["credentialStatus"] = [document["credentialStatus"]]
        document["name"] = [document["name"]]
        document["credentialSubject"]["creditsEarned"] = [2.5]

    return changed(GOOD, change)


def _members() -> list[Case]:
    subject = badge()["credentialSubject"]
    wrong: dict[str, Json] = {
        "no issuer": badge(issuer=None),
        "two issuers": badge(issuer=[DID, "did:web:example.org"]),
        "an issuer without an id": badge(issuer={"type": ["Profile"], "name": "Guild"}),
        "no subject": badge(credentialSubject=None),
        "two subjects": badge(credentialSubject=[subject, {**subject, "id": "urn:x:2"}]),
        "a subject that is a bare identifier": badge(credentialSubject="urn:x:1"),
        "two achievements": badge(
            credentialSubject={
                **subject,
                "achievement": [
                    subject["achievement"],
                    {**subject["achievement"], "id": "urn:x:2"},
                ],
            }
        ),
    }
    return [
        altered(name, signed(document), "format", "member-wrong")
        for name, document in wrong.items()
    ]


def _tampered() -> list[Case]:
    """Every member changed or taken away: the signature does not fit."""
    cases = []
    subject = ("credentialSubject",)
    achievement = (*subject, "achievement")
    changes: tuple[tuple[tuple[Any, ...], str, Any], ...] = (
        ((), "validUntil", "2099-01-01T00:00:00Z"),
        ((), "validUntil", None),
        ((), "validFrom", "2020-01-01T00:00:00Z"),
        ((), "credentialStatus", None),
        ((), "name", "Master Baker"),
        ((), "id", "urn:uuid:00000000-0000-8000-8000-000000000001"),
        ((), "evidence", None),
        (("issuer",), "name", "Royal Bakers Guild"),
        (subject, "id", "urn:uuid:00000000-0000-8000-8000-000000000002"),
        (subject, "creditsEarned", 250),
        ((*subject, "identifier", 0), "identityHash", "Eve Mallory"),
        ((*subject, "identifier", 0), "identityHash", "ada lovelace"),
        ((*subject, "identifier", 0), "hashed", True),
        (achievement, "name", "Master Baker"),
        (achievement, "id", f"{BASE}badges/master/achievement.json"),
        (achievement, "tag", ["bread", "baking", "rocketry"]),
        (("credentialStatus",), "statusListIndex", "94568"),
        (("credentialStatus",), "statusPurpose", "suspension"),
        (("credentialStatus",), "statusListCredential", f"{BASE}status/2.json"),
        (("evidence", 0), "id", "https://example.org/other"),
    )
    for path, member, value in changes:
        cases.append(_tamper(path, member, value))
    cases.append(
        altered(
            "a space at the end of the learner's name",
            changed(
                GOOD,
                lambda d: d["credentialSubject"]["identifier"][0].update(
                    identityHash="Ada Lovelace "
                ),
            ),
            "signature",
            "signature-wrong",
        )
    )
    cases.append(
        altered(
            "another issuer put in",
            {**GOOD, "issuer": {"id": "did:web:example.org", "type": ["Profile"]}},
            "signature",
            "signature-wrong",
        )
    )
    return cases


def _tamper(path: tuple[Any, ...], member: str, value: Any) -> Case:
    def change(document: Json) -> None:
        place = _at(document, path)
        if value is None:
            del place[member]
        else:
            place[member] = value

    verb = "taken away" if value is None else f"changed to {value}"
    name = f"{'.'.join(map(str, (*path, member)))} {verb}"[:90]
    return altered(name, changed(GOOD, change), "signature", "signature-wrong")


def family() -> Family:
    """Return the cases of rules 3 and 4."""
    cases = [
        *_good(),
        *_extra(),
        *_empty(),
        *_values(),
        *_identifiers(),
        *_split(),
        *_bounds(),
        *_members(),
        *_tampered(),
    ]
    return Family(
        "lossless", "Rules 3 and 4: everything is signed, and the work is bounded.", tuple(cases)
    )
