"""The contact sheet: every badge of a site side by side, at three sizes, on light and on dark."""

import base64
from collections.abc import Iterable
from html import escape

from badgesite.artwork.badge import badge_notes, badge_svg
from badgesite.artwork.badge_art import BadgeArt

SIZES = (("full", 240), ("small", 96), ("small", 40), ("ghost", 96))
_STYLE = """
body{font:16px/1.5 system-ui,sans-serif;margin:2rem;color:#14181f;background:#fff}
h1{font-size:1.75rem}h2{font-size:1rem;margin:0 0 .5rem}
ul{list-style:none;padding:0;display:grid;grid-template-columns:repeat(auto-fill,34rem);gap:1.5rem}
li{border:1px solid #d7dbe1;border-radius:14px;overflow:hidden}
li>h2,li>p{margin:.75rem 1rem}li>p{color:#7a4b00}
div{display:flex;align-items:center;gap:1rem;padding:1rem}div.dark{background:#0f1318}
"""


def contact_sheet(arts: Iterable[BadgeArt], title: str) -> bytes:
    """Return one HTML page with every badge in the order given; it needs no other file.

    What had to be left out of a picture stands beside it.
    """
    badges = "".join(_entry(art) for art in arts) or "<li><p>There is no badge yet.</p></li>"
    return (
        '<!doctype html><html lang="en"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width">'
        '<meta http-equiv="Content-Security-Policy" content="default-src \'none\'; '
        "img-src data:; style-src 'unsafe-inline'\">"
        f"<title>{escape(title)}</title><style>{_STYLE}</style></head><body>"
        f"<h1>{escape(title)}</h1><ul>{badges}</ul></body></html>\n"
    ).encode()


def _entry(art: BadgeArt) -> str:
    drawn = {variant: badge_svg(art, variant) for variant in dict(SIZES)}
    row = "".join(_image(drawn[variant], size) for variant, size in SIZES)
    notes = "".join(f"<p>{escape(note)}</p>" for note in badge_notes(art))
    return (
        f'<li><h2>{escape(art.name)}</h2>{notes}<div>{row}</div><div class="dark">{row}</div></li>'
    )


def _image(svg: bytes, size: int) -> str:
    address = f"data:image/svg+xml;base64,{base64.b64encode(svg).decode()}"
    return f'<img src="{address}" alt="" width="{size}" height="{size}">'
