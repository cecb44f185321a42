"""content/keys.yml as text: a key is added at the end, the former one retired, nothing else."""

import json
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
_DASH = re.compile(r"[ ]*- +")
_HEAD = """\
# The public keys of this provider, written by badgesite key. Keep every key that ever signed:
# without it the credentials it signed cannot be checked.
keys:
"""


def with_new_key(text: str, multibase: str, created: date, reason: str | None = None) -> str:
    """Return the text of keys.yml with an active key at the end; a former active one is retired.

    Retired means: it signs no more, and all it signed stays valid; `reason` says why it was. An
    empty text becomes a whole file. KeyFileError when the text has no list of keys at its end.
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
    return (
        head + _retired(rest, created, reason) + "".join(f"{indent}{line}{end}" for line in lines)
    )


def with_compromised(text: str, multibase: str, day: date, reason: str) -> str:
    """Return the text with one key compromised since a day; comments and the other keys stay.

    KeyFileError when the key is not there in a form that badgesite writes.
    """
    lines = text.splitlines(keepends=True)
    at = next((n for n, line in enumerate(lines) if re.search(rf"\b{multibase}\b", line)), None)
    start = next((n for n in range(at, -1, -1) if _DASH.match(lines[n])), None) if at else None
    if at is None or start is None:
        raise KeyFileError(
            f"content/keys.yml does not list {multibase} as badgesite writes it",
            "give it  state: compromised,  changed: and  reason:  by hand",
        )
    dash = _DASH.match(lines[start])
    inner = " " * len(dash[0]) if dash else "    "
    stop = start + 1
    while stop < len(lines) and re.match(rf"{inner}\S", lines[stop]):
        stop += 1
    end = "\r\n" if "\r\n" in text else "\n"
    old = re.compile(r"[ -]*(state|changed|reason)[ \t]*:")
    kept = [line for line in lines[start:stop] if not old.match(line)]
    said = (
        "state: compromised",
        f"changed: {day.isoformat()}",
        f"reason: {json.dumps(reason, ensure_ascii=False)}",
    )
    more = [f"{inner}{line}{end}" for line in said]
    if kept and not kept[-1].endswith("\n"):
        kept[-1] += end
    return "".join((*lines[:start], *kept, *more, *lines[stop:]))


def _retired(items: str, day: date, reason: str | None) -> str:
    def retire(found: re.Match[str]) -> str:
        inner = found["indent"] + "  " * bool(found["dash"])
        state = f"{found['indent']}{found['dash'] or ''}state: retired{found['rest']}"
        why = f"\n{inner}reason: {json.dumps(reason, ensure_ascii=False)}{found['end']}"
        changed = f"{inner}changed: {day.isoformat()}{found['end']}"
        return f"{state}{found['end']}\n{changed}{why if reason else ''}"

    return _ACTIVE.sub(retire, items)
