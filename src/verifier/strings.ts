// Texts for people in tables: in English, and looked up by t() where they are used (`make messages` reads
// every value). No logic but the choice of a text; verdicts are composed in say.ts.
import type { Check, Code } from "./checks.ts";
import { t } from "./language.ts";
import type { Reasons } from "./reasons.ts";
import type { Verdict } from "./verdict.ts";

/** What a check asks, as a claim that its result confirms or not. */
export const CLAIMS: Readonly<Record<Code, string>> = {
  format: "It is an Open Badge in a form we know",
  signature: "It has not been changed since it was signed",
  "issuer-key": "The signing key belongs to the issuer",
  "issuer-known": "We know the issuer",
  dates: "It is within its dates",
  status: "The issuer has not withdrawn it",
};

/** The short result beside a claim, when there is nothing more to say. */
export const RESULTS: Readonly<Record<Check["result"], string>> = {
  passed: "Yes",
  failed: "No",
  "could-not-check": "Could not check",
};

export const HEADLINES: Readonly<Record<Verdict, string>> = {
  genuine: "This badge is genuine",
  expired: "This badge has expired",
  "not-yet-valid": "This badge is not valid yet",
  revoked: "The issuer withdrew this badge",
  replaced: "The issuer replaced this badge",
  suspended: "The issuer has paused this badge",
  altered: "This file has been changed",
  "unknown-issuer": "The signature is good, but we do not know who made it",
  "could-not-check": "We could not check everything",
  "not-a-badge": "This file is not an Open Badge",
};

/** One word for a table of several files. */
export const WORDS: Readonly<Record<Verdict, string>> = {
  genuine: "Genuine",
  expired: "Expired",
  "not-yet-valid": "Not yet valid",
  revoked: "Withdrawn",
  replaced: "Replaced",
  suspended: "Paused",
  altered: "Changed",
  "unknown-issuer": "Unknown issuer",
  "could-not-check": "Not fully checked",
  "not-a-badge": "Not a badge",
};

const PASSED: Readonly<Record<Code, string>> = {
  format: "It is an Open Badge in a form we know, and all that it says is signed.",
  signature: "The signature fits: nothing has been changed since it was signed.",
  "issuer-key": "The issuer's own document lists the key that signed it.",
  "issuer-known": "The issuer is this site's own, or one it knows.",
  dates: "It is within its dates.",
  status: "The issuer has not withdrawn it.",
};

/** The sentences of what did not pass, loaded only when something did not (reasons.ts). */
let reasons: Reasons | null = null;

/** Load the sentences that these checks need. Without them a check says its slug. */
export async function loadReasons(checks: readonly Check[]): Promise<void> {
  if (checks.every((check) => check.result === "passed")) return;
  reasons ??= await import("./reasons.ts").then(
    ({ REASONS }) => REASONS,
    () => null,
  );
}

/** The sentence of a check. */
export function sentence({ code, result, reason }: Check): string {
  if (result === "passed") return t(PASSED[code]);
  if (reasons === null) return t("The reason is {reason}.", { reason });
  return t(reasons[code][reason] ?? "Something went wrong in this page while it was checking.");
}
