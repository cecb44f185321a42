"""How far learners got on each pathway, and how long they took from level to level. Pure.

A level counts as reached from the first day on which it was complete, also when a badge of it
expired since; what stands today is told beside it.
"""

from collections import defaultdict
from collections.abc import Iterator
from datetime import date
from itertools import pairwise
from statistics import median

from msgspec import Struct

from badgesite.model import Pathway
from badgesite.plan.facts import Facts
from badgesite.progress import PathwayProgress, all_progress, pathway_for, timeline


class Course(Struct, frozen=True):
    """A learner on a pathway: first days by level id, the first day of all, and how it stands."""

    learner: str
    pathway: str
    levels: tuple[tuple[str, date], ...]
    finished: date | None
    now: PathwayProgress


class Stage(Struct, frozen=True):
    """A level, or (level 0) the whole pathway: who reached it ever, and for whom it stands."""

    level: int
    name: str
    reached: int
    standing: int


class _OfVersion(Struct, frozen=True):
    """What is told of a pathway in one version: the present one, or an `earlier` one."""

    pathway: Pathway
    earlier: bool

    @property
    def name(self) -> str:
        """Return the pathway's name, with the version of an earlier one."""
        said = f", version {self.pathway.version}" if self.earlier else ""
        return self.pathway.name + said

    @property
    def id(self) -> str:
        """Return what the pathway's file is called."""
        return self.pathway.id + (f"@{self.pathway.version}" if self.earlier else "")


class Funnel(_OfVersion, frozen=True):
    """A pathway: how many began it, and its stages in order."""

    begun: int
    stages: tuple[Stage, ...]


class Pace(_OfVersion, frozen=True):
    """From one level to the next: days, by learner, sorted."""

    start: str
    end: str
    days: tuple[int, ...]

    @property
    def middle(self) -> float:
        """Return the median of the days."""
        return median(self.days)

    def quantile(self, part: float) -> float:
        """Return the day below which a part of the learners lies, straight between neighbours."""
        place = part * (len(self.days) - 1)
        low = int(place)
        high = min(low + 1, len(self.days) - 1)
        return self.days[low] + (place - low) * (self.days[high] - self.days[low])


def courses(facts: Facts, on: date) -> tuple[Course, ...]:
    """Return every learner's way along every pathway that they began, up to a day."""
    return tuple(_course(facts, now, on) for now in all_progress(facts.catalog, on))


def _course(facts: Facts, now: PathwayProgress, on: date) -> Course:
    catalog = facts.catalog
    pathway = pathway_for(catalog, now.learner, now.pathway)
    start = min(_days_given(facts, now.learner), default=on)
    first: dict[str, date] = {}
    finished = None
    for day, then in timeline(catalog, now.learner, pathway, start):
        if day > on:
            break
        for level in then.levels:
            if level.complete:
                first.setdefault(level.level, day)
        if then.complete and finished is None:
            finished = day
    return Course(now.learner, now.pathway, tuple(first.items()), finished, now)


def _days_given(facts: Facts, learner: str) -> Iterator[date]:
    yield from (award.awarded for award in facts.by_learner.get(learner, ()))
    yield from (each.awarded for each in facts.catalog.recognised if each.learner == learner)


def funnels(facts: Facts, found: tuple[Course, ...]) -> tuple[Funnel, ...]:
    """Return how far learners got, pathway by pathway in the site's order.

    Those on an earlier version have other levels to reach, and are told of apart.
    """
    return tuple(_funnel(*each) for each in _by_version(facts, found))


def _funnel(pathway: Pathway, earlier: bool, mine: list[Course]) -> Funnel:
    stages = []
    for number, level in enumerate(pathway.levels, 1):
        before = {each.id for each in pathway.levels[:number]}
        reached = sum(before <= dict(course.levels).keys() for course in mine)
        standing = sum(
            before <= {each.level for each in course.now.levels if each.complete} for course in mine
        )
        stages.append(Stage(number, level.name, reached, standing))
    finished = sum(course.finished is not None for course in mine)
    complete = sum(course.now.complete for course in mine)
    stages.append(Stage(0, pathway.name, finished, complete))
    return Funnel(pathway, earlier, len(mine), tuple(stages))


def paces(facts: Facts, found: tuple[Course, ...]) -> tuple[Pace, ...]:
    """Return how long learners took from each level to the next; in the order of levels alone."""
    return tuple(pace for each in _by_version(facts, found) for pace in _paces(*each))


def _paces(pathway: Pathway, earlier: bool, mine: list[Course]) -> Iterator[Pace]:
    for one, two in pairwise(pathway.levels):
        took = []
        for course in mine:
            first = dict(course.levels)
            if one.id in first and two.id in first and first[two.id] >= first[one.id]:
                took.append((first[two.id] - first[one.id]).days)
        yield Pace(pathway, earlier, one.name, two.name, tuple(sorted(took)))


def came_back(found: tuple[Course, ...], on: date) -> tuple[int, int]:
    """Return how many learners reached a second level within a year of the first, of how many.

    Of all who had that year, on a pathway that has a second level; on several each counts once.
    """
    back, had = set[str](), set[str]()
    for course in found:
        days = sorted(day for _, day in course.levels)
        if len(course.now.levels) > 1 and days and (on - days[0]).days >= 365:
            had.add(course.learner)
            if len(days) > 1 and (days[1] - days[0]).days <= 365:
                back.add(course.learner)
    return len(back), len(had)


def _by_version(
    facts: Facts, found: tuple[Course, ...]
) -> Iterator[tuple[Pathway, bool, list[Course]]]:
    """Yield each pathway with its learners, then its earlier versions that somebody is on."""
    grouped: defaultdict[tuple[str, str], list[Course]] = defaultdict(list)
    for course in found:
        grouped[course.pathway, course.now.version].append(course)
    for current in facts.catalog.pathways.values():
        yield current, False, grouped[current.id, current.version]
        for key, pathway in facts.catalog.earlier_pathways.items():
            if pathway.id == current.id and grouped[key]:
                yield pathway, True, grouped[key]
