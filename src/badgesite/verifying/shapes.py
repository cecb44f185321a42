"""Shapes of documents: what decides whether nothing is lost, without the texts, which do not.

Compaction takes half of the time of a check, and what comes of it depends on the names, the types
and the kinds of values, not on the learner's name or the day. A shape that came through once comes
through again; a site's thousand badges have a dozen shapes.
"""

import re
from collections.abc import Hashable
from typing import Any

from badgesite.verifying.findings import Json

_MOST = 512
# Schemes that no context has as a prefix: what follows them is never read as a term.
_ADDRESS = re.compile(r"(?:https?|urn|did|mailto):")
# The hosts of the contexts' own addresses: compaction may write one of those as a term.
VOCABULARIES = re.compile(
    r"https?://(?:purl\.org|www\.w3\.org|purl\.imsglobal\.org|schema\.org|w3id\.org|www\.iana\.org)"
)
# What JSON-LD may read as a term with a prefix, or as a keyword: the shape keeps it as it is.
_TERM = re.compile(r"(?![0-9])[^\s:]*:|@")  # a date has colons too, and no term begins with a digit
_VERBATIM = frozenset({"@context", "@language", "type"})


def shape(document: Json) -> Hashable:
    """Return the shape of a document: two of one shape come through rule 3 alike."""
    return _shape(document)


def _shape(value: Any) -> Hashable:
    if isinstance(value, str):
        if _ADDRESS.match(value) and not VOCABULARIES.match(value):
            return "address"
        return (value,) if _TERM.match(value) else "text"
    if isinstance(value, dict):
        return (
            "object",
            *(
                (name, _kept(each) if name in _VERBATIM else _shape(each))
                for name, each in value.items()
            ),
        )
    if isinstance(value, list):
        return ("list", *map(_shape, value))
    return (None, type(value).__name__)


def _kept(value: Any) -> Hashable:
    """Return all of a value; lists and objects as what can be compared."""
    if isinstance(value, dict):
        return ("object", *((name, _kept(each)) for name, each in value.items()))
    if isinstance(value, list):
        return ("list", *map(_kept, value))
    return (type(value).__name__, value)


class Shapes:
    """The shapes that came through, as many as fit; the oldest are forgotten first."""

    def __init__(self) -> None:
        self._known: dict[Hashable, None] = {}

    def __contains__(self, found: Hashable) -> bool:
        return found in self._known

    def add(self, found: Hashable) -> None:
        """Remember a shape."""
        if len(self._known) >= _MOST:
            self._known.pop(next(iter(self._known)))
        self._known[found] = None
