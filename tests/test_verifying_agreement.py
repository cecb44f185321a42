"""Python and the browser's TypeScript say the same of bytes that nobody wrote."""

import base64
import json
import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

import test_verifying_fuzz as fuzz
from badgesite.verifying import Saved, verify
from deriving import bending
from repositories import copied

_ROOT = Path(__file__).resolve().parents[1]
_NODE = shutil.which(
    "node", path=f"{Path(sys.prefix) / 'bin'}{os.pathsep}{os.environ.get('PATH', '')}"
)

pytestmark = [
    pytest.mark.node,
    pytest.mark.skipif(
        _NODE is None or not (_ROOT / "src" / "verifier" / "node_modules").is_dir(),
        reason="Node or src/verifier/node_modules is not installed",
    ),
]


def _cases() -> list[dict[str, Any]]:
    cases: list[dict[str, Any]] = [
        {"base64": base64.b64encode(data).decode()}
        for form, seed in fuzz._SEEDS.items()
        for data in fuzz._mutants(seed, 250 * fuzz._TIMES, f"{form} agreed")
    ]
    for url in (fuzz.DID_URL, fuzz.LIST_URL):
        for data in fuzz._mutants(fuzz.WORLD[url], 100 * fuzz._TIMES, f"{url} agreed"):
            served = {url: {"base64": base64.b64encode(data).decode()}}
            cases.append({"text": fuzz._TEXT.decode(), "files": served})
    for seed in (fuzz.GOOD, bending.rich()):
        for document in bending.bent(seed, 500 * fuzz._TIMES, "agreed"):
            cases.append({"text": json.dumps(document)})
    for url in (fuzz.DID_URL, fuzz.LIST_URL):
        for document in bending.bent(json.loads(fuzz.WORLD[url]), 100 * fuzz._TIMES, "agreed"):
            cases.append({"text": fuzz._TEXT.decode(), "files": {url: json.dumps(document)}})
    return cases


def _bytes(body: Any) -> bytes:
    return body.encode() if isinstance(body, str) else base64.b64decode(body["base64"])


def _here(case: dict[str, Any]) -> dict[str, Any]:
    served = {url: _bytes(body) for url, body in case.get("files", {}).items()}
    data = case["text"].encode() if "text" in case else base64.b64decode(case["base64"])
    report = verify(data, Saved({**fuzz.WORLD, **served}, fuzz.DID, fuzz._BASE), fuzz.NOW)
    checks = [[check.code, check.result.value, check.reason] for check in report.checks]
    return {"verdict": report.verdict.value, "checks": checks}


def _there(world: dict[str, Any], folder: Path) -> list[dict[str, Any]]:
    """Return what the browser's rules say of each case of a world."""
    (folder / "cases.json").write_text(json.dumps(world))
    script = _ROOT / "tests" / "verifying_agreement.ts"
    done = subprocess.run(
        [str(_NODE), str(script), str(folder / "cases.json")], capture_output=True, text=True
    )
    assert done.returncode == 0, done.stderr[-2_000:]
    return [json.loads(line) for line in done.stdout.splitlines()]


def test_both_verifiers_give_the_same_verdict_and_the_same_checks(tmp_path: Path) -> None:
    cases = _cases()
    world = {
        "now": "2026-11-24T12:00:00Z",
        "did": fuzz.DID,
        "base": fuzz._BASE,
        "files": {
            url: {"base64": base64.b64encode(body).decode()} for url, body in fuzz.WORLD.items()
        },
        "cases": cases,
    }
    there = _there(world, tmp_path)
    differing = [
        (case, found, theirs)
        for case, theirs in zip(cases, there, strict=True)
        if (found := _here(case)) != theirs
    ]
    assert not differing, (len(differing), differing[:2])


def test_a_transcript_of_whoever_lacks_several_badges_is_genuine_for_both(
    tmp_path: Path, tmp_path_factory: pytest.TempPathFactory
) -> None:
    provider = copied(tmp_path_factory, tmp_path)
    provider.append("awards/2026.csv", "may,rope,2026-06-01,,\n")
    provider.build()
    base = "http://localhost:8000/"
    site = {base + path: data for path, data in provider.published().items()}
    texts = [data.decode() for path, data in site.items() if path.endswith("/transcript.json")]
    lacking = [json.loads(text)["credentialSubject"].get("achievement") or [] for text in texts]
    assert max(map(len, lacking)) > 1
    did = "did:web:localhost%3A8000"
    reports = [verify(text.encode(), Saved(site, did, base), fuzz.NOW) for text in texts]
    assert {report.verdict.value for report in reports} == {"genuine"}
    served = {
        url: {"base64": base64.b64encode(data).decode()}
        for url, data in site.items()
        if url.endswith(".json")
    }
    cases = [{"text": text} for text in texts]
    now = "2026-11-24T12:00:00Z"
    there = _there(
        {"now": now, "did": did, "base": base, "files": served, "cases": cases}, tmp_path
    )
    assert [each["verdict"] for each in there] == ["genuine"] * len(texts)
