// The credential in an SVG: a small reader of XML that makes nothing of what it reads. No DOMParser:
// it would build elements from hostile text. Entities, document types with a subset and encodings other
// than UTF-8 are refused. The same grammar as badgesite/verifying/svg.py, so that no file has two readings.
import { Failed } from "./checks.ts";
import { isWebPage } from "./web-page.ts";

const SVG = "http://www.w3.org/2000/svg";
const CARRIERS: ReadonlyMap<string, string> = new Map([
  ["https://purl.imsglobal.org/ob/v3p0", "credential"],
  ["http://openbadges.org", "assertion"],
]);
const MAX_ELEMENTS = 20_000;
const MAX_DEPTH = 200;
const XML = "http://www.w3.org/XML/1998/namespace";
const NOT_XML = /[\0-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]/; // XML 1.0 §2.2
const PART = "[A-Za-z_\\u0080-\\uffff][-.0-9A-Za-z_\\u0080-\\uffff]*";
const NAME = `${PART}(?::${PART})?`;
const SPACE = "[ \\t\\n]";
const ATTRIBUTE = `${SPACE}+(${NAME})${SPACE}*=${SPACE}*("[^"<]*"|'[^'<]*')`;
const TAG = new RegExp(`<(${NAME})((?:${ATTRIBUTE})*)${SPACE}*(/?)>`, "y");
const ATTRIBUTES = new RegExp(ATTRIBUTE, "g");
const CLOSE = new RegExp(`</(${NAME})${SPACE}*>`, "y");
const DECLARATION = new RegExp(
  `^<\\?xml${SPACE}+version${SPACE}*=${SPACE}*("1\\.[0-9]"|'1\\.[0-9]')` +
    `(${SPACE}+encoding${SPACE}*=${SPACE}*("(utf-8|us-ascii)"|'(utf-8|us-ascii)'))?` +
    `(${SPACE}+standalone${SPACE}*=${SPACE}*("(yes|no)"|'(yes|no)'))?${SPACE}*\\?>`,
  "i",
);
const QUOTED = `(?:"[^"<>[\\]]*"|'[^'<>[\\]]*')`;
const DOCTYPE = new RegExp(
  `<!DOCTYPE${SPACE}+svg(?:${SPACE}+(?:PUBLIC${SPACE}+${QUOTED}${SPACE}*|SYSTEM${SPACE}+)${QUOTED}?)?${SPACE}*>`,
  "y",
);
const SKIPPED = [
  /<!--(?:(?!--)[^])*-->/y,
  new RegExp(`<\\?(?!xml[ \\t\\n?])${PART}(?:${SPACE}(?:(?!\\?>)[^])*)?\\?>`, "iy"),
];
const CDATA = /<!\[CDATA\[((?:(?!\]\]>)[^])*)\]\]>/y;
const TEXT = /[^<]+/y;

interface Element {
  readonly tag: string;
  readonly namespaces: ReadonlyMap<string, string>;
  readonly carrier: Carrier | null;
}
interface Carrier {
  readonly name: string;
  readonly verify: string;
  text: string;
}

/** The text of the one credential in an SVG. */
export function unbakeSvg(data: Uint8Array): Uint8Array {
  if (isWebPage(data)) throw new Failed("not-a-badge", "it is a web page");
  const found = new Reader(decode(data)).carriers();
  const one = found[0];
  if (one === undefined) throw new Failed("not-a-badge", "the picture holds no credential");
  if (found.length > 1) throw new Failed("not-a-badge", "the picture holds several credentials");
  const inside = trim(one.text);
  const text = one.name === "assertion" && inside !== "" ? inside : one.verify || inside;
  return new TextEncoder().encode(trim(text));
}

/** Without white space of XML at both ends; what else JavaScript calls so is text. */
function trim(text: string): string {
  return text.replace(/^[ \t\r\n]+|[ \t\r\n]+$/g, "");
}

function decode(data: Uint8Array): string {
  let text: string;
  try {
    text = new TextDecoder("utf-8", { fatal: true }).decode(data);
  } catch {
    throw broken();
  }
  text = text.replace(/\r\n?/g, "\n");
  if (NOT_XML.test(text)) throw broken();
  return text.replace(DECLARATION, "");
}

class Reader {
  private at = 0;
  private elements = 0;
  private readonly open: Element[] = [];
  private readonly found: Carrier[] = [];
  private readonly source: string;

  constructor(source: string) {
    this.source = source;
  }

  carriers(): Carrier[] {
    let hasDoctype = false;
    while (this.at < this.source.length) {
      if (SKIPPED.some((pattern) => this.match(pattern))) continue;
      if (!hasDoctype && this.elements === 0 && this.match(DOCTYPE)) hasDoctype = true;
      else if (!this.content() && !this.tag() && !this.close()) throw broken();
    }
    if (this.open.length > 0 || this.elements === 0) throw broken();
    return this.found;
  }

