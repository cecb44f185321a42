"""Where a learner stands, as values: of a step, a level and a pathway. Knows no rule."""

from datetime import date
from enum import StrEnum
from typing import NamedTuple

from badgesite.model import AwardKey, Withdrawal
from badgesite.progress.words import STRINGS, day_text, levels_open, listed


class StepState(StrEnum):
    """The first that fits, in this order."""

    EARNED = "earned"
    REVOKED = "revoked"
    EXPIRED = "expired"
    LOCKED = "locked"
    CAN_START = "can-start"


class Ended(NamedTuple):
    """An award that counts no more: the badge's name, since when, and (unless expired) how.

    `on` is the last good day of an expired award, and the day of a withdrawal.
    """

    award: AwardKey
    name: str
    on: date
    withdrawal: Withdrawal | None = None

    @property
    def sentence(self) -> str:
        """Return `Basic Life Support expired on 3 May 2026`."""
        kind = "expired"
        if self.withdrawal is not None:
            kind = "replaced" if self.withdrawal is Withdrawal.REPLACED else "withdrawn"
        return STRINGS[kind].format(badge=self.name, day=day_text(self.on))


class Because(NamedTuple):
    """Why a step does not count: levels (from 1) and steps that come first, awards that ended."""

    levels: tuple[int, ...] = ()
    steps: tuple[str, ...] = ()
    names: tuple[str, ...] = ()
    ended: tuple[Ended, ...] = ()

    @property
    def sentence(self) -> str:
        """Return what finishes `Locked because …`, without a full stop; empty for no reason."""
        said = [each.sentence for each in self.ended]
        if self.levels:
            said.append(levels_open(list(self.levels)))
        if self.names:
            said.append(STRINGS["step-first"].format(list=listed(self.names)))
        return listed(said)


NO_REASON = Because()


class StepProgress(NamedTuple):
    """A step of a learner.

    `parts` are the awards that satisfy it (earned) or did (expired, revoked); `since` is the day
    the last of them was awarded; `until` the last day on which an earned step counts, None when
    no end is known. `open` are the badges to earn for it now (can-start, expired, revoked).
    """

    step: str
    name: str
    state: StepState
    because: Because = NO_REASON
    parts: tuple[AwardKey, ...] = ()
    since: date | None = None
    until: date | None = None
    open: tuple[str, ...] = ()
    optional: bool = False


class LevelProgress(NamedTuple):
    """A level of a learner: `earned` of the `needed` steps. Days as in `StepProgress`."""

    level: str
    name: str
    complete: bool
    earned: int
    needed: int
    since: date | None = None
    until: date | None = None


class PathwayProgress(NamedTuple):
    """A pathway of a learner. `current` is the id of the first level that is not complete.

    `next_steps` are the steps of that level to take now: those that can start, then those to
    renew, each in the order of the pathway; steps that the level can do without are left out.
    """

    learner: str
    pathway: str
    version: str
    complete: bool
    current: str | None
    levels: tuple[LevelProgress, ...]
    steps: tuple[StepProgress, ...]
    next_steps: tuple[StepProgress, ...]
    since: date | None = None
    until: date | None = None
