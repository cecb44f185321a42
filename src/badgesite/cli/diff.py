"""diff: what a change of the content means for learners and for what is published."""

import sys
from datetime import date
from pathlib import Path

import click

from badgesite import surroundings
from badgesite.cli import options
from badgesite.cli.console import say, show_problems
from badgesite.errors import ContentError

_FORMS = ("text", "markdown", "json")


@click.command()
@click.argument("revision", metavar="[REV]", required=False)
@options.root_option
@click.option("--format", "form", type=click.Choice(_FORMS), default="text", show_default=True)
@click.option(
    "--on", type=options.Day(), default=None, help="Progress as of this day (default: today)."
)
def diff(revision: str | None, root: Path, form: str, on: date | None) -> None:
    """Show what the content here changes against the git revision REV.

    Pathways, badges, learners who gain or lose a level, credentials issued, withdrawn or signed
    again, addresses, keys. Without REV: the last commit while there are uncommitted changes, else
    where this branch left main. Writes nothing.

    \b
    badgesite diff
    badgesite diff v1.2 --on 2026-12-31
    badgesite diff origin/main --format markdown > comment.md
    """
    from badgesite.build.comparing import compared
    from badgesite.cli.diff_words import as_json, as_markdown, as_text

    try:
        jobs = surroundings.processors()
        against, comparison = compared(root, revision, on or surroundings.now(), jobs)
    except ContentError as error:
        show_problems(error.problems, "text", root)
        sys.exit(1)
    render = {"text": as_text, "markdown": as_markdown, "json": as_json}[form]
    say(render(comparison, str(against)))
