"""The site in each of its languages: the facts with names and texts in it, and the frame.

What is not translated stays as it is in the site's own language; `Facts.foreign` says so.
"""

from collections.abc import Iterator, Mapping
from types import MappingProxyType
from typing import Any, TypeVar

from msgspec import Struct
from msgspec.structs import replace

from badgesite.languages import language
from badgesite.model import Badge, Catalog, Learner, Level, Page, Pathway, Site, TextKey
from badgesite.plan.facts import Facts, places_of
from badgesite.plan.frame import frame_of
from badgesite.progress import reword
from badgesite.rendering.views import Frame

Texts = Mapping[TextKey, str]
_Thing = TypeVar("_Thing", Badge, Pathway, Level)


class Tongue(Struct, frozen=True):
    """One language: facts and frame for the pages that are in it."""

    facts: Facts
    frame: Frame

    @property
    def code(self) -> str:
        """Return the language."""
        return self.frame.language


class Tongues:
    """All languages of the site, its own first."""

    def __init__(self, facts: Facts) -> None:
        own = Tongue(facts, frame_of(facts))
        self.own = own
        others = facts.catalog.site.languages[1:]
        self.others = tuple(_speaking(own, code) for code in others)
        self._by_code = {each.code: each for each in (own, *self.others)}

    def __iter__(self) -> Iterator[Tongue]:
        """Yield every language, the site's own first."""
        yield from (self.own, *self.others)

    def of(self, learner: Learner) -> Tongue:
        """Return the language of a learner's pages."""
        return self._by_code.get(learner.language or "", self.own)


def _speaking(own: Tongue, code: str) -> Tongue:
    catalog = own.facts.catalog
    texts = catalog.texts.get(code, {})
    said = in_words_of(catalog, code, texts)
    reword(catalog, said)
    facts = replace(
        own.facts,
        catalog=said,
        places=MappingProxyType(places_of(said)),
        language=language(code),
        prefix=f"{code}/",
        translated=frozenset(texts),
    )
    return Tongue(facts, replace(frame_of(facts), languages=own.frame.languages))


def in_words_of(catalog: Catalog, code: str, texts: Texts) -> Catalog:
    """Return the catalog with every name and text that there is in the language."""
    site = catalog.site
    others = tuple(each for each in site.languages if each != code)  # the site's own is first
    badges = {id_: _worded(badge, texts, "badges", id_) for id_, badge in catalog.badges.items()}
    pathways = {id_: _pathway(pathway, texts) for id_, pathway in catalog.pathways.items()}
    return replace(
        catalog,
        site=replace(_site(catalog, texts), languages=(code, *others)),
        badges=MappingProxyType(badges),
        pathways=MappingProxyType(pathways),
        pages=tuple(_pages(catalog, code)),
    )


def _worded(thing: _Thing, texts: Texts, *key: str) -> _Thing:
    fields = ("name", "description", "criteria", "summary", "duration", "price")
    given: dict[str, Any] = {name: texts[*key, name] for name in fields if (*key, name) in texts}
    return replace(thing, **given) if given else thing


def _pathway(pathway: Pathway, texts: Texts) -> Pathway:
    key = ("pathways", pathway.id)
    levels = tuple(_level(level, texts, *key) for level in pathway.levels)
    said = _worded(pathway, texts, *key)
    return said if levels == pathway.levels else replace(said, levels=levels)


def _level(level: Level, texts: Texts, *above: str) -> Level:
    key = (*above, level.id)
    steps = tuple(
        replace(step, name=texts[*key, step.id, "name"])
        if (*key, step.id, "name") in texts
        else step
        for step in level.steps
    )
    return replace(_worded(level, texts, *key), steps=steps)


def _site(catalog: Catalog, texts: Texts) -> Site:
    given: dict[str, Any] = {
        name: texts["site", name] for name in ("tagline", "description") if ("site", name) in texts
    }
    return replace(catalog.site, **given)


def _pages(catalog: Catalog, code: str) -> Iterator[Page]:
    """Yield each page once: in the language where it is there, else in the site's own."""
    there = {page.path for page in catalog.pages if page.language == code}
    for page in catalog.pages:
        if page.language == code or (not page.language and page.path not in there):
            yield page
