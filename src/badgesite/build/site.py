"""From a repository to a published site: the least that brings it up to date."""

from badgesite.build.appending import build_appended
from badgesite.build.locking import one_at_a_time
from badgesite.build.places import cache_of
from badgesite.plan.make import Meter
from badgesite.rebuilding import Built, Inputs, Request, inputs


def build(request: Request, meter: Meter, found: Inputs | None = None) -> Built:
    """Publish the content below `request.root`; the same commit always gives the same bytes.

    `found` are the inputs, for whom has looked at them already.

    Raises ContentError, KeyFileError, ThemeError or PublishError; the published site is then as it
    was before.
    """
    with one_at_a_time(request.root), cache_of(request) as cache:
        found = found or inputs(request)
        told = build_appended(request, cache, found)
        if told is None:
            from badgesite.build.whole import build_whole

            told = build_whole(request, cache, found, meter)
    return told.built
