"""content/revocations.csv: awards withdrawn or replaced, when and why; never taken back."""

from collections.abc import Iterator

from badgesite.content.forms.award import BADGE_ID, ISSUE, LEARNER_ID
from badgesite.content.kinds import Choice, Text
from badgesite.content.notes import Notes
from badgesite.content.quantities import Day
from badgesite.content.shapes import Field, Shape
from badgesite.content.tables import Table
from badgesite.model import AwardKey, Revocation, Withdrawal

REVOCATIONS = Shape(
    "the table of revocations",
    Field("learner", LEARNER_ID, "whose award", required=True),
    Field("badge", BADGE_ID, "which badge", required=True),
    Field("awarded", Day(), "the day it was awarded", required=True),
    Field("issue", ISSUE, "which issue; 1 unless given"),
    Field("on", Day(), "the day of the revocation", required=True),
    Field("kind", Choice(*Withdrawal, make=Withdrawal), "revoked or replaced", required=True),
    Field("reason", Text(1_000, lines=True), "why, published", required=True),
)


def read_revocations(text: str, notes: Notes) -> Iterator[Revocation]:
    """Yield the revocations of the table."""
    for row in Table(text, REVOCATIONS, notes).rows():
        if not row.whole:
            continue
        learner, badge, awarded, issue, on, kind, reason = row.values
        if on < awarded:
            notes.error(
                (row.line, 1),
                f"it is withdrawn on {on}, before it was awarded on {awarded}",
                "correct one of the two days",
                "dates-order",
            )
        key = AwardKey(learner, badge, awarded, issue or 1)
        yield Revocation(key, on, kind, reason, origin=notes.origin((row.line, 1)))
