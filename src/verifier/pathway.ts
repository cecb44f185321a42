// A pathway's rules, applied again to the badges that a final badge names. Pure.
// The form is that of pathway-<version>.json. Order and `after` lock steps; they take no part here.
import { isObject, type Json, type JsonObject } from "./json.ts";

/** A badge that counts: who awarded what, and on which day (YYYY-MM-DD). */
export interface Part {
  readonly issuer: string;
  readonly achievement: string;
  readonly day: string;
}

/** The badges that count, and the issuer whose badges the rules mean by default. */
export interface Earned {
  readonly issuer: string;
  readonly parts: readonly Part[];
}

export class RulesBroken extends Error {}

/** Whether the rules hold for a credential of this achievement: all levels, or its milestone's level. */
export function holds(rules: JsonObject, earned: Earned, achievement: string): boolean {
  const final = rules["final"];
  if (isObject(final) && final["achievement"] === achievement) return levelsHold(rules, earned);
  const milestones = objects(rules, "levels").filter((level) => leadsTo(level["milestone"], achievement));
  return milestones.length > 0 && milestones.every((level) => levelHolds(level, earned));
}

/** Whether the rules lead to this achievement: their final badge, or a level's milestone. */
export function leadTo(rules: JsonObject, achievement: string): boolean {
  const levels = Array.isArray(rules["levels"]) ? rules["levels"].filter(isObject) : [];
  return leadsTo(rules["final"], achievement) || levels.some((level) => leadsTo(level["milestone"], achievement));
}

function leadsTo(target: Json | undefined, achievement: string): boolean {
  return achievement !== "" && isObject(target) && target["achievement"] === achievement;
}

/** The other issuers whose badges the rules ask for by name. */
export function foreignIssuers(rules: Json): Set<string> {
  if (Array.isArray(rules)) return new Set(rules.flatMap((each) => [...foreignIssuers(each)]));
  if (!isObject(rules)) return new Set();
  const named = rules["foreign"];
  const mine = isObject(named) && named["issuer"] !== undefined ? [String(named["issuer"])] : [];
  return new Set([...mine, ...Object.values(rules).flatMap((each) => [...foreignIssuers(each)])]);
}

/** Which levels are complete. All are looked at, so that broken rules are found wherever they stand. */
export function allLevels(rules: JsonObject, earned: Earned): boolean[] {
  return objects(rules, "levels").map((level) => levelHolds(level, earned));
}

function levelsHold(rules: JsonObject, earned: Earned): boolean {
  return allLevels(rules, earned).every(Boolean);
}

function levelHolds(level: JsonObject, earned: Earned): boolean {
  const steps = objects(level, "steps").map((step) => ({ done: stepHolds(step, earned), optional: step["optional"] === true }));
  if (level["any"] !== undefined) return steps.filter(({ done }) => done).length >= number(level, "any");
  return steps.every(({ done, optional }) => done || optional);
}

/** Whether a step is satisfied, within its months when it has some: from some held day on. */
function stepHolds(step: JsonObject, earned: Earned): boolean {
  const needs = object(step, "needs");
  if (step["withinMonths"] === undefined) return requirementHolds(needs, earned);
  const months = number(step, "withinMonths");
  const days = [...new Set(earned.parts.map(({ day }) => day))];
  const windows = days.map((start) => {
    const end = monthsLater(start, months);
    const parts = earned.parts.filter(({ day }) => start <= day && day <= end);
    return requirementHolds(needs, { ...earned, parts });
  });
  if (windows.length === 0) requirementHolds(needs, earned);
  return windows.some(Boolean);
}

/** The same day of the month so many months later, or that month's last day. */
export function monthsLater(day: string, months: number): string {
  const [year = 0, month = 0, date = 0] = day.split("-").map(Number);
  const last = new Date(Date.UTC(year, month - 1 + months + 1, 0));
  last.setUTCDate(Math.min(date, last.getUTCDate()));
  return last.toISOString().slice(0, 10);
}

function requirementHolds(needs: JsonObject, earned: Earned): boolean {
  if (needs["badge"] !== undefined) return has(earned, earned.issuer, text(needs, "badge"));
  if (needs["foreign"] !== undefined) {
    const foreign = object(needs, "foreign");
    return has(earned, text(foreign, "issuer"), text(foreign, "achievement"));
  }
  if (needs["pathway"] !== undefined) return levelsHold(needs, earned);
  const members = objects(needs, "of");
  const done = members.map((each) => requirementHolds(each, earned));
  if (needs["credits"] !== undefined) return worth(needs, earned) >= number(needs, "credits");
  if (needs["any"] !== undefined) return done.filter(Boolean).length >= number(needs, "any");
  return done.every(Boolean);
}

/** What a group's satisfied members are worth together: a badge its credits, a group its members'. */
function worth(group: JsonObject, earned: Earned): number {
  return objects(group, "of").reduce((sum, each) => {
    if (!requirementHolds(each, earned)) return sum;
    if (each["of"] !== undefined) return sum + worth(each, earned);
    return sum + (each["badge"] !== undefined && each["credits"] !== undefined ? number(each, "credits") : 0);
  }, 0);
}

function has({ parts }: Earned, issuer: string, achievement: string): boolean {
  return parts.some((part) => part.issuer === issuer && part.achievement === achievement);
}

function objects(parent: JsonObject, name: string): JsonObject[] {
  const found = parent[name];
  if (!Array.isArray(found) || found.length === 0 || !found.every(isObject)) throw new RulesBroken(name);
  return found;
}

function object(parent: JsonObject, name: string): JsonObject {
  const found = parent[name];
  if (!isObject(found)) throw new RulesBroken(name);
  return found;
}

function text(parent: JsonObject, name: string): string {
  const found = parent[name];
  if (typeof found !== "string") throw new RulesBroken(name);
  return found;
}

function number(parent: JsonObject, name: string): number {
  const found = parent[name];
  if (typeof found !== "number") throw new RulesBroken(name);
  return found;
}
