"""The rule language applied to what a learner holds. Pure; says yes with the awards, or no.

What is satisfied is answered with the awards that do it, in the order of the rule; `any: n` takes
the n satisfied first, by day, then by place in the rule. The language is monotone: one award more
never undoes anything; `within` chooses among awards, and takes none away.
"""

from collections.abc import Iterable, Iterator, Mapping

from badgesite.model import (
    SLACK,
    Badge,
    BadgeNeeded,
    ForeignNeeded,
    Group,
    Level,
    Pathway,
    PathwayNeeded,
    Requirement,
    Step,
)
from badgesite.progress.holdings import ForeignKey, Holding, Window

Parts = tuple[Holding, ...]


class Rules:
    """The pathways and badges that requirements refer to."""

    __slots__ = ("_asked", "_earlier", "badges", "pathways")

    def __init__(
        self,
        pathways: Mapping[str, Pathway],
        badges: Mapping[str, Badge],
        earlier: Mapping[tuple[str, str], Pathway] | None = None,
    ) -> None:
        self.pathways = pathways
        self.badges = badges
        self._earlier = earlier or {}
        self._asked: dict[str, frozenset[str | ForeignKey]] = {}

    def nested(self, needed: PathwayNeeded) -> Pathway | None:
        """Return the pathway that is asked for: the present one, or the one at its version."""
        current = self.pathways.get(needed.pathway)
        if needed.version is None or (current is not None and current.version == needed.version):
            return current
        return self._earlier.get((needed.pathway, needed.version))

    # -------------------------------------------------------------- satisfied, and by what
    def requirement(
        self, needed: Requirement, window: Window, inside: tuple[str, ...] = ()
    ) -> Parts | None:
        """Return the awards that satisfy the requirement, or None.

        `inside` are the pathways that it is nested in: one that leads to itself is never complete.
        """
        if isinstance(needed, BadgeNeeded):
            found = window.best(needed.badge)
            return None if found is None else (found,)
        if isinstance(needed, Group):
            return self._group(needed, window, inside)
        if isinstance(needed, PathwayNeeded):
            return self._nested(needed, window, inside)
        found = window.best((needed.issuer, needed.achievement))
        return None if found is None else (found,)

    def step(self, step: Step, window: Window, inside: tuple[str, ...] = ()) -> Parts | None:
        """Return the awards that satisfy the step, within its months where it says so."""
        parts = self.requirement(step.requirement, window, inside)
        if parts is None or step.within_months is None:
            return parts
        for day in window.days():
            near = self.requirement(
                step.requirement, window.starting(day, step.within_months), inside
            )
            if near is not None:
                return near
        return None

    def level(self, level: Level, window: Window, inside: tuple[str, ...] = ()) -> Parts | None:
        """Return the awards that complete the level, or None."""
        if level.any is not None:
            return together(level, [self.step(step, window, inside) for step in level.steps])
        found: list[Holding] = []
        for step in level.steps:
            if not step.optional:
                parts = self.step(step, window, inside)
                if parts is None:
                    return None
                found += parts
        return tuple(found)

    def pathway(
        self, pathway: Pathway, window: Window, inside: tuple[str, ...] = ()
    ) -> Parts | None:
        """Return the awards that complete all levels, or None."""
        return self.levels(pathway.levels, window, (*inside, pathway.id))

    def levels(
        self, levels: Iterable[Level], window: Window, inside: tuple[str, ...]
    ) -> Parts | None:
        """Return the awards that complete all of the levels, each once, or None."""
        found: list[Holding] = []
        for level in levels:
            parts = self.level(level, window, inside)
            if parts is None:
                return None
            found += parts
        return tuple(dict.fromkeys(found))

    def _group(self, group: Group, window: Window, inside: tuple[str, ...]) -> Parts | None:
        if group.credits is not None:
            return self._credits(group, group.credits, window, inside)
        members = (self.requirement(member, window, inside) for member in group.of)
        if group.any is not None:
            return _earliest(members, group.any)
        found: list[Holding] = []
        for parts in members:
            if parts is None:
                return None
            found += parts
        return tuple(found)

    def _credits(
        self, group: Group, asked: float, window: Window, inside: tuple[str, ...]
    ) -> Parts | None:
        found: list[Holding] = []
        total = 0.0
        members = [(self.requirement(member, window, inside), member) for member in group.of]
        for _, place, parts in _by_day(parts for parts, _ in members):
            member = members[place][1]
            worth = self.worth(member, window, inside)
            if worth > 0:
                total += worth
                found += (*parts, *self._counted(member, window, inside))
            if total >= asked - SLACK:
                return tuple(dict.fromkeys(found))
        return None

    def worth(self, needed: Requirement, window: Window, inside: tuple[str, ...] = ()) -> float:
        """Return the credits of what is satisfied: of badges, and of the badges of groups."""
        if isinstance(needed, BadgeNeeded):
            badge = self.badges.get(needed.badge)
            satisfied = window.best(needed.badge) is not None
            return badge.credits or 0 if satisfied and badge is not None else 0
        if isinstance(needed, Group) and self._group(needed, window, inside) is not None:
            return sum(self.worth(member, window, inside) for member in needed.of)
        return 0

    def _counted(
        self, needed: Requirement, window: Window, inside: tuple[str, ...]
    ) -> Iterator[Holding]:
        """Yield the awards whose credits `worth` sums: of a group also those it can do without."""
        if isinstance(needed, BadgeNeeded):
            best = window.best(needed.badge)
            if best is not None:
                yield best
        elif isinstance(needed, Group) and self._group(needed, window, inside) is not None:
            for member in needed.of:
                yield from self._counted(member, window, inside)

    def _nested(
        self, needed: PathwayNeeded, window: Window, inside: tuple[str, ...]
    ) -> Parts | None:
        pathway = self.nested(needed)
        if pathway is None or pathway.id in inside:
            return None
        parts = self.pathway(pathway, window, inside)
        if parts is None and pathway.final is not None:
            # Recognised prior learning: the final badge, given by hand, stands for the pathway.
            final = window.best(pathway.final, by_hand=True)
            if final is not None:
                return (final,)
        return parts

    # -------------------------------------------------------------- what is asked for
    def asked(self, pathway: Pathway) -> frozenset[str | ForeignKey]:
        """Return every badge that the pathway asks for, also by way of nested pathways."""
        return self._asked_for(pathway, ())

    def _asked_for(self, pathway: Pathway, inside: tuple[str, ...]) -> frozenset[str | ForeignKey]:
        known = self._asked.get(pathway.id)
        if known is None or self.pathways.get(pathway.id) is not pathway:
            known = frozenset().union(
                *(
                    self.asked_by(step.requirement, (*inside, pathway.id))
                    for level in pathway.levels
                    for step in level.steps
                )
            )
            if not inside and self.pathways.get(pathway.id) is pathway:
                self._asked[pathway.id] = known
        return known

    def asked_by(
        self, needed: Requirement, inside: tuple[str, ...] = ()
    ) -> frozenset[str | ForeignKey]:
        """Return every badge that the requirement asks for."""
        if isinstance(needed, BadgeNeeded):
            return frozenset((needed.badge,))
        if isinstance(needed, ForeignNeeded):
            return frozenset(((needed.issuer, needed.achievement),))
        if isinstance(needed, Group):
            return frozenset().union(*(self.asked_by(member, inside) for member in needed.of))
        nested = self.nested(needed)
        if nested is None or nested.id in inside:
            return frozenset()
        final: frozenset[str | ForeignKey] = frozenset(
            () if nested.final is None else (nested.final,)
        )
        return self._asked_for(nested, inside) | final


def together(level: Level, steps: list[Parts | None]) -> Parts | None:
    """Return the awards that complete the level, given what satisfies each of its steps."""
    if level.any is not None:
        return _earliest(steps, level.any)
    found: list[Holding] = []
    for step, parts in zip(level.steps, steps, strict=True):
        if not step.optional:
            if parts is None:
                return None
            found += parts
    return tuple(found)


def _by_day(members: Iterable[Parts | None]) -> list[tuple[int, int, Parts]]:
    """Return the satisfied members as (day, place, parts), in order of day, then of place."""
    return sorted(
        (max((part.awarded.toordinal() for part in parts), default=0), place, parts)
        for place, parts in enumerate(members)
        if parts is not None
    )


def _earliest(members: Iterable[Parts | None], number: int) -> Parts | None:
    found = _by_day(members)
    if len(found) < number:
        return None
    chosen = sorted(found[:number], key=lambda each: each[1])
    return tuple(part for _, _, parts in chosen for part in parts)
