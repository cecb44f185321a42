"""Where a learner stands, as values: of a step, a level and a pathway. Knows no rule."""

from datetime import date
from enum import StrEnum
from typing import NamedTuple

from badgesite.languages import ENGLISH, N_, Language
from badgesite.model import AwardKey, Withdrawal
from badgesite.progress.words import levels_open

# Each finishes “Locked because …”, in the order of words that a language has there.
_EXPIRED = N_("{badge} expired on {day}")
_WITHDRAWN = N_("{badge} was withdrawn on {day}")
_REPLACED = N_("{badge} was replaced on {day}")


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

    def said(self, language: Language = ENGLISH) -> str:
        """Return `Basic Life Support expired on 3 May 2026`."""
        message = _EXPIRED
        if self.withdrawal is not None:
            message = _REPLACED if self.withdrawal is Withdrawal.REPLACED else _WITHDRAWN
        return language.gettext(message, badge=self.name, day=language.day(self.on))

    @property
    def sentence(self) -> str:
        """Return it in English, for the command line."""
        return self.said()


class Because(NamedTuple):
    """Why a step does not count: levels (from 1) and steps that come first, awards that ended."""

    levels: tuple[int, ...] = ()
    steps: tuple[str, ...] = ()
    names: tuple[str, ...] = ()
    ended: tuple[Ended, ...] = ()

    def said(self, language: Language = ENGLISH) -> str:
        """Return what finishes `Locked because …`, without a full stop; empty for no reason."""
        said = [each.said(language) for each in self.ended]
        if self.levels:
            said.append(levels_open(self.levels, language))
        if self.names:
            said.append(
                language.ngettext(
                    "{list} must come first",
                    "{list} must come first",
                    len(self.names),
                    list=language.listed(self.names),
                )
            )
        return language.listed(said)

    @property
    def sentence(self) -> str:
        """Return it in English, for the command line."""
        return self.said()


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

    @property
    def one_step_away(self) -> bool:
        """Whether one step completes it: then any one of the `next_steps`."""
        missing = sum(max(level.needed - level.earned, 0) for level in self.levels)
        return not self.complete and missing == 1
