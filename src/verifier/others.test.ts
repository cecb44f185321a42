// Others' fixtures of ../shared/vectors give the results that their sources state; Python runs the same.
import assert from "node:assert/strict";
import { existsSync, globSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import test from "node:test";
import RDFC10 from "rdf-canonize/lib/RDFC10.js";
import { isSet, unpack } from "./bits.ts";
import { canonicalize, MAX_WORK_FACTOR } from "./canonicalize.ts";
import { judge, type Report } from "./judge.ts";
import { publicKey } from "./multibase.ts";
import { requireSignature, understand } from "./proof.ts";
import type { Quad } from "./json-ld.ts";

const root = join(import.meta.dirname, "../..");
const folder = join(root, "../shared/vectors");
const skip = existsSync(folder) ? false : "shared/vectors is not beside this checkout";
const read = (name: string) => readFileSync(join(folder, name), "utf8");

interface Said {
  verdict: string;
  checks: string[][];
}
const { now, cases } = JSON.parse(readFileSync(join(root, "tests/vectors/others.json"), "utf8")) as {
  now: string;
  cases: (Said & { file: string; inner?: Said[] })[];
};

function said({ verdict, checks }: Report): Said {
  return { verdict, checks: checks.map(({ code, result, reason }) => [code, result, reason]) };
}

for (const { file, inner = [], ...expected } of cases)
  test(`${file} gives what its source states`, { skip }, async () => {
    const sources = { own: "", base: "", known: new Map<string, string>(), get: async () => ({ why: "not in the vectors" }) };
    const data = new Uint8Array(readFileSync(join(folder, file)));
    const report = await judge(data, { sources, canonicalize, now: Date.parse(now) });
    assert.deepEqual(said(report), expected);
    assert.deepEqual(report.inner.map(said), inner);
  });

for (const place of ["", "employ/"])
  test(`the W3C's signature ${place} fits its canonical texts, and no other`, { skip }, async () => {
    const suite = (name: string) => read(`w3c-vc-di-eddsa/eddsa-rdfc-2022/${place}${name}`);
    const { publicKeyMultibase } = JSON.parse(read("w3c-vc-di-eddsa/keyPair.json"));
    const key = publicKey(publicKeyMultibase) ?? new Uint8Array();
    const { "@context": _, ...config } = JSON.parse(suite("proofConfigDataInt.json"));
    const proof = understand({ ...config, proofValue: suite("sigBTC58DataInt.txt") });
    const lossless = { document: {}, documentQuads: suite("canonDocDataInt.txt"), proofQuads: suite("proofCanonDataInt.txt") };
    await requireSignature(proof, key, lossless);
    const changed = { ...lossless, documentQuads: lossless.documentQuads.replace("2", "3") };
    await assert.rejects(requireSignature(proof, key, changed), { reason: "signature-wrong" });
  });

const { parse } = createRequire(import.meta.url)("rdf-canonize/lib/NQuads.js") as { parse(text: string): Quad[] };
const canonical = (number: string) =>
  new RDFC10({ maxWorkFactor: MAX_WORK_FACTOR }).main(parse(read(`w3c-rdf-canon/test${number}-in.nq`)));

for (const file of globSync("test*-rdfc10.nq", { cwd: join(folder, "w3c-rdf-canon") }).sort())
  test(`the W3C's ${file}`, { skip }, async () => assert.equal(await canonical(file.slice(4, 7)), read(`w3c-rdf-canon/${file}`)));

test("the W3C's poison graph is refused", { skip }, () => assert.rejects(canonical("074")));

test("the W3C's status list is unpacked and has nothing withdrawn", { skip }, async () => {
  const { credentialSubject } = JSON.parse(read("w3c-bitstring-status-list/02-example-bitstringstatuslistcredential.json"));
  const bits = await unpack(credentialSubject.encodedList);
  assert.equal(bits.length, 16_384);
  assert.ok(!isSet(bits, 0) && !isSet(bits, 131_071) && bits.every((byte) => byte === 0));
});
