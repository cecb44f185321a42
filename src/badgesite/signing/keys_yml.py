"""content/keys.yml as text: a key is added at the end, nothing else is touched."""

import re
from datetime import date

from badgesite.errors import KeyFileError

_LIST = re.compile(r"^keys:[ \t]*(?:\[[ \t]*\])?[ \t]*(?:#.*)?$", re.MULTILINE)
_ITEM = re.compile(r"^([ ]*)- ", re.MULTILINE)
_HEAD = """\
# The public keys of this provider, written by badgesite key. Keep every key that ever signed:
# without it the credentials it signed cannot be checked.
keys:
"""


def with_key(text: str, multibase: str, created: date) -> str:
    """Return the text of keys.yml with an active key added at the end; no other line changes.

    An empty text becomes a whole file. KeyFileError when the text has no list of keys at its end.
    """
    if multibase in text:
        raise KeyFileError(f"content/keys.yml lists {multibase} already")
    if not text.strip():
        text = _HEAD
    end = "\r\n" if "\r\n" in text else "\n"
    text = text if text.endswith("\n") else text + end
    start = _LIST.search(text)
    rest = text[start.end() :] if start else ""
    if start is None or re.search(r"^[^\s#-]", rest, re.MULTILINE):
        raise KeyFileError(
            "content/keys.yml is not the list of keys that badgesite writes",
            f"add the key by hand, below 'keys:':  - multibase: {multibase}",
        )
    # `keys: []` is an empty list written on one line; a list cannot follow it.
    text = text[: start.start()] + re.sub(r"\[[ \t]*\]", "", start[0]).rstrip() + rest
    item = _ITEM.search(rest)
    indent = item[1] if item else "  "
    lines = (f"- multibase: {multibase}", f"  created: {created.isoformat()}", "  state: active")
    return text + "".join(f"{indent}{line}{end}" for line in lines)
