// Any badge, from anyone: find the form of a file, apply the rules, look at what it rests on.
import { attempt, couldNotCheck, Failed } from "./checks.ts";
import { isStacked } from "./related.ts";
import type { Setting } from "./secured.ts";
import type { Stacked } from "./stack.ts";
import { factsHold } from "./verdict.ts";
import { reportOf, verify, type Report as Verified } from "./verify.ts";

const MAX_FILE = 5_000_000;
const BEFORE_MARKUP = [0xef, 0xbb, 0xbf, 0x20, 0x09, 0x0a, 0x0d]; // byte-order mark and white space

export type Form = "" | "json" | "png" | "svg";

export interface Report extends Verified {
  readonly form: Form;
  readonly stack: Stacked | null;
}

/** Judge the bytes of one file; never raises for bad input. */
export async function judge(data: Uint8Array, setting: Setting): Promise<Report> {
  const { check, value } = await attempt("format", () => credentialIn(data));
  if (value === undefined) return { ...reportOf(check), form: "", stack: null };
  const verified = await verify(value.text, setting);
  const { signed } = verified;
  if (signed === undefined || !factsHold(verified.checks) || !isStacked(signed.document))
    return { ...verified, form: value.form, stack: null };
  const { checkStack } = await import("./stack.ts");
  return { ...verified, form: value.form, stack: await checkStack(signed, setting) };
}

/** The report of a file that could not be had. */
export function outOfReach(why: string): Report {
  return { ...reportOf(couldNotCheck("format", "unreadable", why)), form: "", stack: null };
}

/** The form of the file, and the bytes of the credential in it. */
async function credentialIn(data: Uint8Array): Promise<{ form: Form; text: Uint8Array }> {
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
