"""The readers one by one: strict JSON, dates, pictures, folders, files."""

import contextlib
import json
import os
import re
import socket
import threading
import time
from datetime import UTC, datetime
from pathlib import Path

import pytest

from badgesite import contexts
from badgesite.verifying import (
    Found,
    OutOfReach,
    Saved,
    Several,
    SiteFolder,
    https,
    known_issuers,
    verify,
)
from badgesite.verifying.dates import parse
from badgesite.verifying.findings import Finding
from badgesite.verifying.https import Https, OneHost
from badgesite.verifying.issuer import web_base
from badgesite.verifying.many import Question, verify_many
from badgesite.verifying.report import domain
from badgesite.verifying.shapes import VOCABULARIES, shape
from badgesite.verifying.strict_json import read
from deriving.bench import (
    BASE,
    DID,
    DID_URL,
    GOOD,
    LIST_URL,
    badge,
    changed,
    did_document,
    signed,
    text,
    world,
)
from deriving.foreign_cases import _clr

NOW = datetime(2026, 11, 24, 12, tzinfo=UTC)


# ------------------------------------------------------------------ JSON
@pytest.mark.parametrize(
    "value",
    [{}, [], "", 0, -0.0, 1.5, 1e-6, True, None, {"a": [1, {"b": "\U0001f35e"}]}, 2**53 - 1],
)
def test_json_is_read_as_the_library_reads_it(value: object) -> None:
    assert read(json.dumps(value).encode()) == value
    assert read(json.dumps(value, ensure_ascii=False, indent=3).encode()) == value


def test_a_number_without_a_fraction_is_a_whole_number_however_it_is_written() -> None:
    assert [type(each) for each in read(b"[5, 5.0, 50e-1, 5.5]")] == [int, int, int, float]


def test_a_megabyte_is_read_and_a_byte_more_is_not() -> None:
    assert read(b" " * 999_998 + b"[]") == []
    with pytest.raises(Finding, match="too-large"):
        read(b" " * 999_999 + b"[]")


# ------------------------------------------------------------------ shapes
def test_every_address_in_a_context_is_of_a_vocabulary_that_a_shape_keeps() -> None:
    paths = [*Path(contexts.__file__).parents[1].glob("_built/contexts/*.json")]
    assert paths
    for path in paths:
        for address in re.findall(r'"(https?://[^"]+)"', path.read_text("utf-8")):
            assert VOCABULARIES.match(address), (path.name, address)
        assert not re.search(r'"[0-9][^"]*"\s*:', path.read_text("utf-8")), path.name


def test_what_was_checked_before_changes_no_verdict() -> None:
    record = _clr(GOOD)
    strange = changed(
        record,
        lambda d: d["credentialSubject"].update(
            id="https://purl.imsglobal.org/spec/vc/ob/vocab.html#version"
        ),
    )
    sources = Saved({url: body.encode() for url, body in world().items()}, DID, BASE)
    now = datetime(2026, 11, 24, 12, tzinfo=UTC)
    before = verify(text(signed(strange)).encode(), sources, now)
    assert verify(text(signed(record)).encode(), sources, now).verdict.value == "genuine"
    after = verify(text(signed(strange)).encode(), sources, now)
    assert before.checks == after.checks
    assert after.verdict.value == "altered"


def test_documents_that_differ_in_their_texts_alone_have_one_shape() -> None:
    other = badge(
        name="Another",
        id="urn:uuid:00000000-0000-8000-8000-000000000001",
        validFrom="2026-02-03T00:00:00+01:00",
    )
    assert shape(badge()) == shape(other)


@pytest.mark.parametrize(
    "changes",
    [
        {"name": ["Bread Baker"]},
        {"name": 5},
        {"name": "@none"},
        {"id": "schema:x"},
        {"id": "no address"},
        {"type": ["VerifiableCredential"]},
        {"issuer": DID},
        {"evidence": None},
        {"extra": "x"},
    ],
)
def test_documents_that_differ_in_more_have_another(changes: dict[str, object]) -> None:
    assert shape(badge()) != shape(badge(**changes))


# ------------------------------------------------------------------ dates
def test_the_same_instant_in_other_zones_is_equal() -> None:
    texts = ("2026-01-31T24:00:00Z", "2026-02-01T00:00:00.000Z", "2026-02-01T11:00:00+11:00")
    assert len({parse(each).seconds for each in texts}) == 1
    assert parse(texts[0]) <= parse(texts[1]) <= parse(texts[2]) <= parse(texts[0])


