"""What each outcome says to people: one sentence for each check and reason, for people who check.

The slugs are stable: the report, the vectors and the browser's verifier use the same. The table in
docs/reference/verification.md lists them all, and a test compares.
"""

PASSED = {
    "format": "It is an Open Badge in a form we know, and all that it says is signed.",
    "signature": "The signature fits: nothing has been changed since it was signed.",
    "issuer-key": "The issuer's own document lists the key that signed it.",
    "issuer-known": "The issuer is this site's own, or one it knows.",
    "dates": "It is within its dates.",
    "status": "The issuer has not withdrawn it.",
}

_FORMAT = {
    "not-a-badge": "There is no credential inside that could be read.",
    "too-large": "The file is larger than any badge we read.",
    "not-utf-8": "The text is not UTF-8.",
    "byte-order-mark": "The text begins with a byte-order mark, which JSON does not allow.",
    "duplicate-name": "A member occurs twice in one object, so readers differ about what it says.",
    "forbidden-name": "A member has a name that no badge has and that is used to attack readers.",
    "number-out-of-range": "A number is larger or finer than readers agree on.",
    "lone-surrogate": "A text holds half of a character.",
    "control-character": "A text holds a control character, which programs sign differently.",
    "too-deep": "The document is nested deeper than any badge.",
    "too-many-values": "The document holds more values than any badge.",
    "keyword-below-top": "A JSON-LD keyword is used inside, where it changes what the rest means.",
    "term-renamed": "A member is written under another name than the standard's, which hides it.",
    "null-value": "A member is null, which no signature covers.",
    "term-not-signed": "Something in the document is not covered by the signature.",
    "value-form": "A value is written in another form than the standard's.",
    "blank-node-named": "An identifier begins with _:, which names nothing.",
    "iri-malformed": "An identifier is not an absolute address, so it is not signed.",
    "node-split": "What is said of the credential is spread over several places.",
    "too-complex": "The document is built so that checking it takes too long.",
    "member-wrong": "A member that every badge has is missing, doubled or of the wrong kind.",
    "date-malformed": "A date is not a real day with a time zone.",
    "context-unknown": "It uses a vocabulary (JSON-LD context) that we do not know.",
    "form-unknown": "It is a badge in a form that we can read but not check.",
    "unreadable": "The file could not be read.",
    "order-ambiguous": "It mixes characters that programs sort differently.",
}
_SIGNATURE = {
    "proof-missing": "It is not signed.",
    "proof-several": "It carries more than one signature; exactly one is accepted.",
    "proof-members": "The signature's members are not exactly those of the standard.",
    "proof-purpose": "The signature was made for another purpose.",
    "created-malformed": "A date of the signature is not a real day with a time zone.",
    "key-form": "The signature names its key in a form that is not accepted.",
    "proof-value-form": "The signature is not 64 bytes in their only written form.",
    "hosted-differs": "Its address serves another badge than this file.",
    "signature-wrong": "The signature does not fit: this file is not what was signed.",
    "key-not-found": "The issuer's document does not have the key that the signature names.",
    "proof-type-unknown": "It is signed in a way that we do not know.",
    "suite-unknown": "It is signed with a suite that we do not know.",
    "host-unreachable": "Its address, where it could be compared, is out of reach.",
    "key-unreachable": "The key is in the issuer's document, which is out of reach.",
    "no-crypto": "This program cannot check signatures.",
}
_ISSUER_KEY = {
    "issuer-differs": "It was signed with somebody else's key, not the issuer's.",
    "did-differs": "The issuer's document is about somebody else.",
    "key-not-found": "The issuer's document does not have the key that signed it.",
    "controller-differs": "The key belongs to somebody else than the issuer.",
    "key-form": "The issuer's document has another key under that name.",
    "key-revoked": "The issuer has revoked the key that signed it.",
    "key-expired": "The key that signed it has expired.",
    "key-not-listed": "The issuer does not allow that key to sign badges.",
    "did-unreachable": "The issuer's document is out of reach.",
    "did-broken": "The issuer's document cannot be read.",
    "did-method-unknown": "The issuer's identifier is of a kind that we cannot look up.",
    "key-type-unknown": "The issuer's key is of a kind that we do not know.",
}
_ISSUER_KNOWN = {"issuer-unknown": "We do not know this issuer."}
_DATES = {
    "expired": "It has expired.",
    "not-yet-valid": "It is not valid yet.",
}
_STATUS = {
    "revoked": "The issuer has withdrawn it.",
    "replaced": "The issuer has replaced it by another one.",
    "suspended": "The issuer has suspended it.",
    "entry-form": "Where its status is published is not said properly.",
    "index-form": "Its place in the status list is not a place in that list.",
    "status-type-unknown": "Its status is published in a way that we do not know.",
    "list-unreachable": "The issuer's status list is out of reach.",
    "list-broken": "The issuer's status list cannot be read.",
    "list-id": "The status list is not the one that was asked for.",
    "list-issuer": "The status list is from another issuer.",
    "list-signature": "The status list is not signed by the issuer.",
    "list-older": "The status list is older than one that was there before.",
    "list-purpose": "The status list is for another purpose.",
    "list-expired": "The status list is not valid now.",
    "list-too-large": "The status list is larger than we read.",
    "list-too-short": "The status list is shorter than the standard allows.",
}

SENTENCES = {
    (code, reason): sentence
    for code, table in (
        ("format", _FORMAT),
        ("signature", _SIGNATURE),
        ("issuer-key", _ISSUER_KEY),
        ("issuer-known", _ISSUER_KNOWN),
        ("dates", _DATES),
        ("status", _STATUS),
    )
    for reason, sentence in table.items()
}
