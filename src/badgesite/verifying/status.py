"""Rule 8: has the issuer withdrawn it? By the issuer's own signed list, or it is not known.

Bitstring Status List 1.0 §3.2. Nothing here is ever guessed: without a list that passes every rule
the answer is "could not check".
"""

import re
from collections.abc import Mapping
from datetime import datetime
from functools import lru_cache
from typing import Any

from msgspec import Struct, field
from msgspec.structs import replace

from badgesite.verifying import bits, dates, strict_json, vocabulary
from badgesite.verifying.findings import Check, Finding, Json, Result, passed, unknown
from badgesite.verifying.members import LIST_TYPES, as_list, is_credential
from badgesite.verifying.proof import Proof
from badgesite.verifying.secured import document_url, secure
from badgesite.verifying.sentences import PASSED
from badgesite.verifying.sources import Found, Saved, Sources
from badgesite.verifying.withdrawal import Withdrawal, withdrawal

_INDEX = re.compile(r"0|[1-9][0-9]{0,15}")
_ENTRY = "BitstringStatusListEntry"
_OUTCOME = {"revocation": "revoked", "suspension": "suspended"}
_MAX_ENTRIES = 8


class Status(Struct, frozen=True):
    """The check, and what the issuer says about the withdrawal (unsigned), if there is one.

    `lists` has the date of each list that was good, by address.
    """

    check: Check
    withdrawal: Withdrawal | None = None
    lists: Mapping[str, str] = field(default_factory=dict)


class _Entry(Struct, frozen=True):
    url: str
    purpose: str
    place: int


def check_status(document: Json, issuer: str, sources: Sources, now: datetime) -> Status:
    """Return the outcome of rule 8 for a compacted credential; never raises for bad input.

    With several entries the worst counts: withdrawn, then suspended, then not known.
    """
    declared = as_list(document.get("credentialStatus"))
    if not declared:
        return Status(passed("status", "The issuer keeps no list of withdrawn badges for it."))
    findings: list[Finding] = []
    lists: dict[str, str] = {}
    for each in declared[:_MAX_ENTRIES]:
        try:
            _check_entry(_entry(each), issuer, sources, now, lists)
        except Finding as finding:
            findings.append(finding)
    if len(declared) > _MAX_ENTRIES:
        findings.append(unknown("entry-form"))
    if not findings:
        days = ", ".join(sorted({each[:10] for each in lists.values()}))
        return Status(passed("status", f"{PASSED['status']} (by its list of {days})"), lists=lists)
    worst = min(findings, key=_badness)
    if worst.reason == "revoked":
        return replace(_withdrawn(document, issuer, sources), lists=lists)
    return Status(worst.check("status"), lists=lists)


def _badness(finding: Finding) -> int:
    if finding.result is Result.COULD_NOT_CHECK:
        return 2
    return 0 if finding.reason == "revoked" else 1


def _withdrawn(document: Json, issuer: str, sources: Sources) -> Status:
    said = withdrawal(document, issuer, sources)
    reason = "replaced" if said is not None and said.kind == "replaced" else "revoked"
    return Status(Finding(reason, said.sentence if said else "").check("status"), said)


def _entry(declared: Any) -> _Entry:
    if not isinstance(declared, dict):
        raise unknown("entry-form")
    kind, purpose = declared.get("type"), declared.get("statusPurpose")
    url, index = declared.get("statusListCredential"), declared.get("statusListIndex")
    if not isinstance(kind, str):
        raise unknown("entry-form")
    if kind != _ENTRY or declared.get("statusSize", 1) != 1:
        raise unknown("status-type-unknown", kind[:80])
    if not isinstance(url, str) or not isinstance(purpose, str) or "#" in url:
        raise unknown("entry-form")
    if purpose not in _OUTCOME:
        raise unknown("status-type-unknown", purpose[:80])
    if not isinstance(index, str) or not _INDEX.fullmatch(index):
        raise unknown("index-form")
    return _Entry(url, purpose, int(index))


