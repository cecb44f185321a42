"""The documents are what the standards ask for, and say no more than the content does."""

import json
import re
from datetime import date

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from jsonschema import Draft201909Validator, FormatChecker
from msgspec.structs import replace

from badgesite import credentials
from badgesite.canonical import nquads
from badgesite.credentials import content_digest
from badgesite.model import (
    DIGESTED,
    Badge,
    Issuer,
    KeyState,
    PublicKey,
    Skill,
    Unlock,
)
from issued import (
    AWARD,
    BADGE,
    FULL_AWARD,
    FULL_BADGE,
    FULL_SITE,
    LEARNER,
    SITE,
    VECTORS,
    entry_of,
    needs_vectors,
    unsigned,
)

FIRST = "z6MkrJVnaZkeFzdQyMZu1cgjg7k1pZZ6pvBQ7XJPt4swbTQ2"
SECOND = "z6MksZds9KZBavDgTiENJ16A1TJSS6wqyzwayTsPWM5hXxN5"


# ------------------------------------------------------------------ the credential
def test_the_least_credential_has_these_members_and_no_others() -> None:
    document = unsigned()
    assert list(document) == [
        "@context",
        "id",
        "type",
        "name",
        "description",
        "image",
        "issuer",
        "validFrom",
        "awardedDate",
        "credentialSubject",
        "credentialStatus",
    ]
    assert document["@context"] == [
        "https://www.w3.org/ns/credentials/v2",
        "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json",
    ]
    assert document["type"] == ["VerifiableCredential", "OpenBadgeCredential"]
    assert document["id"] == f"urn:uuid:{entry_of().uuid}"
    assert entry_of().uuid.version == 8
    assert document["issuer"] == {
        "id": "did:web:localhost%3A8000",
        "type": ["Profile"],
        "name": "Harbour First Aid",
        "url": "http://localhost:8000/",
    }
    assert document["credentialStatus"] == {
        "id": "http://localhost:8000/status/1.json#94567",
        "type": "BitstringStatusListEntry",
        "statusPurpose": "revocation",
        "statusListIndex": "94567",
        "statusListCredential": "http://localhost:8000/status/1.json",
    }


def test_the_achievement_keeps_one_identifier_over_all_versions() -> None:
    first, second = unsigned(), unsigned(badge=replace(BADGE, version="2"))
    achievements = [each["credentialSubject"]["achievement"] for each in (first, second)]
    assert {each["id"] for each in achievements} == {
        "http://localhost:8000/badges/rope/achievement.json"
    }
    assert [each["version"] for each in achievements] == ["1", "2"]


def test_no_member_is_null_or_empty_and_lists_stay_lists() -> None:
    def walk(value: object) -> None:
        assert value not in (None, [], {}, "")
        for each in value.values() if isinstance(value, dict) else value:
            if isinstance(each, dict | list):
                walk(each)

    walk(unsigned())
    full = unsigned(FULL_SITE, FULL_BADGE, replace(FULL_AWARD, evidence=("https://e.example/a",)))
    walk(full)
    assert full["evidence"] == [{"id": "https://e.example/a", "type": ["Evidence"]}]
    assert isinstance(full["credentialSubject"]["result"], list)


def test_days_are_days_in_the_site_s_time_zone() -> None:
    sydney = replace(SITE, timezone="Australia/Sydney")
    document = unsigned(sydney, expires=date(2028, 3, 1))
    assert document["validFrom"] == "2026-03-01T00:00:00+11:00"
    assert document["awardedDate"] == document["validFrom"]
    assert document["validUntil"] == "2028-03-01T23:59:59+11:00"
    assert credentials.created(document) == document["validFrom"]


def test_two_credentials_of_one_learner_cannot_be_linked_by_their_subject() -> None:
    one, other = unsigned(), unsigned(award=replace(AWARD, awarded=date(2026, 3, 2)))
    assert one["credentialSubject"]["id"] != other["credentialSubject"]["id"]
    assert one["credentialSubject"]["identifier"] == other["credentialSubject"]["identifier"]


def test_the_public_name_is_all_that_is_said_of_a_person() -> None:
    learner = replace(LEARNER, bio="born in Bamburgh", slug="grace")
    document = unsigned(learner=learner)
    subject = document["credentialSubject"]
    assert subject["identifier"] == [
        {
            "type": "IdentityObject",
            "hashed": False,
            "identityHash": "Grace Darling",
            "identityType": "name",
        }
    ]
    assert "Bamburgh" not in json.dumps(document)


