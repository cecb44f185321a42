"""Open Badges 2.0: shown, and checked as far as that standard allows.

A hosted badge proves only that its address serves the same today; a signed one that a key signed
it which the issuer's host names. Neither has contexts that are compared, nor a closed vocabulary:
only the members read here are shown. Everything lies at the issuer's own host, or it is refused.
"""

import json
from datetime import datetime
from typing import Any

from msgspec import Struct
from msgspec.structs import replace

from badgesite.verifying import dates, jose, strict_json
from badgesite.verifying.credential import Outcome, check_known
from badgesite.verifying.findings import Check, Finding, Json, passed, unknown
from badgesite.verifying.hosts import host_of, is_https
from badgesite.verifying.members import as_list
from badgesite.verifying.secured import run
from badgesite.verifying.sources import Found, Sources
from badgesite.verifying.verdict import facts_allowed, verdict

CONTEXT = "https://w3id.org/openbadges/v2"


class _Assertion(Struct, frozen=True):
    """The assertion, its badge class and its issuer, all of them read."""

    assertion: Json
    badge: Json
    issuer: Json

    @property
    def issuer_id(self) -> str:
        return str(self.issuer["id"])


def is_assertion(document: Any) -> bool:
    """Whether it says that it is an assertion of Open Badges 2.0."""
    if not isinstance(document, dict):
        return False
    return CONTEXT in as_list(document.get("@context")) and "Assertion" in as_list(
        document.get("type")
    )


def check_hosted(document: Json, sources: Sources, now: datetime) -> Outcome:
    """Return the outcome of a hosted assertion: is it what its address serves; never raises."""
    checks: list[Check] = []
    if run(checks, "format", lambda: _form(document)) is None:
        return _outcome(checks)
    served = run(checks, "signature", lambda: _served(document, sources))
    if served is None:
        return _outcome(checks)
    whole = run(checks, "issuer-key", lambda: _hosted_whole(document, sources))
    if whole is None:
        return _outcome(checks)
    revoked = served.get("revoked") is True
    outcome = _rest(checks, whole, revoked, sources, now)
    # Of a withdrawn badge the host may serve no more than that: the rest is the file's word alone.
    return outcome if _same(served, document) else replace(outcome, facts=None)


def check_signed(compact: jose.Compact, sources: Sources, now: datetime) -> Outcome:
    """Return the outcome of a signed assertion: by a key that its issuer names; never raises."""
    checks: list[Check] = []
    document = compact.payload
    if run(checks, "format", lambda: _form(document)) is None:
        return _outcome(checks)
    creator = run(checks, "signature", lambda: _signature(compact, sources))
    if creator is None:
        return _outcome(checks)
    whole = run(checks, "issuer-key", lambda: _signed_whole(document, creator, sources))
    if whole is None:
        return _outcome(checks)
    try:
        revoked = _is_listed(document, whole.issuer, sources)
    except Finding as finding:
        return _rest(checks, whole, finding, sources, now)
    return _rest(checks, whole, revoked, sources, now)


def _form(document: Json) -> Json:
    if not is_https(document.get("id")) and document.get("verification", {}) == {}:
        raise Finding("member-wrong", "id")
    for name in ("issuedOn", "expires"):
        if name in document:
            try:
                dates.parse(document[name])
            except ValueError:
                raise Finding("date-malformed", name) from None
    return document


def _served(document: Json, sources: Sources) -> Json:
    """Return what the assertion's address serves, if it is the same but for its revocation."""
    url = document.get("id")
    if not is_https(url):
        raise Finding("hosted-differs")
    found = _document(url, sources)
    if found.get("revoked") is not True and not _same(found, document):
        raise Finding("hosted-differs")
    if found.get("id") != url:
        raise Finding("hosted-differs")
    return found


def _same(served: Json, document: Json) -> bool:
    """Whether the two say the same, but for the withdrawal."""
    one, other = (
        {name: value for name, value in each.items() if not name.startswith("revo")}
        for each in (served, document)
    )
    return json.dumps(one, sort_keys=True) == json.dumps(other, sort_keys=True)


def _hosted_whole(document: Json, sources: Sources) -> _Assertion:
    whole = _whole(document, sources)
    if host_of(document["id"]) != host_of(whole.issuer_id):
        raise Finding("issuer-differs", str(host_of(document["id"])))
    return whole


def _signature(compact: jose.Compact, sources: Sources) -> Json:
    jose.check_header(compact.header)
    verification = compact.payload.get("verification")
    url = verification.get("creator") if isinstance(verification, dict) else None
    if not is_https(url):
        raise unknown("key-unreachable")
    try:
        creator = _document(str(url), sources)
    except Finding as finding:
        raise unknown("key-unreachable", finding.detail) from None
    key = jose.key_of_pem(creator.get("publicKeyPem"))
    if key is None:
        raise unknown("key-unreachable")
    jose.check_signature(compact, key)
    return {**creator, "id": url}


