"""A built site into an object store, while nobody else builds it."""

from badgesite.build.locking import one_at_a_time
from badgesite.plan.make import Meter
from badgesite.publish import Changes
from badgesite.publish.bucket import upload as into_bucket
from badgesite.rebuilding import Request

__all__ = ["upload"]


def upload(request: Request, address: str, meter: Meter) -> Changes:
    """Make what lies at an address the site that was built, and tell what changed there.

    Raises PublishError.
    """
    with one_at_a_time(request.root):
        return into_bucket(request.target, address, meter)
