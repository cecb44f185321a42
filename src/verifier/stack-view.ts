// What a stacked badge rests on, as elements: a sentence, and a row for each part and for the rules.
import { h, icon, type Icon } from "./dom.ts";
import type { Stacked } from "./stack.ts";
import type { Tone } from "./view.ts";

const STACK_WORDS: Readonly<Record<Stacked["outcome"], readonly [Tone, Icon, string]>> = {
  confirmed: ["ok", "tick", "all checked"],
  lapsed: ["warn", "alert", "all genuine, but one has expired since"],
  "not-confirmed": ["bad", "cross", "but that is not confirmed"],
  "could-not-check": ["warn", "alert", "but we could not check them all"],
};

/** Fill section#stack: "Unlocked by these 4 credentials, all checked" and a row for each. */
export function showStack(section: HTMLElement, { outcome, parts, pathway }: Stacked, addressOf: (url: string) => string): void {
  const [tone, , words] = STACK_WORDS[outcome];
  const rules = parts.filter((part) => part.url.includes("/pathways/"));
  const credentials = parts.filter((part) => !part.url.includes("/pathways/"));
  const count = credentials.length === 1 ? "this credential" : `these ${credentials.length} credentials`;
  const items = [...credentials, ...rules].map((part) => {
    const [kind, mark] = STACK_WORDS[part.outcome];
    const ofRules = part === rules[0] ? `The rules of ${pathway || "the pathway"}` : "These credentials and the rules";
    const name = part.badge || (rules.includes(part) ? ofRules : "A credential");
    const shownName = part.badge ? h("a", { href: addressOf(part.url) }, h("bdi", {}, name)) : name;
    return h("li", { class: kind }, h("span", { class: "mark" }, icon(mark)), h("strong", {}, shownName), h("span", { class: "result" }, part.message));
  });
  section.hidden = false;
  section.replaceChildren(
    h("h2", {}, "What unlocked it"),
    h("p", { class: `stack-${tone}` }, `Unlocked by ${count}, ${words}.`),
    h("ol", { class: "checks" }, ...items),
  );
}
