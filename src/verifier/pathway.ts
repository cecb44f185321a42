// A pathway's rules, applied again to the badges that a final badge names. Pure.
// The form is that of pathway-<version>.json. Order and `after` lock steps; they take no part here.
import { isObject, type Json, type JsonObject } from "./json.ts";

/** A badge that counts: who awarded what, and on which day (YYYY-MM-DD). */
export interface Part {
  readonly issuer: string;
  readonly achievement: string;
  readonly day: string;
}

type Parts = readonly Part[];

/** The badges that count, and the issuer whose badges the rules mean by default. */
export interface Earned {
  readonly issuer: string;
  readonly parts: Parts;
}

export class RulesBroken extends Error {}

const MAX_STEPS = 100_000;
const SLACK = 1e-6; // of credits, for sums of decimals are a little off
const MOST_MONTHS = 1_200;

/** Whether the rules hold for a credential of this achievement: all levels, or its milestone's level. */
export function holds(rules: JsonObject, earned: Earned, achievement: string): boolean {
  const complete = allLevels(rules, earned);
  if (leadsTo(rules["final"], achievement)) return complete.every(Boolean);
  const ends = complete.filter((_, number) => leadsTo(objects(rules, "levels")[number]?.["milestone"], achievement));
  return ends.length > 0 && ends.every(Boolean);
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
export function allLevels(rules: JsonObject, { issuer, parts }: Earned): boolean[] {
  const applied = new Applied(issuer);
  return objects(rules, "levels").map((level) => applied.level(level, parts));
}

/** The rules of one issuer, applied with a limit on the work. */
class Applied {
  readonly #issuer: string;
  #left = MAX_STEPS;
  constructor(issuer: string) {
    this.#issuer = issuer;
  }

  level(level: JsonObject, parts: Parts): boolean {
    const steps = objects(level, "steps").map((step) => ({ done: this.#step(step, parts), optional: step["optional"] === true }));
    if (level["any"] !== undefined) return steps.filter(({ done }) => done).length >= number(level, "any");
    return steps.every(({ done, optional }) => done || optional);
  }

  /** Whether a step is satisfied, within its months when it has some: from some held day on. */
  #step(step: JsonObject, parts: Parts): boolean {
    const needs = object(step, "needs");
    if (step["withinMonths"] === undefined) return this.#satisfied(needs, parts);
    const months = monthsOf(step);
    const days = [...new Set(parts.map(({ day }) => day))].sort();
    if (days.length === 0) return this.#satisfied(needs, parts);
    return days.some((start) => {
      const end = monthsLater(start, months);
      return this.#satisfied(needs, parts.filter(({ day }) => start <= day && day <= end));
    });
  }

  #satisfied(needs: JsonObject, parts: Parts): boolean {
    if (this.#left-- <= 0) throw new RulesBroken("the rules take too long");
    if (needs["badge"] !== undefined) return has(parts, this.#issuer, text(needs, "badge"));
    if (needs["foreign"] !== undefined) {
      const foreign = object(needs, "foreign");
      return has(parts, text(foreign, "issuer"), text(foreign, "achievement"));
    }
    if (needs["pathway"] !== undefined)
      return objects(needs, "levels").map((level) => this.level(level, parts)).every(Boolean);
    const members = objects(needs, "of");
    if (needs["credits"] !== undefined) return this.#worth(needs, parts) >= number(needs, "credits") - SLACK;
    const done = members.map((each) => this.#satisfied(each, parts));
    return done.filter(Boolean).length >= (needs["any"] === undefined ? done.length : number(needs, "any"));
  }

  /** What a group's satisfied members are worth together: a badge its credits, a group its members'. */
  #worth(group: JsonObject, parts: Parts): number {
    return objects(group, "of").reduce((sum, each) => {
      const counts = each["of"] !== undefined || (each["badge"] !== undefined && each["credits"] !== undefined);
      if (!counts || !this.#satisfied(each, parts)) return sum;
      return sum + (each["of"] !== undefined ? this.#worth(each, parts) : number(each, "credits"));
    }, 0);
  }
}

/** The same day of the month so many months later, or that month's last day. */
export function monthsLater(day: string, months: number): string {
  const [year = 0, month = 0, date = 0] = day.split("-").map(Number);
  const last = new Date(0);
  last.setUTCFullYear(year, month + months, 0);
  last.setUTCDate(Math.min(date, last.getUTCDate()));
  const found = last.toISOString().slice(0, 10);
  return found.startsWith("+") ? "9999-12-31" : found;
}

function monthsOf(step: JsonObject): number {
  const months = number(step, "withinMonths");
  if (!Number.isInteger(months) || months <= 0 || months > MOST_MONTHS) throw new RulesBroken("withinMonths");
  return months;
}

function has(parts: Parts, issuer: string, achievement: string): boolean {
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
