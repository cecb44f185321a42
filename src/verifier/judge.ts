// Any badge, from anyone: find the form of a file, apply the rules, look at what it rests on.
import { attempt, couldNotCheck, Failed, failed } from "./checks.ts";
import { list, member, type Json } from "./json.ts";
import { BADGE_TYPES, CLR_TYPES, isCredential } from "./members.ts";
import { isStacked } from "./related.ts";
import type { Setting } from "./secured.ts";
import type { Stacked } from "./stack.ts";
import { countValues, MAX_VALUES, MAX_VALUES_OF_MANY, readJson } from "./strict-json.ts";
import { factsHold } from "./verdict.ts";
import { report, verifyDocument, type Report as Verified } from "./verify.ts";

const MAX_FILE = 5_000_000;
const OPEN_BADGES_2 = "https://w3id.org/openbadges/v2";
const BEFORE_MARKUP = [0xef, 0xbb, 0xbf, 0x20, 0x09, 0x0a, 0x0d]; // byte-order mark and white space

export interface Report extends Verified {
  /** `json Open Badges 3.0`, `png Open Badges 2.0` …; "" when it is none. */
  readonly form: string;
  readonly stack: Stacked | null;
  /** The credentials in a record (CLR), in order. */
  readonly inner: readonly Report[];
}

/** Judge the bytes of one file; never raises for bad input. */
export async function judge(data: Uint8Array, setting: Setting): Promise<Report> {
  const { check, value } = await attempt("format", () => credentialIn(data));
  if (value === undefined) return withForm("", report([check]));
  const { form, text } = value;
  if (isCompact(text)) return (await import("./elsewhere.ts")).judgeCompact(form, text, setting);
  const read = await attempt("format", async () => readJson(text, MAX_VALUES_OF_MANY));
  if (read.value === undefined) return withForm(form, report([read.check]));
  const document = read.value;
  if (isCredential(document, CLR_TYPES)) return (await import("./elsewhere.ts")).judgeRecord(form, document, setting);
  if (isAssertion(document)) return (await import("./elsewhere.ts")).judgeHosted(form, document, setting);
  if (!isCredential(document, BADGE_TYPES)) return withForm(form, report([failed("format", "not-a-badge")]));
  if (countValues(document) > MAX_VALUES) return withForm(form, report([failed("format", "too-many-values")]));
  return withStack(`${form} Open Badges 3.0`, await verifyDocument(document, setting), setting);
}

/** Whether it says that it is an assertion of Open Badges 2.0. */
export function isAssertion(document: Json): boolean {
  const has = (name: string, value: string) => list(member(document, name)).includes(value);
  return has("@context", OPEN_BADGES_2) && has("type", "Assertion");
}

/** The report with what came of the parts that the badge rests on, if any. */
export async function withStack(form: string, verified: Verified, setting: Setting): Promise<Report> {
  const { signed, checks } = verified;
  const whole = withForm(form, verified);
  if (signed === undefined || !factsHold(checks) || !isStacked(signed.document)) return whole;
  const { checkStack } = await import("./stack.ts");
  return { ...whole, stack: await checkStack(signed, setting) };
}

export function withForm(form: string, verified: Verified): Report {
  return { ...verified, form, stack: null, inner: [] };
}

/** The report of a file that could not be had. */
export function outOfReach(why: string): Report {
  return withForm("", report([couldNotCheck("format", "unreadable", why)]));
}

/** Whether it begins as a compact JWS does: `{"` in base64. */
function isCompact(text: Uint8Array): boolean {
  const start = text.findIndex((byte) => ![0x20, 0x09, 0x0a, 0x0d].includes(byte));
  return [0x65, 0x79, 0x4a].every((byte, index) => text[start + index] === byte);
}

/** The form of the file, and the bytes of the credential in it. */
async function credentialIn(data: Uint8Array): Promise<{ form: string; text: Uint8Array }> {
  if (data.length > MAX_FILE) throw new Failed("too-large");
  const first = data.find((byte) => !BEFORE_MARKUP.includes(byte));
  if (data[0] === 0x89) {
    const { isPng, unbakePng } = await import("./unbake.ts");
    if (isPng(data)) return { form: "png", text: await unbakePng(data) };
  } else if (first === 0x3c) {
    const { unbakeSvg } = await import("./svg.ts");
    return { form: "svg", text: unbakeSvg(data) };
  }
  return { form: "json", text: data };
}
