// Any badge, from anyone: find the form of a file, apply the rules, look at what it rests on.
import { isStacked } from "./related.ts";
import type { Stacked } from "./stack.ts";
import { factsHold } from "./verdict.ts";
import { verify, type Report as Verified } from "./verify.ts";
import type { Setting } from "./secured.ts";

export interface Report extends Verified {
  readonly stack: Stacked | null;
}

/** Judge the bytes of one file; never raises for bad input. */
export async function judge(data: Uint8Array, setting: Setting): Promise<Report> {
  const verified = await verify(data, setting);
  const { signed } = verified;
  if (signed === undefined || !factsHold(verified.checks) || !isStacked(signed.document))
    return { ...verified, stack: null };
  const { checkStack } = await import("./stack.ts");
  return { ...verified, stack: await checkStack(signed, setting) };
}
