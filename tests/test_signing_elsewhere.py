"""Independent verifiers, written by others in another language, agree with what we sign."""

import json
import subprocess
from pathlib import Path

import pytest

from badgesite.addresses import credential_json_path
from badgesite.canonical import json_bytes
from conftest import NODE, Example
from issued import SITE, VECTORS, example_key, publish, publish_issuer, read
from shaped import Shapes, cases

pytestmark = pytest.mark.node

LOCAL = "http://localhost:8000/"
NAMES = {
    94_567: "Grace Darling",
    7: 'Ada "Countess" O\'Byron <b>&amp;</b>',
    8: "李雷 😀 👩‍🚀",
    9: "דוד مُحَمَّد \u200f",
    10: "e\u0301a\u0308 ＡＢ～",
}


def verified(node: Path, folder: Path, base: str) -> list[dict]:
    command = [str(node), "verify.mjs", str(folder), base]
    schema = VECTORS / "schemas/ob_v3p0_achievementcredential_schema.json"
    if schema.is_file():
        command.append(str(schema))
    run = subprocess.run(command, cwd=NODE, capture_output=True, text=True, timeout=900)
    assert run.returncode in (0, 1), run.stderr
    return [json.loads(line) for line in run.stdout.splitlines()]


@pytest.mark.parametrize(
    "base",
    [
        "http://localhost:8000/",
        "https://badges.example.org/",
        "https://name.github.io/repo/",
        "https://a.example:8443/one/two/",
    ],
)
def test_independent_verifiers_accept_what_we_sign(node: Path, tmp_path: Path, base: str) -> None:
    publish(tmp_path, base, NAMES, withdrawn={9})
    results = verified(node, tmp_path, base)
    assert len(results) == len(NAMES)
    for place, result in zip(sorted(NAMES), results, strict=True):
        bazaar, consortium = result["bazaar"], result["consortium"]
        assert bazaar == {"signature": True, "withdrawn": place == 9, "error": None}
        assert consortium["signature"], consortium
        assert consortium["withdrawn"] is (place == 9)
        assert consortium["expired"] is bool(place % 2)
        assert consortium["schema"] in (True, None)


def test_independent_verifiers_refuse_what_was_changed_after_signing(
    node: Path, tmp_path: Path
) -> None:
    for path in publish(tmp_path, LOCAL, {7: "Grace", 8: "Henry"}, withdrawn=set()):
        document = read(path)
        document["credentialSubject"]["identifier"][0]["identityHash"] = "Mallory"
        path.write_bytes(json_bytes(document))
    for result in verified(node, tmp_path, LOCAL):
        assert not result["bazaar"]["signature"]
        assert not result["consortium"]["signature"]


def test_independent_verifiers_accept_every_credential_of_the_example(
    node: Path, example: Example
) -> None:
    results = verified(node, example.site, example.url)
    assert len(results) == len(list(example.site.glob("credentials/*/credential.json"))) > 40
    refused = [
        result["file"]
        for result in results
        if not (result["bazaar"]["signature"] and result["consortium"]["signature"])
        or result["bazaar"]["error"]
        or result["consortium"]["error"]
        or result["consortium"]["schema"] is False
    ]
    assert refused == []
    for result in results:
        told = (example.site / result["file"]).with_name("withdrawn.json").is_file()
        assert result["bazaar"]["withdrawn"] is result["consortium"]["withdrawn"] is told


def test_independent_verifiers_accept_five_hundred_random_credentials_of_compiled_shapes(
    node: Path, tmp_path: Path
) -> None:
    shapes, key = Shapes(), example_key()
    publish_issuer(tmp_path, SITE, {1: set(), 2: set()})
    for case in cases(500):
        path = tmp_path / credential_json_path(case.entry.uuid)
        path.parent.mkdir(parents=True)
        path.write_bytes(shapes.of(case).signed(case.values, key, case.entry, ()))
    assert len(shapes.known) >= 12
    results = verified(node, tmp_path, SITE.url)
    assert len(results) == 500
    for result in results:
        assert result["bazaar"] == {"signature": True, "withdrawn": False, "error": None}
        assert result["consortium"]["signature"], result
        assert result["consortium"]["schema"] in (True, None), result
