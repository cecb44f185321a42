// Open Badges 2.0: shown, and checked as far as that standard allows. A hosted badge proves only that
// its address serves the same today; a signed one that a key signed it which the issuer's host names.
// Everything lies at the issuer's own host, or it is refused. Only the members read here are shown.
import { attempt, couldNotCheck, Failed, failed, passed, Unknown, type Check } from "./checks.ts";
import { instant, requireCurrent } from "./dates.ts";
import { issuerHost, type Facts } from "./facts.ts";
import { hostOf, isHttps } from "./hosts.ts";
import { keyOfPem, requireHeader, requireJws, type Compact } from "./jose.ts";
import { isObject, list, member, type Json, type JsonObject } from "./json.ts";
import type { Setting } from "./secured.ts";
import type { Sources } from "./sources.ts";
import { readJson } from "./strict-json.ts";
import { checkKnown, report, type Report } from "./verify.ts";

/** The assertion, its badge class and its issuer, all of them read. */
interface Whole {
  readonly assertion: JsonObject;
  readonly badge: JsonObject;
  readonly issuer: JsonObject;
}

/** A hosted assertion: is it what its address serves? */
export async function checkHosted(document: JsonObject, setting: Setting): Promise<Report> {
  const form = await attempt("format", async () => requireForm(document));
  if (form.value === undefined) return report([form.check]);
  const served = await attempt("signature", () => requireServed(document, setting.sources));
  if (served.value === undefined) return report([form.check, served.check]);
  const whole = await attempt("issuer-key", async () => {
    const found = await readWhole(document, setting.sources);
    if (hostOf(document["id"]) !== hostOf(found.issuer["id"])) throw new Failed("issuer-differs");
    return found;
  });
  const checks = [form.check, served.check, whole.check];
  if (whole.value === undefined) return report(checks);
  const status = served.value["revoked"] === true ? failed("status", "revoked") : passed("status");
  const { facts, ...rest } = conclude(checks, whole.value, status, setting);
  // Of a withdrawn badge the host may serve no more than that: the rest is the file's word alone.
  return facts && isSame(served.value, document) ? { ...rest, facts } : rest;
}

/** A signed assertion: by a key that its issuer names. */
export async function checkSigned(compact: Compact, setting: Setting): Promise<Report> {
  const { payload: document } = compact;
  const { sources } = setting;
  const form = await attempt("format", async () => requireForm(document));
  if (form.value === undefined) return report([form.check]);
  const creator = await attempt("signature", () => requireSigned(compact, sources));
  if (creator.value === undefined) return report([form.check, creator.check]);
  const key = creator.value;
  const whole = await attempt("issuer-key", () => readSigned(document, key, sources));
  const checks = [form.check, creator.check, whole.check];
  if (whole.value === undefined) return report(checks);
  return conclude(checks, whole.value, await checkList(document, whole.value.issuer, sources), setting);
}

function requireForm(document: JsonObject): true {
  const { verification = {} } = document;
  const isUnverifiable = isObject(verification) && Object.keys(verification).length === 0;
  if (!isHttps(document["id"]) && isUnverifiable) throw new Failed("member-wrong", "id");
  for (const name of ["issuedOn", "expires"])
    if (Object.hasOwn(document, name) && instant(document[name]) === null) throw new Failed("date-malformed", name);
  return true;
}

async function requireServed(document: JsonObject, sources: Sources): Promise<JsonObject> {
  const url = document["id"];
  if (!isHttps(url)) throw new Failed("hosted-differs");
  const found = await read(url, sources);
  if (found["revoked"] !== true && !isSame(found, document)) throw new Failed("hosted-differs");
  if (found["id"] !== url) throw new Failed("hosted-differs");
  return found;
}

/** Whether the two say the same, but for the withdrawal. */
function isSame(served: JsonObject, document: JsonObject): boolean {
  const rest = (one: JsonObject) => Object.fromEntries(Object.entries(one).filter(([name]) => !name.startsWith("revo")));
  return written(rest(served)) === written(rest(document));
}

/** One text for all orders of members. */
function written(value: Json): string {
  return JSON.stringify(value, (_, inner: Json) =>
    isObject(inner) ? Object.fromEntries(Object.entries(inner).sort(([a], [b]) => (a < b ? -1 : 1))) : inner,
  );
}

async function requireSigned(compact: Compact, sources: Sources): Promise<JsonObject> {
  requireHeader(compact.header);
  const url = member(compact.payload["verification"], "creator");
  if (!isHttps(url)) throw new Unknown("key-unreachable");
  let creator: JsonObject;
  try {
    creator = await read(url, sources);
  } catch (error) {
    throw new Unknown("key-unreachable", error instanceof Unknown ? error.detail : "");
  }
  const key = await keyOfPem(creator["publicKeyPem"]);
  if (key === null) throw new Unknown("key-unreachable");
  await requireJws(compact, key);
  return { ...creator, id: url };
}

