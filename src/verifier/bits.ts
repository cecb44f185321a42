// The bits of a status list (Bitstring Status List 1.0 §3.1), unpacked within bounds.
import { Unknown } from "./checks.ts";
import type { Json } from "./json.ts";
import { base64url } from "./multibase.ts";
import { readAll, unpacked } from "./streams.ts";

const MAX_ENCODED = 200_000;
const MAX_UNPACKED = 1_000_000;
const FEWEST_PLACES = 131_072;

/** The bit string of `encodedList`: `u` and base64url of exactly one gzip member. */
export async function unpack(encoded: Json | undefined): Promise<Uint8Array> {
  if (typeof encoded !== "string" || !encoded.startsWith("u")) throw new Unknown("list-broken");
  if (encoded.length > MAX_ENCODED) throw new Unknown("list-too-large");
  const packed = base64url(encoded.slice(1));
  if (packed === null) throw new Unknown("list-broken");
  const bits = await readAll(unpacked(packed, "gzip"), MAX_UNPACKED).catch(() => {
    throw new Unknown("list-broken");
  });
  if (bits === null) throw new Unknown("list-too-large");
  if (bits.length * 8 < FEWEST_PLACES) throw new Unknown("list-too-short");
  return bits;
}

/** Whether the bit at the place is 1, the first being the left-most. */
export function isSet(bits: Uint8Array, place: number): boolean {
  const byte = bits[Math.floor(place / 8)];
  if (byte === undefined) throw new Unknown("index-form");
  return ((byte >> (7 - (place % 8))) & 1) === 1;
}
