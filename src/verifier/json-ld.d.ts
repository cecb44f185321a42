// The few functions of jsonld.js and rdf-canonize that we call; neither package has types.
declare module "jsonld" {
  type Expanded = import("./json.ts").JsonObject[];
  interface Options {
    base: null;
    safe?: boolean;
    documentLoader(url: string): Promise<{ contextUrl: null; documentUrl: string; document: object }>;
    skipExpansion?: boolean;
    compactArrays?: boolean;
    contextResolver?: object;
  }
  interface Term {
    readonly termType: "NamedNode" | "BlankNode" | "Literal" | "DefaultGraph";
    readonly value: string;
  }
  interface Quad {
    readonly subject: Term;
    readonly predicate: Term;
    readonly object: Term;
    readonly graph: Term;
  }
  const jsonld: {
    expand(document: import("./json.ts").JsonObject, options: Options): Promise<Expanded>;
    compact(
      document: Expanded,
      contexts: import("./json.ts").Json,
      options: Options,
    ): Promise<import("./json.ts").JsonObject>;
    toRDF(document: Expanded, options: Options): Promise<Quad[]>;
  };
  export default jsonld;
  export type { Quad };
}

declare module "rdf-canonize" {
  const canonize: {
    canonize(
      dataset: import("jsonld").Quad[],
      options: { algorithm: "RDFC-1.0"; maxWorkFactor: number; signal?: AbortSignal },
    ): Promise<string>;
  };
  export default canonize;
}
