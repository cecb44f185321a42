"""Where a build works: the cache of the repository, the site, and the ledger of what lies there."""

from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext

from badgesite.build.former import FormerTables
from badgesite.cache import CACHE, Cache, FileCache, NoCache, UnwrittenCache
from badgesite.publish import Ledger, Publication
from badgesite.rebuilding import Request, Told, remember


def cache_of(request: Request) -> AbstractContextManager[Cache]:
    """Return what the build may remember by."""
    if not request.use_cache:
        return nullcontext(NoCache())
    return (UnwrittenCache if request.dry_run else FileCache)(request.root / CACHE)


@contextmanager
def site_of(request: Request) -> Iterator[tuple[Publication, Ledger]]:
    """Open the site and its ledger; when the work on them fails, the site is as it was."""
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


def keep(request: Request, ledger: Ledger, told: Told) -> Told:
    """Remember what was published and from what, unless nothing was."""
    if not request.dry_run:
        FormerTables(request).keep(told.inputs)
        remember(ledger, told)
        ledger.keep()
    return told
