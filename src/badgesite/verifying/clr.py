"""Comprehensive Learner Records 2.0: the record itself, and every credential in it by itself.

The record is signed over what its inner credentials say too, so rules 2 to 5 see the whole; each
inner credential has its own contexts, which must mean the same there, and its own proof.
"""

from datetime import datetime
from typing import Any

from msgspec.structs import replace

from badgesite.verifying.credential import Outcome, check_alone, check_credential, refused
from badgesite.verifying.findings import Json, unknown
from badgesite.verifying.members import BADGE_TYPES, as_list, is_credential
from badgesite.verifying.sources import Sources
from badgesite.verifying.verdict import Verdict
from badgesite.verifying.vocabulary import BADGE_CONTEXTS, CLR_CONTEXTS

MAX_INNER = 100
_GOOD = (Verdict.GENUINE, Verdict.EXPIRED)


def check_clr(
    document: Json, sources: Sources, now: datetime
) -> tuple[Outcome, tuple[Outcome, ...]]:
    """Return the outcome of the record, and those of its inner credentials in order.

    A record with an inner credential that is neither genuine nor merely expired is not genuine:
    it is `could-not-check`, and the inner outcomes say why.
    """
    listed = _inner(document)
    inner = tuple(_check_inner(each, sources, now) for each in listed[:MAX_INNER])
    outer = check_alone(_under_one_context(document), CLR_CONTEXTS, sources, now)
    good = len(listed) <= MAX_INNER and all(each.verdict in _GOOD for each in inner)
    if outer.verdict is Verdict.GENUINE and not good:
        outer = replace(outer, verdict=Verdict.COULD_NOT_CHECK)
    return outer, inner


def _under_one_context(document: Json) -> Json:
    """Return the record with the contexts of its inner credentials left out where we know them.

    They are part of the record's. Should they mean anything else there, the signature, which was
    made with them, does not fit.
    """
    subject = document.get("credentialSubject")
    if not isinstance(subject, dict) or "verifiableCredential" not in subject:
        return document
    inner = [_without_context(each) for each in as_list(subject["verifiableCredential"])]
    return {**document, "credentialSubject": {**subject, "verifiableCredential": inner}}


def _without_context(credential: Any) -> Any:
    if not isinstance(credential, dict):
        return credential
    context = credential.get("@context")
    if not isinstance(context, list) or not all(isinstance(each, str) for each in context):
        return credential
    if tuple(context) not in BADGE_CONTEXTS:
        return credential
    return {name: value for name, value in credential.items() if name != "@context"}


def _inner(document: Json) -> list[Any]:
    """Return all that a record holds as credentials."""
    subject: Any = document.get("credentialSubject")
    return as_list(subject.get("verifiableCredential")) if isinstance(subject, dict) else []


def _check_inner(credential: Any, sources: Sources, now: datetime) -> Outcome:
    """Return the outcome of one: of what is no badge (a diploma, a link) we can say nothing."""
    if not is_credential(credential, BADGE_TYPES):
        return refused(unknown("form-unknown"))
    return check_credential(credential, sources, now)
