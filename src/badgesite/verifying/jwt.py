"""Open Badges 3.0 as a compact VC-JWT (Open Badges 3.0 §8.2): the same rules, another signature.

Rules 1 to 4, 7 and 8 are those of any badge, on the payload without the claims that repeat its
members. In place of rule 5 and 6 stands the JWS, by a key that the issuer's own host publishes.
"""

from datetime import datetime

from badgesite.verifying import dates, issuer, jose, strict_json
from badgesite.verifying.findings import Check, Finding, Json, Result, unknown
from badgesite.verifying.hosts import host_of, is_https
from badgesite.verifying.members import BADGE_TYPES, is_credential
from badgesite.verifying.secured import Asked, Form, Secured, known_form, run
from badgesite.verifying.sources import Found, Sources
from badgesite.verifying.vocabulary import BADGE_CONTEXTS

_EPOCH = dates.parse("1970-01-01T00:00:00Z").seconds
_CLAIMS = frozenset({"iss", "jti", "sub", "nbf", "exp", "iat", "aud"})


def secure_jwt(text: str, sources: Sources, now: datetime) -> Secured:
    """Return what the rules find about a compact JWS, up to `issuer-key`; never raises."""
    checks: list[Check] = []
    taken = run(checks, "format", lambda: _form(text))
    if taken is None:
        return Secured(tuple(checks))
    compact, form = taken
    asked = Asked(form.issuer, sources)
    key = run(checks, "signature", lambda: _signature(compact, form, asked, sources, now))
    if key is None:
        return Secured(tuple(checks))
    run(checks, "issuer-key", lambda: _issuer_key(compact, form, key, asked, now))
    return Secured(tuple(checks), form.document, form.issuer, form.period)


def _form(text: str) -> tuple[jose.Compact, Form]:
    compact = jose.take_apart(text)
    if isinstance(compact.payload.get("vc"), dict):
        raise unknown("form-unknown", "a JWT of the Verifiable Credentials data model 1.1")
    if not is_credential(compact.payload, BADGE_TYPES):
        raise Finding("not-a-badge")
    if strict_json.count_values(compact.payload) > strict_json.MAX_VALUES:
        raise Finding("too-many-values")
    document = {name: value for name, value in compact.payload.items() if name not in _CLAIMS}
    form = known_form(document, BADGE_CONTEXTS)
    _check_claims(compact.payload, form)
    return compact, form


def _check_claims(payload: Json, form: Form) -> None:
    """Refuse claims that say another thing than the members that they repeat."""
    repeated = {
        "iss": form.issuer,
        "jti": form.document.get("id"),
        "sub": form.document["credentialSubject"].get("id"),
        "nbf": _seconds(form.period.begins),
        "exp": _seconds(form.period.ends),
    }
    for claim, meant in repeated.items():
        said = payload.get(claim, meant)
        if isinstance(said, bool) or said != meant:
            raise Finding("member-wrong", claim)


def _seconds(instant: dates.Instant | None) -> float | None:
    return None if instant is None else float(int(instant.seconds - _EPOCH))


def _signature(
    compact: jose.Compact, form: Form, asked: Asked, sources: Sources, now: datetime
) -> jose.PublicKey:
    jose.check_header(compact.header)
    key = _key(compact.header, form.issuer, asked, sources, now)
    jose.check_signature(compact, key)
    return key


def _key(
    header: Json, issuer_id: str, asked: Asked, sources: Sources, now: datetime
) -> jose.PublicKey:
    """Return the key that the header has or names."""
    if "jwk" in header:
        key = jose.key_of_jwk(header["jwk"])
        if key is None:
            raise Finding("key-form")
        return key
    kid = header.get("kid")
    if kid is None:
        raise unknown("key-unreachable", "it does not say which key")
    if not isinstance(kid, str):
        raise Finding("key-form")
    if kid.startswith("https://"):
        return _published(kid, sources)
    return _in_document(kid, issuer_id, asked, now)


def _in_document(kid: str, issuer_id: str, asked: Asked, now: datetime) -> jose.PublicKey:
    controller = kid.split("#", 1)[0]
    if controller.startswith("did:key:"):
        key = jose.key_of_multibase(controller.removeprefix("did:key:"))
        if key is None:
            raise Finding("key-form")
        return key
    if controller != issuer_id:
        raise Finding("key-not-found")
    try:
        return issuer.key_read(asked.data(), issuer_id, kid, now, jose.key_of_method)
    except Finding as finding:
        if finding.result is Result.COULD_NOT_CHECK:
            raise unknown("key-unreachable", finding.detail) from None
        raise Finding("key-not-found", finding.detail) from None


def _published(kid: str, sources: Sources) -> jose.PublicKey:
    """Return the key of the JWK file at an address."""
    answer = sources.get(kid.split("#", 1)[0])
    if not isinstance(answer, Found):
        raise unknown("key-unreachable", answer.why)
    try:
        key = jose.key_of_jwk(strict_json.read(answer.data))
    except Finding:
        key = None
    if key is None:
        raise unknown("key-unreachable", "the key's address has no key that we use")
    return key


def _issuer_key(
    compact: jose.Compact, form: Form, key: jose.PublicKey, asked: Asked, now: datetime
) -> None:
    kid = compact.header.get("kid", "")
    if kid.startswith("https://"):
        home = issuer.web_base(form.issuer) or form.issuer
        if not (is_https(home) and is_https(kid)) or host_of(home) != host_of(kid):
            raise Finding("issuer-differs", kid[:80])
        return
    if form.issuer.startswith("did:key:"):
        own = jose.key_of_multibase(form.issuer.removeprefix("did:key:"))
        if own is None or not jose.same(own, key):
            raise Finding("issuer-differs")
        return
    if kid:
        if kid.split("#", 1)[0] != form.issuer:
            raise Finding("issuer-differs")
        return  # the key came from the issuer's document, by all of rule 6
    _check_listed(form.issuer, key, asked, now)


def _check_listed(issuer_id: str, key: jose.PublicKey, asked: Asked, now: datetime) -> None:
    """Refuse a key out of the header that the issuer's document does not have."""
    last = Finding("key-not-found")
    for method_id in issuer.method_ids(asked.data())[:50]:
        try:
            if jose.same(
                issuer.key_read(asked.data(), issuer_id, method_id, now, jose.key_of_method), key
            ):
                return
        except Finding as finding:
            last = finding if finding.reason != "key-type-unknown" else last
    raise last
