// DIDs: from an issuer's identifier to the address of its document, from the document to a key.
import { Failed, Unknown } from "./checks.ts";
import { instant } from "./dates.ts";
import { isObject, list, type Json, type JsonObject } from "./json.ts";
import { publicKey } from "./multibase.ts";
import { MAX_VALUES_OF_MANY, readJson } from "./strict-json.ts";

// The last label begins with a letter: an address made of numbers (of any base) is no name.
const LABEL = "[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?";
const WEB = new RegExp(`^did:web:((?:${LABEL}\\.)*(?=[A-Za-z])${LABEL})(?:%3[Aa]([1-9][0-9]{0,4}))?((?::(?:[A-Za-z0-9._~-]|%[0-9A-Fa-f]{2})+)*)$`);

/** The https address that a did:web stands for, a slash at its end; null for other identifiers. */
export function webBase(did: string): string | null {
  const [, host = "", number, path = ""] = WEB.exec(did) ?? [];
  if (host === "" || host.length > 253 || Number(number ?? 1) > 65_535) return null;
  let segments: string[];
  try {
    segments = path.split(":").slice(1).map(decodeURIComponent);
    if (!segments.every(isSegment)) return null;
  } catch {
    return null;
  }
  const port = number ? `:${number}` : "";
  return [`https://${host.toLowerCase()}${port}`, ...segments, ""].join("/");
}

/** Whether it is one part of a path, also to those who decode it once more. Raises for broken UTF-8. */
function isSegment(text: string): boolean {
  return /^(?:[A-Za-z0-9._~-]|%[0-9A-Fa-f]{2})+$/.test(text) && !/[/\\%\ufffd]|^\.\.?$/.test(decodeURIComponent(text));
}

/** Where did.json lies below a base address: in .well-known/ only at a host's root. */
export function didDocumentBelow(base: string): string {
  return base.split("/").length === 4 ? `${base}.well-known/did.json` : `${base}did.json`;
}

/** Where an issuer's document is. */
export function documentUrl(issuer: string): string {
  const base = webBase(issuer);
  if (base !== null) return didDocumentBelow(base);
  if (/^https:\/\/[!-"$-~]+$/.test(issuer)) return issuer;
  throw new Unknown("did-method-unknown");
}

/** The Ed25519 key that a did:key is, else null. */
export function didKey(issuer: string): Uint8Array | null {
  return issuer.startsWith("did:key:") ? publicKey(issuer.slice("did:key:".length)) : null;
}

/** The Ed25519 key of the method in the issuer's document, allowed to sign and good now. */
export function keyOf(data: Uint8Array, issuer: string, methodId: string, now: number): Uint8Array {
  return keyRead(data, issuer, methodId, now, (method) => {
    const multikey = method["type"] === "Multikey" ? method["publicKeyMultibase"] : null;
    const key = typeof multikey === "string" ? publicKey(multikey) : null;
    if (key === null) throw new Unknown("key-type-unknown");
    return key;
  });
}

/** The same for a key of any kind, which `read` takes out of its method. */
export function keyRead<K>(
  data: Uint8Array,
  issuer: string,
  methodId: string,
  now: number,
  read: (method: JsonObject) => K,
): K {
  const document = readDocument(data);
  if (document["id"] !== issuer) throw new Failed("did-differs");
  const method = methodOf(document, methodId);
  if (method["controller"] !== issuer) throw new Failed("controller-differs");
  const key = read(method);
  requireAlive(method, now);
  const listed = list(document["assertionMethod"]).map((each) => (isObject(each) ? each["id"] : each));
  if (!listed.includes(methodId)) throw new Failed("key-not-listed");
  return key;
}

/** The ids of all methods in an issuer's document, in order. */
export function methodIds(data: Uint8Array): string[] {
  const methods = list(readDocument(data)["verificationMethod"]).filter(isObject);
  return methods.map((each) => each["id"]).filter((id) => typeof id === "string");
}

function readDocument(data: Uint8Array): JsonObject {
  let document: Json;
  try {
    document = readJson(data, MAX_VALUES_OF_MANY);
  } catch {
    throw new Unknown("did-broken");
  }
  if (!isObject(document)) throw new Unknown("did-broken");
  return document;
}

function methodOf(document: JsonObject, methodId: string): JsonObject {
  const candidates = ["verificationMethod", "assertionMethod"]
    .flatMap((name) => list(document[name]))
    .filter(isObject)
    .filter((each) => each["id"] === methodId);
  const method = candidates[0];
  if (method === undefined) throw new Failed("key-not-found");
  if (candidates.length > 1) throw new Unknown("did-broken");
  return method;
}

// A key that was merely replaced has neither member: either of them ends all that it ever signed.
function requireAlive(method: JsonObject, now: number): void {
  if (Object.hasOwn(method, "revoked")) throw new Failed("key-revoked");
  if (!Object.hasOwn(method, "expires")) return;
  const ends = instant(method["expires"]);
  if (ends === null) throw new Unknown("did-broken");
  if (now > ends) throw new Failed("key-expired");
}
