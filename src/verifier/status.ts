// Rule 8: has the issuer withdrawn it? By the issuer's own signed list, or it is not known.
import { isSet, unpack } from "./bits.ts";
import { couldNotCheck, failed, Failed, passed, Unknown, type Check } from "./checks.ts";
import { LIST_CONTEXTS } from "./contexts.ts";
import { requireCurrent, requireSignedInTime } from "./dates.ts";
import { isObject, list, member, text, texts, type Json, type JsonObject } from "./json.ts";
import { isCredential, LIST_TYPES } from "./members.ts";
import { secure, type Setting, type Signed } from "./secured.ts";
import { readJson } from "./strict-json.ts";
import { withdrawal, type Withdrawal } from "./withdrawal.ts";

const OUTCOME: ReadonlyMap<string, string> = new Map([["revocation", "revoked"], ["suspension", "suspended"]]);
const MAX_ENTRIES = 8;

/** Dates of status lists, by address. */
export type Lists = Readonly<Record<string, string>>;

export interface Status {
  readonly check: Check;
  /** What the issuer says of the withdrawal, unsigned. */
  readonly withdrawal: Withdrawal | null;
  /** The date of each list that was good, by its address. */
  readonly lists: Lists;
}

/** The outcome of rule 8; with several entries the worst counts. */
export async function checkStatus({ document, issuer }: Signed, setting: Setting): Promise<Status> {
  const declared = list(document["credentialStatus"]);
  const found: (Failed | Unknown)[] = declared.length > MAX_ENTRIES ? [new Unknown("entry-form")] : [];
  const lists: Record<string, string> = {};
  for (const each of declared.slice(0, MAX_ENTRIES)) {
    try {
      await checkEntry(readEntry(each), issuer, setting, lists);
    } catch (error) {
      found.push(error instanceof Failed || error instanceof Unknown ? error : new Unknown("unexpected"));
    }
  }
  const worst = found.sort((a, b) => badness(a) - badness(b))[0];
  if (worst === undefined) return { check: passed("status"), withdrawal: null, lists };
  if (worst instanceof Unknown)
    return { check: couldNotCheck("status", worst.reason, worst.detail), withdrawal: null, lists };
  if (worst.reason !== "revoked") return { check: failed("status", worst.reason), withdrawal: null, lists };
  const said = await withdrawal(document, issuer, setting.sources);
  return { check: failed("status", said?.kind === "replaced" ? "replaced" : "revoked"), withdrawal: said, lists };
}

function badness(found: Failed | Unknown): number {
  return found instanceof Unknown ? 2 : found.reason === "revoked" ? 0 : 1;
}

interface Entry {
  readonly url: string;
  readonly purpose: string;
  readonly place: number;
}

function readEntry(declared: Json): Entry {
  if (!isObject(declared)) throw new Unknown("entry-form");
  const { type, statusPurpose: purpose, statusListCredential: url, statusListIndex: index } = declared;
  if (typeof type !== "string") throw new Unknown("entry-form");
  if (type !== "BitstringStatusListEntry" || (declared["statusSize"] ?? 1) !== 1)
    throw new Unknown("status-type-unknown");
  if (typeof url !== "string" || typeof purpose !== "string" || url.includes("#")) throw new Unknown("entry-form");
  if (!OUTCOME.has(purpose)) throw new Unknown("status-type-unknown");
  if (typeof index !== "string" || !/^(0|[1-9][0-9]{0,15})$/.test(index)) throw new Unknown("index-form");
  return { url, purpose, place: Number(index) };
}

/** Raises when the bit is set or the list cannot be trusted; notes the list's date in `lists`. */
async function checkEntry(entry: Entry, issuer: string, setting: Setting, lists: Record<string, string>): Promise<void> {
  const opened = await openList(entry.url, issuer, setting);
  lists[entry.url] = opened.day;
  if (!opened.purposes.includes(entry.purpose)) throw new Unknown("list-purpose");
  if (isSet(opened.bits, entry.place)) throw new Failed(OUTCOME.get(entry.purpose) ?? "revoked");
  // An old list that withdraws is as good as a new one; an old one that does not proves nothing.
  if (setting.sources.isNewest?.(entry.url, opened.day) === false) throw new Unknown("list-older", opened.day.slice(0, 10));
}

interface StatusList {
  readonly bits: Uint8Array;
  readonly purposes: readonly string[];
  readonly day: string;
}

/** Fetch a list and verify it by rules 1 to 7: anything missing or wrong is Unknown. */
export async function openList(url: string, issuer: string, setting: Setting): Promise<StatusList> {
  const answer = await setting.sources.get(url);
  if (!("data" in answer)) throw new Unknown("list-unreachable", answer.why);
  if (answer.data.length > 1_000_000) throw new Unknown("list-too-large");
  const document = readList(answer.data);
  const { checks, signed } = await secure(document, LIST_CONTEXTS, setting);
  const bad = checks.find((check) => check.result !== "passed");
  if (bad?.code === "format") throw new Unknown("list-broken");
  requireIdentity(signed?.document ?? document, url, issuer);
  const proof = signed?.proof;
  if (bad !== undefined || signed === undefined || !proof) throw new Unknown("list-signature");
  try {
    requireCurrent(signed.period, setting.now);
    requireSignedInTime(proof.created, proof.expires, setting.now);
  } catch {
    throw new Unknown("list-expired");
  }
  const subject = signed.document["credentialSubject"];
  if (member(subject, "type") !== "BitstringStatusList") throw new Unknown("list-broken");
  const bits = await unpack(member(subject, "encodedList"));
  const published = signed.period.begins ?? proof.created;
  return { bits, purposes: texts(member(subject, "statusPurpose")), day: published };
}

function readList(data: Uint8Array): JsonObject {
  let document: Json = null;
  try {
    document = readJson(data);
  } catch {
    throw new Unknown("list-broken");
  }
  if (!isCredential(document, LIST_TYPES)) throw new Unknown("list-broken");
  return document;
}

function requireIdentity(document: JsonObject, url: string, issuer: string): void {
  if (document["id"] !== url) throw new Unknown("list-id");
  const stated = document["issuer"];
  if ((isObject(stated) ? text(stated, "id") : stated) !== issuer) throw new Unknown("list-issuer");
}
