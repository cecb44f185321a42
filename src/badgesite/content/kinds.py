"""What one value may be: each kind parses a text, and describes itself as JSON Schema.

The same kinds read YAML values and CSV cells. A kind knows nothing of the field it stands in.
"""

import re
from datetime import date
from typing import Any, Protocol
from urllib.parse import urlsplit

from badgesite import days
from badgesite.addresses import normal_base
from badgesite.content.languages import LANGUAGES, timezones
from badgesite.content.nodes import Node, Scalar, is_true, kind_of, reads_as
from badgesite.content.notes import Known, Mistake, Notes, nearest, shown, suggestion
from badgesite.content.text import control_character, hidden_character
from badgesite.errors import BadgesiteError

Schema = dict[str, Any]


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
            self.quoting(node, label)
            return self.parse(node.text.strip(), notes.known)
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
    """The id of a badge, a pathway or a learner that must exist."""

    def __init__(self, what: str, folder: str, ending: str) -> None:
        super().__init__(f"the id of a {what}")
        self.thing, self.folder, self.ending = what, folder, ending

    def parse(self, text: str, known: Known) -> str:
        """Return the id of a thing that exists."""
        ids: set[str] = getattr(known, self.folder)
        if text in ids:
            return text
        check_id(text, self.what)
        if self.folder in known.unsure:
            return text
        raise Mistake(
            f"no {self.thing} is called {shown(text)}",
            suggestion(text, ids, f"add content/{self.folder}/{text}{self.ending}"),
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


class Whole(Word):
    """A whole number between two others."""

    def __init__(self, least: int, most: int) -> None:
        self.least, self.most = least, most

    def quoting(self, node: Scalar, label: str) -> None:
        """Refuse a number in quotes, which is text."""
        _refuse_quotes(node, label)

    def parse(self, text: str, known: Known) -> int:
        """Return the number."""
        if re.fullmatch(r"0|[1-9][0-9]{0,8}", text) and self.least <= int(text) <= self.most:
            return int(text)
        raise Mistake(
            f"which is not a whole number from {self.least} to {self.most:,}",
            f"write a number such as {max(self.least, 1)}",
            "number",
        )

    def schema(self) -> Schema:
        """Return the JSON Schema of the value."""
        return {"type": "integer", "minimum": self.least, "maximum": self.most}


class Amount(Word):
    """A number above 0, whole or with decimals."""

    def quoting(self, node: Scalar, label: str) -> None:
        """Refuse a number in quotes, which is text."""
        _refuse_quotes(node, label)

    def parse(self, text: str, known: Known) -> float:
        """Return the number."""
        if re.fullmatch(r"(0|[1-9][0-9]{0,4})(\.[0-9]{1,3})?", text) and float(text) > 0:
            return float(text)
        raise Mistake("which is not a number above 0", "write a number such as 5 or 2.5", "number")

    def schema(self) -> Schema:
        """Return the JSON Schema of the value."""
        return {"type": "number", "exclusiveMinimum": 0, "maximum": 99_999}


def _refuse_quotes(node: Scalar, label: str) -> None:
    if not node.plain:
        raise Mistake(
            "in quotes, which makes it text", f"write {label}: {node.text.strip()}", "wrong-type"
        )


class YesNo(Word):
    """True or false."""

    def quoting(self, node: Scalar, label: str) -> None:
        """Refuse text in quotes."""
        _refuse_quotes(node, label)

    def parse(self, text: str, known: Known) -> bool:
        """Return what it says."""
        said = is_true(text)
        if said is None:
            raise Mistake("which is neither true nor false", "write true or false", "wrong-type")
        return said

    def schema(self) -> Schema:
        """Return the JSON Schema of the value."""
        return {"type": "boolean"}


class Day(Word):
    """A day as `YYYY-MM-DD` and nothing else, from 1900 to 2999."""

    def quoting(self, node: Scalar, label: str) -> None:
        """Take a day with and without quotes."""

    def parse(self, text: str, known: Known) -> date:
        """Return the day."""
        try:
            day = days.parse_day(text)
        except ValueError:
            day = None
        if day is not None and 1900 <= day.year <= 2999:
            return day
        if day is not None:
            raise Mistake(
                "which is too far from now", "a field left empty means 'not given'", "date-range"
            )
        if re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", text):
            raise Mistake("and there is no such day", "correct the date", "no-such-day")
        raise Mistake("which is not a date", "write it as YYYY-MM-DD, like 2026-03-14", "date")

    def schema(self) -> Schema:
        """Return the JSON Schema of the value."""
        return {"type": "string", "format": "date", "pattern": "^[0-9]{4}-[0-9]{2}-[0-9]{2}$"}


class Duration(Word):
    """An ISO 8601 duration in years, months, weeks and days, longer than nothing."""

    def parse(self, text: str, known: Known) -> str:
        """Return the duration as written."""
        if days.is_duration(text) and re.search("[1-9]", text):
            return text
        raise Mistake(
            "which is not a length of time",
            "write P2Y for two years, P18M for 18 months",
            "duration",
        )

    def schema(self) -> Schema:
        """Return the JSON Schema of the value."""
        return {"type": "string", "pattern": "^P([0-9]+Y)?([0-9]+M)?([0-9]+W)?([0-9]+D)?$"}


class Within(Word):
    """A number of months or years in words: `24 months`, `2 years`. The value is in months."""

    def parse(self, text: str, known: Known) -> int:
        """Return the number of months."""
        found = re.fullmatch(r"([1-9][0-9]{0,2}) (month|year)s?", text)
        if found is None:
            raise Mistake("which is not a length of time", "write it as 24 months", "duration")
        return int(found[1]) * (12 if found[2] == "year" else 1)

    def schema(self) -> Schema:
        """Return the JSON Schema of the value."""
        return {"type": "string", "pattern": "^[1-9][0-9]{0,2} (month|year)s?$"}


class Web(Word):
    """An http or https address, without a password in it."""

    def parse(self, text: str, known: Known) -> str:
        """Return the address as written."""
        fits = len(text) <= 2_000 and not re.search(r'[\s<>"{}|\\^`]', text) and text.isprintable()
        try:
            parts = urlsplit(text)
            parts.port  # noqa: B018  (reading it checks it)
        except ValueError:
            fits = False
        else:
            fits = fits and parts.scheme in ("http", "https") and bool(parts.hostname)
            fits = fits and parts.username is None
        if not fits:
            raise Mistake(
                "which is not a web address",
                "write a whole address that begins with https://",
                "web-address",
            )
        return text

    def schema(self) -> Schema:
        """Return the JSON Schema of the value."""
        return {"type": "string", "format": "uri", "pattern": "^https?://"}


class Base(Web):
    """The base address of a site, with exactly one slash at its end."""

    def parse(self, text: str, known: Known) -> str:
        """Return the base address in its one form."""
        try:
            return normal_base(super().parse(text, known))
        except BadgesiteError as error:
            raise Mistake(str(error), error.remedy, "site-url", whole=True) from None


class Timezone(Word):
    """A time zone of the pinned tzdata package."""

    def parse(self, text: str, known: Known) -> str:
        """Return the name of the zone."""
        try:
            days.zone(text)
        except (KeyError, ValueError, OSError):
            raise Mistake(
                "which is not a time zone",
                suggestion(text, timezones(), "write it as Europe/London, or UTC"),
                "timezone",
            ) from None
        return text


class Language(Word):
    """A language as BCP 47 writes it: `en`, `pt-BR`."""

    def quoting(self, node: Scalar, label: str) -> None:
        """Take a code without quotes, even `no` for Norwegian."""

    def parse(self, text: str, known: Known) -> str:
        """Return the language tag."""
        first = text.split("-")[0]
        if first in LANGUAGES and re.fullmatch(r"[a-z]{2,3}(-[A-Z][a-z]{3})?(-[A-Z]{2})?", text):
            return text
        raise Mistake(
            "which is not a language", "write its code: en, de, fr, es, pt-BR", "language"
        )

    def schema(self) -> Schema:
        """Return the JSON Schema of the value."""
        return {"type": "string", "pattern": "^[a-z]{2,3}(-[A-Z][a-z]{3})?(-[A-Z]{2})?$"}
