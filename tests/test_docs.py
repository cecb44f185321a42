"""The documentation is true: its examples run, its commands exist, its links lead somewhere."""

import os
import re
import shlex
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import click
import pytest

from badgesite.cli import commands

REPOSITORY = Path(__file__).parent.parent
DOCUMENTS = [
    REPOSITORY / "README.md",
    REPOSITORY / "CONTRIBUTING.md",
    REPOSITORY / "CHANGELOG.md",
    *sorted((REPOSITORY / "docs").rglob("*.md")),
]
BLOCK = re.compile(r'^```(\w+)(?: title="([^"]+)")?\n(.*?)^```$', re.MULTILINE | re.DOTALL)
GAP = "…"


@dataclass
class Reader:
    """Somebody who follows a page: writes its files, types its commands, compares what it says."""

    folder: Path
    path: str
    careful: bool = False  # every command has to succeed

    def write(self, name: str, text: str) -> None:
        (self.folder / name).parent.mkdir(parents=True, exist_ok=True)
        (self.folder / name).write_text(text, "utf-8")

    def type(self, console: str) -> None:
        for part in re.split(r"^\$ ", console, flags=re.MULTILINE)[1:]:
            command, _, expected = part.partition("\n")
            if command.startswith("cd "):
                self.folder = self.folder / shlex.split(command)[1]
                continue
            done = subprocess.run(
                ["bash", "-c", command],
                cwd=self.folder,
                env={"PATH": self.path, "HOME": str(self.folder), "LANG": "C.UTF-8"},
                stdin=subprocess.DEVNULL,
                stdout=subprocess.PIPE,
                stderr=subprocess.STDOUT,
                timeout=900,
            )
            compare(command, expected, done.stdout.decode())
            if self.careful and done.returncode:
                pytest.fail(f"$ {command}\nfailed:\n{done.stdout.decode()}")


def compare(command: str, expected: str, printed: str) -> None:
    """Every expected line stands in the output, in order; `…` is anything."""
    rest = iter(printed.splitlines())
    for line in expected.splitlines():
        if line.strip() in ("", GAP):
            continue
        pattern = re.compile(".*".join(re.escape(each) for each in line.rstrip().split(GAP)))
        if not any(pattern.fullmatch(each.rstrip()) for each in rest):
            pytest.fail(f"$ {command}\nthe page says: {line}\nit printed:\n{printed}")


@pytest.fixture
def reader(tmp_path: Path) -> Reader:
    folder = tmp_path / "commands"
    folder.mkdir()
    program = folder / "badgesite"
    sources = shlex.quote(str(REPOSITORY / "src"))
    program.write_text(
        f"#!/bin/sh\nPYTHONPATH={sources} exec {shlex.quote(sys.executable)} -c "
        "'from badgesite.cli import main; main()' \"$@\"\n"
    )
    program.chmod(0o755)
    return Reader(tmp_path, f"{folder}{os.pathsep}{os.environ['PATH']}")


@pytest.mark.slow
def test_the_tutorial_runs_as_it_stands(reader: Reader) -> None:
    text = (REPOSITORY / "docs/tutorial.md").read_text("utf-8")
    blocks = BLOCK.findall(text)
    assert sum(kind == "console" for kind, _, _ in blocks) >= 6
    for kind, title, body in blocks:
        if kind == "console":
            reader.type(body)
        else:
            reader.write(title, body)


@pytest.mark.slow
def test_the_worked_example_of_a_theme_runs_as_it_stands(reader: Reader) -> None:
    text = (REPOSITORY / "docs/how-to/theming.md").read_text("utf-8")
    titled = [(title, body) for _, title, body in BLOCK.findall(text) if title]
    assert {title.split("/")[0] for title, _ in titled} == {"content", "themes"}
    for title, body in titled:
        reader.write(title, body)
    shutil.copytree(REPOSITORY / "keys.example", reader.folder / "keys.example")
    badge = "---\nname: Bread\ndescription: Bakes.\nversion: '1'\n---\nBake.\n"
    reader.write("content/badges/bread.md", badge)
    reader.type("$ badgesite build\n  Built site/ in …\n")
    page = (reader.folder / "site/badges/bread/index.html").read_text("utf-8")
    assert 'src="../../assets/seal.svg"' in page
    assert "Bell Street Bakers, registered charity 1234567" in page
    assert ">Public keys</a>" in page  # the rest of the default footer
    sheet = (reader.folder / "site/assets/badgesite.css").read_text("utf-8")
    assert sheet.endswith(".seal-line img{width:3rem;height:3rem}")
    assert (reader.folder / "site/assets/seal.svg").is_file()
    assert (reader.folder / "site/assets/fonts/source-serif-4-latin.woff2").is_file()
    assert "--brand-light:#7a4a12" in (reader.folder / "site/assets/brand.css").read_text("utf-8")


