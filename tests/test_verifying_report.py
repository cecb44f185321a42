"""The machine-readable report: one schema for the command line and the page, whatever the badge."""

import json
import subprocess
import sys
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from badgesite.verifying import Saved, verify
from deriving.bench import DID, GOOD, LIST_URL, Json, text, world
from deriving.families import families

SCHEMA = json.loads(
    (Path(__file__).parents[1] / "docs" / "reference" / "report.schema.json").read_text("utf-8")
)
VALIDATOR = Draft202012Validator(SCHEMA)


def _body(body: Any) -> bytes:
    return body.encode() if isinstance(body, str) else bytes(body)


def test_the_schema_is_one() -> None:
    Draft202012Validator.check_schema(SCHEMA)


@pytest.mark.parametrize("family", families(), ids=lambda family: family.name)
def test_the_report_of_every_vector_is_of_the_schema(family: Any) -> None:
    for case in family.cases[::3]:
        files = {**world(), **family.files, **case.files}
        served = {url: _body(body) for url, body in files.items() if body is not None}
        known = {each["did"]: each["name"] for each in case.known or ()}
        sources = Saved(served, case.did or DID, "http://localhost:8000/", known)
        now = datetime.fromisoformat(case.now or "2026-11-24T12:00:00Z")
        report = verify(_body(case.body), sources, now, name=case.name).to_json()
        found = [error.message for error in VALIDATOR.iter_errors(json.loads(json.dumps(report)))]
        assert not found, (case.name, found)


# ------------------------------------------------------------------ the command line
def _verify(folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [
            sys.executable,
            "-c",
            "from badgesite.cli import program; program()",
            "verify",
            *arguments,
        ],
        cwd=folder,
        capture_output=True,
        text=True,
    )


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A saved site with its did.json and list, and a good badge beside it."""
    for url, body in world().items():
        path = tmp_path / "site" / url.removeprefix("http://localhost:8000/")
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(body)
    (tmp_path / "good.json").write_text(text(GOOD))
    return tmp_path


def _report(done: subprocess.CompletedProcess[str]) -> Json:
    found = json.loads(done.stdout)
    assert isinstance(found, dict)
    VALIDATOR.validate(found)
    return found


def test_a_line_of_json_is_of_the_schema(folder: Path) -> None:
    report = _report(_verify(folder, "good.json", "--site", "site", "--json"))
    assert report["verdict"] == "genuine"
    assert report["lists"] == {LIST_URL: "2026-03-01T00:00:00Z"}


def test_an_older_list_than_the_one_that_is_remembered_proves_nothing(folder: Path) -> None:
    arguments = ("good.json", "--site", "site", "--json", "--remember", "seen.json")
    assert _verify(folder, *arguments).returncode == 0
    memory = folder / "seen.json"
    assert json.loads(memory.read_text()) == {LIST_URL: "2026-03-01T00:00:00Z"}
    memory.write_text(json.dumps({LIST_URL: "2026-11-01T00:00:00Z", "x": "2026-01-01T00:00:00Z"}))
    done = _verify(folder, *arguments)
    report = _report(done)
    assert (done.returncode, report["verdict"]) == (1, "could-not-check")
    assert report["checks"][-1]["reason"] == "list-older"
    assert json.loads(memory.read_text())[LIST_URL] == "2026-11-01T00:00:00Z"


@pytest.mark.parametrize("content", ["milk", "5", "[]", '{"registry": 5}', '[{"name": "x"}]'])
def test_a_list_of_issuers_that_is_none_is_a_sentence(folder: Path, content: str) -> None:
    (folder / "known.json").write_text(content)
    done = _verify(folder, "good.json", "--known", "known.json")
    assert done.returncode == 1
    assert "known.json" in done.stderr
    assert "Traceback" not in done.stderr
    assert done.stdout == ""


@pytest.mark.parametrize("content", ["milk", "[]", '{"https://x.example/1": "yesterday"}'])
def test_a_memory_that_is_none_is_a_sentence_and_stays(folder: Path, content: str) -> None:
    (folder / "seen.json").write_text(content)
    done = _verify(folder, "good.json", "--site", "site", "--remember", "seen.json")
    assert done.returncode == 1
    assert "seen.json" in done.stderr
    assert "Traceback" not in done.stderr
    assert (folder / "seen.json").read_text() == content


@pytest.mark.parametrize(
    "listed", [[{"did": DID, "name": "Guild"}], {"registry": {DID: {"name": "Guild", "url": "x"}}}]
)
def test_a_site_and_a_registry_make_an_issuer_known(folder: Path, listed: object) -> None:
    (folder / "known.json").write_text(json.dumps(listed))
    report = _report(_verify(folder, "good.json", "--known", "known.json", "--json"))
    assert ["issuer-known", "passed"] in [[c["code"], c["result"]] for c in report["checks"]]
