"""The tables of a report as CSV, for spreadsheets. Of a report that is given on: counts alone."""

import csv
import io
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence

from badgesite.model import Award
from badgesite.overseeing.floor import Floor
from badgesite.overseeing.numbers import Numbers

FUNNEL = "funnel.csv"
PACE = "time-between-levels.csv"
WAITING = "one-step-away.csv"
ENDING = "expiring.csv"
MONTHS = "awards-per-month.csv"
BADGES = "awards-per-badge.csv"
WAIVERS = "waivers.csv"
REVOCATIONS = "revocations.csv"
UNANNOUNCED = "unannounced.csv"

Rows = Iterable[Sequence[object]]
_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def sheets_of(numbers: Numbers, floor: Floor) -> dict[str, bytes | None]:
    """Return every table by its file's name; None where this report has no such table."""
    own = _shared(numbers, floor) if floor.shareable else _private(numbers)
    return {**_common(numbers, floor), **own}


def _common(numbers: Numbers, floor: Floor) -> dict[str, bytes | None]:
    stages = (
        (funnel.id, stage.level or "complete", stage.name, *said)
        for funnel in numbers.funnels
        for stage in funnel.stages
        for said in [(floor.said(stage.reached), floor.said(stage.standing))]
    )
    paces = (
        (each.id, each.start, each.end, floor.said(len(each.days)), *spread)
        for each in numbers.paces
        for spread in [
            tuple(round(days) for days in (each.quantile(0.25), each.middle, each.quantile(0.75)))
            if each.days and not floor.hides(len(each.days))
            else ("", "", "")
        ]
    )
    badges = numbers.by_badge
    counts = floor.all_said([count for _, count in badges])
    return {
        FUNNEL: sheet(("pathway", "level", "name", "reached", "standing"), stages),
        PACE: sheet(
            (
                "pathway",
                "from",
                "to",
                "learners",
                "days: lower quartile",
                "median",
                "upper quartile",
            ),
            paces,
        ),
        BADGES: sheet(
            ("badge", "awards in 12 months"),
            ((badge, count) for (badge, _), count in zip(badges, counts, strict=True)),
        ),
    }


def _private(numbers: Numbers) -> dict[str, bytes | None]:
    name = {one.id: one.name for one in numbers.facts.catalog.learners.values()}
    waiting = (
        (each.learner, name[each.learner], each.pathway, each.needs, each.last, each.waiting)
        for each in numbers.waiting
    )
    ending = (
        (
            each.award.learner,
            name[each.award.learner],
            each.award.badge,
            each.expires,
            each.window,
            "yes" if each.renewed else "no",
            each.lapses,
        )
        for each in numbers.endings
    )
    months = ((month, badge, count) for (month, badge), count in sorted(numbers.awards.items()))
    waivers = ((*_award(each, name), each.waived or "") for each in numbers.waivers)
    revocations = (
        (
            each.award.learner,
            name.get(each.award.learner, ""),
            each.award.badge,
            each.award.awarded,
            each.on,
            each.kind,
            each.reason,
        )
        for each in numbers.revocations
    )
    told = numbers.unannounced
    return {
        WAITING: sheet(("learner", "name", "pathway", "needs", "last award", "days"), waiting),
        ENDING: sheet(
            ("learner", "name", "badge", "expires", "within days", "renewed", "lapses"), ending
        ),
        MONTHS: sheet(("month", "badge", "awards"), months),
        WAIVERS: sheet(("learner", "name", "badge", "awarded", "waived"), waivers),
        REVOCATIONS: sheet(
            ("learner", "name", "badge", "awarded", "on", "kind", "reason"), revocations
        ),
        UNANNOUNCED: None
        if told is None
        else sheet(("learner", "name", "badge", "awarded"), (_award(each, name) for each in told)),
    }


def _award(award: Award, name: Mapping[str, str]) -> tuple[object, ...]:
    return award.learner, name[award.learner], award.badge, award.awarded


def _shared(numbers: Numbers, floor: Floor) -> dict[str, bytes | None]:
    months = floor.all_said([count for _, count in numbers.by_month])
    return {
        WAITING: _counts(
            floor, ("pathway", "needs"), ((each.pathway, each.needs) for each in numbers.waiting)
        ),
        ENDING: _counts(
            floor,
            ("within days", "badge"),
            ((str(each.window), each.award.badge) for each in numbers.endings),
        ),
        MONTHS: sheet(
            ("month", "awards"),
            ((month, said) for (month, _), said in zip(numbers.by_month, months, strict=True)),
        ),
        WAIVERS: _counts(floor, ("badge",), ((each.badge,) for each in numbers.waivers)),
        REVOCATIONS: _counts(
            floor,
            ("kind", "badge"),
            ((str(each.kind), each.award.badge) for each in numbers.revocations),
        ),
        UNANNOUNCED: None,
    }


def _counts(floor: Floor, heads: tuple[str, ...], found: Iterable[tuple[str, ...]]) -> bytes:
    return sheet((*heads, "number"), counted(floor, found))


def counted(floor: Floor, found: Iterable[tuple[str, ...]]) -> list[tuple[str, ...]]:
    """Return each different row once, sorted, with how often it was found in words."""
    counts = sorted(Counter(found).items())
    said = floor.all_said([count for _, count in counts])
    return [(*row, text) for (row, _), text in zip(counts, said, strict=True)]


def sheet(heads: Sequence[str], rows: Rows) -> bytes:
    """Return a table that a spreadsheet opens, with nothing in it that it would reckon out."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow(heads)
    writer.writerows([_harmless(cell) for cell in row] for row in rows)
    return b"\xef\xbb\xbf" + text.getvalue().encode()


def _harmless(cell: object) -> str:
    said = str(cell)
    # A cell that begins so is a formula to a spreadsheet, which could send away what stands beside.
    return f"'{said}" if said.startswith(_FORMULA) else said
