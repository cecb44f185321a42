"""What can go wrong, as values and as exceptions. Knows nothing of badges.

A mistake in content is a `Problem`, collected with all others and shown together. An exception is
for what stops the program::

    BadgesiteError            message for people, remedy apart; the command line alone catches it
    ├── ContentError          the content breaks rules: carries the problems
    ├── KeyFileError          no key, wrong kind, or it does not match content/keys.yml
    ├── ThemeError            a template, token or picture of the theme is wrong
    ├── CanonicalError        a document cannot be signed or checked without losing something
    └── PublishError          the target is not ours, or something published would be lost
"""

from collections.abc import Iterable
from enum import StrEnum
from typing import Any

from msgspec import Struct
from msgspec.structs import astuple


class Origin(Struct, frozen=True, order=True, array_like=True):
    """Where a thing is written: path from the repository's root, line and column from 1."""

    path: str
    line: int = 1
    column: int = 1


NOWHERE = Origin("content")


class Located(Struct, frozen=True, kw_only=True):
    """What is written somewhere. Equal to what says the same in another place."""

    origin: Origin = NOWHERE

    def __eq__(self, other: object) -> bool:
        """Whether the other says the same."""
        if type(other) is not type(self):
            return NotImplemented
        return self._said() == other._said()

    def __hash__(self) -> int:
        """Return the hash of what is said."""
        return hash(self._said())

    def _said(self) -> tuple[Any, ...]:
        return astuple(self)[:-1]  # a keyword-only field comes last


class Severity(StrEnum):
    """Whether a problem stops the build; a note stops nothing, not even a strict one."""

    ERROR = "error"
    WARNING = "warning"
    NOTE = "note"


class Problem(Struct, frozen=True):
    """One mistake: where, what is wrong (a lower-case sentence, no full stop), what to do about it.

    `code` is stable: the JSON output and the annotations carry it. `field` are the keys of what it
    is about, one in the other, where the origin is still that of the whole record.
    """

    origin: Origin
    sentence: str
    remedy: str
    code: str = "content"
    severity: Severity = Severity.ERROR
    field: tuple[str, ...] = ()

    @property
    def is_error(self) -> bool:
        """Whether this problem stops the build."""
        return self.severity is Severity.ERROR


def in_order(problems: Iterable[Problem]) -> tuple[Problem, ...]:
    """Return the problems sorted by place, then by sentence, each once."""
    return tuple(sorted(set(problems), key=lambda p: (p.origin, p.sentence, p.remedy)))


class BadgesiteError(Exception):
    """Something stops the program; `remedy` says what a person can do about it.

    `code`, where there is one, is what `badgesite explain` knows it by.
    """

    code = ""

    def __init__(self, message: str, remedy: str = "") -> None:
        """Keep the sentence and its remedy apart."""
        super().__init__(message)
        self.remedy = remedy


class ContentError(BadgesiteError):
    """The content breaks rules; `problems` are all of them, in order, warnings included."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        """Keep the problems in order."""
        self.problems = in_order(problems)
        super().__init__(f"{len(self.problems)} problems")


class KeyFileError(BadgesiteError):
    """There is no key, it is of the wrong kind, or it does not belong to this site."""

    code = "key-file"


class ThemeError(BadgesiteError):
    """A template, a token or a picture of the theme is wrong."""

    code = "theme"


class CanonicalError(BadgesiteError):
    """A document cannot be turned into one form of bytes without losing or inventing something."""

    code = "unsignable"


class PublishError(BadgesiteError):
    """The target folder is not ours to write, or a published thing would be lost."""

    code = "publishing"
