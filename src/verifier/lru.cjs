// Stands in for the package lru-cache in the bundle (build.js): a small map that forgets the oldest.
module.exports = class {
  constructor({ max }) {
    this.max = max;
    this.entries = new Map();
  }
  get(key) {
    return this.entries.get(key);
  }
  set(key, value) {
    this.entries.set(key, value);
    if (this.entries.size > this.max) this.entries.delete(this.entries.keys().next().value);
  }
};
