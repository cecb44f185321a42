import assert from "node:assert/strict";
import { createRequire } from "node:module";
import test from "node:test";

interface Writer {
  serializeQuadComponents(...terms: object[]): string;
}
const require = createRequire(import.meta.url);
const ours = require("./n-quads.cjs") as Writer;
const theirs = require("rdf-canonize/lib/NQuads.js") as Writer;

test("quads are written as rdf-canonize writes them, every character of one byte included", () => {
  const every = Array.from({ length: 256 }, (_, code) => String.fromCharCode(code)).join("") + "é漢😀\u2028\ufeff";
  const named = { termType: "NamedNode", value: `https://a.example/${every}` };
  const blank = { termType: "BlankNode", value: "c14n0" };
  const literal = (datatype: string, language?: string) => ({
    termType: "Literal", value: every, datatype: { value: datatype }, language,
  });
  const objects = [
    named,
    blank,
    literal("http://www.w3.org/2001/XMLSchema#string"),
    literal("http://www.w3.org/2001/XMLSchema#dateTime"),
    literal("http://www.w3.org/1999/02/22-rdf-syntax-ns#langString", "en-gb"),
  ];
  for (const object of objects)
    for (const graph of [named, blank, { termType: "DefaultGraph", value: "" }])
      for (const subject of [named, blank]) {
        const terms = [subject, named, object, graph];
        assert.equal(ours.serializeQuadComponents(...terms), theirs.serializeQuadComponents(...terms));
      }
});
