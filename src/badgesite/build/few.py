"""A few learners without the others: read, checked and recorded as they are with all of them.

Everybody else is as the last build left them, and was checked by it. Where that is not sure, all
content has to be read.
"""

from datetime import datetime
from types import MappingProxyType

from msgspec import Struct

from badgesite.build.checking import Instead, read
from badgesite.build.differing import Unsure
from badgesite.build.issued import BROKEN_PROMISES
from badgesite.build.others import Others, others_than
from badgesite.content import Narrowing, TooTangled
from badgesite.errors import ContentError, Problem
from badgesite.model import Catalog
from badgesite.plan.facts import Facts
from badgesite.publish import Ledger
from badgesite.rebuilding import Request, inputs, recall
from badgesite.register import Taken

_OF_OTHERS = {*BROKEN_PROMISES, "parts-changed"}  # warnings of what a command says or records too


class Few(Struct, frozen=True):
    """Learners of a repository who can be read without the others."""

    request: Request
    others: Others

    @property
    def taken(self) -> Taken:
        """Return which places in status lists others have."""
        return self.others.register

    def read(
        self, now: datetime | None = None, instead: Instead = MappingProxyType({})
    ) -> tuple[Catalog, tuple[Problem, ...]]:
        """Return their checked catalog and its warnings, as `checking.read` does of everybody.

        Raises Unsure where something is wrong: what that is, only all of the content tells; and
        where one of them had another id.
        """
        others = self.others
        plain = {name: end for name, end in others.plain.items() if name not in instead}
        narrowing = Narrowing(others.learners, frozenset(), plain, others.tables)
        try:
            rows = {
                name: None if data is None else narrowing.of(name, data)
                for name, data in instead.items()
            }
            catalog, warnings = read(self.request.root, now=now, instead=rows, narrowing=narrowing)
        except (ContentError, TooTangled):
            raise Unsure from None
        if any(each.former_ids for each in catalog.learners.values()):
            raise Unsure  # the lines under another id were not read
        return catalog, warnings

    def be_sure(self, facts: Facts) -> None:
        """Raise Unsure unless the facts of these learners are those with everybody else."""
        self.others.given_with(facts.entries.values(), facts.assigned.missing)


def few_with(asked: frozenset[str], request: Request) -> Few | None:
    """Return whom to read for a task about these learners, None where it takes everybody."""
    if request.ledger is None or not request.ledger.is_file():
        return None
    ledger = Ledger(request.ledger, request.target)
    try:
        told = recall(ledger)
    finally:
        ledger.close()
    # On which day a badge of another issuer counts, and what is left to record, is told by all.
    if told is None or told.whole.aging or not told.whole.recorded:
        return None
    if any(each.code in _OF_OTHERS for each in told.built.warnings):
        return None
    try:
        return Few(request, others_than(asked, request, told, inputs(request)))
    except Unsure:
        return None
