"""What machines read beside the pages: sitemap, robots.txt, the feed of public awards, headers.

Only what search engines may know is ever passed in; nothing here knows an unlisted learner.
"""

from bisect import bisect_left
from collections.abc import Iterable, Mapping
from datetime import date

from badgesite.rendering.policy import headers_file
from badgesite.rendering.views import PREVIEW, FeedEntry, FeedView, Frame

_REFUSED = dict.fromkeys(set(range(32)) - {9, 10})  # XML 1.0, 2.2; a CR would be read as LF
_XML = '<?xml version="1.0" encoding="utf-8"?>\n'
_SITEMAP = f'{_XML}<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">'
_SITEMAP_END = "</urlset>\n"


def sitemap(frame: Frame, entries: tuple[tuple[str, date | None], ...]) -> bytes:
    """Return sitemap.xml for paths below the base URL, each with the day of its last change."""
    lines = [_url(frame, path, changed) for path, changed in entries]
    return "\n".join((_SITEMAP, *lines, _SITEMAP_END)).encode()


def sitemap_amended(
    frame: Frame, before: bytes, entries: Mapping[str, date | None], gone: Iterable[str]
) -> bytes:
    """Return a sitemap of ours with these paths as they are now, without those that are gone."""
    lines = before.decode().split("\n")
    start = len("<url><loc>" + escape(frame.base_url))
    for path in (*gone, *entries):
        own = escape(path)
        at = bisect_left(lines, own, 2, len(lines) - 2, key=lambda line: _path(line, start))
        there = at < len(lines) - 2 and _path(lines[at], start) == own
        lines[at : at + there] = [_url(frame, path, entries[path])] if path in entries else []
    return "\n".join(lines).encode()


def _url(frame: Frame, path: str, changed: date | None) -> str:
    day = f"<lastmod>{changed.isoformat()}</lastmod>" if changed else ""
    return f"<url><loc>{escape(frame.base_url + path)}</loc>{day}</url>"


def _path(line: str, start: int) -> str:
    return line[start : line.index("</loc>")]


def robots(frame: Frame) -> bytes:
    """Return robots.txt; a preview asks to be left alone.

    Unlisted pages are not named here: naming them would list them. They say noindex themselves.
    """
    if frame.mode == PREVIEW:
        return b"User-agent: *\nDisallow: /\n"
    return f"User-agent: *\nAllow: /\n\nSitemap: {frame.base_url}sitemap.xml\n".encode()


def atom(frame: Frame, view: FeedView) -> bytes:
    """Return feed.xml, an Atom feed (RFC 4287) of the public awards."""
    newest = max((entry.awarded for entry in view.entries), default=date(1970, 1, 1))
    own = quoteattr(frame.base_url + view.path)
    head = (
        f"<title>{_text(frame.site_name)}: latest badges</title>\n"
        f"<id>{escape(frame.base_url)}</id>\n"
        f'<link rel="self" type="application/atom+xml" href={own}/>\n'
        f"<link href={quoteattr(frame.base_url)}/>\n<updated>{_instant(newest)}</updated>\n"
        f"<author><name>{_text(frame.issuer.name)}</name></author>\n"
    )
    entries = "".join(_entry(frame, entry) for entry in view.entries)
    root = f'<feed xmlns="http://www.w3.org/2005/Atom" xml:lang={quoteattr(frame.language)}>'
    return f"{_XML}{root}\n{head}{entries}</feed>\n".encode("utf-8", "replace")


def headers(frame: Frame, folders: tuple[str, ...] = ()) -> bytes:
    """Return `_headers` for the hosts that read it; `folders` are those of editorial pages."""
    return headers_file(frame.base_path, folders, frame.languages[1:])


def _entry(frame: Frame, entry: FeedEntry) -> str:
    at = _instant(entry.awarded)
    return (
        f"<entry><title>{_text(entry.badge)}: {_text(entry.learner)}</title>"
        f"<id>urn:uuid:{escape(entry.uuid)}</id>"
        f"<link href={quoteattr(frame.base_url + entry.path)}/>"
        f"<published>{at}</published><updated>{at}</updated>"
        f"<summary>{_text(entry.description)}</summary></entry>\n"
    )


def escape(text: str) -> str:
    """Return the text as XML has it (that of the standard library brings a whole web client)."""
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def quoteattr(text: str) -> str:
    """Return the text as the value of an attribute, with its quotes."""
    return '"' + escape(text).replace('"', "&quot;") + '"'


def _instant(day: date) -> str:
    return f"{day.isoformat()}T00:00:00Z"


def _text(text: str) -> str:
    """Return the text escaped, without the characters that XML 1.0 does not allow at all."""
    return escape(text.translate(_REFUSED))
