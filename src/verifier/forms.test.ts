// The small readers: base58, base64url, dates, days, addresses, CSV.
import assert from "node:assert/strict";
import test from "node:test";
import { addressIn, fileAt, pageAt } from "./address.ts";
import { monthsLater } from "./pathway.ts";
import { instant } from "./dates.ts";
import { dayInWords, distanceInWords } from "./days.ts";
import { didDocumentBelow, webBase } from "./did.ts";
import { foreignHost } from "./fetch.ts";
import { base58, base64url, publicKey } from "./multibase.ts";
import { csv } from "./several-view.ts";
import { toBase58, UUID } from "./test-site.ts";
import { isWebPage } from "./web-page.ts";

test("base58 has one form: no zero too many or too few, no other letter, no other length", () => {
  const bytes = Uint8Array.from({ length: 64 }, (_, i) => (i * 37 + 5) % 256);
  const text = toBase58(bytes);
  assert.deepEqual(base58(text, 64), bytes);
  for (const bad of [`1${text}`, text.slice(1), `${text}1`, text.replace(/.$/, "0"), text.replace(/.$/, "l"), ""])
    assert.equal(base58(bad, 64), null, bad);
  const zeros = Uint8Array.from([0, 0, 7]);
  assert.deepEqual(base58(toBase58(zeros), 3), zeros);
  assert.equal(base58("1".repeat(100_000), 64), null);
});

test("a key is an Ed25519 Multikey and nothing else", () => {
  assert.equal(publicKey("z6MkrJVnaZkeFzdQyMZu1cgjg7k1pZZ6pvBQ7XJPt4swbTQ2")?.length, 32);
  for (const bad of ["", "z", "6Mkr", "u7QE", "zQ3shokFTS3brHcDQrn82RUDfCZESWL1ZdCEJwekUDPQiYBme"]) assert.equal(publicKey(bad), null);
});

test("base64url has no padding and no stray bits", () => {
  assert.deepEqual(base64url("aGk"), Uint8Array.from([104, 105]));
  for (const bad of ["aGk=", "aGl", "a", "a+/b", "aG k"]) assert.equal(base64url(bad), null, bad);
});

test("an instant has an offset and is of a real day", () => {
  assert.equal(instant("2026-11-24T00:00:00+11:00"), Date.UTC(2026, 10, 23, 13));
  assert.equal(instant("2024-02-29T24:00:00Z"), Date.UTC(2024, 2, 1));
  assert.equal(instant("2026-01-01T00:00:00.5Z"), Date.UTC(2026, 0, 1) + 500);
  const bad = ["2026-02-29T00:00:00Z", "2026-11-24T00:00:00", "2026-11-24", "2026-11-24T24:00:01Z", "0000-01-01T00:00:00Z", "2026-11-24T00:00:00+14:01", " 2026-11-24T00:00:00Z"];
  for (const text of bad) assert.equal(instant(text), null, text);
});

test("days are shown as written and distances in whole units", () => {
  assert.equal(dayInWords("2026-11-24T00:00:00+11:00"), "24 November 2026");
  const now = Date.UTC(2026, 10, 24);
  assert.equal(distanceInWords(now, Date.UTC(2028, 3, 24)), "in 17 months");
  assert.equal(distanceInWords(now, Date.UTC(2026, 10, 23)), "1 day ago");
});

test("months later is the same day, or that month's last", () => {
  assert.equal(monthsLater("2026-01-31", 1), "2026-02-28");
  assert.equal(monthsLater("2024-02-29", 12), "2025-02-28");
  assert.equal(monthsLater("2026-11-30", 24), "2028-11-30");
});

test("a did:web is an https address, and nothing odd is", () => {
  assert.equal(webBase("did:web:a.example"), "https://a.example/");
  assert.equal(webBase("did:web:a.example%3A8443:x:y"), "https://a.example:8443/x/y/");
  assert.equal(didDocumentBelow("https://a.example/"), "https://a.example/.well-known/did.json");
  assert.equal(didDocumentBelow("https://a.example/x/"), "https://a.example/x/did.json");
  for (const bad of ["did:web:a.example:..:x", "did:web:a.example:%2e%2e", "did:web:user@a.example", "did:web:", "did:key:z6Mk"])
    assert.equal(webBase(bad), null, bad);
});

test("only names on the open web may be asked", () => {
  assert.equal(foreignHost("https://badges.example.org/x.json"), "badges.example.org");
  const bad = ["http://a.example/", "https://127.0.0.1/", "https://[::1]/", "https://0x7f.1/", "https://localhost/", "https://a.local/", "https://a.example:444/", "https://u:p@a.example/", "file:///etc/passwd", "javascript:alert(1)", "https://intranet/"];
  for (const address of bad) assert.equal(foreignHost(address), null, address);
});

test("an address is found in what people paste, without what belongs to the sentence around it", () => {
  const page = `https://badges.example/credentials/${UUID}/`;
  for (const text of [page, ` ${page} `, `Look: ${page} is mine`, `(${page}).`, `"${page}"!`, `${page}?utm=x#top`, page.replace("https://badges", "badges"), page.replace("badges.", "Badges.")])
    assert.equal(addressIn(text), page, text);
  assert.equal(addressIn("see http://localhost:8000/learners/ada/, please"), "http://localhost:8000/learners/ada/");
  for (const text of ["", "my badge", "javascript:alert(1)"]) assert.equal(addressIn(text), "", text);
});

test("pages and cards of a badge stand for the file beside them", () => {
  const site = "https://badges.example/";
  const file = `${site}credentials/${UUID}/credential.json`;
  for (const below of ["credentials/", "embed/"])
    for (const end of ["", "/", "/index.html"]) {
      assert.equal(fileAt(`${site}${below}${UUID}${end}`), file);
      assert.equal(pageAt(`${site}${below}${UUID}${end}`), `${site}credentials/${UUID}/`);
    }
  assert.equal(fileAt(`${site}x.json`), `${site}x.json`);
  for (const [url, page] of [["learners/ada", "learners/ada/"], ["learners/ada/index.html", "learners/ada/"], ["", ""], ["x.png", "x.png"]])
    assert.equal(pageAt(`${site}${url}`), `${site}${page}`);
});

test("a web page is told from a picture by how it begins", () => {
  const is = (text: string) => isWebPage(new TextEncoder().encode(text));
  for (const text of ["<!doctype html>", "\ufeff\n <!DOCTYPE  HTML PUBLIC", "<html lang=en>"]) assert.ok(is(text), text);
  for (const text of ["", "<svg/>", "<!DOCTYPE svg>", "<htmlx>", "{}", "a <html>"]) assert.ok(!is(text), text);
});

test("no cell of the CSV is taken for a formula", () => {
  const report = { verdict: "not-a-badge", checks: [], withdrawal: null, lists: {}, form: "", stack: null, inner: [] } as const;
  const text = csv([{ name: '=cmd|"x"', data: new Uint8Array(), report, now: 0, used: new Map(), advice: "" }]);
  assert.match(text, /\r\n"'=cmd\|""x""","not-a-badge",/);
});
