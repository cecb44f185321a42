// The few functions of jsonld.js and rdf-canonize that we call; neither package has types.
type AnyJson = import("./json.ts").Json;

declare module "jsonld/lib/context.js" {
  const contexts: {
    getInitialContext(options: object): object;
    process(given: { activeCtx: object; localCtx: object; options: object; propagate?: boolean }): Promise<object>;
  };
  export default contexts;
}
declare module "jsonld/lib/expand.js" {
  const expansion: { expand(given: { activeCtx: object; element: AnyJson; options: object }): Promise<AnyJson> };
  export default expansion;
}
declare module "jsonld/lib/compact.js" {
  const compaction: { compact(given: { activeCtx: object; element: AnyJson; options: object }): Promise<AnyJson> };
  export default compaction;
}
declare module "jsonld/lib/toRdf.js" {
  export interface Term {
    readonly termType: "NamedNode" | "BlankNode" | "Literal" | "DefaultGraph";
    readonly value: string;
  }
  export interface Quad {
    readonly subject: Term;
    readonly predicate: Term;
    readonly object: Term;
    readonly graph: Term;
  }
  const rdf: { toRDF(expanded: AnyJson, options: object): Quad[] };
  export default rdf;
}
declare module "jsonld/lib/ContextResolver.js" {
  /** Only compared with: ours is in active-contexts.ts. */
  export default class ContextResolver {
    constructor(given: { sharedCache: Map<string, object> });
  }
}
declare module "rdf-canonize/lib/RDFC10.js" {
  /** RDF Dataset Canonicalization 1.0; the text comes sorted by UTF-16 unit. */
  export default class RDFC10 {
    constructor(options: { maxWorkFactor: number });
    main(dataset: import("jsonld/lib/toRdf.js").Quad[]): Promise<string>;
  }
}
