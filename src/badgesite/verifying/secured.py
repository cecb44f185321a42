"""Rules 2 to 6 on one parsed document: is it in a known form, is it signed, and by whom.

Used for badges, status lists and the parts of a stack alike. What comes out is the compacted
document; nothing else of the file is ever read.
"""

from collections.abc import Callable
from datetime import datetime
from typing import TypeVar

from msgspec import Struct

from badgesite import addresses
from badgesite.verifying import dates, issuer, lossless, members, vocabulary
from badgesite.verifying import proof as proofs
from badgesite.verifying.findings import Check, Finding, Json, Result, passed, unknown
from badgesite.verifying.sources import Found, Sources

_T = TypeVar("_T")


class Secured(Struct, frozen=True):
    """The checks `format`, `signature` and `issuer-key` as far as they ran, and what they read.

    `document` and the rest are None unless format and signature passed.
    """

    checks: tuple[Check, ...]
    document: Json | None = None
    issuer: str = ""
    period: dates.Period | None = None
    proof: proofs.Proof | None = None

    @property
    def sound(self) -> bool:
        """Whether the signature fits and nothing has failed."""
        return self.document is not None and all(
            check.result is not Result.FAILED for check in self.checks
        )


class Form(Struct, frozen=True):
    """A document in a known form: compacted, with its N-Quads, issuer and dates."""

    document: Json
    nquads: str
    issuer: str
    period: dates.Period


def secure(
    document: Json, contexts: frozenset[tuple[str, ...]], sources: Sources, now: datetime
) -> Secured:
    """Return what rules 2 to 6 find; never raises for bad input."""
    checks: list[Check] = []
    form = run(checks, "format", lambda: known_form(document, contexts))
    if form is None:
        return Secured(tuple(checks))
    asked = Asked(form.issuer, sources)
    signed = run(checks, "signature", lambda: _signature(document, form, asked, now))
    if signed is None:
        return Secured(tuple(checks))
    proof, key = signed
    run(checks, "issuer-key", lambda: _issuer_key(form, proof, key, asked, now))
    return Secured(tuple(checks), form.document, form.issuer, form.period, proof)


def run(checks: list[Check], code: str, rule: Callable[[], _T]) -> _T | None:
    """Return what the rule returns, or None when it stops; either way add the check."""
    try:
        found = rule()
    except Finding as finding:
        checks.append(finding.check(code))
        return None
    checks.append(passed(code))
    return found


def known_form(document: Json, contexts: frozenset[tuple[str, ...]]) -> Form:
    """Return the document by rules 2 to 4 and the form of rule 7; Finding otherwise."""
    vocabulary.check_contexts(document, contexts)
    vocabulary.check_names(document)
    unsecured, _ = proofs.take_apart(document)
    whole = lossless.lossless(unsecured)
    period = members.check_members(whole.document)
    return Form(whole.document, whole.nquads, members.issuer_id(whole.document), period)


class Asked:
    """The issuer's document, asked for at most once."""

    def __init__(self, controller: str, sources: Sources) -> None:
        self._controller = controller
        self._sources = sources
        self._data: bytes | None = None

    def data(self) -> bytes:
        """Return the bytes of the document; Finding `did-…` when there are none."""
        if self._data is None:
            answer = self._sources.get(document_url(self._controller, self._sources))
            if not isinstance(answer, Found):
                raise unknown("did-unreachable", answer.why)
            self._data = answer.data
        return self._data


def document_url(controller: str, sources: Sources) -> str:
    """Return where the document of a DID is; this site's own is at its own address."""
    if controller == sources.own and sources.base:
        return sources.base + addresses.did_document_path(sources.base)
    return issuer.document_url(controller)


def _signature(
    document: Json, form: Form, asked: Asked, now: datetime
) -> tuple[proofs.Proof, bytes]:
    proof = proofs.understand(proofs.take_apart(document)[1])
    key = proof.key_in_method() or _key_from_document(proof, form.issuer, asked, now)
    context = form.document["@context"]
    proofs.check_signature(
        proof, form.nquads, [context] if isinstance(context, str) else context, key
    )
    return proof, key


def _key_from_document(proof: proofs.Proof, issuer_id: str, asked: Asked, now: datetime) -> bytes:
    """Return the key that only the issuer's document has."""
    if proof.controller != issuer_id:
        raise Finding("key-not-found")
    try:
        return issuer.key_of(asked.data(), issuer_id, proof.method, now)
    except Finding as finding:
        if finding.result is Result.COULD_NOT_CHECK:
            raise unknown("key-unreachable", finding.detail) from None
        raise Finding("key-not-found", finding.detail) from None


def _issuer_key(form: Form, proof: proofs.Proof, key: bytes, asked: Asked, now: datetime) -> None:
    if proof.controller != form.issuer:
        raise Finding("issuer-differs", proof.controller[:80])
    known = issuer.did_key(form.issuer)
    if known is None:
        known = issuer.key_of(asked.data(), form.issuer, proof.method, now)
    if known != key:
        raise Finding("key-form")
