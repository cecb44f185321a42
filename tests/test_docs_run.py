"""The documentation is true: what its pages say to write and to type is written and typed here."""

import json
import re
import shutil
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest

from reader import (
    PUBLIC,
    REPOSITORY,
    TYPED,
    Block,
    Reader,
    blocks,
    compare,
    reader,
    sections,
    stand,
)
from repositories import command

__all__ = ["reader", "stand"]

INIT = "badgesite init guild --yes --name Guild --url"
GUILD = f"{INIT} http://localhost:8000\ncd guild"
HERE = f"{INIT} https://badges.example.org\ncd guild\nbadgesite key new\nbadgesite register"
IN_GIT = "git init -q\ngit add .\ngit commit -qm Begin"
EXAMPLE = (
    f"cp -r {REPOSITORY}/content {REPOSITORY}/keys.example .\n"
    "cp content/images/signature.svg content/images/seal.svg"
)
CREDITS = (
    "sed -i 's/^version:/credits: 15\\nversion:/'"
    " content/badges/data-fundamentals.md content/badges/applied-analytics.md"
)


def a_theme(folder: Path) -> None:
    page = (folder / "site/badges/first-course/index.html").read_text("utf-8")
    assert 'src="../../assets/seal.svg"' in page
    assert "Bell Street Bakers, registered charity 1234567" in page
    assert ">Public keys</a>" in page  # the rest of the default footer
    sheet = (folder / "site/assets/badgesite.css").read_text("utf-8")
    assert sheet.endswith(".seal-line img{width:3rem;height:3rem}")
    assert (folder / "site/assets/seal.svg").is_file()
    assert (folder / "site/assets/fonts/source-serif-4-latin.woff2").is_file()
    assert "--brand-light:#7a4a12" in (folder / "site/assets/brand.css").read_text("utf-8")


def a_schema_for_an_editor(folder: Path) -> None:
    learner = folder / "content/learners/ada.yml"
    named = re.search(r"\$schema=(\S+)", learner.read_text("utf-8"))
    assert named
    assert (learner.parent / named[1]).is_file()


def addresses_for_other_pages(folder: Path) -> None:
    """Every address of ours that a page shows to be put elsewhere is on the site."""
    credential = sorted((folder / "site/credentials").iterdir())[-1].name
    shown = {
        address.replace("UUID", credential).removeprefix(f"{PUBLIC}/")
        for block in blocks(text_of("docs/how-to/sharing.md"))
        if block.kind in ("html", "markdown")
        for address in re.findall(rf"{PUBLIC}/[^\s\"')]*", block.text)
    }
    assert len(shown) == 6
    for each in shown:
        place = folder / "site" / each
        assert (place / "index.html" if place.is_dir() else place).is_file(), each


@dataclass(frozen=True)
class Page:
    """What is there before a page begins, and which of its programs a machine may lack.

    `apart`: each section is followed by itself, from that beginning. `leaves` looks at the end.
    """

    begins: str = ""
    needs: tuple[str, ...] = ()
    apart: bool = False
    leaves: Callable[[Path], None] = lambda folder: None


PAGES = {
    "README.md": Page("mkdir badgesite\ncd badgesite"),
    "docs/tutorial.md": Page(),
    "docs/how-to/addresses.md": Page(f"{HERE}\n{IN_GIT}"),
    "docs/how-to/artwork.md": Page(GUILD),
    "docs/how-to/awards.md": Page(GUILD),
    "docs/how-to/contacts.md": Page(
        f"{GUILD}\nprintf 'learner-0001,Zoë,unlisted\\n' >> content/learners/learners.csv",
        needs=("age",),
    ),
    "docs/how-to/import.md": Page(GUILD),
    "docs/how-to/keys.md": Page(f"{INIT} https://badges.example.org\ncd guild\n{IN_GIT}"),
    "docs/how-to/languages.md": Page(GUILD),
    "docs/how-to/learners.md": Page(GUILD),
    "docs/how-to/letters.md": Page(f"{GUILD}\nbadgesite register\nbadgesite build"),
    "docs/how-to/mkdocs.md": Page(GUILD),
    "docs/how-to/oversight.md": Page(GUILD),
    "docs/how-to/publishing.md": Page(GUILD),
    "docs/how-to/scale.md": Page(GUILD),
    "docs/how-to/sharing.md": Page(f"{EXAMPLE}\nbadgesite build", leaves=addresses_for_other_pages),
    "docs/how-to/signers.md": Page(
        GUILD, needs=("age", "softhsm2-util", "pkcs11-tool", "xxd"), apart=True
    ),
    "docs/how-to/theming.md": Page(
        f"{GUILD}\nmkdir -p content/images themes/ours\n"
        f"cp {REPOSITORY}/content/images/logo*.svg content/images",
        leaves=a_theme,
    ),
    "docs/how-to/watch.md": Page(f"{HERE}\n{IN_GIT}"),
    "docs/how-to/year.md": Page(GUILD),
    "docs/explanation/architecture.md": Page(),
    "docs/explanation/performance.md": Page(),
    "docs/explanation/permanence.md": Page(
        f"{GUILD}\nbadgesite register\nbadgesite build\n"
        "badgesite bake example-learner first-course\nmv *.png badge.png\ncp -r site saved-site"
    ),
    "docs/explanation/privacy.md": Page(),
    "docs/explanation/proof.md": Page(),
    "docs/reference/commands.md": Page(GUILD, leaves=a_schema_for_an_editor),
    "docs/reference/content.md": Page(
        f"{EXAMPLE}\n{CREDITS}\nrm content/register.csv content/addresses.csv"
    ),
}

