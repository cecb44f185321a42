"""Where a link in an editorial page leads. Pure; says what is wrong instead of guessing.

`badge:ID`, `pathway:ID`, `learner:ID` and `site:NAME` name pages that badgesite makes; where a
picture belongs, the first two name pictures. `about.md` is another editorial page;
`../images/quay.jpg` is a picture in content/images/.
"""

import posixpath
from collections.abc import Mapping, Set
from difflib import get_close_matches
from urllib.parse import unquote, urlsplit

from msgspec import Struct, field

OWN = ("badge", "pathway", "learner", "site")
SHOWN = ("badge", "pathway")  # what has a picture of its own
ELSEWHERE = ("http", "https", "mailto")
_MAIL = "\x02"  # Python-Markdown writes addresses in <…> with this stand-in for "&"


class Targets(Struct, frozen=True):
    """What links may name, and where it lies below the base.

    `pages` are the editorial pages, below content/pages/. `addresses` are of pages that badgesite
    makes (`badge:bls`), `pictures` of what can be shown (`badge:bls`, `images/quay.jpg`).
    """

    pages: Set[str] = frozenset()
    addresses: Mapping[str, str] = field(default_factory=dict)
    pictures: Mapping[str, str] = field(default_factory=dict)


class Led(Struct, frozen=True):
    """The address to write; `picture` is the path below content/ where the target is one."""

    href: str
    picture: str = ""


class Astray(Struct, frozen=True):
    """Why a link leads nowhere, and what to do."""

    sentence: str
    remedy: str


def resolve(
    target: str, page: str, url: str, targets: Targets, *, picture: bool = False
) -> Led | Astray:
    """Return where a link leads from `page` (below content/pages/), which lies at `url`.

    A `picture` leads to what is shown. Links to other pages are left to MkDocs as they are.
    """
    if target.startswith("#") or _MAIL in target:
        return Led(target)
    try:
        parts = urlsplit(target)
    except ValueError:
        return Astray(f"'{target}' is not a web address", "correct the link")
    if parts.scheme in OWN:
        if picture and parts.scheme not in SHOWN:
            remedy = "write badge:ID, pathway:ID or where a picture lies"
            return Astray(f"'{target}' is no picture", remedy)
        return _own(target, url, targets.pictures if picture else targets.addresses)
    if parts.scheme in ELSEWHERE:
        return Led(target)
    if parts.scheme or parts.netloc or target.startswith(("/", "\\")):
        return _foreign(target, bool(parts.scheme))
    return _relative(target, unquote(parts.path), page, url, targets)


def _own(target: str, url: str, addresses: Mapping[str, str]) -> Led | Astray:
    name, mark, anchor = target.partition("#")
    path = addresses.get(name)
    if path is not None:
        return Led(relative(url, path) + mark + anchor)
    kind = name.partition(":")[0]
    known = [each for each in addresses if each.startswith(f"{kind}:")]
    near = get_close_matches(name, known, 1, 0.75)
    if near:
        remedy = f"did you mean '{near[0]}'?"
    elif kind == "site":
        remedy = f"write one of: {', '.join(known)}"
    else:
        remedy = f"there is no {kind} of that id that pages may show"
    return Astray(f"the link '{target}' leads nowhere", remedy)


def _foreign(target: str, has_scheme: bool) -> Astray:
    if has_scheme:
        return Astray(
            f"the link '{target}' is of a kind that pages do not take",
            "links begin with https:, mailto:, badge:, pathway:, learner: or site:",
        )
    return Astray(
        f"the link '{target}' leaves out where the site lies",
        "write a page as about.md, a badge as badge:ID, another site with https://",
    )


def _relative(target: str, path: str, page: str, url: str, targets: Targets) -> Led | Astray:
    folder = posixpath.dirname(f"pages/{page}")
    place = posixpath.normpath(posixpath.join(folder, path)) if path else ""
    if place.removeprefix("pages/") in targets.pages:
        return Led(target)
    if place in targets.pictures:
        return Led(relative(url, targets.pictures[place]), place)
    pictures = [each for each in targets.pictures if ":" not in each]
    known = [*(f"pages/{each}" for each in sorted(targets.pages)), *pictures]
    written = [posixpath.relpath(each, folder) for each in known]
    near = get_close_matches(path, written, 1, 0.75)
    if near:
        remedy = f"did you mean '{near[0]}'?"
    else:
        remedy = "write a page as about.md, a badge as badge:ID, a picture as ../images/NAME"
    return Astray(f"the link '{target}' leads nowhere", remedy)


def relative(url: str, path: str) -> str:
    """Return the link from the page at `url` to `path`; both below the base, `""` is the home."""
    start = url if url.endswith("/") or not url else posixpath.dirname(url)
    href = posixpath.relpath(f"/{path}", f"/{start}")
    return f"{href}/" if path.endswith("/") or not path else href
