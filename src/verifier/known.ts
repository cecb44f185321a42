// The issuers that are known: to the site, by its own list (assets/known-issuers.json), or to the visitor.
import { isObject, list, member, text, type Json } from "./json.ts";
import type { Sources } from "./sources.ts";
import { MAX_VALUES_OF_MANY, readJson } from "./strict-json.ts";

/** Identifier to name. */
export type Known = ReadonlyMap<string, string>;

/** The issuers that this site knows. */
export async function knownIssuers(sources: Sources): Promise<Known> {
  const answer = await sources.get(`${sources.base}assets/known-issuers.json`);
  return "data" in answer ? readIssuers(answer.data) : new Map();
}

/** The issuers in a list: a site's own `[{"did", "name"}]`, or a public registry's `{"registry": {"<did>": {"name"}}}`. */
export function readIssuers(data: Uint8Array): Known {
  let listed: Json;
  try {
    listed = readJson(data, MAX_VALUES_OF_MANY);
  } catch {
    return new Map();
  }
  const registry = member(listed, "registry") ?? listed;
  const entries = isObject(registry)
    ? Object.entries(registry).filter(([did]) => did.startsWith("did:"))
    : list(registry).map((each): [string, Json] => [text(each, "did"), each]);
  return new Map(entries.filter(([did]) => did !== "").map(([did, each]) => [did, text(each, "name") || did]));
}
