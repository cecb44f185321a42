// The script inside a kept copy: checks the credential with what the copy holds, asks nobody, and says
// so. What the issuer has done since the copy was made it cannot know: nothing here is ever green.
// That the key was the issuer's is the copy's own word too; where to compare it stands beside it.
import { canonicalize } from "./canonicalize.ts";
import { dayInWords } from "./days.ts";
import { byId, h, nodes, seal } from "./dom.ts";
import type { Facts } from "./facts.ts";
import { sha256 } from "./fetch.ts";
import { judge, outOfReach, type Report } from "./judge.ts";
import type { Json } from "./json.ts";
import { speak, t, type Strings } from "./language.ts";
import { keptData, type KeptData } from "./kept-data.ts";
import { factsToShow } from "./say.ts";
import type { Answer, Sources } from "./sources.ts";
import { showStack } from "./stack-view.ts";
import { loadReasons } from "./strings.ts";
import { factRows, showChecks, showVerdict, technicalRows, type Said } from "./view.ts";

async function start(): Promise<void> {
  learnLanguage();
  const kept = readKept();
  const now = Date.now();
  const report = kept === null ? outOfReach(t("what this copy holds cannot be read")) : await check(kept, now);
  await loadReasons(report.checks);
  await show(report, kept, now);
  document.documentElement.dataset["verdict"] = report.verdict;
  if (report.stack) document.documentElement.dataset["stack"] = report.stack.outcome;
}

/** Speak the language of the site that the copy came from. */
function learnLanguage(): void {
  const strings = byId("strings")?.textContent;
  if (strings) speak(document.documentElement.lang, JSON.parse(strings) as Strings);
}

function readKept(): KeptData | null {
  try {
    return keptData(JSON.parse(byId("kept")?.textContent ?? "") as Json);
  } catch {
    return null;
  }
}

async function check(kept: KeptData, now: number): Promise<Report> {
  const sources = new Copy(kept);
  const answer = await sources.get(kept.credential);
  return "data" in answer ? judge(answer.data, { sources, canonicalize, now }) : outOfReach(answer.why);
}

/** What the copy holds, by address. */
class Copy implements Sources {
  readonly own: string;
  readonly base: string;
  readonly known: ReadonlyMap<string, string> = new Map();
  private readonly files: Readonly<Record<string, string>>;

  constructor({ did, base, files }: KeptData) {
    this.own = did;
    this.base = base;
    this.files = files;
  }

  async get(url: string): Promise<Answer> {
    const found = Object.hasOwn(this.files, url) ? this.files[url] : undefined;
    if (found === undefined) return { why: t("it is not in this copy") };
    try {
      return { data: Uint8Array.from(atob(found), (letter) => letter.charCodeAt(0)) };
    } catch {
      return { why: t("this copy is damaged") };
    }
  }
}

async function show(report: Report, kept: KeptData | null, now: number): Promise<void> {
  const facts = factsToShow(report);
  const banner = byId("verdict");
  if (banner === null) return;
  banner.setAttribute("role", "status");
  const day = kept === null ? "" : asOf(kept, now);
  if (report.verdict === "genuine") showGenuine(banner, facts, day);
  else {
    showVerdict(banner, report, () => void start());
    banner.classList.remove("verdict-ok");
  }
  document.title = banner.querySelector("h1")?.textContent ?? document.title;
  const rows = byId("checks");
  if (rows) showCopiedChecks(rows, report, said(facts, day));
  const digest = kept?.files[kept.credential] ? await digestOf(kept) : "";
  byId("technical")?.replaceChildren(...technicalRows(report, digest, "this copy"));
  if (facts === null || kept === null) return;
  showFacts(facts, report, kept, now, day);
}

/** The day that the copy says it was made; never one that is still to come. */
function asOf({ kept }: KeptData, now: number): string {
  const today = new Date(now).toISOString().slice(0, 10);
  return dayInWords(kept < today ? kept : today);
}

function showGenuine(banner: HTMLElement, facts: Facts | null, day: string): void {
  const name = (text: string) => h("b", {}, h("bdi", {}, text));
  const values = {
    issuer: name(facts?.issuerName || facts?.host || ""),
    badge: name(facts?.badge ?? ""),
    learner: name(facts?.learner ?? ""),
    day: facts?.awarded ? dayInWords(facts.awarded) : "",
  };
  banner.className = "verdict verdict-info";
  banner.replaceChildren(
    seal("shield"),
    h(
      "div",
      {},
      h("h1", {}, t("Genuine as of {day}", { day })),
      h(
        "p",
        {},
        ...nodes("{issuer} awarded {badge} to {learner} on {day}.", values),
        " ",
        t("It has not been changed since it was signed, and as of {day} the issuer had not withdrawn it.", { day }),
      ),
    ),
    h("div", { class: "when" }, h("b", {}, t("From a copy")), t("checked on this device, without the network")),
  );
}

/** The checks; what rests on the copy's own word has no green mark. */
function showCopiedChecks(rows: HTMLElement, report: Report, words: Said): void {
  showChecks(rows, report, "", words);
  report.checks.forEach(({ code, result }, index) => {
    const row = rows.children[index];
    if (row && result === "passed" && code in words) row.className = "skip-check";
  });
}

/** The words beside checks that say something else in a copy than on the issuer's site. */
function said(facts: Facts | null, day: string): Said {
  return {
    "issuer-key": t("With the key kept in this copy"),
    "issuer-known": t("This copy names {host}", { host: facts?.host || facts?.issuer || "" }),
    status: t("Not withdrawn as of {day}", { day }),
  };
}

function showFacts(facts: Facts, report: Report, kept: KeptData, now: number, day: string): void {
  byId("picture")?.replaceChildren(h("img", { src: `data:image/svg+xml;base64,${kept.picture}`, alt: facts.badge, width: "256", height: "256" }));
  byId("name")?.replaceChildren(h("bdi", {}, facts.badge));
  byId("facts")?.replaceChildren(...factRows(report, facts, now, null));
  const stack = byId("stack");
  if (stack && report.stack) showStack(stack, report.stack, (url) => url.replace(/credential\.json$/, ""));
  for (const row of stack?.querySelectorAll(".ok") ?? []) row.className = "skip-check"; // true of the copy, not of today
  stack?.querySelector(".stack-ok")?.removeAttribute("class");
  const [unknown, today] = [byId("unknown"), byId("today")];
  if (unknown === null || today === null) return;
  unknown.hidden = false;
  const address = /^https?:\/\//.test(kept.page) ? h("a", { href: kept.page, rel: "noopener noreferrer" }, kept.page) : kept.page;
  const keys = /^https?:\/\//.test(kept.base) ? h("a", { href: `${kept.base}keys/`, rel: "noopener noreferrer" }, `${kept.base}keys/`) : "";
  today.replaceChildren(
    h("li", {}, ...nodes("What the issuer has done since {day}: it may have withdrawn the badge. Its own page says what holds today: {address}", { day, address })),
    h("li", {}, ...nodes("That the key was really the issuer's: a copy brings its key along. Compare it with the issuer's key history: {address}", { address: keys })),
    h("li", {}, t("That the person showing it to you is the one it names.")),
  );
}

async function digestOf(kept: KeptData): Promise<string> {
  const answer = await new Copy(kept).get(kept.credential);
  return "data" in answer ? sha256(answer.data) : "";
}

void start();
