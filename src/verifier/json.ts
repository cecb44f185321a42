// What JSON is to TypeScript, and how a member is read from it without trusting its shape.

export type Json = null | boolean | number | string | Json[] | JsonObject;
export interface JsonObject {
  [name: string]: Json;
}

export function isObject(value: Json | undefined): value is JsonObject {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** The own member of an object; undefined for anything else. */
export function member(value: Json | undefined, name: string): Json | undefined {
  return isObject(value) && Object.hasOwn(value, name) ? value[name] : undefined;
}

/** The text at a path of members; the first of several values; "" when there is none. */
export function text(value: Json | undefined, ...path: string[]): string {
  let here = first(value);
  for (const name of path) here = first(member(here, name));
  return typeof here === "string" ? here : "";
}

/** A value as a list: JSON-LD takes one value and a list of one as the same. */
export function list(value: Json | undefined): Json[] {
  return value === undefined ? [] : Array.isArray(value) ? value : [value];
}

/** The texts among one value or several. */
export function texts(value: Json | undefined): string[] {
  return list(value).filter((each) => typeof each === "string");
}

function first(value: Json | undefined): Json | undefined {
  return Array.isArray(value) ? value[0] : value;
}
