// Multibase: `z` base58btc and `u` base64url without padding, each in its one form only.
const ALPHABET = "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz";

/** base58btc to bytes of exactly this length; null for any other text, or another form of it. */
export function base58(text: string, length: number): Uint8Array | null {
  // log(256) / log(58) < 1.366 letters a byte: longer text cannot be right, and costs time squared.
  if (text.length > Math.ceil(length * 1.366) + 1) return null;
  const bytes = new Uint8Array(length);
  for (const letter of text) {
    let carry = ALPHABET.indexOf(letter);
    if (carry < 0) return null;
    for (let i = length - 1; i >= 0; i--) {
      carry += (bytes[i] ?? 0) * 58;
      bytes[i] = carry & 0xff;
      carry >>= 8;
    }
    if (carry !== 0) return null;
  }
  // The one form: a leading `1` for each leading zero byte and for nothing else.
  const ones = text.length - text.replace(/^1+/, "").length;
  const zeros = bytes.findIndex((byte) => byte !== 0);
  return ones === (zeros < 0 ? length : zeros) ? bytes : null;
}

/** `z` + base58btc of exactly this many bytes. */
export function multibase58(text: string, length: number): Uint8Array | null {
  return text.startsWith("z") ? base58(text.slice(1), length) : null;
}

/** The 32 bytes of an Ed25519 Multikey (`z6Mk…`): the header 0xed 0x01, then the key. */
export function publicKey(multikey: string): Uint8Array | null {
  const bytes = multibase58(multikey, 34);
  return bytes?.[0] === 0xed && bytes[1] === 0x01 ? bytes.slice(2) : null;
}

/** base64url without padding and without stray bits at its end. */
export function base64url(text: string): Uint8Array<ArrayBuffer> | null {
  if (!/^[A-Za-z0-9_-]*$/.test(text) || text.length % 4 === 1) return null;
  const binary = atob(text.replaceAll("-", "+").replaceAll("_", "/"));
  const bytes = Uint8Array.from(binary, (letter) => letter.charCodeAt(0));
  const again = btoa(binary).replaceAll("+", "-").replaceAll("/", "_").replace(/=+$/, "");
  return again === text ? bytes : null;
}
