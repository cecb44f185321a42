// One checked file on /verify/: verdict, what the badge says, what was checked, what to do next.
import { byId, download, h, icon, nodes } from "./dom.ts";
import type { Facts } from "./facts.ts";
import type { Place } from "./fetch.ts";
import type { Report } from "./judge.ts";
import { t, tn } from "./language.ts";
import { toJson } from "./report.ts";
import { factsToShow, say } from "./say.ts";
import { showStack } from "./stack-view.ts";
import { WORDS } from "./strings.ts";
import { factRows, reported, showVerdict, toneOf } from "./view.ts";

/** One file that was checked. */
export interface Checked {
  readonly name: string;
  readonly data: Uint8Array;
  readonly report: Report;
  readonly now: number;
  /** SHA-256 (hex) of all that was looked at; the file itself at "". */
  readonly used: ReadonlyMap<string, string>;
  /** What may help whoever gave something that is no badge; "" when there is nothing to say. */
  readonly advice: string;
}

interface Actions {
  again(): void;
  another(): void;
}

export function showResult(container: HTMLElement, checked: Checked, place: Place, actions: Actions): void {
  const { report, name, now, used, advice } = checked;
  const facts = factsToShow(report);
  const banner = h("section", { class: "verdict" });
  const stack = h("section", { class: "block", hidden: true });
  showVerdict(banner, report, actions.again, advice ? h("span", {}, advice) : null);
  if (report.stack !== null) showStack(stack, report.stack, (url) => url);
  container.hidden = false;
  container.replaceChildren(
    banner,
    h(
      "div",
      { class: "cred" },
      h("div", { class: "cred-side" }, picture(checked, facts, place), nameOf(checked), buttons(checked, name, actions)),
      h(
        "div",
        { class: "cred-main" },
        ...(facts ? says(report, facts, now) : []),
        stack,
        report.inner.length > 0 ? inside(report) : null,
        ...reported(report, facts, place.did, used.get("") ?? ""),
      ),
    ),
  );
}

function says(report: Report, facts: Facts, now: number): Node[] {
  return [
    h("p", { class: "eyebrow" }, t("What the badge says")),
    h("h2", { class: "cred-name" }, h("bdi", {}, facts.badge || t("A badge without a name"))),
    h("dl", { class: "facts" }, ...factRows(report, facts, now, null)),
  ];
}

/** The badges in a record, each with its own verdict. */
function inside({ inner }: Report): HTMLElement {
  const rows = inner.map((each) => {
    const facts = factsToShow(each);
    const tone = toneOf(each.verdict);
    return h(
      "li",
      { class: tone === "info" ? "skip-check" : tone },
      h("span", { class: "mark" }, icon(tone === "ok" ? "tick" : tone === "bad" ? "cross" : "alert")),
      h("strong", {}, h("bdi", {}, facts?.badge || t("A badge that is not shown"))),
      h("span", { class: "result" }, t(WORDS[each.verdict])),
      h("span", { class: "why" }, say(each).sentence.map((part) => (typeof part === "string" ? part : part.bold)).join("")),
    );
  });
  return h("section", { class: "block" }, h("h2", {}, t("Badges in this record")), h("ol", { class: "checks" }, ...rows));
}

/** The picture that was given, or this site's own; nothing is ever asked of another host for it. */
function picture({ data, report, name }: Checked, facts: Facts | null, { base, root }: Place): HTMLElement {
  const off = report.verdict === "revoked" || report.verdict === "replaced" || report.verdict === "expired";
  const given = report.form.startsWith("png") ? "image/png" : report.form.startsWith("svg") ? "image/svg+xml" : "";
  const own = facts?.image.startsWith(base) ? new URL(facts.image.slice(base.length), root).href : "";
  const source = given ? URL.createObjectURL(new Blob([new Uint8Array(data)], { type: given })) : own;
  if (facts === null || !source.startsWith("blob:") && !source.startsWith(root))
    return h("div", { class: "plinth is-empty" }, icon("file"), h("p", { class: "small muted" }, facts ? name : t("Picture not shown: what the file says is not confirmed.")));
  return h("div", { class: off ? "plinth is-off" : "plinth" }, h("img", { src: source, alt: facts.badge, width: "256", height: "256" }));
}

function nameOf({ name, data }: Checked): HTMLElement | null {
  if (data.length === 0) return null; // nothing was read
  const size = data.length < 1000 ? tn("{n} byte", "{n} bytes", data.length) : t("{n} kB", { n: Math.round(data.length / 1000) });
  return h("p", { class: "small muted" }, icon("file"), " ", ...nodes("{name}, {size}. Read on this device, not uploaded.", { name: h("bdi", {}, name), size }));
}

function buttons({ report, now, used }: Checked, name: string, { another }: Actions): HTMLElement {
  const next = h("button", { class: "btn btn-primary wide", type: "button" }, t("Check another"));
  next.addEventListener("click", another);
  const save = h("button", { class: "btn wide", type: "button" }, icon("download"), t("Report of this check"));
  save.addEventListener("click", () => {
    const json = JSON.stringify(toJson(name, report, now, used), null, 2);
    download(`${name.replace(/\.[a-z]+$/i, "")}-report.json`, "application/json", json);
  });
  return h("div", { class: "actions" }, next, save);
}

/** Say what is being done, in the page's live region: what is said in it is read out. No words: nothing is. */
export function showWaiting(words: string): void {
  byId("waiting")?.replaceChildren(...(words ? [h("p", { class: "lede" }, words)] : []));
}

export function hide(...ids: readonly string[]): void {
  for (const id of ids) {
    const element = byId(id);
    if (element !== null) element.hidden = true;
  }
}
