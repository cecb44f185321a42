"""What shows only when pages are made: mistakes of the theme, dead links, what nobody will see."""

from collections.abc import Iterable, Iterator
from pathlib import Path

from badgesite import editorial
from badgesite.cache import NoCache
from badgesite.errors import ContentError, Origin, Problem, Severity, ThemeError
from badgesite.model import Catalog
from badgesite.plan.facts import Facts
from badgesite.plan.frame import frame_of, theme_of
from badgesite.plan.shared_pages import editorial_pages
from badgesite.rendering.losses import Loss, losses
from badgesite.rendering.theme_slips import slips


def page_problems(facts: Facts, root: Path) -> tuple[Problem, ...]:
    """Return what is wrong with the theme, the editorial pages and the words of badges."""
    catalog = facts.catalog
    lost = tuple(_lost(catalog, root))
    try:
        theme = theme_of(facts, root)
        theme.static_files()
        slipped = slips(theme.folders, "".join(page.text for page in catalog.pages))
        editorial_pages(facts, theme, frame_of(facts), NoCache())
    except ContentError as error:
        return (*error.problems, *lost)
    except ThemeError as error:
        origin = Origin(f"themes/{catalog.site.brand.theme}")
        return (Problem(origin, str(error), error.remedy, "template"), *lost)
    return (*slipped, *lost)


def _lost(catalog: Catalog, root: Path) -> Iterator[Problem]:
    """Yield a warning for what nobody will see of pages, criteria and descriptions."""
    for page in catalog.pages:
        yield from _told(page.origin.path, page.text, losses(page.text, within_site=True))
    for path, text in _words(catalog):
        found = tuple(losses(text))
        if found:
            file = root / path
            yield from _told(path, file.read_text("utf-8") if file.is_file() else "", found)


def _words(catalog: Catalog) -> Iterator[tuple[str, str]]:
    """Yield file and text of the Markdown that stands on the pages of badges and pathways."""
    for folder, name, things in (
        ("badges", "criteria", catalog.badges),
        ("pathways", "description", catalog.pathways),
    ):
        for id_, thing in things.items():
            yield thing.origin.path, getattr(thing, name)
            for code, texts in catalog.texts.items():
                text = texts.get((folder, id_, name))
                if text is not None:
                    yield f"content/{folder}/{id_}.{code}.md", text


def _told(path: str, text: str, found: Iterable[Loss]) -> Iterator[Problem]:
    for loss in found:
        origin = Origin(path, editorial.line_of(text, loss.needle))
        yield Problem(
            origin,
            loss.sentence,
            loss.remedy,
            "dead-link" if loss.is_link else "taken-out",
            Severity.WARNING,
        )
