// What a stacked badge rests on, as elements: a sentence, and a row for each part and for the rules.
import { h, icon, type Icon } from "./dom.ts";
import { t, tn } from "./language.ts";
import type { FoundPart, Stacked } from "./stack.ts";
import type { Tone } from "./view.ts";

const MARKS: Readonly<Record<Stacked["outcome"], readonly [Tone, Icon]>> = {
  confirmed: ["ok", "tick"],
  lapsed: ["warn", "alert"],
  "not-confirmed": ["bad", "cross"],
  "could-not-check": ["warn", "alert"],
};

/** Fill section#stack: "Unlocked by these 4 credentials, all checked" and a row for each. */
export function showStack(section: HTMLElement, stack: Stacked, addressOf: (url: string) => string): void {
  // What the page called a part before the check, for one that cannot say it itself.
  const published = new Map([...section.querySelectorAll("a")].map((link) => [link.href, link.textContent]));
  const nameOf = ({ badge, url }: FoundPart) => badge || published.get(addressOf(url)) || "";
  const [tone] = MARKS[stack.outcome];
  const credentials = stack.parts.filter((part) => !isRules(part));
  const rules = stack.parts.filter(isRules);
  const kept = [...section.querySelectorAll("[data-keep]")]; // what the site knows, and the badge cannot
  section.hidden = false;
  section.replaceChildren(
    h("h2", {}, t("What unlocked it")),
    h("p", { class: `stack-${tone}` }, lead(stack, credentials)),
    ...kept,
    h(
      "ol",
      { class: "checks" },
      ...credentials.map((part) => row(part, linked(nameOf(part), addressOf(part.url), part.url))),
      ...rules.map((part, number) => row(part, number === 0 ? rulesOf(stack) : t("These credentials and the rules"))),
    ),
  );
}

/** The sentence; where a part is not good, how many there are: the row says which. */
function lead({ outcome, message }: Stacked, credentials: readonly FoundPart[]): string {
  if (outcome === "confirmed" || outcome === "lapsed") return message;
  const count = credentials.length;
  if (outcome === "not-confirmed")
    return tn(
      "It says that it was unlocked by this credential, and that is not confirmed.",
      "It says that it was unlocked by these {n} credentials, and that is not confirmed.",
      count,
    );
  const open = credentials.filter((part) => part.outcome === outcome).length;
  if (open === 0)
    return tn(
      "Unlocked by this credential, but the rules could not be checked.",
      "Unlocked by these {n} credentials, but the rules could not be checked.",
      count,
    );
  return tn(
    "Unlocked by this credential, of which {open} could not be checked.",
    "Unlocked by these {n} credentials, of which {open} could not be checked.",
    count,
    { open },
  );
}

function rulesOf({ pathway }: Stacked): string {
  return pathway ? t("The rules of {pathway}", { pathway }) : t("The rules of the pathway");
}

function linked(name: string, address: string, url: string): Node | string {
  return name ? h("a", { href: address }, h("bdi", {}, name)) : url;
}

function row(part: FoundPart, name: Node | string): HTMLElement {
  const [kind, mark] = MARKS[part.outcome];
  return h("li", { class: kind }, h("span", { class: "mark" }, icon(mark)), h("strong", {}, name), h("span", { class: "result" }, capital(part.message)));
}

function isRules({ url }: FoundPart): boolean {
  return url.includes("/pathways/");
}

function capital(text: string): string {
  return text.slice(0, 1).toUpperCase() + text.slice(1);
}
