// Rules 3 and 4: nothing lost, bounded work. Runs in the worker (worker.ts), which the page can end.
import RDFC10 from "rdf-canonize/lib/RDFC10.js";
import { Failed, Unknown } from "./checks.ts";
import { contextFile } from "./context-files.ts";
import { isObject, list, type Json, type JsonObject } from "./json.ts";
import { compact, expand, toQuads, type Expanded, type Options } from "./json-ld.ts";

const MAX_BLANK_NODES = 200;
// Iterations of the deep comparison, as a power of the number of blank nodes that look alike. The
// limit of time is the page's, which can end the worker; this one also holds without a worker.
export const MAX_WORK_FACTOR = 3;

/** What is left of a document when nothing was lost, and the bytes that its proof signs. */
export interface Lossless {
  /** The compacted document without its proof: what is checked and shown comes from here only. */
  readonly document: JsonObject;
  readonly documentQuads: string;
  /** Of the proof without its value; null when some of it would not be signed. */
  readonly proofQuads: string | null;
}

export type Canonicalize = (document: JsonObject, proofConfig: JsonObject | null) => Promise<Lossless>;

/** Expand, compact, compare; then the canonical N-Quads. `document` has no proof. */
export const canonicalize: Canonicalize = async (document, proofConfig) => {
  const contexts = list(document["@context"]);
  const expanded = await refusing(() => expand({ ...document, "@context": contexts }, options));
  // What looks like a keyword (`@name`) names nothing: most are gone by now, these are left.
  if (/"@id":"@|"@type":\[("[^"]*",)*("@|null)/.test(JSON.stringify(expanded))) throw new Failed("term-not-signed");
  requireWritten(expanded);
  const compacted = restored(await refusing(() => compact(expanded, contexts, options)));
  const { "@context": _, ...given } = document;
  if (!isObject(compacted) || !same(compacted, given)) throw new Failed("term-not-signed");
  return {
    document: { "@context": contexts, ...compacted },
    documentQuads: await quads(expanded),
    proofQuads: proofConfig && (await quadsOfProof({ ...proofConfig, "@context": contexts })),
  };
};

async function quadsOfProof(config: JsonObject): Promise<string | null> {
  try {
    const expanded = await expand(config, options);
    requireWritten(expanded);
    return await quads(expanded);
  } catch {
    return null;
  }
}

const options: Options = {
  load: contextFile,
  // jsonld.js drops in silence what has no meaning; here that is the end. Relative references are
  // found below, by a reason of their own.
  tell(event) {
    if (event.level === "warning" && !event.code.startsWith("relative")) throw new Failed("term-not-signed");
  },
};

async function refusing<T>(step: () => Promise<T>): Promise<T> {
  try {
    return await step();
  } catch {
    throw new Failed("term-not-signed");
  }
}

// ---------------------------------------------------------------- what was expanded
// Open Badges writes XSD's addresses with https, the W3C with http, CLR with a prefix of no context.
const XSD = /^(https?:\/\/www\.w3\.org\/2001\/XMLSchema#|xsd:)/;
const NUMBERS = ["integer", "float", "double", "decimal", "nonNegativeInteger", "positiveInteger"];
// Processors leave out, in silence, what an identifier with white space says, each by its own language's
// idea of white space. Marks of direction are in no IRI either.
const ABSOLUTE =
  /^[A-Za-z][A-Za-z0-9+.-]*:[^\0-\x20<>"{}|\\^`\x7f-\xa0\u1680\u2000-\u200a\u200e\u200f\u2028-\u202f\u205f\u2066-\u2069\u3000\ufeff]*$/;

/** Refuse identifiers that name nothing, and values with several written forms. */
function requireWritten(value: Json): void {
  if (Array.isArray(value)) value.forEach(requireWritten);
  if (!isObject(value)) return;
  if (Object.hasOwn(value, "@value")) return requireTyped(value["@type"], value["@value"]);
  for (const name of ["@id", "@type"]) list(value[name]).forEach(requireAddress);
  for (const [name, inner] of Object.entries(value)) if (name !== "@id" && name !== "@type") requireWritten(inner);
}

function requireAddress(iri: Json): void {
  if (typeof iri === "string" && iri.startsWith("_:")) throw new Failed("blank-node-named");
  if (typeof iri !== "string" || !ABSOLUTE.test(iri)) throw new Failed("iri-malformed");
}

function requireTyped(type: Json | undefined, value: Json | undefined): void {
  // "5" and 5, "false" and false are one RDF literal: only the JSON form is taken.
  if (typeof type !== "string" || type === "@json") return;
  const name = type.replace(XSD, "");
  const right = name === "boolean" ? "boolean" : NUMBERS.includes(name) ? "number" : "string";
  if (typeof value !== right) throw new Failed("value-form");
}

// ---------------------------------------------------------------- comparison
// Terms of the CLR context have a type that no object has, so that compaction does not choose them.
const CLR = "https://purl.imsglobal.org/spec/vc/clr/vocab.html#";
const TERMS = new Map(["achievement", "association", "verifiableCredential"].map((name) => [CLR + name, name]));
TERMS.set(`${CLR}identifier-1`, "identifier");

/** The compacted value with those terms in place, which no document writes (rule 2); an identifier alone as a text. */
function restored(value: Json): Json {
  if (Array.isArray(value)) return value.map((each) => restored(each));
  if (!isObject(value)) return value;
  const { id, ...more } = value;
  if (id !== undefined && Object.keys(more).length === 0) return id;
  return Object.fromEntries(Object.entries(value).map(([name, each]) => [TERMS.get(name) ?? name, restored(each)]));
}

/** Equal but for written forms that mean the same: a list of one, an object of an id alone. */
function same(a: Json | undefined, b: Json | undefined): boolean {
  [a, b] = [plain(a), plain(b)];
  if (Array.isArray(a) && Array.isArray(b))
    return a.length === b.length && a.every((each, index) => same(each, (b as Json[])[index]));
  if (!isObject(a) || !isObject(b)) return a === b;
  const [first, second] = [a, b];
  const names = Object.keys(first);
  return (
    names.length === Object.keys(second).length &&
    names.every((name) => Object.hasOwn(second, name) && sameMember(name, first[name], second[name]))
  );
}

function sameMember(name: string, a: Json | undefined, b: Json | undefined): boolean {
  if (name === "type") return same(list(a).map(oneName), list(b).map(oneName));
  if (name === "@language") return String(a).toLowerCase() === String(b).toLowerCase();
  return same(a, b);
}

function plain(value: Json | undefined): Json | undefined {
  if (Array.isArray(value) && value.length === 1) return plain(value[0]);
  return isObject(value) && Object.keys(value).join() === "id" ? plain(value["id"]) : value;
}

/** Open Badges 3.0 has two names for the one type; its context makes the first an alias. */
function oneName(type: Json): Json {
  return type === "AchievementCredential" ? "OpenBadgeCredential" : type;
}

// ---------------------------------------------------------------- N-Quads
async function quads(expanded: Expanded): Promise<string> {
  const dataset = await refusing(async () => toQuads(expanded, options));
  const blank = new Set<string>();
  for (const { subject, predicate, object, graph } of dataset)
    for (const term of [subject, predicate, object, graph]) {
      if (term.termType === "BlankNode") blank.add(term.value);
      if (term.termType === "NamedNode") requireAddress(term.value);
    }
  if (blank.size > MAX_BLANK_NODES) throw new Failed("too-complex");
  // Blank nodes are labelled by their hashes. Without cryptography (a page without https) the signature
  // cannot be checked either, and says so.
  if (globalThis.crypto?.subtle === undefined) return "";
  let text;
  try {
    text = await new RDFC10({ maxWorkFactor: MAX_WORK_FACTOR }).main(dataset);
  } catch {
    throw new Failed("too-complex");
  }
  requireOneOrder(text);
  return text;
}

/** JavaScript sorts by UTF-16 unit, the standard by code point: refuse where the two differ. */
function requireOneOrder(text: string): void {
  if (!/[\u{10000}-\u{10ffff}]/u.test(text) || !/[\ue000-\uffff]/.test(text)) return;
  const lines = text.split("\n").slice(0, -1).map((line) => Array.from(line, (letter) => letter.codePointAt(0) ?? 0));
  for (let i = 1; i < lines.length; i++)
    if (compare(lines[i - 1] ?? [], lines[i] ?? []) > 0) throw new Unknown("order-ambiguous");
}

function compare(a: number[], b: number[]): number {
  for (let i = 0; i < Math.min(a.length, b.length); i++) {
    const difference = (a[i] ?? 0) - (b[i] ?? 0);
    if (difference !== 0) return difference;
  }
  return a.length - b.length;
}
