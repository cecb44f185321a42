"""One thing that was looked at, how it is, and what to do about it."""

from dataclasses import dataclass
from enum import StrEnum


class State(StrEnum):
    """`good`, `doubtful` (works, and should be known) or `bad` (to be mended)."""

    GOOD = "good"
    DOUBTFUL = "doubtful"
    BAD = "bad"


@dataclass(frozen=True, slots=True)
class Finding:
    """A sentence without a full stop, and a remedy unless it is good."""

    state: State
    sentence: str
    remedy: str = ""


def good(sentence: str) -> Finding:
    """Return that something is as it should be."""
    return Finding(State.GOOD, sentence)


def doubtful(sentence: str, remedy: str) -> Finding:
    """Return that something works and should be known."""
    return Finding(State.DOUBTFUL, sentence, remedy)


def bad(sentence: str, remedy: str) -> Finding:
    """Return that something has to be mended."""
    return Finding(State.BAD, sentence, remedy)
