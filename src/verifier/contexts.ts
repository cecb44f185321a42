// Rule 2: closed vocabulary. The only `@context` lists we know, and what may not stand in a document.
// The files are the same bytes that Python uses; the build hook checks their SHA-256.
import { Failed, Unknown } from "./checks.ts";
import { isObject, type Json, type JsonObject } from "./json.ts";

export const CREDENTIALS_V2 = "https://www.w3.org/ns/credentials/v2";
const CREDENTIALS_V1 = "https://www.w3.org/2018/credentials/v1";
const OPEN_BADGES = "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json";
const OLDER = ["3.0.2", "3.0.1"].map((each) => `https://purl.imsglobal.org/spec/ob/v3p0/context-${each}.json`);
const CLR = "https://purl.imsglobal.org/spec/clr/v2p0/context-2.0.1.json";
const SUITES = [
  "https://w3id.org/security/data-integrity/v2",
  "https://w3id.org/security/data-integrity/v1",
  "https://w3id.org/security/suites/ed25519-2020/v1",
  "https://w3id.org/security/multikey/v1",
];

/** Whether this list of contexts is one we know: what an own badge has, or what is met in the wild. */
export function isKnownList(contexts: Json | undefined): contexts is string[] {
  if (contexts === CREDENTIALS_V2) return true;
  if (!Array.isArray(contexts)) return false;
  const [base, ...rest] = contexts;
  if (base !== CREDENTIALS_V2 && base !== CREDENTIALS_V1) return false;
  if (rest[0] === CLR) rest.shift();
  if (rest[0] === OPEN_BADGES || OLDER.some((each) => each === rest[0])) rest.shift();
  if (rest[0] === CLR) rest.shift();
  return rest.length < 2 && rest.every((each) => SUITES.some((suite) => suite === each));
}

/** Refuse what a signature would not cover, or what could mean two things. */
export function requireClosed(document: JsonObject): void {
  for (const [name, value] of Object.entries(document)) {
    if (name === "@context") continue;
    requireClosedName(name);
    requireClosedValue(value);
  }
  if (!isKnownList(document["@context"])) throw new Unknown("context-unknown");
}

function requireClosedName(name: string): void {
  if (name.startsWith("@")) throw new Failed("keyword-below-top");
  if (name.includes(":")) throw new Failed("term-renamed");
}

function requireClosedValue(value: Json): void {
  if (value === null) throw new Failed("null-value");
  if (typeof value === "string" && value.startsWith("_:")) throw new Failed("blank-node-named");
  if (Array.isArray(value)) value.forEach(requireClosedValue);
  if (!isObject(value)) return;
  for (const [name, inner] of Object.entries(value)) {
    requireClosedName(name);
    requireClosedValue(inner);
  }
}
