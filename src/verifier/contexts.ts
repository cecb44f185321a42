// Rule 2: closed vocabulary. The only `@context` lists we know, and what may not stand in a document.
// The files are the same bytes that Python uses; the build hook checks their SHA-256.
import { Failed, Unknown } from "./checks.ts";
import { isObject, list, type Json, type JsonObject } from "./json.ts";

const V2 = "https://www.w3.org/ns/credentials/v2";
const V1 = "https://www.w3.org/2018/credentials/v1";
const CLR = "https://purl.imsglobal.org/spec/clr/v2p0/context-2.0.1.json";
const badges = (version: string) => `https://purl.imsglobal.org/spec/ob/v3p0/context-${version}.json`;
const proofs = (name: string) => `https://w3id.org/security/${name}`;
const ED25519 = proofs("suites/ed25519-2020/v1");
const [DATA_INTEGRITY_V1, DATA_INTEGRITY_V2] = [proofs("data-integrity/v1"), proofs("data-integrity/v2")];

// What each version of the credentials context can stand beside: the rest would define its
// protected terms anew, which JSON-LD forbids.
const BESIDE = [
  { credentials: V2, versions: ["3.0.3", "3.0.2"], proofs: [DATA_INTEGRITY_V2, ED25519] },
  { credentials: V1, versions: ["3.0.3", "3.0.2", "3.0.1"], proofs: [DATA_INTEGRITY_V2, DATA_INTEGRITY_V1, ED25519] },
];

/** The allowed lists, joined by spaces: what a list means depends on all of it and on its order. */
export type AllowedLists = ReadonlySet<string>;

/** Credentials, what stands between, badges; a proof's context behind the first or the last. */
function lists(between: string): string[] {
  return BESIDE.flatMap(({ credentials, versions, proofs }) =>
    versions.flatMap((version) => {
      const rest = `${between} ${badges(version)}`.trim();
      const withProof = proofs.flatMap((proof) => [`${credentials} ${rest} ${proof}`, `${credentials} ${proof} ${rest}`]);
      return [`${credentials} ${rest}`, ...withProof];
    }),
  );
}

export const BADGE_CONTEXTS: AllowedLists = new Set(lists(""));
export const CLR_CONTEXTS: AllowedLists = new Set(lists(CLR));
export const LIST_CONTEXTS: AllowedLists = new Set([V2, `${V2} ${DATA_INTEGRITY_V2}`, `${V2} ${ED25519}`, ...BADGE_CONTEXTS]);

/** The document's contexts, when they are exactly one of the allowed lists. */
export function requireContexts(document: JsonObject, allowed: AllowedLists): string[] {
  const contexts = list(document["@context"]);
  if (!isAllowed(contexts, allowed)) throw new Unknown("context-unknown");
  return contexts as string[];
}

/** Whether it is one of these lists. An address with a space in it must not pass for two. */
export function isAllowed(contexts: readonly Json[], allowed: AllowedLists): boolean {
  return contexts.every((each) => typeof each === "string" && !each.includes(" ")) && allowed.has(contexts.join(" "));
}

/** Refuse members that bend what others mean, in the order of the document. */
export function requireClosed(document: JsonObject): void {
  for (const [name, value] of Object.entries(document)) {
    if (name === "@context") continue;
    requireName(name);
    requireValue(value, false);
  }
}

function requireName(name: string): void {
  if (name.startsWith("@")) throw new Failed("keyword-below-top");
  if (name.includes(":")) throw new Failed("term-renamed");
}

function requireValue(value: Json, insideList: boolean): void {
  if (value === null) throw new Failed("null-value");
  if (Array.isArray(value)) {
    if (insideList) throw new Failed("value-form");
    if (value.length === 0) throw new Failed("term-not-signed");
    for (const each of value) requireValue(each, true);
  } else if (isObject(value) && !isTextInLanguage(value)) {
    for (const [name, inner] of Object.entries(value)) {
      if (name === "@context" && isReadByItself(value)) throw new Unknown("context-unknown");
      requireName(name);
      requireValue(inner, false);
    }
  }
}

/**
 * Whether it is a credential with addresses of contexts, as issuers embed endorsements: we cannot
 * read it, which is no sign of tampering. Any other context below the top is one.
 */
function isReadByItself(value: JsonObject): boolean {
  const contexts = list(value["@context"]);
  return list(value["type"]).includes("VerifiableCredential") && contexts.every((each) => typeof each === "string" && !each.includes(" "));
}

/** A text with its language (VCDM 2.0 §11.1), the one place for keywords below the top. */
export function isTextInLanguage(value: JsonObject): boolean {
  return (
    Object.keys(value).sort().join() === "@language,@value" &&
    typeof value["@value"] === "string" &&
    typeof value["@language"] === "string" &&
    /^[A-Za-z]{1,8}(-[A-Za-z0-9]{1,8})*$/.test(value["@language"])
  );
}
