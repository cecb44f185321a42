// What came of a stack, in one sentence for people. badgesite/verifying/stack_words.py says the same.
import { dayInWords } from "./days.ts";
import { listed as list, t, tn } from "./language.ts";

/** A part that has ended: what it is called, and its last day (YYYY-MM-DD); "" when no date says one. */
export interface End {
  readonly name: string;
  readonly until: string;
  /** Withdrawn, on a pathway that keeps what it gave; a status list says that it was, not when. */
  readonly withdrawn: boolean;
}

/** "Unlocked by these 4 credentials, all checked." */
export function unlocked(count: number): string {
  return tn("Unlocked by this credential, which was checked.", "Unlocked by these {n} credentials, all checked.", count);
}

/** "Complete when awarded; lapsed since 3 May 2026 because …", of parts of one last day. */
export function lapsed(ends: readonly End[]): string {
  const last = ends[0]?.until ?? "";
  const why = listed(ends);
  const said = last
    ? t("Complete when awarded; lapsed since {day} because {why}.", { day: dayInWords(dayAfter(last)), why })
    : t("Complete when awarded; lapsed because {why}.", { why });
  // A part that was renewed has a newer award, which the badge that was given before cannot name.
  const renewed = tn(
    "Whether it was renewed since, this badge cannot say.",
    "Whether they were renewed since, this badge cannot say.",
    ends.length,
  );
  return `${said} ${renewed}`;
}

/** Parts ended, and by the pathway's rules this takes nothing back. */
export function kept(ends: readonly End[]): string {
  return t("Complete when awarded, and by its rules it stays so although {why}.", { why: listed(ends) });
}

/** Parts ended that the rule can do without. */
export function spare(ends: readonly End[]): string {
  return t("Complete when awarded; {why}, and the rule still holds without.", { why: listed(ends) });
}

/** Something is wrong with it, or could not be checked, and with what. */
export function notAll(wrong: boolean, what: string, message: string): string {
  const lead = wrong ? t("It does not rest on what it says.") : t("Not all that it rests on was checked.");
  return `${lead} ${t("{what}: {message}.", { what, message })}`;
}

/** What finishes “because …”, in the order of words that a language has there. */
function listed(ends: readonly End[]): string {
  return list(
    ends.map(({ name, until, withdrawn }) => {
      if (withdrawn) return t("{badge} was withdrawn", { badge: name });
      return until ? t("{badge} expired on {day}", { badge: name, day: dayInWords(until) }) : t("{badge} expired", { badge: name });
    }),
  );
}

function dayAfter(day: string): string {
  const next = new Date(`${day}T00:00:00Z`);
  next.setUTCDate(next.getUTCDate() + 1);
  return next.toISOString().slice(0, 10);
}
