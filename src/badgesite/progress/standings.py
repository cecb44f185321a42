"""The catalog indexed once: who holds what, what rules give, and where learners stand. Pure."""

from collections.abc import Iterator
from datetime import date

from badgesite.model import Award, Catalog, Pathway
from badgesite.progress.derive import derive
from badgesite.progress.evaluate import Rules
from badgesite.progress.holdings import (
    NOTHING,
    Expiries,
    ForeignKey,
    Held,
    Holding,
    Window,
    by_learner,
    changes_after,
)
from badgesite.progress.route import Route, route_of
from badgesite.progress.standing import Standing
from badgesite.progress.states import PathwayProgress
from badgesite.progress.versions import Versions


class Standings:
    """A catalog and what follows from it; `derived` are the awards that rules give, by key."""

    def __init__(self, catalog: Catalog) -> None:
        """Index the catalog."""
        self.catalog = catalog
        self.rules = Rules(catalog.pathways, catalog.badges, catalog.earlier_pathways)
        expiries = Expiries(catalog)
        held = by_learner(catalog, expiries)
        self.versions = Versions(catalog, self.rules)
        derived = derive(catalog, self.rules, self.versions, held, expiries)
        self.derived: tuple[Award, ...] = tuple(derived)
        self._held: dict[str, dict[str | ForeignKey, tuple[Holding, ...]]] = held
        self._routes: dict[tuple[str, str], Route] = {}

    def reworded(self, catalog: Catalog) -> "Standings":
        """Return the same for a catalog that calls things otherwise and is the same in all else."""
        other = object.__new__(Standings)
        other.catalog = catalog
        other.rules = Rules(catalog.pathways, catalog.badges, catalog.earlier_pathways)
        other.versions = Versions(catalog, other.rules)
        other.derived = self.derived
        other._held = self._held
        other._routes = {}
        return other

    def held(self, learner_id: str) -> Held:
        """Return what the learner holds, badges given by rule included."""
        return self._held.get(learner_id, NOTHING)

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

    def progress(self, learner_id: str, pathway: Pathway, on: date) -> PathwayProgress:
        """Return where the learner stands on that day."""
        window = Window(self.held(learner_id), on)
        return Standing(self.catalog, self.rules, self.route(pathway), window).progress(learner_id)

    def all_progress(self, on: date) -> Iterator[PathwayProgress]:
        """Yield where each learner stands who was given, by that day, what a pathway asks for."""
        asking: dict[str | ForeignKey, list[str]] = {}
        for pathway_id in self.catalog.pathways:
            for asked in self.versions.asked(pathway_id):
                asking.setdefault(asked, []).append(pathway_id)
        for learner in sorted(self._held):
            wanted = {
                pathway
                for badge, holdings in self._held[learner].items()
                if badge in asking and any(holding.awarded <= on for holding in holdings)
                for pathway in asking[badge]
            }
            for pathway_id in sorted(wanted):
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