def test_a_skill_with_an_address_is_an_alignment_and_one_without_a_tag() -> None:
    achievement = unsigned(badge=FULL_BADGE)["credentialSubject"]["achievement"]
    assert achievement["tag"] == ["Knots"]
    assert achievement["alignment"][0] == {
        "type": ["Alignment"],
        "targetName": "Rescue",
        "targetUrl": "https://skills.example/1",
        "targetFramework": "Skills of Example",
        "targetCode": "R-1",
        "targetType": "ceasn:Competency",
    }


def test_a_result_belongs_to_a_description_in_the_same_achievement() -> None:
    subject = unsigned(award=FULL_AWARD)["credentialSubject"]
    described = [each["id"] for each in subject["achievement"]["resultDescription"]]
    assert [each["resultDescription"] for each in subject["result"]] == described


def test_a_stacked_credential_names_each_part_once_by_the_digest_of_its_bytes() -> None:
    files = [("https://a.example/rules", b"abc"), ("https://a.example/part", b"")]
    document = unsigned(related=credentials.related([*files, files[0]]))
    assert document["relatedResource"] == [
        {
            "id": "https://a.example/rules",
            "digestSRI": "sha256-ungWv48Bz+pBQUDeXa4iI7ADYaOWF3qctBD/YfIAFa0=",
            "mediaType": "application/json",
        },
        {
            "id": "https://a.example/part",
            "digestSRI": "sha256-47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=",
            "mediaType": "application/json",
        },
    ]


# ------------------------------------------------------------------ the official schema
@pytest.fixture(scope="module")
def schema() -> Draft201909Validator:
    path = VECTORS / "schemas/ob_v3p0_achievementcredential_schema.json"
    return Draft201909Validator(
        json.loads(path.read_text(encoding="utf-8")), format_checker=FormatChecker()
    )


words = st.text(st.characters(exclude_categories=["Cs", "Cc"]), min_size=1, max_size=20)
skills = st.lists(
    st.builds(
        Skill,
        words,
        st.none() | st.just("https://skills.example/1"),
        st.none() | words,
        st.none() | words,
    ),
    max_size=3,
)


