// The page /verify/: files, pasted text or an address in, results out. A badge of another issuer makes
// no request before the visitor agrees to the named host.
import { addressIn, fileAt, pageAt } from "./address.ts";
import { byId, h, nodes } from "./dom.ts";
import { foreignHost, isHome, sha256, Web, type Place } from "./fetch.ts";
import { judge, outOfReach } from "./judge.ts";
import { knownIssuers, readIssuers, type Known } from "./known.ts";
import { listed, t, tn } from "./language.ts";
import type { Page } from "./page.ts";
import { hide, showResult, showWaiting, type Checked } from "./result-view.ts";
import { showSeveral } from "./several-view.ts";
import type { Answer, Sources } from "./sources.ts";
import { loadReasons } from "./strings.ts";
import { isWebPage } from "./web-page.ts";

const MAX_FILES = 200;
const MAX_FILE = 5_000_000;

/** Something to check: its name, and its bytes or how to get them. */
interface Given {
  readonly name: string;
  /** The page of this site at the address that was given: it says itself what it is. */
  readonly page?: string;
  read(sources: Sources): Promise<Answer>;
}

export function showVerifyPage(page: Page): void {
  new Desk(page).open();
}

class Desk {
  private readonly page: Page;
  private readonly agreed = new Set<string>();
  private known: Promise<Known>;
  private turn = 0;

  constructor(page: Page) {
    this.page = page;
    this.known = knownIssuers(new Web(page.place));
  }

  open(): void {
    const input = document.querySelector<HTMLInputElement>("#drop input[type=file]");
    const take = () => {
      const files = [...(input?.files ?? [])].map(fromFile);
      if (input) input.value = ""; // the same file may be chosen again
      void this.check(files);
    };
    input?.addEventListener("change", take);
    take(); // what was chosen before this script was there
    this.openDropZone();
    this.openKnown();
    onSubmit("paste", (text) => void this.check([fromText(text)]));
    onSubmit("address", (text) => this.checkAddress(text));
    addEventListener("hashchange", () => this.takeFragment());
    this.takeFragment();
  }

  /** An address that another page of this site, or this one before its script was there, hands over. */
  private takeFragment(): void {
    const asked = new URLSearchParams(location.hash.slice(1)).get("url");
    if (asked) this.checkAddress(asked);
  }

  private checkAddress(text: string): void {
    const { place } = this.page;
    const url = addressIn(text);
    if (isOwn(url, place) || foreignHost(url) !== null) return void this.check([fromAddress(url, place)]);
    const field = document.querySelector<HTMLInputElement>("#address input");
    if (field === null) return;
    this.ask();
    field.value = text;
    field.setCustomValidity(t("This is not a link to a badge."));
    field.reportValidity();
    field.addEventListener("input", () => field.setCustomValidity(""), { once: true });
  }

  /** The visitor's own list of issuers counts beside the site's, until the page is left. */
  private openKnown(): void {
    const input = document.querySelector<HTMLInputElement>("#known input");
    input?.addEventListener("change", async () => {
      const file = input.files?.[0];
      if (file === undefined) return;
      const given = readIssuers(new Uint8Array(await file.slice(0, MAX_FILE).arrayBuffer()));
      const before = await this.known;
      this.known = Promise.resolve(new Map([...before, ...given]));
      document.querySelector("#known [role=status]")?.replaceChildren(
        given.size > 0 ? tn("{n} issuer is known now.", "{n} issuers are known now.", given.size) : t("There is no issuer in this file."),
      );
    });
  }

  private openDropZone(): void {
    const zone = byId("drop");
    const over = (is: boolean) => zone?.classList.toggle("over", is);
    addEventListener("dragover", (event) => {
      event.preventDefault();
      over(true);
    });
    addEventListener("dragleave", (event) => event.relatedTarget === null && over(false));
    addEventListener("drop", (event) => {
      event.preventDefault();
      over(false);
      const files = [...(event.dataTransfer?.files ?? [])];
      if (files.length > 0) void this.check(files.map(fromFile));
    });
  }

  /** Check what was given; a later turn overtakes this one. */
  private async check(given: readonly Given[]): Promise<void> {
    if (given.length === 0) return;
    const turn = ++this.turn;
    const root = document.documentElement;
    delete root.dataset["verdict"];
    delete root.dataset["stack"];
    hide("ask", "several", "consent", "result");
    const result = byId("result");
    if (result === null) return;
    const files = given.slice(0, MAX_FILES);
    const web = new Web({ ...this.page.place, known: await this.known }, this.agreed);
    const done: Checked[] = [];
    for (const one of files) {
      showWaiting(files.length === 1 ? t("Checking …") : t("Checking {n} of {all} …", { n: done.length + 1, all: files.length }));
      done.push(await this.judge(one, web));
      if (turn !== this.turn) return;
    }
    const [first] = done;
    const goes = done.length === 1 && first !== undefined && (await this.goesTo(given[0]?.page, first, web));
    showWaiting("");
    if (first === undefined || goes) return;
    const unread = done.length === 1 && first.data.length === 0 && web.wanted.size > 0;
    this.askConsent([...web.wanted], unread, () => void this.check(given));
    if (unread) return this.question(); // nothing was read yet that anything could be said about
    this.show(done, () => void this.check(given), given.length - files.length);
    root.dataset["verdict"] = first.report.verdict;
    if (first.report.stack !== null) root.dataset["stack"] = first.report.stack.outcome;
  }

