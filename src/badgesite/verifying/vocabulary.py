"""Rule 2: a closed vocabulary. The allowed lists of contexts, and nothing that bends them below.

Contexts are compared as lists, in order: what a list means depends on all of it, and only lists
that badges are known to use are read.
"""

import re
from collections.abc import Iterator
from typing import Any

from badgesite import contexts
from badgesite.verifying.findings import Finding, Json, unknown

_V2 = contexts.CREDENTIALS_V2
_V1 = contexts.CREDENTIALS_V1
_ED25519_2020 = "https://w3id.org/security/suites/ed25519-2020/v1"
# Which of the others each version of the credentials context can stand beside: the rest would
# define its protected terms anew, which JSON-LD forbids.
_BADGES = {
    _V2: (contexts.OPEN_BADGES, contexts.OPEN_BADGES_3_0_2),
    _V1: (contexts.OPEN_BADGES, contexts.OPEN_BADGES_3_0_2, contexts.OPEN_BADGES_3_0_1),
}
_PROOFS = {
    _V2: (contexts.DATA_INTEGRITY_V2, _ED25519_2020),
    _V1: (contexts.DATA_INTEGRITY_V2, contexts.DATA_INTEGRITY_V1, _ED25519_2020),
}

_LANGUAGE = re.compile(r"[A-Za-z]{1,8}(-[A-Za-z0-9]{1,8})*")


def _lists(*between: str) -> Iterator[tuple[str, ...]]:
    """Yield credentials, what stands between, badges; a proof's context after either end."""
    for credentials, all_badges in _BADGES.items():
        for badges in all_badges:
            yield (credentials, *between, badges)
            for proofs in _PROOFS[credentials]:
                yield (credentials, *between, badges, proofs)
                yield (credentials, proofs, *between, badges)


BADGE_CONTEXTS = frozenset(_lists())
CLR_CONTEXTS = frozenset(_lists(contexts.CLR))
LIST_CONTEXTS = frozenset({(_V2,), *((_V2, proofs) for proofs in _PROOFS[_V2])}) | BADGE_CONTEXTS
"""Status lists have the credentials context alone, or the badge's own."""


def check_contexts(document: Json, allowed: frozenset[tuple[str, ...]]) -> None:
    """Refuse a document whose `@context` is not exactly one of the allowed lists."""
    context = document.get("@context")
    if isinstance(context, str):
        context = [context]
    names = context if isinstance(context, list) else []
    if not all(isinstance(name, str) for name in names) or tuple(names) not in allowed:
        strange = [name for name in names if not contexts.is_known(name)]
        detail = str(strange[0])[:200] if strange and isinstance(strange[0], str) else ""
        raise unknown("context-unknown", detail)


def check_names(document: Json) -> None:
    """Refuse members that bend what others mean, in the order of the document; Finding."""
    for name, value in document.items():
        if name == "@context":
            continue
        _check_name(name)
        _check_value(value)


def _check_name(name: str) -> None:
    if name.startswith("@"):
        raise Finding("keyword-below-top", name[:80])
    if ":" in name:
        raise Finding("term-renamed", name[:80])


def _check_value(value: Any, inside_list: bool = False) -> None:
    if value is None:
        raise Finding("null-value")
    if isinstance(value, list):
        if inside_list:
            raise Finding("value-form", "a list in a list")
        if not value:
            raise Finding("term-not-signed", "an empty list")
        for each in value:
            _check_value(each, inside_list=True)
    elif isinstance(value, dict):
        if is_text_in_language(value):
            return
        for name, member in value.items():
            if name == "@context" and _is_read_by_itself(value):
                raise unknown("context-unknown", "a credential inside has contexts of its own")
            _check_name(name)
            _check_value(member)


def _is_read_by_itself(value: Json) -> bool:
    """Whether it is a credential with addresses of contexts, as issuers embed endorsements.

    We cannot read it, which is no sign of tampering. Any other context below the top is one.
    """
    named, types = value["@context"], value.get("type")
    addresses = named if isinstance(named, list) else [named]
    return "VerifiableCredential" in (types if isinstance(types, list) else [types]) and all(
        isinstance(each, str) and " " not in each for each in addresses
    )


def is_text_in_language(value: Json) -> bool:
    """Whether it is a text with its language (VCDM 2.0 §11.1) and nothing else.

    The one place for keywords below the top. `@direction` is not signed, so it is not taken.
    """
    return (
        value.keys() == {"@value", "@language"}
        and isinstance(value["@value"], str)
        and isinstance(value["@language"], str)
        and _LANGUAGE.fullmatch(value["@language"]) is not None
    )
