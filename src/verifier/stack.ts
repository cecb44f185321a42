// A stacked badge: are the parts that it names there and genuine, and does the rule still hold?
// The final credential names the pathway's rules and every part with the digest of their bytes
// (VCDM 2.0 §5.3, relatedResource). The final badge's own verdict does not depend on it.
import { dayInWords } from "./days.ts";
import { achievementId, learnerName, factsOf } from "./facts.ts";
import { N_, t } from "./language.ts";
import { isObject, type Json, type JsonObject } from "./json.ts";
import { isRules, related } from "./related.ts";
import { foreignIssuers, holds, leadTo, RulesBroken, type Part } from "./pathway.ts";
import type { Setting, Signed } from "./secured.ts";
import type { Sources } from "./sources.ts";
import { kept, lapsed, notAll, spare, unlocked, type End } from "./stack-words.ts";
import { MAX_VALUES_OF_MANY, readJson } from "./strict-json.ts";
import { factsHold, verdict, type Verdict } from "./verdict.ts";
import { passed } from "./checks.ts";
import { verify } from "./verify.ts";

export type Outcome = "confirmed" | "lapsed" | "not-confirmed" | "could-not-check";

const MAX_PARTS = 200;
const WORST: readonly Outcome[] = ["not-confirmed", "could-not-check", "lapsed", "confirmed"];
const NOT_GOOD: Readonly<Partial<Record<Verdict, string>>> = {
  revoked: N_("the issuer has withdrawn it"),
  replaced: N_("the issuer has replaced it by another one"),
  suspended: N_("the issuer has suspended it"),
  "not-yet-valid": N_("it is not valid yet"),
  altered: N_("it has been changed, or was not signed by its issuer"),
  "not-a-badge": N_("it is not an Open Badge"),
};

/** One thing that the final badge names, and what came of it. */
export interface FoundPart {
  readonly url: string;
  readonly outcome: Outcome;
  readonly message: string;
  /** The badge's name, once its facts hold; "" otherwise. */
  readonly badge: string;
  /** What it counts as, of a part that is good. */
  readonly earned?: Part;
  /** The last day of a part that has expired; "" when no date says one. */
  readonly until?: string;
  /** Withdrawn, on a pathway that keeps what it gave. */
  readonly withdrawn?: boolean;
}

export interface Stacked {
  readonly outcome: Outcome;
  /** A sentence; of several outcomes the worst has the word. */
  readonly message: string;
  /** The rules, every part, and the rule applied again. */
  readonly parts: readonly FoundPart[];
  /** The pathway's name; "" when its rules could not be read. */
  readonly pathway: string;
}

class Stop extends Error {
  readonly outcome: Outcome;
  constructor(outcome: Outcome, message: string) {
    super(message);
    this.outcome = outcome;
  }
}
const no = (message: string) => new Stop("not-confirmed", message);
const open = (message: string) => new Stop("could-not-check", message);

/** What came of a stacked credential whose own facts hold. Of several outcomes the worst counts. */
export async function checkStack(final: Signed, setting: Setting): Promise<Stacked> {
  const named = related(final.document);
  if (named.length > MAX_PARTS) return sum(null, "", [found("", open(t("more than {n} parts", { n: MAX_PARTS })))], []);
  const { rules, told } = await readFirst(named.filter(isRules), final, setting.sources);
  const allowed = new Set([final.issuer, ...(rules === null ? [] : foreignIssuers(rules))]);
  const keeps = rules?.["withdrawn"] === "keep";
  const parts: FoundPart[] = [];
  for (const each of named.filter((one) => !isRules(one))) parts.push(await checkPart(each, final, allowed, keeps, setting));
  const achievement = achievementId(final.document);
  const applied = rules === null ? [] : [applyRules(rules, final.issuer, achievement, parts)];
  return sum(rules, achievement, [told, ...applied], parts);
}

