// The two implementations say the same: slugs and sentences of src/badgesite/verifying/sentences.py.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import test from "node:test";
import { CODES } from "./checks.ts";
import { REASONS } from "./reasons.ts";

test("every reason has the sentence that Python has", () => {
  const python = readFileSync(join(import.meta.dirname, "../badgesite/verifying/sentences.py"), "utf8");
  for (const code of CODES) {
    const table = new RegExp(`^_${code.toUpperCase().replace("-", "_")} = \\{([^]*?)\\}$`, "m").exec(python)?.[1] ?? "";
    const theirs = Object.fromEntries(
      [...table.matchAll(/"([a-z0-9-]+)":\s*\(?\s*((?:"[^"\n]*"\s*)+)/g)].map(([, reason = "", text = ""]) => [
        reason,
        [...text.matchAll(/"([^"]*)"/g)].map(([, part]) => part).join(""),
      ]),
    );
    assert.deepEqual(REASONS[code], theirs, code);
  }
});
