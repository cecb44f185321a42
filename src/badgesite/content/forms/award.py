"""Awards, in content/learners/<id>.yml and content/awards/*.csv: the same fields in both."""

from collections.abc import Collection, Iterable, Iterator
from datetime import date
from typing import Any

from badgesite.content.kinds import Reference, Text
from badgesite.content.notes import Known, Notes, Place
from badgesite.content.quantities import Day, Whole
from badgesite.content.shapes import Field, ListOf, Record, Shape
from badgesite.content.tables import Table
from badgesite.content.text import decode
from badgesite.content.whereabouts import Web
from badgesite.errors import Origin, Problem
from badgesite.model import Award, AwardKey

BADGE_ID = Reference("badge", "badges", "add content/badges/{id}.md")
LEARNER_ID = Reference(
    "learner", "learners", "add content/learners/{id}.yml, or a row to a table there"
)
ISSUE = Whole(1, 999)

_FIELDS = (
    Field("badge", BADGE_ID, "the badge earned", required=True),
    Field("awarded", Day(), "the day, YYYY-MM-DD", required=True),
    Field("issue", ISSUE, "1; 2, 3 … for one given again with the same date"),
    Field("expires", Day(), "the last day it is valid; wins over the badge's validity"),
    Field("evidence", ListOf(Web(), most=20, single=True), "addresses of what was made or done"),
    Field("narrative", Text(10_000, lines=True), "what the learner did"),
    Field("result", Text(), "mark or grade, as text"),
    Field("waived", Text(1_000, lines=True), "why it may come out of a pathway's order"),
)
LEARNER_AWARD = Shape("an award", *_FIELDS)
AWARDS = Shape(
    "the table of awards", Field("learner", LEARNER_ID, "who earned it", required=True), *_FIELDS
)


def award_of(learner: str, record: Record, notes: Notes) -> Award | None:
    """Return one award of a learner's own file, or None when it is not whole."""
    if not record.whole:
        return None
    _check_days(record.get("awarded"), record.get("expires"), record.where("expires"), notes)
    return Award(learner=learner, origin=notes.origin(record.place), **record.values)


def read_awards(text: str, notes: Notes) -> Iterator[Award]:
    """Yield the awards of a table."""
    path = notes.path
    for row in Table(text, AWARDS, notes).rows():
        if not row.whole:
            continue
        learner, badge, awarded, issue, expires, evidence, narrative, result, waived = row.values
        if expires is not None:
            _check_days(awarded, expires, (row.line, 1), notes)
        yield Award(
            learner,
            badge,
            awarded,
            issue or 1,
            expires,
            evidence or (),
            narrative,
            result,
            waived,
            origin=Origin(path, row.line),
        )


def awards_in(
    table: bytes, badges: Collection[str], learners: Collection[str]
) -> list[Award] | None:
    """Return the awards of a table by itself; None where a mistake is in it."""
    notes = Notes("", Known(badges=set(badges), learners=set(learners)))
    text = decode(table, notes)
    found = list(read_awards(text, notes)) if text is not None else []
    return None if notes.has_errors else found


def _check_days(awarded: date, expires: Any, place: Place, notes: Notes) -> None:
    if expires is not None and expires < awarded:
        notes.error(
            place,
            f"it expires on {expires}, before it was awarded on {awarded}",
            "correct one of the two days",
            "dates-order",
        )


def each_once(awards: Iterable[Award], problems: list[Problem]) -> list[Award]:
    """Return one learner's awards by key; what is there twice is added to the problems."""
    first: dict[AwardKey, Award] = {}
    for award in awards:
        before = first.setdefault(award.key, award)
        if before is not award:
            problems.append(_twice(before, award))
    return [first[key] for key in sorted(first)]


def _twice(before: Award, award: Award) -> Problem:
    where = before.origin
    return Problem(
        award.origin,
        f"'{award.learner}' has '{award.badge}' of {award.awarded} twice,"
        f" also in {where.path}:{where.line}",
        "delete one of the two, or give the later one  issue: 2",
        "award-twice",
    )
