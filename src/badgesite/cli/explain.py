"""explain: what a code means, why it matters, how to mend it."""

import json
import textwrap
from itertools import groupby
from typing import TYPE_CHECKING

import click

from badgesite.cli.console import say, table
from badgesite.errors import BadgesiteError

if TYPE_CHECKING:
    from badgesite.explaining import Explanation

_WIDTH = 92


@click.command()
@click.argument("code", required=False)
@click.option("--json", "as_json", is_flag=True, help="Print it for programs.")
def explain(code: str | None, as_json: bool) -> None:
    """Say what a code means, why it matters and how to mend it; without one, list all.

    Codes stand in what check, verify and doctor say.

    \b
    badgesite explain dates-order
    badgesite explain
    """
    from badgesite.explaining import explanations, found, nearest_code

    here = explanations() if code is None else found(code)
    if not here:
        near = nearest_code(code or "")
        remedy = f"did you mean '{near}'? or see all of them: badgesite explain"
        raise BadgesiteError(
            f"no code is called '{(code or '')[:60]}'",
            remedy if near else "see all of them: badgesite explain",
        )
    if as_json:
        say(json.dumps([each.to_json() for each in here], ensure_ascii=False, indent=2))
    elif code is None:
        for number, (area, group) in enumerate(groupby(here, key=lambda each: each.area)):
            say(("\n" if number else "") + click.style(area.title, bold=True))
            columns = ("code", "check", "means") if area.name == "check" else ("code", "means")
            table([[getattr(each, name) for name in columns] for each in group], columns)
    else:
        for number, each in enumerate(here):
            if number:
                say()
            where = f"check {each.check}" if each.check else each.area.title.lower()
            say(f"{click.style(each.code, bold=True)}  ({where})")
            _show(each)


def _show(each: "Explanation") -> None:
    say()
    say(_folded(each.means))
    for title, text in (
        ("Why it matters", each.why),
        ("How to mend it", each.mend),
        ("For example", each.example),
    ):
        say()
        say(f"  {click.style(title, bold=True)}")
        say(textwrap.indent(text, "    ") if "\n" in text else _folded(text, "    "))


def _folded(text: str, indent: str = "  ") -> str:
    return textwrap.fill(text, _WIDTH, initial_indent=indent, subsequent_indent=indent)
