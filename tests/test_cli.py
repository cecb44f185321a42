"""The command line as people use it: exit codes, sentences, and nothing written by mistake."""

import base64
import errno
import io
import json
import os
import re
import socket
import stat
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import click
import pytest

from badgesite import surroundings
from badgesite.build import check_all
from badgesite.cli import building, console
from badgesite.cli.commands import commands
from hosts import HonestHost
from repositories import (
    PUBLIC_URL,
    SOURCE,
    Repository,
    command,
    copied,
    digest,
    files,
    in_process_of_its_own,
)


def names_of(group: click.Group, before: str = "") -> Iterator[str]:
    """Yield the name of every command, those of a group with the group's before them."""
    context = click.Context(group)
    for name in group.list_commands(context):
        found = group.get_command(context, name)
        if isinstance(found, click.Group):
            yield from names_of(found, f"{name} ")
        else:
            yield before + name


COMMANDS = tuple(names_of(commands))


@pytest.fixture
def provider(tmp_path: Path, tmp_path_factory: pytest.TempPathFactory) -> Repository:
    """A registered provider whose pictures are drawn already; no site."""
    return copied(tmp_path_factory, tmp_path, built=False)


@pytest.fixture
def built(tmp_path: Path, tmp_path_factory: pytest.TempPathFactory) -> Repository:
    """The same with its site."""
    return copied(tmp_path_factory, tmp_path)


@pytest.fixture
def unchanged(built: Repository) -> Iterator[Repository]:
    """A built provider; whatever the test does, nothing in it may have changed at the end."""
    before = digest(built.root)
    yield built
    assert digest(built.root) == before


# ------------------------------------------------------------------ usage
@pytest.mark.parametrize("name", COMMANDS)
def test_help_of_every_command_shows_an_example(name: str, tmp_path: Path) -> None:
    ran = command(*name.split(), "--help", folder=tmp_path)
    assert ran.code == 0
    examples = re.findall(rf"^ +badgesite {name}\b.*$", ran.out, re.MULTILINE)
    assert examples, ran.out


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("build", "--site FOLDER|s3://BUCKET/PREFIX"),
        ("build", "--executor dask://HOST:PORT"),
        ("key new", "--public z6Mk…|FILE"),
    ],
)
def test_help_shows_what_can_be_typed(name: str, shown: str, tmp_path: Path) -> None:
    assert shown in command(*name.split(), "--help", folder=tmp_path).out


def test_the_help_names_every_command(tmp_path: Path) -> None:
    ran = command("--help", folder=tmp_path)
    assert ran.code == 0
    named = re.findall(r"^  ([a-z][a-z-]+)  +[A-Z]", ran.out, re.MULTILINE)
    assert named == list(dict.fromkeys(name.split()[0] for name in COMMANDS))
    assert {"init", "build", "check", "serve", "register", "key", "verify"} <= set(named)


@pytest.mark.parametrize(
    "arguments",
    [
        ("build", "--speed"),
        ("build", "--jobs", "0"),
        ("build", "no-such-folder"),
        ("publish",),
        ("check", "--format", "xml"),
        ("list", "teachers"),
        ("progress", "--on", "2026-02-30"),
        ("progress", "--on", "tomorrow"),
        ("serve", "--port", "99999"),
        ("bake", "grace"),
        ("verify",),
        ("init",),
        ("key",),
        (),
    ],
    ids=" ".join,
)
def test_wrong_usage_is_exit_code_2(arguments: tuple[str, ...], unchanged: Repository) -> None:
    ran = unchanged.run(*arguments)
    assert ran.code == 2
    assert "Traceback" not in ran.said
    assert "Usage" in ran.said


