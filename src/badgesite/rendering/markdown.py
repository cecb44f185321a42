"""Markdown to clean HTML, within bounds of length, depth and work.

Python-Markdown makes the HTML and nh3 keeps an allow-list of it: no script, style, class, id, form,
frame, and no picture from another host. What is beyond the bounds is shown as plain paragraphs.
"""

import re
from functools import lru_cache

from markupsafe import Markup

MOST_CHARACTERS = 40_000
MOST_MARKS = 4_000
DEEPEST = 12

TAGS = {
    *("p", "br", "hr", "h1", "h2", "h3", "h4", "h5", "h6", "blockquote", "pre", "code"),
    *("ul", "ol", "li", "dl", "dt", "dd", "em", "strong", "del", "sub", "sup", "abbr", "kbd"),
    *("a", "img", "table", "thead", "tbody", "tr", "th", "td"),
}
SCHEMES = {"http", "https", "mailto"}
_ATTRIBUTES = {
    "a": {"href", "title"},
    "abbr": {"title"},
    "img": {"src", "alt", "title"},
    "ol": {"start"},
}
_MARKS = r"[\[\]*_`<!&\\]"
_DEEP = rf"(?m)^(?:[ \t]*>){{{DEEPEST},}}|^[ \t]{{{4 * DEEPEST},}}\S"
_ELSEWHERE = r"(?i)\s*(?:[a-z][a-z0-9+.-]*:|[/\\]\s*[/\\])"
_HEADING = r"<(/?)h([1-6])>"
_EXTENSIONS = ("tables", "sane_lists", "def_list", "abbr", "fenced_code")


@lru_cache(maxsize=512)
def to_html(text: str, heading: int = 3) -> Markup:
    """Return clean HTML; its uppermost headings are of the level given, and none is skipped."""
    if not text.strip():
        return Markup()
    raw = to_raw_html(text)
    if raw is None:
        return _plain(text)
    return Markup(_with_headings_from(clean(raw), heading))  # noqa: S704 - cleaned by nh3


def to_raw_html(text: str) -> str | None:
    """Return the HTML before it is cleaned; None for a text that is beyond the bounds."""
    if _beyond_bounds(text):
        return None
    from markdown import Markdown

    try:
        return Markdown(extensions=list(_EXTENSIONS)).convert(text)
    except RecursionError:
        return None


def clean(html: str) -> str:
    """Return the HTML with everything taken out that is not on the allow-list."""
    import nh3  # as all that makes HTML of Markdown: a build of one award needs none

    cleaned = nh3.clean(
        html,
        tags=TAGS,
        attributes=_ATTRIBUTES,
        attribute_filter=_own_pictures_only,
        url_schemes=SCHEMES,
        link_rel="noopener noreferrer",
        strip_comments=True,
    )
    return _reachable(cleaned)


def _reachable(html: str) -> str:
    """Return the HTML with what may be wider than a phone in places that a keyboard can scroll."""
    html = html.replace("<pre>", '<pre tabindex="0">')
    html = html.replace("<table>", '<div class="scroll-x" tabindex="0"><table>')
    return html.replace("</table>", "</table></div>")


def _beyond_bounds(text: str) -> bool:
    return (
        len(text) > MOST_CHARACTERS
        or sum(1 for _ in re.finditer(_MARKS, text)) > MOST_MARKS
        or re.search(_DEEP, text) is not None
    )


def _plain(text: str) -> Markup:
    paragraphs = re.split(r"\n\s*\n", text.strip())
    return Markup("\n").join(Markup("<p>{}</p>").format(each) for each in paragraphs)


def _own_pictures_only(tag: str, attribute: str, value: str) -> str | None:
    return value if (tag, attribute) != ("img", "src") or shows_picture(value) else None


def shows_picture(source: str) -> bool:
    """Whether a picture is kept: one of the site's own."""
    return not re.match(_ELSEWHERE, source)


def _with_headings_from(html: str, heading: int) -> str:
    levels = sorted({match[2] for match in re.finditer(_HEADING, html)})
    moved = {level: min(6, heading + place) for place, level in enumerate(levels)}
    return re.sub(_HEADING, lambda match: f"<{match[1]}h{moved[match[2]]}>", html)


def to_text(text: str) -> str:
    """Return the words of Markdown without any markup, for descriptions in the head of a page."""
    from html import escape

    import nh3

    stripped = nh3.clean(str(to_html(text)), tags=set())
    return re.sub(r"\s+", " ", escape(stripped, quote=False)).strip()
