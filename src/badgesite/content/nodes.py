"""What a YAML file says, with the place of every value. Knows no field and gives no value a type.

A scalar stays the text that was written: the field it belongs to decides what it means, so `no`,
`012` and `12:30` are never silently turned into something else.
"""

import re
from typing import TypeAlias

from msgspec import Struct

from badgesite.content.notes import Place


class Scalar(Struct):
    """One value as written; `plain` when it stands without quotes."""

    text: str
    plain: bool
    place: Place


class Sequence(Struct):
    """A list of values."""

    items: list["Node"]
    place: Place


class Mapping(Struct):
    """Values by key, each with the place of its key."""

    entries: dict[str, tuple[Place, "Node"]]
    place: Place


Node: TypeAlias = Scalar | Sequence | Mapping

_NOTHING = frozenset({"", "~", "null", "Null", "NULL"})
_TRUE = frozenset({"true", "True", "TRUE"})
_FALSE = frozenset({"false", "False", "FALSE"})
_NUMBER = re.compile(r"-?(0|[1-9][0-9]*)(\.[0-9]+)?")
# What YAML 1.1 readers turn into booleans, octal, hexadecimal, sexagesimal or other numbers, dates.
_AMBIGUOUS = re.compile(
    r"(?i:yes|no|on|off)|[-+]?[0-9][0-9_]*(:[0-5]?[0-9])+(\.[0-9_]*)?|[-+]?0[0-9_]+"
    r"|[-+]?0[xX][0-9a-fA-F_]+|[-+]?0[bB][01_]+|0o[0-7]+|[-+]?[0-9][0-9_]*(\.[0-9_]*)?([eE][-+]?[0-9]+)?"
    r"|[-+]?\.[0-9_]+([eE][-+]?[0-9]+)?|[-+]?\.(inf|Inf|INF)|\.(nan|NaN|NAN)|=|<<"
    r"|[0-9]{4}-[0-9]{1,2}-[0-9]{1,2}([Tt ].*)?"
)


def is_nothing(node: Node) -> bool:
    """Whether the value is left empty or says null, which both mean "not given"."""
    return isinstance(node, Scalar) and node.plain and node.text in _NOTHING


def is_true(text: str) -> bool | None:
    """Return what a boolean of YAML 1.2 says, or None when it is none."""
    return True if text in _TRUE else False if text in _FALSE else None


def reads_as(text: str) -> str | None:
    """Return what a YAML reader may take this unquoted text for, or None when it is just text."""
    if text[:1].isalpha() and len(text) > 5:
        return None
    if text in _TRUE or text in _FALSE:
        return "true or false"
    if text in _NOTHING:
        return "nothing"
    if _NUMBER.fullmatch(text):
        return "a number"
    if _AMBIGUOUS.fullmatch(text):
        return "something else than text"
    return None


def kind_of(node: Node) -> str:
    """Return what the value is, for people."""
    if isinstance(node, Mapping):
        return "a group of fields"
    if isinstance(node, Sequence):
        return "a list"
    return "nothing" if is_nothing(node) else "a single value"
