"""content/keys.yml as text: a key is added at the end, the former one retired, nothing else."""

import re
from datetime import date

from badgesite.errors import KeyFileError

_LIST = re.compile(r"^keys:[ \t]*(?:\[[ \t]*\])?[ \t]*(?:#[^\r\n]*)?\r?$", re.MULTILINE)
_ITEM = re.compile(r"^([ ]*)- ", re.MULTILINE)
_ACTIVE = re.compile(
    r"^(?P<indent>[ ]*)(?P<dash>- )?state:[ \t]*['\"]?active['\"]?(?P<rest>[ \t]*(?:#[^\r\n]*)?)"
    r"(?P<end>\r?)$",
    re.MULTILINE,
)
_HEAD = """\
# The public keys of this provider, written by badgesite key. Keep every key that ever signed:
# without it the credentials it signed cannot be checked.
keys:
"""


def with_new_key(text: str, multibase: str, created: date) -> str:
    """Return the text of keys.yml with an active key at the end; a former active one is retired.

    Retired means: it signs no more, and all it signed stays valid. An empty text becomes a whole
    file. KeyFileError when the text has no list of keys at its end.
    """
    if multibase in text:
        raise KeyFileError(f"content/keys.yml lists {multibase} already")
    text = text if text.strip() else _HEAD
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
    head = text[: start.start()] + re.sub(r"[ \t]*\[[ \t]*\]", "", start[0])
    item = _ITEM.search(rest)
    indent = item[1] if item else "  "
    lines = (f"- multibase: {multibase}", f"  created: {created.isoformat()}", "  state: active")
    return head + _retired(rest, created) + "".join(f"{indent}{line}{end}" for line in lines)


def _retired(items: str, day: date) -> str:
    def retire(found: re.Match[str]) -> str:
        inner = found["indent"] + "  " * bool(found["dash"])
        state = f"{found['indent']}{found['dash'] or ''}state: retired{found['rest']}"
        return f"{state}{found['end']}\n{inner}changed: {day.isoformat()}{found['end']}"

    return _ACTIVE.sub(retire, items)
