"""Rules of addresses: no editorial page takes one that something else of the site has."""

from collections.abc import Iterator

from badgesite.errors import Problem
from badgesite.model import Catalog


def page_is_not_in_the_folder_of_a_language(catalog: Catalog) -> Iterator[Problem]:
    """No page lies where the pages of a further language do."""
    folders = {code.casefold() for code in catalog.site.languages[1:]}
    for page in catalog.pages:
        first = page.path.split("/")[0].removesuffix(".md").casefold()
        if not page.language and first in folders:
            yield Problem(
                page.origin,
                f"the address /{first}/ is that of the site's pages in another language",
                "rename the page",
                "page-address",
            )
