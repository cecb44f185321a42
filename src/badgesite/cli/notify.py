"""notify: tell learners of their badges, as files, by SMTP, or in the browser first."""

import sys
import time
import webbrowser
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import click

from badgesite.amounts import counted
from badgesite.cli import options
from badgesite.cli.console import say, tell, when_stopped
from badgesite.cli.done import dry_run_option, setting
from badgesite.errors import BadgesiteError

if TYPE_CHECKING:
    from badgesite.desk.announcing import Due
    from badgesite.notifying import Posted

_NOTED = "what was done is noted in notified.csv, and the same command"


@click.command()
@options.root_argument
@click.option(
    "--eml",
    "folder",
    type=click.Path(file_okay=False, path_type=Path),
    help="Write the letters as .eml files into this folder, for your own mail program.",
)
@click.option(
    "--smtp",
    "server",
    metavar="URL",
    help="Send them: smtps://HOST:465 or smtp://HOST:587 (default: BADGESITE_SMTP).",
)
@click.option("--preview", is_flag=True, help="Open the letters in the browser; send nothing.")
@click.option("--since", type=options.Day(), help="Only awards of this day or later.")
@click.option(
    "--nudge",
    type=click.IntRange(1, 365),
    metavar="DAYS",
    help="Also write to who is one step away, and about badges that end within so many days.",
)
@click.option("--from", "from_", metavar="SENDER", help="Who writes (default: the issuer's email).")
@click.option(
    "--contacts",
    type=click.Path(dir_okay=False, path_type=Path),
    help="The file with the addresses (default: contacts.csv).",
)
@click.option("--base-url", type=options.BaseUrl(), help="Where the site stands.")
@click.option(
    "--rate",
    type=click.IntRange(1, 6_000),
    default=60,
    show_default=True,
    help="How many letters in a minute.",
)
@click.option(
    "--pause",
    type=click.FloatRange(0, 3_600),
    default=300,
    show_default=True,
    help="Seconds before another try, where a server asks to come later.",
)
@click.option(
    "--smtp-ca",
    "authority",
    type=click.Path(exists=True, dir_okay=False),
    help="A file with the certificate of a server of your own.",
)
@dry_run_option
def notify(
    root: Path,
    folder: Path | None,
    server: str | None,
    preview: bool,
    since: date | None,
    nudge: int | None,
    from_: str | None,
    contacts: Path | None,
    base_url: str | None,
    rate: int,
    pause: float,
    authority: str | None,
    dry_run: bool,
) -> None:
    """Tell learners of credentials that were not announced yet; each of them once.

    Without --eml, --smtp or --preview it says who would be written to. notified.csv remembers
    hashes of what was sent: commit it.

    \b
    badgesite notify --preview
    badgesite notify --smtp smtps://mail.example.org:465 --from "Harbour <badges@example.org>"
    badgesite notify --nudge 30 --eml letters
    """
    from badgesite.desk import delivering
    from badgesite.desk.announcing import Ask, due

    here = setting(root)
    found = due(here, Ask(since, nudge, contacts, base_url))
    for learner in found.without_address:
        tell(f"note: '{learner}' has no address in contacts.csv")
    for learner in found.private:
        tell(f"note: '{learner}' is private and has no page: badgesite export {learner}")
    if found.unsure:
        tell(
            f"note: {counted(found.unsure, 'letter')} may have arrived: the connection broke before"
            " the server answered; they are not sent again"
        )
    if preview:
        page = delivering.previewed(here, found)
        say(f"{counted(len(found.letters), 'letter')} in {page}")
        webbrowser.open(page.as_uri())
        return
    url = server or here.environment.get(delivering.SERVER_VARIABLE, "")
    if dry_run or not (folder or url):
        _list(found, bool(folder or url))
        return
    from badgesite.notifying import Sender

    sender = Sender.parsed(from_ or found.sender, found.site_name)
    if folder is not None:
        with when_stopped(f"{_NOTED} writes the others"):
            delivering.write(here, found, sender, folder)
        say(f"wrote {counted(len(found.letters), 'letter')} to {folder.name}/")
        if found.letters:
            say("  Next: send them with your mail program   ·   git add notified.csv && git commit")
    else:
        way = delivering.Way(url, authority, rate, pause)
        with when_stopped(f"{_NOTED} sends the others, but for one that was on its way"):
            posted = delivering.send(here, found, sender, way, time.sleep)
        _show(posted)


def _list(found: "Due", has_way: bool) -> None:
    for letter in found.letters:
        say(f"{letter.about}: {letter.subject}")
    say(f"  {counted(len(found.letters), 'letter')} to write; nothing was sent")
    if found.letters and not has_way:
        say("  Next: badgesite notify --preview, then the same with --smtp URL or --eml FOLDER")


def _show(posted: "Posted") -> None:
    for letter, said in (*posted.refused, *posted.later):
        tell(f"not sent  {letter.about}: {said}")
    for letter, said in posted.unsure:
        tell(f"unsure    {letter.about}: {said}; it is not sent again")
    say(f"sent {counted(len(posted.sent), 'letter')}")
    if posted.sent or posted.unsure:
        say("  Next: git add notified.csv && git commit -m 'Tell learners of their badges'")
    if posted.stopped:
        raise BadgesiteError(
            f"the mail server could not be reached: {posted.stopped}",
            f"{counted(len(posted.left), 'letter')} left; the same command goes on from here",
        )
    if posted.refused or posted.later:
        tell("the same command tries those again that were not sent")
        sys.exit(1)
