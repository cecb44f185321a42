"""doctor: what is in order and what is not, on this machine and from outside."""

import json
import shutil
import subprocess
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from click.testing import CliRunner

from badgesite.build import Request, add_key, build
from badgesite.cli.commands import commands
from badgesite.health import Finding, State, look_at_home, look_from_outside
from badgesite.health import repository as home
from conftest import Example, Quiet
from hosts import HonestHost
from provider import SITE, write

NOW = datetime(2026, 11, 24, 12, tzinfo=UTC)


def of(found: Iterator[Finding], words: str) -> Finding:
    everything = list(found)
    fitting = [each for each in everything if words in each.sentence]
    assert fitting, [each.sentence for each in everything]
    return fitting[0]


def git(root: Path, *arguments: str) -> None:
    who = ("-c", "user.name=A", "-c", "user.email=a@example.org")
    subprocess.run(["git", *who, *arguments], cwd=root, check=True, capture_output=True)


@pytest.fixture
def harbour(tmp_path: Path) -> Path:
    root = write(tmp_path / "harbour", {"site.yml": SITE + "hosting: cloudflare-pages\n"})
    (root / ".gitignore").write_text("site/\nkeys/\n.badgesite/\n")
    git(root, "init", "-q")
    git(root, "add", ".")
    git(root, "commit", "-qm", "All")
    return root


# ------------------------------------------------------------------ at home
def test_a_provider_in_order_has_nothing_to_mend(harbour: Path) -> None:
    add_key(harbour, NOW.date(), encrypt=False)
    assert CliRunner().invoke(commands, ["register", str(harbour)]).exit_code == 0
    build(Request(harbour), Quiet())
    found = list(look_at_home(harbour, NOW, {}))
    assert [each for each in found if each.state is not State.GOOD] == []
    said = " · ".join(each.sentence for each in found)
    for words in (
        "Python 3",
        "libcairo",
        "fonts",
        "git has",
        "no mistakes",
        "signs, and",
        "ignores",
    ):
        assert words in said
    assert "cloudflare-pages takes 20,000" in said


def test_no_key_is_doubtful_and_says_how_to_make_one(harbour: Path) -> None:
    found = of(look_at_home(harbour, NOW, {}), "there is no key")
    assert (found.state, "badgesite key new" in found.remedy) == (State.DOUBTFUL, True)


def test_a_key_that_others_may_read_is_bad(harbour: Path) -> None:
    add_key(harbour, NOW.date(), encrypt=False)
    for path in (harbour / "keys").iterdir():
        path.chmod(0o644)
    found = of(look_at_home(harbour, NOW, {}), "others on this machine may read")
    assert found.state is State.BAD
    assert "chmod 600" in found.remedy


def test_a_key_that_git_would_take_is_bad(harbour: Path) -> None:
    add_key(harbour, NOW.date(), encrypt=False)
    (harbour / ".gitignore").write_text("site/\n")
    assert of(look_at_home(harbour, NOW, {}), "git does not ignore keys/").state is State.BAD
    git(harbour, "add", "keys")
    assert of(look_at_home(harbour, NOW, {}), "a private key stands in it").state is State.BAD


def test_an_encrypted_key_is_told_as_one(harbour: Path) -> None:
    made = add_key(harbour, NOW.date(), encrypt=True)
    found = look_at_home(harbour, NOW, {"BADGESITE_KEY_PASSPHRASE": made.passphrase or ""})
    assert of(found, "it is encrypted").state is State.GOOD


def test_a_key_that_keys_yml_does_not_list_is_bad(harbour: Path) -> None:
    add_key(harbour, NOW.date(), encrypt=False)
    (harbour / "content/keys.yml").unlink()
    assert of(look_at_home(harbour, NOW, {}), "is not in content/keys.yml").state is State.BAD


def test_mistakes_in_content_are_counted_and_shown_by_check(harbour: Path) -> None:
    (harbour / "content/awards/2026.csv").write_text("learner,badge,awarded\nhenry,no,2026-01-01\n")
    found = of(look_at_home(harbour, NOW, {}), "content has 1 mistake")
    assert (found.state, found.remedy) == (State.BAD, "see them with: badgesite check")


def test_without_git_it_is_doubtful(tmp_path: Path) -> None:
    assert of(look_at_home(write(tmp_path, {}), NOW, {}), "git").state is State.DOUBTFUL


def test_a_folder_without_content_is_told(tmp_path: Path) -> None:
    done = CliRunner().invoke(commands, ["doctor", str(tmp_path)])
    assert done.exit_code == 1
    assert (
        "✗ there is no folder content/ here\n    begin with: badgesite init FOLDER" in done.stdout
    )


@pytest.mark.parametrize(
    ("room", "state"),
    [(10_000, State.GOOD), (None, State.GOOD), (12, State.BAD)],
)
def test_more_files_than_the_host_takes_is_bad(
    harbour: Path, monkeypatch: pytest.MonkeyPatch, room: int | None, state: State
) -> None:
    build(Request(harbour), Quiet())
    monkeypatch.setitem(home.ROOM, "cloudflare-pages", home.Room(room, None))
    assert of(look_at_home(harbour, NOW, {}), "the site has").state is state


