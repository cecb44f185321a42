// The issuers that a site knows: its own list (assets/known-issuers.json), nothing when there is none.
import { list, text } from "./json.ts";
import type { Sources } from "./sources.ts";
import { MAX_VALUES_OF_MANY, readJson } from "./strict-json.ts";

/** Identifier to name. */
export async function knownIssuers(sources: Sources): Promise<ReadonlyMap<string, string>> {
  const answer = await sources.get(`${sources.base}assets/known-issuers.json`);
  if (!("data" in answer)) return new Map();
  try {
    const entries = list(readJson(answer.data, MAX_VALUES_OF_MANY)).map((each) => [text(each, "did"), each] as const);
    return new Map(entries.filter(([did]) => did !== "").map(([did, each]) => [did, text(each, "name") || did]));
  } catch {
    return new Map();
  }
}
