"""Small inline SVG of our own: icons, seals, initials and rings. All of it is decoration.

Drawn with presentation attributes and classes, because the policy of the pages forbids style
attributes. Icons lie on a grid of 24, seals on one of 48.
"""

import unicodedata
from functools import lru_cache
from hashlib import sha256

from markupsafe import Markup, escape

ICONS = {
    "alert": "M12 9v4.5M12 17v.1M10.3 4.3 2.7 17.5A2 2 0 0 0 4.4 20.5h15.2a2 2 0 0 0 1.7-3L13.7 4.3"
    "a2 2 0 0 0-3.4 0Z",
    "arrow": "M5 12h14M13 6l6 6-6 6",
    "calendar": "M5 6h14a1 1 0 0 1 1 1v12a1 1 0 0 1-1 1H5a1 1 0 0 1-1-1V7a1 1 0 0 1 1-1ZM4 10.5h16"
    "M8 3.5V7M16 3.5V7",
    "clock": "M12 7v5l3.2 2M12 3a9 9 0 1 0 0 18 9 9 0 0 0 0-18Z",
    "cross": "M6 6l12 12M18 6L6 18",
    "download": "M12 4v11M7 10.5l5 5 5-5M5 20h14",
    "eye-off": "M4 4l16 16M10 6.2A10 10 0 0 1 12 6c5 0 8.5 4 9.5 6-.4.9-1.3 2.2-2.6 3.4M6.5 7.8"
    "C4.5 9 3.1 10.8 2.5 12c1 2 4.5 6 9.5 6 1.2 0 2.3-.2 3.3-.6",
    "file": "M13 3.5H7A1.5 1.5 0 0 0 5.5 5v14A1.5 1.5 0 0 0 7 20.5h10a1.5 1.5 0 0 0 1.5-1.5V9Z"
    "M13 3.5V9h5.5",
    "info": "M12 11v5.5M12 7.5v.1M12 3a9 9 0 1 0 0 18 9 9 0 0 0 0-18Z",
    "link": "M10 14a4 4 0 0 0 5.7 0l3-3A4 4 0 0 0 13 5.3l-1 1M14 10a4 4 0 0 0-5.7 0l-3 3"
    "A4 4 0 0 0 11 18.7l1-1",
    "linkedin": "M4.5 9.5V20M4.5 4.7v.1M9.5 20V9.5M9.5 14c0-2.7 1.7-4.7 4.7-4.7s4.8 1.9 4.8 5V20",
    "layers": "M12 4 3 9l9 5 9-5ZM3.5 13.5 12 18l8.5-4.5",
    "lock": "M7.5 11V8a4.5 4.5 0 0 1 9 0v3M6 11h12a1 1 0 0 1 1 1v7a1 1 0 0 1-1 1H6a1 1 0 0 1-1-1"
    "v-7a1 1 0 0 1 1-1Z",
    "mail": "M4.5 6h15a1 1 0 0 1 1 1v10a1 1 0 0 1-1 1h-15a1 1 0 0 1-1-1V7a1 1 0 0 1 1-1Z"
    "M4 7l8 6 8-6",
    "minus": "M6 12h12",
    "moon": "M20 14.5A8.5 8.5 0 1 1 9.5 4a7 7 0 0 0 10.5 10.5Z",
    "offline": "M3 9.5a14 14 0 0 1 18 0M6.5 13a9 9 0 0 1 11 0M10 16.5a4 4 0 0 1 4 0M12 20v.1",
    "person": "M12 4a4 4 0 1 0 0 8 4 4 0 0 0 0-8ZM4.5 20.5c.8-3.6 3.9-5.5 7.5-5.5s6.7 1.9 7.5 5.5",
    "print": "M7 9V4h10v5M7 17H5a1 1 0 0 1-1-1v-6a1 1 0 0 1 1-1h14a1 1 0 0 1 1 1v6a1 1 0 0 1-1 1"
    "h-2M7 14h10v6H7Z",
    "renew": "M4.5 11V9.5A2.5 2.5 0 0 1 7 7h12M16 4l3 3-3 3M19.5 13v1.5A2.5 2.5 0 0 1 17 17H5"
    "M8 20l-3-3 3-3",
    "share": "M12 15V4M8 7.5 12 3.5l4 4M5 12v7a1 1 0 0 0 1 1h12a1 1 0 0 0 1-1v-7",
    "shield": "M12 3l7.5 2.7v5.6c0 4.7-3.1 8.1-7.5 9.7-4.4-1.6-7.5-5-7.5-9.7V5.7Z"
    "M8.5 12l2.5 2.5 4.7-5",
    "steps": "M4 18h5v-4h5v-4h5V6",
    "sun": "M12 8a4 4 0 1 0 0 8 4 4 0 0 0 0-8ZM12 2.5v2M12 19.5v2M2.5 12h2M19.5 12h2"
    "M5.3 5.3l1.4 1.4M17.3 17.3l1.4 1.4M5.3 18.7l1.4-1.4M17.3 6.7l1.4-1.4",
    "tag": "M4 4h8l8 8-8 8-8-8ZM8.5 8.5h.1",
    "ticket": "M4 7h16v3.5a1.5 1.5 0 0 0 0 3V17H4v-3.5a1.5 1.5 0 0 0 0-3ZM14 7v2M14 15v2",
    "tick": "M5 12.5l4.5 4.5L19 7.5",
}
ICONS["check"] = ICONS["tick"]
ICONS["levels"] = ICONS["steps"]

