"""Stacks that rest on other issuers' badges, transcripts of pathways, waivers that are shown."""

import base64
import hashlib
import json
import shutil
import subprocess
from datetime import UTC, date, datetime
from pathlib import Path

import jsonschema
import pytest
from msgspec.structs import replace

from badgesite import signing
from badgesite.addresses import transcript_uuid
from badgesite.build import Request, build, check_all, recognising
from badgesite.build import read as read_content
from badgesite.cache import MemoryCache
from badgesite.canonical import json_bytes
from badgesite.credentials.baked import bake_svg, unbake_svg
from badgesite.credentials.transcript import Course, fits
from badgesite.errors import ContentError
from badgesite.model import ForeignAward, Pathway
from badgesite.progress import derived_awards
from badgesite.verifying import SiteFolder, Verdict, verify
from boats import ACHIEVEMENT, DID, KEY, WEB_DID, boat_badge, did_document
from conftest import NODE, Example, Quiet
from issued import BADGE, VECTORS, needs_vectors, read
from provider import pathway, write

NOW = datetime(2026, 12, 1, 12, tzinfo=UTC)
FLORENCE = "learners/florence-nightingale"


WAY = pathway(
    "  - id: one\n    steps:\n      - rope\n      - id: crew\n        foreign:\n"
    f"          {{issuer: '{DID}', achievement: '{ACHIEVEMENT}', name: Boat Crew}}\n"
)
MINE = "learners/grace/crew.json"


def provider(root: Path, **files: str | bytes) -> Path:
    """A provider whose pathway asks for one badge of theirs and one of another issuer."""
    return write(root, {"pathways/way.md": WAY, **files})


def codes(root: Path) -> list[str]:
    return [each.code for each in check_all(root) if each.code != "register-missing"]


def recognised(root: Path) -> tuple[ForeignAward, ...]:
    return read_content(root)[0].recognised


def finals(root: Path) -> list[tuple[str, date, tuple[str, ...]]]:
    """The final badges that rules give: to whom, when, and the files of others they rest on."""
    awards = derived_awards(read_content(root)[0])
    return [(each.learner, each.awarded, each.unlock.foreign) for each in awards if each.unlock]


# ------------------------------------------------------------------ recognised by the build
def test_a_good_badge_of_another_issuer_counts_and_completes_the_pathway(tmp_path: Path) -> None:
    root = provider(tmp_path, **{MINE: boat_badge()})
    assert codes(root) == []
    (award,) = recognised(root)
    assert (award.learner, award.issuer, award.achievement) == ("grace", DID, ACHIEVEMENT)
    assert (award.awarded, award.expires, award.name) == (date(2026, 2, 1), None, "Boat Crew")
    assert finals(root) == [("grace", date(2026, 3, 1), (MINE,))]


def test_without_the_file_the_pathway_is_not_complete(tmp_path: Path) -> None:
    assert finals(provider(tmp_path)) == []


def test_an_altered_file_stops_the_build_and_says_where(tmp_path: Path) -> None:
    root = provider(tmp_path, **{MINE: boat_badge().replace(b"Crews a boat", b"Flies a plane")})
    with pytest.raises(ContentError) as caught:
        read_content(root)
    (problem,) = caught.value.problems
    assert problem.origin.path == f"content/{MINE}"
    assert problem.sentence.startswith("this file has been changed")


def test_what_is_no_badge_stops_the_build(tmp_path: Path) -> None:
    assert codes(provider(tmp_path, **{MINE: b"{}"})) == ["foreign-not-good"]


def test_a_badge_of_somebody_else_is_not_recognised(tmp_path: Path) -> None:
    assert codes(provider(tmp_path, **{MINE: boat_badge("Henry Blogg")})) == ["foreign-name"]


def test_a_badge_that_names_nobody_counts_with_a_warning(tmp_path: Path) -> None:
    root = provider(tmp_path, **{MINE: boat_badge(None)})
    assert codes(root) == ["foreign-unchecked"]
    assert len(recognised(root)) == 1


def test_an_issuer_that_cannot_be_asked_offline_is_a_warning_and_counts_for_nothing(
    tmp_path: Path,
) -> None:
    root = provider(tmp_path, **{MINE: boat_badge(issuer=WEB_DID)})
    assert codes(root) == ["foreign-unchecked"]
    assert recognised(root) == ()


def test_a_saved_did_document_lets_a_did_web_be_checked(tmp_path: Path) -> None:
    root = provider(
        tmp_path,
        **{MINE: boat_badge(issuer=WEB_DID), "learners/grace/did.json": did_document()},
    )
    assert codes(root) == []
    assert [each.issuer for each in recognised(root)] == [WEB_DID]