def _check_entry(
    entry: _Entry, issuer: str, sources: Sources, now: datetime, lists: dict[str, str]
) -> None:
    answer = sources.get(entry.url)
    if not isinstance(answer, Found):
        raise unknown("list-unreachable", answer.why)
    found = _document_of(issuer, sources)
    opened = _opened(answer.data, entry.url, issuer, found, sources.own, sources.base, now)
    if isinstance(opened, _Refused):
        raise unknown(opened.reason, opened.detail)
    lists[entry.url] = opened.published.text
    if entry.purpose not in opened.purposes:
        raise unknown("list-purpose")
    if bits.is_set(opened.bits, entry.place):
        raise Finding(_OUTCOME[entry.purpose])
    # An old list that withdraws is as good as a new one; an old one that does not proves nothing.
    before = sources.seen.get(entry.url)
    if before is not None and opened.published < dates.parse(before):
        raise unknown("list-older", f"of {opened.published.day}, not of {before[:10]}")


def _document_of(issuer: str, sources: Sources) -> tuple[str, bytes] | None:
    try:
        url = document_url(issuer, sources)
    except Finding:
        return None
    answer = sources.get(url)
    return (url, answer.data) if isinstance(answer, Found) else None


class _List(Struct, frozen=True):
    bits: bytes
    purposes: tuple[str, ...]
    published: dates.Instant


class _Refused(Struct, frozen=True):
    reason: str
    detail: str = ""


@lru_cache(maxsize=32)
def _opened(
    data: bytes,
    url: str,
    issuer: str,
    document: tuple[str, bytes] | None,
    own: str | None,
    base: str | None,
    now: datetime,
) -> _List | _Refused:
    """Return the list if it passes rules 1 to 7; kept, because a thousand badges share one list."""
    sources = Saved(dict([document] if document else []), own, base)
    try:
        return _open(data, url, issuer, sources, now)
    except Finding as finding:
        return _Refused(finding.reason, finding.detail)


def _open(data: bytes, url: str, issuer: str, sources: Sources, now: datetime) -> _List:
    if len(data) > strict_json.MAX_BYTES:
        raise unknown("list-too-large")
    try:
        document = strict_json.read(data)
    except Finding as finding:
        raise unknown("list-broken", finding.reason) from None
    if not is_credential(document, LIST_TYPES):
        raise unknown("list-broken")
    secured = secure(document, vocabulary.LIST_CONTEXTS, sources, now)
    bad = next((check for check in secured.checks if check.result is not Result.PASSED), None)
    if bad is not None and bad.code == "format":
        raise unknown("list-broken", bad.reason)
    listed = secured.document
    _check_identity(listed if listed is not None else document, url, issuer)
    if bad is not None or listed is None:
        raise unknown("list-signature", bad.reason if bad else "")
    period, proof = secured.period, secured.proof
    if period is None or proof is None:
        raise unknown("list-signature")
    _check_dates(period, proof, now)
    subject = listed["credentialSubject"]
    if subject.get("type") != "BitstringStatusList":
        raise unknown("list-broken")
    purposes = tuple(
        each for each in as_list(subject.get("statusPurpose")) if isinstance(each, str)
    )
    return _List(bits.unpack(subject.get("encodedList")), purposes, period.begins or proof.created)


def _check_identity(document: Json, url: str, issuer: str) -> None:
    if document.get("id") != url:
        raise unknown("list-id")
    stated = document.get("issuer")
    if (stated.get("id") if isinstance(stated, dict) else stated) != issuer:
        raise unknown("list-issuer")


def _check_dates(period: dates.Period, proof: Proof, now: datetime) -> None:
    try:
        dates.check_period(period.begins, period.ends, now)
        dates.check_signed(proof.created, proof.expires, now)
    except Finding as finding:
        raise unknown("list-expired", finding.detail) from None
