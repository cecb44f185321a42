"""What one value may be: each kind parses a text, and describes itself as JSON Schema.

The same kinds read YAML values and CSV cells. A kind knows nothing of the field it stands in.
"""

import re
from typing import Any, Protocol

from badgesite.content.nodes import Node, Scalar, kind_of, reads_as
from badgesite.content.notes import Known, Mistake, Notes, nearest, shown, suggestion
from badgesite.content.text import LOST, SPREADSHEET_ERRORS, control_character, hidden_character

Schema = dict[str, Any]

_PRINTED_QUOTES = re.compile("[“”„‘«][^“”„«»]+[”“’»]")


class Kind(Protocol):
    """What a field may hold."""

    def read(self, node: Node, notes: Notes, label: str) -> Any:
        """Return the value, or None after noting why there is none."""

    def schema(self) -> Schema:
        """Return the JSON Schema of the value."""


class Word:
    """A single value; the base of all kinds that one cell of a table can hold."""

    def parse(self, text: str, known: Known) -> Any:
        """Return the value of the text; Mistake if it cannot be one."""
        raise NotImplementedError

    def schema(self) -> Schema:
        """Return the JSON Schema of the value."""
        return {"type": "string"}

    def quoting(self, node: Scalar, label: str) -> None:
        """Mistake if the text is written in a way that another reader takes for something else."""
        taken_for = reads_as(node.text) if node.plain else None
        if taken_for:
            raise Mistake(
                f"which YAML may read as {taken_for}",
                f'put quotes around it: {label}: "{node.text}"',
                "needs-quotes",
            )

    def read(self, node: Node, notes: Notes, label: str) -> Any:
        """Return the value of a YAML node, or None after noting why there is none."""
        if not isinstance(node, Scalar):
            notes.error(
                node.place,
                f"'{label}' is {kind_of(node)}, where a single value is meant",
                f"write one value after {label}:",
                "wrong-type",
            )
            return None
        try:
            value = self.parse(node.text.strip(), notes.known)
            self.quoting(node, label)  # last, for quotes do not help what is no value with them
            return value
        except Mistake as mistake:
            notes.mistake(node.place, label, node.text, mistake)
            return None


class Text(Word):
    """Text for people: on one line unless `lines`, without characters that nobody sees."""

    def __init__(self, most: int = 200, *, lines: bool = False) -> None:
        self.most = most
        self.lines = lines

    def parse(self, text: str, known: Known) -> str:
        """Return the text without spaces around it."""
        if not text:
            raise Mistake("which says nothing", "write the text, or delete the field", "empty")
        if len(text) > self.most:
            raise Mistake(
                f"{len(text):,} characters long", f"use at most {self.most:,}", "too-long"
            )
        if text[0] == "#" and text in SPREADSHEET_ERRORS:
            raise Mistake(
                "an error of a spreadsheet", "write what the cell is to say", "spreadsheet-error"
            )
        if LOST in text:
            raise Mistake(
                "with a letter that was lost on the way (U+FFFD)",
                "write the letter that is meant in its place",
                "lost-letter",
            )
        if text.isprintable():
            return text
        if not self.lines and ("\n" in text or "\t" in text):
            raise Mistake("which has more than one line", "write it on one line", "one-line")
        found = control_character(text)
        if found is None and not self.lines:
            found = hidden_character(text)
        if found:
            raise Mistake(
                f"with a character that nobody can see (U+{ord(found):04X})",
                "delete that character",
                "control-character",
            )
        return text

    def read(self, node: Node, notes: Notes, label: str) -> Any:
        """Return the text; noted where its quotes are not YAML's, and so belong to it."""
        text = super().read(node, notes, label)
        plain = isinstance(node, Scalar) and node.plain and not self.lines
        if plain and text and _PRINTED_QUOTES.fullmatch(text):
            notes.warn(
                node.place,
                f"'{label}' is {shown(text)}, and its quotes are shown too",
                f'write {label}: "{text[1:-1]}"',
                "curly-quotes",
            )
        return text

    def schema(self) -> Schema:
        """Return the JSON Schema of the value."""
        return {"type": "string", "minLength": 1, "maxLength": self.most}


