"""Files to directory: the only writer of the site.

A Publication gathers the coming state beside the site and then makes it the site: at once by
exchanging two folders, or, where little changes in much, by a journal that is rolled forward after
a kill. What is not in the manifest was not written by badgesite and stays.
"""

from badgesite.publish.beside import lay_beside, published_files
from badgesite.publish.changing import is_left_over, repair
from badgesite.publish.ledger import Ledger, Row, Unit
from badgesite.publish.manifest import MANIFEST, manifest, pieces
from badgesite.publish.media import media_type
from badgesite.publish.paths import Paths
from badgesite.publish.publication import Changes, Coming, Publication, publish

__all__ = [
    "MANIFEST",
    "Changes",
    "Coming",
    "Ledger",
    "Paths",
    "Publication",
    "Row",
    "Unit",
    "is_left_over",
    "lay_beside",
    "manifest",
    "media_type",
    "pieces",
    "publish",
    "published_files",
    "repair",
]