# ------------------------------------------------------------------ addresses
@pytest.mark.parametrize(
    ("did", "base"),
    [
        ("did:web:example.org", "https://example.org/"),
        ("did:web:Example.org%3A8443", "https://example.org:8443/"),
        ("did:web:example.org:a:b", "https://example.org/a/b/"),
        ("did:web:example.org:a%2520b", "https://example.org/a%20b/"),
        ("did:web:example.org:..", None),
        ("did:web:example.org:a%2F..%2F..", None),
        ("did:web:user@example.org", None),
        ("did:web:", None),
        ("did:webs:example.org", None),
    ],
)
def test_a_did_web_stands_for_one_https_address_or_none(did: str, base: str | None) -> None:
    assert web_base(did) == base


@pytest.mark.parametrize(
    "url",
    [
        "http://example.org/",
        "https://127.0.0.1/",
        "https://[::1]/",
        "https://0x7f000001/",
        "https://2130706433/",
        "https://localhost/",
        "https://printer.local/",
        "https://user:secret@example.org/",
        "https://example.org:22/",
        "https://example.org:8443/",
        "https://example.org/\r\nX: y",
        "https://ex\u0430mple.org/",
        "file:///etc/hostname",
        "https://",
        "https://[",
        "",
    ],
)
def test_the_network_is_not_asked_for_such_an_address(url: str) -> None:
    assert isinstance(Https().get(url), OutOfReach)


