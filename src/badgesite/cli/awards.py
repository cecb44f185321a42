"""register, list, progress and bake."""

import json
from datetime import date
from pathlib import Path

import click

from badgesite import surroundings
from badgesite.amounts import counted
from badgesite.cli import handing, options
from badgesite.cli.console import say, table, tell


@click.command()
@options.root_argument
@click.option(
    "--reissue", type=options.Reason(), help="Accept changed content of issued credentials."
)
@click.option("--dry-run", is_flag=True, help="Print the lines; write nothing.")
@options.signer_option
def register(root: Path, reissue: str | None, dry_run: bool, signer: str | None) -> None:
    """Record every award that content/register.csv lacks; the file only ever grows.

    \b
    badgesite register
    badgesite register --reissue "name corrected at the learner's request"
    """
    from badgesite.build import record

    recorded = record(
        root,
        surroundings.environment(signer),
        reissue=reissue,
        dry_run=dry_run,
        jobs=surroundings.processors(),
        now=surroundings.now(),
    )
    if dry_run:
        for line in recorded.lines:
            say(line)
    what = counted(recorded.count, "line")
    if not recorded.count:
        say("the register is complete")
    elif dry_run:
        tell(f"{what} would be added to content/register.csv")
    else:
        say(f"added {what} to content/register.csv")
        say("  Next: git add content && git commit -m 'Record awards'")
    if recorded.addresses:
        would = "would be remembered" if dry_run else "remembered"
        tell(f"{would} in content/addresses.csv: {counted(recorded.addresses, 'line')}")
    for warning in recorded.unsaid:
        tell(f"warning: {warning}")


@click.command("list")
@click.argument("what", type=click.Choice(["badges", "pathways", "learners", "awards"]))
@options.root_argument
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
def list_(what: str, root: Path, as_json: bool) -> None:
    """List what the content defines, with the address of each on the site.

    \b
    badgesite list awards
    badgesite list learners --json
    """
    from badgesite.build.listing import listing

    rows = listing(root, what, surroundings.processors())
    if as_json:
        say(json.dumps(rows, ensure_ascii=False, indent=2))
    elif rows:
        headers = list(rows[0])
        table([[str(row[name] or "") for name in headers] for row in rows], headers)
    else:
        say(f"there are no {what}")


@click.command()
@options.root_argument
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
@click.option("--on", type=options.Day(), default=None, help="As of this day (default: today).")
@click.option("--learner", help="Only this learner: an id, or an e-mail address.")
def progress(root: Path, as_json: bool, on: date | None, learner: str | None) -> None:
    """Show where each learner stands on each pathway that asks for a badge of theirs.

    \b
    badgesite progress
    badgesite progress --json --on 2026-12-31
    """
    from badgesite.build.listing import standing

    rows = standing(root, on or surroundings.now(), learner, surroundings.processors())
    if as_json:
        say(json.dumps(rows, ensure_ascii=False, indent=2))
        return
    if not rows:
        say("no learner has begun a pathway")
        return
    lines = []
    for row in rows:
        levels = row["levels"]
        done = sum(level["complete"] for level in levels)
        state = "complete" if row["complete"] else f"in level {row['current']}"
        lines.append([row["learner"], row["pathway"], f"{done} of {len(levels)}", state])
    table(lines, ["learner", "pathway", "levels", "state"])


@click.command()
@click.argument("learner")
@click.argument("badge")
@options.root_option
@handing.folder_option
@click.option("--form", type=click.Choice(["png", "svg"]), default="png", show_default=True)
def bake(learner: str, badge: str, root: Path, to: Path, form: str) -> None:
    """Write LEARNER's BADGE as a picture with the signed credential inside.

    \b
    badgesite bake florence-nightingale basic-life-support
    badgesite bake florence-nightingale basic-life-support --form svg --to ~/Desktop
    """
    from badgesite.build import baked

    pictures = baked(root, surroundings.environment(), learner, badge, form)
    handing.hand_over(to, pictures)
    for name in pictures:
        say(f"wrote {name}")
