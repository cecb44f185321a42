"""`badge:ID` and its like in the pages of a MkDocs site. Pure: HTML in, HTML out, and what is dead.

It is read from finished HTML, so that links of every kind are seen alike (tables, references, raw
HTML, excerpts, a theme's own) and code, in which a tag is text, is left alone.
"""

import re
from dataclasses import dataclass, field
from html import escape, unescape

from msgspec import Struct

from badgesite.editorial import OWN, Astray, Targets, resolve

_OWN = "|".join(OWN)
_ANY = re.compile(rf"""(?:href|src)\s*=\s*["']?(?:{_OWN}):""", re.IGNORECASE)
_TAG = re.compile(
    r"""<!--.*?-->|<(script|style|textarea)\b.*?</\1\s*>"""
    r"""|<(?P<name>a|area|img)(?=[\s/])(?:[^>"']|"[^"]*"|'[^']*')*>""",
    re.IGNORECASE | re.DOTALL,
)
_LED = re.compile(
    r"""(?P<before>\s(?:href|src)\s*=\s*)(?:"(?P<two>[^"]*)"|'(?P<one>[^']*)'|(?P<bare>[^\s"'>]+))""",
    re.IGNORECASE,
)


class Dead(Struct, frozen=True):
    """A link as it is written, and why it leads nowhere."""

    target: str
    astray: Astray


@dataclass(frozen=True)
class Links:
    """Where links lead: to `badges/x/`, or without `directories` to `badges/x/index.html`."""

    targets: Targets
    directories: bool = True
    files: frozenset[str] = field(init=False)
    _named: Targets = field(init=False)

    def __post_init__(self) -> None:
        """Work out the files that can be named."""
        pages = {name: _file(path) for name, path in self.targets.addresses.items()}
        files = frozenset((*pages.values(), *self.targets.pictures.values()))
        addresses = self.targets.addresses if self.directories else pages
        object.__setattr__(self, "files", files)
        object.__setattr__(self, "_named", Targets(frozenset(), addresses, self.targets.pictures))

    def in_html(self, html: str, page: str, url: str) -> tuple[str, tuple[Dead, ...]]:
        """Return the HTML of the page at `url` with its links led to our pages; the dead ones."""
        if not _ANY.search(html):
            return html, ()
        dead: dict[str, Dead] = {}
        place = "" if url == "./" else url

        def lead(match: re.Match[str], *, picture: bool) -> str:
            written = match["two"] or match["one"] or match["bare"] or ""
            target = unescape(written).strip()
            if target.partition(":")[0].lower() not in OWN:
                return match[0]
            led = resolve(target, page, place, self._named, picture=picture)
            if isinstance(led, Astray):
                dead[target] = Dead(target, led)
                return match[0]
            return f'{match["before"]}"{escape(led.href)}"'

        def visit(tag: re.Match[str]) -> str:
            if tag["name"] is None:
                return tag[0]
            picture = tag["name"].lower() == "img"
            return _LED.sub(lambda match: lead(match, picture=picture), tag[0])

        return _TAG.sub(visit, html), tuple(dead.values())

    def in_navigation(self, target: str) -> tuple[str, str, Dead | None]:
        """Return where an entry leads below the base, the file that is there, and if it is dead.

        An entry of another kind stays as it is; themes make both relative to each page. A dead one
        leads home, so that it is told once and not by every page that shows it.
        """
        if target.partition(":")[0].lower() not in OWN:
            return target, "", None
        led = resolve(target, "", "", self._named)
        if isinstance(led, Astray):
            return "./", "", Dead(target, led)
        return led.href, _file(led.href.partition("#")[0].removeprefix("./")), None


def _file(path: str) -> str:
    return f"{path}index.html" if path.endswith("/") or not path else path
