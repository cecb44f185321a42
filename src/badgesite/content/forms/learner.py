"""Learners: content/learners/<id>.yml, one each with awards, and content/learners/*.csv, many."""

import re
from collections.abc import Iterator
from typing import Any

from badgesite.content.forms.award import LEARNER_AWARD, award_of
from badgesite.content.kinds import Choice, Id, Text
from badgesite.content.nodes import Node
from badgesite.content.notes import Known, Mistake, Notes
from badgesite.content.shapes import Field, ListOf, Shape
from badgesite.content.tables import Table
from badgesite.content.whereabouts import Language
from badgesite.model import Award, Learner, Visibility


class Slug(Id):
    """An address that a learner agreed to; it must not read like a computed one."""

    def __init__(self) -> None:
        super().__init__("an address")

    def parse(self, text: str, known: Known) -> str:
        """Return the slug."""
        slug = super().parse(text, known)
        if re.fullmatch("page-[0-9]+", slug):
            raise Mistake("which is an address of the site's own", "use another one", "id-reserved")
        if len(slug) == 26 and not set(slug) - set("abcdefghijklmnopqrstuvwxyz234567"):
            raise Mistake("which reads like a computed address", "use another one", "slug-opaque")
        return slug


class SiteLanguage(Language):
    """One of the site's languages."""

    def parse(self, text: str, known: Known) -> str:
        """Return the code."""
        code = super().parse(text, known)
        if known.languages and code not in known.languages:
            listed = ", ".join(known.languages)
            raise Mistake(
                f"which is not a language of this site ({listed})",
                "use one of them, or add it to  languages: [..]  in content/site.yml",
                "unknown-language",
            )
        return code


_FIELDS = (
    Field("name", Text(), "public name or pseudonym", required=True),
    Field(
        "visibility",
        Choice(*Visibility, make=Visibility),
        "unlisted (unless given), public, or private",
    ),
    Field("slug", Slug(), "the learner's address, when they agreed to one"),
    Field("bio", Text(2_000, lines=True), "a few sentences that the learner wants to stand there"),
    Field("former_slugs", ListOf(Slug(), single=True), "earlier addresses, which lead here"),
    Field("language", SiteLanguage(), "of the learner's pages; else the site's own"),
    Field("former_ids", ListOf(Id(), single=True), "earlier ids, whose addresses lead here"),
)
LEARNER = Shape("a learner", *_FIELDS, Field("awards", ListOf(LEARNER_AWARD), "what was earned"))
LEARNERS = Shape(
    "the table of learners",
    Field("id", Id("the id of a learner"), "the learner's id", required=True),
    *_FIELDS,
)


def read_learner(node: Node, learner_id: str, notes: Notes) -> tuple[Learner | None, list[Award]]:
    """Return the learner of a file, None when not whole, and the awards that are whole."""
    record = LEARNER.read(node, notes)
    if record is None:
        return None, []
    awards = [award_of(learner_id, each, notes) for each in record.values.pop("awards", ())]
    good = [award for award in awards if award is not None]
    if not record.whole:
        return None, good
    return Learner(id=learner_id, origin=notes.origin(record.place), **record.values), good


def read_learners(text: str, notes: Notes) -> Iterator[tuple[str, Learner | None, int]]:
    """Yield id, learner and line of every row; None for the learner when the row is not whole."""
    for row in Table(text, LEARNERS, notes).rows():
        learner_id: Any = row.values[0]
        if learner_id is None:
            continue
        given = zip(LEARNERS.by_name, row.values, strict=True)
        values = {name: value for name, value in given if value is not None}
        origin = notes.origin((row.line, 1))
        yield learner_id, Learner(**values, origin=origin) if row.whole else None, row.line
