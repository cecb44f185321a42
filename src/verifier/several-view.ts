// Several checked files on /verify/: a table, those that need attention first, and the same as CSV.
import { dayInWords } from "./days.ts";
import { download, h, icon, type Icon } from "./dom.ts";
import { t, time, tn } from "./language.ts";
import type { Checked } from "./result-view.ts";
import { factsToShow } from "./say.ts";
import { WORDS } from "./strings.ts";
import { toneOf } from "./view.ts";

const ORDER = ["bad", "warn", "info", "ok", "wait"];
const MARKS: Readonly<Record<string, Icon>> = { ok: "tick", bad: "cross", warn: "alert", info: "minus", wait: "wait" };

export function showSeveral(container: HTMLElement, files: readonly Checked[], open: (one: Checked) => void, others: () => void): void {
  const good = files.filter(({ report }) => report.verdict === "genuine").length;
  const sorted = [...files].sort((a, b) => rank(a) - rank(b));
  const save = h("button", { class: "btn btn-primary", type: "button" }, icon("download"), t("Save as CSV"));
  save.addEventListener("click", () => download("badges.csv", "text/csv;charset=utf-8", csv(files)));
  const more = h("button", { class: "btn", type: "button" }, t("Check others"));
  more.addEventListener("click", others);
  const rest = files.length - good;
  const attention = rest === 0 ? "" : ` ${tn("{n} needs your attention.", "{n} need your attention.", rest)}`;
  const columns = [t("File"), t("Result"), ...shownColumns()];
  container.hidden = false;
  container.replaceChildren(
    h(
      "header",
      { class: "page-head" },
      h("h1", {}, tn("{good} of {n} badge is genuine", "{good} of {n} badges are genuine", files.length, { good })),
      h("p", { class: "lede" }, t("Checked on your device at {time}.", { time: time() }) + attention),
    ),
    h(
      "div",
      { class: "card scroll-x", tabindex: "0", role: "group", "aria-label": t("Results") },
      h(
        "table",
        { class: "table stacked" },
        h("thead", {}, h("tr", {}, ...columns.map((name) => h("th", { scope: "col" }, name)))),
        h("tbody", {}, ...sorted.map((one) => row(one, open))),
      ),
    ),
    h("p", { class: "row" }, save, more),
  );
}

function rank({ report }: Checked): number {
  return ORDER.indexOf(toneOf(report.verdict));
}

/** What of a badge is shown, once its facts hold. */
function shownColumns(): string[] {
  return [t("Badge"), t("Awarded to"), t("Issuer"), t("Valid until")];
}

function row(one: Checked, open: (one: Checked) => void): HTMLElement {
  const { verdict } = one.report;
  const tone = toneOf(verdict);
  const facts = factsToShow(one.report);
  const isKnown = one.report.checks.some(({ code, result }) => code === "issuer-known" && result === "passed");
  const values = facts && [
    facts.badge,
    facts.learner,
    (isKnown && facts.issuerName) || facts.host || facts.issuer,
    facts.ends ? dayInWords(facts.ends) : t("No expiry date set"),
  ];
  // On a narrow screen there is no head, so each value says what it is (`data-l`).
  const cells = shownColumns().map((column, index) => {
    if (values === null) return h("td", { class: "not-shown" }, t("not shown"));
    return values[index] ? h("td", { "data-l": column }, h("bdi", {}, values[index])) : h("td");
  });
  const name = h("button", { class: "link-btn mono", type: "button" }, h("bdi", {}, one.name));
  name.addEventListener("click", () => open(one));
  return h(
    "tr",
    {},
    h("th", { scope: "row" }, name),
    h("td", {}, h("span", { class: `chip chip-${tone}` }, icon(MARKS[tone] ?? "minus"), t(WORDS[verdict]))),
    ...cells,
  );
}

/** The results as CSV: RFC 4180, and no cell that a spreadsheet would take for a formula. */
export function csv(files: readonly Checked[]): string {
  const rows = files.map(({ name, report }) => {
    const facts = factsToShow(report);
    const codes = report.checks.map(({ code, result, reason }) => `${code}:${reason || result}`).join(" ");
    const dates = [facts?.begins.slice(0, 10) ?? "", facts?.ends.slice(0, 10) ?? ""];
    return [name, report.verdict, report.stack?.outcome ?? "", facts?.badge ?? "", facts?.learner ?? "", facts?.issuer ?? "", ...dates, codes];
  });
  const header = ["file", "verdict", "stack", "badge", "learner", "issuer", "validFrom", "validUntil", "checks"];
  return [header, ...rows].map((cells) => cells.map(cell).join(",") + "\r\n").join("");
}

function cell(text: string): string {
  const plain = /^[=+\-@\t\r]/.test(text) ? `'${text}` : text;
  return `"${plain.replaceAll('"', '""')}"`;
}
