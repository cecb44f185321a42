"""The provider's own pages: content/pages/*.md to HTML. All of MkDocs sits behind this package.

It renders editorial pages and nothing else, and knows nothing of badges: addresses, templates and
the cleaning of HTML are handed in. MkDocs is imported only when there is something to render.
"""

from badgesite.editorial.front import line_of
from badgesite.editorial.links import OWN, Astray, Led, Targets, resolve
from badgesite.editorial.render import render
from badgesite.editorial.results import Editorial, HomeText

__all__ = [
    "OWN",
    "Astray",
    "Editorial",
    "HomeText",
    "Led",
    "Targets",
    "line_of",
    "render",
    "resolve",
]