def _signed_whole(document: Json, creator: Json, sources: Sources) -> _Assertion:
    whole = _whole(document, sources)
    if creator.get("owner") != whole.issuer_id:
        raise Finding("controller-differs")
    if host_of(creator["id"]) != host_of(whole.issuer_id):
        raise Finding("issuer-differs")
    named = [
        each.get("id") if isinstance(each, dict) else each
        for each in as_list(whole.issuer.get("publicKey"))
    ]
    if creator["id"] not in named:
        raise Finding("key-not-listed")
    return whole


def _whole(document: Json, sources: Sources) -> _Assertion:
    """Return the assertion with its badge class and the issuer's own profile."""
    try:
        badge = _embedded(document.get("badge"), sources)
        stated = badge.get("issuer")
        issuer_id = stated.get("id") if isinstance(stated, dict) else stated
        if not is_https(issuer_id):
            raise unknown("did-broken")
        profile = _document(str(issuer_id), sources)
    except Finding as finding:
        raise unknown("did-unreachable", finding.detail) from None
    if profile.get("id") != issuer_id:
        raise Finding("did-differs")
    if host_of(badge.get("id")) not in (None, host_of(issuer_id)):
        raise Finding("issuer-differs")
    return _Assertion(document, badge, profile)


def _embedded(value: Any, sources: Sources) -> Json:
    if isinstance(value, dict):
        return value
    if not is_https(value):
        raise unknown("did-broken")
    return _document(str(value), sources)


def _document(url: Any, sources: Sources) -> Json:
    answer = sources.get(str(url))
    if not isinstance(answer, Found):
        raise unknown("host-unreachable", answer.why)
    try:
        found = strict_json.read(answer.data)
    except Finding:
        raise unknown("host-unreachable", "what is there cannot be read") from None
    if not isinstance(found, dict):
        raise unknown("host-unreachable", "what is there cannot be read")
    return found


def _is_listed(document: Json, issuer: Json, sources: Sources) -> bool:
    """Whether the issuer's list of revoked badges has it; Finding when the list is out of reach."""
    url = issuer.get("revocationList")
    if url is None:
        return False
    try:
        listed = _document(url, sources) if host_of(url) == host_of(issuer["id"]) else None
    except Finding as finding:
        raise unknown("list-unreachable", finding.detail) from None
    if listed is None:
        raise unknown("list-issuer")
    if listed.get("issuer") not in (None, issuer["id"]):
        raise unknown("list-issuer")
    mine = _texts(document)
    for each in as_list(listed.get("revokedAssertions")):
        ids = _texts(each) if isinstance(each, dict) else {str(each)}
        if ids & mine:
            return True
    return False


def _texts(named: Json) -> set[str]:
    """Return `id` and `uid`, as far as they are text."""
    return {each for each in (named.get("id"), named.get("uid")) if isinstance(each, str)}


def _rest(
    checks: list[Check],
    whole: _Assertion,
    revoked: "bool | Finding",
    sources: Sources,
    now: datetime,
) -> Outcome:
    checks.append(check_known(whole.issuer_id, sources))
    checks.append(_dates(whole.assertion, now))
    if isinstance(revoked, Finding):
        checks.append(revoked.check("status"))
    else:
        checks.append(Finding("revoked").check("status") if revoked else passed("status"))
    return _outcome(checks, whole)


def _dates(document: Json, now: datetime) -> Check:
    stamps = [document.get(name) for name in ("issuedOn", "expires")]
    begins, ends = (dates.parse(stamp) if stamp is not None else None for stamp in stamps)
    try:
        dates.check_period(begins, ends, now)
    except Finding as finding:
        return finding.check("dates")
    return passed("dates")


def _outcome(checks: list[Check], whole: _Assertion | None = None) -> Outcome:
    found = _facts(whole) if whole is not None and facts_allowed(checks) else None
    return Outcome(verdict(checks), tuple(checks), whole.issuer_id if whole else None, None, found)


def _facts(whole: _Assertion) -> Json:
    """Return the members that `facts` has for Open Badges 3.0, and the standard's limits."""
    return {
        "id": _text(whole.assertion.get("id")),
        "badge": _text(whole.badge.get("name")),
        "achievement": _text(whole.badge.get("id")),
        "description": _text(whole.badge.get("description")),
        "learner": None,
        "issuerCallsItself": _text(whole.issuer.get("name")),
        "validFrom": _text(whole.assertion.get("issuedOn")),
        "validUntil": _text(whole.assertion.get("expires")),
        "evidence": [],
        "limits": "Open Badges 2.0 proves no more than that the issuer's host stands by it today.",
    }


def _text(value: Any) -> str | None:
    return value if isinstance(value, str) else None
