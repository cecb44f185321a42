"""The contact sheet: every badge of a site side by side, at three sizes, on light and on dark."""

import base64
from collections.abc import Iterable
from html import escape

from msgspec import Struct

SIZES = (("full", 256), ("small", 64), ("small", 32), ("ghost", 64))
_STYLE = """
body{font:16px/1.5 system-ui,sans-serif;margin:2rem auto;max-width:84rem;padding:0 1.5rem;
color:#14181f;background:#fff}
h1{font-size:1.75rem}h2{margin:2.5rem 0 1rem}h3{font-size:1rem;margin:0}
ul{list-style:none;padding:0;display:grid;gap:1.5rem;
grid-template-columns:repeat(auto-fill,minmax(min(100%,33rem),1fr))}
li{border:1px solid #d7dbe1;border-radius:14px;overflow:hidden}
li>*{padding:.75rem 1rem}li>p{margin:0;color:#7a4b00;background:#fff4dd}
small{color:#525b69;font-weight:400;margin-inline-start:.5rem}
div{display:flex;flex-wrap:wrap;align-items:center;gap:1.25rem}div.dark{background:#0f1318}
"""


class SheetEntry(Struct, frozen=True):
    """A badge on the sheet: its pictures by variant, and what had to be left out of them."""

    name: str
    caption: str
    pictures: tuple[tuple[str, bytes], ...]
    notes: tuple[str, ...] = ()


class SheetGroup(Struct, frozen=True):
    """The badges of one pathway in order of their level, or those that stand alone."""

    name: str
    entries: tuple[SheetEntry, ...]


def contact_sheet(groups: Iterable[SheetGroup], title: str) -> bytes:
    """Return one HTML page with every badge in the order given; it needs no other file.

    What had to be left out of a picture stands beside it.
    """
    body = "".join(_group(group) for group in groups) or "<p>There is no badge yet.</p>"
    return (
        '<!doctype html><html lang="en"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width">'
        '<meta http-equiv="Content-Security-Policy" content="default-src \'none\'; '
        "img-src data:; style-src 'unsafe-inline'\">"
        f"<title>{escape(title)}</title><style>{_STYLE}</style></head><body>"
        f"<h1>{escape(title)}</h1>{body}</body></html>\n"
    ).encode()


def _group(group: SheetGroup) -> str:
    entries = "".join(_entry(entry) for entry in group.entries)
    return f"<h2>{escape(group.name)}</h2><ul>{entries}</ul>"


def _entry(entry: SheetEntry) -> str:
    drawn = dict(entry.pictures)
    row = "".join(_image(drawn[variant], size) for variant, size in SIZES)
    notes = "".join(f"<p>{escape(note)}</p>" for note in entry.notes)
    return (
        f"<li><h3>{escape(entry.name)}<small>{escape(entry.caption)}</small></h3>{notes}"
        f'<div>{row}</div><div class="dark">{row}</div></li>'
    )


def _image(svg: bytes, size: int) -> str:
    address = f"data:image/svg+xml;base64,{base64.b64encode(svg).decode()}"
    return f'<img src="{address}" alt="" width="{size}" height="{size}">'
