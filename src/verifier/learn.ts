// Learning the language that is to be spoken: loaded where a page or a site is not in English alone.
import { Web } from "./fetch.ts";
import { speak, t, type Strings } from "./language.ts";
import type { Page } from "./page.ts";

/** Speak the page's language; on a page that exists in one language only, the reader's. */
export async function learn({ main, place }: Page): Promise<void> {
  const { language: lang = "en", languages } = main.dataset;
  const offered = languages?.split(" ") ?? [];
  const code = offered.length ? languageOf(offered, stored(), navigator.languages, lang) : lang;
  if (!/^en\b/.test(code)) {
    const answer = await new Web(place).get(`${place.base}assets/verify-${code}.json`);
    if (!("data" in answer)) return;
    speak(code, JSON.parse(new TextDecoder().decode(answer.data)) as Strings);
  }
  if (code === lang) return;
  for (const each of document.querySelectorAll<HTMLElement>("[data-said]")) {
    const { said = "" } = each.dataset;
    each.lang = code;
    if (said) each.textContent = t(said);
  }
}

/** The language of a reader among those offered: the stored choice, else the browser's, else the page's. */
export function languageOf(offered: readonly string[], stored: string | null, wanted: readonly string[], page: string): string {
  const fits = (code: string) => offered.find((each) => each === code) ?? offered.find((each) => each === code.split("-")[0]);
  if (stored !== null && offered.includes(stored)) return stored;
  for (const code of wanted) {
    const found = fits(code);
    if (found !== undefined) return found;
  }
  return page;
}

function stored(): string | null {
  try {
    return localStorage.getItem("language");
  } catch {
    return null;
  }
}
