"""One thing that was looked at, how it is, and what to do about it."""

from enum import StrEnum

from msgspec import Struct


class State(StrEnum):
    """`good`, `doubtful` (works, and should be known) or `bad` (to be mended)."""

    GOOD = "good"
    DOUBTFUL = "doubtful"
    BAD = "bad"


class Finding(Struct, frozen=True):
    """What was looked at, a sentence without a full stop, and a remedy unless it is good.

    `code` is stable: `badgesite explain` knows it.
    """

    code: str
    state: State
    sentence: str
    remedy: str = ""


def good(code: str, sentence: str) -> Finding:
    """Return that something is as it should be."""
    return Finding(code, State.GOOD, sentence)


def doubtful(code: str, sentence: str, remedy: str) -> Finding:
    """Return that something works and should be known."""
    return Finding(code, State.DOUBTFUL, sentence, remedy)


def bad(code: str, sentence: str, remedy: str) -> Finding:
    """Return that something has to be mended."""
    return Finding(code, State.BAD, sentence, remedy)
