"""Views in, bytes out: HTML pages, feeds, brand tokens and pathway diagrams.

The only package that imports jinja2. It sees frozen views and never the catalog, reads no clock,
and cannot import `signing`: no page can touch a key.
"""

from badgesite.rendering.theme import Theme

__all__ = ["Theme"]
