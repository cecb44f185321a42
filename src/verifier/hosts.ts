// Web addresses by one pattern, and the host of one: libraries differ about the odd ones.
import type { Json } from "./json.ts";

const ADDRESS = /^https?:\/\/([a-z0-9-]+(?:\.[a-z0-9-]+)*(?::[0-9]{1,5})?)(?:[/?#][!-~]*)?$/i;

/** Host and port, in small letters, of an http(s) address; null for anything else. */
export function hostOf(address: Json | undefined): string | null {
  return (typeof address === "string" && ADDRESS.exec(address)?.[1]?.toLowerCase()) || null;
}

/** Whether it is a proper https address, its scheme in small letters. */
export function isHttps(address: Json | undefined): address is string {
  return typeof address === "string" && address.startsWith("https://") && hostOf(address) !== null;
}
