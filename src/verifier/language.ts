// What is said to people, in the language of the page or of its reader. English stands in the code; the
// sentences of another language come from assets/verify-<code>.json, made from its catalogue.

/** A sentence, or its forms by the reader's rule of plurals (`one`, `other` …). */
export type Strings = Readonly<Record<string, string | Readonly<Record<string, string>>>>;
type Values = Readonly<Record<string, string | number>>;

let language = "en";
let strings: Strings = {};

/** From now on speak this language. */
export function speak(code: string, known: Strings): void {
  language = code;
  strings = known;
}

/** Marks a sentence that stands in a table, and is looked up where it is used. */
export function N_(message: string): string {
  return message;
}

/** The sentence with its values. */
export function t(message: string, values: Values = {}): string {
  return pieces(message, values).join("");
}

/** The sentence in the number that `n` asks for; {n} is written in it. */
export function tn(one: string, many: string, n: number, values: Values = {}): string {
  const known = strings[one];
  const form = typeof known === "object" ? (known[new Intl.PluralRules(language).select(n)] ?? known["other"]) : undefined;
  return fill(form ?? (n === 1 ? one : many), { n, ...values }).join("");
}

/** The sentence in pieces, where a value is more than text (`parts` in say.ts, `nodes` in dom.ts). */
export function pieces<T>(message: string, values: Readonly<Record<string, T>>): (T | string)[] {
  const known = strings[message];
  return fill(typeof known === "string" ? known : message, values);
}

function fill<T>(message: string, values: Readonly<Record<string, T>>): (T | string)[] {
  const pieces = message.split(/\{([a-z]+)\}/);
  return pieces.map((piece, index) => (index % 2 ? (values[piece] ?? "") : piece)).filter((piece) => piece !== "");
}

/** `A, B and C`, or `A, B or C`. */
export function listed(words: readonly string[], type: "conjunction" | "disjunction" = "conjunction"): string {
  return new Intl.ListFormat(locale(), { type }).format(words);
}

/** The hour and minute of now. */
export function time(): string {
  return new Date().toLocaleTimeString(locale(), { hour: "2-digit", minute: "2-digit" });
}

/** English without a country writes the day first. */
export function locale(): string {
  return language === "en" ? "en-GB" : language;
}
