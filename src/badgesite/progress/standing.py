"""Where one learner stands on one pathway on one day. Pure."""

from collections.abc import Callable
from datetime import date, timedelta

from badgesite.model import Catalog, Level
from badgesite.progress.evaluate import Parts, Rules, together
from badgesite.progress.holdings import (
    Counting,
    ForeignKey,
    Holding,
    Window,
    changes_after,
    counts,
    end,
    own_keys,
)
from badgesite.progress.route import Route, Stop, next_steps, not_begun, open_badges
from badgesite.progress.states import (
    NO_REASON,
    Because,
    Ended,
    LevelProgress,
    PathwayProgress,
    StepProgress,
    StepState,
)
from badgesite.progress.words import from_id

_DAY = timedelta(days=1)


class Standing:
    """One learner's awards on one day, looked at along one route."""

    __slots__ = ("catalog", "found", "inside", "route", "rules", "window")

    def __init__(self, catalog: Catalog, rules: Rules, route: Route, window: Window) -> None:
        self.catalog = catalog
        self.rules = rules
        self.route = route
        self.window = window
        self.inside = (route.pathway.id,)
        self.found = [[self._parts(stop) for stop in stops] for _, stops in route.levels]

    def _parts(self, stop: Stop) -> Parts | None:
        if stop.asked and stop.asked.isdisjoint(self.window.held):
            return None
        return self.rules.step(stop.step, self.window, self.inside)

    def progress(self, learner_id: str) -> PathwayProgress:
        """Return where the learner stands."""
        pathway = self.route.pathway
        done = [
            together(level, found) for level, found in zip(pathway.levels, self.found, strict=True)
        ]
        steps = self._steps([parts is not None for parts in done])
        levels = tuple(self._levels(done, steps))
        current = next((level.level for level in levels if not level.complete), None)
        if current is not None:
            return PathwayProgress(
                learner_id,
                pathway.id,
                pathway.version,
                False,
                current,
                levels,
                steps,
                next_steps(pathway, steps, current),
            )
        return PathwayProgress(
            learner_id,
            pathway.id,
            pathway.version,
            True,
            None,
            levels,
            steps,
            (),
            max((each.since for each in levels if each.since is not None), default=None),
            min((each.until for each in levels if each.until is not None), default=None),
        )

    # -------------------------------------------------------------- levels
    def _levels(
        self, done: list[Parts | None], steps: tuple[StepProgress, ...]
    ) -> list[LevelProgress]:
        levels, first = [], 0
        for number, (level, stops) in enumerate(self.route.levels):
            of_level = steps[first : first + len(stops)]
            first += len(stops)
            levels.append(self._level(level, stops, done[number], self.found[number], of_level))
        return levels

    def _level(
        self,
        level: Level,
        stops: tuple[Stop, ...],
        parts: Parts | None,
        found: list[Parts | None],
        steps: tuple[StepProgress, ...],
    ) -> LevelProgress:
        needed, earned = _counted(level, found)
        if parts is None:
            return LevelProgress(level.id, level.name, False, earned, needed)
        if level.any is None:
            asked = [step.until for step in steps if step.until is not None and not step.optional]
            until = min(asked, default=None)
        else:
            badges = frozenset[str | ForeignKey]().union(*(stop.asked for stop in stops))
            until = self._until(
                parts, badges, lambda later: self.rules.level(level, later, self.inside)
            )
        since = max((part.awarded for part in parts), default=None)
        return LevelProgress(level.id, level.name, True, earned, needed, since, until)

    # -------------------------------------------------------------- steps
    def _steps(self, done: list[bool]) -> tuple[StepProgress, ...]:
        steps: list[StepProgress] = []
        closed: tuple[int, ...] = ()
        missing_levels = NO_REASON
        for number, (_, stops) in enumerate(self.route.levels):
            for stop, parts in zip(stops, self.found[number], strict=True):
                if parts is not None:
                    steps.append(self._earned(stop, parts))
                else:
                    locked = self._locked(stop, closed) if stop.step.after else missing_levels
                    steps.append(self._not_earned(stop, locked))
            if not done[number]:
                closed = (*closed, number + 1)
                missing_levels = Because(closed)
        return tuple(steps)

    def _locked(self, stop: Stop, closed: tuple[int, ...]) -> Because:
        earned = {
            each.step.id
            for (_, stops), found in zip(self.route.levels, self.found, strict=True)
            for each, parts in zip(stops, found, strict=True)
            if parts is not None
        }
        missing = tuple(each for each in stop.step.after if each not in earned)
        if not closed and not missing:
            return NO_REASON
        names = tuple(self.route.names.get(each, each) for each in missing)
        return Because(closed, missing, names)

    def _earned(self, stop: Stop, parts: Parts) -> StepProgress:
        return StepProgress(
            stop.step.id,
            stop.name,
            StepState.EARNED,
            NO_REASON,
            own_keys(parts),
            max((part.awarded for part in parts), default=None),
            self._until(
                parts, stop.asked, lambda later: self.rules.step(stop.step, later, self.inside)
            ),
            (),
            stop.step.optional,
        )

    def _not_earned(self, stop: Stop, locked: Because) -> StepProgress:
        if not stop.asked.isdisjoint(self.window.held):
            return self._ended_or_not_begun(stop, locked)
        known = self.route.untouched.get((stop.step.id, locked))
        if known is None:
            known = not_begun(stop, locked, self.rules, self.window, self.route)
            self.route.untouched[stop.step.id, locked] = known
        return known

    def _ended_or_not_begun(self, stop: Stop, locked: Because) -> StepProgress:
        for state, counting in (
            (StepState.REVOKED, Counting.ALSO_WITHDRAWN),
            (StepState.EXPIRED, Counting.ALSO_EXPIRED),
        ):
            once = self.rules.step(stop.step, self.window.counting_also(counting), self.inside)
            if once is not None:
                return StepProgress(
                    stop.step.id,
                    stop.name,
                    state,
                    Because(ended=self._ended(once)),
                    own_keys(once),
                    max((part.awarded for part in once), default=None),
                    None,
                    open_badges(stop.step, self.rules, self.window, self.route),
                    stop.step.optional,
                )
        return not_begun(stop, locked, self.rules, self.window, self.route)

    def _ended(self, parts: Parts) -> tuple[Ended, ...]:
        on = self.window.on
        return tuple(ended(part, self.catalog, on) for part in parts if not counts(part, on))

    # -------------------------------------------------------------- days
    def _until(
        self,
        parts: Parts,
        asked: frozenset[str | ForeignKey],
        satisfied: Callable[[Window], Parts | None],
    ) -> date | None:
        """Return the last day on which this stays satisfied, or None when no end is known."""
        if all(part.until is None and part.withdrawn is None for part in parts):
            return None
        held = self.window.held
        holdings = [part for badge in asked if badge in held for part in held[badge]]
        if len(holdings) == 1 == len(parts):
            return end(parts[0])
        for day in changes_after(holdings, self.window.on):
            if satisfied(Window(held, day)) is None:
                return day - _DAY
        return None


def ended(part: Holding, catalog: Catalog, on: date) -> Ended:
    """Return how an award that counts no more on that day came to its end."""
    name = _name(part, catalog)
    revocation = catalog.revocations.get(part.key)
    if part.withdrawn is not None and part.withdrawn <= on and revocation is not None:
        return Ended(part.key, name, part.withdrawn, revocation.kind)
    return Ended(part.key, name, part.until or on)


def _name(part: Holding, catalog: Catalog) -> str:
    if part.file is not None:
        named = (each.name for each in catalog.recognised if each.path == part.file)
        return next(named, "") or part.key.badge
    badge = catalog.badges.get(part.key.badge)
    return from_id(part.key.badge) if badge is None else badge.name


def _counted(level: Level, found: list[Parts | None]) -> tuple[int, int]:
    """Return how many steps the level needs, and how many of them are earned."""
    if level.any is not None:
        return level.any, len(found) - found.count(None)
    needed = [parts for step, parts in zip(level.steps, found, strict=True) if not step.optional]
    return len(needed), len(needed) - needed.count(None)
