"""Others' fixtures of shared/vectors give the results that their sources state."""

from datetime import UTC, datetime
from pathlib import Path

import pytest

from badgesite.verifying import Saved, verify

VECTORS = Path(__file__).parents[2] / "shared" / "vectors"
NOW = datetime(2026, 11, 24, 12, tzinfo=UTC)
pytestmark = pytest.mark.skipif(
    not VECTORS.is_dir(), reason="shared/vectors is not beside this checkout"
)


@pytest.mark.parametrize(
    ("name", "verdict", "reasons"),
    [
        ("simple.json", "unknown-issuer", ["did-unreachable", "issuer-unknown"]),
        ("simple-json.png", "unknown-issuer", ["did-unreachable", "issuer-unknown"]),
        ("simple-json.svg", "unknown-issuer", ["did-unreachable", "issuer-unknown"]),
        ("simple-err-expired.json", "expired", ["did-unreachable", "issuer-unknown", "expired"]),
        ("simple-err-proof-value.json", "altered", ["signature-wrong"]),
    ],
)
def test_a_fixture_of_open_badges(name: str, verdict: str, reasons: list[str]) -> None:
    data = (VECTORS / "1edtech-ob3" / name).read_bytes()
    report = verify(data, Saved(), NOW)
    assert report.verdict.value == verdict
    assert [check.reason for check in report.checks if check.reason] == reasons


def test_a_legacy_jwt_without_a_key_cannot_be_checked() -> None:
    report = verify((VECTORS / "1edtech-ob3" / "simple.jwt").read_bytes(), Saved(), NOW)
    assert report.verdict.value == "could-not-check"
    assert [check.reason for check in report.checks] == ["form-unknown"]


def test_the_badge_inside_a_learner_record_is_verified_by_itself() -> None:
    report = verify((VECTORS / "1edtech-clr2" / "simple.json").read_bytes(), Saved(), NOW)
    assert [check.reason for check in report.checks] == ["context-unknown"]
    (inner,) = report.inner
    assert inner.verdict.value == "unknown-issuer"
    assert [check.result.value for check in inner.checks][:2] == ["passed", "passed"]


def test_a_byte_changed_in_a_fixture_is_refused_wherever_it_is() -> None:
    data = (VECTORS / "1edtech-ob3" / "simple.json").read_bytes()
    at = data.index(b"Team members")
    changed = data[:at] + b"Some" + data[at + 4 :]
    assert verify(changed, Saved(), NOW).verdict.value == "altered"
