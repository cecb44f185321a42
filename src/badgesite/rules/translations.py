"""What is not said in a language of the site: notes, for the site's own language stands there."""

from collections.abc import Iterator, Mapping

from badgesite.errors import Origin, Problem, Severity
from badgesite.languages import has_catalogue, own_name
from badgesite.model import Badge, Catalog, Pathway

_FIELDS: Mapping[str, tuple[str, ...]] = {
    "badges": ("name", "description", "criteria"),
    "pathways": ("name", "summary", "description"),
}


def translation_notes(catalog: Catalog) -> Iterator[Problem]:
    """Yield a note for each badge and pathway that lacks texts in a further language."""
    for code in catalog.site.languages:
        if not has_catalogue(code):
            yield _unspoken(catalog.site.origin, code)
    for code in catalog.site.languages[1:]:
        for kind, things in (("badges", catalog.badges), ("pathways", catalog.pathways)):
            for thing in things.values():
                missing = _missing(catalog, code, kind, thing)
                if missing:
                    yield Problem(
                        thing.origin,
                        f"in '{code}' there is no {', no '.join(missing)}",
                        f"write it in content/{kind}/{thing.id}.{code}.md,"
                        " or leave it: pages then show it as it is here",
                        "untranslated",
                        Severity.NOTE,
                    )


def _missing(catalog: Catalog, code: str, kind: str, thing: Badge | Pathway) -> list[str]:
    texts = catalog.texts.get(code, {})
    return [
        name
        for name in _FIELDS[kind]
        if getattr(thing, name) and (kind, thing.id, name) not in texts
    ]


def _unspoken(origin: Origin, code: str) -> Problem:
    return Problem(
        origin,
        f"badgesite has no words in {own_name(code)} ('{code}') yet",
        "pages say your texts in it and everything else in English",
        "no-catalogue",
        Severity.NOTE,
        field=("languages",),
    )