@pytest.mark.slow
def test_the_year_runs_as_it_stands(reader: Reader) -> None:
    reader.careful = True
    reader.type(
        "$ badgesite init guild --yes --name Guild --url http://localhost:8000\n$ cd guild\n"
    )
    text = (REPOSITORY / "docs/how-to/year.md").read_text("utf-8")
    for kind, title, body in BLOCK.findall(text):
        if kind == "console":
            reader.type(body)
        else:
            reader.write(title, body)


def test_a_page_that_says_something_else_is_noticed() -> None:
    with pytest.raises(pytest.fail.Exception):
        compare("badgesite check", "no mistakes found\n", "3 errors in 2 files\n")


# ------------------------------------------------------------------ commands
def all_commands(group: click.Command, name: str = "") -> dict[str, click.Command]:
    if not isinstance(group, click.Group):
        return {name: group}
    context = click.Context(group)
    found: dict[str, click.Command] = {}
    for each in group.list_commands(context):
        command = group.get_command(context, each)
        assert command is not None
        found |= all_commands(command, f"{name} {each}".strip())
    return found


COMMANDS = all_commands(commands)


def section(name: str) -> str:
    text = (REPOSITORY / "docs/reference/commands.md").read_text("utf-8")
    found = re.search(rf"^## `badgesite {name}\b.*?(?=^## |\Z)", text, re.MULTILINE | re.DOTALL)
    return found[0] if found else ""


@pytest.mark.parametrize("name", sorted(COMMANDS))
def test_every_command_and_option_is_documented(name: str) -> None:
    said = section(name)
    assert said, f"docs/reference/commands.md has no section for badgesite {name}"
    options = [
        option
        for parameter in COMMANDS[name].params
        if isinstance(parameter, click.Option) and not parameter.hidden
        for option in parameter.opts
        if option.startswith("--")
    ]
    missing = [each for each in options if each not in said and each != "--help"]
    assert not missing


@pytest.mark.parametrize("name", sorted(COMMANDS))
def test_no_option_is_documented_that_does_not_exist(name: str) -> None:
    options = {each for parameter in COMMANDS[name].params for each in parameter.opts}
    said = set(re.findall(r"(?<![\w-])--[a-z][a-z-]+", section(name)))
    assert said <= options


def test_no_command_is_documented_that_does_not_exist() -> None:
    text = (REPOSITORY / "docs/reference/commands.md").read_text("utf-8")
    headings = re.findall(r"^## `badgesite ([^`]+)`", text, re.MULTILINE)
    strangers = [
        heading
        for heading in headings
        if not any(f"{heading} ".startswith(f"{name} ") for name in COMMANDS)
    ]
    assert not strangers


# ------------------------------------------------------------------ links and words
@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: path.name)
def test_every_relative_link_leads_to_a_file(document: Path) -> None:
    text = re.sub(r"`[^`\n]+`", "", BLOCK.sub("", document.read_text("utf-8")))
    targets = re.findall(r"\]\(([^)\s]+)\)", text)
    near = [each.partition("#")[0] for each in targets if not re.match(r"[a-z]+:|#", each)]
    missing = [each for each in near if not (document.parent / each).exists()]
    assert not missing


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: path.name)
def test_make_targets_that_pages_name_exist(document: Path) -> None:
    makefile = (REPOSITORY / "Makefile").read_text("utf-8")
    named = set(re.findall(r"`?make ([a-z]+)`?(?=[`\s])", document.read_text("utf-8")))
    said = {each for each in named if f"`make {each}`" in document.read_text("utf-8")}
    targets = set(re.findall(r"^([a-z]+):", makefile, re.MULTILINE))
    assert said <= targets