_SEALS = {
    "sheet": (
        "M12 3h17l11 11v31H12a3 3 0 0 1-3-3V6a3 3 0 0 1 3-3Z",
        "M17 23h15M17 30h15M17 37h9",
    ),
    "octagon": (
        "M15.3 3h17.4L45 15.3v17.4L32.7 45H15.3L3 32.7V15.3Z",
        "M16.5 16.5l15 15M31.5 16.5l-15 15",
    ),
    "triangle": (
        "M21.4 5.2 2.9 37.3A3 3 0 0 0 5.5 41.8h37a3 3 0 0 0 2.6-4.5L26.6 5.2a3 3 0 0 0-5.2 0Z",
        "M24 17v11.5M24 35v.2",
    ),
}


@lru_cache(maxsize=64)
def icon(name: str) -> Markup:
    """Return an icon; a name we do not know gives the one for information."""
    path = ICONS.get(name, ICONS["info"])
    return Markup(
        '<svg class="icon" viewBox="0 0 24 24" aria-hidden="true"><path d="{}"/></svg>'
    ).format(path)


@lru_cache(maxsize=8)
def seal(name: str) -> Markup:
    """Return the large sign beside a verdict: `sheet`, `octagon` or `triangle`."""
    plate, glyph = _SEALS[name]
    return Markup(
        '<svg class="seal" viewBox="0 0 48 48" aria-hidden="true"><path class="plate" d="{}"/>'
        '<path class="glyph" d="{}"/></svg>'
    ).format(plate, glyph)


def initials(name: str) -> str:
    """Return one or two letters for a name in any script; empty for a name without letters."""
    words = [word for word in name.split() if any(_is_letter(letter) for letter in word)]
    chosen = words if len(words) < 2 else [words[0], words[-1]]
    return "".join(next(each for each in word if _is_letter(each)) for word in chosen).upper()


def _is_letter(character: str) -> bool:
    return unicodedata.category(character)[0] == "L"


def avatar(name: str, size: int) -> Markup:
    """Return a round picture of initials over circles that differ from name to name."""
    seed = sha256(name.encode("utf-8", "replace")).digest()
    circles = "".join(
        f'<circle cx="{20 + seed[2 * place] % 60}" cy="{15 + seed[2 * place + 1] % 70}"'
        f' r="{16 + 8 * place}"/>'
        for place in range(5)
    )
    return Markup(
        '<svg class="avatar" width="{0}" height="{0}" viewBox="0 0 100 100" aria-hidden="true">'
        '<circle class="disc" cx="50" cy="50" r="50"/><g>{1}</g>'
        '<text x="50" y="63" text-anchor="middle">{2}</text></svg>'
    ).format(size, Markup(circles), escape(initials(name)))  # noqa: S704 - digits only


def ring(done: int, total: int) -> Markup:
    """Return a ring that is filled by `done` of `total`, with the numbers inside."""
    length = 263.9
    filled = length * min(done, total) / max(total, 1)
    value = (
        Markup(
            '<circle class="value" cx="50" cy="50" r="42" stroke-width="9"'
            ' stroke-dasharray="{} {}" transform="rotate(-90 50 50)"/>'
        ).format(f"{filled:.1f}", length)
        if filled
        else Markup()
    )
    return Markup(
        '<svg class="ring" width="102" height="102" viewBox="0 0 100 100" role="img"'
        ' aria-label="{0} of {1} levels"><circle class="track" cx="50" cy="50" r="42"'
        ' stroke-width="9"/>{2}<text x="50" y="53">{0}</text>'
        '<text class="of" x="50" y="69">of {1}</text></svg>'
    ).format(done, total, value)
