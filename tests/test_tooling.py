"""The two commands, the locks and the files around the code."""

import os
import re
import subprocess
import tomllib
from pathlib import Path

import pytest

REPOSITORY = Path(__file__).parent.parent
PROJECT = tomllib.loads((REPOSITORY / "pyproject.toml").read_text("utf-8"))["project"]
LOCKS = ["run.txt", "test.txt"]


def lock(name: str) -> str:
    return (REPOSITORY / "requirements" / name).read_text("utf-8")


def plain(name: str) -> str:
    return re.sub(r"[-_.]+", "-", re.split(r"[<>=!~;\[ ]", name)[0]).lower()


def locked(name: str) -> dict[str, str]:
    return {
        plain(each): version for each, version in re.findall(r"^([\w.-]+)==(\S+)", lock(name), re.M)
    }


@pytest.mark.parametrize("name", LOCKS)
def test_a_lock_has_a_hash_for_everything_and_no_address(name: str) -> None:
    text = lock(name)
    for block in re.split(r"\n(?=[\w.-]+==)", text):
        if "==" in block.split("\n")[0]:
            assert "--hash=sha256:" in block
    assert not re.search(r"https?://|--index|--extra-index|--find-links|--trusted", text)


def test_the_locks_have_what_the_project_asks_for() -> None:
    assert {plain(each) for each in PROJECT["dependencies"]} <= set(locked("run.txt"))
    both = set(locked("run.txt")) | set(locked("test.txt"))
    assert {plain(each) for each in PROJECT["optional-dependencies"]["test"]} <= both


def test_the_two_locks_agree() -> None:
    run, test = locked("run.txt"), locked("test.txt")
    assert {each: run[each] for each in set(run) & set(test)} == {
        each: test[each] for each in set(run) & set(test)
    }


def test_mkdocs_stays_below_two() -> None:
    assert "mkdocs>=1.6.1,<2" in PROJECT["dependencies"]
    assert locked("run.txt")["mkdocs"].startswith("1.6.")


@pytest.mark.parametrize("path", sorted(REPOSITORY.glob("**/package-lock.json")), ids=str)
def test_a_lock_of_npm_has_no_address_of_a_registry(path: Path) -> None:
    if "node_modules" not in path.parts:
        assert '"resolved"' not in path.read_text("utf-8")


@pytest.mark.parametrize("name", [".ci/run", ".ci/system"])
def test_a_script_is_executable_and_stops_at_the_first_failure(name: str) -> None:
    path = REPOSITORY / name
    assert os.access(path, os.X_OK)
    assert "set -euo pipefail" in path.read_text("utf-8")
    assert subprocess.run(["bash", "-n", path], check=False).returncode == 0


def test_ci_runs_the_same_tests_as_people_do() -> None:
    assert "make test" in (REPOSITORY / ".ci" / "run").read_text("utf-8")


def test_every_target_of_make_can_be_planned() -> None:
    makefile = (REPOSITORY / "Makefile").read_text("utf-8")
    targets = re.search(r"^\.PHONY: (.+)$", makefile, re.MULTILINE)
    assert targets is not None
    for target in targets[1].split():
        done = subprocess.run(["make", "-n", target], cwd=REPOSITORY, capture_output=True)
        assert done.returncode == 0, done.stderr.decode()


def test_netlify_builds_the_example_of_this_repository() -> None:
    said = tomllib.loads((REPOSITORY / "netlify.toml").read_text("utf-8"))
    assert said["build"]["publish"] == "site"
    assert said["build"]["command"].endswith('badgesite build --base-url "$URL"')


def test_the_licence_is_the_one_the_project_names() -> None:
    assert PROJECT["license"] == "Apache-2.0"
    text = (REPOSITORY / "LICENSE").read_text("utf-8")
    assert text.count("\n") == 202
    assert "Version 2.0, January 2004" in text


def test_the_changelog_has_the_version() -> None:
    assert f"## {PROJECT['version']}" in (REPOSITORY / "CHANGELOG.md").read_text("utf-8")


def test_no_private_key_is_tracked_but_the_example() -> None:
    if not (REPOSITORY / ".git").exists():
        pytest.skip("this is no git repository")
    mark = "-----BEGIN " + "PRIVATE KEY-----"
    done = subprocess.run(
        ["git", "grep", "-l", "-e", mark, "-e", mark.replace("BEGIN ", "BEGIN ENCRYPTED ")],
        cwd=REPOSITORY,
        capture_output=True,
        text=True,
    )
    files = [each for each in done.stdout.split() if not each.startswith("keys.example/")]
    assert [each for each in files if each.endswith((".pem", ".key"))] == []
