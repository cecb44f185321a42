// What a verified badge says, for people: from the compacted document only.
import { isObject, list, member, type Json, type JsonObject } from "./json.ts";
import type { Signed } from "./secured.ts";
import { webBase } from "./did.ts";

export interface Link {
  readonly name: string;
  readonly url: string;
}

export interface Facts {
  readonly id: string;
  readonly badge: string;
  readonly achievement: string;
  readonly description: string;
  readonly criteria: string;
  readonly criteriaUrl: string;
  readonly learner: string;
  /** What the issuer calls itself: a claim. */
  readonly issuerName: string;
  readonly issuer: string;
  readonly host: string;
  readonly awarded: string;
  readonly begins: string;
  readonly ends: string;
  readonly narrative: string;
  readonly evidence: readonly Link[];
  readonly results: readonly string[];
  readonly skills: readonly Link[];
  readonly image: string;
  /** What the standard itself does not prove; "" for Open Badges 3.0. */
  readonly limits: string;
}

export function factsOf({ document, issuer, period }: Signed): Facts {
  const subject = document["credentialSubject"];
  const achievement = member(subject, "achievement");
  const criteria = member(achievement, "criteria");
  const profile = document["issuer"];
  return {
    id: words(document["id"]),
    badge: words(member(achievement, "name")) || words(document["name"]),
    achievement: achievementId(document),
    description: words(member(achievement, "description")),
    criteria: words(member(criteria, "narrative")),
    criteriaUrl: isObject(criteria) ? words(criteria["id"]) : words(criteria),
    learner: learnerName(document),
    issuerName: isObject(profile) ? words(profile["name"]) : "",
    issuer,
    host: issuerHost(issuer),
    awarded: words(document["awardedDate"]) || period.begins || "",
    begins: period.begins ?? "",
    ends: period.ends ?? "",
    narrative: words(member(subject, "narrative")),
    evidence: list(document["evidence"]).map((each) => ({
      name: words(member(each, "name")) || words(member(each, "narrative")),
      url: isObject(each) ? words(each["id"]) : words(each),
    })),
    results: list(member(subject, "result")).map((each) => words(member(each, "value"))).filter(Boolean),
    skills: list(member(achievement, "alignment")).map((each) => ({
      name: words(member(each, "targetName")),
      url: words(member(each, "targetUrl")),
    })),
    image: isObject(document["image"]) ? words(document["image"]["id"]) : words(document["image"]),
    limits: "",
  };
}

/** The host that answers for an issuer, in ASCII as the browser writes it; "" when there is none. */
export function issuerHost(issuer: string): string {
  try {
    const url = new URL(webBase(issuer) ?? issuer);
    return url.protocol === "https:" ? url.host : "";
  } catch {
    return "";
  }
}

/** The name that the issuer wrote in the clear, or "". */
export function learnerName(document: JsonObject): string {
  const named = list(member(document["credentialSubject"], "identifier")).find(
    (each) => member(each, "hashed") === false && member(each, "identityType") === "name",
  );
  return words(member(named, "identityHash"));
}

export function achievementId(document: JsonObject): string {
  return words(member(member(document["credentialSubject"], "achievement"), "id"));
}

/** A text; of texts in several languages the first; "" for anything else. */
export function words(value: Json | undefined): string {
  for (const each of list(value)) {
    if (typeof each === "string") return each;
    const inLanguage = member(each, "@value");
    if (typeof inLanguage === "string") return inLanguage;
  }
  return "";
}
