// All texts for people. No logic but the choice of a text; verdicts are composed in say.ts.
import type { Check, Code } from "./checks.ts";
import type { Verdict } from "./verdict.ts";

/** What a check asks, as a claim that its result confirms or not. */
export const CLAIMS: Readonly<Record<Code, string>> = {
  format: "It is an Open Badge in a form we know",
  signature: "It has not been changed since it was signed",
  "issuer-key": "The signing key belongs to the issuer",
  "issuer-known": "We know the issuer",
  dates: "It is within its dates",
  status: "The issuer has not withdrawn it",
};

/** The short result beside a claim, when there is nothing more to say. */
export const RESULTS: Readonly<Record<Check["result"], string>> = {
  passed: "Yes",
  failed: "No",
  "could-not-check": "Could not check",
};

export const HEADLINES: Readonly<Record<Verdict, string>> = {
  genuine: "This badge is genuine",
  expired: "This badge was genuine but expired",
  "not-yet-valid": "This badge is not valid yet",
  revoked: "The issuer withdrew this badge",
  replaced: "The issuer replaced this badge",
  suspended: "The issuer has paused this badge",
  altered: "This file has been changed",
  "unknown-issuer": "The signature is good, but we do not know who made it",
  "could-not-check": "We could not check everything",
  "not-a-badge": "This file is not an Open Badge",
};

/** One word for a table of several files. */
export const WORDS: Readonly<Record<Verdict, string>> = {
  genuine: "Genuine",
  expired: "Expired",
  "not-yet-valid": "Not yet valid",
  revoked: "Withdrawn",
  replaced: "Replaced",
  suspended: "Paused",
  altered: "Changed",
  "unknown-issuer": "Unknown issuer",
  "could-not-check": "Not fully checked",
  "not-a-badge": "Not a badge",
};

export const UNEXPECTED = "Something went wrong in this page while it was checking.";

const PASSED: Readonly<Record<Code, string>> = {
  format: "It is an Open Badge in a form we know, and all that it says is signed.",
  signature: "The signature fits: nothing has been changed since it was signed.",
  "issuer-key": "The issuer's own document lists the key that signed it.",
  "issuer-known": "The issuer is this site's own, or one it knows.",
  dates: "It is within its dates.",
  status: "The issuer has not withdrawn it.",
};

/** What each outcome says; the same slugs and sentences as Python's (a test compares). */
export const SENTENCES: Readonly<Record<Code, Readonly<Record<string, string>>>> = {
  format: {
    "not-a-badge": "This is not an Open Badge: there is no credential inside that could be read.",
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
    unreadable: "The file could not be read.",
    "order-ambiguous": "It mixes characters that programs sort differently.",
  },
  signature: {
    "proof-missing": "It is not signed.",
    "proof-several": "It carries more than one signature; exactly one is accepted.",
    "proof-members": "The signature's members are not exactly those of the standard.",
    "proof-purpose": "The signature was made for another purpose.",
    "created-malformed": "A date of the signature is not a real day with a time zone.",
    "key-form": "The signature names its key in a form that is not accepted.",
    "proof-value-form": "The signature is not 64 bytes in their only written form.",
    "signature-wrong": "The signature does not fit: this file is not what was signed.",
    "key-not-found": "The issuer's document does not have the key that the signature names.",
    "proof-type-unknown": "It is signed in a way that we do not know.",
    "suite-unknown": "It is signed with a suite that we do not know.",
    "key-unreachable": "The key is in the issuer's document, which is out of reach.",
    "no-crypto": "This program cannot check signatures.",
  },
  "issuer-key": {
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
  },
  "issuer-known": {
    "issuer-unknown": "We do not know this issuer.",
  },
  dates: {
    expired: "It has expired.",
    "not-yet-valid": "It is not valid yet.",
  },
  status: {
    revoked: "The issuer has withdrawn it.",
    replaced: "The issuer has replaced it by another one.",
    suspended: "The issuer has suspended it.",
    "entry-form": "Where its status is published is not said properly.",
    "index-form": "Its place in the status list is not a place in that list.",
    "status-type-unknown": "Its status is published in a way that we do not know.",
    "list-unreachable": "The issuer's status list is out of reach.",
    "list-broken": "The issuer's status list cannot be read.",
    "list-id": "The status list is not the one that was asked for.",
    "list-issuer": "The status list is from another issuer.",
    "list-signature": "The status list is not signed by the issuer.",
    "list-purpose": "The status list is for another purpose.",
    "list-expired": "The status list is not valid now.",
    "list-too-large": "The status list is larger than we read.",
    "list-too-short": "The status list is shorter than the standard allows.",
  },
};

/** The sentence of a check. */
export function sentence({ code, result, reason }: Check): string {
  return result === "passed" ? PASSED[code] : (SENTENCES[code][reason] ?? UNEXPECTED);
}
