"""Providers of any size, as files: realistic names, pathways and days, the same every time.

Nothing here is random: what a learner is called and earns follows from the learner's number.
"""

import hashlib
import shutil
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

_REPOSITORY = Path(__file__).parent.parent.parent
_SUBJECTS = ("Rescue", "Baking", "Welding", "Data Skills")
_LEVELS = ("Foundation", "Practice", "Mastery")
_GIVEN = (
    "Ada Amina Anaïs Aoife Björn Chidi Dolores Émile Fatima Giulia Hélène Ingrid Jürgen Kofi Leïla "
    "Mary Ngozi Oluwaseun Përparim Quỳnh Ramón Siobhán Thandiwe Ursula Václav Wangari Xóchitl "
    "Yusuf Zoë 美咲 伟 ישראל محمد Дмитрий Ελένη"
)
_FAMILY = (
    "Abara Åberg Brontë Castañeda Dvořák El-Amin Fernández Gonçalves Hopper Ivanov Järvinen Kaya "
    "Łukasiewicz M'Bow Nguyễn O'Brien Petrović Quispe Řezník Şahin Tāne Umarov van-der-Berg "
    "Wollstonecraft Xu Yılmaz Żeromski 佐藤 김 חיים"
)
_FIRST_DAY = date(2022, 1, 3)
_DAYS = 1_700
_VISIBILITIES = ("", "", "", "public", "public", "private")


@dataclass(frozen=True)
class Size:
    """How large the provider is: learners, and the awards that each is given by hand on average."""

    learners: int
    awards_each: int = 5


def provider(size: Size) -> dict[str, str]:
    """Return the files below content/ by path."""
    return {
        "site.yml": _SITE,
        "pages/index.md": "---\nheadline: Skills you can prove.\n---\n",
        "revocations.csv": _revocations(size),
        **dict(_badges()),
        **dict(_pathways()),
        **_learners(size),
        **_awards(size),
    }


def write(root: Path, size: Size) -> Path:
    """Write the provider, with the example key beside it, and return its folder."""
    for path, text in provider(size).items():
        target = root / "content" / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(text, "utf-8")
    shutil.copytree(_REPOSITORY / "keys.example", root / "keys.example")
    return root


SALT = "the salt of a provider that exists for measuring"

_SITE = f"""\
name: City Guild of Trades
url: http://localhost:8000
salt: {SALT}
languages: [en]
timezone: Europe/London
issuer:
  name: City Guild of Trades
  email: badges@guild.example
brand:
  colour: "#0b5f80"
"""


def _id(subject: str) -> str:
    return subject.lower().replace(" ", "-")


def _badges() -> Iterator[tuple[str, str]]:
    for subject in _SUBJECTS:
        for number, level in enumerate(_LEVELS, 1):
            validity = "validity: P3Y\n" if number == 1 else ""
            yield (
                f"badges/{_id(subject)}-{number}.md",
                f"---\nname: {subject} {level}\n"
                f"description: Can do what the level {level} of {subject} asks for, unaided.\n"
                f'version: "1"\nlevel: {number}\n{validity}'
                f"skills: [{subject}, Working safely, {level} of the craft]\n---\n"
                "To earn this badge the learner\n\n- explains what can go wrong;\n"
                "- does the task alone, in front of an assessor;\n- leaves the place tidy.\n",
            )
        yield (
            f"badges/{_id(subject)}.md",
            f"---\nname: Certificate in {subject}\n"
            f'description: Holds all three levels of {subject}.\nversion: "1"\n---\n'
            "Given by rule on the day the last of the three levels is earned.\n",
        )


def _pathways() -> Iterator[tuple[str, str]]:
    for subject in _SUBJECTS:
        levels = "".join(
            f"  - id: {level.lower()}\n    name: {level}\n    steps: [{_id(subject)}-{number}]\n"
            for number, level in enumerate(_LEVELS, 1)
        )
        yield (
            f"pathways/{_id(subject)}.md",
            f'---\nname: {subject}\nversion: "1"\nfinal: {_id(subject)}\nlevels:\n{levels}---\n'
            f"From the first day of {subject} to mastery.\n",
        )


def _number(*parts: object) -> int:
    said = "/".join(str(part) for part in parts).encode()
    return int.from_bytes(hashlib.sha256(said).digest()[:6], "big")


def name_of(learner: int) -> str:
    """Return a learner's name."""
    given, family = _GIVEN.split(), _FAMILY.split()
    one = given[_number("given", learner) % len(given)]
    other = family[_number("family", learner) % len(family)]
    return f"{one} {other}"


def _learners(size: Size) -> dict[str, str]:
    rows = ["id,name,visibility"]
    for learner in range(size.learners):
        visibility = _VISIBILITIES[_number("visibility", learner) % len(_VISIBILITIES)]
        rows.append(f"learner-{learner:06},{name_of(learner)},{visibility}")
    return {"learners/learners.csv": "\n".join(rows) + "\n"}


def _rows(size: Size) -> Iterator[tuple[date, int, str]]:
    """Yield day, learner and badge of every award: levels in order, subject after subject."""
    for learner in range(size.learners):
        start = _number("subject", learner)
        # From one award to nearly twice the average: where all have the same number, all pages of
        # learners are alike, which no provider's are.
        most = 2 * size.awards_each - 1
        day = _FIRST_DAY + timedelta(days=_number("day", learner) % (_DAYS - 60 * most))
        for number in range(1 + _number("awards", learner) % most):
            subject = _SUBJECTS[(start + number // len(_LEVELS)) % len(_SUBJECTS)]
            yield day, learner, f"{_id(subject)}-{number % len(_LEVELS) + 1}"
            day += timedelta(days=1 + _number("pause", learner, number) % 59)


def _awards(size: Size) -> dict[str, str]:
    """Return one table for each quarter."""
    tables: defaultdict[str, list[str]] = defaultdict(list)
    for day, learner, badge in sorted(_rows(size)):
        evidence = f"https://evidence.guild.example/{badge}/{learner:06}" if learner % 2 else ""
        narrative = "Worked alone and explained every step." if learner % 3 == 0 else ""
        row = f"learner-{learner:06},{badge},{day},{evidence},{narrative}"
        tables[f"awards/{day.year}-q{(day.month + 2) // 3}.csv"].append(row)
    head = "learner,badge,awarded,evidence,narrative"
    return {path: "\n".join([head, *rows]) + "\n" for path, rows in tables.items()}


def _revocations(size: Size) -> str:
    """Return one revocation for each hundred learners."""
    rows = ["learner,badge,awarded,on,kind,reason"]
    for day, learner, badge in sorted(_rows(size)):
        if learner % 100 == 7 and badge.endswith("-1"):
            on = day + timedelta(days=30)
            rows.append(f"learner-{learner:06},{badge},{day},{on},revoked,awarded in error")
    return "\n".join(rows) + "\n"
