"""Where learners stand: the catalog indexed once, then any learner, pathway and day. Pure."""

from collections.abc import Callable, Iterator
from datetime import date, timedelta

from badgesite.model import (
    Award,
    BadgeNeeded,
    Catalog,
    Group,
    Level,
    Pathway,
    PathwayNeeded,
    Requirement,
    Step,
)
from badgesite.progress.derive import derive
from badgesite.progress.evaluate import Parts, Rules, together
from badgesite.progress.holdings import (
    NOTHING,
    Counting,
    Expiries,
    ForeignKey,
    Held,
    Holding,
    Window,
    by_learner,
    changes_after,
    counts,
    end,
    own_keys,
)
from badgesite.progress.states import (
    NO_REASON,
    Because,
    Ended,
    LevelProgress,
    PathwayProgress,
    StepProgress,
    StepState,
)
from badgesite.progress.words import from_id, step_name

_DAY = timedelta(days=1)


class Standings:
    """A catalog and what follows from it: who holds what, and the badges that rules give."""

    def __init__(self, catalog: Catalog) -> None:
        """Index the catalog."""
        self.catalog = catalog
        self.rules = Rules(catalog.pathways, catalog.badges)
        expiries = Expiries(catalog)
        held = by_learner(catalog, expiries)
        self.derived: tuple[Award, ...] = tuple(derive(catalog, self.rules, held, expiries))
        self._held: dict[str, dict[str | ForeignKey, tuple[Holding, ...]]] = held
        self._names = {
            pathway.id: tuple(
                tuple(step_name(step, catalog) for step in level.steps) for level in pathway.levels
            )
            for pathway in catalog.pathways.values()
        }

    def held(self, learner_id: str) -> Held:
        """Return what the learner holds, badges given by rule included."""
        return self._held.get(learner_id, NOTHING)

    # -------------------------------------------------------------- one learner on one pathway
    def progress(self, learner_id: str, pathway: Pathway, on: date) -> PathwayProgress:
        """Return where the learner stands on that day."""
        window = Window(self.held(learner_id), on)
        inside = (pathway.id,)
        found = [
            [self.rules.step(step, window, inside) for step in level.steps]
            for level in pathway.levels
        ]
        levels = tuple(
            self._level(level, parts, window, inside)
            for level, parts in zip(pathway.levels, found, strict=True)
        )
        steps = tuple(self._steps(pathway, found, levels, window))
        current = next((each.level for each in levels if not each.complete), None)
        complete = current is None
        ends = [each.until for each in levels if each.until is not None]
        return PathwayProgress(
            learner_id,
            pathway.id,
            pathway.version,
            complete,
            current,
            levels,
            steps,
            () if complete else _next_steps(pathway, steps, current),
            max((each.since for each in levels if each.since), default=None) if complete else None,
            min(ends, default=None) if complete else None,
        )

    def _level(
        self, level: Level, steps: list[Parts | None], window: Window, inside: tuple[str, ...]
    ) -> LevelProgress:
        parts = together(level, steps)
        needed, earned = _counted(level, steps)
        if parts is None:
            return LevelProgress(level.id, level.name, False, earned, needed)
        asked = [step.requirement for step in level.steps]
        until = self._until(
            parts, asked, window, inside, lambda later: self.rules.level(level, later, inside)
        )
        since = max((part.awarded for part in parts), default=None)
        return LevelProgress(level.id, level.name, True, earned, needed, since, until)

    def _steps(
        self,
        pathway: Pathway,
        found: list[list[Parts | None]],
        levels: tuple[LevelProgress, ...],
        window: Window,
    ) -> Iterator[StepProgress]:
        open_levels: list[int] = []
        names = self._names_of(pathway)
        earned = {
            step.id
            for level, parts in zip(pathway.levels, found, strict=True)
            for step, got in zip(level.steps, parts, strict=True)
            if got is not None
        }
        called = {
            step.id: name
            for level, of_level in zip(pathway.levels, names, strict=True)
            for step, name in zip(level.steps, of_level, strict=True)
        }
        for number, level in enumerate(pathway.levels, 1):
            for step, parts in zip(level.steps, found[number - 1], strict=True):
                if parts is not None:
                    yield self._earned(step, called[step.id], parts, window, (pathway.id,))
                    continue
                missing = tuple(each for each in step.after if each not in earned)
                locked = NO_REASON
                if open_levels or missing:
                    first = tuple(called.get(each, each) for each in missing)
                    locked = Because(tuple(open_levels), missing, first)
                yield self._not_earned(step, called[step.id], locked, window, (pathway.id,))
            if not levels[number - 1].complete:
                open_levels.append(number)

    def _names_of(self, pathway: Pathway) -> tuple[tuple[str, ...], ...]:
        if self.catalog.pathways.get(pathway.id) is pathway:
            return self._names[pathway.id]
        return tuple(
            tuple(step_name(step, self.catalog) for step in level.steps) for level in pathway.levels
        )

    def _earned(
        self, step: Step, name: str, parts: Parts, window: Window, inside: tuple[str, ...]
    ) -> StepProgress:
        return StepProgress(
            step.id,
            name,
            StepState.EARNED,
            NO_REASON,
            own_keys(parts),
            max((part.awarded for part in parts), default=None),
            self._until(
                parts,
                [step.requirement],
                window,
                inside,
                lambda later: self.rules.step(step, later, inside),
            ),
            (),
            step.optional,
        )

    def _not_earned(
        self, step: Step, name: str, locked: Because, window: Window, inside: tuple[str, ...]
    ) -> StepProgress:
        if any(asked in window.held for asked in self.rules.asked_by(step.requirement, inside)):
            for state, counting in (
                (StepState.REVOKED, Counting.ALSO_WITHDRAWN),
                (StepState.EXPIRED, Counting.ALSO_EXPIRED),
            ):
                once = self.rules.step(step, Window(window.held, window.on, counting), inside)
                if once is not None:
                    return StepProgress(
                        step.id,
                        name,
                        state,
                        Because(ended=self._ended(once, window.on)),
                        own_keys(once),
                        max((part.awarded for part in once), default=None),
                        None,
                        self._open(step.requirement, window, inside),
                        step.optional,
                    )
        if locked is not NO_REASON:
            return StepProgress(step.id, name, StepState.LOCKED, locked, optional=step.optional)
        open_now = self._open(step.requirement, window, inside)
        return StepProgress(
            step.id, name, StepState.CAN_START, open=open_now, optional=step.optional
        )

    def _ended(self, parts: Parts, on: date) -> tuple[Ended, ...]:
        return tuple(self.ended(part, on) for part in parts if not counts(part, on))

    def ended(self, part: Holding, on: date) -> Ended:
        """Return how an award that counts no more on that day came to its end."""
        badge = self.catalog.badges.get(part.key.badge)
        name = from_id(part.key.badge) if badge is None else badge.name
        revocation = self.catalog.revocations.get(part.key)
        if part.withdrawn is not None and part.withdrawn <= on and revocation is not None:
            return Ended(part.key, name, part.withdrawn, revocation.kind)
        return Ended(part.key, name, part.until or on)

    # -------------------------------------------------------------- days and what is open
    def _until(
        self,
        parts: Parts,
        asked: list[Requirement],
        window: Window,
        inside: tuple[str, ...],
        satisfied: Callable[[Window], Parts | None],
    ) -> date | None:
        """Return the last day on which this stays satisfied, or None when no end is known."""
        if all(end(part) is None for part in parts):
            return None
        badges = frozenset[str | ForeignKey]().union(
            *(self.rules.asked_by(each, inside) for each in asked)
        )
        holdings = (part for badge in badges for part in window.held.get(badge, ()))
        for day in changes_after(holdings, window.on):
            if satisfied(Window(window.held, day)) is None:
                return day - _DAY
        return None

    def _open(
        self, needed: Requirement, window: Window, inside: tuple[str, ...]
    ) -> tuple[str, ...]:
        """Return the badges that can be earned now toward what is not satisfied, each once."""
        return tuple(dict.fromkeys(self._lacking(needed, window, inside)))

    def _lacking(
        self, needed: Requirement, window: Window, inside: tuple[str, ...]
    ) -> Iterator[str]:
        if self.rules.requirement(needed, window, inside) is not None:
            return
        if isinstance(needed, BadgeNeeded):
            yield needed.badge
        elif isinstance(needed, Group):
            for member in needed.of:
                yield from self._lacking(member, window, inside)
        elif isinstance(needed, PathwayNeeded):
            nested = self.catalog.pathways.get(needed.pathway)
            if nested is not None and nested.id not in inside:
                yield from self._lacking_on(nested, window, (*inside, nested.id))

    def _lacking_on(
        self, nested: Pathway, window: Window, inside: tuple[str, ...]
    ) -> Iterator[str]:
        """Yield what the first open level of a nested pathway lacks."""
        for level in nested.levels:
            if self.rules.level(level, window, inside) is None:
                for step in level.steps:
                    if not step.optional or level.any is not None:
                        yield from self._lacking(step.requirement, window, inside)
                return

    # -------------------------------------------------------------- everybody, and later
    def all_progress(self, on: date) -> Iterator[PathwayProgress]:
        """Yield where each learner stands who was given, by that day, what a pathway asks for."""
        asking: dict[str | ForeignKey, list[str]] = {}
        for pathway in self.catalog.pathways.values():
            for asked in self.rules.asked(pathway):
                asking.setdefault(asked, []).append(pathway.id)
        for learner in sorted(self._held):
            wanted = {
                pathway
                for badge, holdings in self._held[learner].items()
                if badge in asking and any(holding.awarded <= on for holding in holdings)
                for pathway in asking[badge]
            }
            for pathway_id in sorted(wanted):
                yield self.progress(learner, self.catalog.pathways[pathway_id], on)

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
        holdings = [part for asked in self.rules.asked(pathway) for part in held.get(asked, ())]
        for day in changes_after(holdings, start):
            later = self.progress(learner_id, pathway, day)
            if later != now:
                yield day, later
                now = later


def _counted(level: Level, steps: list[Parts | None]) -> tuple[int, int]:
    """Return how many steps the level needs, and how many of them are earned."""
    if level.any is not None:
        return level.any, sum(parts is not None for parts in steps)
    needed = [parts for step, parts in zip(level.steps, steps, strict=True) if not step.optional]
    return len(needed), sum(parts is not None for parts in needed)


_TO_DO = (StepState.CAN_START, StepState.EXPIRED, StepState.REVOKED)


def _next_steps(
    pathway: Pathway, steps: tuple[StepProgress, ...], current: str | None
) -> tuple[StepProgress, ...]:
    first = 0
    for level in pathway.levels:
        of_level = steps[first : first + len(level.steps)]
        first += len(level.steps)
        if level.id == current:
            to_do = [
                step
                for step in of_level
                if step.state in _TO_DO and (not step.optional or level.any is not None)
            ]
            return tuple(sorted(to_do, key=lambda step: _TO_DO.index(step.state)))
    return ()
