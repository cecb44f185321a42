"""The fields at the top level of one YAML file, changed line by line; comments and order stay.

Only what badgesite writes is changed: one value after a name, an entry of a list of single values.
What a field holds reaches to the next line that is not indented; comments before that line stay.
"""

import json
import re

from badgesite.errors import BadgesiteError

_PLAIN = re.compile(r"[A-Za-z][A-Za-z0-9 .'-]*[A-Za-z0-9.]|[A-Za-z]")
_AFTER = "name"  # the field behind which a new one stands
_WORDS = frozenset({"yes", "no", "on", "off", "true", "false", "null", "y", "n"})


def scalar(text: str) -> str:
    """Return the text as YAML on one line: plain where every reader takes it for text."""
    if _PLAIN.fullmatch(text) and text.casefold() not in _WORDS:
        return text
    return json.dumps(text, ensure_ascii=False)


def with_scalar(text: str, name: str, value: str) -> str:
    """Return the file with `name: value`; a new field stands behind the name."""
    end = _line_end(text)
    found = _field(text, name)
    if found is None:
        anchor = _field(text, _AFTER)
        text = text if text.endswith("\n") or not text else text + end
        at = anchor[1] if anchor else len(text)
        return f"{text[:at]}{name}: {scalar(value)}{end}{text[at:]}"
    start, stop = found
    said = text[start:stop]
    line = said.split("\n", 1)[0].rstrip("\r")
    comment = re.search(r"[ \t]+#.*$", line) if "\n" not in said.rstrip("\r\n") else None
    if comment and re.search(r"['\"]", line[: comment.end()]):
        comment = re.search(r"(?<=['\"])[ \t]+#.*$", line)
    kept = comment[0] if comment else ""
    return f"{text[:start]}{name}: {scalar(value)}{kept}{end}{text[stop:]}"


def added_to_list(text: str, name: str, values: tuple[str, ...]) -> str:
    """Return the file with these entries in the list of single values called `name`."""
    end = _line_end(text)
    found = _field(text, name)
    if found is None:
        listed = f"[{', '.join(scalar(each) for each in values)}]"
        anchor = _field(text, _AFTER)
        text = text if text.endswith("\n") or not text else text + end
        at = anchor[1] if anchor else len(text)
        return f"{text[:at]}{name}: {listed}{end}{text[at:]}"
    start, stop = found
    said = text[start:stop]
    head, _, rest = said.partition(":")
    value = rest.strip()
    more = [scalar(each) for each in values]
    if value.startswith("[") and "]" in value:
        at = said.rindex("]")
        inner = said[said.index("[") + 1 : at].strip()
        joined = ", ".join(([inner] if inner else []) + more)
        return f"{text[:start]}{said[: said.index('[') + 1]}{joined}{said[at:]}{text[stop:]}"
    item = re.search(r"^([ \t]*)- ", said, re.MULTILINE)
    if item is not None:
        said = said if said.endswith("\n") else said + end
        lines = "".join(f"{item[1]}- {each}{end}" for each in more)
        return f"{text[:start]}{said}{lines}{text[stop:]}"
    if value and "\n" not in value and "#" not in value:
        return f"{text[:start]}{head}: [{', '.join([value, *more])}]{end}{text[stop:]}"
    raise BadgesiteError(
        f"'{name}' is written in a way that is not changed by a program",
        f"add {', '.join(values)} to it by hand, and run this again",
    )


def _field(text: str, name: str) -> tuple[int, int] | None:
    """Return where the field begins and where what belongs to it ends."""
    start = re.search(rf"^\ufeff?{re.escape(name)}[ \t]*:(?=[ \t\r\n]|$)", text, re.MULTILINE)
    if start is None:
        return None
    at = stop = _next_line(text, start.end())
    while at < len(text):
        following = _next_line(text, at)
        line = text[at:following]
        if line.strip() and not re.match(r"[ \t]|- ", line):
            break
        if line.strip():
            stop = following
        at = following
    return start.start(), stop


def _next_line(text: str, at: int) -> int:
    found = text.find("\n", at)
    return len(text) if found < 0 else found + 1


def _line_end(text: str) -> str:
    return "\r\n" if "\r\n" in text else "\n"
