"""What `badgesite init` writes: a repository that builds, whatever the answers."""

from pathlib import Path
from typing import Any

import pytest
import yaml

from badgesite import scaffold
from badgesite.addresses import normal_base
from badgesite.build import Request, build
from badgesite.content import load
from badgesite.errors import BadgesiteError
from badgesite.rules import check
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


def test_the_same_answers_give_the_same_files() -> None:
    assert scaffold.files(ANSWERS) == scaffold.files(ANSWERS)


def test_private_keys_and_output_are_ignored_by_git_and_the_example_key_is_not() -> None:
    ignored = text(".gitignore").splitlines()
    assert {"site/", "keys/", "*.pem", "!keys.example/*.pem"} <= set(ignored)
    assert [path for path in scaffold.files(ANSWERS) if path.endswith(".pem")] == [
        scaffold.EXAMPLE_KEY
    ]


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
