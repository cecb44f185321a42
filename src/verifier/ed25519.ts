// Ed25519 by WebCrypto; where a browser lacks it, by @noble/ed25519, loaded only then.
// The only importer of noble.
import { Unknown } from "./checks.ts";

const L = 2n ** 252n + 27742317777372353535851937790883648493n; // the order of the base point

/** Whether S < L (RFC 8032 §5.1.7): else one signature could be written in two ways. */
export function isInOrder(signature: Uint8Array): boolean {
  return signature.slice(32).reduceRight((sum, byte) => (sum << 8n) + BigInt(byte), 0n) < L;
}

// The y of all points of order 1, 2, 4 and 8 without its sign, and the forms of them that are not below p. Under
// such a key one signature fits many messages; WebCrypto should refuse it, and not every browser does.
const SMALL =
  /^(0[01](00){31}|26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05|c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac037a|e[cde](ff){30}7f)$/;

function isSmall(point: Uint8Array): boolean {
  const bytes = Array.from(point, (byte, index) => (index === 31 ? byte & 0x7f : byte));
  return SMALL.test(bytes.map((byte) => byte.toString(16).padStart(2, "0")).join(""));
}

/** Whether the signature of the message is this key's, without the leniency of ZIP-215. */
export async function isSignatureOf(key: Uint8Array, signature: Uint8Array, message: Uint8Array): Promise<boolean> {
  if (signature.length !== 64 || !isInOrder(signature) || isSmall(key) || isSmall(signature.slice(0, 32))) return false;
  if (globalThis.crypto?.subtle === undefined) throw new Unknown("no-crypto");
  const [k, s, m] = [new Uint8Array(key), new Uint8Array(signature), new Uint8Array(message)];
  let imported: CryptoKey;
  try {
    imported = await crypto.subtle.importKey("raw", k, "Ed25519", false, ["verify"]);
  } catch {
    return withNoble(k, s, m);
  }
  return crypto.subtle.verify("Ed25519", imported, s, m);
}

async function withNoble(key: Uint8Array, signature: Uint8Array, message: Uint8Array): Promise<boolean> {
  let noble;
  try {
    noble = await import("@noble/ed25519");
  } catch {
    throw new Unknown("no-crypto");
  }
  return noble.verifyAsync(signature, message, key, { zip215: false });
}
