// Which page is this? Each kind of page has a module of its own; this one starts it.
import { canonicalizeInWorker, startWorker } from "./bounded.ts";
import { showCredentialPage } from "./credential-page.ts";
import type { Place } from "./fetch.ts";

/** What every kind of page gets. */
export interface Page {
  readonly main: HTMLElement;
  readonly place: Place;
  readonly canonicalize: typeof canonicalizeInWorker;
}

startWorker(); // it takes longest: contexts are read in it while the rest is on its way

/** The whole page is there; the script may be there before it. */
const parsed = new Promise<void>((resolve) => {
  if (document.readyState !== "loading") resolve();
  else document.addEventListener("DOMContentLoaded", () => resolve());
});
if (!start()) void parsed.then(start);

/** Whether the page has said by now what it is. */
function start(): boolean {
  const main = document.querySelector<HTMLElement>("main[data-page]");
  if (main === null) return false;
  const { page, root = "./", did = "", base = "" } = main.dataset;
  const place = { root: new URL(root, location.href).href, did, base, known: new Map<string, string>() };
  const here: Page = { main, place, canonicalize: canonicalizeInWorker };
  const isEnglish = /^en\b/.test(main.dataset["language"] ?? "en") && !main.dataset["languages"];
  const learned = isEnglish ? Promise.resolve() : import("./learn.ts").then(({ learn }) => learn(here));
  const ready = Promise.all([parsed, learned.catch(() => undefined)]);
  if (page === "credential") void showCredentialPage(here, ready);
  void ready.then(() => {
    if (page === "tombstone") void import("./tombstone-page.ts").then(({ showTombstonePage }) => showTombstonePage(here));
    else if (page === "verify") void import("./verify-page.ts").then(({ showVerifyPage }) => showVerifyPage(here));
  });
  return true;
}
