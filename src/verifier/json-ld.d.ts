// The few functions of jsonld.js and rdf-canonize that we call; neither package has types.
declare module "jsonld" {
  type JsonObject = import("./json.ts").JsonObject;
  interface Event {
    readonly code: string;
    readonly level: string;
  }
  interface Options {
    base: null;
    documentLoader(url: string): Promise<{ contextUrl: null; documentUrl: string; document: object }>;
    eventHandler(handled: { event: Event }): void;
    skipExpansion?: boolean;
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
    expand(document: JsonObject, options: Options): Promise<JsonObject[]>;
    compact(document: JsonObject[], contexts: import("./json.ts").Json, options: Options): Promise<JsonObject>;
    toRDF(document: JsonObject[], options: Options): Promise<Quad[]>;
  };
  export default jsonld;
  export type { Event, Quad };
}

declare module "rdf-canonize" {
  const canonize: {
    canonize(
      dataset: import("jsonld").Quad[],
      options: { algorithm: "RDFC-1.0"; maxWorkFactor: number },
    ): Promise<string>;
  };
  export default canonize;
}