def test_a_host_that_answers_a_byte_at_a_time_is_given_up(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(https, "MAX_SECONDS", 0.3)
    whole = b"HTTP/1.1 200 OK\r\nX-Slow: " + b"x" * 60 + b"\r\nContent-Length: 2\r\n\r\n{}"
    listening = socket.create_server(("127.0.0.1", 0))

    def drip() -> None:
        with listening.accept()[0] as line, contextlib.suppress(OSError):
            line.recv(4096)
            for byte in whole:
                line.sendall(bytes([byte]))
                time.sleep(0.05)

    threading.Thread(target=drip, daemon=True).start()
    url = f"http://localhost:{listening.getsockname()[1]}/x.json"
    assert Https(local=True).get(url) == OutOfReach("the answer takes too long")
    listening.close()


def test_only_the_first_host_is_asked() -> None:
    asked = OneHost(Saved({"https://a.example/1": b"1", "https://b.example/2": b"2"}))
    assert asked.get("https://a.example/1") == Found(b"1")
    assert isinstance(asked.get("https://b.example/2"), OutOfReach)
    assert asked.get("https://a.example/1") == Found(b"1")


def test_the_domain_of_the_issuer_is_shown_in_ascii() -> None:
    assert domain("did:web:badges.example:guild") == "badges.example"
    assert domain("https://xn--bcker-gra.example/x") == "xn--bcker-gra.example"
    assert domain("https://b\u00e4cker.example/x") == "xn--bcker-gra.example"
    assert domain("did:key:z6Mk") is None


# ------------------------------------------------------------------ a site's folder
@pytest.fixture
def site(tmp_path: Path) -> Path:
    for url, body in {**world(), f"{BASE}credentials/x/credential.json": text(GOOD)}.items():
        path = tmp_path / "site" / url.removeprefix(BASE)
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(body)
    return tmp_path / "site"


def test_a_folder_of_a_site_is_enough_by_itself(site: Path) -> None:
    report = verify(text(GOOD).encode(), SiteFolder.open(site), NOW)
    assert report.verdict == "genuine"
    assert set(report.used) == {"", DID_URL, LIST_URL}


def test_a_folder_answers_for_its_own_site_only(site: Path) -> None:
    folder = SiteFolder.open(site)
    assert (folder.own, folder.base) == (DID, BASE)
    (site.parent / "secret.json").write_text("{}")
    (site / "link.json").symlink_to(site.parent / "secret.json")
    for url in (
        "http://localhost:9000/.well-known/did.json",
        "https://example.org/.well-known/did.json",
        f"{BASE}../secret.json",
        f"{BASE}%2e%2e/secret.json",
        f"{BASE}/{site.parent}/secret.json",
        f"{BASE}link.json",
        f"{BASE}status/",
        f"{BASE}status/1.json?x",
        f"{BASE}status\0/1.json",
        f"{BASE}missing.json",
    ):
        assert isinstance(folder.get(url), OutOfReach), url
    assert isinstance(folder.get(LIST_URL), Found)


def test_a_folder_under_a_path_is_known_by_its_did(tmp_path: Path) -> None:
    did = "did:web:name.example:repo"
    (tmp_path / "did.json").write_text(text(did_document(did, alsoKnownAs=[])))
    folder = SiteFolder.open(tmp_path)
    assert (folder.own, folder.base) == (did, "https://name.example/repo/")


@pytest.mark.parametrize("content", ["", "[]", "{", '{"id":5}', "[" * 100_000, '{"id":"x"}'])
def test_a_folder_that_is_no_site_knows_nobody(tmp_path: Path, content: str) -> None:
    (tmp_path / "did.json").write_text(content)
    report = verify(text(GOOD).encode(), SiteFolder.open(tmp_path), NOW)
    assert report.verdict == "unknown-issuer"


def test_known_issuers_are_read_from_both_kinds_of_list() -> None:
    ours = [{"did": "did:web:a.example", "name": "A"}, {"did": 5}, "x"]
    registry = {"registry": {"did:web:b.example": {"name": "B"}, "x": {}}}
    assert known_issuers(text(ours).encode()) == {"did:web:a.example": "A"}
    assert known_issuers(text(registry).encode()) == {"did:web:b.example": "B"}
    assert known_issuers(b"\xff{") == {}


def test_the_first_source_answers_before_the_second() -> None:
    both = Several(Saved({"a": b"1"}, own="did:web:x"), Saved({"a": b"2", "b": b"3"}, own="y"))
    assert (both.get("a"), both.get("b"), both.own) == (Found(b"1"), Found(b"3"), "did:web:x")


# ------------------------------------------------------------------ many files
def _question(site: Path | None) -> Question:
    return Question(site=site, fetch=False, known=None, now=NOW)


def test_a_bad_file_among_many_does_not_stop_the_others(site: Path, tmp_path: Path) -> None:
    good = site / "credentials" / "x" / "credential.json"
    os.mkfifo(tmp_path / "pipe")
    (tmp_path / "binary").write_bytes(bytes(range(256)))
    (tmp_path / "large").write_bytes(b" " * 5_000_001)
    odd = [tmp_path / "none", tmp_path, tmp_path / "pipe", tmp_path / "binary", good]
    files = [str(good), *map(str, odd), str(tmp_path / "large")]
    files += ["", "\0", "/dev/zero", "https://[", str(good)]
    reports = list(verify_many(files, _question(site)))
    assert [each["file"] for each in reports] == files
    verdicts = [each["verdict"] for each in reports]
    assert [verdicts[0], verdicts[5], verdicts[-1]] == ["genuine"] * 3
    assert set(verdicts) == {"genuine", "not-a-badge", "could-not-check"}
    assert all(each["headline"] and each["checks"] for each in reports)


def test_several_processes_give_the_same_reports_in_the_same_order(site: Path) -> None:
    good = str(site / "credentials" / "x" / "credential.json")
    files = [good, "missing", good, str(site / "status" / "1.json")]
    assert list(verify_many(files, _question(site), jobs=2)) == list(
        verify_many(files, _question(site))
    )


# ------------------------------------------------------------------ the report
def test_the_report_names_everything_that_was_used(site: Path) -> None:
    report = verify(text(GOOD).encode(), SiteFolder.open(site), NOW, name="a.json").to_json()
    assert json.loads(json.dumps(report)) == report
    assert report["facts"]["learner"] == "Ada Lovelace"
    assert report["issuer"] == {"id": DID, "domain": "localhost:8000"}
    assert report["checkedAt"] == "2026-11-24T12:00:00+00:00"
    assert all(digest.startswith("sha256:") for digest in report["used"].values())


def test_an_altered_file_shows_none_of_its_claims(site: Path) -> None:
    body = text(GOOD).replace("Ada Lovelace", "Eve Mallory")
    written = json.dumps(verify(body.encode(), SiteFolder.open(site), NOW).to_json())
    assert "Mallory" not in written
    assert "Bakers Guild" not in written


def test_hostile_text_stays_text_in_the_report() -> None:
    hostile = "\u202e<script>\x1b[31m"
    body = text({**GOOD, f"{hostile}:x": 1})
    report = verify(body.encode(), Saved(), NOW, name=hostile)
    assert report.verdict in ("altered", "not-a-badge")
    assert "\x1b" not in json.dumps(report.to_json())


@pytest.mark.parametrize(
    "page", ["<!doctype html><p>Ada", "\ufeff\n<!DOCTYPE HTML>", "<html lang=en>"]
)
def test_a_web_page_is_called_one_and_not_a_broken_picture(page: str) -> None:
    report = verify(page.encode(), Saved(), NOW)
    assert report.verdict == "not-a-badge"
    assert "(it is a web page)" in report.checks[0].message


@pytest.mark.parametrize("page", ["<htmlx>", "<!DOCTYPE svg><p>"])
def test_other_markup_is_a_picture(page: str) -> None:
    assert "picture" in verify(page.encode(), Saved(), NOW).checks[0].message
