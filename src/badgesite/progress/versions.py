"""Which version of a pathway a learner is on: the one of the day they began, or the current one.

A learner began on the day of the first award that any version of the pathway asks for. Pathways
inside others are always the current ones.
"""

from collections import defaultdict
from collections.abc import Iterator
from datetime import date

from badgesite.model import Catalog, Group, Pathway, PathwayNeeded, Requirement
from badgesite.progress.evaluate import Rules
from badgesite.progress.holdings import ForeignKey, Held


class Versions:
    """Every pathway with its earlier versions, oldest first, the current one last."""

    def __init__(self, catalog: Catalog, rules: Rules) -> None:
        self.current = catalog.pathways
        self._rules = rules
        self._kept: defaultdict[str, list[Pathway]] = defaultdict(list)
        for (id_, _), pathway in sorted(catalog.earlier_pathways.items()):
            if id_ in self.current:
                self._kept[id_].append(pathway)
        for earlier in self._kept.values():
            earlier.sort(key=lambda each: (each.since or date.min, each.version))
        # Without its first day nobody can be told to have begun before the present version.
        self._earlier = {
            id_: earlier
            for id_, earlier in self._kept.items()
            if self.current[id_].since is not None and self.current[id_].grandfather == "keep"
        }
        self._asked = (
            {id_: self._asked_by_any(id_, ()) for id_ in self.current} if self._earlier else {}
        )

    def ever(self, pathway_id: str) -> tuple[Pathway, ...]:
        """Return the versions by which badges may have been given."""
        return (*self._kept.get(pathway_id, ()), self.current[pathway_id])

    def all(self, pathway_id: str) -> tuple[Pathway, ...]:
        """Return the versions that learners may be on."""
        return (*self._earlier.get(pathway_id, ()), self.current[pathway_id])

    def asked(self, pathway_id: str) -> frozenset[str | ForeignKey]:
        """Return every badge that one of the versions asks for."""
        known = self._asked.get(pathway_id)
        return self._rules.asked(self.current[pathway_id]) if known is None else known

    def of(self, pathway_id: str, held: Held) -> Pathway:
        """Return the version that a learner who holds this is on."""
        current = self.current[pathway_id]
        earlier = self._earlier.get(pathway_id)
        if not earlier or current.since is None:
            return current
        began = min(
            (part.awarded for asked in self._asked[pathway_id] for part in held.get(asked, ())),
            default=current.since,
        )
        if began >= current.since:
            return current
        known = [each for each in earlier if (each.since or date.min) <= began]
        return known[-1] if known else earlier[0]

    def _asked_by_any(
        self, pathway_id: str, inside: tuple[str, ...]
    ) -> frozenset[str | ForeignKey]:
        """Return what any version asks for, or any version of a pathway that stands inside it."""
        found: set[str | ForeignKey] = set()
        for pathway in self.all(pathway_id):
            found |= self._rules.asked(pathway)
            for level in pathway.levels:
                for step in level.steps:
                    for inner in _inner(step.requirement):
                        if inner in self.current and inner not in (*inside, pathway_id):
                            found |= self._asked_by_any(inner, (*inside, pathway_id))
        return frozenset(found)


def _inner(needed: Requirement) -> Iterator[str]:
    """Yield the pathways that a requirement asks for without holding them to a version."""
    if isinstance(needed, Group):
        for member in needed.of:
            yield from _inner(member)
    elif isinstance(needed, PathwayNeeded) and needed.version is None:
        yield needed.pathway
