"""What a provider does with a repository, one module a task; the command line only words it."""

from badgesite.build.artwork import contact_sheet, refuse_place
from badgesite.build.baking import baked
from badgesite.build.certificates import CertificateFile, certificates
from badgesite.build.checking import check_all, read
from badgesite.build.keeping import KeptCopy, kept_copy
from badgesite.build.keys import NewKey, add_key
from badgesite.build.listing import listing, standing
from badgesite.build.making import Guard
from badgesite.build.recording import Recorded, record
from badgesite.build.site import Draft, build, drafted, guard, pour
from badgesite.build.starting import begin
from badgesite.rebuilding import Built, Request

__all__ = [
    "Built",
    "CertificateFile",
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
    "certificates",
    "check_all",
    "contact_sheet",
    "drafted",
    "guard",
    "kept_copy",
    "listing",
    "pour",
    "read",
    "record",
    "refuse_place",
    "standing",
]
