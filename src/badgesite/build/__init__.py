"""What a provider does with a repository, one module a task; the command line only words it."""

from typing import TYPE_CHECKING

from badgesite.facade import facade
from badgesite.rebuilding import Built, Request

if TYPE_CHECKING:
    from badgesite.build.artwork import contact_sheet, refuse_place
    from badgesite.build.baking import baked
    from badgesite.build.checking import check_all, read
    from badgesite.build.keeping import KeptCopy, kept_copy
    from badgesite.build.keys import NewKey, add_key
    from badgesite.build.linking import link_targets
    from badgesite.build.making import Guard
    from badgesite.build.preparing import guard_of
    from badgesite.build.recording import Recorded, record
    from badgesite.build.site import build
    from badgesite.build.starting import begin
    from badgesite.build.whole import Draft, drafted, pour

_PLACES = {
    "contact_sheet": "artwork",
    "refuse_place": "artwork",
    "baked": "baking",
    "check_all": "checking",
    "read": "checking",
    "KeptCopy": "keeping",
    "kept_copy": "keeping",
    "NewKey": "keys",
    "add_key": "keys",
    "link_targets": "linking",
    "Guard": "making",
    "guard_of": "preparing",
    "Recorded": "recording",
    "record": "recording",
    "Draft": "whole",
    "build": "site",
    "drafted": "whole",
    "pour": "whole",
    "begin": "starting",
}

__all__ = [
    "Built",
    "Draft",
    "Guard",
    "KeptCopy",
    "NewKey",
    "Recorded",
    "Request",
    "add_key",
    "baked",
    "begin",
    "build",
    "check_all",
    "contact_sheet",
    "drafted",
    "guard_of",
    "kept_copy",
    "link_targets",
    "pour",
    "read",
    "record",
    "refuse_place",
]

__getattr__ = facade(__name__, _PLACES)
