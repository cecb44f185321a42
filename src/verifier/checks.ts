// The words of a check: its code, its result, why, and how a check that is not passed is raised.

export type Code = "format" | "signature" | "issuer-key" | "issuer-known" | "dates" | "status";
export type Result = "passed" | "failed" | "could-not-check";

export const CODES: readonly Code[] = ["format", "signature", "issuer-key", "issuer-known", "dates", "status"];

/** One step of verification; `reason` is a stable slug, empty when passed; `detail` is for people. */
export interface Check {
  readonly code: Code;
  readonly result: Result;
  readonly reason: string;
  readonly detail: string;
}

export function passed(code: Code): Check {
  return { code, result: "passed", reason: "", detail: "" };
}

export function failed(code: Code, reason: string, detail = ""): Check {
  return { code, result: "failed", reason, detail };
}

export function couldNotCheck(code: Code, reason: string, detail = ""): Check {
  return { code, result: "could-not-check", reason, detail };
}

/** Raised by a rule that is broken: the check fails for this reason. */
export class Failed extends Error {
  readonly reason: string;
  readonly detail: string;
  constructor(reason: string, detail = "") {
    super(reason);
    this.reason = reason;
    this.detail = detail;
  }
}

/** Raised when a rule could not be applied: something is unknown to us or out of reach. */
export class Unknown extends Error {
  readonly reason: string;
  readonly detail: string;
  constructor(reason: string, detail = "") {
    super(reason);
    this.reason = reason;
    this.detail = detail;
  }
}

/** Run one step: what it raises becomes the check's result; anything unforeseen is no pass. */
export async function attempt<T>(code: Code, step: () => Promise<T>): Promise<{ check: Check; value?: T }> {
  try {
    const value = await step();
    return { check: passed(code), value };
  } catch (error) {
    if (error instanceof Failed) return { check: failed(code, error.reason, error.detail) };
    if (error instanceof Unknown) return { check: couldNotCheck(code, error.reason, error.detail) };
    return { check: couldNotCheck(code, "unexpected") };
  }
}
