"""Rules of content/addresses.csv: what somebody wrote into a row comes to pass.

Nearly all rows are badgesite's own and say nothing more. Of one award few learners are read:
what is learners' is looked up only for rows that are nobody's, and those are then left out.
"""

import re
from collections.abc import Iterator, Mapping
from urllib.parse import unquote

from badgesite.addresses import (
    badge_path,
    credential_path,
    learner_path,
    page_path,
    pathway_path,
)
from badgesite.errors import Origin, Problem, Severity
from badgesite.model import Address, Catalog, Visibility

_ALWAYS = ("", "badges/", "pathways/", "verify/", "keys/", "issuer/")
_OF_PEOPLE = ("learners/", "credentials/", "embed/")
_UNKNOWN = ("assets/", "skills/", "status/")
_CHOSEN = re.compile(r"learners/(?!page-|[a-z2-7]{26}/)[^/]+/")  # computed ones have or had a page


def addresses_lead_on(catalog: Catalog) -> Iterator[Problem]:
    """Every row that says something is heeded, and leads to something that is there."""
    rows = {_folded(row.path): row for row in catalog.addresses}
    said = [row for row in rows.values() if row.leads_to is not None or row.gone is not None]
    if not said:
        return
    site = _Site(catalog)
    told: set[str] = set()
    for row in said:
        unheeded = _unheeded(row, site)
        if unheeded is not None:
            yield unheeded
        elif row.leads_to is not None and "://" not in row.leads_to:
            way = _way(row, rows, site)
            if way[0] == way[-1] and not told & set(way):
                told.update(way)
                yield _round(row.origin, way)
            elif way[1] not in rows and site.lacks(row, way[1]):
                yield Problem(
                    row.origin,
                    f"'{row.path}' leads to '{row.leads_to}', and nothing is there",
                    "write the address of a page, without the host, such as badges/ID/",
                    "address",
                    Severity.WARNING,
                )


def _unheeded(row: Address, site: "_Site") -> Problem | None:
    """Return why a row does nothing, or cannot: an address has one page."""
    path = _folded(row.path)
    if path in site.own:
        return Problem(
            row.origin,
            f"'{row.path}' is a page of the site, so nothing else can be there",
            "delete the row",
            "address",
        )
    if path in site.written or (row.whose is None and site.has_credential(path)):
        return Problem(
            row.origin,
            f"there is a page at '{row.path}', so nobody sees where this row leads",
            "take leads_to, gone and reason out of the row, or take the page away",
            "address",
            Severity.ERROR if path.startswith("credentials/") else Severity.WARNING,
        )
    if not path.endswith("/") and "." not in path.rpartition("/")[2]:
        return Problem(
            row.origin,
            f"'{row.path}' is no address of a page, so nobody is led on from it",
            f"did you mean '{row.path}/'?",
            "address",
            Severity.WARNING,
        )
    return None


def _way(row: Address, rows: Mapping[str, Address], site: "_Site") -> list[str]:
    """Return a row's address and those that somebody is led to from it; a circle ends the way."""
    way = [_folded(row.path)]
    while row.leads_to is not None and "://" not in row.leads_to:
        at = _folder(row.leads_to)
        seen = at in way
        way.append(at)
        if seen or at in site.own or at in site.written or at not in rows:
            break
        row = rows[at]
    return way


def _round(origin: Origin, way: list[str]) -> Problem:
    if len(way) == 2:
        sentence = f"'{way[0]}' leads to itself"
    else:
        sentence = f"these addresses lead to each other in a circle: {' → '.join(way)}"
    return Problem(origin, sentence, "write where the page is now", "address")


class _Site:
    """What is published, as far as it can be named without planning the site; small letters."""

    def __init__(self, catalog: Catalog) -> None:
        badges, learners = catalog.badges, catalog.learners.values()
        shown = [each for each in learners if each.visibility is not Visibility.PRIVATE]
        self.own = set(_ALWAYS)
        if any(each.skills for each in badges.values()):
            self.own.add("skills/")
        if any(each.visibility is Visibility.PUBLIC for each in shown):
            self.own.add("learners/")
        slugs = ((one.slug, *one.former_slugs) for one in shown)
        self.written = {
            *map(badge_path, badges),
            *map(pathway_path, catalog.pathways),
            *(_folded(page_path(page.path)) for page in catalog.pages if not page.language),
            *(_folded(learner_path(each)) for some in slugs for each in some if each),
        }
        self._catalog = catalog
        self._tongues = tuple(f"{code.casefold()}/" for code in catalog.site.languages[1:])
        self._credentials: frozenset[str] | None = None

    def has_credential(self, path: str) -> bool:
        """Whether a credential has its page here."""
        if not path.startswith("credentials/"):
            return False
        if self._credentials is None:
            learners = self._catalog.learners
            private = {
                each.id for each in learners.values() if each.visibility is Visibility.PRIVATE
            }
            self._credentials = frozenset(
                credential_path(entry.uuid)
                for entry in self._catalog.register
                if not entry.is_erased and entry.award.learner not in private
            )
        return path in self._credentials

    def lacks(self, row: Address, path: str) -> bool:
        """Whether nothing is at an address to which a row leads; what is not known is there."""
        for tongue in self._tongues:
            path = path.removeprefix(tongue)
        if path in self.own or path in self.written or "." in path.rpartition("/")[2]:
            return False
        if path.startswith(_OF_PEOPLE):
            credential = path.startswith("credentials/") and not self.has_credential(path)
            return row.whose is None and (credential or _CHOSEN.fullmatch(path) is not None)
        return not path.startswith(_UNKNOWN) and "/page-" not in path


def _folder(path: str) -> str:
    """Return an address as it is compared; of a page's, the slash at its end may be left out."""
    path = _folded(path)
    return path if path.endswith("/") or "." in path.rpartition("/")[2] or not path else f"{path}/"


def _folded(path: str) -> str:
    return unquote(path).casefold()
