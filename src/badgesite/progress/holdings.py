"""What a learner holds: the awards by learner and badge, and which of them count on a day.

An award counts from the day it was awarded to the day it expires, that day included, unless it was
withdrawn before or on the day. Knows nothing of pathways.
"""

from collections.abc import Iterable, Mapping
from datetime import date, timedelta
from enum import Enum
from typing import NamedTuple

from badgesite.days import add_duration, add_months
from badgesite.model import Award, AwardKey, Badge, Catalog, ForeignAward, RegisterEntry

ForeignKey = tuple[str, str]
"""The DID of another issuer, and the id of its achievement."""


class Holding(NamedTuple):
    """An award with its days: `until` is the last day by expiry, `withdrawn` the first without it.

    `given` is whether the content says so itself; a final badge that a rule gave is not. `file` is
    set for another issuer's credential, whose key names no award of ours.
    """

    key: AwardKey
    awarded: date
    until: date | None
    withdrawn: date | None
    given: bool = True
    file: str | None = None


class Counting(Enum):
    """Which awards count: the good ones, or besides them those withdrawn, or those expired."""

    GOOD = 0
    ALSO_WITHDRAWN = 1
    ALSO_EXPIRED = 2
    ALL = 3


Held = Mapping[str | ForeignKey, tuple[Holding, ...]]
"""What one learner holds, by badge, in order of key."""


def counts(holding: Holding, on: date, counting: Counting = Counting.GOOD) -> bool:
    """Whether the award counts on the day."""
    if holding.awarded > on:
        return False
    expired = holding.until is not None and holding.until < on
    withdrawn = holding.withdrawn is not None and holding.withdrawn <= on
    if not expired and not withdrawn:
        return True
    if counting is Counting.GOOD:
        return False
    if counting is Counting.ALL:
        return True
    return withdrawn if counting is Counting.ALSO_WITHDRAWN else expired


class Window(NamedTuple):
    """The awards of one learner that count on a day, given between two days where these are set."""

    held: Held
    on: date
    counting: Counting = Counting.GOOD
    first: date | None = None
    last: date | None = None

    def best(self, asked: str | ForeignKey, *, by_hand: bool = False) -> Holding | None:
        """Return the award that counts longest; of equals the earliest, in its last issue.

        With `by_hand` that is one of those which the content says itself.
        """
        chosen = None
        held = self.held.get(asked)
        if held is None:
            return None
        for holding in held:
            if (
                counts(holding, self.on, self.counting)
                and (self.first is None or self.first <= holding.awarded)
                and (self.last is None or holding.awarded <= self.last)
                and (holding.given or not by_hand)
                and (chosen is None or _better(holding, chosen))
            ):
                chosen = holding
        return chosen

    def counting_also(self, counting: Counting) -> "Window":
        """Return the same with other awards counting besides."""
        return self._replace(counting=counting)

    def starting(self, first: date, months: int) -> "Window":
        """Return those given from a day on, at most so many months later."""
        last = add_months(first, months)
        if self.first is not None:
            first = max(first, self.first)
        if self.last is not None:
            last = min(last, self.last)
        return Window(self.held, self.on, self.counting, first, last)

    def days(self) -> list[date]:
        """Return the days on which what counts was awarded, each once, in order."""
        return sorted(
            {
                holding.awarded
                for holdings in self.held.values()
                for holding in holdings
                if counts(holding, self.on, self.counting)
            }
        )


def _better(one: Holding, other: Holding) -> bool:
    if one.until != other.until:
        return one.until is None or (other.until is not None and one.until > other.until)
    # The same badge of the same day again stands in place of one that was replaced.
    return one.awarded == other.awarded and one.key.issue > other.key.issue


def end(holding: Holding) -> date | None:
    """Return the last day on which the award counts, or None when no end is known."""
    if holding.withdrawn is None:
        return holding.until
    before = holding.withdrawn - timedelta(days=1)
    return before if holding.until is None else min(before, holding.until)


def changes_after(holdings: Iterable[Holding], on: date) -> list[date]:
    """Return the later days on which one of the awards begins or ceases to count, in order."""
    days = set()
    for holding in holdings:
        if holding.awarded > on:
            days.add(holding.awarded)
        if holding.until is not None and on <= holding.until < date.max:
            days.add(holding.until + timedelta(days=1))
        if holding.withdrawn is not None and holding.withdrawn > on:
            days.add(holding.withdrawn)
    return sorted(days)


# ------------------------------------------------------------------ from the catalog
class Expiries:
    """The last day of a learner's awards: its own, else by the validity of the badge as given.

    `entries` are the lines of the register about the learner, which tell the badge's version.
    """

    def __init__(self, catalog: Catalog, entries: Iterable[RegisterEntry] = ()) -> None:
        self._catalog = catalog
        self._versions = (
            {entry.award: entry.version for entry in entries} if catalog.earlier_badges else {}
        )

    def __call__(self, award: Award) -> date | None:
        """Return the last day, or None when the award does not expire."""
        if award.badge not in self._catalog.badges:
            return award.expires
        version = self._versions.get(award.key, "") if self._versions else ""
        return expiry(award, self._catalog.badge_at(award.badge, version))


def expiry(award: Award, badge: Badge) -> date | None:
    """Return the last valid day: the award's own, else by the validity of the badge as given."""
    if award.expires is not None or badge.validity is None:
        return award.expires
    return add_duration(award.awarded, badge.validity)


def holding_of(award: Award, catalog: Catalog, expiries: Expiries) -> Holding:
    """Return the award with its days."""
    key = award.key
    revocation = catalog.revocations.get(key)
    withdrawn = None if revocation is None else revocation.on
    return Holding(key, award.awarded, expiries(award), withdrawn, award.unlock is None)


def held_by(
    awards: Iterable[Award], others: Iterable[ForeignAward], catalog: Catalog, expiries: Expiries
) -> dict[str | ForeignKey, tuple[Holding, ...]]:
    """Return what one learner holds by these awards, and by those of other issuers."""
    held: dict[str | ForeignKey, tuple[Holding, ...]] = {}
    for award in sorted(awards, key=lambda each: each.key):
        held[award.badge] = (*held.get(award.badge, ()), holding_of(award, catalog, expiries))
    for foreign in sorted(others, key=lambda each: (each.awarded, each.path)):
        asked = (foreign.issuer, foreign.achievement)
        key = AwardKey(foreign.learner, foreign.achievement, foreign.awarded)
        other = Holding(key, foreign.awarded, foreign.expires, None, file=foreign.path)
        held[asked] = (*held.get(asked, ()), other)
    return held


def own_keys(parts: Iterable[Holding]) -> tuple[AwardKey, ...]:
    """Return the keys of our own awards among the parts, in order."""
    return tuple(part.key for part in parts if part.file is None)
