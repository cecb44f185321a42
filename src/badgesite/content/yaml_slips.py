"""What libyaml says, told to a person: the line with the slip on it, a sentence and a remedy.

libyaml stops where it understands no further, which is often a line or a whole file after the
slip. What it was reading then, its context, began where the slip is.
"""

import re
from typing import Any

from msgspec import Struct

from badgesite.content.notes import Place, shown

_TAB = ("a tab, where YAML wants spaces", "indent with spaces")
_SAID = (
    ("found character '\\t'", *_TAB),
    ("found a tab character", *_TAB),
    (
        "mapping values are not allowed",
        "a colon that YAML does not expect here",
        "put quotes around text that has a colon, and line up the fields",
    ),
    (
        "could not find expected ':'",
        "a line without the colon after its field's name",
        "write it as  field: value",
    ),
    (
        "did not find expected key",
        "the indentation or the quotes do not fit",
        "line up the fields of one group, and put quotes around text with quotes in it",
    ),
    (
        "cannot start any token",
        "a character that no value may begin with",
        "put quotes around the text",
    ),
    (
        "did not find expected alphabetic or numeric character",
        "a * or & begins this value, which YAML keeps for itself",
        "put quotes around the text",
    ),
    (
        "block sequence entries are not allowed",
        "a hyphen and a space on the line of something else, where YAML wants no list",
        "begin the list on the next line, or put quotes around text that begins with a hyphen",
    ),
    (
        "mapping keys are not allowed",
        "a question mark begins this value, which YAML keeps for itself",
        "put quotes around the text",
    ),
    (
        "did not find expected comment or line break",
        "text on the line of the | or > that begins it",
        "write the text on the lines below, or put quotes around what begins with | or >",
    ),
    (
        "did not find expected '-' indicator",
        "this line is no part of the list above it",
        "begin it with a hyphen, or line it up with the fields",
    ),
    (
        "did not find expected node content",
        "a comma or bracket, where a value is meant",
        "put quotes around the text that has it, or take it away",
    ),
    (
        "found unknown escape character",
        "a backslash, which in double quotes YAML keeps for itself",
        "write it twice, or use single quotes",
    ),
    (
        "did not find expected <document start>",
        "this line does not line up with the first field",
        "begin all fields of the file in the same column",
    ),
    (
        "directive",
        "a line that begins with %, which YAML keeps for itself",
        "put quotes around the text",
    ),
)
_NOT_CLOSED = ("a quote is not closed", "close it; a quote inside the text needs the other kind")
_FLOW_OPEN = ("a bracket is not closed", "close it, and part what is in it by commas")
_FLOW_WRONG = (
    "brackets whose values do not fit together",
    "part them by commas, and put quotes around text with a colon, a quote or a bracket in it",
)
_KEY = r"\s*(?:-\s+)*(?P<key>[\w.-]+)"
_CLOSE_COLON = re.compile(_KEY + r":(?P<value>[^\s].*)")
_NO_SPACE = re.compile(_KEY + r":(?P<space>[^\S \t\n])")
_WIDE_COLON = re.compile(_KEY + r"\s*[\uff1a\ufe55](?P<value>.*)")
_EQUALS = re.compile(_KEY + r"\s*=(?P<value>.*)")
_BREAK = re.compile("\r\n|[\n\r\x85\u2028\u2029]")  # what ends a line to libyaml
_ALONE = re.compile(_KEY + r"\s*")


class Slip(Struct, frozen=True):
    """Where something is wrong, line and column from 1 in the text that was read, and what."""

    place: Place
    sentence: str
    remedy: str


def slip_of(error: Exception, text: str) -> Slip:
    """Return what a person did who wrote a text that libyaml refused with this error."""
    context, problem = getattr(error, "context_mark", None), getattr(error, "problem_mark", None)
    said = str(getattr(error, "problem", None) or getattr(error, "reason", None) or error)
    lines = _BREAK.split(text)
    mark = problem or context
    if mark is None:
        return Slip((1, 1), *_words(said))
    doing = str(getattr(error, "context", None) or "")
    found = _of_context(doing, said, context, problem, lines)
    if found is not None:
        return found
    here = lines[mark.line] if mark.line < len(lines) else ""
    if "cannot start any token" in said and here[mark.column : mark.column + 1] == "\t":
        return Slip(_place(mark), *_TAB)
    return Slip(_place(mark), *_words(said))


def _of_context(doing: str, said: str, context: Any, problem: Any, lines: list[str]) -> Slip | None:
    """Return the slip that stands before the place where libyaml stopped, or None."""
    if "could not find expected ':'" in said and context is not None:
        return _of_field(context.line, lines) or Slip(_place(context), *_words(said))
    if "mapping values are not allowed" in said and problem is not None:
        return _of_field_above(problem, lines)
    if "quoted scalar" in doing and "escape" not in said:
        return Slip(_place(context), *_NOT_CLOSED)
    if doing.startswith("while parsing a flow"):
        apart = problem is None or problem.line != context.line
        return Slip(_place(context if apart else problem), *(_FLOW_OPEN if apart else _FLOW_WRONG))
    if "alias" in doing or "anchor" in doing or "block scalar" in doing:
        return Slip(_place(context), *_words(said))
    if "did not find expected key" in said and problem is not None:
        return _of_quote_above(problem, lines)
    return None


def _of_field(line: int, lines: list[str]) -> Slip | None:
    """Return what is wrong between a field's name and its value, or None."""
    written = lines[line]
    if found := _NO_SPACE.match(written):
        code = f"U+{ord(found['space']):04X}"
        sentence = f"the space after the colon of '{found['key']}' is none to YAML ({code})"
        return Slip((line + 1, found.end()), sentence, "write an ordinary space in its place")
    for pattern, sentence, remedy in (
        (_CLOSE_COLON, "has no space after its colon", "write a space after the colon"),
        (_WIDE_COLON, "is followed by a colon that YAML does not know", "write an ordinary colon"),
        (_EQUALS, "is followed by = in place of a colon", "write a colon"),
    ):
        if found := pattern.match(written):
            key, value = found["key"], found["value"].strip()
            example = shown(f"{key}: {value}")[1:-1]
            place = (line + 1, found.end("key") + 1)
            return Slip(place, f"'{key[:60]}' {sentence}", f"{remedy}:  {example}")
    return None


def _of_field_above(problem: Any, lines: list[str]) -> Slip | None:
    """Return the slip of a field that YAML took for the beginning of a text with this line."""
    if not _ALONE.fullmatch(lines[problem.line][: problem.column]):
        return None
    above = problem.line - 1
    while above >= 0 and not lines[above].strip():
        above -= 1
    return _of_field(above, lines) if above >= 0 else None


def _of_quote_above(problem: Any, lines: list[str]) -> Slip | None:
    """Return the slip of a quote that was closed only by one that is meant to open another."""
    before = lines[problem.line][: problem.column] if problem.line < len(lines) else ""
    quote = before.rstrip()[-1:]
    if not quote or quote not in "\"'" or before.count(quote) % 2 == 0:
        return None
    opened = re.compile(rf"{_KEY}:[ \t]+{quote}[^{quote}]*")
    for above in range(problem.line - 1, -1, -1):
        if opened.fullmatch(lines[above]):
            return Slip((above + 1, lines[above].index(quote) + 1), *_NOT_CLOSED)
    return None


def _place(mark: Any) -> Place:
    return mark.line + 1, mark.column + 1


def _words(said: str) -> tuple[str, str]:
    for part, sentence, remedy in _SAID:
        if part in said:
            return sentence, remedy
    return f"this is not YAML: {said.splitlines()[0]}", "look at this line and the one before"
