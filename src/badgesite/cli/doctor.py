"""doctor: whether machine, repository and published site are in order."""

import json
import random
import sys
from pathlib import Path

import click
from msgspec.structs import asdict

from badgesite import surroundings
from badgesite.cli import options
from badgesite.cli.console import more, say, tell

_MARKS = {"good": ("✓", "green"), "doubtful": ("!", "yellow"), "bad": ("✗", "red")}


@click.command()
@options.root_argument
@click.option(
    "--url",
    type=options.BaseUrl(),
    metavar="URL",
    help="Look at the site that is published there instead, as a stranger would.",
)
@click.option("--json", "as_json", is_flag=True, help="Print it for programs.")
def doctor(root: Path, url: str | None, as_json: bool) -> None:
    """See whether machine, repository and key are in order; with --url the published site.

    Exit code 1 when something has to be mended (✗).

    \b
    badgesite doctor
    badgesite doctor --url https://badges.example.org
    """
    from badgesite.health import look_at_home, look_from_outside

    found = (
        look_at_home(root, surroundings.now(), surroundings.environment())
        if url is None
        else look_from_outside(url, surroundings.now(), random.choice)
    )
    codes, states = [], []
    for each in found:
        states.append(each.state)
        if as_json:
            say(json.dumps(asdict(each), ensure_ascii=False))
            continue
        mark, colour = _MARKS[each.state]
        say(f"{click.style(mark, fg=colour, bold=True)} {each.sentence}")
        if each.remedy:
            say(f"    {each.remedy}")
            codes.append(each.code)
    if codes:
        tell(more(codes))
    if "bad" in states:
        sys.exit(1)
