// Stands in for rdf-canonize's NQuads in the bundle (build.js): it writes quads and cannot read them.
// RDF Dataset Canonicalization 1.0 §5, "A Canonical form of N-Quads"; a test compares the two.
const SHORT = { "\b": "\\b", "\t": "\\t", "\n": "\\n", "\f": "\\f", "\r": "\\r", '"': '\\"', "\\": "\\\\" };
const XSD_STRING = "http://www.w3.org/2001/XMLSchema#string";
const LANGUAGE = "http://www.w3.org/1999/02/22-rdf-syntax-ns#langString";

const code = (letter) => "\\u" + letter.codePointAt(0).toString(16).toUpperCase().padStart(4, "0");
const iri = (value) => `<${value.replace(/[\x00-\x20<>"{}|^`\\]/g, code)}>`;
const literal = (value) => `"${value.replace(/[\x00-\x1f\x7f"\\]/g, (letter) => SHORT[letter] ?? code(letter))}"`;

function write({ termType, value, datatype, language }) {
  if (termType === "NamedNode") return iri(value);
  if (termType === "BlankNode") return `_:${value}`;
  if (datatype.value === LANGUAGE) return literal(value) + (language ? `@${language}` : "");
  return literal(value) + (datatype.value === XSD_STRING ? "" : `^^${iri(datatype.value)}`);
}

exports.serializeQuadComponents = (subject, predicate, object, graph) => {
  const named = graph.termType === "DefaultGraph" ? [] : [graph];
  return `${[subject, predicate, object, ...named].map(write).join(" ")} .\n`;
};
