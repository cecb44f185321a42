// Rules 2 to 6 on one parsed document: is it in a known form, signed, and by whom? Used for badges,
// status lists and the parts of a stack alike. Nothing but the compacted document is read from here on.
import type { Canonicalize, Lossless } from "./canonicalize.ts";
import { attempt, Failed, Unknown, type Check } from "./checks.ts";
import { requireClosed, requireContexts, type AllowedLists } from "./contexts.ts";
import type { Period } from "./dates.ts";
import { didDocumentBelow, didKey, documentUrl, keyOf } from "./did.ts";
import type { JsonObject } from "./json.ts";
import { issuerOf, requireMembers } from "./members.ts";
import { controllerOf, keyInMethod, proofConfig, requireSignature, understand, type Proof } from "./proof.ts";
import type { Sources } from "./sources.ts";

/** What a verification needs beside the document. */
export interface Setting {
  readonly sources: Sources;
  readonly canonicalize: Canonicalize;
  /** Milliseconds since 1970. */
  readonly now: number;
}

/** A document whose form and signature passed. */
export interface Signed {
  readonly document: JsonObject;
  readonly issuer: string;
  readonly period: Period;
  /** Null for a JWT, whose signature is around the document and has no dates of its own. */
  readonly proof: Proof | null;
}

/** A document in a known form: compacted, with its issuer and dates. */
export interface KnownForm {
  readonly lossless: Lossless;
  readonly issuer: string;
  readonly period: Period;
}

/** The checks format, signature and issuer-key as far as they ran. */
export interface Secured {
  readonly checks: readonly Check[];
  readonly signed?: Signed;
}

export async function secure(document: JsonObject, allowed: AllowedLists, setting: Setting): Promise<Secured> {
  const form = await attempt("format", () => knownForm(document, allowed, setting));
  if (form.value === undefined) return { checks: [form.check] };
  const { lossless, period, issuer } = form.value;

  const asked = askOnce(issuer, setting.sources);
  const signature = await attempt("signature", () => checkProof(document, lossless, issuer, asked, setting.now));
  if (signature.value === undefined) return { checks: [form.check, signature.check] };
  const { proof, key } = signature.value;

  const issuerKey = await attempt("issuer-key", async () => {
    if (controllerOf(proof) !== issuer) throw new Failed("issuer-differs");
    const listed = didKey(issuer) ?? keyOf(await asked(), issuer, proof.method, setting.now);
    if (listed.join() !== key.join()) throw new Failed("key-form");
  });
  const checks = [form.check, signature.check, issuerKey.check];
  return { checks, signed: { document: lossless.document, issuer, period, proof } };
}

/** The document by rules 2 to 4, and the form of rule 7. */
export async function knownForm(document: JsonObject, allowed: AllowedLists, setting: Setting): Promise<KnownForm> {
  requireContexts(document, allowed);
  requireClosed(document);
  const lossless = await setting.canonicalize(withoutProof(document), proofConfig(document["proof"]));
  return { lossless, period: requireMembers(lossless.document), issuer: issuerOf(lossless.document) };
}

function withoutProof(document: JsonObject): JsonObject {
  const { proof: _, ...rest } = document;
  return rest;
}

async function checkProof(
  document: JsonObject,
  lossless: Lossless,
  issuer: string,
  asked: () => Promise<Uint8Array>,
  now: number,
): Promise<{ proof: Proof; key: Uint8Array }> {
  const proof = understand(document["proof"]);
  const key = keyInMethod(proof) ?? (await keyFromDocument(proof, issuer, asked, now));
  await requireSignature(proof, key, lossless);
  return { proof, key };
}

/** The key that only the issuer's document has. */
async function keyFromDocument(
  proof: Proof,
  issuer: string,
  asked: () => Promise<Uint8Array>,
  now: number,
): Promise<Uint8Array> {
  if (controllerOf(proof) !== issuer) throw new Failed("key-not-found");
  try {
    return keyOf(await asked(), issuer, proof.method, now);
  } catch (error) {
    if (error instanceof Failed) throw new Failed("key-not-found");
    throw new Unknown("key-unreachable", error instanceof Unknown ? error.detail : "");
  }
}

/** Where an issuer's document is; this site's own is at its own address. */
export function documentAddress(issuer: string, { own, base }: Sources): string {
  return issuer === own && base !== "" ? didDocumentBelow(base) : documentUrl(issuer);
}

/** The bytes of the issuer's document, asked for at most once. */
export function askOnce(issuer: string, sources: Sources): () => Promise<Uint8Array> {
  let asked: Promise<Uint8Array> | undefined;
  return () => (asked ??= askDocument(issuer, sources));
}

async function askDocument(issuer: string, sources: Sources): Promise<Uint8Array> {
  const answer = await sources.get(documentAddress(issuer, sources));
  if (!("data" in answer)) throw new Unknown("did-unreachable", answer.why);
  return answer.data;
}
