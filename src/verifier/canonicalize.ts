// Rules 3 and 4: nothing lost, bounded work. Runs in the worker (worker.ts), which the page can end.
import jsonld from "jsonld";
import rdfCanonize from "rdf-canonize";
import { Failed } from "./checks.ts";
import { contextFile } from "./context-files.ts";
import { isObject, type Json, type JsonObject } from "./json.ts";

const MAX_BLANK_NODES = 200;
// Iterations of the deep comparison, as a power of the blank nodes that look alike. The time limit
// is the worker's; this one also holds where there is no worker.
const MAX_WORK_FACTOR = 3;

/** What is left of a document when nothing was lost, and the bytes that its proof signs. */
export interface Lossless {
  readonly document: JsonObject;
  readonly documentQuads: string;
  /** Of the proof's own members; "" when there is not exactly one proof. */
  readonly proofQuads: string;
}

export type Canonicalize = (document: JsonObject) => Promise<Lossless>;

const options = {
  base: null,
  async documentLoader(url: string) {
    return { contextUrl: null, documentUrl: url, document: await contextFile(url) };
  },
} as const;

/** Expand, compact, compare; then the canonical N-Quads of the compacted result. */
export async function canonicalize(document: JsonObject): Promise<Lossless> {
  const contexts = document["@context"] ?? null;
  const compacted = await roundTrip(document, contexts);
  const { proof, ...unsigned } = compacted;
  const one = Array.isArray(proof) ? proof[0] : proof;
  let proofQuads = "";
  if (isObject(one)) {
    const { proofValue: _, ...proofConfig } = one;
    proofQuads = await quads({ "@context": contexts, ...proofConfig });
  }
  return { document: compacted, documentQuads: await quads(unsigned), proofQuads };
}

async function roundTrip(document: JsonObject, contexts: Json): Promise<JsonObject> {
  let compacted: JsonObject;
  try {
    // Safe mode raises for a term without meaning and for a relative reference: both are unsigned.
    const expanded = await jsonld.expand(document, { ...options, safe: true });
    compacted = await jsonld.compact(expanded, contexts, { ...options });
  } catch {
    throw new Failed("term-not-signed");
  }
  if (!same(document, compacted)) throw new Failed("term-not-signed");
  return compacted;
}

async function quads(document: JsonObject): Promise<string> {
  let dataset;
  try {
    dataset = await jsonld.toRDF((await jsonld.expand(document, { ...options, safe: true })), {
      ...options,
      safe: true,
      skipExpansion: true,
    });
  } catch {
    throw new Failed("term-not-signed");
  }
  const blank = new Set<string>();
  for (const quad of dataset)
    for (const term of [quad.subject, quad.object, quad.graph])
      if (term.termType === "BlankNode") blank.add(term.value);
  if (blank.size > MAX_BLANK_NODES) throw new Failed("too-many-blank-nodes");
  try {
    return await rdfCanonize.canonize(dataset, { algorithm: "RDFC-1.0", maxWorkFactor: MAX_WORK_FACTOR });
  } catch {
    throw new Failed("took-too-long");
  }
}

/** Deep equality in which a list of one equals its value. */
function same(a: Json | undefined, b: Json | undefined): boolean {
  if (Array.isArray(a) && a.length === 1 && !Array.isArray(b)) return same(a[0], b);
  if (Array.isArray(b) && b.length === 1 && !Array.isArray(a)) return same(a, b[0]);
  if (Array.isArray(a) && Array.isArray(b))
    return a.length === b.length && a.every((each, index) => same(each, b[index]));
  if (isObject(a) && isObject(b)) {
    const names = Object.keys(a);
    return names.length === Object.keys(b).length && names.every((n) => Object.hasOwn(b, n) && same(a[n], b[n]));
  }
  return a === b;
}
