// Rule 7: instants are XSD dateTimeStamps of real days, with an offset. Days are shown as written.
import { Failed } from "./checks.ts";
import { member, type Json } from "./json.ts";

const CLOCK_SKEW = 5 * 60_000;
// XML Schema 1.1 part 2, §3.4.28, with years of four digits.
const STAMP = new RegExp(
  "^([0-9]{4})-([0-9]{2})-([0-9]{2})T([0-9]{2}):([0-9]{2}):([0-9]{2})([.][0-9]{1,20})?" +
    "(?:Z|([+-])(0[0-9]|1[0-3]|14(?=:00)):([0-5][0-9]))$",
);

/** Milliseconds since 1970, or null for anything that is not an instant with an offset. */
export function instant(stamp: Json | undefined): number | null {
  const found = typeof stamp === "string" ? STAMP.exec(stamp) : null;
  if (found === null) return null;
  const [year = 0, month = 0, day = 0, hour = 0, minute = 0, second = 0, fraction = 0] = found
    .slice(1, 8)
    .map((digits) => Number(digits ?? 0));
  if (!isRealDay(year, month, day) || minute > 59 || second > 59) return null;
  if (hour > 24 || (hour === 24 && minute + second + fraction > 0)) return null;
  const start = new Date(0);
  start.setUTCFullYear(year, month - 1, day); // Date.UTC reads the years 0 to 99 as 1900 to 1999
  const offset = (found[8] === "-" ? -60 : 60) * (Number(found[9] ?? 0) * 60 + Number(found[10] ?? 0));
  return start.getTime() + (hour * 3600 + minute * 60 + second + fraction - offset) * 1000;
}

function isRealDay(year: number, month: number, day: number): boolean {
  const leap = (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0;
  const days = [31, leap ? 29 : 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31][month - 1] ?? 0;
  return year > 0 && day > 0 && day <= days;
}

/** From when until when a document is valid, as far as it says so; the stamps as written. */
export interface Period {
  readonly begins: string | null;
  readonly ends: string | null;
}

/** The dates of a compacted credential; the second names are those of VCDM 1.1. */
export function period(document: Json): Period {
  const order = (a: string, b: string) => (instant(a) ?? 0) - (instant(b) ?? 0);
  const begins = stamps(document, ["validFrom", "issuanceDate"]).sort(order);
  const ends = stamps(document, ["validUntil", "expirationDate"]).sort(order);
  return { begins: begins.at(-1) ?? null, ends: ends[0] ?? null };
}

function stamps(document: Json, names: readonly string[]): string[] {
  return names.flatMap((name) => {
    const stamp = member(document, name);
    if (stamp === undefined) return [];
    if (instant(stamp) === null) throw new Failed("date-malformed");
    return [String(stamp)];
  });
}

/** Refuse what has expired or is not valid yet. */
export function requireCurrent({ begins, ends }: Period, now: number): void {
  if (ends !== null && now > (instant(ends) ?? 0)) throw new Failed("expired");
  if (begins !== null && now < (instant(begins) ?? 0)) throw new Failed("not-yet-valid");
}

/** Refuse a signature dated in the future (beyond the skew of clocks) or past its own end. */
export function requireSignedInTime(created: string, expires: string | null, now: number): void {
  if ((instant(created) ?? Infinity) > now + CLOCK_SKEW) throw new Failed("not-yet-valid");
  if (expires !== null && now > (instant(expires) ?? 0)) throw new Failed("expired");
}
