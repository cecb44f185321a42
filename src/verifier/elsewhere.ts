// Badges in other forms than this site's own: compact JWS, Open Badges 2.0, records of several badges.
import { attempt, couldNotCheck, Failed } from "./checks.ts";
import { BADGE_CONTEXTS, CLR_CONTEXTS, isAllowed } from "./contexts.ts";
import { takeApart } from "./jose.ts";
import { isAssertion, withForm, withStack, type Report } from "./judge.ts";
import { isObject, list, member, type Json, type JsonObject } from "./json.ts";
import { secureJwt } from "./jwt.ts";
import { BADGE_TYPES, isCredential } from "./members.ts";
import { checkHosted, checkSigned } from "./ob2.ts";
import { secure, type Setting } from "./secured.ts";
import { MAX_BYTES, readText } from "./strict-json.ts";
import { conclude, report, verifyDocument, type Report as Verified } from "./verify.ts";

const MAX_INNER = 100;

/** A compact JWS, of either version of Open Badges. */
export async function judgeCompact(form: string, data: Uint8Array, setting: Setting): Promise<Report> {
  const taken = await attempt("format", async () => {
    if (data.length > MAX_BYTES) throw new Failed("too-large");
    const text = readText(data).replace(/^[ \t\r\n]+|[ \t\r\n]+$/g, "");
    return { text, compact: takeApart(text) };
  });
  if (taken.value === undefined) return withForm(form, report([taken.check]));
  const { text, compact } = taken.value;
  if (isAssertion(compact.payload))
    return withForm(`${form} Open Badges 2.0, signed`, await checkSigned(compact, setting));
  const verified = await conclude(await secureJwt(text, setting), setting);
  return withStack(`${form} Open Badges 3.0, JWT`, verified, setting);
}

export async function judgeHosted(form: string, document: Json, setting: Setting): Promise<Report> {
  return withForm(`${form} Open Badges 2.0`, await checkHosted(isObject(document) ? document : {}, setting));
}

/** A Comprehensive Learner Record 2.0: the record itself, and every credential in it by itself. */
export async function judgeRecord(form: string, document: JsonObject, setting: Setting): Promise<Report> {
  const listed = list(member(document["credentialSubject"], "verifiableCredential"));
  const inner: Report[] = [];
  for (const each of listed.slice(0, MAX_INNER)) inner.push(await withStack(form, await judgeInner(each, setting), setting));
  const outer = await conclude(await secure(underOneContext(document), CLR_CONTEXTS, setting), setting);
  const good = inner.every(({ verdict }) => verdict === "genuine" || verdict === "expired");
  const isWhole = good && listed.length <= MAX_INNER;
  const verdict = outer.verdict === "genuine" && !isWhole ? "could-not-check" : outer.verdict;
  return { ...withForm(`${form} CLR 2.0`, outer), verdict, inner };
}

/** One of a record; of what is no badge (a diploma, a link) we can say nothing. */
async function judgeInner(credential: Json, setting: Setting): Promise<Verified> {
  return isCredential(credential, BADGE_TYPES)
    ? verifyDocument(credential, setting)
    : report([couldNotCheck("format", "form-unknown")]);
}

// The record is signed over what its inner credentials say. Their contexts are part of its own;
// should they mean anything else there, the signature, which was made with them, does not fit.
function underOneContext(document: JsonObject): JsonObject {
  const subject = document["credentialSubject"];
  if (!isObject(subject) || subject["verifiableCredential"] === undefined) return document;
  const inner = list(subject["verifiableCredential"]).map(withoutContext);
  return { ...document, credentialSubject: { ...subject, verifiableCredential: inner } };
}

function withoutContext(credential: Json): Json {
  if (!isObject(credential)) return credential;
  const { "@context": contexts, ...rest } = credential;
  return Array.isArray(contexts) && isAllowed(contexts, BADGE_CONTEXTS) ? rest : credential;
}
