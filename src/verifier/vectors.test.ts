// The vectors that Python runs too (tests/vectors/verify-*.json): the same verdict, the same checks.
import assert from "node:assert/strict";
import { globSync, readFileSync } from "node:fs";
import { join } from "node:path";
import test from "node:test";
import { canonicalize } from "./canonicalize.ts";
import { instant } from "./dates.ts";
import { judge } from "./judge.ts";
import { bytes } from "./test-site.ts";

type Content = string | { base64: string };
interface World {
  now: string;
  did: string;
  base: string;
  known: (string | { did: string })[];
  /** Null: out of reach. */
  files: Record<string, Content | null>;
}
interface Case extends Partial<World> {
  name: string;
  /** The dates of lists that were looked at before. */
  seen?: Record<string, string>;
  text?: string;
  base64?: string;
  verdict: string;
  stack: string | null;
  /** What the stack is said to be, in words. */
  said?: string;
  checks: [string, string, string][];
}

const folder = join(import.meta.dirname, "../../tests/vectors");
for (const file of globSync("verify-*.json", { cwd: folder }).sort()) {
  const { cases, ...world } = JSON.parse(readFileSync(join(folder, file), "utf8")) as World & { cases: Case[] };
  for (const each of cases) test(`${file}: ${each.name}`, () => run(world, each));
}

async function run(world: World, each: Case): Promise<void> {
  const { now, did, base, known } = { ...world, ...each };
  const files = { ...world.files, ...each.files };
  const sources = {
    own: did ?? "",
    base: base ?? "",
    known: new Map((known ?? []).map((one) => (typeof one === "string" ? [one, one] : [one.did, one.did]))),
    isNewest: (list: string, published: string) => (instant(each.seen?.[list]) ?? 0) <= (instant(published) ?? 0),
    async get(url: string) {
      const content = files[url];
      return content === undefined || content === null ? { why: "not in the vectors" } : { data: contentOf(content) };
    },
  };
  const data = contentOf(each.text ?? { base64: each.base64 ?? "" });
  const report = await judge(data, { sources, canonicalize, now: Date.parse(now) });
  const checks = report.checks.map(({ code, result, reason }) => [code, result, reason]);
  assert.deepEqual(
    { verdict: report.verdict, stack: report.stack?.outcome ?? null, checks },
    { verdict: each.verdict, stack: each.stack, checks: each.checks },
  );
  if (each.said !== undefined) assert.equal(report.stack?.message, each.said);
}

function contentOf(content: Content): Uint8Array {
  return typeof content === "string" ? bytes(content) : new Uint8Array(Buffer.from(content.base64, "base64"));
}
