"""Days and instants. A day is a day in the site's time zone; the pinned tzdata package decides."""

import re
from datetime import UTC, date, datetime, time, timedelta
from functools import cache, lru_cache
from pathlib import Path
from zoneinfo import ZoneInfo

import tzdata

from badgesite.errors import BadgesiteError

_ZONES = Path(tzdata.__file__).parent / "zoneinfo"
_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_DURATION = re.compile(
    r"P(?=[0-9])(?:(?P<years>[0-9]{1,3})Y)?(?:(?P<months>[0-9]{1,3})M)?"
    r"(?:(?P<weeks>[0-9]{1,4})W)?(?:(?P<days>[0-9]{1,5})D)?"
)


def parse_day(text: str) -> date:
    """Return the day of `YYYY-MM-DD` and nothing else; ValueError otherwise."""
    if not _DAY.fullmatch(text):
        raise ValueError(f"{text!r} is not a date of the form YYYY-MM-DD")
    return date.fromisoformat(text)


@cache
def zone(name: str) -> ZoneInfo:
    """Return the zone as the pinned tzdata package has it; KeyError when it is unknown."""
    parts = name.split("/")
    if not all(re.fullmatch(r"[A-Za-z0-9_+-]+", part) for part in parts):
        raise KeyError(name)
    place = _ZONES.joinpath(*parts)
    if not place.is_file():
        raise KeyError(name)
    with place.open("rb") as file:
        return ZoneInfo.from_file(file, key=name)


def day_at(instant: datetime, timezone: str) -> date:
    """Return the day that it is in the time zone at an instant with a time zone."""
    return instant.astimezone(zone(timezone)).date()


@lru_cache(maxsize=16_384)
def first_second(day: date, timezone: str) -> str:
    """Return the first second of the day as an XSD dateTimeStamp with the zone's offset.

    Where the clocks skip midnight, the first second is the one after the gap.
    """
    return _stamp(_start(day, timezone))


def begun_on(day: date, timezone: str, later: int) -> str:
    """Return the day's beginning, so many milliseconds later, as an XSD dateTimeStamp."""
    start = _start(day, timezone).astimezone(UTC) + timedelta(milliseconds=later)
    return _stamp(start.astimezone(zone(timezone)))


@lru_cache(maxsize=16_384)
def last_second(day: date, timezone: str) -> str:
    """Return the last second of the day as an XSD dateTimeStamp with the zone's offset."""
    if day == date.max:
        raise BadgesiteError(f"{day} is too far in the future")
    end = _start(day + timedelta(days=1), timezone).astimezone(UTC) - timedelta(seconds=1)
    return _stamp(end.astimezone(zone(timezone)))


def _start(day: date, timezone: str) -> datetime:
    wall = datetime.combine(day, time.min, tzinfo=zone(timezone))
    real = wall.astimezone(UTC).astimezone(zone(timezone))
    if real.replace(tzinfo=None) == wall.replace(tzinfo=None):
        return real
    # The wall time does not exist: the gap ends where the offset before it says midnight is.
    return wall.replace(fold=0).astimezone(UTC).astimezone(zone(timezone))


def _stamp(at: datetime) -> str:
    offset = at.utcoffset()
    if offset is not None and offset.seconds % 60:
        # Local mean time of long ago: XSD has no offsets with seconds, so it is said in UTC.
        at = at.astimezone(zone("UTC"))
    text = at.isoformat(timespec="milliseconds" if at.microsecond else "seconds")
    return text[:-6] + "Z" if at.tzinfo is not None and at.tzinfo.key == "UTC" else text  # type: ignore[attr-defined]


def is_duration(text: str) -> bool:
    """Whether the text is an ISO 8601 duration in years, months, weeks and days."""
    return _DURATION.fullmatch(text) is not None


@lru_cache(maxsize=16_384)
def add_duration(day: date, duration: str) -> date:
    """Return the day a duration later; the 31st becomes the last day of a shorter month."""
    match = _DURATION.fullmatch(duration)
    if match is None:
        raise ValueError(f"{duration!r} is not an ISO 8601 duration such as P2Y or P18M")
    parts = {name: int(text or 0) for name, text in match.groupdict().items()}
    moved = add_months(day, 12 * parts["years"] + parts["months"])
    return moved + timedelta(weeks=parts["weeks"], days=parts["days"])


def add_months(day: date, months: int) -> date:
    """Return the same day of the month so many months later, or that month's last day."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    for number in range(day.day, 27, -1):
        try:
            return date(year, month + 1, number)
        except ValueError:
            continue
    return date(year, month + 1, day.day)
