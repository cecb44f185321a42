// Processed contexts, kept from one object and one document to the next. jsonld.js copies an active context,
// every term with it, whenever it steps into a typed object, and so forgets what it worked out: most of its time.
// A term is never changed once it is defined, so here copies share their terms, and a copy that differs by
// nothing but the way back (`previousContext`) finds what was processed for the one that it was copied from.
import contexts from "jsonld/lib/context.js";
import { isObject, list, type Json } from "./json.ts";

/** As jsonld.js has it; the members that are copied here and no more. */
interface Active {
  mappings: Map<string, object>;
  protected: Record<string, boolean>;
  previousContext?: Active;
  inverse: object | null;
  clone(): Active;
  revertToPreviousContext(): Active;
}

/** Whom an active context was copied from, until terms are added to it. */
const origins = new WeakMap<Active, Active>();
const KEPT = ["getInverse", "clone", "revertToPreviousContext", "@base", "@language", "@vocab", "previousContext"];

function clone(this: Active): Active {
  const entries = Object.entries(this).filter(([name]) => KEPT.includes(name));
  const mappings = new Map(this.mappings);
  const copy = { ...Object.fromEntries(entries), mappings, protected: { ...this.protected }, inverse: null } as Active;
  origins.set(copy, this);
  return copy;
}

function revertToPreviousContext(this: Active): Active {
  return this.previousContext ?? this;
}

/** The context without a term, which all others are copied from. */
export const initial: object = Object.assign(contexts.getInitialContext({}), { clone, revertToPreviousContext });

const MOST = 16; // active contexts that one context is kept for

/** One context, and what came of it for each active context that it was processed in. */
class Resolved {
  readonly document: Json;
  private readonly processed = new Map<Active, Map<boolean, object>>();

  constructor(document: Json) {
    this.document = document;
  }

  getProcessed(active: Active): object | undefined {
    const [key, isCopy] = keyOf(active);
    return this.processed.get(key)?.get(isCopy);
  }

  setProcessed(active: Active, result: { readonly context: Active }): void {
    origins.delete(result.context); // it has terms of its own by now
    const [key, isCopy] = keyOf(active);
    const known = this.processed.get(key) ?? new Map<boolean, object>();
    this.processed.set(key, known.set(isCopy, result));
    for (const oldest of this.processed.keys()) {
      if (this.processed.size <= MOST) break;
      this.processed.delete(oldest);
    }
  }
}

/** The active context itself; for a copy whose only difference is its way back, whom it was copied from. */
function keyOf(active: Active): [Active, boolean] {
  const origin = origins.get(active);
  return origin !== undefined && active.previousContext === origin ? [origin, true] : [active, false];
}

type Load = (url: string) => Promise<object>;

const byAddress = new Map<string, Promise<Resolved[]>>();
const byObject = new WeakMap<object, Resolved>();

/** What jsonld.js asks for the contexts in `@context`: a context resolver. */
export function resolver(load: Load): object {
  const resolve = async (context: Json): Promise<Resolved[]> => (await Promise.all(list(context).map(one))).flat();
  const one = (context: Json): Promise<Resolved[]> | Resolved => {
    if (typeof context === "string") return atAddress(context);
    if (!isObject(context)) return new Resolved(context);
    const known = byObject.get(context) ?? new Resolved(context["@context"] ?? context);
    byObject.set(context, known);
    return known;
  };
  const atAddress = (url: string): Promise<Resolved[]> => {
    const known = byAddress.get(url) ?? load(url).then((file) => resolve((file as { "@context": Json })["@context"]));
    byAddress.set(url, known);
    return known;
  };
  return { resolve: ({ context }: { context: Json }) => resolve(context) };
}
