// What every credential has, read from the compacted document, and which kind of it this is.
import { Failed } from "./checks.ts";
import { period, type Period } from "./dates.ts";
import { isObject, member, texts, type Json, type JsonObject } from "./json.ts";

export const BADGE_TYPES: readonly string[] = ["OpenBadgeCredential", "AchievementCredential"];
export const CLR_TYPES: readonly string[] = ["ClrCredential"];
export const LIST_TYPES: readonly string[] = ["BitstringStatusListCredential"];

// What is read of the credential and of its subject. Another object may name either (an endorsement
// names the credential it is about), but not with these members.
const READ_HERE =
  "issuer validFrom validUntil issuanceDate expirationDate awardedDate credentialStatus " +
  "credentialSubject achievement identifier result evidence relatedResource";
const READ = READ_HERE.split(" ");
const READ_OF_ACHIEVEMENT = ["name", "description", "criteria", "alignment"];

/** Whether it says that it is a credential of one of these kinds. */
export function isCredential(document: Json, kinds: readonly string[]): document is JsonObject {
  const types = texts(member(document, "type"));
  return (
    isObject(document) &&
    Object.hasOwn(document, "@context") &&
    types.includes("VerifiableCredential") &&
    types.some((type) => kinds.includes(type))
  );
}

/** The identifier of the issuer, which stands alone or in a profile. */
export function issuerOf(document: JsonObject): string {
  const issuer = document["issuer"];
  const id = isObject(issuer) ? issuer["id"] : issuer;
  if (typeof id !== "string") throw new Failed("member-wrong");
  return id;
}

/** Refuse a compacted credential whose understood members have another form; its dates. */
export function requireMembers(document: JsonObject): Period {
  issuerOf(document);
  const { id = "", credentialSubject: subject } = document;
  // A record lists the achievements that are still to be earned.
  const isOne = isObject(subject) && (isObject(subject["achievement"] ?? {}) || isCredential(document, CLR_TYPES));
  if (typeof id !== "string" || !isOne) throw new Failed("member-wrong");
  // In RDF all objects of one identifier are one node: a member moved from one to another leaves the
  // signature whole. Credentials inside a record are about its subject too, each read by itself.
  const { verifiableCredential: _, ...own } = subject;
  const alone = { ...document, credentialSubject: own };
  const { achievement = {} } = own;
  if (isSplit(document, document, READ) || isSplit(alone, own, READ) || isSplit(alone, achievement, READ_OF_ACHIEVEMENT))
    throw new Failed("node-split");
  return period(document);
}

/** Whether another object inside has the node's identifier and says what is read of the node. */
function isSplit(value: Json, node: Json, read: readonly string[]): boolean {
  if (!isObject(node) || node["id"] === undefined) return false;
  if (Array.isArray(value)) return value.some((each) => isSplit(each, node, read));
  if (!isObject(value)) return false;
  if (value !== node && value["id"] === node["id"] && Object.keys(value).some((name) => read.includes(name))) return true;
  return Object.values(value).some((each) => isSplit(each, node, read));
}
