"""What `badgesite init` writes: a repository that builds, whatever the answers."""

import os
import re
import shlex
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import yaml
from click.testing import CliRunner

from badgesite import scaffold
from badgesite.addresses import normal_base
from badgesite.build import Request, build
from badgesite.cli.commands import commands
from badgesite.content import load
from badgesite.errors import BadgesiteError
from badgesite.rules import check
from badgesite.signing import new_key
from conftest import Quiet

ANSWERS = {
    "name": "Leeds Bakers Guild",
    "url": "http://localhost:8000",
    "colour": "#7a3b00",
    "host": "netlify",
    "salt": "k3Yq-0123456789-abcdefghij-KLMNOPQRST",
}


def written(folder: Path, **answers: str) -> Path:
    for path, content in scaffold.files(ANSWERS | answers).items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_bytes(content)
    return folder


def text(path: str, **answers: str) -> str:
    return scaffold.files(ANSWERS | answers)[path].decode()


def test_a_new_repository_has_no_mistakes(tmp_path: Path) -> None:
    loaded = load(written(tmp_path))
    assert loaded.catalog is not None
    assert [*loaded.problems, *check(loaded.catalog)] == []


def test_a_new_repository_builds_a_signed_demo_at_once(tmp_path: Path) -> None:
    built = build(Request(written(tmp_path)), Quiet())
    assert built.mode == "demo"
    assert list((tmp_path / "site/credentials").glob("*/credential.json"))


def test_at_a_public_address_nothing_is_signed_with_the_example_key(tmp_path: Path) -> None:
    built = build(Request(written(tmp_path, url="https://badges.example.org")), Quiet())
    assert built.mode == "preview"
    assert not list((tmp_path / "site").rglob("credential.json"))


@pytest.mark.parametrize(
    "name",
    [
        'The "Quoted" Guild: no, #1 & <b>co</b>',
        "@@SALT@@",
        "{{ 7 * 7 }} ${HOME} %s",
        "伍連德 التدريب Łódź 🥖",
        "no",
        "- a\\nb",
        "*alias",
    ],
)
def test_a_name_is_a_text_whatever_it_is(name: str, tmp_path: Path) -> None:
    loaded = load(written(tmp_path, name=name))
    assert loaded.catalog is not None
    assert loaded.catalog.site.name == name


@pytest.mark.parametrize(
    ("answers", "sentence"),
    [
        ({"name": "  "}, "the name is empty"),
        ({"name": "a\nb"}, "has signs nobody sees"),
        ({"name": "x" * 201}, "too long"),
        ({"colour": "blue"}, "'blue' is not a colour"),
        ({"url": "badges.example.org"}, "is not a web address"),
        ({"url": "http://badges.example.org"}, "is not https"),
        ({"host": "ftp"}, "is no host we know"),
        ({"salt": "short"}, "the salt is too short"),
    ],
)
def test_an_answer_that_will_not_do_is_refused(answers: dict[str, str], sentence: str) -> None:
    with pytest.raises(BadgesiteError, match=sentence) as caught:
        scaffold.files(ANSWERS | answers)
    assert caught.value.remedy


def test_private_keys_and_output_are_ignored_by_git_and_the_example_key_is_not() -> None:
    ignored = text(".gitignore").splitlines()
    assert {"site/", "keys/", "*.pem", "!keys.example/*.pem"} <= set(ignored)
    assert [path for path in scaffold.files(ANSWERS) if path.endswith(".pem")] == [
        scaffold.EXAMPLE_KEY
    ]


def test_a_clone_has_the_same_bytes_where_git_would_change_line_ends(tmp_path: Path) -> None:
    """`core.autocrlf` is what git's installer for Windows proposes."""
    here, there = written(tmp_path / "here"), tmp_path / "there"
    foreign = here / "content/learners/example-learner/theirs.json"
    foreign.parent.mkdir()
    foreign.write_bytes(b'{\n  "type": []\n}\n')
    git = ["git", "-c", "user.name=A", "-c", "user.email=a@example.org", "-c", "core.autocrlf=true"]
    for arguments in (["init", "-q"], ["add", "."], ["commit", "-qm", "All"]):
        subprocess.run([*git, *arguments], cwd=here, check=True, capture_output=True)
    subprocess.run([*git, "clone", "-q", str(here), str(there)], check=True, capture_output=True)
    for path in scaffold.files(ANSWERS):
        assert (there / path).read_bytes() == (here / path).read_bytes()
    assert (there / foreign.relative_to(here)).read_bytes() == foreign.read_bytes()


