"""What is refused before it is signed: text on which implementations differ, and loose ends.

PyLD signs what it silently drops and has no safe mode; these checks take its place. Each refusal
is a `CanonicalError` that names the place in the document.
"""

import math
import re
from collections.abc import Iterable

from badgesite.errors import CanonicalError

MAX_DEPTH = 32
# RDFC-1.0 writes these as escapes; PyLD writes them as they are, so the two signatures differ.
_CONTROL = "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ufffe\uffff]"
_SURROGATE = "[\ud800-\udfff]"
# Processors leave out, in silence, what an identifier with white space says: PyLD by Python's idea
# of white space, jsonld.js by JavaScript's (with U+FEFF). Marks of direction are in no IRI either.
_ABSOLUTE = (
    r"[A-Za-z][A-Za-z0-9+.-]*:[^\x00-\x20<>\"{}|\\^`\x7f-\xa0\u1680\u2000-\u200a\u200e\u200f"
    r"\u2028-\u202f\u205f\u2066-\u2069\u3000\ud800-\udfff\ufeff]*"
)
_ASTRAL = "[\U00010000-\U0010ffff]"
_EMBEDDED = r"\.verifiableCredential\[[0-9]+\]$"
_HIGH = "[\ue000-\uffff]"


def control_character(text: str) -> str | None:
    """Return the name (`U+000C`) of the first control character other than tab and line ends."""
    found = re.search(_CONTROL, text)
    return f"U+{ord(found[0]):04X}" if found else None


Wide = frozenset[str]
"""Which of the two kinds of characters a text has whose order differs in JavaScript."""


def wide(text: str) -> Wide:
    """Return the kinds of such characters in a text; only where both are can an order differ."""
    if text.isascii():
        return frozenset()
    kinds = (("astral", _ASTRAL), ("high", _HIGH))
    return frozenset(name for name, pattern in kinds if re.search(pattern, text))


def sorts_alike(texts: Iterable[str]) -> bool:
    """Whether the texts have the same order by code point and by UTF-16 unit.

    RDFC-1.0 sorts by code point, JavaScript by UTF-16 unit. They differ when characters beyond
    U+FFFF (emoji) meet characters from U+E000 to U+FFFF (full-width forms).
    """
    texts = list(texts)
    joined = "".join(texts)
    if not (re.search(_ASTRAL, joined) and re.search(_HIGH, joined)):
        return True
    return sorted(texts) == sorted(texts, key=lambda text: text.encode("utf-16-be", "replace"))


def refuse_loose_input(value: object, path: str = "$", depth: int = 0) -> None:
    """Refuse what expansion would drop or read in another way than JSON readers do."""
    if depth > MAX_DEPTH:
        raise CanonicalError(f"{path}: the document is nested too deeply")
    if isinstance(value, dict):
        if not value:
            raise CanonicalError(f"{path}: an empty object says nothing that could be signed")
        for name, member in value.items():
            _refuse_name(name, path, depth)
            if name != "@context":
                refuse_loose_input(member, f"{path}.{name}", depth + 1)
    elif isinstance(value, list):
        if not value:
            raise CanonicalError(f"{path}: an empty list says nothing that could be signed")
        for place, member in enumerate(value):
            if isinstance(member, list):
                raise CanonicalError(f"{path}[{place}]: a list in a list loses its shape")
            refuse_loose_input(member, f"{path}[{place}]", depth + 1)
    else:
        _refuse_scalar(value, path)


def _refuse_name(name: object, path: str, depth: int) -> None:
    # A credential that another one carries keeps its own context, as it was signed.
    if name == "@context" and (depth == 0 or re.search(_EMBEDDED, path)):
        return
    if not isinstance(name, str) or name.startswith("@"):
        raise CanonicalError(f"{path}: {name!r} is not a member we write")
    if ":" in name:
        raise CanonicalError(f"{path}: {name!r} is not a term of our contexts")


def _refuse_scalar(value: object, path: str) -> None:
    if isinstance(value, str):
        named = control_character(value)
        if named:
            raise CanonicalError(
                f"{path}: the control character {named} cannot be signed", "take it out of the text"
            )
        if re.search(_SURROGATE, value):
            raise CanonicalError(f"{path}: half of a character cannot be signed")
    elif isinstance(value, float):
        if not math.isfinite(value):
            raise CanonicalError(f"{path}: {value} is not a number that can be signed")
    elif isinstance(value, bool):
        return
    elif isinstance(value, int):
        if abs(value) > 2**53:
            raise CanonicalError(f"{path}: {value} is too large for a JSON number")
    else:
        raise CanonicalError(f"{path}: null and {type(value).__name__} cannot be signed")


def refuse_loose_ends(value: object) -> None:
    """Refuse an expanded document with an identifier, type or property that is no absolute IRI.

    Such a thing would be signed under an invented base by one implementation, dropped by another.
    """
    if isinstance(value, list):
        for member in value:
            refuse_loose_ends(member)
    elif isinstance(value, dict):
        for name, member in value.items():
            if name in ("@id", "@type"):
                for iri in member if isinstance(member, list) else [member]:
                    _refuse_iri(iri, name)
            elif name.startswith("@"):
                if name in ("@list", "@set", "@graph", "@included", "@reverse"):
                    refuse_loose_ends(member)
            else:
                _refuse_iri(name, "property")
                refuse_loose_ends(member)


def is_absolute(iri: object) -> bool:
    """Whether it is an absolute IRI that every processor takes and signs."""
    return isinstance(iri, str) and re.fullmatch(_ABSOLUTE, iri) is not None


def _refuse_iri(iri: object, what: str) -> None:
    if iri != "@json" and not is_absolute(iri):
        kind = {"@id": "identifier", "@type": "type"}.get(what, what)
        raise CanonicalError(
            f"the {kind} {iri!r} is not an absolute address, so it cannot be signed"
        )