/** The one set of rules, if it is good, and what came of it. */
async function readFirst(
  named: readonly JsonObject[],
  final: Signed,
  sources: Sources,
): Promise<{ rules: JsonObject | null; told: FoundPart }> {
  const [first, ...more] = named;
  const url = String(first?.["id"]);
  try {
    if (first === undefined || more.length > 0) throw no(t("it names several pathways"));
    const rules = readRules(await bytesOf(first, sources), url, final);
    return { rules, told: { url, outcome: "confirmed", message: t("they are those it was awarded under"), badge: "" } };
  } catch (error) {
    return { rules: null, told: found(url, error) };
  }
}

function found(url: string, error: unknown, badge = ""): FoundPart {
  const outcome = error instanceof Stop ? error.outcome : "could-not-check";
  return { url, outcome, message: error instanceof Stop ? error.message : t("it could not be read"), badge };
}

function readRules(data: Uint8Array, url: string, final: Signed): JsonObject {
  let rules: Json = null;
  try {
    rules = readJson(data, MAX_VALUES_OF_MANY);
  } catch {
    throw no(t("the pathway's rules cannot be read"));
  }
  if (!isObject(rules) || rules["type"] !== "Pathway") throw no(t("the pathway's rules cannot be read"));
  if (rules["id"] !== url || rules["issuer"] !== final.issuer) throw no(t("the pathway's rules are somebody else's"));
  if (!leadTo(rules, achievementId(final.document))) throw no(t("the pathway leads to another badge"));
  return rules;
}

/** The bytes at an address, their digest compared. */
async function bytesOf(named: JsonObject, sources: Sources): Promise<Uint8Array> {
  const digest = /^sha(256|384|512)-([A-Za-z0-9+/]+={0,2})$/.exec(String(named["digestSRI"] ?? ""));
  if (digest === null) throw no(t("a digest is missing or not of a form we know"));
  const answer = await sources.get(String(named["id"] ?? ""));
  if (!("data" in answer)) throw open(answer.why);
  const hash = await crypto.subtle.digest(`SHA-${digest[1]}`, new Uint8Array(answer.data));
  const written = btoa(String.fromCharCode(...new Uint8Array(hash)));
  if (written !== digest[2]) throw no(t("it is not the file that the badge names: its digest differs"));
  return answer.data;
}

async function checkPart(
  named: JsonObject,
  final: Signed,
  allowed: ReadonlySet<string>,
  keeps: boolean,
  setting: Setting,
): Promise<FoundPart> {
  const url = String(named["id"] ?? "");
  let badge = "";
  try {
    const report = await verify(await bytesOf(named, setting.sources), setting);
    // Who the issuer is, the final badge and the rules have settled.
    const judged = verdict(report.checks.map((each) => (each.code === "issuer-known" ? passed(each.code) : each)));
    const { signed } = report;
    if (signed !== undefined && factsHold(report.checks)) badge = factsOf(signed).badge;
    if (judged === "could-not-check") throw open(t("it could not be checked"));
    const withdrawn = judged === "revoked" || judged === "replaced";
    const good = judged === "genuine" || judged === "expired" || (withdrawn && keeps);
    if (signed === undefined || !factsHold(report.checks) || !good) throw no(t(NOT_GOOD[judged] ?? "it is not good"));
    requireFit(signed, final, allowed);
    const day = (signed.period.begins ?? "").slice(0, 10);
    const earned = { issuer: signed.issuer, achievement: achievementId(signed.document), day };
    if (judged === "genuine") return { url, outcome: "confirmed", message: t("it is genuine"), badge, earned };
    if (withdrawn) {
      const message = t("the issuer has withdrawn it since, and the pathway keeps what it gave");
      return { url, outcome: "lapsed", message, badge, earned, withdrawn };
    }
    const until = (signed.period.ends ?? "").slice(0, 10);
    const message = until
      ? t("it was genuine and has expired since, after {day}", { day: dayInWords(until) })
      : t("it was genuine and has expired since");
    return { url, outcome: "lapsed", message, badge, earned, until };
  } catch (error) {
    return found(url, error, badge);
  }
}