  private content(): boolean {
    const cdata = this.match(CDATA);
    const text = cdata === null ? this.match(TEXT) : null;
    if (text?.[0].includes("]]>")) throw broken();
    const read = cdata?.[1] ?? (text === null ? null : unescape(text[0]));
    if (read === null) return false;
    if (this.open.length === 0 && (cdata !== null || trim(text?.[0] ?? "") !== "")) throw broken();
    for (const { carrier } of this.open) if (carrier !== null) carrier.text += read;
    return true;
  }

  private tag(): boolean {
    const found = this.match(TAG);
    if (found === null) return false;
    const [, tag = "", written = ""] = found;
    const isRoot = this.open.length === 0;
    if (++this.elements > MAX_ELEMENTS || this.open.length >= MAX_DEPTH || (isRoot && this.elements > 1)) throw broken();
    const attributes = readAttributes(written);
    const namespaces = this.scope(attributes);
    const [prefix, name] = tag.includes(":") ? (tag.split(":", 2) as [string, string]) : ["", tag];
    const namespace = namespaces.get(prefix);
    requireNames(tag, attributes, namespaces);
    if (isRoot && (namespace !== SVG || name !== "svg")) throw new Failed("not-a-badge", "the picture holds no credential");
    const isCarrier = namespace !== undefined && CARRIERS.get(namespace) === name;
    const carrier = isCarrier ? { name, verify: attributes.get("verify") ?? "", text: "" } : null;
    if (carrier !== null) this.found.push(carrier);
    if (!found[0].endsWith("/>")) this.open.push({ tag, namespaces, carrier });
    return true;
  }

  /** The namespaces in force on an element: its parent's, changed by its own declarations. */
  private scope(attributes: ReadonlyMap<string, string>): ReadonlyMap<string, string> {
    const inherited = this.open.at(-1)?.namespaces ?? new Map([["", ""], ["xml", XML]]);
    const declared = [...attributes].filter(([name]) => name === "xmlns" || name.startsWith("xmlns:"));
    if (declared.length === 0) return inherited;
    const changes = declared.map(([name, value]): [string, string] => [name.slice(6), value]);
    if (changes.some(([prefix, value]) => /^xml(ns)?$/.test(prefix) || value === XML || (prefix !== "" && value === ""))) throw broken();
    return new Map([...inherited, ...changes]);
  }

  private close(): boolean {
    const found = this.match(CLOSE);
    if (found === null) return false;
    if (this.open.pop()?.tag !== found[1]) throw broken();
    return true;
  }

  private match(pattern: RegExp): RegExpExecArray | null {
    pattern.lastIndex = this.at;
    const found = pattern.exec(this.source);
    if (found !== null) this.at += found[0].length;
    return found;
  }
}

/** Refuse prefixes that nobody declared, and one attribute under two prefixes. */
function requireNames(tag: string, attributes: ReadonlyMap<string, string>, namespaces: ReadonlyMap<string, string>): void {
  const seen = new Set<string>();
  for (const name of [tag, ...attributes.keys()]) {
    const [prefix = "", local] = name.split(":");
    if (local === undefined || prefix === "xmlns") continue;
    const namespace = namespaces.get(prefix);
    const isTwice = name !== tag && seen.has(`${namespace} ${local}`);
    if (namespace === undefined || isTwice) throw broken();
    if (name !== tag) seen.add(`${namespace} ${local}`);
  }
}

function readAttributes(written: string): ReadonlyMap<string, string> {
  const attributes = new Map<string, string>();
  for (const [, name = "", quoted = ""] of written.matchAll(ATTRIBUTES)) {
    if (attributes.has(name)) throw broken();
    attributes.set(name, unescape(quoted.slice(1, -1)));
  }
  return attributes;
}

const NAMED: Readonly<Record<string, string>> = { lt: "<", gt: ">", amp: "&", quot: '"', apos: "'" };

/** Only the five entities of XML and numbers; anything else is broken. */
function unescape(text: string): string {
  return text.replace(/&([^;&]*)(;?)/g, (_, name: string, end: string) => {
    const named = Object.hasOwn(NAMED, name) ? NAMED[name] : undefined;
    const code = /^#x[0-9a-fA-F]{1,6}$/.test(name) ? parseInt(name.slice(2), 16) : /^#[0-9]{1,7}$/.test(name) ? Number(name.slice(1)) : -1;
    const isWrong = code < 1 || code > 0x10ffff || (code >= 0xd800 && code <= 0xdfff) || NOT_XML.test(String.fromCodePoint(code));
    if (end === "" || (named === undefined && isWrong)) throw broken();
    return named ?? String.fromCodePoint(code);
  });
}

function broken(): Failed {
  return new Failed("not-a-badge", "the picture is broken");
}
