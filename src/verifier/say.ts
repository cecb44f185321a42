// The verdict in words: a pure function of the checks that ran and the facts that hold. A sentence
// may name only what was checked; nothing here is written beside the results.
import { CODES, type Check, type Code } from "./checks.ts";
import { dayInWords } from "./days.ts";
import { listed, pieces, t, tn } from "./language.ts";
import { instant } from "./dates.ts";
import { factsOf, issuerHost, type Facts } from "./facts.ts";
import type { Report } from "./judge.ts";
import { HEADLINES, sentence } from "./strings.ts";
import { factsHold, type Verdict } from "./verdict.ts";

/** Plain text, or a name or address that is set apart. */
export type Part = string | { readonly bold: string };

function parts(message: string, values: Readonly<Record<string, Part>>): Part[] {
  return pieces(message, values);
}

export interface Said {
  readonly headline: string;
  readonly sentence: readonly Part[];
  /** Beside the verdict: `6 of 6` / `checks passed`. */
  readonly count: string;
  readonly counted: string;
}

/** The facts that may be shown; null unless form, signature and key are good. */
export function factsToShow(report: Report): Facts | null {
  if (!factsHold(report.checks)) return null;
  return report.facts ?? (report.signed ? factsOf(report.signed) : null);
}

export function say(report: Report): Said {
  const facts = factsToShow(report);
  return { headline: headline(report, facts), sentence: sentences(report, facts), ...counted(report) };
}

function headline(report: Report, facts: Facts | null): string {
  const { verdict, withdrawal } = report;
  if (report.checks[0]?.result === "could-not-check") return t("Nothing could be checked");
  // It was genuine only if there is nothing else that did not pass.
  const wasGenuine = verdict === "expired" && CODES.every((code) => code === "dates" || passed(report, code));
  const begins = verdict === "not-yet-valid" ? beginning(report, facts) : "";
  const stamp =
    begins || (wasGenuine ? facts?.ends : verdict === "revoked" || verdict === "replaced" ? withdrawal?.on : undefined);
  if (!stamp) return t(HEADLINES[verdict]);
  const day = dayInWords(stamp);
  if (begins) return t("Not valid until {day}", { day });
  if (wasGenuine) return t("This badge was genuine but expired on {day}", { day });
  if (verdict === "replaced") return t("The issuer replaced this badge on {day}", { day });
  return t("The issuer withdrew this badge on {day}", { day });
}

/** From when a badge holds: its own day, or the signature's where that is later; "" when neither is known. */
export function beginning({ signed }: Report, facts: Facts | null): string {
  const [begins = "", created = ""] = facts ? [facts.begins, signed?.proof?.created] : [];
  return (instant(begins) ?? 0) < (instant(created) ?? 0) ? created : begins;
}

function sentences(report: Report, facts: Facts | null): Part[] {
  switch (report.verdict) {
    case "genuine":
      return [...awarded(facts), ...notDone(report, facts), ...restsOn(report)];
    case "expired":
    case "not-yet-valid":
      if (!passed(report, "issuer-known")) return unknownIssuer(report, facts);
      return [...awarded(facts, report.verdict), ...notDone(report, facts), ...openQuestions(report)];
    case "revoked":
    case "replaced":
    case "suspended":
      return withdrawn(report, facts);
    case "altered":
      return [altered(report)];
    case "unknown-issuer":
      return unknownIssuer(report, facts);
    case "not-a-badge":
      return [
        whyFormat(report),
        " ",
        t("We expected a badge as a JSON file, or a picture (PNG or SVG) with a badge inside."),
      ];
    case "could-not-check":
      return [...whatHolds(report), ...openQuestions(report)];
  }
}

/** That what a final badge rests on has ended since: its own verdict does not depend on it. */
function restsOn({ stack }: Report): Part[] {
  return stack?.outcome === "lapsed" ? [` ${stack.message}`] : [];
}

function awarded(facts: Facts | null, verdict?: Verdict): Part[] {
  if (facts === null) return [];
  // Nothing was done on a day to come.
  const on = verdict === "not-yet-valid" && facts.awarded === facts.begins ? "" : facts.awarded;
  const values: Readonly<Record<string, Part>> = {
    issuer: { bold: facts.issuerName || facts.host || facts.issuer },
    badge: { bold: facts.badge },
    learner: { bold: facts.learner },
    day: dayInWords(on),
  };
  if (facts.learner && on) return parts("{issuer} awarded {badge} to {learner} on {day}.", values);
  if (on) return parts("{issuer} awarded {badge} on {day}.", values);
  if (facts.learner) return parts("{issuer} awarded {badge} to {learner}.", values);
  return parts("{issuer} awarded {badge}.", values);
}

