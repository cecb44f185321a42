// Days in words, for people. A day is shown as it was written, whatever the reader's zone.
import { locale } from "./language.ts";

/** `2026-05-12…` as `12 May 2026`. */
export function dayInWords(stamp: string): string {
  const day = stamp.slice(0, 10);
  const instant = new Date(`${day}T00:00:00Z`);
  if (Number.isNaN(instant.getTime())) return day;
  return instant.toLocaleDateString(locale(), { day: "numeric", month: "long", year: "numeric", timeZone: "UTC" });
}

/** The distance from now to an instant: `in 17 months`, `6 months ago`, `in 3 days`. */
export function distanceInWords(from: number, to: number): string {
  const days = Math.floor(Math.abs(to - from) / 86_400_000);
  const months = Math.round(days / 30.44);
  const [count, unit] =
    days < 60 ? ([days, "day"] as const) : months < 24 ? ([months, "month"] as const) : ([Math.floor(months / 12), "year"] as const);
  return new Intl.RelativeTimeFormat(locale(), { numeric: count ? "always" : "auto" }).format(to > from ? count : -count, unit);
}
