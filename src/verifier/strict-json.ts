// Rule 1: strict JSON. One reading only: what two parsers could read differently is refused.
// JSON.parse keeps the last of two members with one name; an attacker puts the lie there.
import { Failed } from "./checks.ts";
import type { Json, JsonObject } from "./json.ts";

export const MAX_BYTES = 1_000_000;
export const MAX_DEPTH = 32;
export const MAX_VALUES = 2_000;
/** For documents that hold others: a CLR, a pathway's rules, a DID document. */
export const MAX_VALUES_OF_MANY = 20_000;

const FORBIDDEN = new Set(["__proto__", "constructor", "prototype"]);
const NUMBER = /-?(?:0|[1-9][0-9]*)(\.[0-9]+)?([eE][+-]?[0-9]+)?/y;
const SPACE = /[ \t\n\r]*/y;
const PLAIN = /[^"\\\u0000-\u001f]*/y;
const ESCAPES: Readonly<Record<string, string>> = {
  '"': '"', "\\": "\\", "/": "/", b: "\b", f: "\f", n: "\n", r: "\r", t: "\t",
};
const LONE_SURROGATE = /\p{Surrogate}/u;
// Implementations write these in different ways before they sign.
const CONTROL = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f\ufffe\uffff]/;

/** Bytes to text: UTF-8 without a byte-order mark, at most 1 MB. */
export function readText(bytes: Uint8Array): string {
  if (bytes.length > MAX_BYTES) throw new Failed("too-large");
  if (bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf) throw new Failed("byte-order-mark");
  try {
    return new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    const start = bytes.find((byte) => byte !== 0x20 && byte !== 0x09 && byte !== 0x0a && byte !== 0x0d);
    throw new Failed(start === 0x7b || start === 0x5b ? "not-utf-8" : "not-a-badge");
  }
}

/** Bytes to JSON, by rule 1. */
export function readJson(bytes: Uint8Array, maxValues: number = MAX_VALUES): Json {
  return parseStrict(readText(bytes), maxValues);
}

/** Text to JSON. Not JSON at all: `not-a-badge`; JSON that can be read in two ways: its own reason. */
export function parseStrict(source: string, maxValues: number = MAX_VALUES): Json {
  return new Parser(source, maxValues).document();
}

/** How many values there are: objects, lists and scalars, the value itself included. */
export function countValues(value: Json): number {
  const inner = typeof value === "object" && value !== null ? Object.values(value) : [];
  return inner.reduce<number>((sum, each) => sum + countValues(each), 1);
}

class Parser {
  private at = 0;
  private values = 0;
  private readonly source: string;
  private readonly maxValues: number;

  constructor(source: string, maxValues: number) {
    this.source = source;
    this.maxValues = maxValues;
  }

  document(): Json {
    const value = this.value(1);
    this.match(SPACE);
    if (this.at !== this.source.length) throw new Failed("not-a-badge");
    return value;
  }

  private value(depth: number): Json {
    if (++this.values > this.maxValues) throw new Failed("too-many-values");
    this.match(SPACE);
    switch (this.source[this.at]) {
      case "{":
        return this.object(depth);
      case "[":
        return this.array(depth);
      case '"':
        return this.string();
      case "t":
        return this.word("true", true);
      case "f":
        return this.word("false", false);
      case "n":
        return this.word("null", null);
      default:
        return this.number();
    }
  }

  private object(depth: number): JsonObject {
    const object: JsonObject = {};
    for (let more = this.open("}", depth); more; more = this.comma("}")) {
      this.match(SPACE);
      const name = this.string();
      if (FORBIDDEN.has(name) || /^[0-9]+$/.test(name)) throw new Failed("forbidden-name");
      if (Object.hasOwn(object, name)) throw new Failed("duplicate-name");
      this.match(SPACE);
      this.take(":");
      object[name] = this.value(depth + 1);
    }
    return object;
  }

  private array(depth: number): Json[] {
    const array: Json[] = [];
    for (let more = this.open("]", depth); more; more = this.comma("]")) array.push(this.value(depth + 1));
    return array;
  }

  /** Step over the opening bracket; false when the closing one follows. */
  private open(close: string, depth: number): boolean {
    if (depth > MAX_DEPTH) throw new Failed("too-deep");
    this.at += 1;
    this.match(SPACE);
    if (this.source[this.at] !== close) return true;
    this.at += 1;
    return false;
  }

  /** Step over a comma (true) or the closing bracket (false). */
  private comma(close: string): boolean {
    this.match(SPACE);
    const found = this.source[this.at];
    if (found !== "," && found !== close) throw new Failed("not-a-badge");
    this.at += 1;
    return found === ",";
  }

  private string(): string {
    this.take('"');
    let value = "";
    for (;;) {
      value += this.match(PLAIN);
      const found = this.source[this.at++];
      if (found === '"') break;
      if (found !== "\\") throw new Failed("not-a-badge");
      value += this.escape();
    }
    if (LONE_SURROGATE.test(value)) throw new Failed("lone-surrogate");
    if (CONTROL.test(value)) throw new Failed("control-character");
    return value;
  }

  private escape(): string {
    const kind = this.source[this.at++] ?? "";
    const simple = ESCAPES[kind];
    if (simple !== undefined) return simple;
    const hex = this.source.slice(this.at, this.at + 4);
    if (kind !== "u" || !/^[0-9a-fA-F]{4}$/.test(hex)) throw new Failed("not-a-badge");
    this.at += 4;
    return String.fromCharCode(parseInt(hex, 16));
  }

  private number(): number {
    const found = this.match(NUMBER);
    if (found === "") throw new Failed("not-a-badge");
    const value = Number(found);
    // Beyond 2^53 - 1 readers keep different digits; canonical N-Quads write 16 of them; and below a
    // millionth JavaScript writes no point, which jsonld takes for a whole number: nothing.
    const digits = found.replace(/[eE].*|[-.]/g, "").replace(/^0+|0+$/g, "").length;
    const size = Math.abs(value);
    const fits = size <= Number.MAX_SAFE_INTEGER && (size >= 1e-6 || digits === 0);
    if (!fits || digits > 16 || Number(value.toExponential(15)) !== value) throw new Failed("number-out-of-range");
    return value === 0 ? 0 : value; // -0 is 0
  }

  private word<T extends Json>(word: string, value: T): T {
    for (const letter of word) this.take(letter);
    return value;
  }

  private take(letter: string): void {
    if (this.source[this.at] !== letter) throw new Failed("not-a-badge");
    this.at += 1;
  }

  private match(pattern: RegExp): string {
    pattern.lastIndex = this.at;
    const found = pattern.exec(this.source)?.[0] ?? "";
    this.at += found.length;
    return found;
  }
}
