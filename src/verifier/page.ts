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

const main = document.querySelector<HTMLElement>("main[data-page]");
if (main !== null) {
  const { page, root = "./", did = "", base = "" } = main.dataset;
  const place = { root: new URL(root, location.href).href, did, base, known: new Map<string, string>() };
  const here: Page = { main, place, canonicalize: canonicalizeInWorker };
  startWorker();
  const isEnglish = /^en\b/.test(main.dataset["language"] ?? "en") && !main.dataset["languages"];
  const learned = isEnglish ? Promise.resolve() : import("./learn.ts").then(({ learn }) => learn(here));
  void learned.catch(() => undefined).then(() => {
    if (page === "credential") void showCredentialPage(here);
    else if (page === "tombstone") void import("./tombstone-page.ts").then(({ showTombstonePage }) => showTombstonePage(here));
    else if (page === "verify") void import("./verify-page.ts").then(({ showVerifyPage }) => showVerifyPage(here));
  });
}
