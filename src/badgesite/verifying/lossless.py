"""Rules 3 and 4: nothing is lost between the file and what is signed, and the work is bounded.

The document is expanded, and compacted again with its own contexts. Whatever does not come back as
it was is not covered by the signature, or is hidden under another name.
"""

import re
from typing import Any

from msgspec import Struct

from badgesite import canonical
from badgesite.errors import CanonicalError
from badgesite.verifying.findings import Finding, Json, unknown
from badgesite.verifying.shapes import Shapes, shape

# Open Badges writes these types with https, the W3C with http, CLR with a prefix of no context.
_XSD = re.compile(r"(?:https?://www\.w3\.org/2001/XMLSchema#|xsd:)([A-Za-z]+)")
_NUMBERS = ("integer", "float", "double", "decimal", "nonNegativeInteger", "positiveInteger")
# Open Badges 3.0 has two names for the one type; its context makes the first an alias.
_SAME_TYPE = {"AchievementCredential": "OpenBadgeCredential"}


# Terms of the CLR context have a type that no object has, so that compaction does not choose them.
_CLR = "https://purl.imsglobal.org/spec/vc/clr/vocab.html#"
_TERMS = {
    f"{_CLR}achievement": "achievement",
    f"{_CLR}association": "association",
    f"{_CLR}identifier-1": "identifier",
    f"{_CLR}verifiableCredential": "verifiableCredential",
}


_CAME_THROUGH = Shapes()


class Lossless(Struct, frozen=True):
    """The document as it came back, which alone is read from here on, and its canonical N-Quads."""

    document: Json
    nquads: str


def lossless(document: Json) -> Lossless:
    """Return what the signature covers of a document without its proof; Finding otherwise.

    Its lists of one are values; nothing else differs from what compaction gives.
    """
    context = document["@context"]
    context = [context] if isinstance(context, str) else context
    document = {**document, "@context": context}
    try:
        expanded = canonical.expand(document)
        _check_written(expanded)
        _check_same(document, expanded)
    except CanonicalError as error:
        raise Finding("term-not-signed", str(error)[:200]) from None
    return Lossless({**_tidy(document), "@context": context}, canonical_text(expanded))


def _check_same(document: Json, expanded: list[Any]) -> None:
    """Refuse a document that does not come back from its expanded form as it was."""
    known = shape(document)
    if known in _CAME_THROUGH:
        return
    compacted = _restored(canonical.compact(expanded, document["@context"]))
    ours = {name: value for name, value in compacted.items() if name != "@context"}
    theirs = {name: value for name, value in document.items() if name != "@context"}
    if _form(ours) != _form(theirs):
        raise Finding("term-not-signed", _difference(ours, theirs))
    _CAME_THROUGH.add(known)


def _tidy(value: Any) -> Any:
    """Return the value with its lists of one as their value, an identifier alone as a text."""
    if isinstance(value, list):
        return _tidy(value[0]) if len(value) == 1 else [_tidy(each) for each in value]
    if isinstance(value, dict):
        if value.keys() == {"id"}:
            return value["id"]
        return {name: _tidy(each) for name, each in value.items()}
    return value


def canonical_text(expanded: list[Any]) -> str:
    """Return the canonical N-Quads within bounds; Finding otherwise."""
    try:
        return canonical.nquads_of_expanded(expanded)
    except canonical.TooComplex:
        raise Finding("too-complex") from None
    except canonical.OrderDiffers:
        raise unknown("order-ambiguous") from None
    except CanonicalError as error:
        raise Finding("iri-malformed", str(error)[:200]) from None


def _check_written(expanded: list[Any]) -> None:
    """Refuse what is not signed at all, before what is written in a form that is not taken."""
    try:
        _check_expanded(expanded)
    except Finding:
        if _has_unsigned(expanded):
            raise Finding("term-not-signed") from None
        raise


def _has_unsigned(value: Any) -> bool:
    if isinstance(value, list):
        return any(map(_has_unsigned, value))
    if not isinstance(value, dict):
        return False
    return _is_unsigned(value) or any(map(_has_unsigned, value.values()))


def _is_unsigned(node: Json) -> bool:
    """Whether an expanded object says something that becomes no triple.

    An identifier that looks like a keyword (`@name`) is null by now, or still a keyword, and so may
    a type be; and an identifier or a value alone in a graph says nothing there.
    """
    types = [] if "@value" in node else _list(node.get("@type", []))
    names = [node.get("@id", ""), *types]
    if any(name is None or (isinstance(name, str) and name.startswith("@")) for name in names):
        return True
    return any(
        isinstance(each, dict) and (each.keys() == {"@id"} or "@value" in each)
        for each in node.get("@graph", ())
    )


def _check_expanded(value: Any) -> None:
    """Refuse identifiers that name nothing, and values with several written forms."""
    if isinstance(value, list):
        for each in value:
            _check_expanded(each)
    elif isinstance(value, dict):
        if "@value" in value:
            _check_typed(value)
            return
        if _is_unsigned(value):
            raise Finding("term-not-signed")
        for name in ("@id", "@type"):
            for iri in _list(value.get(name, [])):
                _check_iri(iri)
        for name, member in value.items():
            if name not in ("@id", "@type"):
                _check_expanded(member)


def _check_iri(iri: object) -> None:
    if isinstance(iri, str) and iri.startswith("_:"):
        raise Finding("blank-node-named", iri[:80])
    if not canonical.is_absolute(iri):
        raise Finding("iri-malformed", str(iri)[:80])


def _check_typed(value: Json) -> None:
    # "5" and 5, "false" and false are one and the same RDF literal: only the JSON form is taken.
    kind, inner = value.get("@type"), value["@value"]
    if not isinstance(kind, str):
        return
    simple = _XSD.fullmatch(kind)
    if simple and simple[1] == "boolean":
        right = isinstance(inner, bool)
    elif simple and simple[1] in _NUMBERS:
        right = isinstance(inner, int | float) and not isinstance(inner, bool)
    else:
        right = isinstance(inner, str) or kind == "@json"
    if not right:
        raise Finding("value-form", str(inner)[:80])


def _restored(value: Any) -> Any:
    """Return the compacted value with those terms in place; no document writes their IRIs."""
    if isinstance(value, list):
        return [_restored(each) for each in value]
    if isinstance(value, dict):
        return {_TERMS.get(name, name): _restored(each) for name, each in value.items()}
    return value


def _form(value: Any) -> Any:
    """Return the value with its equal written forms made one."""
    if isinstance(value, list):
        return _form(value[0]) if len(value) == 1 else [_form(each) for each in value]
    if isinstance(value, dict):
        if value.keys() == {"id"}:
            return _form(value["id"])
        if value.keys() == {"@value", "@language"}:
            return ("text", value["@value"], str(value["@language"]).lower())
        return {name: _member(name, member) for name, member in value.items()}
    return (type(value) is bool, value)


def _member(name: str, value: Any) -> Any:
    if name == "type":
        names = [
            _SAME_TYPE.get(each, each) if isinstance(each, str) else each for each in _list(value)
        ]
        return _form(names)
    return _form(value)


def _list(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [value]


def _difference(ours: Json, theirs: Json) -> str:
    for name in sorted(ours.keys() | theirs.keys()):
        if _member(name, ours.get(name)) != _member(name, theirs.get(name)):
            return name[:80]
    return ""
