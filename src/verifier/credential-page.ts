// The page of one credential: fetches the signed file beside it, checks it, and shows what holds.
import { byId, h, nodes } from "./dom.ts";
import { documentAddress } from "./secured.ts";
import { sha256, Web } from "./fetch.ts";
import { judge, outOfReach, type Report } from "./judge.ts";
import { t } from "./language.ts";
import type { Page } from "./page.ts";
import type { Answer } from "./sources.ts";
import { factsToShow } from "./say.ts";
import { loadReasons } from "./strings.ts";
import { factRows, reported, showChecking, showVerdict } from "./view.ts";
import type { Facts } from "./facts.ts";
import type { Stacked } from "./stack.ts";

/** Asks for the badge at once, and shows it when the page is ready. */
export async function showCredentialPage(page: Page, ready: Promise<unknown>): Promise<void> {
  const { list } = page.main.dataset;
  const asked = ask(page, list && page.place.base + list);
  await ready;
  const banner = byId("verdict");
  if (banner === null) return;
  banner.setAttribute("role", "status");
  offerMore();
  // The button that was pressed went with the old verdict; who has not left it since is at the new one.
  const again = () => void check(page, banner, again, ask(page, asked.named())).then(() => document.activeElement === document.body && banner.querySelector("button")?.focus());
  await check(page, banner, again, asked);
}

/** What can be done with the badge beyond a link is made when a visitor opens the place for it. */
function offerMore(): void {
  for (const each of document.querySelectorAll<HTMLElement>("details[data-offers]")) {
    each.addEventListener("toggle", () => void import("./offers.ts").then(({ offer }) => offer(each)), { once: true });
  }
}

interface Asked {
  readonly web: Web;
  readonly answer: Promise<Answer>;
  /** The status list that the file names, once the file is there. */
  readonly named: () => string;
}

/** Ask for the badge and for what its check will need, all at the same time; `named` is the list as far as known. */
function ask({ place, main }: Page, named = ""): Asked {
  const web = new Web(place);
  const { uuid = "" } = main.dataset;
  const askList = () => void (named.startsWith(place.base) && web.get(named)); // if it is this site's own
  void web.get(documentAddress(place.did, web));
  const answer = web.get(`${place.base}credentials/${uuid}/credential.json`);
  askList();
  void answer.then((found) => {
    // The list that the file names is asked for before the file is checked.
    if ("data" in found) named = /"statusListCredential":\s*"([^"\\]+)"/.exec(new TextDecoder().decode(found.data))?.[1] ?? "";
    askList();
  });
  return { web, answer, named: () => named };
}

async function check(page: Page, banner: HTMLElement, again: () => void, asked: Asked): Promise<void> {
  const { place, canonicalize } = page;
  showOnly("checking");
  showChecking(banner, new URL(place.base || location.href).host);
  const answer = await asked.answer;
  const now = Date.now();
  const report: Report =
    "data" in answer
      ? await judge(answer.data, { sources: asked.web, canonicalize, now })
      : outOfReach(answer.why);
  await show(page, banner, report, now, "data" in answer ? await sha256(answer.data) : "", again);
}

async function show(page: Page, banner: HTMLElement, report: Report, now: number, digest: string, again: () => void): Promise<void> {
  const { place } = page;
  await loadReasons(report.checks);
  const facts = factsToShow(report);
  const successor = report.withdrawal?.replacedBy;
  const more = successor
    ? h("a", { class: "btn", href: `${place.root}credentials/${successor}/` }, t("See the badge that replaces it"))
    : null;
  // The page says right below that it has lapsed.
  const said = document.querySelector(".lapse:not([hidden])") ? { ...report, stack: null } : report;
  showVerdict(banner, said, again, more);
  fill("report", (found) => found.replaceChildren(...reported(report, facts, place.did, digest), opinion()));
  if (facts !== null) showFacts(page, report, facts, now);
  else if (report.verdict === "altered" || report.verdict === "not-a-badge") hideClaims();
  fill("picture", (picture) => picture.classList.toggle("is-off", report.verdict !== "genuine" && facts !== null && report.verdict !== "could-not-check"));
  showOnly(report.verdict);
  const headline = banner.querySelector("h1")?.textContent ?? "";
  document.title = facts ? `${headline}: ${facts.badge}${facts.learner ? `, ${facts.learner}` : ""}` : headline;
  if (report.stack) await showParts(page, report.stack);
  document.documentElement.dataset["verdict"] = report.verdict;
}

async function showParts(page: Page, stack: Stacked): Promise<void> {
  const { showStack } = await import("./stack-view.ts");
  fill("stack", (section) => showStack(section, stack, (url) => pageOf(url, page)));
  document.documentElement.dataset["stack"] = stack.outcome;
}

function showFacts(page: Page, report: Report, facts: Facts, now: number): void {
  const { base, root } = page.place;
  const below = facts.achievement.startsWith(base) ? facts.achievement.slice(base.length).replace(/[^/]*$/, "") : "";
  const criteria = below ? h("a", { href: new URL(below, root).href }, t("Criteria and assessment")) : null;
  const name = document.querySelector(".cred-name")?.firstChild;
  const named = name instanceof HTMLElement ? name : null; // where it is not in the language of the page
  fill("facts", (rows) => {
    const kept = [...rows.querySelectorAll<HTMLElement>(":scope > [data-keep]")];
    for (const row of kept) {
      if (row.dataset["keep"]) continue; // marked by an earlier check
      row.dataset["keep"] = "said";
      row.lastElementChild?.append(h("small", { class: "muted" }, t("Said by this site, not by the signed file")));
    }
    const ends = kept.find(({ dataset }) => "ends" in dataset) ?? null;
    rows.replaceChildren(...factRows(report, facts, now, criteria, ends), ...kept.filter((each) => each !== ends));
    // What the issuer wrote is in the language of the badge's name, whatever the check speaks.
    for (const each of rows.querySelectorAll<HTMLElement>("dd>bdi")) each.lang = named?.lang ?? document.documentElement.lang;
  });
  if (named) named.textContent = facts.badge;
  else name?.replaceWith(`${facts.badge} `);
}

/** The page is the issuer's own: who doubts it asks somebody else. */
function opinion(): HTMLElement {
  const other = h("a", { href: "https://verifierplus.org/", rel: "noopener" }, "VerifierPlus");
  return h("p", { class: "small muted opinion" }, ...nodes("This page belongs to the issuer. For an independent opinion, open the badge file in another verifier, such as {verifier}.", { verifier: other }));
}

/** The page of a part of this site, from the address of its signed file. */
function pageOf(url: string, { place }: Page): string {
  const below = url.startsWith(place.base) ? url.slice(place.base.length) : null;
  return below === null ? url : new URL(below.replace(/credential\.json$/, ""), place.root).href;
}

/** After a failed signature nothing that the page published beside the file is shown either. */
function hideClaims(): void {
  for (const block of document.querySelectorAll<HTMLElement>(".cred-main > :not(#report)")) block.hidden = true;
  fill("actions", (actions) => (actions.hidden = true));
  fill("picture", (picture) =>
    picture.replaceChildren(h("p", { class: "small muted" }, t("Picture not shown: it is part of a file that was changed."))),
  );
}

/** Show what is meant for this state (`data-show`) and hide what is not. */
function showOnly(state: string): void {
  for (const each of document.querySelectorAll<HTMLElement>("[data-show]"))
    each.hidden = !(each.dataset["show"] ?? "").split(" ").includes(state);
}

function fill(id: string, change: (element: HTMLElement) => unknown): void {
  const element = byId(id);
  if (element !== null) change(element);
}
