"""report: what a provider should see of a year."""

from datetime import date
from pathlib import Path

import click

from badgesite import surroundings
from badgesite.amounts import counted
from badgesite.cli import handing, options
from badgesite.cli.console import say


@click.command()
@options.root_argument
@click.option("--on", type=options.Day(), default=None, help="As of this day (default: today).")
@handing.to_option(
    handing.FOLDER,
    "The folder to write into (default: ROOT/reports; never into site/).",
    formerly="--out",
)
@click.option(
    "--shareable",
    is_flag=True,
    help="Without names, and small numbers as 'fewer than 5' (default folder: "
    "ROOT/reports/shareable).",
)
def report(root: Path, on: date | None, to: Path | None, shareable: bool) -> None:
    """Write a private page and CSV files: who gets how far, who waits, what expires.

    \b
    badgesite report
    badgesite report --on 2026-12-31 --to ~/board
    badgesite report --shareable
    """
    from badgesite.build.oversight import PAGE, write_report

    jobs = surroundings.processors()
    done = write_report(root, on or surroundings.now(), to, shareable=shareable, jobs=jobs)
    say(f"wrote {done.folder / PAGE} and {counted(len(done.files) - 1, 'table')} beside it")
    if not shareable:
        say("  It names learners: keep it out of git and off the web")
