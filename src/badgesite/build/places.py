"""Where a build works: the cache of the repository, the site, and the ledger of what lies there."""

from collections.abc import Iterable, Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext
from pathlib import Path

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
    within = request.site and folder_around(request.root, _NO_SITE, request.target)
    if within:
        raise BadgesiteError(
            f"the site does not belong into {within}/", "choose another folder with --site"
        )
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


def folder_around(root: Path, names: Iterable[str], place: Path) -> str | None:
    """Return the first of these folders of a repository that the place is, or lies in."""
    resolved = place.resolve()
    return next((each for each in names if resolved.is_relative_to((root / each).resolve())), None)


def keep(request: Request, ledger: Ledger, told: Told) -> Told:
    """Remember what was published and from what, unless nothing was."""
    if not request.dry_run:
        FormerTables(request).keep(told.inputs)
        remember(ledger, told)
        ledger.keep()
    return told
