"""Writes the reference pages that are made from code: `python docs/web/generate.py`.

A test fails when a committed page is not what this writes.
"""

import re
from collections.abc import Iterator
from itertools import groupby
from pathlib import Path

import click

from badgesite.cli.commands import commands
from badgesite.content.forms.addresses import ADDRESSES
from badgesite.content.forms.award import AWARDS
from badgesite.content.forms.badge import BADGE, SKILL
from badgesite.content.forms.issuers import KNOWN_ISSUER
from badgesite.content.forms.keys import KEY, KEYS
from badgesite.content.forms.learner import LEARNER, LEARNERS
from badgesite.content.forms.pathway import FOREIGN, LEVEL, MEMBER, PATHWAY, STEP
from badgesite.content.forms.register import REGISTER
from badgesite.content.forms.revocation import REVOCATIONS
from badgesite.content.forms.site import BRAND, ISSUER, SITE
from badgesite.content.shapes import Shape
from badgesite.explaining import Explanation, explanations

REFERENCE = Path(__file__).parents[1] / "reference"
SHAPES = {
    "site.yml": {
        "": SITE, "issuer": ISSUER, "brand": BRAND, "an entry of known_issuers": KNOWN_ISSUER,
    },
    "keys.yml": {"": KEYS, "an entry of keys": KEY},
    "badges/ID.md": {"": BADGE, "an entry of skills": SKILL},
    "pathways/ID.md": {
        "": PATHWAY, "an entry of levels": LEVEL, "an entry of steps": STEP,
        "an entry of `of`": MEMBER, "a foreign badge": FOREIGN,
    },
    "learners/ID.yml": {"": LEARNER},
    "learners/*.csv": {"": LEARNERS},
    "awards/*.csv": {"": AWARDS},
    "revocations.csv": {"": REVOCATIONS},
    "register.csv": {"": REGISTER},
    "addresses.csv": {"": ADDRESSES},
}  # fmt: skip
WORDS = "|".join(commands.list_commands(click.Context(commands)))
CODE = re.compile(rf"(?<![\w/`])(badgesite (?:{WORDS})\b(?: --[a-z-]+)?|content/[\w./@*<>-]*\w)")


def pages() -> dict[str, str]:
    """Return each generated page by its name in docs/reference/."""
    made = {"checks.md": _checks(), "options.md": _options(), "fields.md": _fields()}
    return {name: "\n".join(lines).rstrip() + "\n" for name, lines in made.items()}


def _checks() -> Iterator[str]:
    yield "# Codes"
    yield ""
    yield "Every code of a mistake, a check or a finding, as `badgesite explain` says it."
    for area, group in groupby(explanations(), key=lambda each: each.area):
        yield from ("", f"## {area.title}", "", area.about)
        for check, reasons in groupby(group, key=lambda each: each.check):
            if check:
                yield from ("", f"### The check `{check}`")
            for each in reasons:
                yield from _explanation(each, "####" if check else "###")


def _explanation(each: Explanation, mark: str) -> Iterator[str]:
    yield from ("", f"{mark} `{each.code}`", "", _marked(each.means))
    yield from ("", f"*Why:* {_marked(each.why)}", "", f"*To mend:* {_marked(each.mend)}")
    yield from ("", "```text", each.example, "```")


def _marked(text: str) -> str:
    """Return a sentence as Markdown: commands and paths as code, nothing taken for markup."""
    escaped = re.sub(r"([*_<>\[\]#])", r"\\\1", text)
    return CODE.sub(lambda found: f"`{found[0]}`".replace("\\", ""), escaped)


def _options() -> Iterator[str]:
    yield "# What each command says of itself"
    yield ""
    yield (
        "The text of `--help`, by command. What it is for, with examples, is in"
        " [commands](commands.md)."
    )
    yield from _help(commands, "badgesite", None)


def _help(command: click.Command, name: str, above: click.Context | None) -> Iterator[str]:
    context = command.context_class(
        command,
        above,
        info_name=name,
        terminal_width=92,
        max_content_width=92,
        help_option_names=commands.context_settings["help_option_names"],
    )
    if isinstance(command, click.Group):
        for each in command.list_commands(context):
            found = command.get_command(context, each)
            if found is not None:
                yield from _help(found, each, context)
        return
    text = click.unstyle(command.get_help(context))
    yield from ("", f"## `{context.command_path}`", "", "```text", text, "```")


def _fields() -> Iterator[str]:
    yield "# Fields and columns"
    yield ""
    yield (
        "What every file in `content/` may hold, from the tables that read it;"
        " `badgesite schema` writes the same for editors. How it is used is in"
        " [content](content.md)."
    )
    for name, shapes in SHAPES.items():
        yield from ("", f"## {name.replace('*', chr(92) + '*')}")
        for part, shape in shapes.items():
            if part:
                yield from ("", f"### {part}")
            yield from _shape(shape)


def _shape(shape: Shape) -> Iterator[str]:
    yield from ("", "| field | must | holds |", "| --- | --- | --- |")
    for field in shape.fields:
        about = field.about.replace("|", "\\|").replace("<", "\\<")
        also = "; also in further languages" if field.translated else ""
        yield f"| `{field.name}` | {'yes' if field.required else ''} | {about}{also} |"


if __name__ == "__main__":
    for page, text in pages().items():
        (REFERENCE / page).write_text(text, "utf-8")
