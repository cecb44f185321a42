"""A copy that checks itself: one HTML file with a credential, what its check reads, the verifier.

`skeleton` is the same for all badges of a site; browsers fetch it as assets/kept.txt. `kept_file`
puts one credential into it, byte for byte as src/verifier/keep.ts does. Both are pure.
"""

import json
import re
from base64 import b64encode
from collections.abc import Mapping
from datetime import date
from hashlib import sha256
from typing import Any

from markupsafe import Markup
from msgspec import Struct

from badgesite.errors import ThemeError
from badgesite.languages import browser_strings, right_to_left
from badgesite.rendering.stylesheet import without_faces
from badgesite.rendering.theme import Theme
from badgesite.rendering.views import Frame

PLACE = b"<!--kept-->"
_SHEETS = ("badgesite.css", "check.css")


class Kept(Struct, frozen=True):
    """What a copy holds: `files` are the bytes that the check reads, by address.

    `credential` is the address of the credential among them; `picture` is the badge's SVG.
    """

    kept: date
    did: str
    base: str
    page: str
    credential: str
    files: Mapping[str, bytes]
    picture: bytes


def skeleton(theme: Theme, frame: Frame, brand: bytes, script: bytes) -> bytes:
    """Recipe: the file without its credential; its policy allows this script and style alone."""
    sheets = theme.static_files()
    style = without_faces(brand.decode()) + "".join(sheets[name].decode() for name in _SHEETS)
    if "</style" in style.lower():
        raise ThemeError("a style sheet of the theme holds '</style'", "take it out of static/")
    # In an HTML page these two change where a script ends; in JavaScript the escape means the same.
    code = re.sub(r"<(?=!--|/?script)", r"\\x3c", script.decode(), flags=re.IGNORECASE)
    policy = (
        f"default-src 'none'; script-src '{_hash(code)}'; style-src '{_hash(style)}'; "
        "img-src data:; base-uri 'none'; form-action 'none'"
    )
    return theme.page(
        "kept.html",
        {
            "frame": frame,
            "rtl": right_to_left(frame.language),
            "policy": Markup(policy),  # noqa: S704 - made above, quoted with '"'
            "style": Markup(style),  # noqa: S704 - the theme's own, without what could end it
            "strings": Markup(_json(browser_strings(frame.spoken))),  # noqa: S704 - no < in it
            "script": Markup(code),  # noqa: S704 - our own, without what could end it
        },
    )


def kept_file(around: bytes, kept: Kept) -> bytes:
    """Return the copy: the skeleton with the credential and what its check reads inside."""
    content = {
        "kept": kept.kept.isoformat(),
        "did": kept.did,
        "base": kept.base,
        "page": kept.page,
        "credential": kept.credential,
        "files": {url: b64encode(kept.files[url]).decode() for url in sorted(kept.files)},
        "picture": b64encode(kept.picture).decode(),
    }
    block = f'<script type="application/json" id="kept">{_json(content)}</script>'
    before, _, after = around.partition(PLACE)
    return before + block.encode() + after


def _json(content: Mapping[str, Any]) -> str:
    """Return JSON in which nothing can end the block that it stands in."""
    text = json.dumps(content, ensure_ascii=False, separators=(",", ":"))
    return text.replace("<", "\\u003c")


def _hash(text: str) -> str:
    return "sha256-" + b64encode(sha256(text.encode()).digest()).decode()
