"""What the whole site asks of all awards together, found in one pass over them.

Each pass makes a record of every award there is, and of very many learners that takes a second.
"""

from datetime import date
from heapq import nsmallest

from msgspec import Struct

from badgesite.model import Award, AwardKey, Visibility
from badgesite.plan.facts import Facts

NEWEST = 101  # a feed, as many again to take the place of what goes, and whether there are more


class Census(Struct, frozen=True):
    """The first day on which a badge was given, and the newest public awards, newest first."""

    first: date | None
    newest: tuple[Award, ...]


def census(facts: Facts) -> Census:
    """Return the census; it is taken once of a catalog."""
    worked_out = facts.catalog.worked_out
    found: Census | None = worked_out.get(Census)
    if found is None:
        found = worked_out[Census] = _taken(facts)
    return found


def _taken(facts: Facts) -> Census:
    first: date | None = None
    since, newest = date.min, list[Award]()
    for award in facts.awards:
        day = award.awarded
        if first is None or day < first:
            first = day
        # Whether the learner is public is asked last: it takes making the learner's record.
        if day >= since and is_shown(facts, award):
            newest.append(award)
            if len(newest) == 2 * NEWEST:
                newest = nsmallest(NEWEST, newest, key=place)
                since = newest[-1].awarded
    return Census(first, tuple(nsmallest(NEWEST, newest, key=place)))


def is_shown(facts: Facts, award: Award) -> bool:
    """Whether the whole site speaks of an award: a public learner's that was not withdrawn."""
    learner = facts.catalog.learners[award.learner]
    return learner.visibility is Visibility.PUBLIC and award.key not in facts.catalog.revocations


def place(award: Award) -> tuple[int, AwardKey]:
    """Return the place of an award among others: the newest first."""
    return -award.awarded.toordinal(), award.key
