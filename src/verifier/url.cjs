// Stands in for jsonld.js's URL module in the bundle (build.js): no document here has a base address,
// so nothing is ever made absolute or relative.
const ABSOLUTE = /^([A-Za-z][A-Za-z0-9+-.]*|_):[^\s]*$/;
const isAbsolute = (value) => typeof value === "string" && ABSOLUTE.test(value);
const same = (base, iri) => iri;
module.exports = { isAbsolute, isRelative: (value) => !isAbsolute(value), prependBase: same, removeBase: same };