async function readSigned(document: JsonObject, creator: JsonObject, sources: Sources): Promise<Whole> {
  const whole = await readWhole(document, sources);
  if (creator["owner"] !== whole.issuer["id"]) throw new Failed("controller-differs");
  if (hostOf(creator["id"]) !== hostOf(whole.issuer["id"])) throw new Failed("issuer-differs");
  const named = list(whole.issuer["publicKey"]).map((each) => (isObject(each) ? each["id"] : each));
  if (!named.includes(creator["id"])) throw new Failed("key-not-listed");
  return whole;
}

/** The assertion with its badge class and the issuer's own profile. */
async function readWhole(document: JsonObject, sources: Sources): Promise<Whole> {
  let badge: JsonObject, issuer: JsonObject, id: Json | undefined;
  try {
    const given = document["badge"];
    badge = isObject(given) ? given : await read(orBroken(given), sources);
    const stated = badge["issuer"];
    id = isObject(stated) ? stated["id"] : stated;
    issuer = await read(orBroken(id), sources);
  } catch (error) {
    throw new Unknown("did-unreachable", error instanceof Unknown ? error.detail : "");
  }
  if (issuer["id"] !== id) throw new Failed("did-differs");
  const host = hostOf(badge["id"]);
  if (host !== null && host !== hostOf(id)) throw new Failed("issuer-differs");
  return { assertion: document, badge, issuer };
}

function orBroken(address: Json | undefined): string {
  if (!isHttps(address)) throw new Unknown("did-broken");
  return address;
}

async function read(url: string, sources: Sources): Promise<JsonObject> {
  const answer = await sources.get(url);
  if (!("data" in answer)) throw new Unknown("host-unreachable", answer.why);
  try {
    const found = readJson(answer.data);
    if (isObject(found)) return found;
  } catch {
    // said below
  }
  throw new Unknown("host-unreachable", "what is there cannot be read");
}

/** Whether the issuer's list of revoked badges has it. */
async function checkList(document: JsonObject, issuer: JsonObject, sources: Sources): Promise<Check> {
  const url = issuer["revocationList"];
  if (url === undefined || url === null) return passed("status");
  const isOwn = hostOf(url) !== null && hostOf(url) === hostOf(issuer["id"]);
  if (!isOwn) return couldNotCheck("status", "list-issuer");
  let listed: JsonObject;
  try {
    listed = await read(String(url), sources);
  } catch (error) {
    return couldNotCheck("status", "list-unreachable", error instanceof Unknown ? error.detail : "");
  }
  const owner = listed["issuer"] ?? null;
  if (owner !== null && owner !== issuer["id"]) return couldNotCheck("status", "list-issuer");
  const mine = [document["id"], document["uid"]].filter((each) => typeof each === "string");
  const revoked = list(listed["revokedAssertions"]).some((each) =>
    (isObject(each) ? [each["id"], each["uid"]] : [String(each)]).some((id) => typeof id === "string" && mine.includes(id)),
  );
  return revoked ? failed("status", "revoked") : passed("status");
}

function conclude(checks: readonly Check[], whole: Whole, status: Check, { sources, now }: Setting): Report {
  const { assertion, issuer } = whole;
  let dates = passed("dates");
  try {
    requireCurrent({ begins: stamp(assertion["issuedOn"]), ends: stamp(assertion["expires"]) }, now);
  } catch (error) {
    dates = failed("dates", error instanceof Failed ? error.reason : "expired");
  }
  const all = [...checks, checkKnown(String(issuer["id"]), sources), dates, status];
  return { ...report(all), facts: factsOf(whole) };
}

function stamp(value: Json | undefined): string | null {
  return typeof value === "string" ? value : null;
}

function factsOf({ assertion, badge, issuer }: Whole): Facts {
  const text = (value: Json | undefined) => (typeof value === "string" ? value : "");
  const id = text(issuer["id"]);
  return {
    id: text(assertion["id"]),
    badge: text(badge["name"]),
    achievement: text(badge["id"]),
    description: text(badge["description"]),
    criteria: "",
    criteriaUrl: "",
    learner: "",
    issuerName: text(issuer["name"]),
    issuer: id,
    host: issuerHost(id),
    awarded: text(assertion["issuedOn"]),
    begins: text(assertion["issuedOn"]),
    ends: text(assertion["expires"]),
    narrative: "",
    evidence: [],
    results: [],
    skills: [],
    image: "",
    limits: "Open Badges 2.0 proves no more than that the issuer's host stands by it today.",
  };
}
