// The numbered rules in order: bytes to a report. Pure but for what is passed in; never raises.
import { attempt, Failed, failed, passed, type Check } from "./checks.ts";
import { BADGE_CONTEXTS } from "./contexts.ts";
import { requireCurrent, requireSignedInTime } from "./dates.ts";
import type { Facts } from "./facts.ts";
import type { JsonObject } from "./json.ts";
import { BADGE_TYPES, isCredential } from "./members.ts";
import { secure, type Secured, type Setting, type Signed } from "./secured.ts";
import type { Sources } from "./sources.ts";
import { checkStatus, type Lists } from "./status.ts";
import { countValues, MAX_VALUES, MAX_VALUES_OF_MANY, readJson } from "./strict-json.ts";
import { verdict, type Verdict } from "./verdict.ts";
import type { Withdrawal } from "./withdrawal.ts";

export interface Report {
  readonly verdict: Verdict;
  readonly checks: readonly Check[];
  /** The compacted document and who signed it; absent unless format and signature passed. */
  readonly signed?: Signed;
  /** What it says, where that is not read from `signed` (Open Badges 2.0). */
  readonly facts?: Facts;
  readonly withdrawal: Withdrawal | null;
  /** The date of each status list that was good, by its address. */
  readonly lists: Lists;
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
  return conclude(await secure(document, BADGE_CONTEXTS, setting), setting);
}

/** The rest of the rules on a secured credential: is its issuer known, its dates, its status. */
export async function conclude({ checks, signed }: Secured, setting: Setting): Promise<Report> {
  if (signed === undefined) return report(checks);
  if (checks.some((check) => check.result === "failed")) return { ...report(checks), signed };
  const dates = await attempt("dates", async () => {
    requireCurrent(signed.period, setting.now);
    if (signed.proof !== null) requireSignedInTime(signed.proof.created, signed.proof.expires, setting.now);
  });
  const status = await checkStatus(signed, setting);
  const all = [
    ...checks,
    checkKnown(signed.issuer, setting.sources),
    dates.check,
    status.check,
  ];
  return { ...report(all), signed, withdrawal: status.withdrawal, lists: status.lists };
}

/** Whether the issuer is this site's own or on its list. */
export function checkKnown(issuer: string, { own, known }: Sources): Check {
  const isKnown = issuer === own || known.has(issuer);
  return isKnown ? passed("issuer-known") : failed("issuer-known", "issuer-unknown");
}

/** The report of checks alone. */
export function report(checks: readonly Check[]): Report {
  return { verdict: verdict(checks), checks, withdrawal: null, lists: {} };
}


