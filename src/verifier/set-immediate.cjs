// Stands in for the package setimmediate in the bundle (build.js): rdf-canonize asks for it now and then.
globalThis.setImmediate ??= (step) => setTimeout(step, 0);
