// A report as elements: verdict, facts, checks, technical details.
import { CODES, type Check } from "./checks.ts";
import { dayInWords, distanceInWords } from "./days.ts";
import { h, icon, link, nodes, seal, type Icon, type Seal } from "./dom.ts";
import type { Facts } from "./facts.ts";
import type { Report } from "./judge.ts";
import { t, time, tn } from "./language.ts";
import { beginning, factsToShow, say, withDetail, type Part } from "./say.ts";
import { CLAIMS, RESULTS } from "./strings.ts";
import type { Verdict } from "./verdict.ts";

export type Tone = "ok" | "warn" | "bad" | "info" | "wait";

const LOOKS: Readonly<Record<Verdict, readonly [Tone, Seal]>> = {
  genuine: ["ok", "shield"],
  expired: ["warn", "clock"],
  "not-yet-valid": ["warn", "clock"],
  revoked: ["bad", "octagon"],
  replaced: ["warn", "octagon"],
  suspended: ["warn", "triangle"],
  altered: ["bad", "octagon"],
  "unknown-issuer": ["warn", "question"],
  "could-not-check": ["warn", "triangle"],
  "not-a-badge": ["info", "sheet"],
};

export function toneOf(verdict: Verdict): Tone {
  return LOOKS[verdict][0];
}

/** Fill the banner (section#verdict) with what the checks add up to. */
export function showVerdict(banner: HTMLElement, report: Report, checkAgain: () => void, more: Node | null = null): void {
  const [tone, sign] = LOOKS[report.verdict];
  const { headline, sentence, count, counted } = say(report);
  const again = h("button", { class: "link-btn", type: "button" }, report.verdict === "could-not-check" ? t("Try again") : t("Check again"));
  again.addEventListener("click", checkAgain);
  banner.className = `verdict verdict-${tone}`;
  banner.replaceChildren(
    seal(sign),
    h("div", {}, h("h1", {}, headline), h("p", {}, ...sentence.map(shown)), more && h("p", {}, more)),
    h("div", { class: "when" }, h("b", {}, count), counted, h("br"), t("on your device, {time}", { time: time() }), h("br"), again),
  );
}

/** Fill the banner with the words for a check that is under way. */
export function showChecking(banner: HTMLElement, whom: string): void {
  banner.className = "verdict verdict-wait";
  banner.replaceChildren(
    seal("ring"),
    h("div", {}, h("h1", {}, t("Checking this badge")), h("p", {}, t("Your browser is checking the signature and asking {host} whether the badge has been withdrawn.", { host: whom }))),
    h("div", { class: "when" }, h("b", {}, t("Checking")), tn("{n} check to do", "{n} checks to do", CODES.length)),
  );
}

function shown(part: Part): Node | string {
  return typeof part === "string" ? part : h("b", {}, h("bdi", {}, part.bold));
}

// ---------------------------------------------------------------- checks
const MARKS: Readonly<Record<Check["result"], readonly [string, Icon]>> = {
  passed: ["ok", "tick"],
  failed: ["bad", "cross"],
  "could-not-check": ["warn", "alert"],
};

/** Other words beside a claim that holds. */
export type Said = Readonly<Partial<Record<Check["code"], string>>>;

/** Fill ol.checks: one row a check, and one for those that did not run. `own`: this site's DID. */
export function showChecks(rows: HTMLElement, report: Report, own: string, said: Said = {}): void {
  const facts = factsToShow(report);
  const left = CODES.length - report.checks.length;
  const missing = left > 0 ? row("skip-check", "minus", tn("The last check", "The other {n} checks", left), t("Not run"), "") : null;
  rows.replaceChildren(...report.checks.map((check) => checkRow(check, report, facts, own, said)), ...(missing ? [missing] : []));
}

function checkRow(check: Check, report: Report, facts: Facts | null, own: string, said: Said): HTMLElement {
  const soft = check.code === "dates" || check.code === "issuer-known" || check.reason === "suspended" || report.verdict === "replaced";
  const [kind, mark] = check.result === "failed" && soft ? (["warn", "alert"] as const) : MARKS[check.result];
  const claim =
    check.code === "issuer-key" && facts?.issuerName
      ? t("The signing key belongs to {issuer}", { issuer: facts.issuerName })
      : t(CLAIMS[check.code]);
  const why = check.result === "passed" ? "" : withDetail(check);
  const words = (check.result === "passed" && said[check.code]) || resultOf(check, report, facts, own);
  return row(kind, mark, claim, words, why);
}

