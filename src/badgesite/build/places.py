"""Where a build works: the cache of the repository, the site, and the ledger of what lies there."""

from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext

from badgesite.build.former import FormerTables
from badgesite.cache import CACHE, Cache, FileCache, NoCache, UnwrittenCache
from badgesite.errors import BadgesiteError
from badgesite.publish import Ledger, Publication
from badgesite.rebuilding import Request, Told, remember

_NO_SITE = ("content", "themes", "keys", "keys.example", ".git")


def cache_of(request: Request) -> AbstractContextManager[Cache]:
    """Return what the build may remember by."""
    if not request.use_cache:
        return nullcontext(NoCache())
    return (UnwrittenCache if request.dry_run else FileCache)(request.root / CACHE)


@contextmanager
def site_of(request: Request) -> Iterator[tuple[Publication, Ledger]]:
    """Open the site and its ledger; when the work on them fails, the site is as it was.

    BadgesiteError where the site would lie in what is read, or in what is secret.
    """
    _refuse_inside(request)
    publication = Publication(request.target, dry=request.dry_run)
    ledger = Ledger(request.ledger, request.target)
    try:
        yield publication, ledger
    except BaseException:
        if not request.dry_run:
            publication.abandon()
        raise
    finally:
        ledger.close()


def _refuse_inside(request: Request) -> None:
    place = request.target.resolve()
    for name in _NO_SITE:
        if place.is_relative_to((request.root / name).resolve()):
            raise BadgesiteError(
                f"the site does not belong into {name}/", "choose another folder with --site"
            )


def keep(request: Request, ledger: Ledger, told: Told) -> Told:
    """Remember what was published and from what, unless nothing was."""
    if not request.dry_run:
        FormerTables(request).keep(told.inputs)
        remember(ledger, told)
        ledger.keep()
    return told
