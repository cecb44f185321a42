// Ed25519 by WebCrypto; where a browser lacks it, by @noble/ed25519, loaded only then.
// The only importer of noble.
import { Unknown } from "./checks.ts";

const L = 2n ** 252n + 27742317777372353535851937790883648493n; // the order of the base point

/** Whether S < L (RFC 8032 §5.1.7): else one signature could be written in two ways. */
export function isInOrder(signature: Uint8Array): boolean {
  return signature.slice(32).reduceRight((sum, byte) => (sum << 8n) + BigInt(byte), 0n) < L;
}

/** Whether the signature of the message is this key's, without the leniency of ZIP-215. */
export async function isSignatureOf(key: Uint8Array, signature: Uint8Array, message: Uint8Array): Promise<boolean> {
  if (signature.length !== 64 || !isInOrder(signature)) return false;
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
  // WebCrypto refuses keys and an R of small order; noble, of the two, the keys alone.
  try {
    if (noble.Point.fromBytes(signature.slice(0, 32)).isSmallOrder()) return false;
  } catch {
    return false;
  }
  return noble.verifyAsync(signature, message, key, { zip215: false });
}