function requireFit(part: Signed, final: Signed, allowed: ReadonlySet<string>): void {
  if (!allowed.has(part.issuer)) throw no(t("it is from an issuer that the rules do not name"));
  const [theirs, ours] = [learnerName(part.document), learnerName(final.document)];
  if (theirs === "" || ours === "") throw open(t("it does not say to whom it was awarded"));
  if (theirs !== ours) throw no(t("it was awarded to somebody else"));
  const [begun, ended] = [part.period.begins, final.period.begins];
  if (begun === null || ended === null || begun.slice(0, 10) > ended.slice(0, 10))
    throw no(t("it was awarded later than the badge that rests on it"));
}

function applyRules(rules: JsonObject, issuer: string, achievement: string, parts: readonly FoundPart[]): FoundPart {
  const url = String(rules["id"]);
  const told = (outcome: Outcome, message: string): FoundPart => ({ url, outcome, message, badge: "" });
  try {
    if (holds(rules, { issuer, parts: earned(parts) }, achievement)) return told("confirmed", t("the rule holds"));
  } catch (error) {
    if (!(error instanceof RulesBroken)) throw error;
    return told("not-confirmed", t("the pathway's rules cannot be read"));
  }
  // A rule that fails only because a part is out of reach says nothing: it is not known.
  return parts.some(({ outcome }) => outcome === "could-not-check")
    ? told("could-not-check", t("the rule needs a part that was not checked"))
    : told("not-confirmed", t("the rule does not hold for these badges"));
}

function earned(parts: readonly FoundPart[]): Part[] {
  return parts.flatMap(({ earned: it }) => (it?.achievement ? [it] : []));
}

/** The worst outcome; a part that is not good comes before the rule that it breaks. */
function sum(rules: JsonObject | null, achievement: string, told: readonly FoundPart[], parts: readonly FoundPart[]): Stacked {
  const [first, ...applied] = told;
  const all = [...(first ? [first] : []), ...parts, ...applied];
  const worst = WORST.flatMap((each) => all.find(({ outcome }) => outcome === each) ?? [])[0];
  const outcome = worst?.outcome ?? "could-not-check";
  const pathway = rules === null ? "" : String(rules["name"] ?? "");
  if (outcome === "confirmed") return { outcome, message: unlocked(parts.length), parts: all, pathway };
  if (outcome === "lapsed" && rules !== null)
    return { outcome, message: lapse(rules, achievement, parts), parts: all, pathway };
  const what = worst?.badge || (worst !== undefined && told.includes(worst) ? t("The rules") : (worst?.url ?? ""));
  return { outcome, message: notAll(outcome === "not-confirmed", what, worst?.message ?? ""), parts: all, pathway };
}

/** Whether the rule holds for these parts; not where that takes too long to say. */
function holdsStill(rules: JsonObject, issuer: string, achievement: string, parts: readonly FoundPart[]): boolean {
  try {
    return holds(rules, { issuer, parts: earned(parts) }, achievement);
  } catch (error) {
    if (!(error instanceof RulesBroken)) throw error;
    return false;
  }
}

/** Since when the rule holds no more, for those parts that have expired by then. */
function lapse(rules: JsonObject, achievement: string, parts: readonly FoundPart[]): string {
  const expired = parts.filter(({ outcome }) => outcome === "lapsed");
  const ends = expired.map(
    ({ badge, url, until, withdrawn }): End => ({ name: badge || url, until: until ?? "", withdrawn: withdrawn ?? false }),
  );
  if (rules["withdrawn"] === "keep") return kept(ends);
  const issuer = String(rules["issuer"]);
  for (const last of [...new Set(ends.map(({ until }) => until))].sort()) {
    const current = parts.filter((each) => !expired.includes(each) || (each.until ?? "") > last);
    if (!holdsStill(rules, issuer, achievement, current)) return lapsed(ends.filter(({ until }) => until === last));
  }
  return spare(ends);
}
