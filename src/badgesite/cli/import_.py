"""import: a table of people becomes learners and awards, after a dry run."""

import sys
from collections.abc import Iterable
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import click

from badgesite.amounts import counted
from badgesite.cli import options
from badgesite.cli.console import say, tell
from badgesite.cli.done import setting, show

if TYPE_CHECKING:
    from badgesite.importing import Proposal


def _mapping(
    context: click.Context, parameter: click.Parameter, values: Iterable[str]
) -> dict[str, str]:
    found = {}
    for value in values:
        column, equals, field = value.rpartition("=")
        if not equals or not column.strip():
            raise click.BadParameter(f"'{value}' is not COLUMN=FIELD")
        found[column.strip()] = field.strip()
    return found


@click.command("import")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--badge", help="The badge that every row awards, where no column says one.")
@click.option("--on", type=options.Day(), help="The day of the award, where no column says one.")
@click.option(
    "--map", "mapping", multiple=True, callback=_mapping, metavar="COLUMN=FIELD",
    help="What a column says, by its head or letter; several times for several.",
)  # fmt: skip
@click.option(
    "--dates", type=click.Choice(["dmy", "mdy"]), help="How 3/4/2026 is read: day or month first."
)
@click.option("--yes", is_flag=True, help="Write it; without this it is a dry run.")
@click.option("--dry-run", is_flag=True, help="Say what would be changed; the default.")
@options.root_option
def import_(
    file: Path,
    badge: str | None,
    on: date | None,
    mapping: dict[str, str],
    dates: str | None,
    yes: bool,
    dry_run: bool,
    root: Path,
) -> None:
    """Show what FILE (CSV or XLSX) would add, change and refuse; with --yes do it.

    Learners are recognised by id or e-mail address. Fields of --map: id, name, first, last, email,
    badge, awarded, expires, evidence, narrative, result, visibility, language.

    \b
    badgesite import cohort.xlsx
    badgesite import cohort.csv --badge rope-rescue --map "Finished=awarded" --yes
    """
    from badgesite.desk.importing import import_table
    from badgesite.importing import Wanted
    from badgesite.importing.days import Order

    wanted = Wanted(badge, on, Order(dates) if dates else None)
    write = yes and not dry_run
    made = import_table(setting(root, not write), file, mapping, wanted)
    for line in made.columns:
        say(f"  {line}")
    for note in made.notes:
        tell(f"note: {note}")
    _show(made.proposal)
    if made.done is None:
        tell("nothing was written: correct the refused rows and run it again")
        sys.exit(1)
    if write:
        show(made.done, False)
        return
    for line in made.done.told:
        if line.startswith("note: "):
            tell(line)
    say("  Nothing was written. Next: the same with --yes writes it")


def _show(proposal: "Proposal") -> None:
    from badgesite.importing import Outcome

    for line in proposal.lines:
        colour = {Outcome.REFUSED: "red", Outcome.ADDED: "green"}.get(line.outcome)
        outcome = click.style(f"{line.outcome:<13}", fg=colour)
        say(f"row {line.number:<5} {outcome} {line.said}")
    parts = [f"{proposal.count(each):,} {each}" for each in Outcome if proposal.count(each)]
    say(f"  {counted(len(proposal.lines), 'row')}: {', '.join(parts)}")