def test_the_installed_program_records_awards(provider: Repository) -> None:
    """The script that installation writes, as a process of its own."""
    (provider.root / "content/register.csv").unlink()
    program = Path(sys.executable).with_name("badgesite")
    done = subprocess.run([program, "register"], cwd=provider.root, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    assert (provider.root / "content/register.csv").is_file()


def test_the_version_is_said(tmp_path: Path) -> None:
    import badgesite

    assert badgesite.__version__ in command("--version", folder=tmp_path).out


def test_python_runs_it_by_its_name(tmp_path: Path) -> None:
    asked = [sys.executable, "-m", "badgesite", "--version"]
    done = subprocess.run(asked, cwd=tmp_path, capture_output=True, text=True)
    assert done.stdout.startswith("badgesite, version"), done.stderr


# ------------------------------------------------------------------ mistakes in content
class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


class OldTerminal(io.TextIOWrapper):
    """One with few letters, as a console of Windows may be."""

    def isatty(self) -> bool:
        return True


MISTAKES = {
    "broken YAML": ("site.yml", "name: [Harbour\nurl: x\n", "content/site.yml:"),
    "broken UTF-8": ("badges/rope.md", b"---\nname: \xff\xfe\n---\n", "content/badges/rope.md:"),
    "an unknown key": (
        "learners/grace.yml",
        "name: Grace\nvisiblity: public\n",
        "content/learners/grace.yml:2: ",
    ),
    "an unknown badge": (
        "awards/2026.csv",
        "learner,badge,awarded\ngrace,ropes,2026-03-01\n",
        "content/awards/2026.csv:2: ",
    ),
    "a file nothing reads": ("badgse/rope.md", "x", "content/badgse/rope.md:1: "),
    "a null byte": ("pages/about.md", b"# A\x00b\n", "content/pages/about.md:"),
    "a private key": (
        "pages/about.md",
        "-----BEGIN " + "PRIVATE KEY-----\nMC4CAQ==\n",
        "content/pages/about.md:1: ",
    ),
}


@pytest.mark.parametrize("name", MISTAKES)
@pytest.mark.parametrize("verb", ["check", "build", "register", "progress", "list badges"])
def test_a_mistake_in_content_is_a_sentence_a_remedy_and_exit_code_1(
    verb: str, name: str, built: Repository
) -> None:
    path, text, place = MISTAKES[name]
    built.write(path, text)
    before = digest(built.root)
    ran = built.run(*verb.split())
    assert ran.code == 1
    assert "Traceback" not in ran.said
    told = ran.err.splitlines()
    at = next(number for number, line in enumerate(told) if line.startswith(place))
    assert told[at + 1].startswith("    ")
    assert told[at + 1].strip()
    assert digest(built.root) == before


def test_all_mistakes_are_told_at_once_in_order(built: Repository) -> None:
    for path, text, _ in MISTAKES.values():
        built.write(path, text)
    told = re.findall(r"^content/\S+:\d+: ", built.run("build").err, re.MULTILINE)
    assert {line.split(":")[0] for line in told} == {
        f"content/{p}" for p, _, _ in MISTAKES.values()
    }
    assert [line.split(":")[0] for line in told] == sorted(line.split(":")[0] for line in told)


def test_a_mistake_does_not_make_a_site_that_was_not_there(provider: Repository) -> None:
    provider.write("site.yml", "name: x\n")
    before = files(provider.root)
    assert provider.run("build").code == 1
    assert files(provider.root) == before


@pytest.mark.parametrize(
    "verb", ["check", "build", "register", "key new", "list awards", "progress"]
)
def test_a_folder_without_content_is_told_and_left_alone(verb: str, tmp_path: Path) -> None:
    ran = command(*verb.split(), folder=tmp_path)
    assert ran.code == 1
    assert "content/" in ran.err
    assert "badgesite init" in ran.err
    assert list(tmp_path.rglob("*")) == []


def test_check_finds_links_in_pages_that_lead_nowhere(built: Repository) -> None:
    built.write("pages/about.md", "# About\n\n[Ropes](badge:roop) and [more](nowhere.md)\n")
    ran = built.run("check")
    assert ran.code == 1
    assert "content/pages/about.md:3: the link 'badge:roop' leads nowhere" in ran.err
    assert "content/pages/about.md:3: the link 'nowhere.md' leads nowhere" in ran.err


def test_check_prints_json_for_programs(built: Repository) -> None:
    built.write("learners/grace.yml", "name: Grace\nvisiblity: public\n")
    ran = built.run("check", "--format", "json")
    assert ran.code == 1
    (problem,) = [each for each in json.loads(ran.out) if each["severity"] == "error"]
    assert problem["path"] == "content/learners/grace.yml"
    assert (problem["line"], problem["column"]) == (2, 1)
    assert "visibility" in problem["remedy"]
    assert set(problem) >= {"code", "message"}


def test_check_prints_annotations_for_github(built: Repository) -> None:
    built.write("learners/grace.yml", "name: Grace\nvisiblity: public\n")
    ran = built.run("check", "--format", "github")
    assert ran.code == 1
    lines = [line for line in ran.out.splitlines() if line.startswith("::error ")]
    assert lines[0].startswith("::error file=content/learners/grace.yml,line=2,col=1,title=")


def test_annotations_are_the_default_inside_github_actions(built: Repository) -> None:
    built.write("learners/grace.yml", "name: Grace\nvisiblity: public\n")
    environment = {"GITHUB_ACTIONS": "true"}
    ran = in_process_of_its_own("check", folder=built.root, environment=environment)
    assert ran.code == 1
    assert ran.out.startswith("::error file=content/learners/grace.yml,line=2")


def test_a_good_repository_has_no_mistakes(unchanged: Repository) -> None:
    ran = unchanged.run("check", "--strict")
    assert (ran.code, ran.out, ran.err) == (0, "no mistakes found\n", "")


# ------------------------------------------------------------------ building
def test_a_build_needs_no_option(provider: Repository) -> None:
    ran = provider.run("build")
    assert ran.code == 0
    assert ran.err == ""
    assert (provider.site / "index.html").is_file()


def test_a_dry_run_writes_nothing_at_all(built: Repository) -> None:
    built.append("awards/2026.csv", "may,rope,2026-06-01,,\n")
    before = files(built.root)
    ran = built.run("build", "--dry-run")
    assert ran.code == 0
    assert "make    credentials/" in ran.out
    assert files(built.root) == before


def test_a_dry_run_in_a_new_repository_makes_no_folder(provider: Repository) -> None:
    before = digest(provider.root)
    assert provider.run("build", "--dry-run").code == 0
    assert digest(provider.root) == before


def test_the_site_can_go_elsewhere(provider: Repository, tmp_path: Path) -> None:
    assert provider.run("build", "--site", tmp_path / "deep" / "out").code == 0
    assert (tmp_path / "deep" / "out" / "index.html").is_file()
    assert not provider.site.exists()


def test_another_repository_can_be_named(provider: Repository, tmp_path: Path) -> None:
    assert command("build", provider.root, folder=tmp_path).code == 0
    assert (provider.site / "index.html").is_file()


def test_a_folder_that_holds_other_things_is_not_overwritten(provider: Repository) -> None:
    provider.site.mkdir()
    (provider.site / "thesis.txt").write_text("years of work")
    before = digest(provider.root)
    ran = provider.run("build")
    assert ran.code == 1
    assert "badgesite did not write" in ran.err
    assert digest(provider.root) == before


@pytest.mark.parametrize("folder", [".", "content", "keys.example"])
def test_the_repository_itself_is_never_the_site(folder: str, unchanged: Repository) -> None:
    assert unchanged.run("build", "--site", folder).code == 1


def test_a_place_that_cannot_be_written_is_told(provider: Repository) -> None:
    (provider.root / "wall").write_text("a file where a folder should be")
    before = digest(provider.root)
    ran = provider.run("build", "--site", "wall/site")
    assert ran.code == 1
    assert ran.err.startswith("error: cannot write 'site/'")
    assert "Traceback" not in ran.err
    assert digest(provider.root) == before


def test_warnings_stop_a_strict_build(built: Repository) -> None:
    built.append("awards/2026.csv", "may,rope,2026-06-01,,\n")
    before = digest(built.root)
    ran = built.run("build", "--strict")
    assert ran.code == 1
    assert "content/register.csv:1: 1 award is not in the register" in ran.err
    assert "    record it with: badgesite register" in ran.err
    assert digest(built.root) == before
    assert built.run("build").code == 0


def test_a_build_tells_ten_warnings_of_a_kind_and_check_tells_all(provider: Repository) -> None:
    crew = [f"mate-{number}" for number in range(12)]
    provider.append("learners/crew.csv", "".join(f"{each},{each},\n" for each in crew))
    provider.append("awards/2026.csv", "".join(f"{each},boat,2026-05-01,,\n" for each in crew))
    ran, checked = provider.run("build"), provider.run("check")
    too_early = "the level 'One' comes first"
    assert (ran.code, ran.err.count(too_early)) == (0, 10)
    assert "13 warnings in 2 files, 11 of them shown\n    all of them: badgesite check" in ran.err
    assert checked.err.count(too_early) == 12
    assert "of them" not in checked.err


def test_a_table_with_many_problems_is_read_once_to_show_their_lines(
    provider: Repository, monkeypatch: pytest.MonkeyPatch
) -> None:
    crew = [f"mate-{number}" for number in range(12)]
    provider.append("awards/2026.csv", "".join(f"{each},boat,2026-05-01,,\n" for each in crew))
    read: list[str] = []
    lines_of = console._lines
    monkeypatch.setattr(
        console, "_lines", lambda root, name: read.append(name) or lines_of(root, name)
    )
    problems, shown = check_all(provider.root, surroundings.now()), Terminal()
    monkeypatch.setattr(sys, "stderr", shown)
    console.show_problems(problems, "text", provider.root)
    assert "    18 | mate-11,boat,2026-05-01,," in shown.getvalue()
    assert read == ["content/awards/2026.csv"]


@pytest.mark.parametrize(
    "url", ["ftp://x", "badges.example.org", "http://example.org", "https://", ""]
)
def test_an_address_that_cannot_be_one_is_told(url: str, unchanged: Repository) -> None:
    ran = unchanged.run("build", "--base-url", url)
    assert ran.code == 2
    assert "Traceback" not in ran.err
    assert "Error: Invalid value for '--base-url'" in ran.err


# ------------------------------------------------------------------ demo, preview and real key
def test_a_demo_says_so_on_every_page(built: Repository) -> None:
    pages = built.pages()
    assert len(pages) > 20
    assert [path for path, text in pages.items() if "Demo" not in text] == []


def test_an_unsigned_preview_says_so_everywhere_and_issues_nothing(provider: Repository) -> None:
    ran = provider.run("build", "--base-url", "https://badges.example.org/try/")
    assert ran.code == 0
    assert "preview, unsigned" in ran.out
    pages = provider.pages()
    assert [path for path, text in pages.items() if "Preview" not in text] == []
    unhidden = [
        p for p, text in pages.items() if not re.search(r'name="?robots"?[^>]*noindex', text)
    ]
    assert unhidden == []
    assert [path for path, text in pages.items() if "Demo:" in text] == []
    left = provider.published()
    assert not {".well-known/did.json", "did.json"} & set(left)
    assert [path for path in left if path.startswith("status/")] == []
    assert [path for path in left if path.endswith(("credential.json", "withdrawn.json"))] == []
    assert [
        path for path, content in left.items() if b"proofValue" in content and ".js" not in path
    ] == []


def test_a_preview_leaves_no_credential_of_an_earlier_demo_behind(built: Repository) -> None:
    assert built.credentials()
    built.run("build", "--base-url", PUBLIC_URL)
    assert built.credentials() == []


def test_a_required_key_that_is_not_there_stops_the_build(unchanged: Repository) -> None:
    for address in (PUBLIC_URL, "http://localhost:8000"):
        ran = unchanged.run("build", "--require-key", "--base-url", address)
        assert ran.code == 1
        assert "badgesite key new" in ran.err


@pytest.mark.parametrize(
    "environment",
    [
        {"NETLIFY": "true", "CONTEXT": "production"},
        {"CONTEXT": "production"},
        {"CF_PAGES": "1", "CF_PAGES_BRANCH": "main"},
        {"CF_PAGES": "1", "CF_PAGES_BRANCH": "production"},
        {
            "GITHUB_ACTIONS": "true",
            "GITHUB_EVENT_NAME": "push",
            "GITHUB_REF": "refs/heads/main",
            "BADGESITE_DEPLOY": "1",
        },
        {
            "GITHUB_ACTIONS": "true",
            "GITHUB_EVENT_NAME": "workflow_dispatch",
            "GITHUB_REF": "refs/heads/main",
            "BADGESITE_DEPLOY": "1",
        },
    ],
    ids=[
        "netlify",
        "like-netlify",
        "cloudflare",
        "cloudflare-production",
        "github",
        "github-by-hand",
    ],
)
def test_a_production_deploy_without_a_key_fails_and_a_preview_does_not(
    environment: dict[str, str], provider: Repository
) -> None:
    url = ("--base-url", PUBLIC_URL)
    assert provider.run("build", *url, environment=environment).code == 1
    assert not provider.site.exists()
    preview = environment | {"CONTEXT": "deploy-preview"} | {"CF_PAGES_BRANCH": "topic"}
    preview |= {"GITHUB_REF": "refs/heads/topic"}
    if "CONTEXT" not in environment:
        del preview["CONTEXT"]
    assert provider.run("build", *url, environment=preview).code == 0


def test_a_new_key_signs_and_stays_secret(provider: Repository) -> None:
    made = provider.run("key", "new")
    assert made.code == 0
    variable = re.search(r"^BADGESITE_KEY=(\S+)$", made.out, re.MULTILINE)
    assert variable
    (private,) = (provider.root / "keys").iterdir()
    assert stat.S_IMODE(private.stat().st_mode) == 0o600
    assert "state: active" in provider.read("keys.yml")
    private.unlink()
    secret = variable[1]
    ran = provider.run(
        "build", "--require-key", "--base-url", PUBLIC_URL, environment={"BADGESITE_KEY": secret}
    )
    assert ran.code == 0, ran.err
    assert "signed with your key" in ran.out
    checked = provider.run("verify", "--json", "--site", "site", *provider.credentials())
    verdicts = sorted(json.loads(line)["verdict"] for line in checked.out.splitlines())
    assert set(verdicts) == {"genuine", "revoked"}
    pem = base64.b64decode(secret)
    body = b"".join(pem.splitlines()[1:-1])
    for said in (ran.said.encode(), checked.said.encode(), *files(provider.root).values()):
        assert secret.encode() not in said
        assert body not in said
        assert base64.b64decode(body)[-32:] not in said
    assert [path for path, text in provider.pages().items() if "Demo:" in text] == []


def test_an_encrypted_key_signs_with_its_passphrase_only(provider: Repository) -> None:
    made = provider.run("key", "new", "--encrypt")
    said = dict(re.findall(r"^(BADGESITE_KEY\w*)=(\S+)$", made.out, re.MULTILINE))
    assert set(said) == {"BADGESITE_KEY", "BADGESITE_KEY_PASSPHRASE"}
    before = digest(provider.root)
    wrong = provider.run("build", environment=said | {"BADGESITE_KEY_PASSPHRASE": "guess"})
    assert wrong.code == 1
    assert "BADGESITE_KEY_PASSPHRASE" in wrong.err
    assert not any(secret in wrong.said for secret in said.values())
    missing = provider.run("build", environment={"BADGESITE_KEY": said["BADGESITE_KEY"]})
    assert missing.code == 1
    assert "BADGESITE_KEY_PASSPHRASE" in missing.err
    assert digest(provider.root) == before
    assert provider.run("build", "--require-key", environment=said).code == 0
    again = provider.run("build", environment=said | {"BADGESITE_KEY_PASSPHRASE": "guess"})
    assert again.code == 1, "nothing has changed, but the passphrase is wrong"


@pytest.mark.parametrize(
    "key", ["nonsense", "LS0tLS1CRUdJTg==", "-----BEGIN " + "PRIVATE KEY-----"]
)
def test_a_key_that_is_none_is_told_without_being_repeated(key: str, unchanged: Repository) -> None:
    ran = unchanged.run("build", environment={"BADGESITE_KEY": key})
    assert ran.code == 1
    assert ran.err.startswith("error: ")
    assert key not in ran.said


def test_a_second_key_retires_the_first_and_what_it_signed_stays_genuine(
    provider: Repository,
) -> None:
    provider.run("key", "new")
    address = ("--base-url", PUBLIC_URL)
    assert provider.run("build", *address).code == 0
    old = {path.name: path for path in (provider.root / "keys").iterdir()}
    kept = provider.root / "kept.json"
    grace = provider.uuid_of("grace", "rope")
    kept.write_bytes((provider.site / f"credentials/{grace}/credential.json").read_bytes())
    assert provider.run("key", "new").code == 0
    assert len(list((provider.root / "keys").iterdir())) == len(old) + 1
    assert provider.run("build", *address).code == 0
    assert provider.run("verify", "--site", "site", kept).code == 0


def signers(provider: Repository) -> set[str]:
    """Return the keys whose proofs are published, as multibase."""
    return {
        json.loads(path.read_bytes())["proof"][0]["verificationMethod"].partition("#")[2]
        for path in provider.credentials()
    }


def listed(provider: Repository) -> list[str]:
    return re.findall(r"multibase: (\S+)", provider.read("keys.yml"))


def with_a_recorded_proof(provider: Repository) -> None:
    """Give the provider a key, and record its proofs in the register."""
    provider.run("key", "new")
    (provider.root / "content/register.csv").unlink()
    assert "added 7 lines" in provider.run("register").out


def test_recorded_proofs_of_a_retired_key_are_published_unchanged(provider: Repository) -> None:
    with_a_recorded_proof(provider)
    provider.run("build")
    before = [path.read_bytes() for path in provider.credentials()]
    provider.run("key", "new")
    assert provider.run("build").code == 0
    assert signers(provider) == {listed(provider)[0]}
    assert [path.read_bytes() for path in provider.credentials()] == before


def test_recorded_proofs_of_a_compromised_key_are_replaced(provider: Repository) -> None:
    with_a_recorded_proof(provider)
    provider.run("key", "new")
    text = provider.read("keys.yml").replace("state: retired", "state: compromised", 1)
    provider.write("keys.yml", text)
    ran = provider.run("build")
    assert ran.code == 0, ran.err
    assert signers(provider) == {listed(provider)[1]}
    checked = provider.run("verify", "--json", "--site", "site", *provider.credentials())
    verdicts = {json.loads(line)["verdict"] for line in checked.out.splitlines()}
    assert verdicts == {"genuine", "revoked"}


# ------------------------------------------------------------------ register
def test_registering_twice_adds_nothing_the_second_time(provider: Repository) -> None:
    provider.append("awards/2026.csv", "may,rope,2026-06-01,,\nmay,boat,2026-06-02,,\n")
    before = provider.read("register.csv")
    ran = provider.run("register")
    assert ran.code == 0
    assert "added 3 lines" in ran.out  # the final badge too
    first = provider.read("register.csv")
    assert first.startswith(before)
    again = provider.run("register")
    assert (again.code, again.out) == (0, "the register is complete\n")
    assert provider.read("register.csv") == first
    assert provider.run("check", "--strict").code == 0


def test_what_two_branches_recorded_is_mended_as_check_says(provider: Repository) -> None:
    provider.append("awards/2026.csv", "may,rope,2026-06-02,,\n")
    provider.run("register")
    good = provider.read("register.csv")
    *_, line = good.splitlines()
    provider.write("register.csv", f"{good}{line}\n")  # the rows of both branches
    assert "already on line" in (said := provider.run("check").said)
    assert "if a merge has brought both lines, delete this one" in said
    of_another = good.splitlines()[1].split(",")[7]
    cells = line.split(",")
    provider.write(
        "register.csv", good.replace(line, ",".join([*cells[:7], of_another, *cells[8:]]))
    )
    said = provider.run("check").said
    assert f"place {of_another} of list 1 is taken, on line 2" in said
    assert "delete the one that was not published yet" in said
    provider.write("register.csv", good.replace(f"{line}\n", ""))
    assert provider.run("register").code == 0
    assert provider.read("register.csv") == good
    assert provider.run("check", "--strict").code == 0


def test_a_revocation_that_was_recorded_cannot_be_taken_back(built: Repository) -> None:
    built.append("revocations.csv", "grace,boat,2026-03-08,2026-05-02,revoked,in error\n")
    ran = built.run("build", "--strict")  # published at once, recorded when there is time
    assert ran.code == 0, ran.err
    assert "1 withdrawal is not in the register yet: badgesite register" in ran.out + ran.err
    assert "added 1 line" in built.run("register").out
    assert built.run("register").out == "the register is complete\n"
    assert "not in the register yet" not in built.run("build").out
    rows = built.read("revocations.csv").splitlines()
    built.write("revocations.csv", "\n".join(rows[:-1]) + "\n")
    before = digest(built.root / "site")
    ran = built.run("build")
    assert ran.code == 1
    assert "'boat' of 'grace' (2026-03-08) was withdrawn on 2026-05-02, and" in ran.err
    assert "put the row back (grace,boat,2026-03-08,2026-05-02,KIND,REASON)" in ran.err
    assert digest(built.root / "site") == before


def test_a_dry_run_of_register_prints_the_lines_and_writes_nothing(built: Repository) -> None:
    register = built.read("register.csv").replace(",", ";")  # as a spreadsheet may save it
    built.write("register.csv", register)
    built.append("awards/2026.csv", "may,rope,2026-06-01,,\nmay,rope,2026-06-02,,\n")
    before = digest(built.root)
    ran = built.run("register", "--dry-run")
    assert ran.code == 0
    assert ";may;rope;2026-06-01;1;" in ran.out
    assert digest(built.root) == before
    assert built.run("register").code == 0
    assert built.read("register.csv") == register + ran.out


def test_an_award_keeps_its_place_when_it_is_registered(provider: Repository) -> None:
    provider.append("awards/2026.csv", "may,rope,2026-06-01,,\n")
    provider.run("build")
    before = provider.published()
    provider.run("register")
    provider.run("build")
    assert provider.published() == before


def test_changed_content_of_an_issued_credential_is_told_and_accepted_with_a_reason(
    provider: Repository,
) -> None:
    provider.write(
        "learners/grace.yml", "name: Grace H. Darling\nvisibility: public\nslug: grace-darling\n"
    )
    told = provider.run("check")
    assert told.code == 0
    assert "the learner's public name changed" in told.err
    assert provider.run("build", "--strict").code == 1
    before = provider.read("register.csv")
    grace = provider.uuid_of("grace", "rope")
    ran = provider.run("register", "--reissue", "name corrected, at her request")
    assert ran.code == 0
    after = provider.read("register.csv")
    assert after.startswith(before)
    assert "name corrected, at her request" in after
    assert provider.uuid_of("grace", "rope") == grace
    assert provider.run("check", "--strict").code == 0
    assert provider.run("register", "--reissue", "again").out == "the register is complete\n"


# ------------------------------------------------------------------ looking at content
def test_progress_as_json_has_the_agreed_members(unchanged: Repository) -> None:
    ran = unchanged.run("progress", "--json", "--on", "2026-06-01")
    assert ran.code == 0
    rows = {row["learner"]: row for row in json.loads(ran.out)}
    assert rows["grace"] == {
        "learner": "grace",
        "pathway": "way",
        "version": "1",
        "complete": True,
        "current": None,
        "levels": [{"level": "one", "complete": True}, {"level": "two", "complete": True}],
        "steps": [{"step": "rope", "state": "earned"}, {"step": "boat", "state": "earned"}],
    }
    assert rows["henry"]["current"] == "two"
    assert rows["henry"]["steps"][1] == {"step": "boat", "state": "revoked"}
    assert "may" not in rows


def test_progress_is_as_of_the_day_asked_for(unchanged: Repository) -> None:
    def states(day: str) -> list[str]:
        rows = json.loads(
            unchanged.run("progress", "--json", "--on", day, "--learner", "henry").out
        )
        return [step["state"] for row in rows for step in row["steps"]]

    assert states("2026-06-01") == ["earned", "revoked"]
    assert states("2028-03-02")[0] == "earned"
    assert states("2028-03-03")[0] == "expired"


def test_progress_of_nobody_is_a_mistake(unchanged: Repository) -> None:
    ran = unchanged.run("progress", "--learner", "nobody")
    assert (ran.code, ran.out) == (1, "")
    assert "no learner is called 'nobody'" in ran.err


def test_progress_for_people_is_a_table(unchanged: Repository) -> None:
    ran = unchanged.run("progress", "--on", "2026-06-01")
    assert re.search(r"^grace +way +2 of 2 +complete$", ran.out, re.MULTILINE)


@pytest.mark.parametrize(
    ("what", "count"), [("badges", 3), ("pathways", 1), ("learners", 4), ("awards", 7)]
)
def test_list_says_what_there_is(what: str, count: int, unchanged: Repository) -> None:
    rows = json.loads(unchanged.run("list", what, "--json").out)
    assert len(rows) == count
    table = unchanged.run("list", what)
    assert table.code == 0
    assert len(table.out.splitlines()) == count + 1


def test_the_addresses_that_list_gives_are_published_and_private_ones_are_none(
    unchanged: Repository,
) -> None:
    base = "http://localhost:8000/"
    for what in ("badges", "pathways", "learners", "awards"):
        for row in json.loads(unchanged.run("list", what, "--json").out):
            if "sam" in (row.get("learner"),):
                assert row["address"] is None
            else:
                path = row["address"].removeprefix(base)
                assert (unchanged.site / path / "index.html").is_file(), row


@pytest.mark.parametrize(
    ("task", "former", "place"),
    [
        (("artwork",), "--output", "sheet.html"),
        (("report",), "--out", "board"),
        (("certificate", "grace", "--badge", "rope"), "--out", "papers"),
    ],
    ids=lambda each: each[0],
)
def test_where_to_write_is_said_with_one_option_and_its_former_name_works(
    task: tuple[str, ...], former: str, place: str, unchanged: Repository, tmp_path: Path
) -> None:
    shown = unchanged.run(task[0], "--help").out
    assert "--to " in shown and f"{former} " not in shown
    for name in ("--to", former):
        (tmp_path / name).mkdir()
        ran = unchanged.run(*task, name, tmp_path / name / place)
        assert ran.code == 0, ran.said
    assert set(files(tmp_path / "--to")) == set(files(tmp_path / former))


def test_the_contact_sheet_shows_every_badge_and_stays_out_of_the_site(
    unchanged: Repository, tmp_path: Path
) -> None:
    sheet = tmp_path / "sheet.html"
    ran = unchanged.run("artwork", "--to", str(sheet))
    assert ran.code == 0, ran.err
    page = sheet.read_text()
    badges = [path.stem for path in (unchanged.root / "content/badges").glob("*.md")]
    assert page.count("<h3>") == len([each for each in badges if "@" not in each])
    for folder in ("site", "content"):
        ran = unchanged.run("artwork", "--to", str(unchanged.root / folder / "a.html"))
        assert ran.code == 1
        assert f"does not belong into {folder}/" in ran.err


def test_schemas_are_printed_and_written(tmp_path: Path) -> None:
    printed = json.loads(command("schema", folder=tmp_path).out)
    ran = command("schema", "--to", "schema", folder=tmp_path)
    assert ran.code == 0
    written = files(tmp_path / "schema")
    assert {f"{name}.schema.json" for name in printed} == set(written)
    assert "site.yml.schema.json" in written


def test_schemas_that_cannot_be_written_are_a_sentence(tmp_path: Path) -> None:
    (tmp_path / "taken").write_text("")
    ran = command("schema", "--to", "taken/below", folder=tmp_path)
    assert (ran.code, ran.out) == (1, "")
    assert "cannot write 'site.yml.schema.json': " in ran.err


@pytest.mark.parametrize(
    ("error", "sentence"),
    [
        (OSError(errno.ENOSPC, "No space left"), "let badgesite read or write: No space left\n"),
        (FileNotFoundError(errno.ENOENT, "No such", "x"), "read or write 'x': No such\n"),
    ],
)
def test_what_the_system_refuses_is_a_sentence(
    error: OSError, sentence: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse() -> None:
        raise error

    monkeypatch.setattr("badgesite.content.json_schemas", refuse)
    ran = command("schema", folder=tmp_path)
    assert ran.code == 1
    assert sentence in ran.err


# ------------------------------------------------------------------ baking and verifying
@pytest.mark.parametrize("form", ["png", "svg"])
def test_a_baked_badge_is_genuine_against_the_site(
    form: str, unchanged: Repository, tmp_path: Path
) -> None:
    away = tmp_path / "away"
    ran = unchanged.run("bake", "grace", "rope", "--form", form, "--to", away)
    assert ran.code == 0
    (picture,) = away.iterdir()
    assert picture.name == f"grace-rope-2026-03-01.{form}"
    checked = unchanged.run("verify", "--json", "--site", "site", picture)
    assert json.loads(checked.out)["verdict"] == "genuine"
    assert checked.code == 0
    again = unchanged.run("bake", "grace", "rope", "--form", form, "--to", away)
    assert again.code == 1
    assert "is there already" in again.err


def test_two_awards_of_one_badge_and_day_are_two_pictures_and_two_certificates(
    provider: Repository, tmp_path: Path
) -> None:
    table = provider.read("awards/2026.csv").replace("badge,awarded,", "badge,awarded,issue,")
    rows = re.sub(r"(?m)^(\w+,\w+,2026-\d\d-\d\d),", r"\1,1,", table)
    provider.write("awards/2026.csv", f"{rows}grace,rope,2026-03-01,2,,\n")
    for words in (
        ("bake", "grace", "rope", "--to"),
        ("certificate", "grace", "--badge", "rope", "--out"),
    ):
        assert provider.run(*words, tmp_path / words[0]).code == 0
        names = sorted(path.stem for path in (tmp_path / words[0]).iterdir())
        assert names == ["grace-rope-2026-03-01", "grace-rope-2026-03-01-2"]


def test_the_final_badge_of_a_private_learner_can_be_handed_over(
    unchanged: Repository, tmp_path: Path
) -> None:
    ran = unchanged.run("bake", "sam", "rope", "--to", tmp_path / "away")
    assert ran.code == 0
    (picture,) = (tmp_path / "away").iterdir()
    assert unchanged.run("verify", "--site", "site", picture).code == 0


@pytest.mark.parametrize(
    ("learner", "badge_id"),
    [("grace", "ropes"), ("henry", "boat"), ("may", "rope")],
)
def test_what_nobody_holds_cannot_be_baked(
    learner: str, badge_id: str, unchanged: Repository
) -> None:
    ran = unchanged.run("bake", learner, badge_id)
    assert ran.code == 1
    assert "badgesite list awards" in ran.err


def test_every_credential_of_the_site_gets_its_verdict(unchanged: Repository) -> None:
    ran = unchanged.run("verify", "--json", "--site", "site", *unchanged.credentials())
    assert ran.code == 1
    verdicts = {}
    for line in ran.out.splitlines():
        report = json.loads(line)
        assert set(report) >= {"file", "verdict", "stack", "checks"}
        verdicts[Path(report["file"]).parent.name] = (report["verdict"], report["stack"])
    assert verdicts.pop(unchanged.uuid_of("henry", "boat")) == ("revoked", None)
    assert verdicts.pop(unchanged.uuid_of("grace", "crown")) == ("genuine", "confirmed")
    # The final badge was given on the day of the boat badge, which was withdrawn later.
    assert verdicts.pop(unchanged.uuid_of("henry", "crown")) == ("genuine", "not-confirmed")
    assert set(verdicts.values()) == {("genuine", None)}


def test_bad_files_are_reported_one_by_one_and_never_end_the_run(
    unchanged: Repository, tmp_path: Path
) -> None:
    away = tmp_path / "away"
    away.mkdir()
    (away / "empty.json").write_bytes(b"")
    (away / "deep.json").write_bytes(b"[" * 200_000)
    (away / "half.png").write_bytes(b"\x89PNG\r\n\x1a\n\x00")
    bad = [*sorted(away.iterdir()), away, away / "absent.json", "https://"]
    good = unchanged.credentials()[:1]
    ran = unchanged.run("verify", "--json", "--site", "site", *bad, *good)
    assert ran.code == 1
    reports = [json.loads(line) for line in ran.out.splitlines()]
    assert [report["file"] for report in reports] == [str(each) for each in (*bad, *good)]
    assert reports[-1]["verdict"] in ("genuine", "revoked")
    assert {report["verdict"] for report in reports[:-1]} <= {
        "not-a-badge",
        "altered",
        "could-not-check",
    }


def test_verifying_for_people_says_the_verdict_first(unchanged: Repository) -> None:
    uuid = unchanged.uuid_of("grace", "rope")
    ran = unchanged.run("verify", "--site", "site", f"site/credentials/{uuid}/credential.json")
    assert ran.code == 0
    first, *checks = ran.out.splitlines()
    assert "enuine" in first or "Genuine" in first
    assert len(checks) >= 6
    assert all(line.startswith("  ✓ ") for line in checks)


def test_a_folder_or_an_address_of_a_site_stands_for_its_credentials(
    unchanged: Repository, tmp_path: Path
) -> None:
    (tmp_path / "empty").mkdir()
    ran = unchanged.run("verify", "--json", "--site", "site", "site")
    assert [json.loads(line)["file"] for line in ran.out.splitlines()] == [
        str(path.relative_to(unchanged.root)) for path in unchanged.credentials()
    ]
    ran = unchanged.run("verify", "--json", tmp_path / "empty", "")
    assert [json.loads(line)["verdict"] for line in ran.out.splitlines()] == ["not-a-badge"] * 2
    host = HonestHost(unchanged.site)
    ran = unchanged.run("verify", "--json", "--site", "site", host.url)
    host.close()
    reports = [json.loads(line) for line in ran.out.splitlines()]
    assert len(reports) == len(unchanged.credentials())
    assert {each["file"].removeprefix(host.url) for each in reports} == {
        path.relative_to(unchanged.site).as_posix() for path in unchanged.credentials()
    }
    assert "genuine" in {each["verdict"] for each in reports}


def test_a_file_that_is_not_there_is_not_called_no_badge(unchanged: Repository) -> None:
    ran = unchanged.run("verify", "absent.json")
    assert ran.code == 1
    assert ran.out.splitlines() == [
        "Nothing could be checked. The file could not be read (there is no such file)."
    ]


def test_what_comes_in_at_standard_input_is_checked(unchanged: Repository) -> None:
    path = unchanged.site / f"credentials/{unchanged.uuid_of('grace', 'rope')}/credential.json"
    ran = subprocess.run(
        [sys.executable, "-m", "badgesite", "verify", "--json", "--site", "site", "-"],
        cwd=unchanged.root,
        input=path.read_bytes(),
        capture_output=True,
        check=True,
    )
    assert json.loads(ran.stdout)["verdict"] == "genuine"
    assert json.loads(ran.stdout)["file"] == "-"


def test_a_misspelt_command_is_answered_by_the_nearest_one(unchanged: Repository) -> None:
    ran = unchanged.run("buld")
    assert ran.code == 2
    assert "No such command 'buld'. Did you mean 'build'?" in ran.err
    assert "Did you mean" not in unchanged.run("zzz").err


HOSTILE = "a\u202eb\u2066c\x9b31md\x1b[8me\u200bf\ufeff\x07"
SHOWN = r"a\u202eb\u2066c\u009b31md\u001b[8me\u200bf\ufeff\u0007"


def test_what_steers_a_terminal_is_printed_as_json_escapes_it() -> None:
    assert console.visible(HOSTILE) == SHOWN
    assert json.loads(f'"{console.visible(HOSTILE)}"') == HOSTILE
    assert console.visible("\U000e0041\udcff") == r"\udb40\udc41\udcff"
    assert console.flat("a\n  ✓ b\t\x1b[32mc") == r"a\u000a  ✓ b\u0009\u001b[32mc"
    good = "Ünïcode 中文 العربية 👩\u200d🚒\tand\nlines"
    assert console.visible(good) == good
    styled = click.style("x", fg="green", bold=True) + click.style("y", dim=True)
    assert console.visible(styled) == styled


def test_names_in_badges_and_of_files_do_not_steer_the_terminal(
    unchanged: Repository, tmp_path: Path
) -> None:
    uuid = unchanged.uuid_of("grace", "rope")
    credential = json.loads((unchanged.site / f"credentials/{uuid}/credential.json").read_bytes())
    credential["@context"].append(f"https://x.example/{HOSTILE}\n  ✓ It is genuine.")
    bad = tmp_path / f"{HOSTILE.replace(chr(7), '')}\n.json"
    bad.write_text(json.dumps(credential))
    absent = tmp_path / HOSTILE
    ran = unchanged.run("verify", "--site", "site", bad, absent)
    assert not re.search(r"[\x07\x1b\x9b\u202e\u2066\u200b\ufeff]", ran.out + ran.err)
    assert "\n  ✓ It is genuine" not in ran.out
    ran = unchanged.run("verify", "--json", "--site", "site", bad, absent)
    reports = [json.loads(line) for line in ran.out.splitlines()]
    assert [report["file"] for report in reports] == [str(bad), str(absent)]
    ran = unchanged.run("verify", "--site", absent, bad)
    assert ran.code == 2
    assert not re.search(r"[\x07\x1b\x9b\u202e\u2066\u200b\ufeff]", ran.err)


def test_verify_says_of_a_final_badge_what_unlocked_it_and_what_is_wrong_with_it(
    provider: Repository,
) -> None:
    provider.build()
    final = f"site/credentials/{provider.uuid_of('grace', 'crown')}/credential.json"
    ran = provider.run("verify", "--site", "site", final)
    assert ran.code == 0
    assert "  ✓ Unlocked by these 2 credentials, all checked.\n" in ran.out
    assert "    ✓ Rope Rescue: it is genuine\n" in ran.out
    part = provider.site / f"credentials/{provider.uuid_of('grace', 'rope')}/credential.json"
    part.unlink()
    ran = provider.run("verify", "--site", "site", final)
    assert ran.out.startswith("This badge is genuine")
    assert "  ? Not all that it rests on was checked. http" in ran.out
    assert ran.code == 0  # of the file that was asked about, everything is genuine


# ------------------------------------------------------------------ below a path
def test_a_site_below_a_path_verifies_and_links_stay_relative(provider: Repository) -> None:
    assert provider.run("build", "--base-url", "http://localhost:8000/repo/").code == 0
    did = json.loads((provider.site / "did.json").read_bytes())
    assert did["id"] == "did:web:localhost%3A8000:repo"
    uuid = provider.uuid_of("grace", "crown")
    ran = provider.run(
        "verify", "--json", "--site", "site", f"site/credentials/{uuid}/credential.json"
    )
    report = json.loads(ran.out)
    assert (report["verdict"], report["stack"]) == ("genuine", "confirmed")
    for path, text in provider.pages().items():
        rooted = [
            link
            for link in re.findall(r'(?:href|src)="(/[^"]*)"', text)
            if path != "404.html" or not link.startswith("/repo/")
        ]
        assert rooted == [], path


# ------------------------------------------------------------------ starting, serving, stopping
def test_init_builds_at_once_and_is_never_written_twice(tmp_path: Path) -> None:
    ran = command("init", "mine", "--yes", folder=tmp_path)
    assert ran.code == 0
    assert command("check", "mine", folder=tmp_path).code == 0
    before = digest(tmp_path)
    again = command("init", "mine", "--yes", folder=tmp_path)
    assert again.code == 1
    assert "nothing is overwritten" in again.err
    assert digest(tmp_path) == before


@pytest.mark.parametrize(
    "answer",
    [("--colour", "blue"), ("--url", "harbour"), ("--name", " "), ("--name", "a\nb")],
    ids=lambda answer: answer[1].strip() or "blank",
)
def test_an_answer_that_will_not_do_is_told_and_nothing_made(
    answer: tuple[str, str], tmp_path: Path
) -> None:
    ran = command("init", "mine", "--yes", *answer, folder=tmp_path)
    assert ran.code == 1
    assert ran.err.startswith("error: ")
    assert not (tmp_path / "mine").exists()


def test_init_asks_four_questions_at_most(tmp_path: Path) -> None:
    typed = "Leeds Bakers\nhttps://badges.example.org\n#7a3b00\ngithub\n"
    ran = command("init", "mine", folder=tmp_path, stdin=typed)
    assert ran.code == 0
    site = (tmp_path / "mine/content/site.yml").read_text("utf-8")
    assert "Leeds Bakers" in site
    assert "https://badges.example.org" in site


@pytest.mark.parametrize("typed", ["", "Leeds\n"])
def test_where_nobody_answers_init_makes_nothing_and_says_what_to_give(
    typed: str, tmp_path: Path
) -> None:
    ran = command("init", "mine", folder=tmp_path, stdin=typed)
    assert ran.code == 1
    assert "error: nobody is here to say: " in ran.err
    assert "take the defaults with --yes" in ran.err
    assert not (tmp_path / "mine").exists()


def test_going_away_in_the_middle_of_the_questions_makes_nothing(tmp_path: Path) -> None:
    here, there = os.openpty()
    asking = subprocess.Popen(
        [sys.executable, "-m", "badgesite", "init", "mine"],
        cwd=tmp_path,
        env={"PATH": os.environ["PATH"], "PYTHONPATH": str(SOURCE)},
        stdin=there,
        stdout=there,
        stderr=subprocess.PIPE,
        text=True,
    )
    os.write(here, b"Leeds\n\x04")  # a name, and the end of what is typed
    _, said = asking.communicate(timeout=60)
    os.close(here)
    os.close(there)
    assert asking.returncode == 130
    assert "stopped: no file is half-written" in said
    assert not (tmp_path / "mine").exists()


def test_a_port_that_is_taken_is_told(provider: Repository) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        ran = provider.run("serve", "--port", str(port))
    assert ran.code == 1
    assert f"port {port} is taken" in ran.err
    assert "--port" in ran.err.splitlines()[1]


# ------------------------------------------------------------------ build and nothing else
@pytest.mark.parametrize(
    "environment", [{}, {"GITHUB_ACTIONS": "true"}, {"NETLIFY": "true", "CONTEXT": "production"}]
)
def test_build_alone_asks_for_what_its_options_ask_for_when_none_is_given(
    unchanged: Repository, environment: dict[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[object] = []
    now = surroundings.now()
    monkeypatch.setattr(surroundings, "now", lambda: now)
    monkeypatch.setattr(building, "run", lambda *wishes: asked.append(wishes))
    unchanged.run("build", environment=environment)
    unchanged.run("build", ".", environment=environment)
    (request, form), other = asked
    assert other == (request, form, None)


def test_colours_are_for_terminals_that_want_them(monkeypatch: pytest.MonkeyPatch) -> None:
    def printed(stream: io.StringIO) -> str:
        monkeypatch.setattr(sys, "stdout", stream)
        console.say(console.styled("a", "bold", "red"))
        return stream.getvalue()

    monkeypatch.delenv("NO_COLOR", raising=False)
    assert printed(io.StringIO()) == "a\n"
    assert printed(Terminal()) == "\x1b[1m\x1b[31ma\x1b[0m\n"
    monkeypatch.setenv("NO_COLOR", "1")
    assert printed(Terminal()) == "a\n"


def test_a_terminal_with_few_letters_that_wants_no_colours_gets_none(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    file = io.BytesIO()
    monkeypatch.setattr(sys, "stdout", OldTerminal(file, "cp1252", newline="\n"))
    monkeypatch.setenv("NO_COLOR", "1")
    console.say(console.styled("é", "bold", "red"))
    assert file.getvalue() == b"\xe9\n"


def test_a_terminal_that_speaks_no_utf8_is_no_traceback(unchanged: Repository) -> None:
    ran = in_process_of_its_own(
        "build", folder=unchanged.root, environment={"PYTHONIOENCODING": "ascii"}
    )
    assert (ran.code, ran.err) == (0, "")


@pytest.mark.parametrize(
    ("arguments", "escaped"), [(("doctor",), r"\u2713 "), (("doctor", "--help"), r"(\u2717)")]
)
def test_what_a_pipe_on_windows_has_no_letter_for_is_an_escape(
    arguments: tuple[str, ...], escaped: str, unchanged: Repository
) -> None:
    ran = in_process_of_its_own(
        *arguments, folder=unchanged.root, environment={"PYTHONIOENCODING": "cp1252"}
    )
    assert "itself failed" not in ran.err
    assert escaped in ran.out


def test_json_in_the_letters_of_a_pipe_says_the_same(provider: Repository) -> None:
    provider.write("learners/nina.yml", 'name: "Ω \U0001f600"\n')
    ran = in_process_of_its_own(
        *("list", "learners", "--json"),
        folder=provider.root,
        environment={"PYTHONIOENCODING": "cp1252"},
    )
    assert "Ω \U0001f600" in [each["name"] for each in json.loads(ran.out)]


# ------------------------------------------------------------------ the end of the process
def ended(script: str, *arguments: str) -> "subprocess.CompletedProcess[str]":
    words = f"from badgesite.cli import program; {script} program()"
    command_line = [sys.executable, "-c", words, *(arguments or ("--version",))]
    return subprocess.run(command_line, text=True, capture_output=True)


def test_what_was_to_be_done_at_the_end_is_done_and_all_is_printed() -> None:
    done = ended("import atexit; atexit.register(print, 'the end');")
    assert done.stdout.splitlines()[-1] == "the end"
    assert done.stdout.startswith("badgesite, version")
    assert done.returncode == 0


def test_a_thread_that_is_not_finished_is_waited_for() -> None:
    late = "from threading import Timer; Timer(0.3, print, ['late']).start();"
    assert ended(late).stdout.splitlines()[-1] == "late"


def test_the_exit_code_is_the_command_lines() -> None:
    done = ended("", "no-such-command")
    assert (done.returncode, "no-such-command" in done.stderr) == (2, True)


def test_nobody_reading_what_is_printed_is_no_traceback() -> None:
    line = f"'{sys.executable}' -c 'from badgesite.cli import program; program()' --help | true"
    done = subprocess.run(["sh", "-c", line], text=True, capture_output=True)
    assert done.stderr == ""
