"""pathway.jsonld: a pathway in CTDL, the vocabulary of credential registries.

A `ceterms:Pathway` whose components are its levels, steps and badges, with conditions and
`precedes`. The prefixes stand in a context of its own, so it reads without a network. Concepts
whose addresses are not settled (logical operators, credential types) are left out: the number of
components that a condition requires says the same. Credits are said in words.
"""

from collections.abc import Iterator
from typing import Any
from uuid import NAMESPACE_URL, uuid5

from badgesite.addresses import did_of, pathway_path
from badgesite.credentials.open_badge import achievement_id
from badgesite.credentials.pathway_rules import Words
from badgesite.model import (
    BadgeNeeded,
    Catalog,
    ForeignNeeded,
    Group,
    Level,
    Pathway,
    PathwayNeeded,
    Requirement,
    Step,
)

CONTEXT = {
    "ceterms": "https://purl.org/ctdl/terms/",
    "ceasn": "https://purl.org/ctdlasn/terms/",
}
Component = dict[str, Any]


def pathway_ctdl(catalog: Catalog, pathway: Pathway, words: Words) -> dict[str, Any]:
    """Return the pathway as CTDL JSON-LD; the words are those of `pathway_rules`."""
    return _Graph(catalog, pathway, words).document()


class _Graph:
    """The components of one pathway while they are made."""

    def __init__(self, catalog: Catalog, pathway: Pathway, words: Words) -> None:
        self.catalog = catalog
        self.pathway = pathway
        self.words = words
        self.id = catalog.site.url + pathway_path(pathway.id)
        self.language = catalog.site.languages[0] if catalog.site.languages else "en"

    def document(self) -> dict[str, Any]:
        """Return the graph: the pathway, its destination, levels, steps and what these ask for."""
        levels = [self._level_id(level) for level in self.pathway.levels]
        end = f"{self.id}#final" if self.pathway.final is not None else levels[-1]
        top = [end] if self.pathway.final is not None else levels
        whole = {
            "@id": self.id,
            "@type": "ceterms:Pathway",
            "ceterms:ctid": _ctid(self.id),
            "ceterms:name": self._text(self.pathway.name),
            "ceterms:description": self._text(self.pathway.summary or self.words[""]),
            "ceterms:ownedBy": [did_of(self.catalog.site.url)],
            "ceterms:hasDestinationComponent": [end],
            "ceterms:hasChild": top,
        }
        graph = [whole, *self._final(levels)]
        for number, level in enumerate(self.pathway.levels):
            following = levels[number + 1] if number + 1 < len(levels) else end
            graph += self._level(level, following)
        return {"@context": CONTEXT, "@graph": graph}

    # -------------------------------------------------------------- parts of every component
    def _text(self, text: str) -> dict[str, str]:
        return {self.language: text}

    def _component(self, kind: str, id_: str, name: str) -> Component:
        return {
            "@id": id_,
            "@type": f"ceterms:{kind}",
            "ceterms:ctid": _ctid(id_),
            "ceterms:name": self._text(name),
            "ceterms:isPartOf": [self.id],
        }

    def _children(self, children: list[str], required: int | None, said: str) -> Component:
        condition: Component = {
            "@type": "ceterms:ComponentCondition",
            "ceterms:description": self._text(said),
        }
        if required is not None:
            condition["ceterms:requiredNumber"] = required
        condition["ceterms:targetComponent"] = children
        return {"ceterms:hasChild": children, "ceterms:hasCondition": [condition]}

    def _level_id(self, level: Level) -> str:
        return f"{self.id}#level-{level.id}"

    def _step_id(self, step: Step) -> str:
        return f"{self.id}#step-{step.id}"

    # -------------------------------------------------------------- what there is
    def _final(self, levels: list[str]) -> Iterator[Component]:
        if self.pathway.final is None:
            return
        badge = self.catalog.badges[self.pathway.final]
        yield {
            **self._component("CredentialComponent", f"{self.id}#final", badge.name),
            "ceterms:description": self._text(badge.description),
            "ceterms:proxyFor": achievement_id(self.catalog.site, badge),
            "ceterms:isDestinationComponentOf": [self.id],
            **self._children(levels, len(levels), self.words[""]),
        }

    def _level(self, level: Level, following: str) -> Iterator[Component]:
        steps = [self._step_id(step) for step in level.steps]
        required = level.any
        if required is None:
            required = sum(not step.optional for step in level.steps)
        id_ = self._level_id(level)
        found = self._component("BasicComponent", id_, level.name)
        found |= self._children(steps, required, self.words.get(level.id, level.name))
        if level.any is None and any(step.optional for step in level.steps):
            found["ceterms:hasCondition"][0]["ceterms:targetComponent"] = [
                self._step_id(step) for step in level.steps if not step.optional
            ]
        if following != id_:
            found["ceterms:precedes"] = [following]
        yield found
        for step in level.steps:
            yield from self._step(level, step)

    def _step(self, level: Level, step: Step) -> Iterator[Component]:
        said = self.words.get(f"{level.id}/{step.id}", "")
        components = list(self._needed(self._step_id(step), step.requirement, step.name, said))
        before = [
            self._step_id(other)
            for each in self.pathway.levels
            for other in each.steps
            if step.id in other.after
        ]
        components[0]["ceterms:isChildOf"] = [self._level_id(level)]
        if before:
            components[0]["ceterms:precedes"] = before
        yield from components

    def _needed(
        self, id_: str, needed: Requirement, name: str | None, said: str
    ) -> Iterator[Component]:
        if isinstance(needed, BadgeNeeded):
            badge = self.catalog.badges[needed.badge]
            yield {
                **self._component("CredentialComponent", id_, name or badge.name),
                "ceterms:description": self._text(badge.description),
                "ceterms:proxyFor": achievement_id(self.catalog.site, badge),
            }
        elif isinstance(needed, PathwayNeeded):
            nested = self.catalog.pathways[needed.pathway]
            yield {
                **self._component("BasicComponent", id_, name or nested.name),
                "ceterms:proxyFor": self.catalog.site.url + pathway_path(nested.id),
            }
        elif isinstance(needed, ForeignNeeded):
            called = name or needed.name or needed.achievement
            yield {
                **self._component("CredentialComponent", id_, called),
                "ceterms:proxyFor": needed.achievement,
            }
        else:
            yield from self._group(id_, needed, name, said)

    def _group(self, id_: str, group: Group, name: str | None, said: str) -> Iterator[Component]:
        members = [f"{id_}-{number}" for number in range(1, len(group.of) + 1)]
        required = None if group.credits is not None else group.any or len(members)
        asks = f"{group.credits:g} credits" if required is None else f"{required} of {len(members)}"
        said = said or name or asks
        yield {
            **self._component("BasicComponent", id_, name or said),
            **self._children(members, required, said),
        }
        for member, needed in zip(members, group.of, strict=True):
            for component in self._needed(member, needed, None, ""):
                component.setdefault("ceterms:isChildOf", [id_])
                yield component


def _ctid(id_: str) -> str:
    """Return the CTID of an address: the same for as long as the address is."""
    return f"ce-{uuid5(NAMESPACE_URL, id_)}"
