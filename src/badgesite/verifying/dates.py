"""Rule 7: dates are XSD dateTimeStamps of real days; the clock comes from outside.

No library reads them: readers differ about what they let through.
"""

import re
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from functools import total_ordering

from msgspec import Struct

from badgesite.verifying.findings import Finding, Json

CLOCK_SKEW = timedelta(minutes=5)
"""How far ahead of our clock a signature may be dated."""

# XML Schema 1.1 part 2, §3.4.28 dateTimeStamp, with years of four digits.
_STAMP = re.compile(
    r"(?P<day>[0-9]{4}-[0-9]{2}-[0-9]{2})"
    r"T(?P<hour>[0-9]{2}):(?P<minute>[0-9]{2}):(?P<second>[0-9]{2})(?P<fraction>\.[0-9]{1,20})?"
    r"(?P<zone>Z|[+-](?:0[0-9]|1[0-3]):[0-5][0-9]|[+-]14:00)"
)


@total_ordering
@dataclass(frozen=True, slots=True, eq=True)
class Instant:
    """A point in time: seconds in UTC since before year 1, and the text it was written as."""

    seconds: float
    text: str = field(compare=False)

    def __lt__(self, other: "Instant") -> bool:
        """Compare by time alone."""
        return self.seconds < other.seconds

    @property
    def day(self) -> str:
        """Return the day as it was written."""
        return self.text[:10]


def parse(text: object) -> Instant:
    """Return the instant of a dateTimeStamp with an offset; ValueError for anything else."""
    found = _STAMP.fullmatch(text) if isinstance(text, str) else None
    if found is None or not isinstance(text, str):
        raise ValueError("not a date with a time zone")
    days = date.fromisoformat(found["day"]).toordinal()
    hour, minute, second = int(found["hour"]), int(found["minute"]), int(found["second"])
    fraction = float(found["fraction"] or 0)
    if minute > 59 or second > 59 or hour > 24 or (hour == 24 and (minute or second or fraction)):
        raise ValueError("not a time of day")
    seconds = days * 86_400 + hour * 3_600 + minute * 60 + second + fraction
    return Instant(seconds - _offset(found["zone"]), text)


def instant_of(now: datetime) -> Instant:
    """Return the instant of a datetime with a time zone."""
    return parse(now.isoformat())


def _offset(zone: str) -> int:
    if zone == "Z":
        return 0
    minutes = int(zone[1:3]) * 60 + int(zone[4:6])
    return 60 * (minutes if zone[0] == "+" else -minutes)


class Period(Struct, frozen=True):
    """From when until when a document is valid, as far as it says so."""

    begins: Instant | None
    ends: Instant | None


_BEGINS = ("validFrom", "issuanceDate")
_ENDS = ("validUntil", "expirationDate")


def period(document: Json) -> Period:
    """Return the dates of a compacted credential; Finding `date-malformed`.

    `issuanceDate` and `expirationDate` are the names of VCDM 1.1. Of two beginnings the later
    counts, of two ends the earlier.
    """
    begins, ends = _dates(document, _BEGINS), _dates(document, _ENDS)
    return Period(max(begins, default=None), min(ends, default=None))


def _dates(document: Json, names: tuple[str, ...]) -> list[Instant]:
    try:
        return [parse(document[name]) for name in names if name in document]
    except ValueError:
        raise Finding("date-malformed") from None


def check_period(begins: Instant | None, ends: Instant | None, now: datetime) -> None:
    """Refuse what has expired or is not valid yet; Finding."""
    present = instant_of(now)
    if ends is not None and present > ends:
        raise Finding("expired", f"since {ends.day}")
    if begins is not None and present < begins:
        raise Finding("not-yet-valid", f"not before {begins.day}")


def check_signed(created: Instant, expires: Instant | None, now: datetime) -> None:
    """Refuse a signature dated in the future (beyond the skew of clocks) or past its own end."""
    if instant_of(now + CLOCK_SKEW) < created:
        raise Finding(
            "not-yet-valid", f"signed with the date {created.day}, which is still to come"
        )
    if expires is not None and instant_of(now) > expires:
        raise Finding("expired", f"its signature is good until {expires.day}")
