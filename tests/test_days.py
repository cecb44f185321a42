"""Days, instants and durations."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from badgesite.days import (
    add_duration,
    add_months,
    begun_on,
    day_at,
    first_second,
    is_duration,
    last_second,
    parse_day,
    zone,
)

ZONES = ["UTC", "Europe/London", "Australia/Sydney", "America/Santiago", "Asia/Kathmandu"]
DAYS = st.dates(date(1990, 1, 1), date(2090, 1, 1))


def test_a_day_begins_with_its_first_second_in_the_sites_zone() -> None:
    assert first_second(date(2026, 11, 24), "Australia/Sydney") == "2026-11-24T00:00:00+11:00"
    assert first_second(date(2026, 11, 24), "UTC") == "2026-11-24T00:00:00Z"
    assert last_second(date(2026, 7, 1), "Europe/London") == "2026-07-01T23:59:59+01:00"


def test_a_moment_after_a_days_beginning_is_told_in_milliseconds() -> None:
    day = date(2026, 11, 24)
    assert begun_on(day, "Australia/Sydney", 0) == first_second(day, "Australia/Sydney")
    assert begun_on(day, "Australia/Sydney", 7) == "2026-11-24T00:00:00.007+11:00"
    assert begun_on(day, "UTC", 131_072) == "2026-11-24T00:02:11.072Z"
    assert begun_on(day, "UTC", 2_000) == "2026-11-24T00:00:02Z"


def test_a_day_whose_midnight_is_skipped_begins_after_the_gap() -> None:
    # Chile's clocks went from 23:59:59 on 7 September 2024 to 01:00 on the 8th (tzdata).
    assert first_second(date(2024, 9, 8), "America/Santiago") == "2024-09-08T01:00:00-03:00"
    assert last_second(date(2024, 9, 7), "America/Santiago") == "2024-09-07T23:59:59-04:00"


@given(DAYS, st.sampled_from(ZONES))
def test_the_next_day_begins_one_second_after_the_last(day: date, name: str) -> None:
    end = datetime.fromisoformat(last_second(day, name))
    start = datetime.fromisoformat(first_second(day + timedelta(days=1), name))
    assert start.astimezone(UTC) - end.astimezone(UTC) == timedelta(seconds=1)
    assert end.date() == day


@pytest.mark.parametrize(
    "text",
    ["2026-1-1", "20260101", "2026-02-30", "01.02.2026", "2026-01-01T00:00", " 2026-01-01", ""],
)
def test_only_year_month_day_is_a_date(text: str) -> None:
    with pytest.raises(ValueError, match=r"."):
        parse_day(text)


def test_two_years_from_the_29th_of_february_end_on_the_28th() -> None:
    assert add_duration(date(2024, 2, 29), "P2Y") == date(2026, 2, 28)
    assert add_duration(date(2026, 1, 31), "P1M") == date(2026, 2, 28)
    assert add_duration(date(2026, 1, 1), "P1Y6M2W3D") == date(2027, 7, 18)


@given(DAYS, st.integers(0, 400))
def test_months_later_is_never_in_another_month(day: date, months: int) -> None:
    later = add_months(day, months)
    assert (later.year - day.year) * 12 + later.month - day.month == months
    assert later.day <= day.day


@pytest.mark.parametrize(
    "text", ["P", "2Y", "P2H", "P-2Y", "P2.5Y", "PT2H", "p2y", "P2Y ", "P1Y2Y"]
)
def test_what_is_no_duration_of_days_is_refused(text: str) -> None:
    assert not is_duration(text)
    with pytest.raises(ValueError, match="duration"):
        add_duration(date(2026, 1, 1), text)


@pytest.mark.parametrize("name", ["Mars/Olympus", "../../etc/passwd", "", "Europe"])
def test_an_unknown_zone_is_a_key_error(name: str) -> None:
    with pytest.raises(KeyError):
        zone(name)


def test_an_offset_with_seconds_which_xsd_has_not_is_written_in_utc() -> None:
    assert first_second(date(1930, 5, 1), "Africa/Monrovia") == "1930-05-01T00:44:30Z"
    assert last_second(date(1930, 5, 1), "Africa/Monrovia") == "1930-05-02T00:44:29Z"


def test_a_day_begins_in_sydney_before_it_does_in_london() -> None:
    instant = datetime(2026, 11, 23, 22, 30, tzinfo=UTC)
    assert day_at(instant, "Australia/Sydney") == date(2026, 11, 24)
    assert day_at(instant, "Europe/London") == date(2026, 11, 23)
