// Stands in for the package rdf-canonize where jsonld.js asks for it (build.js): it takes the labels' counter, no more.
exports.IdentifierIssuer = require("rdf-canonize/lib/IdentifierIssuer.js");