@needs_vectors
@settings(max_examples=50, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(
    badge=st.builds(
        Badge,
        st.just("rope"),
        words,
        words,
        words,
        st.text(st.characters(exclude_categories=["Cs", "Cc"]), max_size=20),
        skills=skills.map(tuple),
        credits=st.none() | st.floats(0, 500),
        achievement_type=st.sampled_from(["Badge", "Certification", "ext:Own"]),
    ),
    narrative=st.none() | words,
    result=st.none() | words,
    evidence=st.lists(st.sampled_from(["https://e.example/a", "http://e.example/ü"]), max_size=3),
    expires=st.none() | st.dates(date(2026, 3, 2), date(9000, 1, 1)),
    issuer=st.builds(
        Issuer, words, st.none() | st.just("https://a.example/"), st.none() | st.just("a@b.example")
    ),
    stacked=st.booleans(),
)
def test_documents_of_every_shape_fit_the_official_schema(
    schema: Draft201909Validator,
    badge: Badge,
    narrative: str | None,
    result: str | None,
    evidence: list[str],
    expires: date | None,
    issuer: Issuer,
    stacked: bool,
) -> None:
    award = replace(AWARD, narrative=narrative, result=result, evidence=tuple(evidence))
    related = credentials.related([("https://a.example/x", b"x")]) if stacked else ()
    document = unsigned(
        replace(SITE, issuer=issuer), badge, award, expires=expires, related=related
    )
    errors = [f"{error.json_path}: {error.message}" for error in schema.iter_errors(document)]
    assert errors == []


# ------------------------------------------------------------------ the achievement's own file
def test_the_achievement_file_says_what_the_credential_says() -> None:
    document = credentials.achievement(SITE, FULL_BADGE)
    embedded = unsigned(badge=FULL_BADGE)["credentialSubject"]["achievement"]
    assert document == {"@context": document["@context"], **embedded}
    assert nquads(document)


# ------------------------------------------------------------------ did.json
@pytest.mark.parametrize(
    ("base", "did"),
    [
        ("https://badges.example.org/", "did:web:badges.example.org"),
        ("https://name.github.io/repo/", "did:web:name.github.io:repo"),
        ("https://a.example/one/two/", "did:web:a.example:one:two"),
        ("http://localhost:8000/", "did:web:localhost%3A8000"),
        ("https://a.example:8443/base/", "did:web:a.example%3A8443:base"),
    ],
)
def test_the_did_follows_from_the_address(base: str, did: str) -> None:
    site = replace(SITE, url=base)
    document = credentials.did_document(site, [PublicKey(FIRST, date(2026, 1, 1))])
    assert document["id"] == did
    assert document["alsoKnownAs"] == [base]
    assert document["verificationMethod"] == [
        {
            "id": f"{did}#{FIRST}",
            "type": "Multikey",
            "controller": did,
            "publicKeyMultibase": FIRST,
        }
    ]
    assert document["assertionMethod"] == [f"{did}#{FIRST}"]


def test_a_retired_key_goes_on_vouching_for_what_it_signed() -> None:
    retired = PublicKey(FIRST, date(2025, 1, 1), KeyState.RETIRED, date(2026, 1, 1))
    document = credentials.did_document(SITE, [retired, PublicKey(SECOND, date(2026, 1, 1))])
    assert len(document["assertionMethod"]) == 2
    assert not {"expires", "revoked"} & set(document["verificationMethod"][0])


def test_a_compromised_key_is_revoked_and_vouches_for_nothing() -> None:
    lost = PublicKey(FIRST, date(2025, 1, 1), KeyState.COMPROMISED, date(2026, 1, 1))
    document = credentials.did_document(SITE, [lost, PublicKey(SECOND, date(2026, 1, 1))])
    assert document["assertionMethod"] == [f"did:web:localhost%3A8000#{SECOND}"]
    assert document["verificationMethod"][0]["revoked"] == "2026-01-01T00:00:00Z"


# ------------------------------------------------------------------ what the register remembers
def parts(**changes: object) -> tuple[str, ...]:
    given = {"site": SITE, "badge": BADGE, "award": AWARD, "learner": LEARNER, **changes}
    return tuple(content_digest(**given).split("-"))  # type: ignore[arg-type]


STACKED = replace(AWARD, unlock=Unlock("way", "1", (AWARD.key,)))


@pytest.mark.parametrize(
    ("changes", "part"),
    [
        ({"badge": replace(BADGE, name="Ropes")}, "badge"),
        ({"badge": replace(BADGE, description="x")}, "badge"),
        ({"badge": replace(BADGE, criteria="x")}, "badge"),
        ({"badge": replace(BADGE, version="2")}, "badge"),
        ({"badge": replace(BADGE, validity="P3Y")}, "badge"),
        ({"badge": replace(BADGE, skills=(Skill("x"),))}, "badge"),
        ({"badge": replace(BADGE, credits=1)}, "badge"),
        ({"learner": replace(LEARNER, name="Grace Horsley Darling")}, "learner"),
        ({"award": replace(AWARD, expires=date(2027, 1, 1))}, "award badge"),
        ({"award": replace(AWARD, evidence=("https://e.example/a",))}, "award"),
        ({"award": replace(AWARD, narrative="x")}, "award"),
        ({"award": STACKED}, "award"),
        ({"site": replace(SITE, timezone="Europe/London")}, "site"),
        ({"site": replace(SITE, issuer=Issuer("Other"))}, "site"),
        ({"site": replace(SITE, languages=("de",))}, "site"),
        ({"site": replace(SITE, salt="another")}, "site"),
    ],
)
def test_the_digest_tells_which_part_has_changed(changes: dict, part: str) -> None:
    names = [
        name
        for name, was, is_ in zip(DIGESTED[:4], parts(), parts(**changes), strict=True)
        if was != is_
    ]
    assert set(names) == set(part.split())


@pytest.mark.parametrize(
    "changes",
    [
        {"site": replace(SITE, url="https://elsewhere.example/base/")},
        {"site": replace(SITE, tagline="x", name="Other name of the site")},
        {"badge": replace(BADGE, price="10", earn_at="https://a.example", icon="star", level=3)},
        {"learner": replace(LEARNER, bio="x", slug="grace")},
        {"award": replace(AWARD, waived="x")},
    ],
)
def test_what_is_not_in_the_credential_changes_no_digest(changes: dict) -> None:
    assert parts(**changes) == parts()


def test_a_digest_is_four_times_sixteen_hexadecimal_digits() -> None:
    assert [bool(re.fullmatch("[0-9a-f]{16}", part)) for part in parts()] == [True] * 4
