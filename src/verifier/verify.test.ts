import assert from "node:assert/strict";
import test from "node:test";
import type { JsonObject } from "./json.ts";
import { badge, BASE, bytes, DID, didDocument, MULTIKEY, NOW, setting, sign, statusList, UUID, world } from "./test-site.ts";
import { verify, type Report } from "./verify.ts";

const good = await sign(badge());
const files = await world();

async function judge(document: JsonObject | string, changes: Record<string, JsonObject | null> = {}): Promise<Report> {
  const seen = Object.keys(changes).length ? await world(changes) : files;
  return verify(bytes(document), setting(seen));
}

function open(report: Report): string[] {
  return report.checks.filter((each) => each.result !== "passed").map((each) => `${each.code} ${each.reason}`);
}

test("a good badge passes all six checks", async () => {
  const report = await judge(good);
  assert.deepEqual(open(report), []);
  assert.equal(report.verdict, "genuine");
  assert.equal(report.checks.length, 6);
});

test("white space and the order of members change nothing", async () => {
  const turned = Object.fromEntries(Object.entries(good).reverse());
  assert.equal((await judge(JSON.stringify(turned, null, 3))).verdict, "genuine");
});

const altered: [string, JsonObject | string, string][] = [
  ["a changed name", { ...good, name: "Advanced Response, level 4" }, "signature signature-wrong"],
  ["a member nobody signed", { ...good, grade: "A" }, "format term-not-signed"],
  ["validUntil under its full IRI", renamed("validUntil", "https://www.w3.org/2018/credentials#validUntil"), "format term-renamed"],
  ["a null", { ...good, validUntil: null }, "format null-value"],
  ["a member named twice", JSON.stringify(good).replace('"name"', '"name":"x","name"'), "format duplicate-name"],
  ["__proto__", JSON.stringify(good).replace('"name"', '"__proto__":{},"name"'), "format forbidden-name"],
  ["no proof", without("proof"), "signature proof-missing"],
  ["two proofs", { ...good, proof: [proof(), proof()] }, "signature proof-several"],
  ["a proof with one member more", { ...good, proof: { ...proof(), domain: "x" } }, "signature proof-members"],
  ["a date without a zone", { ...good, validFrom: "2026-05-12T00:00:00" }, "format date-malformed"],
  ["a nested context", { ...good, issuer: { ...(good["issuer"] as JsonObject), "@context": {} } }, "format keyword-below-top"],
];
for (const [name, document, reason] of altered)
  test(`${name} is altered`, async () => {
    const report = await judge(document);
    assert.deepEqual(open(report), [reason]);
    assert.equal(report.verdict, "altered");
  });

test("a context we do not know could not be checked", async () => {
  const report = await judge({ ...good, "@context": [...(good["@context"] as string[]), "https://evil.example/v1"] });
  assert.deepEqual([report.verdict, open(report)], ["could-not-check", ["format context-unknown"]]);
});

test("a shopping list is not a badge", async () => {
  for (const text of ["milk", "{}", "[]", '{"type":"Order"}']) assert.equal((await judge(text)).verdict, "not-a-badge");
});

test("a set bit is revoked, and replaced when the issuer says so", async () => {
  const list = { [`${BASE}status/1.json`]: await statusList([94567]) };
  assert.equal((await judge(good, list)).verdict, "revoked");
  const statement = { [`${BASE}credentials/${UUID}/withdrawn.json`]: { kind: "replaced", on: "2026-09-03" } };
  const report = await judge(good, { ...list, ...statement });
  assert.equal(report.verdict, "replaced");
  assert.equal(report.withdrawal?.on, "2026-09-03");
});

test("a statement of withdrawal without a set bit says nothing", async () => {
  const statement = { [`${BASE}credentials/${UUID}/withdrawn.json`]: { kind: "revoked" } };
  assert.equal((await judge(good, statement)).verdict, "genuine");
});

