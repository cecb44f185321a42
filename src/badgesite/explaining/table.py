"""Reads the table: TOML files beside this module, one entry a code, and the sentences of checks.

What a check says to people stands with the verifier already, and is taken from there.
"""

import tomllib
from collections.abc import Iterator, Mapping
from functools import cache
from importlib.resources import files
from typing import Any

from msgspec import Struct

from badgesite.content.notes import nearest
from badgesite.verifying.sentences import SENTENCES


class Area(Struct, frozen=True):
    """Where codes come from: a word for it in the list, and who meets them where."""

    name: str
    title: str
    about: str


CONTENT = Area("content", "Mistakes in content", "`badgesite check` and `build` show them.")
CHECK = Area("check", "Reasons of a check", "A badge's page and `badgesite verify` give them.")
VERDICT = Area("verdict", "Verdicts", "The one word for a badge.")
STACK = Area("stack", "Stacks", "The one word for what a stacked badge rests on.")
DOCTOR = Area("doctor", "What doctor looks at", "`badgesite doctor` shows them.")
STOP = Area("stop", "What stops a command", "Any command may end so.")
AREAS = (CONTENT, CHECK, VERDICT, STACK, DOCTOR, STOP)


class Explanation(Struct, frozen=True):
    """What a code means, why it matters, how to mend it, and an example; `check` is its check."""

    area: Area
    code: str
    means: str
    why: str
    mend: str
    example: str
    check: str = ""

    def to_json(self) -> dict[str, str]:
        """Return the members of the machine-readable list."""
        check = {"check": self.check} if self.check else {}
        return {
            "area": self.area.name,
            **check,
            "code": self.code,
            "means": self.means,
            "why": self.why,
            "mend": self.mend,
            "example": self.example,
        }


@cache
def explanations() -> tuple[Explanation, ...]:
    """Return all of them, by area, in the order of the table."""
    return tuple(_all())


def found(code: str) -> tuple[Explanation, ...]:
    """Return every explanation of a code; of a check's code those of all its reasons."""
    word = code.strip().casefold()
    here = tuple(each for each in explanations() if each.code == word)
    return here or tuple(each for each in explanations() if each.check == word)


def nearest_code(code: str) -> str | None:
    """Return the code that reads most like this one."""
    every = {each.code for each in explanations()} | {each.check for each in explanations()}
    return nearest(code, sorted(every - {""}))


def _all() -> Iterator[Explanation]:
    for code, told in _read("content").items():
        yield Explanation(CONTENT, code, **told)
    for check, reasons in _read("verification").items():
        for reason, told in reasons.items():
            yield Explanation(CHECK, reason, SENTENCES[check, reason], **told, check=check)
    words = _read("verdicts")
    for area in (VERDICT, STACK):
        for code, told in words[area.name].items():
            yield Explanation(area, code, **told)
    for area, name in ((DOCTOR, "doctor"), (STOP, "stops")):
        for code, told in _read(name).items():
            yield Explanation(area, code, **told)


def _read(name: str) -> Mapping[str, Any]:
    return tomllib.loads(files(__package__).joinpath(f"{name}.toml").read_text("utf-8"))
