// The verdict in words: a pure function of the checks that ran and the facts that hold. A sentence
// may name only what was checked; nothing here is written beside the results.
import { CODES, type Code } from "./checks.ts";
import { dayInWords } from "./days.ts";
import { factsOf, issuerHost, type Facts } from "./facts.ts";
import type { Report } from "./judge.ts";
import { HEADLINES, sentence } from "./strings.ts";
import { factsHold } from "./verdict.ts";

/** Plain text, or a name or address that is set apart. */
export type Part = string | { readonly bold: string };

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

function headline({ verdict, withdrawal }: Report, facts: Facts | null): string {
  const day =
    verdict === "expired" ? facts?.ends : verdict === "revoked" || verdict === "replaced" ? withdrawal?.on : undefined;
  return HEADLINES[verdict] + (day ? ` on ${dayInWords(day)}` : "");
}

function sentences(report: Report, facts: Facts | null): Part[] {
  switch (report.verdict) {
    case "genuine":
      return [...awarded(facts), ...notDone(report, facts)];
    case "expired":
    case "not-yet-valid":
      return [...awarded(facts), ...notDone(report, facts), ...openQuestions(report)];
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
        " We expected a badge as a JSON file, or a picture (PNG or SVG) with a badge inside.",
      ];
    case "could-not-check":
      return [...whatHolds(report), ...openQuestions(report)];
  }
}

function awarded(facts: Facts | null): Part[] {
  if (facts === null) return [];
  const to: Part[] = facts.learner ? [" to ", { bold: facts.learner }] : [];
  const on = facts.awarded ? ` on ${dayInWords(facts.awarded)}` : "";
  return [{ bold: facts.issuerName || facts.host || facts.issuer }, " awarded ", { bold: facts.badge }, ...to, `${on}.`];
}

/** "It has not been changed, withdrawn or expired": of these, the ones whose check passed. */
function notDone(report: Report, facts: Facts | null): Part[] {
  const done = [
    ...(passed(report, "signature") ? ["changed"] : []),
    ...(passed(report, "status") ? ["withdrawn"] : []),
    ...(passed(report, "dates") && facts?.ends ? ["expired"] : []),
  ];
  return done.length ? [` It has not been ${oneOf(done)}.`] : [];
}

function whatHolds(report: Report): Part[] {
  const good = [
    ...(passed(report, "signature") ? ["the signature is good"] : []),
    ...(passed(report, "issuer-key") ? ["the key is the issuer's"] : []),
    ...(passed(report, "dates") ? ["the badge is within its dates"] : []),
    ...(passed(report, "status") ? ["it has not been withdrawn"] : []),
  ];
  return good.length ? [`${capital(listed(good))}.`] : [];
}

/** What could not be checked, and why. */
function openQuestions({ checks }: Report): Part[] {
  const open = checks.filter((check) => check.result === "could-not-check");
  return open.map((check) => ` Not checked: ${sentence(check)}${check.detail ? ` (${check.detail})` : ""}`);
}

function withdrawn(report: Report, facts: Facts | null): Part[] {
  const advice = report.verdict === "suspended" ? "Do not rely on it for now." : "Do not rely on it.";
  const who: Part[] = facts ? [{ bold: facts.issuerName || facts.host }] : ["the issuer"];
  const reason = report.withdrawal?.reason?.replace(/[.\s]+$/, "");
  const given: Part[] = reason ? [" Reason given by ", ...who, `: ${reason}.`] : [];
  const signature = passed(report, "signature")
    ? " The signature is good, so this is the real record of an award that no longer stands."
    : "";
  return [advice, ...given, report.verdict === "suspended" ? "" : signature, ...openQuestions(report)];
}

function altered(report: Report): string {
  const why = report.checks.find((check) => check.result === "failed");
  const advice = " So nothing in it can be trusted. Ask the person for the original link or file.";
  return (why ? sentence(why) : "") + advice;
}

function unknownIssuer(report: Report, facts: Facts | null): Part[] {
  const issuer = report.signed?.issuer ?? "";
  const who = { bold: facts?.host || issuerHost(issuer) || issuer };
  const signed: Part[] = ["The file has not been changed since ", who, " signed it."];
  return [...signed, " It is not on our list of issuers, so decide whether you trust this address.", ...openQuestions(report)];
}

function whyFormat({ checks }: Report): string {
  const format = checks.find((check) => check.code === "format");
  return format ? sentence(format) : "";
}

function counted({ checks }: Report): { count: string; counted: string } {
  const all = CODES.length;
  const good = checks.filter((check) => check.result === "passed").length;
  const bad = checks.filter((check) => check.result === "failed").length;
  if (good === all) return { count: `${all} of ${all}`, counted: "checks passed" };
  if (checks.length < all) return { count: "Stopped", counted: `at check ${checks.length} of ${all}` };
  return { count: bad ? `${bad} failed` : `${all - good} not run`, counted: `${good} of ${all} checks passed` };
}

function passed({ checks }: Report, code: Code): boolean {
  return checks.some((check) => check.code === code && check.result === "passed");
}

function oneOf(words: readonly string[]): string {
  return words.length < 2 ? words.join("") : `${words.slice(0, -1).join(", ")} or ${words.at(-1)}`;
}

function listed(words: readonly string[]): string {
  return words.length < 2 ? words.join("") : `${words.slice(0, -1).join(", ")} and ${words.at(-1)}`;
}

function capital(text: string): string {
  return text.slice(0, 1).toUpperCase() + text.slice(1);
}
