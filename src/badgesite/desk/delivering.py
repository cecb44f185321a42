"""notify: letters that are due become pages to look at, files for a mail program, or go out."""

import base64
import html
from collections.abc import Callable
from pathlib import Path

from msgspec import Struct

from badgesite.build.files import replace_file, replace_files
from badgesite.desk.announcing import Due
from badgesite.desk.workspace import Setting
from badgesite.notifying import Post, Posted, Relay, Sender, State, message_of, post, server_of

SERVER_VARIABLE = "BADGESITE_SMTP"
_USER, _PASSWORD = "BADGESITE_SMTP_USER", "BADGESITE_SMTP_PASSWORD"
_FOLDER = ".badgesite/letters"
_HEAD = '<!doctype html><meta charset="utf-8"><title>Letters</title><h1>Letters</h1><ol>'


class Way(Struct, frozen=True):
    """To which server letters go, with which certificate of its own, and how fast."""

    server: str
    authority: str | None
    rate: int
    pause: float


def previewed(setting: Setting, found: Due) -> Path:
    """Write each letter as a page and return the page that lists them; nothing else changes."""
    pages: dict[str, bytes] = {}
    rows = []
    for number, letter in enumerate(found.letters, 1):
        picture = f"data:image/png;base64,{base64.b64encode(letter.picture).decode()}"
        pages[f"{number}.html"] = letter.html.replace("cid:badge-picture", picture).encode()
        subject, about = html.escape(letter.subject), html.escape(letter.about)
        rows.append(f'<li><a href="{number}.html">{subject}</a> {about}</li>')
    pages["index.html"] = (_HEAD + "\n".join(rows) + "</ol>").encode()
    folder = (setting.root / _FOLDER).absolute()
    replace_files(folder, pages)
    return folder / "index.html"


def write(setting: Setting, found: Due, sender: Sender, folder: Path) -> None:
    """Write each letter as an .eml file and note it in the journal, one after the other."""
    for letter in found.letters:
        data = message_of(letter, sender, setting.now).as_bytes()
        replace_file(folder / f"{letter.mark[:16]}.eml", data)
        found.journal.note(letter.mark, State.WRITTEN, found.today.isoformat())


def send(
    setting: Setting, found: Due, sender: Sender, way: Way, wait: Callable[[float], None]
) -> Posted:
    """Send the letters, each noted in the journal before its text leaves; return what became."""
    look = setting.environment.get
    server = server_of(way.server, look(_USER, ""), look(_PASSWORD, ""), way.authority)
    relay = Relay(server)
    how = Post(sender, setting.now, found.today.isoformat(), way.rate, pause=way.pause)
    try:
        return post(found.letters, how, relay, found.journal, wait)
    finally:
        relay.close()