function row(kind: string, mark: Icon, claim: string, result: string, why: string): HTMLElement {
  return h(
    "li",
    { class: kind },
    h("span", { class: "mark" }, icon(mark)),
    h("strong", {}, h("bdi", {}, claim)),
    h("span", { class: "result" }, result),
    why ? h("span", { class: "why" }, why) : null,
  );
}

/** The few words beside a claim. */
function resultOf({ code, result, reason }: Check, report: Report, facts: Facts | null, own: string): string {
  const { lists, withdrawal } = report;
  const from = reason === "not-yet-valid" ? beginning(report, facts) : "";
  const until = facts?.ends ? dayInWords(facts.ends) : "";
  const [listDay] = Object.values(lists);
  if (result === "passed")
    switch (code) {
      case "signature":
        return t("Signature matches");
      case "issuer-known":
        return facts?.issuer === own ? t("It is this site's own") : t("On this site's list");
      case "issuer-key":
        return facts?.host ? t("Key found on {host}", { host: facts.host }) : t(RESULTS.passed);
      case "dates":
        return until ? t("Valid until {day}", { day: until }) : t("No expiry date set");
      case "status":
        return listDay ? t("Not on the issuer's list of {day}", { day: dayInWords(listDay) }) : t("No list is kept");
      default:
        return t(RESULTS.passed);
    }
  if (reason === "expired" && until) return t("Expired {day}", { day: until });
  if (from) return t("Not valid until {day}", { day: dayInWords(from) });
  if (reason === "issuer-unknown") return t("Not in our list");
  if (code === "status" && result === "failed")
    return withdrawal?.on
      ? t("Withdrawn {day}", { day: dayInWords(withdrawal.on) })
      : reason === "suspended"
        ? t("Paused")
        : t("Withdrawn");
  return t(RESULTS[result]);
}

// ---------------------------------------------------------------- facts
/** The rows of dl.facts, made from the verified document only; `published` is what the page says of its end, for when the document says nothing. */
export function factRows(report: Report, facts: Facts, now: number, criteria: Node | null, published: HTMLElement | null = null): HTMLElement[] {
  const ends = facts.ends ? dayInWords(facts.ends) : "";
  const distance = facts.ends ? distanceInWords(now, Date.parse(facts.ends)) : "";
  const off = report.verdict === "revoked" || report.verdict === "replaced";
  const expired = report.checks.some((check) => check.reason === "expired");
  const until: (Node | string | null)[] = ends
    ? [off ? h("s", { class: "muted" }, ends) : ends, " ", expired ? h("span", { class: "chip chip-warn" }, distance) : off ? null : h("span", { class: "muted" }, distance)]
    : [t("No expiry date set")];
  if (expired) until.push(h("span", { class: "paper" }, t("Expired"))); // paper cannot know how long ago
  if (off && report.withdrawal?.on) until.push(" ", h("span", { class: "chip chip-bad" }, t("Withdrawn {day}", { day: dayInWords(report.withdrawal.on) })));
  const claimed = facts.issuerName && facts.issuerName !== facts.host;
  const isKnown = report.checks.some((check) => check.code === "issuer-known" && check.result === "passed");
  const issuer = isKnown && claimed
    ? [h("b", {}, h("bdi", {}, facts.issuerName)), h("small", {}, ...nodes("{issuer}, whose key signed this badge", { issuer: h("b", {}, facts.host || facts.issuer) }))]
    : [h("b", {}, facts.host || facts.issuer), claimed ? h("small", {}, ...nodes("It calls itself “{name}”. The name is its own claim; the address is what we checked.", { name: h("bdi", {}, facts.issuerName) })) : null];
  const evidence = [
    ...(facts.narrative ? [h("bdi", {}, facts.narrative)] : []),
    ...facts.evidence.map(({ name, url }) => link(url, name || url)),
  ];
  return [
    facts.limits ? fact(t("Limits"), facts.limits) : null,
    fact(t("Awarded to"), facts.learner ? h("b", {}, h("bdi", {}, facts.learner)) : t("The badge does not say")),
    fact(isKnown ? t("Awarded by") : t("Signed by"), ...issuer),
    facts.awarded ? fact(t("Awarded on"), dayInWords(facts.awarded)) : null,
    ends || !published ? fact(t("Valid until"), ...until) : published,
    facts.description || criteria ? fact(t("What it shows"), h("bdi", {}, facts.description), " ", criteria) : null,
    facts.results.length ? fact(t("Result"), h("bdi", {}, facts.results.join(", "))) : null,
    facts.skills.length ? fact(t("Skills"), ...between(facts.skills.map(({ name, url }) => link(url, name)), ", ")) : null,
    evidence.length ? fact(t("Evidence"), ...between(evidence, h("br"))) : null,
  ].filter((each) => each !== null);
}

