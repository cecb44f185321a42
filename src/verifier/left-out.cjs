// Stands in for what the bundle leaves out (build.js) because it is never called.
module.exports = class {};
