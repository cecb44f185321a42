// A badge out of a picture: PNG text chunks, walked within bounds, pixels never decoded; SVG by
// svg.ts. Exactly one credential may be in a picture (Open Badges 3.0 §5.3, 2.0 baking).
import { Failed } from "./checks.ts";
import { crc32 } from "./crc32.ts";
import { readAll, unpacked } from "./streams.ts";

export const KEYWORDS = ["openbadgecredential", "openbadges"] as const;
const SIGNATURE = [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a];
const MAX_CHUNKS = 5_000;
const MAX_TEXT = 1_000_000;

export function isPng(data: Uint8Array): boolean {
  return SIGNATURE.every((byte, index) => data[index] === byte);
}

/** The text of the one credential in a PNG. */
export async function unbakePng(data: Uint8Array): Promise<Uint8Array> {
  const found = new Map<string, Uint8Array>();
  for (const { kind, body } of chunks(data)) {
    if (kind !== "iTXt" && kind !== "tEXt" && kind !== "zTXt") continue;
    const [keyword, rest] = split(body);
    const name = latin1(keyword);
    if (!KEYWORDS.some((each) => each === name)) continue;
    if (found.has(name)) throw new Failed("not-a-badge", "the picture holds several credentials");
    found.set(name, kind === "tEXt" ? rest : kind === "zTXt" ? await inflate(rest.subarray(1)) : await international(rest));
  }
  const text = found.get(KEYWORDS[0]) ?? found.get(KEYWORDS[1]);
  if (text === undefined) throw new Failed("not-a-badge", "the picture holds no credential");
  return text;
}

interface Chunk {
  readonly kind: string;
  readonly body: Uint8Array;
}

function* chunks(data: Uint8Array): Generator<Chunk> {
  const view = new DataView(data.buffer, data.byteOffset, data.byteLength);
  let count = 0;
  for (let at = SIGNATURE.length; at < data.length; ) {
    const left = data.length - at - 12;
    const length = left < 0 ? 0 : view.getUint32(at);
    if (++count > MAX_CHUNKS || left < 0 || length > left) throw broken();
    const typed = data.subarray(at + 4, at + 8 + length);
    if (crc32(typed) !== view.getUint32(at + 8 + length)) throw broken();
    const kind = latin1(typed.subarray(0, 4));
    yield { kind, body: typed.subarray(4) };
    if (kind === "IEND") return;
    at += 12 + length;
  }
}

/** The text of an iTXt chunk after its keyword (PNG 3rd edition §11.3.3.4). */
async function international(rest: Uint8Array): Promise<Uint8Array> {
  if (rest.length < 2) throw broken();
  const [, afterLanguage] = split(rest.subarray(2));
  const [, text] = split(afterLanguage);
  return rest[0] === 0 ? text : inflate(text);
}

/** What is before the first zero byte, and what is after it. */
function split(bytes: Uint8Array): [Uint8Array, Uint8Array] {
  const zero = bytes.indexOf(0);
  if (zero < 0) throw broken();
  return [bytes.subarray(0, zero), bytes.subarray(zero + 1)];
}

async function inflate(packed: Uint8Array): Promise<Uint8Array> {
  const text = await readAll(unpacked(new Uint8Array(packed), "deflate"), MAX_TEXT).catch(() => null);
  if (text === null) throw broken();
  return text;
}

function latin1(bytes: Uint8Array): string {
  return String.fromCharCode(...bytes.subarray(0, 80));
}

function broken(): Failed {
  return new Failed("not-a-badge", "the picture is broken");
}