# ------------------------------------------------------------------ hosts
def test_github_pages_uploads_hidden_files_or_nobody_could_check_a_badge() -> None:
    workflow: dict[str, Any] = yaml.safe_load(text(".github/workflows/pages.yml", host="github"))
    steps = workflow["jobs"]["build"]["steps"]
    upload = next(each for each in steps if "upload-pages-artifact" in each.get("uses", ""))
    assert upload["with"] == {"path": "site", "include-hidden-files": True}


def test_github_pages_signs_on_push_to_main_and_never_for_pull_requests() -> None:
    workflow: dict[Any, Any] = yaml.safe_load(text(".github/workflows/pages.yml", host="github"))
    assert workflow[True] == {"push": {"branches": ["main"]}, "workflow_dispatch": None}


@pytest.mark.parametrize("host", ["netlify", "cloudflare", "other"])
def test_the_github_workflow_sleeps_where_another_host_was_chosen(host: str) -> None:
    workflow: dict[Any, Any] = yaml.safe_load(text(".github/workflows/pages.yml", host=host))
    assert workflow[True] == {"workflow_dispatch": None}


def test_netlify_passes_its_address_and_previews_their_own() -> None:
    import tomllib

    said = tomllib.loads(text("netlify.toml"))
    assert said["build"]["command"] == 'badgesite build --strict --base-url "$URL"'
    assert said["build"]["publish"] == "site"
    assert "$DEPLOY_PRIME_URL" in said["context"]["deploy-preview"]["command"]


def test_cloudflare_has_notes_with_the_build_command_and_the_folder() -> None:
    notes = text("deploy/cloudflare.md", host="cloudflare")
    assert "badgesite build" in notes
    assert "| Build output directory | `site` |" in notes


@pytest.mark.parametrize("host", sorted(scaffold.HOSTS))
def test_the_chosen_host_stands_in_the_site(host: str, tmp_path: Path) -> None:
    loaded = load(written(tmp_path, host=host, url="https://x.example/repo"))
    assert loaded.catalog is not None
    assert loaded.catalog.site.hosting == scaffold.HOSTS[host]
    assert loaded.catalog.site.url == normal_base("https://x.example/repo")


def test_a_new_award_is_recorded_and_committed_by_a_job_without_a_key() -> None:
    workflow = yaml.safe_load(text(".github/workflows/pages.yml", host="github"))
    job = workflow["jobs"]["register"]
    assert job["permissions"] == {"contents": "write"}
    assert "BADGESITE_KEY" not in yaml.safe_dump(job)
    commit = next(each["run"] for each in job["steps"] if each.get("id") == "commit")
    assert "git add content\n" in commit
    build_job = workflow["jobs"]["build"]
    assert build_job["needs"] == "register"
    assert build_job["steps"][0]["with"]["ref"] == "${{ needs.register.outputs.commit }}"


@pytest.mark.parametrize("new", [True, False])
def test_register_and_addresses_are_pushed_when_they_changed_and_only_then(
    tmp_path: Path, new: bool
) -> None:
    """The step as it stands, run by bash with a real git against a bare repository."""
    workflow = yaml.safe_load(text(".github/workflows/pages.yml", host="github"))
    steps = workflow["jobs"]["register"]["steps"]
    script = next(each["run"] for each in steps if each.get("id") == "commit")
    there, here = tmp_path / "there.git", written(tmp_path / "here")
    who = ("-c", "user.name=A", "-c", "user.email=a@example.org")

    def git(*arguments: str) -> str:
        done = subprocess.run(["git", *who, *arguments], cwd=here, check=True, capture_output=True)
        return done.stdout.decode().strip()

    git("init", "-q", "--bare", "-b", "main", str(there))
    git("init", "-q", "-b", "main")
    git("add", ".")
    git("commit", "-qm", "All")
    git("remote", "add", "origin", str(there))
    git("push", "-q", "-u", "origin", "main")
    before = git("rev-parse", "HEAD")
    if new:
        assert CliRunner().invoke(commands, ["register", str(here)]).exit_code == 0
    output = tmp_path / "output"
    env = {"PATH": os.environ["PATH"], "HOME": str(tmp_path), "GITHUB_OUTPUT": str(output)}
    subprocess.run(["bash", "-e", "-c", script], cwd=here, env=env, check=True, capture_output=True)
    after = git("rev-parse", "origin/main")
    assert output.read_text() == f"commit={git('rev-parse', 'HEAD')}\n"
    assert after == git("rev-parse", "HEAD")
    assert (after != before) is new
    pushed = ["content/addresses.csv", "content/register.csv"] if new else []
    assert git("diff", "--name-only", before, after).split() == pushed