const lists: [string, JsonObject | null, string][] = [
  ["no list", null, "list-unreachable"],
  ["a list of another address", await statusList([], { id: `${BASE}status/2.json` }), "list-id"],
  ["a list of another issuer", await statusList([], { issuer: "did:web:other.example" }), "list-issuer"],
  ["an unsigned list", without("proof", await statusList()), "list-signature"],
  ["a list that is over", await statusList([], { validUntil: "2026-11-23T01:00:00Z" }), "list-expired"],
  ["a list for another purpose", await otherPurpose(), "list-purpose"],
];
for (const [name, list, reason] of lists)
  test(`${name} is never green`, async () => {
    const report = await judge(good, { [`${BASE}status/1.json`]: list });
    assert.deepEqual([report.verdict, open(report)], ["could-not-check", [`status ${reason}`]]);
  });

test("without did.json the signature is good and the key could not be checked", async () => {
  const report = await judge(good, { [`${BASE}.well-known/did.json`]: null });
  assert.equal(report.verdict, "could-not-check");
  assert.deepEqual(open(report), ["issuer-key did-unreachable", "status list-signature"]);
});

const keys: [string, JsonObject, string][] = [
  ["not listed", didDocument({ assertionMethod: [] }), "key-not-listed"],
  ["revoked", withMethod({ revoked: "2026-01-01T00:00:00Z" }), "key-revoked"],
  ["expired", withMethod({ expires: "2026-01-01T00:00:00Z" }), "key-expired"],
  ["of another controller", withMethod({ controller: "did:web:other.example" }), "controller-differs"],
];
for (const [name, document, reason] of keys)
  test(`a key that is ${name} makes the badge altered`, async () => {
    const report = await judge(good, { [`${BASE}.well-known/did.json`]: document });
    assert.equal(report.verdict, "altered");
    assert.equal(open(report)[0], `issuer-key ${reason}`);
  });

test("past its end it has expired, before its beginning it is not yet valid", async () => {
  const later = { ...setting(files), now: Date.parse("2030-01-01T00:00:00Z") };
  assert.equal((await verify(bytes(good), later)).verdict, "expired");
  const early = await sign(badge({ validFrom: "2026-12-24T00:00:00Z" }));
  assert.equal((await judge(early)).verdict, "not-yet-valid");
});

test("an issuer that the site does not know is never green", async () => {
  const served = { ...files, "https://localhost:8000/.well-known/did.json": bytes(didDocument()) };
  const report = await verify(bytes(good), setting(served, { own: "", base: "" }));
  assert.equal(report.verdict, "unknown-issuer");
});

test("a signature may be dated five minutes ahead of our clock and no more", async () => {
  const { validFrom: _, ...undated } = badge();
  for (const [minutes, verdict] of [[4, "genuine"], [6, "not-yet-valid"]] as const) {
    const signed = await sign(undated, undefined, new Date(NOW + minutes * 60_000).toISOString());
    assert.equal((await judge(signed)).verdict, verdict);
  }
});

function proof(): JsonObject {
  return (good["proof"] as JsonObject[])[0] ?? {};
}
function without(name: string, document: JsonObject = good): JsonObject {
  return Object.fromEntries(Object.entries(document).filter(([each]) => each !== name));
}
function renamed(name: string, other: string): JsonObject {
  return { ...without(name), [other]: good[name] ?? "" };
}
function withMethod(changes: JsonObject): JsonObject {
  const method = { id: `${DID}#${MULTIKEY}`, type: "Multikey", controller: DID, publicKeyMultibase: MULTIKEY };
  return didDocument({ verificationMethod: [{ ...method, ...changes }] });
}
async function otherPurpose(): Promise<JsonObject> {
  const { proof: _, ...list } = await statusList();
  return sign({ ...list, credentialSubject: { ...(list["credentialSubject"] as JsonObject), statusPurpose: "suspension" } });
}
