// What the checks add up to: a pure function of the results, the first line that fits.
import { CODES, type Check, type Code } from "./checks.ts";

export type Verdict =
  | "genuine" | "expired" | "not-yet-valid" | "revoked" | "replaced" | "suspended"
  | "altered" | "unknown-issuer" | "could-not-check" | "not-a-badge";

const NO_BADGE = ["not-a-badge", "too-large"];

export function verdict(checks: readonly Check[]): Verdict {
  const result = (code: Code) => checks.find((check) => check.code === code);
  const failed = (code: Code) => (result(code)?.result === "failed" ? result(code) : undefined);
  const passed = (code: Code) => result(code)?.result === "passed";

  if (NO_BADGE.includes(failed("format")?.reason ?? "")) return "not-a-badge";
  if (failed("format") || failed("signature") || failed("issuer-key")) return "altered";
  if (!passed("format") || !passed("signature")) return "could-not-check";
  const status = failed("status");
  if (status) return status.reason === "replaced" || status.reason === "suspended" ? status.reason : "revoked";
  const dates = failed("dates");
  if (dates) return dates.reason === "not-yet-valid" ? "not-yet-valid" : "expired";
  if (failed("issuer-known")) return "unknown-issuer";
  return CODES.every(passed) ? "genuine" : "could-not-check";
}

/** Whether what the document says may be shown as fact: its form, signature and key are good. */
export function factsHold(checks: readonly Check[]): boolean {
  const good: readonly Code[] = ["format", "signature", "issuer-key"];
  return good.every((code) => checks.some((check) => check.code === code && check.result === "passed"));
}
