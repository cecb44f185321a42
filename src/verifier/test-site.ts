// For tests: a small site with a key of its own, whose badges, lists and did.json can be changed at will.
import { canonicalize } from "./canonicalize.ts";
import type { JsonObject } from "./json.ts";
import type { Setting } from "./secured.ts";
import type { Answer } from "./sources.ts";

export const BASE = "http://localhost:8000/";
export const DID = "did:web:localhost%3A8000";
export const NOW = Date.parse("2026-11-24T12:00:00Z");
export const UUID = "0190f2b4-7a3c-8d21-9f00-3b6a1c5e7d90";
const V2 = "https://www.w3.org/ns/credentials/v2";
const OB = "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json";

const ALPHABET = "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz";
export function toBase58(bytes: Uint8Array): string {
  let number = bytes.reduce((sum, byte) => (sum << 8n) + BigInt(byte), 0n);
  let text = "";
  for (; number > 0n; number /= 58n) text = (ALPHABET[Number(number % 58n)] ?? "") + text;
  return "1".repeat(bytes.findIndex((byte) => byte !== 0)) + text;
}

const pair = (await crypto.subtle.generateKey("Ed25519", true, ["sign", "verify"])) as CryptoKeyPair;
const raw = new Uint8Array(await crypto.subtle.exportKey("raw", pair.publicKey));
export const MULTIKEY = "z" + toBase58(Uint8Array.from([0xed, 0x01, ...raw]));

/** A badge without a proof; members given replace its own. */
export function badge(changes: JsonObject = {}): JsonObject {
  return {
    "@context": [V2, OB],
    id: `urn:uuid:${UUID}`,
    type: ["VerifiableCredential", "OpenBadgeCredential"],
    name: "Advanced Response",
    issuer: { id: DID, type: ["Profile"], name: "Harbour First Aid", url: BASE },
    validFrom: "2026-05-12T00:00:00+01:00",
    validUntil: "2028-05-12T23:59:59+01:00",
    credentialSubject: {
      id: "urn:uuid:8f9c2f6a-0000-8000-8000-000000000001",
      type: ["AchievementSubject"],
      identifier: [
        { type: "IdentityObject", hashed: false, identityHash: "Florence Nightingale", identityType: "name" },
      ],
      achievement: {
        id: `${BASE}badges/advanced-response/achievement.json`,
        type: ["Achievement"],
        achievementType: "Badge",
        name: "Advanced Response",
        description: "Can take charge of an emergency with several casualties.",
        criteria: { narrative: "Two assessed scenarios." },
      },
    },
    credentialStatus: {
      id: `${BASE}status/1.json#94567`,
      type: "BitstringStatusListEntry",
      statusPurpose: "revocation",
      statusListIndex: "94567",
      statusListCredential: `${BASE}status/1.json`,
    },
    ...changes,
  };
}

/** The document with a proof by the site's key. */
export async function sign(
  document: JsonObject,
  method = `${DID}#${MULTIKEY}`,
  created = String(document["validFrom"]),
): Promise<JsonObject> {
  const proof: JsonObject = {
    type: "DataIntegrityProof",
    cryptosuite: "eddsa-rdfc-2022",
    created,
    verificationMethod: method,
    proofPurpose: "assertionMethod",
  };
  const { documentQuads, proofQuads } = await canonicalize(document, proof);
  const digest = async (text: string) =>
    new Uint8Array(await crypto.subtle.digest("SHA-256", new TextEncoder().encode(text)));
  const signed = Uint8Array.from([...(await digest(proofQuads ?? "")), ...(await digest(documentQuads))]);
  const value = new Uint8Array(await crypto.subtle.sign("Ed25519", pair.privateKey, signed));
  return { ...document, proof: [{ ...proof, proofValue: "z" + toBase58(value) }] };
}

export function didDocument(changes: JsonObject = {}): JsonObject {
  const method = `${DID}#${MULTIKEY}`;
  return {
    "@context": ["https://www.w3.org/ns/did/v1", "https://w3id.org/security/multikey/v1"],
    id: DID,
    verificationMethod: [{ id: method, type: "Multikey", controller: DID, publicKeyMultibase: MULTIKEY }],
    assertionMethod: [method],
    ...changes,
  };
}

/** A signed status list with the bits of these places set. */
export async function statusList(places: readonly number[] = [], changes: JsonObject = {}): Promise<JsonObject> {
  const bits = new Uint8Array(16_384);
  for (const place of places) bits[place >> 3] = (bits[place >> 3] ?? 0) | (128 >> place % 8);
  const packed = new Response(new Blob([bits]).stream().pipeThrough(new CompressionStream("gzip")));
  const encoded = Buffer.from(await packed.arrayBuffer()).toString("base64url");
  return sign({
    "@context": [V2],
    id: `${BASE}status/1.json`,
    type: ["VerifiableCredential", "BitstringStatusListCredential"],
    issuer: DID,
    validFrom: "2026-11-23T00:00:00Z",
    credentialSubject: {
      id: `${BASE}status/1.json#list`,
      type: "BitstringStatusList",
      statusPurpose: "revocation",
      encodedList: `u${encoded}`,
    },
    ...changes,
  });
}

export function bytes(document: JsonObject | string): Uint8Array {
  return new TextEncoder().encode(typeof document === "string" ? document : JSON.stringify(document));
}

/** A verification that can see these files and nothing else. */
export function setting(files: Record<string, Uint8Array>, changes: Partial<Setting["sources"]> = {}): Setting {
  const get = async (url: string): Promise<Answer> => {
    const data = files[url];
    return data === undefined ? { why: "not in this test" } : { data };
  };
  return { sources: { own: DID, base: BASE, known: new Map(), get, ...changes }, canonicalize, now: NOW };
}

/** What the site serves when all is well, with some files changed or (null) taken away. */
export async function world(changes: Record<string, JsonObject | null> = {}): Promise<Record<string, Uint8Array>> {
  const files: Record<string, JsonObject | null> = {
    [`${BASE}.well-known/did.json`]: didDocument(),
    [`${BASE}status/1.json`]: await statusList(),
    ...changes,
  };
  return Object.fromEntries(
    Object.entries(files).flatMap(([url, document]) => (document ? [[url, bytes(document)]] : [])),
  );
}