# What nobody can follow here, each with its reason: a command, or a section whose files are written
# and whose commands are not typed.
ACCOUNT = "it needs an account with the service, and money"
REGISTRY = "no package registry has the program"
LEFT_OUT = {
    "README.md": {
        "make site": "it is what .ci/run does in a fresh clone",
        "make test": "it is what runs this",
        ". .venv/bin/activate": "tests run in what it makes known",
    },
    "docs/how-to/contacts.md": {
        "sops encrypt --input-type binary contacts.csv > contacts.enc.json": REGISTRY,
        "sops decrypt --output-type binary contacts.enc.json > contacts.csv": REGISTRY,
    },
    "docs/how-to/letters.md": {
        "badgesite notify --smtp smtps://mail.example.org:465 --from badges@example.org": (
            "there is no such server; tests/test_notify.py sends through one of this machine"
        ),
    },
    "docs/how-to/scale.md": {
        "pip install 'badgesite[s3]'": "tests run where the extra is installed",
        "badgesite build --site s3://my-bucket/badges": (
            "there is no such bucket; tests/test_bucket.py fills one of this machine"
        ),
    },
    "docs/how-to/signers.md": {
        "## A file encrypted with sops": REGISTRY,
        "## AWS KMS": ACCOUNT,
        "## Google Cloud KMS": ACCOUNT,
        "## Vault and OpenBao": REGISTRY,
    },
}


def text_of(page: str) -> str:
    return (REPOSITORY / page).read_text("utf-8")


def left_out(page: str, part: str = "") -> set[str]:
    """Return the commands of a page, or of a section of it, that nobody can type here."""
    known = LEFT_OUT.get(page, {})
    if f"## {part}" not in known:
        return set(known)
    return {each for block in blocks(sections(text_of(page))[part]) for each, _ in block.commands}


def followed(block: Block) -> bool:
    return block.kind in TYPED or bool(block.title)


def parts() -> list[tuple[str, str]]:
    """Every page, or section of a page whose sections stand by themselves, that can be followed."""
    found = []
    for name, page in PAGES.items():
        each = sections(text_of(name)) if page.apart else {"": text_of(name)}
        found += [(name, part) for part, text in each.items() if any(map(followed, blocks(text)))]
    return found


@pytest.mark.slow
@pytest.mark.parametrize(("name", "part"), parts())
def test_a_page_can_be_followed_from_its_beginning_to_its_end(
    name: str, part: str, reader: Reader
) -> None:
    page, text = PAGES[name], text_of(name)
    text = sections(text)[part] if part else text
    lacking = [each for each in page.needs if shutil.which(each) is None and each in text]
    if lacking and f"## {part}" not in LEFT_OUT.get(name, {}):
        pytest.skip(f"this machine has no {', '.join(lacking)}")
    for line in page.begins.splitlines():
        reader.type(line)
    reader.follow(text, left_out(name, part))
    page.leaves(reader.folder)


def test_every_page_that_shows_how_something_is_done_is_followed() -> None:
    shown = {
        each.relative_to(REPOSITORY).as_posix()
        for folder in ("how-to", "explanation")
        for each in (REPOSITORY / "docs" / folder).glob("*.md")
    }
    assert shown <= PAGES.keys()


@pytest.mark.parametrize("page", PAGES)
def test_every_block_says_what_it_is(page: str) -> None:
    strangers = [
        f"{page}:{block.line}"
        for block in blocks(text_of(page))
        if not followed(block) and block.kind != "text"
    ]
    assert strangers == []


@pytest.mark.parametrize("page", LEFT_OUT)
def test_what_is_left_out_is_still_there(page: str) -> None:
    text = text_of(page)
    there = {command for block in blocks(text) for command, _ in block.commands}
    assert LEFT_OUT[page].keys() <= there | {f"## {each}" for each in sections(text)}


def test_a_recipe_says_whether_it_is_run() -> None:
    page = "docs/how-to/signers.md"
    silent = {name for name, text in sections(text_of(page)).items() if "Not run" not in text}
    assert {f"## {each}" for each in sections(text_of(page)).keys() - silent} == set(LEFT_OUT[page])
    assert len(silent) >= 2


def test_every_member_of_the_pathways_reference_is_one_that_is_written() -> None:
    shown = {
        name
        for block in blocks(text_of("docs/reference/pathways.md"))
        for name in re.findall(r'"(\w+)":', block.text)
    }
    progress = json.loads(command("progress", "--json", folder=REPOSITORY).out)
    rules = json.loads(text_of("docs/reference/pathway.schema.json"))
    assert len(shown) > 20
    assert shown <= members(progress) | members(rules)


def members(value: object) -> set[str]:
    """Return the names of all members at any depth."""
    if isinstance(value, dict):
        return set(value).union(*map(members, value.values()))
    return set().union(*map(members, value)) if isinstance(value, list) else set()


def test_a_page_that_says_something_else_is_noticed() -> None:
    with pytest.raises(pytest.fail.Exception):
        compare("badgesite check", "no mistakes found\n", "3 errors in 2 files\n")


@pytest.mark.slow
def test_a_command_that_ends_otherwise_than_the_page_says_is_noticed(reader: Reader) -> None:
    reader.follow("```console exits=1\n$ badgesite check\n```\n")
    with pytest.raises(pytest.fail.Exception):
        reader.follow("```console\n$ badgesite check\n```\n")
