import assert from "node:assert/strict";
import test from "node:test";
import { CODES, type Check, type Code, type Result } from "./checks.ts";
import { say } from "./say.ts";
import { factsHold, verdict, type Verdict } from "./verdict.ts";
import { badge, bytes, NOW, setting, sign, world } from "./test-site.ts";
import { judge, type Report } from "./judge.ts";
import type { JsonObject } from "./json.ts";
import type { Outcome } from "./stack.ts";

const FAILURES: Readonly<Record<Code, readonly string[]>> = {
  format: ["not-a-badge", "too-large", "term-not-signed"],
  signature: ["signature-wrong"],
  "issuer-key": ["key-not-listed"],
  "issuer-known": ["issuer-unknown"],
  dates: ["expired", "not-yet-valid"],
  status: ["revoked", "replaced", "suspended"],
};

type Found = readonly [Result, string] | null;

function outcomes(code: Code): Found[] {
  const failures = FAILURES[code].map((reason): Found => ["failed", reason]);
  return [null, ["passed", ""], ["could-not-check", "x"], ...failures];
}

/** Every combination of results, checks that did not run included. */
function* combinations(codes: readonly Code[] = CODES): Generator<Check[]> {
  const [code, ...rest] = codes;
  if (code === undefined) return yield [];
  for (const others of combinations(rest))
    for (const outcome of outcomes(code))
      yield outcome === null ? others : [{ code, result: outcome[0], reason: outcome[1], detail: "" }, ...others];
}

const all = [...combinations()];
const reasonOf = (checks: Check[], code: Code) =>
  checks.find((each) => each.code === code && each.result === "failed")?.reason;
const resultOf = (checks: Check[], code: Code) => checks.find((each) => each.code === code)?.result;

test("genuine means that all six checks passed, and nothing else does", () => {
  for (const checks of all) {
    const every = CODES.every((code) => resultOf(checks, code) === "passed");
    assert.equal(verdict(checks) === "genuine", every);
  }
});

test("the table of verdicts holds for every combination of results", () => {
  for (const checks of all) assert.equal(verdict(checks), byTheTable(checks), JSON.stringify(checks));
});

/** The table of docs/reference/verification.md, line by line. */
function byTheTable(checks: Check[]): Verdict {
  const format = reasonOf(checks, "format");
  if (format === "not-a-badge" || format === "too-large") return "not-a-badge";
  if (format ?? reasonOf(checks, "signature") ?? reasonOf(checks, "issuer-key")) return "altered";
  if (resultOf(checks, "format") !== "passed" || resultOf(checks, "signature") !== "passed") return "could-not-check";
  const [status, dates] = [reasonOf(checks, "status"), reasonOf(checks, "dates")];
  if (status) return status as Verdict;
  if (dates) return dates as Verdict;
  if (reasonOf(checks, "issuer-known")) return "unknown-issuer";
  return CODES.every((code) => resultOf(checks, code) === "passed") ? "genuine" : "could-not-check";
}

test("the sentence claims nothing that was not checked, whatever the combination", async () => {
  const { signed } = await judge(bytes(await sign(badge())), setting(await world()));
  assert.ok(signed);
  for (const checks of all) {
    const report = { verdict: verdict(checks), checks, signed, withdrawal: null, lists: {}, form: "json", stack: null, inner: [] } as const;
    const { headline, sentence } = say(report);
    const words = sentence.map((part) => (typeof part === "string" ? part : part.bold)).join("");
    const passed = (code: Code) => resultOf(checks, code) === "passed";
    if (/not been [^.]*withdrawn/.test(words)) assert.ok(passed("status"), words);
    if (/not been [^.]*changed/.test(words)) assert.ok(passed("signature"), words);
    if (/not been [^.]*expired|within its dates/.test(words)) assert.ok(passed("dates"), words);
    if (headline.includes("was genuine")) assert.ok(CODES.every((code) => code === "dates" || passed(code)), headline);
    if (words.includes("signed it")) assert.ok(passed("issuer-key"), words);
    if (/signature is good/i.test(words + headline)) assert.ok(passed("signature"), words);
    if (words.includes("Nightingale") || words.includes("Advanced")) assert.ok(factsHold(checks), words);
  }
});

const spoken = (report: Report) => {
  const { headline, sentence, count } = say(report);
  return [headline, sentence.map((part) => (typeof part === "string" ? part : part.bold)).join(""), count];
};

test("what is not valid yet says from when, was not awarded on a day to come, and is a warning", async () => {
  const judged = async (changes: JsonObject, created?: string) =>
    judge(bytes(await sign(badge(changes), undefined, created)), setting(await world()));
  const held = "It has not been changed or withdrawn.";
  assert.deepEqual(spoken(await judged({ validFrom: "2026-12-24T00:00:00Z" })), [
    "Not valid until 24 December 2026",
    `Harbour First Aid awarded Advanced Response to Florence Nightingale. ${held}`,
    "1 warning",
  ]);
  const awarded = await judged({ validFrom: "2026-12-24T00:00:00Z", awardedDate: "2026-11-01T00:00:00Z" });
  assert.equal(spoken(awarded)[1], `Harbour First Aid awarded Advanced Response to Florence Nightingale on 1 November 2026. ${held}`);
  const signedLater = await judged({}, new Date(NOW + 86_400_000).toISOString());
  assert.equal(spoken(signedLater)[0], "Not valid until 25 November 2026");
});

test("a genuine badge whose stack has lapsed says so beside it", async () => {
  const report = await judge(bytes(await sign(badge())), setting(await world()));
  const stacked = (outcome: Outcome) => ({ ...report, stack: { outcome, message: "Complete when awarded; lapsed.", parts: [], pathway: "" } });
  assert.match(spoken(stacked("lapsed"))[1] ?? "", /withdrawn or expired\. Complete when awarded; lapsed\.$/);
  assert.match(spoken(stacked("confirmed"))[1] ?? "", /withdrawn or expired\.$/);
});