/** "It has not been changed, withdrawn or expired": of these, the ones whose check passed. */
function notDone(report: Report, facts: Facts | null): Part[] {
  if (!passed(report, "signature")) return [];
  const inDates = passed(report, "dates") && facts?.ends;
  if (!passed(report, "status")) return [" ", t("It has not been changed.")];
  if (!inDates) return [" ", t("It has not been changed or withdrawn.")];
  return [" ", t("It has not been changed, withdrawn or expired.")];
}

function whatHolds(report: Report): Part[] {
  const good = [
    ...(passed(report, "signature") ? [t("the signature is good")] : []),
    ...(passed(report, "issuer-key") ? [t("the key is the issuer's")] : []),
    ...(passed(report, "dates") ? [t("the badge is within its dates")] : []),
    ...(passed(report, "status") ? [t("it has not been withdrawn")] : []),
  ];
  return good.length ? [`${capital(listed(good))}.`] : [];
}

/** What could not be checked; the details stand beside each check. */
function openQuestions({ checks }: Report): Part[] {
  const open = checks.filter((check) => check.result === "could-not-check");
  return open.map((check) => ` ${t("Not checked: {reason}", { reason: sentence(check) })}`);
}

function withdrawn(report: Report, facts: Facts | null): Part[] {
  const reason = report.withdrawal?.reason?.replace(/[.\s]+$/, "");
  const given = reason ? [" ", ...reasonGiven(reason, facts)] : [];
  if (report.verdict === "suspended") return [t("Do not rely on it for now."), ...given, ...openQuestions(report)];
  const signature = passed(report, "signature")
    ? [" ", t("The signature is good, so this is the real record of an award that no longer stands.")]
    : [];
  return [t("Do not rely on it."), ...given, ...signature, ...openQuestions(report)];
}

function reasonGiven(reason: string, facts: Facts | null): Part[] {
  if (facts === null) return parts("Reason given by the issuer: {reason}.", { reason });
  return parts("Reason given by {issuer}: {reason}.", { issuer: { bold: facts.issuerName || facts.host }, reason });
}

function altered(report: Report): string {
  const why = report.checks.find((check) => check.result === "failed");
  const advice = t("So nothing in it can be trusted. Ask the person for the original link or file.");
  return why ? `${sentence(why)} ${advice}` : advice;
}

function unknownIssuer(report: Report, facts: Facts | null): Part[] {
  const issuer = report.signed?.issuer ?? "";
  const who = { bold: facts?.host || issuerHost(issuer) || issuer };
  const signed = passed(report, "issuer-key")
    ? parts("The file has not been changed since {issuer} signed it.", { issuer: who })
    : parts("The file names {issuer} as its issuer, which could not be confirmed.", { issuer: who });
  return [
    ...signed,
    " ",
    t("It is not on our list of issuers, so decide whether you trust this address."),
    ...openQuestions(report),
  ];
}

function whyFormat({ checks }: Report): string {
  const format = checks.find((check) => check.code === "format");
  return format ? sentence(format) : "";
}

function counted({ checks, verdict }: Report): { count: string; counted: string } {
  const all = CODES.length;
  const good = checks.filter((check) => check.result === "passed").length;
  const bad = checks.filter((check) => check.result === "failed").length;
  const values = { good, all };
  if (good === all) return { count: t("{good} of {all}", values), counted: t("checks passed") };
  if (checks.length < all) return { count: t("Stopped"), counted: t("at check {n} of {all}", { n: checks.length, all }) };
  // What has ended, has yet to begin, or whose maker we do not know, has nothing wrong about it.
  const wrong = ["expired", "not-yet-valid", "unknown-issuer", "replaced"].includes(verdict) ? tn("{n} warning", "{n} warnings", bad) : tn("{n} failed", "{n} failed", bad);
  const count = bad ? wrong : tn("{n} not run", "{n} not run", all - good);
  return { count, counted: t("{good} of {all} checks passed", values) };
}

function passed({ checks }: Report, code: Code): boolean {
  return checks.some((check) => check.code === code && check.result === "passed");
}

/** The sentence of a check, and what more is known. */
export function withDetail(check: Check): string {
  return check.detail ? `${sentence(check).replace(/\.$/, "")} (${check.detail}).` : sentence(check);
}

function capital(text: string): string {
  return text.slice(0, 1).toUpperCase() + text.slice(1);
}
