"""JSON-LD by PyLD, guarded: no network, no base, nothing dropped in silence, bounded size.

`nquads` is for what we sign and refuses everything on which implementations differ. `expand`,
`compact` and `nquads_of_expanded` are the steps of it that a verifier needs one by one.
"""

from functools import cache
from typing import Any, NamedTuple, NoReturn

from badgesite import contexts
from badgesite.canonical.guards import refuse_loose_ends, refuse_loose_input
from badgesite.canonical.rdfc import MAX_BLANK_NODES, Quad, canonical_text, literal
from badgesite.errors import CanonicalError

_STRING = "http://www.w3.org/2001/XMLSchema#string"
_LANGUAGE = "http://www.w3.org/1999/02/22-rdf-syntax-ns#langString"


class _Engine(NamedTuple):
    """PyLD as we use it. It takes 70 ms to import, so it is only when there is a document."""

    processor: Any
    new_resolver: Any
    stumbles: tuple[type[Exception], ...]


@cache
def _engine() -> _Engine:
    from cachetools import LRUCache
    from pyld import jsonld
    from pyld.context_resolver import ContextResolver

    from badgesite.canonical.processor import Processor

    # Ours alone: PyLD's own cache is keyed by URL and shared with whatever else uses PyLD.
    resolved: LRUCache[str, Any] = LRUCache(maxsize=50)
    # What PyLD raises for a document it cannot make sense of.
    stumbles = (
        jsonld.JsonLdError,
        ArithmeticError,
        AttributeError,
        LookupError,
        RecursionError,
        TypeError,
        ValueError,
    )
    return _Engine(
        Processor(on_property_dropped=_refuse_dropped),
        lambda: ContextResolver(resolved, _load),
        stumbles,
    )


def _load(url: str, options: object = None) -> dict[str, Any]:
    """Hand PyLD one of our contexts; `static` lets it keep the processed form."""
    return {
        "contextUrl": None,
        "documentUrl": url,
        "document": contexts.document(url),
        "contentType": "application/ld+json",
        "tag": "static",
    }


def _refuse_dropped(name: object) -> NoReturn:
    raise CanonicalError(f"the member {name!r} is not defined in the document's contexts")


def _options(**more: object) -> dict[str, Any]:
    return {
        "base": None,  # not '', which PyLD reads as http://example.org/base/
        "documentLoader": _load,
        "contextResolver": _engine().new_resolver(),
        "processingMode": "json-ld-1.1",
        "extractAllScripts": False,
        **more,
    }


def expand(document: dict[str, Any]) -> list[Any]:
    """Return the expanded form. CanonicalError for a member or context that is not known."""
    _refuse_foreign_contexts(document.get("@context"))
    try:
        expanded: list[Any] = _engine().processor.expand(document, _options())
    except _engine().stumbles as error:
        raise _unreadable(error) from None
    return expanded


def compact(expanded: list[Any], context: list[str]) -> dict[str, Any]:
    """Return the expanded document in the words of the contexts, arrays of one as their value."""
    _refuse_foreign_contexts(context)
    try:
        compacted: dict[str, Any] = _engine().processor.compact(
            expanded, context, _options(skipExpansion=True)
        )
    except _engine().stumbles as error:
        raise _unreadable(error) from None
    return compacted


def nquads_of_expanded(expanded: list[Any], max_blank_nodes: int = MAX_BLANK_NODES) -> str:
    """Return the canonical N-Quads (RDFC-1.0) of an expanded document.

    TooComplex and OrderDiffers as `rdfc.canonical_text`; CanonicalError for other refusals.
    """
    return canonical_text(_quads_of_expanded(expanded), max_blank_nodes)


def nquads(document: dict[str, Any]) -> str:
    """Return the canonical N-Quads (RDFC-1.0) of a document that is going to be signed.

    CanonicalError when any of it would not be signed as it reads: unknown members, relative
    addresses, nulls, empty lists, control characters, or text that verifiers sort differently.
    """
    return canonical_text(quads_of(document))


def quads_of(document: dict[str, Any]) -> list[Quad]:
    """Return the quads of a document that is going to be signed, each once, in no order.

    CanonicalError as for `nquads`.
    """
    refuse_loose_input(document)
    return _quads_of_expanded(expand(document))


def _quads_of_expanded(expanded: list[Any]) -> list[Quad]:
    refuse_loose_ends(expanded)
    try:
        dataset = _engine().processor.to_rdf(expanded, _options(skipExpansion=True))
    except _engine().stumbles as error:
        raise _unreadable(error) from None
    quads = (
        _quad(triple, graph_name) for graph_name, triples in dataset.items() for triple in triples
    )
    return list(dict.fromkeys(quads))


def _refuse_foreign_contexts(context: object) -> None:
    if not isinstance(context, list) or not context or not all(map(contexts.is_known, context)):
        raise CanonicalError("the document's contexts are not all among those we know")


def _unreadable(error: Exception) -> CanonicalError:
    code = getattr(error, "code", None)
    return CanonicalError(f"the document is not proper JSON-LD{f' ({code})' if code else ''}")


def _quad(triple: dict[str, dict[str, str]], graph_name: str) -> Quad:
    graph = "" if graph_name == "@default" else _resource(graph_name)
    return Quad(
        _resource(triple["subject"]["value"]),
        _resource(triple["predicate"]["value"]),
        _object(triple["object"]),
        graph,
    )


def _resource(name: str) -> str:
    return name if name.startswith("_:") else f"<{name}>"


def _object(term: dict[str, str]) -> str:
    if term["type"] != "literal":
        return _resource(term["value"])
    datatype = term["datatype"]
    if datatype == _LANGUAGE:
        return literal(term["value"], language=term["language"])
    return literal(term["value"], "" if datatype == _STRING else datatype)
