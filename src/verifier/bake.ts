// A credential put into one of the site's own pictures, by splicing: the same bytes as `badgesite bake`.
// Pictures of others are never baked here, so what they may hold already is not looked for.
import { crc32 } from "./crc32.ts";

const PNG = [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a];
const END = 12; // bytes of the IEND chunk, which is the last
const HEAD = new TextEncoder().encode("openbadgecredential\0\0\0\0\0"); // not compressed, no language
const NAMESPACE = "https://purl.imsglobal.org/ob/v3p0";
const BEFORE_ROOT = /^(?:\s|<\?[^>]*\?>|<!--[^]*?-->)*/;
const TAG = /^<svg\b(?:[^>"']|"[^"]*"|'[^']*')*>/;

/** The PNG with the credential in a text chunk before its end (Open Badges 3.0 §5.3.1). */
export function bakePng(picture: Uint8Array, credential: Uint8Array): Uint8Array<ArrayBuffer> {
  const isWhole = PNG.every((byte, at) => picture[at] === byte) && ascii(picture.slice(-8, -4)) === "IEND";
  if (!isWhole) throw new Error("not a PNG");
  const body = join(new TextEncoder().encode("iTXt"), HEAD, credential);
  const chunk = join(uint32(body.length - 4), body, uint32(crc32(body)));
  return join(picture.slice(0, -END), chunk, picture.slice(-END));
}

/** The SVG with the credential as the first child of its root (§5.3.2). */
export function bakeSvg(picture: Uint8Array, credential: Uint8Array): Uint8Array<ArrayBuffer> {
  const text = read(picture);
  const start = BEFORE_ROOT.exec(text)?.[0].length ?? 0;
  const tag = TAG.exec(text.slice(start))?.[0];
  if (tag === undefined || tag.endsWith("/>")) throw new Error("not an SVG");
  const inside = read(credential).trim().replaceAll("]]>", "]]\\u003e").replace(/[\ufffe\uffff]/g, escaped);
  const element = `<openbadges:credential><![CDATA[${inside}]]></openbadges:credential>`;
  const opened = `<svg xmlns:openbadges="${NAMESPACE}"${tag.slice(4)}`;
  return new TextEncoder().encode(text.slice(0, start) + opened + element + text.slice(start + tag.length));
}

function read(data: Uint8Array): string {
  return new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(data);
}

function escaped(letter: string): string {
  return `\\u${letter.charCodeAt(0).toString(16)}`;
}

function ascii(data: Uint8Array): string {
  return String.fromCharCode(...data);
}

function uint32(value: number): Uint8Array {
  const made = new Uint8Array(4);
  new DataView(made.buffer).setUint32(0, value);
  return made;
}

export function join(...parts: readonly Uint8Array[]): Uint8Array<ArrayBuffer> {
  const made = new Uint8Array(parts.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const part of parts) {
    made.set(part, at);
    at += part.length;
  }
  return made;
}
