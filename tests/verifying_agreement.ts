// Reads a vector file (its path is the argument) and prints, one line a case, what the browser's rules say.
import { readFileSync } from "node:fs";
import { canonicalize } from "../src/verifier/canonicalize.ts";
import { judge } from "../src/verifier/judge.ts";

type Content = string | { base64: string };

const contentOf = (content: Content): Uint8Array =>
  new Uint8Array(typeof content === "string" ? Buffer.from(content) : Buffer.from(content.base64, "base64"));

const { cases, ...world } = JSON.parse(readFileSync(process.argv[2] ?? "", "utf8"));
for (const each of cases) {
  const files: Record<string, Content> = { ...world.files, ...each.files };
  const sources = {
    own: world.did,
    base: world.base,
    known: new Map<string, string>(),
    async get(url: string) {
      const content = files[url];
      return content === undefined || content === null ? { why: "out of reach" } : { data: contentOf(content) };
    },
  };
  const data = contentOf(each.text ?? { base64: each.base64 });
  const report = await judge(data, { sources, canonicalize, now: Date.parse(world.now) });
  const checks = report.checks.map(({ code, result, reason }) => [code, result, reason]);
  console.log(JSON.stringify({ verdict: report.verdict, checks }));
}
