"""notify: tell learners of their badges, as files, by SMTP, or in the browser first."""

import os
import sys
import time
import webbrowser
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import click

from badgesite import surroundings
from badgesite.cli import options
from badgesite.cli.console import counted, say, tell
from badgesite.cli.done import dry_run_option, setting
from badgesite.errors import BadgesiteError

if TYPE_CHECKING:
    from badgesite.desk.announcing import Due
    from badgesite.notifying import Posted, Sender


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
    from badgesite.desk.announcing import Ask, due

    found = due(setting(root, True), Ask(since, nudge, contacts, base_url))
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
        _preview(found, root)
        return
    url = server or os.environ.get("BADGESITE_SMTP", "")
    if dry_run or not (folder or url):
        _list(found, bool(folder or url))
        return
    from badgesite.notifying import Sender

    sender = Sender.parsed(from_ or found.sender, found.site_name)
    if folder is not None:
        _write(found, sender, folder)
    else:
        _send(found, sender, url, rate, pause, authority)


def _list(found: "Due", has_way: bool) -> None:
    for letter in found.letters:
        say(f"{letter.about}: {letter.subject}")
    say(f"  {counted(len(found.letters), 'letter')} to write; nothing was sent")
    if found.letters and not has_way:
        say("  Next: badgesite notify --preview, then the same with --smtp URL or --eml FOLDER")


def _preview(found: "Due", root: Path) -> None:
    import base64

    from badgesite.build.files import replace_files

    pages: dict[str, bytes | None] = {}
    rows = []
    for number, letter in enumerate(found.letters, 1):
        picture = f"data:image/png;base64,{base64.b64encode(letter.picture).decode()}"
        pages[f"{number}.html"] = letter.html.replace("cid:badge-picture", picture).encode()
        subject, about = (_escaped(each) for each in (letter.subject, letter.about))
        rows.append(f'<li><a href="{number}.html">{subject}</a> {about}</li>')
    head = '<!doctype html><meta charset="utf-8"><title>Letters</title><h1>Letters</h1><ol>'
    pages["index.html"] = (head + "\n".join(rows) + "</ol>").encode()
    folder = (root / ".badgesite" / "letters").absolute()
    replace_files(folder, pages)
    say(f"{counted(len(found.letters), 'letter')} in {folder / 'index.html'}")
    webbrowser.open((folder / "index.html").as_uri())


def _escaped(text: str) -> str:
    import html

    return html.escape(text)


def _write(found: "Due", sender: "Sender", folder: Path) -> None:
    from badgesite.build.files import replace_file
    from badgesite.notifying import State, message_of

    for letter in found.letters:
        data = message_of(letter, sender, surroundings.now()).as_bytes()
        replace_file(folder / f"{letter.mark[:16]}.eml", data)
        found.journal.note(letter.mark, State.WRITTEN, found.today.isoformat())
    say(f"wrote {counted(len(found.letters), 'letter')} to {folder.name}/")
    if found.letters:
        say("  Next: send them with your mail program   ·   git add notified.csv && git commit")


def _send(
    found: "Due", sender: "Sender", url: str, rate: int, pause: float, authority: str | None
) -> None:
    from badgesite.notifying import Post, Relay, post, server_of

    look = os.environ.get
    user, password = look("BADGESITE_SMTP_USER", ""), look("BADGESITE_SMTP_PASSWORD", "")
    relay = Relay(server_of(url, user, password, authority))
    how = Post(sender, surroundings.now(), found.today.isoformat(), rate, pause=pause)
    try:
        posted = post(found.letters, how, relay, found.journal, time.sleep)
    finally:
        relay.close()
    _show(posted)


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
