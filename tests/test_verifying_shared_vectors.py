"""Others' fixtures of shared/vectors give the results that their sources state."""

import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from badgesite.verifying import Report, Saved, bits, verify

VECTORS = Path(__file__).parents[2] / "shared" / "vectors"
NOW = datetime(2026, 11, 24, 12, tzinfo=UTC)
pytestmark = pytest.mark.skipif(
    not VECTORS.is_dir(), reason="shared/vectors is not beside this checkout"
)


OTHERS = json.loads((Path(__file__).parent / "vectors" / "others.json").read_bytes())


def _said(report: Report) -> dict[str, Any]:
    checks = [[check.code, check.result.value, check.reason] for check in report.checks]
    return {"verdict": report.verdict.value, "checks": checks}


@pytest.mark.parametrize("case", OTHERS["cases"], ids=lambda case: str(case["file"]))
def test_a_fixture_gives_what_its_source_states(case: dict[str, Any]) -> None:
    report = verify((VECTORS / case["file"]).read_bytes(), Saved(), NOW)
    assert _said(report) == {"verdict": case["verdict"], "checks": case["checks"]}
    assert [_said(each) for each in report.inner] == case.get("inner", [])


def test_the_list_of_the_w3c_is_unpacked_and_has_nothing_withdrawn() -> None:
    paths = sorted((VECTORS / "w3c-bitstring-status-list").glob("*bitstringstatuslist*.json"))
    assert paths
    for path in paths:
        subject = json.loads(path.read_bytes())["credentialSubject"]
        assert bits.unpack(subject["encodedList"]) == bytes(16_384)


def test_a_byte_changed_in_a_fixture_is_refused_wherever_it_is() -> None:
    data = (VECTORS / "1edtech-ob3" / "simple.json").read_bytes()
    at = data.index(b"Team members")
    changed = data[:at] + b"Some" + data[at + 4 :]
    assert verify(changed, Saved(), NOW).verdict.value == "altered"
