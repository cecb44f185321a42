// The words of a check: its code, its result, why, and how a check that is not passed is raised.

export type Code = "format" | "signature" | "issuer-key" | "issuer-known" | "dates" | "status";
export type Result = "passed" | "failed" | "could-not-check";

export const CODES: readonly Code[] = ["format", "signature", "issuer-key", "issuer-known", "dates", "status"];

/** One step of verification; `reason` is a stable slug, empty when passed. */
export interface Check {
  readonly code: Code;
  readonly result: Result;
  readonly reason: string;
}

export function passed(code: Code): Check {
  return { code, result: "passed", reason: "" };
}

export function failed(code: Code, reason: string): Check {
  return { code, result: "failed", reason };
}

export function couldNotCheck(code: Code, reason: string): Check {
  return { code, result: "could-not-check", reason };
}

/** Raised by a rule that is broken: the check fails for this reason. */
export class Failed extends Error {
  readonly reason: string;
  constructor(reason: string) {
    super(reason);
    this.reason = reason;
  }
}

/** Raised when a rule could not be applied: something is unknown to us or out of reach. */
export class Unknown extends Error {
  readonly reason: string;
  constructor(reason: string) {
    super(reason);
    this.reason = reason;
  }
}

/** Run one step: what it raises becomes the check's result; anything unforeseen is no pass. */
export async function attempt<T>(code: Code, step: () => Promise<T>): Promise<{ check: Check; value?: T }> {
  try {
    const value = await step();
    return { check: passed(code), value };
  } catch (error) {
    if (error instanceof Failed) return { check: failed(code, error.reason) };
    if (error instanceof Unknown) return { check: couldNotCheck(code, error.reason) };
    return { check: couldNotCheck(code, "unexpected") };
  }
}
