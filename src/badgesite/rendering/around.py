"""What leads from a page to others, in its language and in the site's other ones.

Shared pages (home, badges, pathways, check …) lie once for each language; those of one learner or
credential exist once. A link to a shared page stays in the language of the page it stands on.
"""

import re
from collections.abc import Callable

from msgspec import Struct

from badgesite.languages import own_name
from badgesite.rendering.sharing import root_of
from badgesite.rendering.views import Frame

_ONCE = re.compile(
    r"(credentials|embed|assets|status|\.well-known)/|learners/(?!$|#|page-[0-9]+/)|[^/#]*\.[a-z]+$"
)


class Choice(Struct, frozen=True):
    """A language of the switch: `copy` is whether this page is there in it; else href is home."""

    code: str
    name: str
    href: str
    current: bool
    copy: bool


class Around(Struct, frozen=True):
    """The ways from one page: `to` makes links, `own` leads to the files beside the page.

    `stem` is the path without the language; `alternates` are the addresses of the page's copies.
    `text_lang` is the language of the page's text where it is not that of the page.
    """

    root: str
    stem: str
    own: str
    to: Callable[[str], str]
    alternates: tuple[tuple[str, str], ...]
    switch: tuple[Choice, ...]
    text_lang: str = ""

    @classmethod
    def of(
        cls, frame: Frame, path: str, root: str | None, copies: tuple[str, ...] | None
    ) -> "Around":
        """Return the ways from the page at a path.

        `root` where it is not the path that decides; `copies` where not every language has the
        text of the page.
        """
        way = root_of(path) if root is None else root
        to = _links(way, frame.prefix)
        if len(frame.languages) < 2:
            return cls(way, path, "", to, (), ())
        stem = path.removeprefix(frame.prefix)
        shared = is_shared(stem)
        said = (frame.languages if shared else ()) if copies is None else copies
        own = way + stem if frame.prefix and path != stem else ""
        text_lang = "" if copies is None or frame.language in copies else frame.languages[0]
        switch = _switch(frame, way, stem, shared)
        return cls(way, stem, own, to, _alternates(frame, stem, said), switch, text_lang)


def is_shared(path: str) -> bool:
    """Whether the page at a path lies once for each language."""
    return _ONCE.match(path) is None


def _links(root: str, prefix: str) -> Callable[[str], str]:
    if not prefix:
        return lambda path: root + path
    return lambda path: root + (prefix if is_shared(path) else "") + path


def _prefix(frame: Frame, code: str) -> str:
    return "" if code == frame.languages[0] else f"{code}/"


def _alternates(frame: Frame, stem: str, copies: tuple[str, ...]) -> tuple[tuple[str, str], ...]:
    if len(copies) < 2:
        return ()
    found = [(code, frame.base_url + _prefix(frame, code) + stem) for code in copies]
    return (*found, ("x-default", found[0][1]))


def _switch(frame: Frame, root: str, stem: str, shared: bool) -> tuple[Choice, ...]:
    return tuple(
        Choice(
            code,
            own_name(code),
            (root + _prefix(frame, code) + (stem if shared else "")) or "./",
            code == frame.language,
            shared,
        )
        for code in frame.languages
    )
