// A stacked badge: are the parts that it names there and genuine, and does the rule still hold?
// The final credential names the pathway's rules and every part with the digest of their bytes
// (VCDM 2.0 §5.3, relatedResource). The final badge's own verdict does not depend on it.
import { achievementId, learnerName, factsOf } from "./facts.ts";
import { isObject, type Json, type JsonObject } from "./json.ts";
import { isRules, related } from "./related.ts";
import { foreignIssuers, holds, leadTo, RulesBroken, type Part } from "./pathway.ts";
import type { Setting, Signed } from "./secured.ts";
import type { Sources } from "./sources.ts";
import { MAX_VALUES_OF_MANY, readJson } from "./strict-json.ts";
import { factsHold, verdict } from "./verdict.ts";
import { passed } from "./checks.ts";
import { verify } from "./verify.ts";

export type Outcome = "confirmed" | "lapsed" | "not-confirmed" | "could-not-check";

const MAX_PARTS = 200;
const WORST: readonly Outcome[] = ["not-confirmed", "could-not-check", "lapsed", "confirmed"];
const SENTENCES: Readonly<Record<Outcome, string>> = {
  confirmed: "All the badges that it rests on are there and genuine, and the rule holds.",
  lapsed: "The badges that it rests on are genuine and the rule held, but one has expired.",
  "not-confirmed": "It does not rest on what it says: {}",
  "could-not-check": "What it rests on could not be checked: {}",
};
const RULE_BROKEN = "the rule does not hold for these badges";

/** One thing that the final badge names, and what came of it. */
export interface FoundPart {
  readonly url: string;
  readonly outcome: Outcome;
  readonly message: string;
  /** The badge's name, once its facts hold; "" otherwise. */
  readonly badge: string;
}

export interface Stacked {
  readonly outcome: Outcome;
  /** A sentence; of several outcomes the worst has the word. */
  readonly message: string;
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
  if (named.length > MAX_PARTS) return sum([found("", open(`more than ${MAX_PARTS} parts`))], "");
  const results: FoundPart[] = [];
  let rules: JsonObject | null = null;
  const [first, ...more] = named.filter(isRules);
  const url = String(first?.["id"]);
  try {
    if (first === undefined || more.length > 0) throw no("it names several pathways");
    rules = readRules(await bytesOf(first, setting.sources), url, final);
    results.push({ url, outcome: "confirmed", message: "the published rules are those it was awarded under", badge: "" });
  } catch (error) {
    results.push(found(url, error));
  }
  const allowed = new Set([final.issuer, ...(rules === null ? [] : foreignIssuers(rules))]);
  const parts: Part[] = [];
  for (const each of named.filter((one) => !isRules(one)))
    results.push(await checkPart(each, final, allowed, setting, parts));
  if (rules !== null) results.push(applyRules(rules, final, parts));
  return sum(results, rules === null ? "" : String(rules["name"] ?? ""));
}

function found(url: string, error: unknown, badge = ""): FoundPart {
  const outcome = error instanceof Stop ? error.outcome : "could-not-check";
  return { url, outcome, message: error instanceof Stop ? error.message : "it could not be read", badge };
}

function readRules(data: Uint8Array, url: string, final: Signed): JsonObject {
  let rules: Json = null;
  try {
    rules = readJson(data, MAX_VALUES_OF_MANY);
  } catch {
    throw no("the pathway's rules cannot be read");
  }
  if (!isObject(rules) || rules["type"] !== "Pathway") throw no("the pathway's rules cannot be read");
  if (rules["id"] !== url || rules["issuer"] !== final.issuer) throw no("the pathway's rules are somebody else's");
  if (!leadTo(rules, achievementId(final.document))) throw no("the pathway leads to another badge");
  return rules;
}

/** The bytes at an address, their digest compared. */
async function bytesOf(named: JsonObject, sources: Sources): Promise<Uint8Array> {
  const digest = /^sha(256|384|512)-([A-Za-z0-9+/]+={0,2})$/.exec(String(named["digestSRI"] ?? ""));
  if (digest === null) throw no("a digest is missing or not of a form we know");
  const answer = await sources.get(String(named["id"] ?? ""));
  if (!("data" in answer)) throw open(answer.why);
  const hash = await crypto.subtle.digest(`SHA-${digest[1]}`, new Uint8Array(answer.data));
  const written = btoa(String.fromCharCode(...new Uint8Array(hash)));
  if (written !== digest[2]) throw no("it is not the file that the badge names: its digest differs");
  return answer.data;
}

async function checkPart(
  named: JsonObject,
  final: Signed,
  allowed: ReadonlySet<string>,
  setting: Setting,
  parts: Part[],
): Promise<FoundPart> {
  const url = String(named["id"] ?? "");
  let badge = "";
  try {
    const report = await verify(await bytesOf(named, setting.sources), setting);
    // Who the issuer is, the final badge and the rules have settled.
    const judged = verdict(report.checks.map((each) => (each.code === "issuer-known" ? passed(each.code) : each)));
    if (judged === "could-not-check") throw open("it could not be checked");
    const { signed } = report;
    const good = judged === "genuine" || judged === "expired";
    if (signed === undefined || !factsHold(report.checks) || !good) throw no(`it is not good: ${judged}`);
    badge = factsOf(signed).badge;
    requireFit(signed, final, allowed);
    const day = (signed.period.begins ?? "").slice(0, 10);
    parts.push({ issuer: signed.issuer, achievement: achievementId(signed.document), day });
    if (judged === "expired") return { url, outcome: "lapsed", message: "it was genuine and has expired since", badge };
    return { url, outcome: "confirmed", message: "it is genuine", badge };
  } catch (error) {
    return found(url, error, badge);
  }
}

function requireFit(part: Signed, final: Signed, allowed: ReadonlySet<string>): void {
  if (!allowed.has(part.issuer)) throw no("it is from an issuer that the rules do not name");
  const [theirs, ours] = [learnerName(part.document), learnerName(final.document)];
  if (theirs === "" || ours === "") throw open("it does not say to whom it was awarded");
  if (theirs !== ours) throw no("it was awarded to somebody else");
  const [begun, ended] = [part.period.begins, final.period.begins];
  if (begun === null || ended === null || begun.slice(0, 10) > ended.slice(0, 10))
    throw no("it was awarded later than the badge that rests on it");
}

function applyRules(rules: JsonObject, final: Signed, parts: readonly Part[]): FoundPart {
  const url = String(rules["id"]);
  try {
    if (holds(rules, { issuer: final.issuer, parts }, achievementId(final.document)))
      return { url, outcome: "confirmed", message: "the rule holds", badge: "" };
  } catch (error) {
    if (!(error instanceof RulesBroken)) throw error;
    return { url, outcome: "not-confirmed", message: "the pathway's rules cannot be read", badge: "" };
  }
  return { url, outcome: "not-confirmed", message: RULE_BROKEN, badge: "" };
}

function sum(results: readonly FoundPart[], pathway: string): Stacked {
  // A rule that fails only because a part is out of reach says nothing: it is not known.
  const missing = results.some(({ outcome }) => outcome === "could-not-check");
  const parts = results.map((each): FoundPart =>
    missing && each.message === RULE_BROKEN
      ? { ...each, outcome: "could-not-check", message: "the rule needs a part that was not checked" }
      : each,
  );
  const worst = WORST.flatMap((each) => parts.find((part) => part.outcome === each) ?? [])[0];
  const outcome = worst?.outcome ?? "could-not-check";
  return { outcome, message: SENTENCES[outcome].replace("{}", worst?.message ?? ""), parts, pathway };
}
