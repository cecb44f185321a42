"""What other programs, hosts and people rely on, stated as a buyer would try it."""

import json
from pathlib import Path

import pytest

from repositories import Repository, copied


@pytest.fixture
def provider(tmp_path: Path, tmp_path_factory: pytest.TempPathFactory) -> Repository:
    """A registered provider whose pictures are drawn already; no site."""
    return copied(tmp_path_factory, tmp_path, built=False)


def verdicts(provider: Repository) -> dict[tuple[str, str], str]:
    """Return the verdict of every published credential, by learner's name and badge's id."""
    lines = provider.run("verify", "--json", "--site", "site", *provider.credentials()).out
    found = {}
    for report in map(json.loads, lines.splitlines()):
        document = json.loads(Path(report["file"]).read_bytes())
        (name,) = (each["identityHash"] for each in document["credentialSubject"]["identifier"])
        badge = document["credentialSubject"]["achievement"]["id"].split("/")[-2]
        found[name, badge] = report["verdict"]
    return found


# ------------------------------------------------------------------ days
def test_an_award_of_a_day_to_come_is_not_yet_valid_and_blinds_no_other(
    provider: Repository,
) -> None:
    provider.append("awards/2026.csv", "may,rope,2999-01-01,,\n")
    assert provider.run("build").code == 0
    found = verdicts(provider)
    assert found.pop(("May Moss", "rope")) == "not-yet-valid"
    assert set(found.values()) == {"genuine", "revoked"}


# ------------------------------------------------------------------ the register
@pytest.mark.parametrize("reason", ["", "  ", "\n", "a\u0007b", "x" * 1_001])
def test_a_reason_that_the_register_could_not_be_read_with_is_wrong_usage(
    reason: str, provider: Repository
) -> None:
    provider.write("badges/rope.md", provider.read("badges/rope.md").replace("Do it.", "Do more."))
    before = provider.read("register.csv")
    ran = provider.run("register", "--reissue", reason)
    assert ran.code == 2
    assert provider.read("register.csv") == before


def test_a_reason_of_two_lines_stands_on_one(provider: Repository) -> None:
    provider.write("badges/rope.md", provider.read("badges/rope.md").replace("Do it.", "Do more."))
    assert provider.run("register", "--reissue", 'it was "too\nshort", they said').code == 0
    assert provider.read("register.csv").endswith(',"it was ""too short"", they said"\n')
    assert provider.run("check", "--strict").code == 0


# ------------------------------------------------------------------ problems
def test_inside_github_problems_are_told_in_words_too(provider: Repository) -> None:
    provider.append("awards/2026.csv", "may,rop,2026-01-01,,\n")
    ran = provider.run("check", "--format", "github")
    assert ran.out.startswith("::error file=content/awards/2026.csv,line=7")
    assert "content/awards/2026.csv:7: no badge is called 'rop'\n    did you mean" in ran.err
