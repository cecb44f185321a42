"""The documentation is true: its commands exist and are all there, its links lead somewhere.

That its pages can be followed is told by test_docs_run.py.
"""

import re
import shlex
from pathlib import Path

import click
import pytest

from badgesite.cli.commands import commands
from reader import FENCE, REPOSITORY

DOCUMENTS = [
    REPOSITORY / "README.md",
    REPOSITORY / "CONTRIBUTING.md",
    REPOSITORY / "CHANGELOG.md",
    *sorted((REPOSITORY / "docs").rglob("*.md")),
]


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


# What stands for something of the reader's: FILE, z6Mk…, "…", s3://BUCKET/PREFIX.
PLACEHOLDER = re.compile(r"[A-Z]{2,}|…|\[|\|")


def typed_inline(text: str) -> list[str]:
    """Return every command of ours that stands in a sentence, without what a shell does with it."""
    prose = FENCE.sub("", text)
    found = re.findall(r"`badgesite ([^`]+)`", prose)
    return sorted({re.split(r" [>|] ", " ".join(each.split()))[0] for each in found})


def refused(line: str) -> str:
    """Return why a command line cannot be, or nothing."""
    words = shlex.split(line)
    # click keeps the first help option a command is asked for: it is asked as the program asks.
    command, context = commands, click.Context(commands, **commands.context_settings)
    while words and isinstance(command, click.Group):
        found = command.get_command(context, words[0])
        if found is None:
            return f"there is no command {words[0]}"
        command, context = found, click.Context(found, parent=context)
        words = words[1:]
    if isinstance(command, click.Group):
        return ""
    valued = [each for each in command.params if isinstance(each, click.Option)]
    if words and any(words[-1] in each.opts and not each.is_flag for each in valued):
        words.append("VALUE")
    try:
        said, left, _ = command.make_parser(context).parse_args(words)
    except click.UsageError as error:
        return error.format_message()
    chosen = [(each.type, said.get(each.name or "")) for each in command.params]
    wrong = [
        value
        for kind, value in chosen
        if isinstance(kind, click.Choice)
        and isinstance(value, str)
        and not PLACEHOLDER.search(value)
        and value not in kind.choices
    ]
    return f"there is no {' '.join([*wrong, *left])}" if wrong or left else ""


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: path.name)
def test_every_command_in_a_sentence_exists_with_its_options(document: Path) -> None:
    typed = typed_inline(document.read_text("utf-8"))
    assert {each: refused(each) for each in typed if refused(each)} == {}


@pytest.mark.parametrize(
    "line", ["buld", "build --bse-url X", "list badgers", "key turn", "award A B C", "explain --x"]
)
def test_a_command_that_does_not_exist_is_noticed(line: str) -> None:
    assert refused(line)


# ------------------------------------------------------------------ links and words
@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: path.name)
def test_every_relative_link_leads_to_a_file(document: Path) -> None:
    text = re.sub(r"`[^`\n]+`", "", FENCE.sub("", document.read_text("utf-8")))
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
