"""Who is one step from the end of a pathway, and whose badges end soon. Pure."""

from collections import Counter
from collections.abc import Iterator
from datetime import date, timedelta

from msgspec import Struct

from badgesite.model import Award, AwardKey
from badgesite.overseeing.reaching import Course
from badgesite.plan.counting import counts, is_renewed
from badgesite.plan.facts import Facts
from badgesite.progress import PathwayProgress, pathway_progress

WINDOWS = (30, 60, 90)


class OneStep(Struct, frozen=True):
    """A learner for whom one step is missing: which, of what, and how long it has been so.

    `badge` is one that would do, where there is one to earn.
    """

    learner: str
    pathway: str
    needs: str
    last: date
    waiting: int
    badge: str | None = None


class Ending(Struct, frozen=True):
    """An award that ends within `window` days; `lapses` are pathways that end with it."""

    award: Award
    expires: date
    window: int
    renewed: bool
    lapses: int


def one_step_away(found: tuple[Course, ...], on: date) -> tuple[OneStep, ...]:
    """Return who is one step away, who waits longest first."""
    steps = (each for course in found for each in _one_step(course.now, on))
    return tuple(sorted(steps, key=lambda each: (-each.waiting, each.learner, each.pathway)))


def _one_step(now: PathwayProgress, on: date) -> Iterator[OneStep]:
    if not now.one_step_away:
        return
    days = [step.since for step in now.steps if step.since is not None]
    if not days:
        return
    needs = " or ".join(dict.fromkeys(step.name for step in now.next_steps))
    last = max(days)
    badge = next((badge for step in now.next_steps for badge in step.open), None)
    yield OneStep(now.learner, now.pathway, needs or "one step", last, (on - last).days, badge)


def endings(facts: Facts, found: tuple[Course, ...], on: date) -> tuple[Ending, ...]:
    """Return the awards that count on that day and end within the windows, the next first."""
    last = on + timedelta(days=WINDOWS[-1])
    lapsing = Counter(key for course in found for key in _ends(facts, course.now, last))
    ending = []
    for award in facts.awards:
        expires = facts.expires(award)
        if expires is None or expires > last or not counts(facts, award, on):
            continue
        window = next(each for each in WINDOWS if expires <= on + timedelta(days=each))
        renewed = is_renewed(facts, award)
        ending.append(Ending(award, expires, window, renewed, lapsing[award.key, expires]))
    return tuple(sorted(ending, key=lambda each: (each.expires, each.award.key)))


def _ends(facts: Facts, now: PathwayProgress, last: date) -> frozenset[tuple[AwardKey, date]]:
    """Return the awards that a complete pathway rests on at its end, with that day.

    One that others stand in for is none of them: the pathway does not end with it. Without an end
    up to the `last` day there are none.
    """
    pathway = facts.catalog.pathway_at(now.pathway, now.version)
    if now.until is None or now.until > last or pathway is None:
        return frozenset()
    then = pathway_progress(facts.catalog, now.learner, pathway, now.until)
    return frozenset(
        (key, now.until) for step in then.steps if not step.optional for key in step.parts
    )
