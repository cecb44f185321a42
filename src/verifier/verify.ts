// The numbered rules in order: bytes to a report. Pure but for what is passed in; never raises.
import { attempt, Failed, failed, passed, type Check } from "./checks.ts";
import { BADGE_CONTEXTS } from "./contexts.ts";
import { requireCurrent, requireSignedInTime } from "./dates.ts";
import type { JsonObject } from "./json.ts";
import { BADGE_TYPES, isCredential } from "./members.ts";
import { secure, type Setting, type Signed } from "./secured.ts";
import { checkStatus } from "./status.ts";
import { countValues, MAX_VALUES, MAX_VALUES_OF_MANY, readJson } from "./strict-json.ts";
import { verdict, type Verdict } from "./verdict.ts";
import type { Withdrawal } from "./withdrawal.ts";

export interface Report {
  readonly verdict: Verdict;
  readonly checks: readonly Check[];
  /** The compacted document and who signed it; absent unless format and signature passed. */
  readonly signed?: Signed;
  readonly withdrawal: Withdrawal | null;
  /** The day of the status list that was asked; "" when none was. */
  readonly listDay: string;
}

/** Judge the bytes of one credential (JSON). */
export async function verify(data: Uint8Array, setting: Setting): Promise<Report> {
  const read = await attempt("format", async () => {
    const document = readJson(data, MAX_VALUES_OF_MANY);
    if (!isCredential(document, BADGE_TYPES)) throw new Failed("not-a-badge");
    if (countValues(document) > MAX_VALUES) throw new Failed("too-many-values");
    return document;
  });
  return read.value === undefined ? report([read.check]) : verifyDocument(read.value, setting);
}

/** Judge one parsed credential. */
export async function verifyDocument(document: JsonObject, setting: Setting): Promise<Report> {
  const { checks, signed } = await secure(document, BADGE_CONTEXTS, setting);
  if (signed === undefined) return report(checks);
  if (checks.some((check) => check.result === "failed")) return { ...report(checks), signed };
  const { own, known } = setting.sources;
  const isKnown = signed.issuer === own || known.has(signed.issuer);
  const dates = await attempt("dates", async () => {
    requireCurrent(signed.period, setting.now);
    requireSignedInTime(signed.proof.created, signed.proof.expires, setting.now);
  });
  const status = await checkStatus(signed, setting);
  const all = [
    ...checks,
    isKnown ? passed("issuer-known") : failed("issuer-known", "issuer-unknown"),
    dates.check,
    status.check,
  ];
  return { ...report(all), signed, withdrawal: status.withdrawal, listDay: status.listDay };
}

function report(checks: readonly Check[]): Report {
  return { verdict: verdict(checks), checks, withdrawal: null, listDay: "" };
}

/** The report of a check that could not even begin. */
export function reportOf(check: Check): Report {
  return report([check]);
}