export function fact(name: string, ...value: readonly (Node | string | null)[]): HTMLElement {
  return h("div", {}, h("dt", {}, name), h("dd", {}, ...value));
}

function between(nodes: readonly Node[], separator: Node | string): (Node | string)[] {
  return nodes.flatMap((node, index) => (index ? [typeof separator === "string" ? separator : separator.cloneNode(), node] : [node]));
}

// ---------------------------------------------------------------- technical details
/** The rows of the technical details: what was used, in the terms of the standards. */
export function technicalRows(report: Report, digest: string, page: string): HTMLElement[] {
  const mono = (text: string) => h("span", { class: "mono long" }, text);
  const { signed } = report;
  const proof = signed?.proof;
  const status = signed?.document["credentialStatus"];
  const place = typeof status === "object" && status !== null && !Array.isArray(status) ? String(status["id"] ?? "") : "";
  return [
    signed ? fact(t("Credential"), mono(String(signed.document["id"] ?? ""))) : null,
    signed ? fact(t("Issuer"), mono(signed.issuer)) : null,
    proof ? fact(t("Proof"), mono(`${proof.members["type"]}, ${proof.members["cryptosuite"] ?? "Ed25519"}, ${proof.created}`)) : null,
    proof ? fact(t("Key"), mono(proof.method)) : null,
    place ? fact(t("Status list"), mono(place)) : null,
    digest ? fact(t("File hash"), mono(`sha256-${digest}`)) : null,
    fact(t("Codes"), mono(report.checks.map(({ code, result, reason }) => `${code}: ${reason || result}`).join(", "))),
    fact(t("Checked by"), mono(page)),
    fact(t("Without this page"), mono("badgesite verify --fetch FILE")),
  ].filter((each) => each !== null);
}

// ---------------------------------------------------------------- the parts below the facts
/** What was checked, what that does not prove, and the technical details; `digest` is the file's SHA-256. */
export function reported(report: Report, facts: Facts | null, own: string, digest: string): HTMLElement[] {
  const rows = h("ol", { class: "checks", id: "checks" });
  showChecks(rows, report, own);
  return [
    h("section", { class: "block" }, h("h2", {}, t("What was checked")), rows),
    ...(facts ? [limits(facts)] : []),
    h("section", { class: "block" }, details(technicalRows(report, digest, location.origin + location.pathname))),
  ];
}

function limits({ learner }: Facts): HTMLElement {
  const holder = learner
    ? nodes("That the person showing it to you is {learner}. Ask for identification if that matters.", { learner: h("bdi", {}, learner) })
    : [t("That the person showing it to you is the one it was awarded to. Ask for identification if that matters.")];
  return h(
    "section",
    { class: "block" },
    h("h2", {}, t("What this does not prove")),
    h(
      "ul",
      { class: "dots" },
      h("li", {}, ...holder),
      h("li", {}, t("How good the training was. Read the criteria and judge for yourself.")),
      h("li", {}, t("That the skill is still fresh. Look at the date.")),
    ),
  );
}

function details(rows: readonly HTMLElement[]): HTMLElement {
  return h(
    "details",
    { class: "more" },
    h("summary", {}, t("Technical details")),
    h("div", { class: "inside" }, h("dl", { class: "facts small" }, ...rows)),
  );
}
