// The rule language: the cases that every evaluator of pathway.json runs (tests/vectors/pathway-rules.json).
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import test from "node:test";
import type { JsonObject } from "./json.ts";
import { allLevels } from "./pathway.ts";

interface Case {
  name: string;
  rules: JsonObject;
  held: { issuer?: string; achievement: string; awarded?: string; day?: string }[];
  complete: boolean;
  levels: boolean[];
}

const file = join(import.meta.dirname, "../../tests/vectors/pathway-rules.json");
for (const { name, rules, held, complete, levels } of (JSON.parse(readFileSync(file, "utf8")) as { cases: Case[] }).cases)
  test(`rules: ${name}`, () => {
    const issuer = String(rules["issuer"]);
    const parts = held.map((each) => ({ issuer: each.issuer ?? issuer, achievement: each.achievement, day: each.awarded ?? each.day ?? "2026-01-01" }));
    const found = allLevels(rules, { issuer, parts });
    assert.deepEqual({ complete: found.every(Boolean), levels: found }, { complete, levels });
  });
