// What a kept copy holds beside the verifier: a data block of JSON, written by keep.ts and by Python's
// rendering/keeping.py, read by kept.ts.
import { isObject, text, type Json } from "./json.ts";

export interface KeptData {
  /** The day on which the copy was made: its own claim. */
  readonly kept: string;
  readonly did: string;
  readonly base: string;
  /** The credential's page, where the issuer says what holds today. */
  readonly page: string;
  /** The address of the credential among the files. */
  readonly credential: string;
  /** Address to bytes in base64: the credential, the issuer's document, status lists, parts and rules. */
  readonly files: Readonly<Record<string, string>>;
  /** The badge's picture, an SVG in base64. */
  readonly picture: string;
}

/** The data as far as it has the right shape; null for anything else. */
export function keptData(value: Json): KeptData | null {
  if (!isObject(value) || !isObject(value["files"])) return null;
  const kept = text(value, "kept");
  const files = Object.entries(value["files"]).filter((entry): entry is [string, string] => typeof entry[1] === "string");
  if (!/^\d{4}-\d\d-\d\d$/.test(kept)) return null;
  const [did, base, page] = [text(value, "did"), text(value, "base"), text(value, "page")];
  const picture = text(value, "picture");
  return { kept, did, base, page, credential: text(value, "credential"), files: Object.fromEntries(files), picture };
}
