// Contexts are processed once, and what comes of it is what jsonld.js makes of them by itself.
import assert from "node:assert/strict";
import test from "node:test";
import ContextResolver from "jsonld/lib/ContextResolver.js";
import compaction from "jsonld/lib/compact.js";
import contexts from "jsonld/lib/context.js";
import expansion from "jsonld/lib/expand.js";
import { initial, resolver } from "./active-contexts.ts";
import { contextFile } from "./context-files.ts";
import type { JsonObject } from "./json.ts";
import { badge } from "./test-site.ts";

const EXTRA: JsonObject = {
  evidence: [{ id: "https://evidence.example/1", type: ["Evidence"], name: "Log book", genre: "Portfolio" }],
  endorsement: [{ id: "urn:x:1", type: ["VerifiableCredential", "EndorsementCredential"], name: "Good", issuer: { id: "did:web:other.example", type: ["Profile"], name: "Other" } }],
};
const options = (more: object) => ({ base: null, compactArrays: true, compactToRelative: true, eventHandler: [() => undefined], ...more });
const ours = () => options({ contextResolver: resolver(contextFile) });
const theirs = () => {
  const documentLoader = async (url: string) => ({ contextUrl: null, documentUrl: url, document: await contextFile(url), tag: "static" });
  return options({ documentLoader, contextResolver: new ContextResolver({ sharedCache: new Map() }), processingMode: "json-ld-1.1" });
};

async function both(document: JsonObject, activeCtx: object, options: object): Promise<unknown[]> {
  const expanded = await expansion.expand({ activeCtx, element: structuredClone(document), options });
  const target = await contexts.process({ activeCtx, localCtx: { "@context": document["@context"] ?? null }, options });
  return [expanded, await compaction.compact({ activeCtx: target, element: expanded, options })];
}

test("expansion and compaction give what jsonld.js gives with its own contexts", async () => {
  for (const document of [badge(), badge(EXTRA), badge(EXTRA), badge()]) {
    const stock = contexts.getInitialContext({ processingMode: "json-ld-1.1" });
    assert.notEqual(stock, initial);
    assert.deepEqual(await both(document, initial, ours()), await both(document, stock, theirs()));
  }
});

test("a context is processed once for all documents, typed objects too", async () => {
  const localCtx = { "@context": badge()["@context"] ?? null };
  const top = await contexts.process({ activeCtx: initial, localCtx, options: ours() });
  assert.equal(await contexts.process({ activeCtx: initial, localCtx, options: ours() }), top);
  const { mappings } = top as { mappings: Map<string, { "@context": object }> };
  const scoped = { activeCtx: top, localCtx: mappings.get("Profile")?.["@context"] ?? {}, propagate: false };
  const inside = (await contexts.process({ ...scoped, options: ours() })) as { revertToPreviousContext(): object };
  assert.equal(await contexts.process({ ...scoped, options: ours() }), inside);
  assert.equal(inside.revertToPreviousContext(), top);
});
