"""What came of a stack, in one sentence for people, as the browser's `stack-words.ts` says it."""

from collections.abc import Iterable
from datetime import date, timedelta
from typing import NamedTuple

from badgesite.languages import ENGLISH

RULES = "The rules"


class End(NamedTuple):
    """A part that has ended: what it is called, and its last day when its dates say one.

    A `withdrawn` one has no day: a status list says that it was, not when.
    """

    name: str
    until: date | None
    withdrawn: bool = False

    @property
    def sentence(self) -> str:
        """Return `Basic Life Support expired on 2 May 2026`."""
        if self.withdrawn:
            return f"{self.name} was withdrawn"
        return f"{self.name} expired" + (f" on {ENGLISH.day(self.until)}" if self.until else "")


def unlocked(count: int) -> str:
    """Return `Unlocked by these 4 credentials, all checked.`."""
    if count == 1:
        return "Unlocked by this credential, which was checked."
    return f"Unlocked by these {count} credentials, all checked."


def lapsed(ends: Iterable[End]) -> str:
    """Return `Complete when awarded; lapsed since 3 May 2026 because …`; of parts of one day.

    A part that was renewed has a newer award, which the badge that was given before cannot name.
    """
    found = list(ends)
    last = found[0].until
    since = f" since {ENGLISH.day(last + timedelta(days=1))}" if last else ""
    renewed = "Whether it was" if len(found) == 1 else "Whether they were"
    return (
        f"Complete when awarded; lapsed{since} because {_listed(found)}. "
        f"{renewed} renewed since, this badge cannot say."
    )


def kept(ends: Iterable[End]) -> str:
    """Say that parts ended, and that by the pathway's rules this takes nothing back."""
    return f"Complete when awarded, and by its rules it stays so although {_listed(ends)}."


def spare(ends: Iterable[End]) -> str:
    """Say that parts ended that the rule can do without."""
    return f"Complete when awarded; {_listed(ends)}, and the rule still holds without."


def not_all(wrong: bool, what: str, message: str) -> str:
    """Say that something is wrong with it, or could not be checked, and with what."""
    lead = "It does not rest on what it says" if wrong else "Not all that it rests on was checked"
    return f"{lead}. {what}: {message}."


def _listed(ends: Iterable[End]) -> str:
    return ENGLISH.listed(end.sentence for end in ends)
