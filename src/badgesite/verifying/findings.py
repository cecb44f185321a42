"""A check, its three results, and the way a rule says what it found. Knows no rule."""

from enum import StrEnum
from typing import Any

from msgspec import Struct

from badgesite.verifying.sentences import PASSED, SENTENCES

Json = dict[str, Any]


class Result(StrEnum):
    """What came of a check. There is no fourth, and none of them stands for another."""

    PASSED = "passed"
    FAILED = "failed"
    COULD_NOT_CHECK = "could-not-check"


class Check(Struct, frozen=True):
    """One check: its stable code, result and reason (a slug, empty when passed), and a sentence."""

    code: str
    result: Result
    reason: str = ""
    message: str = ""

    def to_json(self) -> dict[str, str]:
        """Return the members of the machine-readable report."""
        return {
            "code": self.code,
            "result": self.result.value,
            "reason": self.reason,
            "message": self.message,
        }


class Finding(Exception):
    """A rule stops here: it failed or, with `open_question`, could not be applied.

    Never leaves this package: whoever runs a rule turns it into a `Check`.
    """

    def __init__(self, reason: str, detail: str = "", *, open_question: bool = False) -> None:
        """Keep the slug, and what the sentence of the slug cannot know (a name, a day)."""
        super().__init__(reason)
        self.reason = reason
        self.detail = detail
        self.result = Result.COULD_NOT_CHECK if open_question else Result.FAILED

    def check(self, code: str) -> Check:
        """Return the finding as the outcome of the check of this code."""
        sentence = SENTENCES[code, self.reason]
        message = f"{sentence.removesuffix('.')} ({self.detail})." if self.detail else sentence
        return Check(code, self.result, self.reason, message)


def unknown(reason: str, detail: str = "") -> Finding:
    """Return the finding of a rule that could not be applied."""
    return Finding(reason, detail, open_question=True)


def passed(code: str, message: str = "") -> Check:
    """Return the check of this code, passed."""
    return Check(code, Result.PASSED, "", message or PASSED[code])