def test_what_is_genuine_on_any_day_is_verified_once(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    root, cache = provider(tmp_path, **{MINE: boat_badge()}), MemoryCache()
    first = read_content(root, cache=cache)
    monkeypatch.setattr(recognising, "verify", None)
    assert read_content(root, cache=cache) == first
    (root / "content" / MINE).write_bytes(boat_badge(validUntil="2026-02-20T23:59:59Z"))
    with pytest.raises(TypeError):
        read_content(root, cache=cache)


@pytest.mark.parametrize(
    ("badge", "document"),
    [
        (boat_badge(issuer=WEB_DID), did_document(expires="2030-01-01T00:00:00Z")),
        (boat_badge(issuer="did:web:others.example"), did_document()),
    ],
    ids=["its key ends", "its issuer is out of reach"],
)
def test_what_a_later_day_may_change_is_verified_each_time(
    badge: bytes, document: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    cache = MemoryCache()
    root = provider(tmp_path, **{MINE: badge, "learners/grace/did.json": document})
    asked, judged = list[bytes](), recognising.verify
    monkeypatch.setattr(
        recognising, "verify", lambda data, *rest: asked.append(data) or judged(data, *rest)
    )
    assert read_content(root, cache=cache) == read_content(root, cache=cache)
    assert asked == [badge, badge]


def test_another_document_beside_a_badge_is_asked_again(tmp_path: Path) -> None:
    cache, beside = MemoryCache(), "learners/grace/did.json"
    root = provider(tmp_path, **{MINE: boat_badge(issuer=WEB_DID), beside: did_document()})
    assert len(read_content(root, cache=cache)[0].recognised) == 1
    other = did_document().replace(KEY.multibase, f"z6Mk{'1' * 44}")
    (root / "content" / beside).write_text(other, "utf-8")
    with pytest.raises(ContentError):
        read_content(root, cache=cache)


def test_an_expired_badge_is_recognised_with_its_last_day(tmp_path: Path) -> None:
    root = provider(tmp_path, **{MINE: boat_badge(validUntil="2026-02-20T23:59:59Z")})
    assert codes(root) == []
    assert [each.expires for each in recognised(root)] == [date(2026, 2, 20)]
    assert finals(root) == []


def test_who_holds_only_a_badge_of_another_issuer_has_it_earned_without_javascript(
    tmp_path: Path,
) -> None:
    files = {"learners/grace.yml": "name: Grace Darling\n", MINE: boat_badge()}
    root = provider(tmp_path, **files)
    build(Request(root), Quiet())
    (page,) = (each.read_text("utf-8") for each in (root / "site/learners").glob("*/way/*.html"))
    assert "2026-02-01" in page
    assert "0001-01-01" not in page
    assert page.index("Boat Crew") < page.index("Earned")


def test_the_file_of_a_private_learner_is_published_nowhere(tmp_path: Path) -> None:
    private = (
        "name: Grace Darling\nvisibility: private\n"
        "awards:\n  - {badge: rope, awarded: 2026-03-01}\n"
    )
    root = provider(tmp_path, **{MINE: boat_badge(), "learners/grace.yml": private})
    build(Request(root), Quiet())
    published = [path for path in (root / "site").rglob("*") if path.is_file()]
    assert [path for path in published if b'Boat Crew","issuer' in path.read_bytes()] == []
    assert not list((root / "site/learners").glob("*/*.json"))


# ------------------------------------------------------------------ its picture
GOOD_SVG = b'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9"><circle r="4"/></svg>'
BAD_SVG = b'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9"><script>x()</script></svg>'


def with_image(address: str) -> bytes:
    made = json.loads(boat_badge())
    del made["proof"]
    made["credentialSubject"]["achievement"]["image"] = {"id": address, "type": "Image"}
    return json_bytes(signing.sign(made, KEY, "2026-02-01T00:00:00Z"))


def inline(svg: bytes) -> str:
    return "data:image/svg+xml;base64," + base64.b64encode(svg).decode()


def picture_of(root: Path) -> str:
    build(Request(root), Quiet())
    (found,) = (root / "site/learners").glob("*/*/badge-small.svg")
    assert f"{found.parent.name}/badge-small.svg" in "".join(
        page.read_text("utf-8") for page in (root / "site/learners").rglob("index.html")
    )
    return found.read_text("utf-8")


@pytest.mark.parametrize("name", ["crew.json", "crew.svg"])
def test_the_picture_that_came_with_the_badge_is_shown(tmp_path: Path, name: str) -> None:
    data = with_image(inline(GOOD_SVG))
    if name == "crew.svg":
        data = bake_svg(GOOD_SVG, boat_badge())
    found = picture_of(provider(tmp_path, **{f"learners/grace/{name}": data}))
    assert "<circle" in found
    assert "stroke-dasharray" not in found


@pytest.mark.parametrize(
    "data",
    [
        boat_badge(),
        with_image(inline(BAD_SVG)),
        with_image("https://boats.example/crew.png"),
        with_image("data:image/svg+xml;base64,PHN2Zz4"),
    ],
    ids=["none", "with a script", "at an address", "broken"],
)
def test_a_badge_without_a_good_picture_gets_an_outline(tmp_path: Path, data: bytes) -> None:
    root = provider(tmp_path, **{MINE: data})
    assert codes(root) == []
    found = picture_of(root)
    assert "stroke-dasharray" in found
    assert "script" not in found


# ------------------------------------------------------------------ the stack in the example
def final_of(example: Example, name: str) -> Path:
    for path in sorted(example.site.glob("credentials/*/credential.json")):
        if read(path)["name"] == name:
            return path
    raise LookupError(name)


def stack_of(site: Path, credential: Path) -> tuple[Verdict, str | None]:
    report = verify(credential.read_bytes(), SiteFolder.open(site), NOW)
    return report.verdict, report.stack


def test_the_final_credential_names_rules_own_parts_and_those_of_others_in_this_order(
    example: Example,
) -> None:
    final = final_of(example, "Harbour Safety Lead")
    named = [each["id"] for each in read(final)["relatedResource"]]
    kinds = [each.removeprefix(example.url).split("/")[0] for each in named]
    assert kinds == ["pathways", *["credentials"] * (len(kinds) - 2), "learners"]
    assert stack_of(example.site, final) == (Verdict.GENUINE, "confirmed")


def test_the_published_file_is_the_one_in_the_content(example: Example) -> None:
    (published,) = (example.site / FLORENCE).glob("*.json")
    svg = (example.root / f"content/{FLORENCE}/rescue-boat-crew.svg").read_bytes()
    given = unbake_svg(svg).encode()
    assert published.read_bytes() == given
    assert published.stem == hashlib.sha256(given).hexdigest()[:16]


@pytest.mark.parametrize(
    ("what", "outcome"), [("altered", "not-confirmed"), ("missing", "could-not-check")]
)
def test_a_foreign_part_that_is_not_good_changes_the_stack_and_not_the_verdict(
    example: Example, tmp_path: Path, what: str, outcome: str
) -> None:
    site = shutil.copytree(example.site, tmp_path / "site")
    (part,) = (site / FLORENCE).glob("*.json")
    if what == "missing":
        part.unlink()
    else:
        part.write_bytes(part.read_bytes().replace(b"inshore", b"offshore"))
    credential = site / final_of(example, "Harbour Safety Lead").relative_to(example.site)
    assert stack_of(site, credential) == (Verdict.GENUINE, outcome)


def test_a_lapsed_part_is_said_and_the_final_credential_stays_genuine(example: Example) -> None:
    stacks = {
        stack_of(example.site, path)
        for path in example.site.glob("credentials/*/credential.json")
        if read(path)["name"] == "First Aid Professional"
    }
    assert (Verdict.GENUINE, "lapsed") in stacks


# ------------------------------------------------------------------ waivers
def test_a_waiver_stands_on_the_credential_page_and_on_the_pathway_page(example: Example) -> None:
    reason = "Twenty years of published charts stood in for the first level"
    pages = [
        path.relative_to(example.site).parts[0]
        for path in example.site.rglob("index.html")
        if reason in path.read_text("utf-8")
    ]
    assert sorted(pages) == ["credentials", "learners"]


# ------------------------------------------------------------------ transcripts
def leads_on(page: Path) -> bool:
    """Whether it is the page at a former address."""
    return 'http-equiv="refresh"' in page.read_text("utf-8")


def transcripts(example: Example) -> list[Path]:
    """Return those at the present addresses of learners."""
    every = sorted(example.site.glob("learners/*/*/transcript.json"))
    found = [path for path in every if not leads_on(path.with_name("index.html"))]
    assert len(found) > 5
    return found


def test_every_learner_has_a_transcript_of_each_pathway_with_a_badge_and_a_link_to_it(
    example: Example,
) -> None:
    pages = {
        path.parent for path in example.site.glob("learners/*/*/index.html") if not leads_on(path)
    }
    found = {path.parent for path in transcripts(example)}
    for page in pages:
        linked = 'href="transcript.json"' in (page / "index.html").read_text("utf-8")
        assert linked == (page in found)
    # Of what the lead's pathway asks for itself most have nothing: its parts are in another one.
    assert found <= pages
    assert {page.name for page in pages - found} == {"harbour-safety-lead"}


def test_a_transcript_is_at_every_former_address_too(example: Example) -> None:
    here = {path.read_bytes() for path in transcripts(example)}
    former = [
        page.with_name("transcript.json")
        for page in example.site.glob("learners/*/*/index.html")
        if leads_on(page) and page.parent.name != "harbour-safety-lead"
    ]
    assert len(former) > 5
    assert {path.read_bytes() for path in former} < here


def test_a_transcript_holds_the_signed_badges_unchanged(example: Example) -> None:
    for path in transcripts(example):
        for part in read(path)["credentialSubject"]["verifiableCredential"]:
            uuid = part["id"].removeprefix("urn:uuid:")
            assert read(example.site / f"credentials/{uuid}/credential.json") == part


def test_a_transcript_verifies_with_everything_inside(example: Example) -> None:
    source = SiteFolder.open(example.site)
    for path in transcripts(example):
        report = verify(path.read_bytes(), source, NOW)
        assert report.verdict is Verdict.GENUINE, (path, report.checks)


def test_a_transcript_whose_badge_was_changed_is_refused(example: Example) -> None:
    document = read(transcripts(example)[0])
    document["credentialSubject"]["verifiableCredential"][0]["name"] = "Another"
    report = verify(json_bytes(document), SiteFolder.open(example.site), NOW)
    assert report.verdict is Verdict.ALTERED


def test_a_transcript_of_a_pathway_under_way_is_partial_and_lists_what_is_missing(
    example: Example,
) -> None:
    subject = read(example.site / FLORENCE / "data-skills/transcript.json")
    assert subject["partial"] is True
    said = subject["credentialSubject"]
    held = [each["name"] for each in said["verifiableCredential"]]
    missing = [each["name"] for each in said["achievement"]]
    assert held == ["Data Fundamentals", "Applied Analytics"]
    assert missing == ["Strategic Interpretation", "Data Leadership", "Data Skills Certificate"]


def test_a_transcript_says_what_is_part_of_what_and_what_comes_first(example: Example) -> None:
    said = read(example.site / FLORENCE / "data-skills/transcript.json")["credentialSubject"]
    pairs = {
        (
            each["associationType"],
            each["sourceId"].split("/")[-2],
            each["targetId"].split("/")[-2],
        )
        for each in said["association"]
    }
    assert ("isPartOf", "applied-analytics", "data-skills-certificate") in pairs
    assert ("precedes", "data-fundamentals", "applied-analytics") in pairs
    assert ("precedes", "applied-analytics", "data-fundamentals") not in pairs


def test_a_transcript_that_is_not_partial_holds_the_final_credential(example: Example) -> None:
    whole = [read(path) for path in transcripts(example) if not read(path)["partial"]]
    assert whole
    for each in whole:
        said = each["credentialSubject"]
        held = {
            part["credentialSubject"]["achievement"]["id"] for part in said["verifiableCredential"]
        }
        finals = {a["targetId"] for a in said["association"] if a["associationType"] == "isPartOf"}
        assert finals <= held


def test_badges_beside_the_pathway_make_a_complete_transcript_partial(example: Example) -> None:
    document = read(example.site / FLORENCE / "harbour-safety-lead/transcript.json")
    assert document["partial"] is True
    assert [each["name"] for each in document["credentialSubject"]["achievement"]] == [
        "Strategic Interpretation"
    ]


def test_a_transcript_keeps_its_id_and_another_learner_has_another(example: Example) -> None:
    ids = [read(path)["id"] for path in transcripts(example)]
    assert len(set(ids)) == len(ids)
    assert transcript_uuid("a salt", "grace", "way").version == 8


def test_a_transcript_that_verifiers_would_give_up_on_is_not_made() -> None:
    badges = tuple(replace(BADGE, id=f"b{number}") for number in range(60))
    course = Course(Pathway("way", "The Way", "1", None, ()), badges, ())
    assert fits(course, [each.id for each in badges[:10]])
    assert not fits(course, [each.id for each in badges])


@needs_vectors
def test_every_transcript_fits_the_schema_of_clr_2(example: Example) -> None:
    schema = read(VECTORS / "schemas/clr_v2p0_clrcredential_schema.json")
    validator = jsonschema.Draft201909Validator(schema)
    for path in transcripts(example):
        assert [error.message for error in validator.iter_errors(read(path))] == []


@pytest.mark.node
def test_an_independent_verifier_accepts_transcripts(
    example: Example, node: Path, tmp_path: Path
) -> None:
    shutil.copytree(example.site / ".well-known", tmp_path / ".well-known")
    for number, path in enumerate(transcripts(example)[:4]):
        place = tmp_path / f"credentials/{number}"
        place.mkdir(parents=True)
        shutil.copy(path, place / "credential.json")
    run = subprocess.run(
        [node, "verify.mjs", tmp_path, example.url],
        cwd=NODE,
        capture_output=True,
        text=True,
        timeout=900,
    )
    told = [json.loads(line)["bazaar"] for line in run.stdout.splitlines()]
    assert told == [{"signature": True, "withdrawn": False, "error": None}] * 4, run.stderr