def test_close_to_the_limit_is_doubtful(harbour: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    build(Request(harbour), Quiet())
    files = len(json.loads((harbour / "site/site-manifest.json").read_text())) + 1
    monkeypatch.setitem(home.ROOM, "cloudflare-pages", home.Room(files, None))
    assert of(look_at_home(harbour, NOW, {}), "the site has").state is State.DOUBTFUL


# ------------------------------------------------------------------ from outside
@pytest.fixture(scope="module")
def example_site(
    tmp_path_factory: pytest.TempPathFactory, example: Example
) -> Iterator[HonestHost]:
    """The example, built for a host that sends the headers of `_headers`."""
    root = example.copy(tmp_path_factory.mktemp("served"))
    host = HonestHost(root / "site")
    build(Request(root, base_url=host.url), Quiet())
    yield host
    host.close()


def outside(host: HonestHost, path: str | None = None) -> Iterator[Finding]:
    return look_from_outside(host.url, NOW, lambda there: path or there[0])


def test_the_example_is_in_order_from_outside(example_site: HonestHost) -> None:
    found = list(outside(example_site))
    assert [each.sentence for each in found if each.state is State.BAD] == []
    assert [each.sentence for each in found if each.state is State.DOUBTFUL] == [
        "this is a machine of your own, without TLS"
    ]
    said = " · ".join(each.sentence for each in found)
    for words in (
        "leads to its",
        "content types are right",
        "may read keys",
        "404",
        "from outside",
    ):
        assert words in said


def test_every_credential_of_the_example_is_sound_from_outside(example_site: HonestHost) -> None:
    paths = sorted((example_site.folder / "credentials").glob("*/credential.json"))
    for path in (paths[0], paths[len(paths) // 2], paths[-1]):
        name = path.relative_to(example_site.folder).as_posix()
        assert of(outside(example_site, name), f"{name} is checked").state is State.GOOD


def test_the_command_prints_marks_and_exits_0_when_nothing_is_bad(example_site: HonestHost) -> None:
    done = CliRunner().invoke(commands, ["doctor", "--url", example_site.url])
    assert done.exit_code == 0, done.output
    assert "✗" not in done.stdout
    assert "! this is a machine of your own, without TLS\n    " in done.stdout


@pytest.fixture
def copy(example_site: HonestHost, tmp_path: Path) -> Iterator[HonestHost]:
    """The same at the same address's port: a copy of the files that a test may spoil."""
    kept, example_site.folder = example_site.folder, tmp_path / "site"
    shutil.copytree(kept, example_site.folder)
    yield example_site
    example_site.folder = kept


def test_a_host_that_leaves_hidden_folders_out_is_found(copy: HonestHost) -> None:
    shutil.rmtree(copy.folder / ".well-known")
    found = of(outside(copy), ".well-known/did.json is out of reach")
    assert found.state is State.BAD
    assert "include-hidden-files" in found.remedy
    assert of(outside(copy), "does not pass a check from outside").state is State.BAD


def test_a_site_that_was_built_for_another_address_is_found(copy: HonestHost) -> None:
    did = copy.folder / ".well-known/did.json"
    document = json.loads(did.read_text()) | {"id": "did:web:other.example"}
    did.unlink()
    did.write_text(json.dumps(document))
    assert of(outside(copy), "says did:web:other.example").state is State.BAD


def test_a_host_without_our_headers_is_found(copy: HonestHost) -> None:
    (copy.folder / "_headers").unlink()
    found = list(outside(copy))
    assert of(iter(found), "stands in the pages alone").state is State.DOUBTFUL
    assert of(iter(found), "no header x-content-type-options").state is State.DOUBTFUL
    assert of(iter(found), "verifiers may not read").state is State.BAD


def test_a_credential_that_was_changed_on_the_way_is_found(copy: HonestHost) -> None:
    path = min((copy.folder / "credentials").glob("*/credential.json"))
    text = path.read_text("utf-8")
    path.unlink()
    path.write_text(text.replace("Achievement", "Achievements", 1), "utf-8")
    name = path.relative_to(copy.folder).as_posix()
    assert of(outside(copy, name), "the host changes").state is State.BAD
    assert of(outside(copy, name), "does not pass a check from outside").state is State.BAD


def test_wrong_content_types_are_found(copy: HonestHost, monkeypatch: pytest.MonkeyPatch) -> None:
    handler = copy.server.RequestHandlerClass
    monkeypatch.setattr("http.server.SimpleHTTPRequestHandler.guess_type", lambda *_: "text/plain")
    assert handler is copy.server.RequestHandlerClass
    found = of(outside(copy), "content types are wrong")
    assert ".json as text/plain" in found.sentence


def test_an_empty_host_and_none_at_all_are_told(copy: HonestHost, tmp_path: Path) -> None:
    copy.folder = tmp_path / "nothing"
    copy.folder.mkdir()
    found = list(outside(copy))
    assert of(iter(found), "site-manifest.json is not there").state is State.BAD
    gone = list(look_from_outside("http://localhost:9/", NOW, lambda there: there[0]))
    assert [each.state for each in gone] == [State.BAD]
    assert "cannot be reached" in gone[0].sentence


def test_an_address_inside_the_network_is_not_asked() -> None:
    found = list(look_from_outside("https://router.local/", NOW, lambda there: there[0]))
    assert [each.sentence for each in found] == [
        "https://router.local/ cannot be reached: only names on the open web are asked"
    ]


def test_the_example_of_the_repository_is_served_by_a_plain_host_too(example: Example) -> None:
    found = list(look_from_outside(example.url, NOW, lambda there: there[0]))
    assert of(iter(found), "is checked from outside").state is State.GOOD
