// Rule 5: exactly one proof of exactly the accepted form, and the signature itself.
import type { Lossless } from "./canonicalize.ts";
import { Failed, Unknown } from "./checks.ts";
import { instant } from "./dates.ts";
import { isInOrder, isSignatureOf } from "./ed25519.ts";
import { isObject, type Json, type JsonObject } from "./json.ts";
import { t } from "./language.ts";
import { multibase58, publicKey } from "./multibase.ts";

const NEEDED = ["type", "created", "verificationMethod", "proofPurpose", "proofValue"];
const ALLOWED = ["id", "expires"];

/** One proof whose members are all understood. */
export interface Proof {
  readonly members: JsonObject;
  /** The key's address: DID, `#`, fragment. */
  readonly method: string;
  readonly created: string;
  readonly expires: string | null;
  readonly value: Uint8Array;
}

/** The proof without its value: what is signed of it. Null when there is not exactly one. */
export function proofConfig(proof: Json | undefined): JsonObject | null {
  const one = Array.isArray(proof) && proof.length === 1 ? proof[0] : proof;
  if (!isObject(one)) return null;
  const { proofValue: _, ...config } = one;
  return config;
}

/** The one proof, in the one form that is accepted. */
export function understand(proof: Json | undefined): Proof {
  if (proof === undefined || (Array.isArray(proof) && proof.length === 0)) throw new Failed("proof-missing");
  if (Array.isArray(proof) && proof.length > 1) throw new Failed("proof-several");
  const members = Array.isArray(proof) ? proof[0] : proof;
  if (!isObject(members)) throw new Failed("proof-members");
  const text = requireKind(members);
  if (text("proofPurpose") !== "assertionMethod") throw new Failed("proof-purpose");
  const [controller, fragment, ...more] = text("verificationMethod").split("#");
  if (!controller || !fragment || more.length > 0) throw new Failed("key-form");
  const expires = Object.hasOwn(members, "expires") ? text("expires") : null;
  if (instant(text("created")) === null || (expires !== null && instant(expires) === null))
    throw new Failed("created-malformed");
  const value = multibase58(text("proofValue"), 64);
  if (value === null || !isInOrder(value)) throw new Failed("proof-value-form");
  return { members, method: text("verificationMethod"), created: text("created"), expires, value };
}

/** Exactly the members of a known kind of proof, all of them texts. */
function requireKind(proof: JsonObject): (name: string) => string {
  const { type, cryptosuite = "eddsa-rdfc-2022" } = proof;
  let needed = NEEDED;
  if (type === "DataIntegrityProof") {
    needed = [...NEEDED, "cryptosuite"];
    if (typeof cryptosuite === "string" && cryptosuite !== "eddsa-rdfc-2022") throw new Unknown("suite-unknown");
  } else if (typeof type === "string" && type !== "Ed25519Signature2020") {
    throw new Unknown("proof-type-unknown");
  }
  const names = Object.keys(proof);
  const exact =
    needed.every((name) => names.includes(name)) && names.every((name) => [...needed, ...ALLOWED].includes(name));
  if (!exact || !Object.values(proof).every((value) => typeof value === "string")) throw new Failed("proof-members");
  return (name) => String(proof[name]);
}

/** Who the proof says the key belongs to. */
export function controllerOf(proof: Proof): string {
  return proof.method.split("#")[0] ?? "";
}

/** The key when the fragment is the key itself, else null. */
export function keyInMethod(proof: Proof): Uint8Array | null {
  return publicKey(proof.method.split("#")[1] ?? "");
}

/** Failed unless the proof's value is this key's signature over the document (EDDSA §3.2). */
export async function requireSignature(proof: Proof, key: Uint8Array, lossless: Lossless): Promise<void> {
  if (lossless.proofQuads === null) throw new Failed("proof-members");
  if (globalThis.crypto?.subtle === undefined) throw new Unknown("no-crypto", t("open this page over https"));
  // SHA-256 of the proof's quads, then of the document's, one after the other.
  const hash = (quads: string) => crypto.subtle.digest("SHA-256", new TextEncoder().encode(quads));
  const signed = new Uint8Array(64);
  signed.set(new Uint8Array(await hash(lossless.proofQuads)), 0);
  signed.set(new Uint8Array(await hash(lossless.documentQuads)), 32);
  if (!(await isSignatureOf(key, proof.value, signed))) throw new Failed("signature-wrong");
}
