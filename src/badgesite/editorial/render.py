"""The one face of the package: pages in, an `Editorial` out; MkDocs is imported here, on need."""

from collections.abc import Callable, Mapping
from typing import Any

from msgspec.structs import replace

from badgesite.editorial.front import check_page
from badgesite.editorial.links import Targets
from badgesite.editorial.results import Editorial
from badgesite.errors import in_order
from badgesite.model import Page


def render(
    pages: tuple[Page, ...],
    *,
    environment: Any,
    context_of: Callable[[str], Mapping[str, Any]],
    clean: Callable[[str], str],
    targets: Targets,
    prefix: str = "",
) -> Editorial:
    """Return every page but index.md as a whole HTML file, and index.md's text.

    `environment` is the theme's Jinja environment (autoescape on) with `main.html`; `context_of`
    gives the names its templates need for the page at a path below the base, beside `page`.
    `clean` takes everything dangerous out of HTML. `targets` are what links may name beside the
    pages themselves, which lie below `prefix`.

    Mistakes are problems with file and line, all of them; nothing a page may contain raises. The
    same arguments give the same bytes.
    """
    problems = [each for page in pages for each in check_page(page)]
    if problems or not pages:
        return Editorial(problems=in_order(problems))
    from badgesite.editorial.adapter import Job, run

    named = replace(targets, pages=frozenset(page.path for page in pages))
    return run(Job(pages, environment, context_of, clean, named, prefix))
