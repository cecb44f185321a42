"""All numbers of a report, worked out once for the page and the tables. Pure."""

from collections import Counter
from collections.abc import Collection, Mapping
from datetime import date

from msgspec import Struct

from badgesite.model import Award, Revocation, Withdrawal
from badgesite.overseeing.reaching import (
    Funnel,
    Pace,
    came_back,
    courses,
    funnels,
    paces,
)
from badgesite.overseeing.waiting import Ending, OneStep, endings, one_step_away
from badgesite.plan.counting import stands
from badgesite.plan.facts import Facts

MONTHS = 12


class Numbers(Struct, frozen=True):
    """What a report says, as of a day; its year is the twelve calendar months up to the day's own.

    `awards` are counts by month (`2026-03`) and badge id; a badge given again in a corrected form
    counts once. `unannounced` is None where nothing is known of announcements.
    """

    facts: Facts
    on: date
    funnels: tuple[Funnel, ...]
    paces: tuple[Pace, ...]
    waiting: tuple[OneStep, ...]
    endings: tuple[Ending, ...]
    awards: Mapping[tuple[str, str], int]
    back: int
    had_a_year: int
    waivers: tuple[Award, ...]
    revocations: tuple[Revocation, ...]
    unannounced: tuple[Award, ...] | None

    @property
    def by_month(self) -> tuple[tuple[str, int], ...]:
        """Return the awards of the year, month by month, empty ones too."""
        return self._by_month(_months(self.on))

    @property
    def year(self) -> int:
        """Return how many awards the year has."""
        return sum(count for _, count in self.by_month)

    @property
    def year_before(self) -> int:
        """Return how many awards the twelve months before have."""
        return sum(count for _, count in self._by_month(_months(self.on, before=MONTHS)))

    def _by_month(self, months: list[str]) -> tuple[tuple[str, int], ...]:
        counts: Counter[str] = Counter()
        for (month, _), count in self.awards.items():
            counts[month] += count
        return tuple((month, counts[month]) for month in months)

    @property
    def by_badge(self) -> tuple[tuple[str, int], ...]:
        """Return the awards of the year by badge id, the most first."""
        counts: Counter[str] = Counter()
        recent = set(_months(self.on))
        for (month, badge), count in self.awards.items():
            if month in recent:
                counts[badge] += count
        return tuple(sorted(counts.items(), key=lambda each: (-each[1], each[0])))


def numbers_of(facts: Facts, on: date, announced: Collection[str] | None = None) -> Numbers:
    """Return the numbers as of a day; `announced` are uuids of credentials that were told of."""
    found = courses(facts, on)
    given = [
        award for award in facts.awards if award.awarded <= on and not _corrected(facts, award)
    ]
    back, had = came_back(found, on)
    return Numbers(
        facts=facts,
        on=on,
        funnels=funnels(facts, found),
        paces=paces(facts, found),
        waiting=one_step_away(found, on),
        endings=endings(facts, found, on),
        awards=Counter((f"{each.awarded:%Y-%m}", each.badge) for each in given),
        back=back,
        had_a_year=had,
        waivers=tuple(each for each in given if each.waived is not None),
        revocations=_withdrawn(facts, on),
        unannounced=None if announced is None else _unannounced(facts, given, on, announced),
    )


def _corrected(facts: Facts, award: Award) -> bool:
    withdrawn = facts.catalog.revocations.get(award.key)
    return withdrawn is not None and withdrawn.kind is Withdrawal.REPLACED


def _withdrawn(facts: Facts, on: date) -> tuple[Revocation, ...]:
    known = (each for each in facts.catalog.revocations.values() if each.on <= on)
    return tuple(sorted(known, key=lambda each: (each.on, each.award), reverse=True))


def _unannounced(
    facts: Facts, given: list[Award], on: date, announced: Collection[str]
) -> tuple[Award, ...]:
    return tuple(
        award
        for award in given
        if str(facts.entries[award.key].uuid) not in announced
        and stands(facts, award, on)
        and facts.is_published(facts.catalog.learners[award.learner])
    )


def _months(on: date, before: int = 0) -> list[str]:
    """Return the twelve months up to the day's own, or to so many before it."""
    last = on.year * 12 + on.month - 1 - before
    return [f"{each // 12:04}-{each % 12 + 1:02}" for each in range(last - MONTHS + 1, last + 1)]
