import assert from "node:assert/strict";
import test from "node:test";
import { CODES, type Check, type Code, type Result } from "./checks.ts";
import { say } from "./say.ts";
import { factsHold, verdict, type Verdict } from "./verdict.ts";
import { badge, bytes, setting, sign, world } from "./test-site.ts";
import { judge } from "./judge.ts";

const FAILURES: Readonly<Record<Code, readonly string[]>> = {
  format: ["not-a-badge", "too-large", "term-not-signed"],
  signature: ["signature-wrong"],
  "issuer-key": ["key-not-listed"],
  "issuer-known": ["issuer-unknown"],
  dates: ["expired", "not-yet-valid"],
  status: ["revoked", "replaced", "suspended"],
};

type Outcome = readonly [Result, string] | null;

function outcomes(code: Code): Outcome[] {
  const failures = FAILURES[code].map((reason): Outcome => ["failed", reason]);
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
