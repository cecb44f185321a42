// What came of a stack, in one sentence for people. badgesite/verifying/stack_words.py says the same.
import { dayInWords } from "./days.ts";

export const RULES = "The rules";

/** A part that has expired: what it is called, and its last day (YYYY-MM-DD); "" when no date says one. */
export interface End {
  readonly name: string;
  readonly until: string;
}

/** "Unlocked by these 4 credentials, all checked." */
export function unlocked(count: number): string {
  return count === 1
    ? "Unlocked by this credential, which was checked."
    : `Unlocked by these ${count} credentials, all checked.`;
}

/** "Complete when awarded; lapsed since 3 May 2026 because …", of parts of one last day. */
export function lapsed(ends: readonly End[]): string {
  const last = ends[0]?.until ?? "";
  const since = last ? ` since ${dayInWords(dayAfter(last))}` : "";
  return `Complete when awarded; lapsed${since} because ${listed(ends)}.`;
}

/** Parts ended, and by the pathway's rules this takes nothing back. */
export function kept(ends: readonly End[]): string {
  return `Complete when awarded, and by its rules it stays so although ${listed(ends)}.`;
}

/** Parts ended that the rule can do without. */
export function spare(ends: readonly End[]): string {
  return `Complete when awarded; ${listed(ends)}, and the rule still holds without.`;
}

/** Something is wrong with it, or could not be checked, and with what. */
export function notAll(wrong: boolean, what: string, message: string): string {
  const lead = wrong ? "It does not rest on what it says" : "Not all that it rests on was checked";
  return `${lead}. ${what}: ${message}.`;
}

function listed(ends: readonly End[]): string {
  const said = ends.map(({ name, until }) => `${name} expired${until ? ` on ${dayInWords(until)}` : ""}`);
  return said.length < 2 ? said.join("") : `${said.slice(0, -1).join(", ")} and ${said.at(-1)}`;
}

function dayAfter(day: string): string {
  const next = new Date(`${day}T00:00:00Z`);
  next.setUTCDate(next.getUTCDate() + 1);
  return next.toISOString().slice(0, 10);
}