def test_pull_requests_are_checked_without_a_key_and_commented_on_without_their_code() -> None:
    workflow: dict[Any, Any] = yaml.safe_load(text(".github/workflows/check.yml"))
    assert list(workflow[True]) == ["pull_request"]
    assert "secrets." not in text(".github/workflows/check.yml")
    assert workflow["permissions"] == {"contents": "read"}
    check_job, comment = workflow["jobs"]["check"], workflow["jobs"]["comment"]
    assert "permissions" not in check_job
    assert comment["permissions"] == {"pull-requests": "write"}
    assert not [each for each in comment["steps"] if "checkout" in each.get("uses", "")]
    runs = " ".join(each.get("run", "") for each in check_job["steps"])
    for command in ("badgesite check", "badgesite diff", "badgesite build"):
        assert command in runs
    assert "${{" not in runs  # what a stranger writes reaches a shell only by the environment


def test_the_steps_of_a_pull_request_run_as_they_stand(tmp_path: Path) -> None:
    """Each `run` of the check but the installation, by bash, with a real git."""
    here = written(tmp_path / "here", url="https://badges.example.org")
    who = ("-c", "user.name=A", "-c", "user.email=a@example.org")
    for arguments in (["init", "-q", "-b", "main"], ["add", "."], ["commit", "-qm", "All"]):
        subprocess.run(["git", *who, *arguments], cwd=here, check=True, capture_output=True)
    badge = here / "content/badges/third-course.md"
    badge.write_text((here / "content/badges/first-course.md").read_text("utf-8"), "utf-8")
    program = tmp_path / "bin/badgesite"
    program.parent.mkdir()
    sources = shlex.quote(str(Path(__file__).parent.parent / "src"))
    program.write_text(
        f"#!/bin/sh\nPYTHONPATH={sources} exec {shlex.quote(sys.executable)} -c "
        "'from badgesite.cli import program; program()' \"$@\"\n"
    )
    program.chmod(0o755)
    env = {
        "PATH": f"{program.parent}{os.pathsep}{os.environ['PATH']}",
        "HOME": str(tmp_path),
        "GITHUB_ACTIONS": "true",
        "GITHUB_EVENT_NAME": "pull_request",
        "GITHUB_STEP_SUMMARY": str(tmp_path / "summary"),
        "BASE": "HEAD",
        "PREVIEW": "https://somebody.github.io/badges/",
    }
    workflow = yaml.safe_load(text(".github/workflows/check.yml"))
    for step in workflow["jobs"]["check"]["steps"]:
        if "run" in step and "pip install" not in step["run"]:
            subprocess.run(
                ["bash", "-e", "-c", step["run"]],
                cwd=here,
                env=env,
                check=True,
                capture_output=True,
            )
    assert "third-course" in (here / "meaning/diff.md").read_text("utf-8")
    assert "third-course" in (tmp_path / "summary").read_text("utf-8")
    assert (here / "site/badges/third-course/index.html").is_file()
    assert not list((here / "site").rglob("credential.json"))


def test_gitlab_publishes_main_signed_and_merge_requests_not_at_all() -> None:
    said: dict[str, Any] = yaml.safe_load(text(".gitlab-ci.yml", host="gitlab"))
    assert said["pages"]["rules"] == [{"if": "$CI_COMMIT_BRANCH == $CI_DEFAULT_BRANCH"}]
    assert said["pages"]["artifacts"] == {"paths": ["public"]}
    assert "--require-key" in said["pages"]["script"][0]
    assert said["check"]["rules"] == [{"if": '$CI_PIPELINE_SOURCE == "merge_request_event"'}]
    assert "--require-key" not in " ".join(said["check"]["script"])


def test_the_hook_finds_private_keys_and_nothing_else() -> None:
    config = yaml.safe_load(text(".pre-commit-config.yaml"))
    hooks = {each["id"]: each for each in config["repos"][0]["hooks"]}
    assert hooks["badgesite-check"]["entry"] == "badgesite check"
    pattern = re.compile(hooks["no-private-key"]["entry"])
    files = scaffold.files(ANSWERS)
    left_out = re.compile(hooks["no-private-key"]["exclude"])
    holding = [path for path, data in files.items() if pattern.search(data.decode())]
    assert holding == [scaffold.EXAMPLE_KEY]
    assert left_out.search(scaffold.EXAMPLE_KEY)
    made = new_key(encrypt=True)
    assert pattern.search(made.pem.decode())
    assert pattern.search(f"BADGESITE_KEY={made.variable}")