_DEVICES = frozenset(
    {"con", "prn", "aux", "nul", "index"}
    | {f"{name}{number}" for name in ("com", "lpt") for number in range(10)}
)
_ID = re.compile(r"[a-z0-9-]{1,80}")


def check_id(text: str, what: str) -> str:
    """Return the id; Mistake if it is out of pattern or a word that a system keeps for itself."""
    if not _ID.fullmatch(text):
        raise Mistake(
            f"which cannot be {what}",
            "use small letters a to z, digits and hyphens, at most 80",
            "id-pattern",
        )
    if text in _DEVICES:
        raise Mistake("a name that is taken by systems", "use another word", "id-reserved")
    return text


class Id(Word):
    """A new id: `[a-z0-9-]{1,80}`."""

    def __init__(self, what: str = "an id") -> None:
        self.what = what

    def parse(self, text: str, known: Known) -> str:
        """Return the id."""
        return check_id(text, self.what)

    def schema(self) -> Schema:
        """Return the JSON Schema of the value."""
        return {"type": "string", "pattern": "^[a-z0-9-]{1,80}$"}


class Reference(Id):
    """The id of a badge, a pathway or a learner that must exist; else `remedy` says what to add."""

    def __init__(self, what: str, folder: str, remedy: str) -> None:
        super().__init__(f"the id of a {what}")
        self.thing, self.folder, self.remedy = what, folder, remedy

    def parse(self, text: str, known: Known) -> str:
        """Return the id of a thing that exists."""
        ids: set[str] = getattr(known, self.folder)
        if text in ids:
            return text
        check_id(text, self.what)
        if self.folder in known.unsure:
            return text
        now = known.former.get(text) if self.thing == "learner" else None
        raise Mistake(
            f"no {self.thing} is called {shown(text)}",
            f"that is '{now}' now: write '{now}'"
            if now
            else lambda: suggestion(text, ids, self.remedy.format(id=text)),
            f"unknown-{self.thing}",
            whole=True,
        )


class Choice(Word):
    """One of a few words; `make` turns it into what the model holds."""

    def __init__(self, *words: str, make: Any = str) -> None:
        self.words = words
        self.make = make

    def quoting(self, node: Scalar, label: str) -> None:
        """Take the words with and without quotes."""

    def parse(self, text: str, known: Known) -> Any:
        """Return what the word stands for."""
        if text in self.words:
            return self.make(text)
        near = nearest(text, self.words)
        listed = ", ".join(self.words)
        raise Mistake(
            "which is not one of the words for it",
            f"did you mean '{near}'? it is one of: {listed}" if near else f"write one of: {listed}",
            "choice",
        )

    def schema(self) -> Schema:
        """Return the JSON Schema of the value."""
        return {"enum": list(self.words)}


class Pattern(Word):
    """A text of a stated form."""

    def __init__(self, pattern: str, what: str, example: str, code: str) -> None:
        self.pattern = re.compile(pattern)
        self.what, self.example, self.code = what, example, code

    def parse(self, text: str, known: Known) -> str:
        """Return the text."""
        if not self.pattern.fullmatch(text):
            raise Mistake(f"which is not {self.what}", f"write it as {self.example}", self.code)
        return text

    def schema(self) -> Schema:
        """Return the JSON Schema of the value."""
        return {"type": "string", "pattern": f"^({self.pattern.pattern})$"}


class Colour(Pattern):
    """A colour as `#rrggbb`, kept in small letters."""

    def __init__(self) -> None:
        super().__init__("#[0-9a-fA-F]{6}", "a colour", '"#0b5f80", in quotes', "colour")

    def parse(self, text: str, known: Known) -> str:
        """Return the colour in small letters."""
        return super().parse(text, known).lower()
