// What is said in which language: choice, places, plurals, days.
import assert from "node:assert/strict";
import test from "node:test";
import { dayInWords, distanceInWords } from "./days.ts";
import { listed, pieces, speak, t, tn } from "./language.ts";
import { languageOf } from "./learn.ts";

test("a reader gets the stored language, else the browser's first that is offered, else the page's", () => {
  const offered = ["en", "de"];
  assert.equal(languageOf(offered, "de", ["en"], "en"), "de");
  assert.equal(languageOf(offered, "fr", ["fr-CH", "de-CH", "en"], "en"), "de");
  assert.equal(languageOf(offered, null, ["fr"], "de"), "de");
  assert.equal(languageOf(["de-AT", "en"], null, ["de-AT"], "en"), "de-AT");
});

test("a value is put in its place and never read as one", () => {
  assert.equal(t("{issuer} awarded {badge}.", { issuer: "{badge}", badge: "B" }), "{badge} awarded B.");
  const bold = { bold: "B" };
  assert.deepEqual(pieces("{badge}!", { badge: bold }), [bold, "!"]);
});

test("another language has its sentences, plurals, days and lists; what it lacks is English", () => {
  try {
    speak("de", { "We know the issuer": "Wir kennen den Aussteller", "{n} byte": { one: "{n} Byte", other: "{n} Bytes" } });
    assert.equal(t("We know the issuer"), "Wir kennen den Aussteller");
    assert.equal(t("Yes"), "Yes");
    assert.equal(tn("{n} byte", "{n} bytes", 2), "2 Bytes");
    assert.equal(tn("{n} failed", "{n} failed", 1), "1 failed");
    assert.equal(dayInWords("2026-11-24T00:00:00+11:00"), "24. November 2026");
    assert.equal(distanceInWords(0, 86_400_000 * 3), "in 3 Tagen");
    assert.equal(listed(["A", "B", "C"]), "A, B und C");
  } finally {
    speak("en", {});
  }
  assert.equal(dayInWords("soon"), "soon");
  assert.equal(dayInWords("0052-01-02"), "2 January 52");
});
