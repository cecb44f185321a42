// Open Badges 3.0 as a compact VC-JWT (Open Badges 3.0 §8.2): the same rules, another signature.
// In place of rules 5 and 6 stands the JWS, by a key that the issuer's own host publishes.
import { attempt, Failed, Unknown } from "./checks.ts";
import { BADGE_CONTEXTS } from "./contexts.ts";
import { instant } from "./dates.ts";
import { keyRead, methodIds, webBase } from "./did.ts";
import { hostOf, isHttps } from "./hosts.ts";
import { isSame, keyOfJwk, keyOfMethod, keyOfMultibase, requireHeader, requireJws, takeApart } from "./jose.ts";
import type { Compact, PublicKey } from "./jose.ts";
import { isObject, member, type JsonObject } from "./json.ts";
import { BADGE_TYPES, isCredential } from "./members.ts";
import { askOnce, knownForm, type KnownForm, type Secured, type Setting } from "./secured.ts";
import type { Sources } from "./sources.ts";
import { countValues, MAX_VALUES, readJson } from "./strict-json.ts";

const CLAIMS = ["iss", "jti", "sub", "nbf", "exp", "iat", "aud"];
type Asked = () => Promise<Uint8Array>;

/** What the rules find about a compact JWS, up to `issuer-key`. */
export async function secureJwt(text: string, setting: Setting): Promise<Secured> {
  const taken = await attempt("format", () => readForm(text, setting));
  if (taken.value === undefined) return { checks: [taken.check] };
  const { compact, form } = taken.value;
  const asked = askOnce(form.issuer, setting.sources);
  const signature = await attempt("signature", async () => {
    requireHeader(compact.header);
    const key = await keyFor(compact.header, form.issuer, asked, setting);
    await requireJws(compact, key);
    return key;
  });
  if (signature.value === undefined) return { checks: [taken.check, signature.check] };
  const key = signature.value;
  const issuerKey = await attempt("issuer-key", () => requireIssuers(compact, form.issuer, key, asked, setting.now));
  const { lossless, issuer, period } = form;
  const checks = [taken.check, signature.check, issuerKey.check];
  return { checks, signed: { document: lossless.document, issuer, period, proof: null } };
}

async function readForm(text: string, setting: Setting): Promise<{ compact: Compact; form: KnownForm }> {
  const compact = takeApart(text);
  const { payload } = compact;
  if (isObject(payload["vc"])) throw new Unknown("form-unknown", "a JWT of the Verifiable Credentials data model 1.1");
  if (!isCredential(payload, BADGE_TYPES)) throw new Failed("not-a-badge");
  if (countValues(payload) > MAX_VALUES) throw new Failed("too-many-values");
  const document = Object.fromEntries(Object.entries(payload).filter(([name]) => !CLAIMS.includes(name)));
  const form = await knownForm(document, BADGE_CONTEXTS, setting);
  requireClaims(payload, form);
  return { compact, form };
}

/** Refuse claims that say another thing than the members that they repeat. */
function requireClaims(payload: JsonObject, { lossless: { document }, issuer, period }: KnownForm): void {
  const seconds = (stamp: string | null) => (stamp === null ? null : Math.trunc((instant(stamp) ?? 0) / 1000));
  const repeated = {
    iss: issuer,
    jti: document["id"],
    sub: member(document["credentialSubject"], "id"),
    nbf: seconds(period.begins),
    exp: seconds(period.ends),
  };
  for (const [claim, meant] of Object.entries(repeated))
    if (Object.hasOwn(payload, claim) && payload[claim] !== (meant ?? null)) throw new Failed("member-wrong", claim);
}

/** The key that the header has or names. */
async function keyFor(header: JsonObject, issuer: string, asked: Asked, setting: Setting): Promise<PublicKey> {
  if (header["jwk"] !== undefined) return orFail(keyOfJwk(header["jwk"]));
  const kid = header["kid"];
  if (kid === undefined || kid === null) throw new Unknown("key-unreachable", "it does not say which key");
  if (typeof kid !== "string") throw new Failed("key-form");
  if (kid.startsWith("https://")) return published(kid, setting.sources);
  const controller = kid.split("#")[0] ?? "";
  if (controller.startsWith("did:key:")) return orFail(keyOfMultibase(controller.slice("did:key:".length)));
  if (controller !== issuer) throw new Failed("key-not-found");
  try {
    return keyRead(await asked(), issuer, kid, setting.now, keyOfMethod);
  } catch (error) {
    if (error instanceof Failed) throw new Failed("key-not-found");
    throw new Unknown("key-unreachable", error instanceof Unknown ? error.detail : "");
  }
}

function orFail(key: PublicKey | null): PublicKey {
  if (key === null) throw new Failed("key-form");
  return key;
}

/** The key of the JWK file at an address. */
async function published(kid: string, sources: Sources): Promise<PublicKey> {
  const answer = await sources.get(kid.split("#")[0] ?? "");
  if (!("data" in answer)) throw new Unknown("key-unreachable", answer.why);
  let key = null;
  try {
    key = keyOfJwk(readJson(answer.data));
  } catch {
    // no JSON there: no key either
  }
  if (key === null) throw new Unknown("key-unreachable", "the key's address has no key that we use");
  return key;
}

async function requireIssuers(compact: Compact, issuer: string, key: PublicKey, asked: Asked, now: number): Promise<void> {
  const kid = String(compact.header["kid"] ?? "");
  if (kid.startsWith("https://")) {
    const home = webBase(issuer) ?? issuer;
    if (!isHttps(home) || !isHttps(kid) || hostOf(home) !== hostOf(kid)) throw new Failed("issuer-differs");
  } else if (issuer.startsWith("did:key:")) {
    const own = keyOfMultibase(issuer.slice("did:key:".length));
    if (own === null || !isSame(own, key)) throw new Failed("issuer-differs");
  } else if (kid !== "") {
    // Otherwise the key came from the issuer's document, by all of rule 6.
    if (kid.split("#")[0] !== issuer) throw new Failed("issuer-differs");
  } else {
    requireListed(await asked(), issuer, key, now);
  }
}

/** Refuse a key out of the header that the issuer's document does not have. */
function requireListed(data: Uint8Array, issuer: string, key: PublicKey, now: number): void {
  let last = new Failed("key-not-found");
  for (const id of methodIds(data).slice(0, 50)) {
    try {
      if (isSame(keyRead(data, issuer, id, now, keyOfMethod), key)) return;
    } catch (error) {
      if (error instanceof Failed) last = error;
    }
  }
  throw last;
}
