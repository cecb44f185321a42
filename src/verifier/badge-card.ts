// <badge-card src="…/credentials/UUID/credential.json">: a badge on other people's pages, checked in the
// reader's own browser by the same rules. One module at a stable address, the site's /badge-card.js; it
// shows badges of that site only, asks nobody else, and is never green before the check has passed.
import { canonicalize } from "./canonicalize.ts";
import { dayInWords } from "./days.ts";
import { h } from "./dom.ts";
import { factsOf, type Facts } from "./facts.ts";
import { read } from "./fetch.ts";
import { speak, t, type Strings } from "./language.ts";
import type { Answer, Sources } from "./sources.ts";
import { factsHold } from "./verdict.ts";
import { report as reportOf, verify, type Report } from "./verify.ts";
import { couldNotCheck } from "./checks.ts";

const BASE = new URL(".", import.meta.url).href;
const MAX_BYTES = 1_000_000;

const STYLE = `
:host { display: block; max-width: 460px; font: 15px/1.4 system-ui, sans-serif; }
:host([hidden]) { display: none; }
article { display: grid; grid-template-columns: auto 1fr; gap: 4px 16px; align-items: center; padding: 14px; border: 1px solid #6b7685; border-radius: 14px; background: #fff; color: #14181f; overflow-wrap: anywhere; }
img { width: 96px; height: 96px; grid-row: span 2; }
p { margin: 0; } .name { font-size: 17px; font-weight: 650; } .small { font-size: 13px; color: #525b69; }
.state { display: inline-block; font-size: 13px; font-weight: 650; padding: 1px 9px; border-radius: 99px; border: 1px solid currentColor; color: #525b69; }
.ok .state { color: #0b6b3a; background: #e9f6ee; } .warn .state { color: #7a4b00; background: #fff4dd; } .bad .state { color: #a3151a; background: #fdeeee; }
a { color: inherit; } a:focus-visible { outline: 3px solid #0b57d0; outline-offset: 2px; }
@media (prefers-color-scheme: dark) { article { background: #0f1318; color: #eef1f5; border-color: #8a95a5; } .small { color: #a9b3c1; } .state { color: #a9b3c1; } .ok .state { color: #6fdc9b; background: #10281b; } .warn .state { color: #ffc766; background: #2b2009; } .bad .state { color: #ff9b98; background: #331517; } }
`;

/** The files of the site that this module came from, over the network, and nothing else. */
class Home implements Sources {
  readonly own = didOf(BASE);
  readonly base = BASE;
  readonly known: ReadonlyMap<string, string> = new Map();

  async get(url: string): Promise<Answer> {
    if (!url.startsWith(BASE)) return { why: "it is not on the site of this card" };
    return read(url, MAX_BYTES, { mode: "cors", referrerPolicy: "no-referrer", cache: "no-cache" });
  }
}

/** The did:web of a base address (did:web method §2.5.1). */
function didOf(base: string): string {
  const { host, pathname } = new URL(base);
  return ["did:web", host.replace(":", "%3A"), ...pathname.split("/").filter(Boolean)].join(":");
}

class BadgeCard extends HTMLElement {
  static readonly observedAttributes = ["src"];
  private readonly shadow = this.attachShadow({ mode: "open" });
  private run = 0;

  constructor() {
    super();
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(STYLE);
    this.shadow.adoptedStyleSheets = [sheet];
  }

  connectedCallback(): void {
    void this.check();
  }

  attributeChangedCallback(): void {
    if (this.isConnected) void this.check();
  }

  /** Check what `src` names and show what came of it; of several runs the last one counts. */
  private async check(): Promise<void> {
    const run = ++this.run;
    delete this.dataset["verdict"];
    const source = new URL(this.getAttribute("src") ?? "", BASE).href;
    const page = source.startsWith(BASE) ? source.replace(/[^/]*$/, "") : "";
    this.show("", page, state(t("Checking")));
    const sources = new Home();
    await this.learn(sources);
    const answer = await sources.get(source);
    const now = Date.now();
    const report = "data" in answer ? await verify(answer.data, { sources, canonicalize, now }) : reportOf([couldNotCheck("format", "unreadable", answer.why)]);
    if (run !== this.run) return;
    this.showReport(report, page);
    this.dataset["verdict"] = report.verdict;
    this.dispatchEvent(new CustomEvent("badge-checked", { detail: { verdict: report.verdict }, bubbles: true }));
  }

  /** Speak the language of the page around the card, where the site offers it. */
  private async learn(sources: Home): Promise<void> {
    const code = this.closest<HTMLElement>("[lang]")?.lang ?? "";
    if (!/^[a-z]{2,3}(-[A-Za-z0-9]{2,8})*$/.test(code) || /^en\b/.test(code)) return;
    const answer = await sources.get(`${BASE}assets/verify-${code}.json`);
    if ("data" in answer) speak(code, JSON.parse(new TextDecoder().decode(answer.data)) as Strings);
  }

  private showReport({ verdict, checks, signed }: Report, page: string): void {
    const facts = signed && factsHold(checks) ? factsOf(signed) : null;
    if (verdict === "genuine" && facts) this.show("ok", page, ...content(facts, t("Genuine")));
    else if (verdict === "expired" && facts) this.show("warn", page, ...content(facts, t("Expired {day}", { day: dayInWords(facts.ends) })));
    else if (verdict === "revoked" || verdict === "replaced") this.show("bad", page, state(t("The issuer withdrew this badge")));
    else if (verdict === "altered") this.show("bad", page, state(t("This file has been changed")));
    else this.show("warn", page, state(t("Could not check")));
  }

  private show(tone: string, page: string, ...parts: readonly HTMLElement[]): void {
    const more = page ? h("p", { class: "small" }, h("a", { href: page, target: "_blank", rel: "noopener" }, t("See the full check"))) : null;
    this.shadow.replaceChildren(h("article", { class: tone, role: "status" }, ...parts, more));
  }
}

function state(words: string): HTMLElement {
  return h("p", {}, h("span", { class: "state" }, words));
}

function content(facts: Facts, words: string): HTMLElement[] {
  const picture = facts.image.startsWith(BASE) ? [h("img", { src: facts.image, alt: "", loading: "lazy" })] : [];
  return [
    ...picture,
    h(
      "div",
      {},
      h("p", { class: "name" }, h("bdi", {}, facts.badge)),
      h("p", { class: "small" }, h("bdi", {}, facts.learner), facts.awarded ? `, ${dayInWords(facts.awarded)}` : ""),
      h("p", { class: "small" }, h("bdi", {}, facts.issuerName), ` (${facts.host || new URL(BASE).host})`),
      state(words),
    ),
  ];
}

customElements.define("badge-card", BadgeCard);
