// JSON-LD in three steps: the algorithms of jsonld.js without its front, which brings document
// loaders, framing and N-Quads parsing that a verifier never uses. The only importer of jsonld; the
// version is pinned, and the vectors compare with PyLD.
import compaction from "jsonld/lib/compact.js";
import contexts from "jsonld/lib/context.js";
import expansion from "jsonld/lib/expand.js";
import rdf, { type Quad } from "jsonld/lib/toRdf.js";
import { initial, resolver } from "./active-contexts.ts";
import type { Json, JsonObject } from "./json.ts";

export interface Event {
  readonly code: string;
  readonly level: string;
}

export interface Options {
  /** The context of this address; raises for one that is not built in. */
  load(url: string): Promise<object>;
  /** Told of everything that is dropped or odd; raises to stop. */
  tell(event: Event): void;
}

export type Expanded = JsonObject[];
export type { Quad };

function internal({ load, tell }: Options): object {
  return {
    base: null,
    compactArrays: true,
    compactToRelative: true,
    contextResolver: resolver(load),
    eventHandler: [({ event }: { event: Event }) => tell(event)],
  };
}

/** JSON-LD API §5.1.2, without a base address. */
export async function expand(document: JsonObject, how: Options): Promise<Expanded> {
  const options = internal(how);
  const expanded = await expansion.expand({ activeCtx: initial, element: structuredClone(document), options });
  if (expanded === null) return [];
  return (Array.isArray(expanded) ? expanded : [expanded]) as Expanded;
}

/** JSON-LD API §5.2.2; the result has no `@context`. */
export async function compact(expanded: Expanded, context: Json, how: Options): Promise<JsonObject> {
  const options = internal(how);
  const localCtx = { "@context": structuredClone(context) };
  const activeCtx = await contexts.process({ activeCtx: initial, localCtx, options });
  const compacted = await compaction.compact({ activeCtx, element: expanded, options });
  const one = Array.isArray(compacted) && compacted.length === 1 ? compacted[0] : compacted;
  return Array.isArray(one) ? {} : (one as JsonObject);
}

/** JSON-LD API §8.1.2. */
export function toQuads(expanded: Expanded, how: Options): Quad[] {
  return rdf.toRDF(expanded, internal(how));
}
