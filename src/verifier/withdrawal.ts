// What an issuer states about a withdrawal beside the credential: kind, day, reason, successor.
// Unsigned: it only explains a bit that the signed list has set, and cannot unset it.
import { webBase } from "./did.ts";
import { member, type Json, type JsonObject } from "./json.ts";
import type { Sources } from "./sources.ts";
import { readJson } from "./strict-json.ts";

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;

export interface Withdrawal {
  readonly kind: "revoked" | "replaced";
  readonly on: string | null;
  readonly reason: string | null;
  readonly replacedBy: string | null;
}

/** The statement of the credential's own issuer, or null when there is none. */
export async function withdrawal(document: JsonObject, issuer: string, sources: Sources): Promise<Withdrawal | null> {
  const uuid = String(document["id"] ?? "").replace(/^urn:uuid:/, "");
  const base = issuer === sources.own ? sources.base : webBase(issuer);
  return base && UUID.test(uuid) ? statementAt(`${base}credentials/${uuid}/withdrawn.json`, sources) : null;
}

/** The statement at an address, or null when there is none that can be read. */
export async function statementAt(url: string, sources: Sources): Promise<Withdrawal | null> {
  const answer = await sources.get(url);
  if (!("data" in answer)) return null;
  let stated: Json;
  try {
    stated = readJson(answer.data);
  } catch {
    return null;
  }
  const kind = member(stated, "kind");
  if (kind !== "revoked" && kind !== "replaced") return null;
  const fitting = (name: string, pattern: RegExp) => {
    const value = member(stated, name);
    return typeof value === "string" && pattern.test(value) ? value : null;
  };
  return {
    kind,
    on: fitting("on", /^[0-9]{4}-[0-9]{2}-[0-9]{2}$/),
    reason: fitting("reason", /^/)?.slice(0, 500) ?? null,
    replacedBy: fitting("replacedBy", UUID),
  };
}
