// What a credential says it rests on (VCDM 2.0 §5.3, relatedResource).
import { isObject, list, type JsonObject } from "./json.ts";

const RULES = /^https?:\/\/[^?#]+\/pathways\/[a-z0-9-]+\/pathway-[^/?#]+\.json$/;

/** The things that it names. */
export function related(document: JsonObject): JsonObject[] {
  return list(document["relatedResource"]).filter(isObject);
}

/** Whether a named thing is a pathway's rules. */
export function isRules(named: JsonObject): boolean {
  return RULES.test(String(named["id"] ?? ""));
}

/** Whether the credential names a pathway's rules. */
export function isStacked(document: JsonObject): boolean {
  return related(document).some(isRules);
}
