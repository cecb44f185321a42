// JSON Web Keys and compact signatures: RS256 and EdDSA only (RFC 7515, 7517, 8037).
import { Failed, Unknown } from "./checks.ts";
import { isSignatureOf } from "./ed25519.ts";
import { isObject, type Json, type JsonObject } from "./json.ts";
import { base64url, publicKey } from "./multibase.ts";
import { MAX_VALUES_OF_MANY, readJson } from "./strict-json.ts";

export type PublicKey =
  | { readonly kind: "EdDSA"; readonly bytes: Uint8Array }
  | { readonly kind: "RS256"; readonly n: string; readonly e: string };

/** A compact JWS taken apart: header and payload as strict JSON, and what was signed. */
export interface Compact {
  readonly header: JsonObject;
  readonly payload: JsonObject;
  readonly signed: Uint8Array;
  readonly signature: Uint8Array;
}

export function takeApart(text: string): Compact {
  const parts = text.split(".").map(base64url);
  const [header, payload, signature] = parts;
  if (parts.length !== 3 || !header || !payload || !signature) throw new Failed("not-a-badge");
  const [head, body] = [readJson(header), readJson(payload, MAX_VALUES_OF_MANY)];
  if (!isObject(head) || !isObject(body)) throw new Failed("not-a-badge");
  const signed = new TextEncoder().encode(text.slice(0, text.lastIndexOf(".")));
  return { header: head, payload: body, signed, signature };
}

/** Refuse headers that ask for more than a signature of a known algorithm. */
export function requireHeader(header: JsonObject): void {
  const { alg, jwk, kid } = header;
  if (alg !== "RS256" && alg !== "EdDSA") throw new Unknown("suite-unknown", String(alg).slice(0, 80));
  const known = Object.keys(header).every((name) => ["alg", "kid", "jwk", "typ", "cty"].includes(name));
  if (!known || (isObject(jwk) && Object.hasOwn(jwk, "d"))) throw new Failed("proof-members");
  if (kid !== undefined && jwk !== undefined) throw new Failed("key-form");
}

/** Refuse a signature that does not fit, or a key of another kind than the header says. */
export async function requireJws({ header, signed, signature }: Compact, key: PublicKey): Promise<void> {
  if (key.kind !== header["alg"]) throw new Failed("key-form");
  const good = key.kind === "EdDSA" ? isSignatureOf(key.bytes, signature, signed) : isRsa(key, signature, signed);
  if (!(await good)) throw new Failed("signature-wrong");
}

const RSA = { name: "RSASSA-PKCS1-v1_5", hash: "SHA-256" };

async function isRsa(key: { n: string; e: string }, signature: Uint8Array, signed: Uint8Array): Promise<boolean> {
  if (globalThis.crypto?.subtle === undefined) throw new Unknown("no-crypto");
  const { n, e } = key;
  const imported = await crypto.subtle.importKey("jwk", { kty: "RSA", n, e }, RSA, false, ["verify"]);
  return crypto.subtle.verify(RSA, imported, new Uint8Array(signature), new Uint8Array(signed));
}

/** The key of a JSON Web Key, or null when it is not one that we use. */
export function keyOfJwk(jwk: Json | undefined): PublicKey | null {
  if (!isObject(jwk)) return null;
  const bytes = (name: string) => {
    const value = jwk[name];
    return typeof value === "string" && value.length <= 2_000 ? base64url(value) : null;
  };
  if (jwk["kty"] === "OKP" && jwk["crv"] === "Ed25519") {
    const x = bytes("x");
    return x?.length === 32 ? { kind: "EdDSA", bytes: x } : null;
  }
  const [n, e] = jwk["kty"] === "RSA" ? [bytes("n"), bytes("e")] : [null, null];
  return n && e ? fitting(n, e) : null;
}

/** An RSA key of 2048 to 8192 bits with a proper exponent, its numbers in their shortest form. */
function fitting(modulus: Uint8Array, exponent: Uint8Array): PublicKey | null {
  const [n, e] = [shortest(modulus), shortest(exponent)];
  const bits = n.length * 8 - Math.clz32(n[0] ?? 0) + 24;
  const proper = e.length > 0 && ((e.at(-1) ?? 0) & 1) === 1 && (e.length > 1 || (e[0] ?? 0) >= 3);
  return bits >= 2048 && bits <= 8192 && proper && ((n.at(-1) ?? 0) & 1) === 1
    ? { kind: "RS256", n: toBase64url(n), e: toBase64url(e) }
    : null;
}

function shortest(bytes: Uint8Array): Uint8Array {
  const start = bytes.findIndex((byte) => byte !== 0);
  return start < 0 ? new Uint8Array() : bytes.slice(start);
}

function toBase64url(bytes: Uint8Array): string {
  return btoa(String.fromCharCode(...bytes)).replaceAll("+", "-").replaceAll("/", "_").replace(/=+$/, "");
}

export function keyOfMultibase(text: Json | undefined): PublicKey | null {
  const bytes = typeof text === "string" ? publicKey(text) : null;
  return bytes && { kind: "EdDSA", bytes };
}

const PEM = /^[ \t\r\n]*-----BEGIN PUBLIC KEY-----\r?\n([A-Za-z0-9+/ \t\r\n]+={0,2})\r?\n-----END PUBLIC KEY-----[ \t\r\n]*$/;

/** The RSA key of a PEM (`BEGIN PUBLIC KEY`), or null. */
export async function keyOfPem(text: Json | undefined): Promise<PublicKey | null> {
  const body = typeof text === "string" ? PEM.exec(text)?.[1] : undefined;
  if (body === undefined) return null;
  try {
    const bytes = Uint8Array.from(atob(body.replace(/[ \t\r\n]/g, "")), (letter) => letter.charCodeAt(0));
    const jwk = await crypto.subtle.exportKey("jwk", await crypto.subtle.importKey("spki", bytes, RSA, true, ["verify"]));
    return keyOfJwk({ kty: "RSA", n: jwk.n ?? "", e: jwk.e ?? "" });
  } catch {
    return null;
  }
}

/** The key of a verification method in either form. */
export function keyOfMethod(method: JsonObject): PublicKey {
  const isMultikey = method["type"] === "Multikey";
  const key = isMultikey ? keyOfMultibase(method["publicKeyMultibase"]) : keyOfJwk(method["publicKeyJwk"]);
  if (key === null) throw new Unknown("key-type-unknown", String(method["type"]).slice(0, 80));
  return key;
}

export function isSame(one: PublicKey, other: PublicKey): boolean {
  if (one.kind === "EdDSA" && other.kind === "EdDSA") return one.bytes.join() === other.bytes.join();
  return one.kind === "RS256" && other.kind === "RS256" && one.n === other.n && one.e === other.e;
}
