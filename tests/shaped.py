"""Random credentials of many shapes, the same every time: what compiled shapes are held against."""

import json
import random
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from functools import partial
from typing import Any
from uuid import UUID

import pyoxigraph
from msgspec.structs import replace

from badgesite import contexts, credentials
from badgesite.model import Award, Badge, Learner, RegisterEntry
from badgesite.signing import Shaped
from issued import BADGE, FULL_BADGE, FULL_SITE, SITE

LETTERS = "aZ é李\"\\'{}%s%\n\r\t<>&\u2028\u0085😀_:b0e\u0301\u202e～"
ORDINARY = "abcdefgh ijklmnop éüñ李雷, qrstu."
BADGES = (BADGE, replace(FULL_BADGE, skills=FULL_BADGE.skills[2:3] + FULL_BADGE.skills[4:]))


@dataclass(frozen=True)
class Case:
    """One credential: its values, and the function that makes its document."""

    build: partial[dict[str, Any]]
    form: credentials.Form
    values: tuple[str, ...]
    entry: RegisterEntry


def cases(number: int, letters: str = LETTERS) -> Iterator[Case]:
    """Yield so many credentials: two badges, and every combination of members, in turn."""
    for seed in range(number):
        yield _case(random.Random(seed), seed, letters)


def _case(choice: random.Random, seed: int, letters: str) -> Case:
    badge, site = BADGES[seed % 2], (SITE, FULL_SITE)[seed // 2 % 2]
    kind = seed // 4
    award = Award(
        "grace",
        "rope",
        date(2020, 1, 1) + timedelta(days=choice.randrange(2_500)),
        evidence=tuple(
            f"https://e.example/{choice.randrange(10**6)}?a=b%20c#d" for _ in range(kind % 3)
        ),
        narrative=_text(choice, letters) or None if kind // 3 % 2 else None,
        result=_text(choice, letters) if kind // 6 % 2 else None,
    )
    entry = RegisterEntry(
        award.key, UUID(int=choice.getrandbits(128)), "1", 1 + kind % 2, choice.randrange(131_072)
    )
    related = credentials.related(
        (f"{site.url}pathways/{n}/pathway-1.json", choice.randbytes(8)) for n in range(kind % 4)
    )
    form, values = credentials.form_and_values(
        site,
        award,
        Learner("grace", _text(choice, letters) or "Grace"),
        entry,
        expires=award.awarded + timedelta(days=700) if kind // 12 % 2 else None,
        related=related,
    )
    return Case(partial(credentials.document, site, badge, form), form, values, entry)


def _text(choice: random.Random, letters: str) -> str:
    return "".join(choice.choice(letters) for _ in range(choice.randrange(40)))


class Shapes:
    """The shapes of cases, each compiled once."""

    def __init__(self) -> None:
        self.known: dict[tuple[object, ...], Shaped] = {}

    def of(self, case: Case) -> Shaped:
        site, badge, form = case.build.args
        found = self.known.get((site, badge, form))
        if found is None:
            found = Shaped.compiled(case.build, form.slots, credentials.START)
            self.known[site, badge, form] = found
        return found


def by_oxigraph(document: dict[str, Any]) -> str:
    """Return the canonical N-Quads by another implementation in another language."""
    inline = [contexts.document(url)["@context"] for url in document["@context"]]
    text = json.dumps({**document, "@context": inline})
    data = pyoxigraph.Dataset(pyoxigraph.parse(text, pyoxigraph.RdfFormat.JSON_LD))
    data.canonicalize(pyoxigraph.CanonicalizationAlgorithm.RDFC_1_0)
    lines = pyoxigraph.serialize(data, format=pyoxigraph.RdfFormat.N_QUADS).decode().split("\n")
    return "".join(sorted(f"{line}\n" for line in lines if line))


def is_shaped(shaped: Shaped, case: Case) -> str | None:
    """Return the canonical form by patterns, or None where PyLD must do it."""
    from badgesite.canonical import Unshaped

    try:
        return shaped.parts.document.filler()(case.values).decode()
    except Unshaped:
        return None


__all__ = ["BADGES", "Award", "Badge", "Case", "Shapes", "by_oxigraph", "cases", "is_shaped"]
