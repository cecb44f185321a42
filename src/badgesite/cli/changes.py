"""award, renew, replace and revoke."""

from collections.abc import Callable
from datetime import date
from functools import wraps
from pathlib import Path
from typing import TYPE_CHECKING

import click

from badgesite.cli import options
from badgesite.cli.done import dry_run_option, setting, show

if TYPE_CHECKING:
    from badgesite.desk.awarding import Wish

_REASON = click.option(
    "--reason", type=options.Reason(), required=True, help="Why; published on the page."
)
_WISHES = (
    click.option("--on", type=options.Day(), help="The day of the award."),
    click.option("--expires", type=options.Day(), help="The last day it is valid."),
    click.option("--evidence", multiple=True, help="Address of what was made or done."),
    click.option("--narrative", help="What the learner did, in a few sentences."),
    click.option("--result", help="Mark or grade."),
    click.option("--waived", help="Why it may come out of a pathway's order."),
)
_AWARDED = click.option(
    "--awarded",
    type=options.Day(),
    help="The day of the award that is meant, where there are several.",
)


def _wishes(command: Callable[..., None]) -> Callable[..., None]:
    """Add the options that say what an award is to be; the command gets them as one `wish`."""

    @wraps(command)
    def wishing(
        on: date | None,
        expires: date | None,
        evidence: tuple[str, ...],
        narrative: str | None,
        result: str | None,
        waived: str | None,
        **rest: object,
    ) -> None:
        from badgesite.desk.awarding import Wish

        wish = Wish(on, expires, evidence or None, narrative, result, waived)
        command(wish=wish, **rest)

    for add in reversed(_WISHES):
        add(wishing)
    return wishing


@click.command()
@click.argument("learner")
@click.argument("badge")
@_wishes
@options.root_option
@dry_run_option
def award(learner: str, badge: str, root: Path, dry_run: bool, wish: "Wish") -> None:
    """Award BADGE to LEARNER, today or on another day, and record it.

    \b
    badgesite award grace-darling rope-rescue
    badgesite award grace-darling rope-rescue --on 2026-11-20 --result "Pass"
    """
    from badgesite.desk import awarding

    show(awarding.award(setting(root, dry_run), learner, badge, wish), dry_run)


@click.command()
@click.argument("learner")
@click.argument("badge")
@_wishes
@options.root_option
@dry_run_option
def renew(learner: str, badge: str, root: Path, dry_run: bool, wish: "Wish") -> None:
    """Give BADGE to LEARNER again, after one that expires; both stay, the later one counts.

    \b
    badgesite renew grace-darling rope-rescue
    badgesite renew grace-darling rope-rescue --on 2026-11-20
    """
    from badgesite.desk import awarding

    show(awarding.renew(setting(root, dry_run), learner, badge, wish), dry_run)


@click.command()
@click.argument("learner")
@click.argument("badge")
@_REASON
@_AWARDED
@click.option("--name", help="The learner's name, corrected; on all of the learner's badges.")
@_wishes
@options.root_option
@dry_run_option
def replace(
    learner: str,
    badge: str,
    reason: str,
    awarded: date | None,
    name: str | None,
    root: Path,
    dry_run: bool,
    wish: "Wish",
) -> None:
    """Give a corrected BADGE to LEARNER; the page of the old one leads to the new one.

    \b
    badgesite replace grace-darling rope-rescue --on 2026-11-19 --reason "The day was wrong"
    badgesite replace grace-darling rope-rescue --name "Grace Darling" --reason "Misspelt"
    """
    from badgesite.desk import awarding

    work = setting(root, dry_run)
    show(awarding.replace_award(work, learner, badge, awarded, wish, reason, name), dry_run)


@click.command()
@click.argument("learner")
@click.argument("badge")
@_REASON
@_AWARDED
@click.option("--on", type=options.Day(), help="The day it was decided (default: today).")
@options.root_option
@dry_run_option
def revoke(
    learner: str,
    badge: str,
    reason: str,
    awarded: date | None,
    on: date | None,
    root: Path,
    dry_run: bool,
) -> None:
    """Withdraw BADGE of LEARNER for good; its page stays, with the day and the reason.

    \b
    badgesite revoke grace-darling rope-rescue --reason "Awarded in error"
    badgesite revoke grace-darling rope-rescue --awarded 2026-03-01 --reason "Awarded in error"
    """
    from badgesite.desk import awarding

    show(awarding.revoke(setting(root, dry_run), learner, badge, awarded, on, reason), dry_run)
