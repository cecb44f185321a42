"""The catalog indexed once: who holds what, what rules give, and where learners stand. Pure."""

from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date
from functools import cached_property, lru_cache
from typing import Any, TypeVar

from badgesite.model import Award, Catalog, ForeignAward, Pathway
from badgesite.progress.derive import Deriving
from badgesite.progress.evaluate import Rules
from badgesite.progress.holdings import (
    Expiries,
    ForeignKey,
    Held,
    Window,
    changes_after,
    held_by,
)
from badgesite.progress.route import Route, route_of
from badgesite.progress.standing import Standing
from badgesite.progress.states import PathwayProgress
from badgesite.progress.versions import Versions
from badgesite.rolls import AWARDS, ENTRIES, Roll, Stretch, in_turn, rolled, within

_LATEST = 32  # learners; answers

Answer = TypeVar("Answer")


class Standings:
    """A catalog and what follows from it; `derived` are the awards that rules give, by key.

    What a learner holds is worked out when it is asked for, and forgotten again: of very many
    learners nothing is kept but what rules gave them.
    """

    def __init__(self, catalog: Catalog, jobs: int = 1) -> None:
        """Index the catalog, on so many processes if it is a large one."""
        self._name(catalog)
        self._awards = rolled(AWARDS, catalog.awards)
        self._register = rolled(ENTRIES, catalog.register)
        self._others: defaultdict[str, list[ForeignAward]] = defaultdict(list)
        for other in catalog.recognised:
            self._others[other.learner].append(other)
        deriving = Deriving(self.catalog, self.rules, self.versions)
        self.derived: Roll[Award] = Roll.made(
            AWARDS,
            lambda stretch: self._derived(deriving, stretch),
            self._awards.stretches(jobs),
            jobs,
        )

    def _name(self, catalog: Catalog) -> None:
        self.catalog = catalog
        self.rules = Rules(catalog.pathways, catalog.badges, catalog.earlier_pathways)
        self.versions = Versions(catalog, self.rules)
        self.held: Callable[[str], Held] = lru_cache(_LATEST)(self._held)
        self._routes: dict[tuple[str, str], Route] = {}
        # By what is asked, learner, pathway (which is held, so that no other is taken for it), day.
        self._latest: dict[tuple[str, str, int, date], tuple[Pathway, Any]] = {}

    def reworded(self, catalog: Catalog) -> "Standings":
        """Return the same for a catalog that calls things otherwise and is the same in all else."""
        other = object.__new__(Standings)
        other._name(catalog)
        other._awards, other._register = self._awards, self._register
        other._others, other.derived = self._others, self.derived
        return other

    def _derived(self, deriving: Deriving, part: Stretch) -> Iterator[tuple[str, list[Award]]]:
        """Yield what rules give each learner of a stretch, learner by learner."""
        others = within(sorted(self._others), part)
        for learner in in_turn(self._awards.learners(part), self._register.learners(part), others):
            entries = self._register.of(learner)
            expiries = Expiries(self.catalog, entries)
            given = held_by(
                self._awards.of(learner), self._others.get(learner, ()), self.catalog, expiries
            )
            yield learner, deriving.awards(learner, given, entries, expiries)

    def _held(self, learner_id: str) -> Held:
        """Return what the learner holds, badges given by rule included."""
        expiries = Expiries(self.catalog, self._register.of(learner_id))
        awards = (*self._awards.of(learner_id), *self.derived.of(learner_id))
        return held_by(awards, self._others.get(learner_id, ()), self.catalog, expiries)

    def learners(self) -> Iterator[str]:
        """Yield every learner who holds anything, in order."""
        return in_turn(self._awards.learners(), self.derived.learners(), sorted(self._others))

    def route(self, pathway: Pathway) -> Route:
        """Return the pathway made ready, remembered for as long as it is the same one."""
        known = self._routes.get((pathway.id, pathway.version))
        if known is None or known.pathway is not pathway:
            known = route_of(pathway, self.catalog, self.rules)
            self._routes[pathway.id, pathway.version] = known
        return known

    def pathway_for(self, learner_id: str, pathway_id: str) -> Pathway:
        """Return the version of the pathway that the learner is on."""
        return self.versions.of(pathway_id, self.held(learner_id))

    def remembered(
        self, what: str, learner_id: str, pathway: Pathway, on: date, answer: Callable[[], Answer]
    ) -> Answer:
        """Return the answer to a question that several pages ask of the same learner and day."""
        key = (what, learner_id, id(pathway), on)
        found = self._latest.get(key)
        if found is None:
            if len(self._latest) >= _LATEST:
                self._latest.clear()  # in one go, so that several threads may ask
            found = self._latest[key] = (pathway, answer())
        known: Answer = found[1]
        return known

    def progress(self, learner_id: str, pathway: Pathway, on: date) -> PathwayProgress:
        """Return where the learner stands on that day."""

        def worked_out() -> PathwayProgress:
            window, route = Window(self.held(learner_id), on), self.route(pathway)
            return Standing(self.catalog, self.rules, route, window).progress(learner_id)

        return self.remembered("progress", learner_id, pathway, on, worked_out)

    def begun(self, learner_id: str, on: date | None = None) -> tuple[str, ...]:
        """Return the ids of the pathways that ask, in any version, for what the learner was given.

        They are in the site's order; with a day only what was given by then counts.
        """
        wanted = {
            pathway
            for badge, holdings in self.held(learner_id).items()
            if badge in self._asking
            and (on is None or any(holding.awarded <= on for holding in holdings))
            for pathway in self._asking[badge]
        }
        return tuple(each for each in self.catalog.pathways if each in wanted)

    @cached_property
    def _asking(self) -> Mapping[str | ForeignKey, Sequence[str]]:
        """The ids of the pathways that ask for each badge, in any version of them."""
        asking: defaultdict[str | ForeignKey, list[str]] = defaultdict(list)
        for pathway_id in self.catalog.pathways:
            for asked in self.versions.asked(pathway_id):
                asking[asked].append(pathway_id)
        return dict(asking)

    def all_progress(self, on: date) -> Iterator[PathwayProgress]:
        """Yield where each learner stands who was given, by that day, what a pathway asks for."""
        for learner in self.learners():
            for pathway_id in sorted(self.begun(learner, on)):
                yield self.progress(learner, self.pathway_for(learner, pathway_id), on)

    def last_day_of(self, learner_id: str) -> date | None:
        """Return the latest day on which something was given to the learner or withdrawn."""
        return max(
            (
                day
                for holdings in self.held(learner_id).values()
                for holding in holdings
                for day in (holding.awarded, holding.withdrawn)
                if day is not None
            ),
            default=None,
        )

    def timeline(
        self, learner_id: str, pathway: Pathway, start: date
    ) -> Iterator[tuple[date, PathwayProgress]]:
        """Yield (day, progress) from the start on, then for each later day that changes it."""
        now = self.progress(learner_id, pathway, start)
        yield start, now
        held = self.held(learner_id)
        asked = {
            badge for _, stops in self.route(pathway).levels for s in stops for badge in s.asked
        }
        holdings = [part for badge in asked for part in held.get(badge, ())]
        for day in changes_after(holdings, start):
            later = self.progress(learner_id, pathway, day)
            if later != now:
                yield day, later
                now = later
