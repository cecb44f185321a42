// Days in words, for people. A day is shown as it was written, whatever the reader's zone.

const MONTHS = [
  "January", "February", "March", "April", "May", "June",
  "July", "August", "September", "October", "November", "December",
];

/** `2026-05-12…` as `12 May 2026`. */
export function dayInWords(stamp: string): string {
  const [year, month, day] = stamp.slice(0, 10).split("-").map(Number);
  return `${day ?? ""} ${MONTHS[(month ?? 0) - 1] ?? ""} ${year ?? ""}`;
}

/** The distance from now to an instant: `in 17 months`, `6 months ago`, `in 3 days`. */
export function distanceInWords(from: number, to: number): string {
  const days = Math.floor(Math.abs(to - from) / 86_400_000);
  const months = Math.round(days / 30.44);
  const [count, unit] =
    days < 60 ? [days, "day"] : months < 24 ? [months, "month"] : [Math.floor(months / 12), "year"];
  if (count === 0) return "today";
  const words = `${count} ${unit}${count === 1 ? "" : "s"}`;
  return to > from ? `in ${words}` : `${words} ago`;
}