  /** Whether no badge was there, but a page of this site, which is shown instead. */
  private async goesTo(page: string | undefined, { data }: Checked, web: Web): Promise<boolean> {
    const { base, root } = this.page.place;
    if (page === undefined || !(data.length === 0 || isWebPage(data))) return false;
    const answer = await web.get(page);
    if (!("data" in answer) || !isWebPage(answer.data)) return false;
    this.ask(); // for whoever comes back
    const url = root + page.slice(base.length); // never resolved: `//evil.example/` below the base stays below it
    if (location.hash) location.replace(url); // the fragment would lead there again
    else location.assign(url);
    return true;
  }

  private async judge(given: Given, web: Web): Promise<Checked> {
    const now = Date.now();
    const answer = await given.read(web);
    const data = "data" in answer ? answer.data : new Uint8Array();
    const setting = { sources: web, canonicalize: this.page.canonicalize, now };
    const report = "data" in answer ? await judge(data, setting) : outOfReach(answer.why);
    await loadReasons([report, ...report.inner].flatMap(({ checks }) => checks));
    const used = new Map([["", await sha256(data)], ...web.digests]);
    return { name: given.name, data, report, now, used, advice: adviceOn(given, answer) };
  }

  private show(done: readonly Checked[], again: () => void, left: number): void {
    const [result, several] = [byId("result"), byId("several")];
    const [only] = done;
    const another = () => this.ask();
    const showOne = (one: Checked) => result && showResult(result, one, this.page.place, { again, another });
    if (done.length === 1 && only !== undefined) {
      showOne(only);
      this.title(result);
    } else if (several !== null && result !== null) {
      showSeveral(several, toldApart(done), (one) => {
        showOne(one);
        this.title(result);
        result.scrollIntoView();
      }, another);
      if (left > 0) several.prepend(h("p", { class: "callout callout-warn" }, tn("Only the first {most} files were checked; {n} was left out.", "Only the first {most} files were checked; {n} were left out.", left, { most: MAX_FILES })));
      this.title(several);
    }
  }

  /** What came of it is the title, and where whoever uses the keyboard or listens goes on. */
  private title(container: HTMLElement | null): void {
    const heading = container?.querySelector("h1");
    if (!heading) return;
    document.title = heading.textContent ?? document.title;
    heading.tabIndex = -1;
    heading.focus();
  }

  /** The question stands above the forms, and the keyboard goes on at it. */
  private question(): void {
    this.forms();
    byId("consent")?.querySelector("button")?.focus();
  }

  /** Show the forms again. */
  private ask(): void {
    this.turn++;
    hide("result", "several", "consent");
    this.forms();
    document.querySelector<HTMLElement>("#drop input[type=file]")?.focus();
  }

  private forms(): void {
    byId("ask")?.removeAttribute("hidden");
  }

  /** Name the hosts that would have to be asked, and ask them only when the visitor agrees. */
  private askConsent(hosts: readonly string[], unread: boolean, again: () => void): void {
    const box = byId("consent");
    if (box === null || hosts.length === 0) return;
    const host = h("b", {}, listed(hosts));
    const why = unread
      ? nodes("To get the badge, your browser has to ask {host}. That host will see your network address, and that somebody checks one of its badges. Nothing has been asked so far.", { host })
      : nodes("To check it further, your browser has to ask {host}. That host will see your network address, and that somebody checks one of its badges. Nothing has been asked so far.", { host });
    const agree = h("button", { class: "btn btn-primary", type: "button" }, hosts.length === 1 ? t("Ask {host}", { host: hosts[0] ?? "" }) : tn("Ask these {n} hosts", "Ask these {n} hosts", hosts.length));
    agree.addEventListener("click", () => {
      for (const host of hosts) this.agreed.add(host);
      again();
    });
    box.hidden = false;
    box.replaceChildren(
      h(
        "section",
        { class: "callout callout-warn" },
        h("div", {},
          h("p", {}, ...why),
          h("p", { class: "row" }, agree),
        ),
      ),
    );
  }
}

/** Files of one name are numbered: most are called credential.json. */
function toldApart(files: readonly Checked[]): readonly Checked[] {
  const seen = new Map<string, number>();
  return files.map((one) => {
    const count = (seen.get(one.name) ?? 0) + 1;
    seen.set(one.name, count);
    return count > 1 ? { ...one, name: `${one.name} (${count})` } : one;
  });
}

function onSubmit(id: string, check: (text: string) => void): void {
  byId(id)?.addEventListener("submit", (event) => {
    event.preventDefault();
    const field = byId(id)?.querySelector<HTMLInputElement | HTMLTextAreaElement>("input, textarea");
    if (field?.value.trim()) check(field.value.trim());
  });
}

function fromFile(file: File): Given {
  return { name: file.name, read: async () => ({ data: new Uint8Array(await file.slice(0, MAX_FILE + 1).arrayBuffer()) }) };
}

function fromText(text: string): Given {
  return { name: t("Pasted text"), read: async () => ({ data: new TextEncoder().encode(text) }) };
}

/** The badge at an address; an address of this site names its page too. */
function fromAddress(url: string, place: Place): Given {
  const page = isOwn(url, place) ? pageAt(url) : undefined;
  const file = fileAt(page ?? url);
  return {
    name: file.split("/").filter(Boolean).at(-1) ?? file,
    ...(page === undefined ? {} : { page }),
    read: (sources) => sources.get(file),
  };
}

/** Whether an address is one of the site that this page belongs to, and that serves it. */
function isOwn(url: string, { base }: Place): boolean {
  return base !== "" && url.startsWith(base) && isHome(base);
}

function adviceOn({ page }: Given, answer: Answer): string {
  if ("data" in answer) return isWebPage(answer.data) ? t("It is a web page. What can be checked is the link of one badge, or its file.") : "";
  return page !== undefined && answer.status === 404
    ? t("A letter may be missing from the link. Badges keep their address for good, so a badge that was here once would still be here.")
    : "";
}
