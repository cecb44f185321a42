"""The Content Security Policy of each kind of page, and the `_headers` file.

A policy stands in a meta element of every page, because some hosts set no headers, and in
`_headers` with what a meta element cannot carry (frame-ancestors). Nothing allows an inline script,
an inline style or another host; only /verify/ may fetch over https from elsewhere.
"""

from collections.abc import Iterable, Iterator, Sequence
from enum import Enum

_COMMON = (
    "default-src 'none'",
    "style-src 'self'",
    "img-src 'self' data: blob:",
    "font-src 'self'",
    "base-uri 'none'",
)
_TRUSTED = ("require-trusted-types-for 'script'", "trusted-types 'none'")
_TRUSTED_WORKER = ("require-trusted-types-for 'script'", "trusted-types badgesite-worker")
_SCRIPTED = ("script-src 'self'", "connect-src 'self'", "worker-src 'self'")


class Policy(Enum):
    """Kinds of pages by what they may do."""

    PAGE = (*_COMMON, *_SCRIPTED, "form-action 'self'", *_TRUSTED)
    CHECK = (*_COMMON, *_SCRIPTED, "form-action 'none'", *_TRUSTED_WORKER)
    VERIFY = (
        *_COMMON,
        "script-src 'self'",
        "connect-src 'self' https:",
        "worker-src 'self'",
        "form-action 'self'",
        *_TRUSTED_WORKER,
    )
    EMBED = (*_COMMON, "script-src 'none'", "connect-src 'self'", "form-action 'none'")

    @property
    def text(self) -> str:
        """Return the policy as a meta element carries it."""
        return "; ".join(self.value)


_EVERYWHERE = (
    "Content-Security-Policy: script-src 'self'; object-src 'none'; base-uri 'none'",
    "X-Content-Type-Options: nosniff",
    "Referrer-Policy: no-referrer",
    "Permissions-Policy: camera=(), geolocation=(), microphone=(), payment=(), usb=()",
    "Cross-Origin-Opener-Policy: same-origin",
    "Strict-Transport-Security: max-age=31536000",
)
_OPEN_TO_VERIFIERS = (
    "Access-Control-Allow-Origin: *",
    "Cross-Origin-Resource-Policy: cross-origin",
)
_JSON = ("credentials", "status", "badges", "pathways", "learners")
_PICTURES = ("badges", "assets", "credentials", "pathways", "learners")
_OF_LEARNERS = (*(f"credentials/*.{kind}" for kind in ("json", "svg", "png")), "learners/*.json")
_PAGES = ("", "pathways/", "pathways/:id/", "badges/", "badges/:id/", "keys/", "issuer/")
_BELOW = ("learners", "skills")  # pages there and below

_FRAMED = "frame-ancestors 'none'"
_CARD = ("badge-card.js", "assets/verify-*", "assets/fonts/*")  # what other sites' pages load


def headers_file(
    base_path: str, folders: Sequence[str] = (), languages: Iterable[str] = ()
) -> bytes:
    """Return `_headers` (Netlify, Cloudflare Pages): policies, and CORS for what others fetch.

    `base_path` has a slash at both ends; `folders` are those of editorial pages; `languages` are
    further ones, each with pages in a folder of its own. Hosts join the headers of all rules that
    fit a path. Cloudflare takes the last of several rules for one pattern and the first hundred of
    all, so each pattern stands here once, and those of editorial pages last: what is lost with
    them is that others may not frame these pages.
    """
    rules: dict[str, tuple[str, ...]] = {}
    places = ("", *(f"{code}/" for code in languages))
    for path, values in (*_of_files(), *_of_pages(places, folders)):
        rules[path] = (*rules.get(path, ()), *values)
    lines = [
        line
        for path, values in rules.items()
        for line in (f"{base_path}{path}", *(f"  {each}" for each in values))
    ]
    return ("\n".join(lines) + "\n").encode()


def _of_files() -> Iterator[tuple[str, tuple[str, ...]]]:
    """Yield what files need, and pages with names of learners: by pattern, some of them twice."""
    yield "*", _EVERYWHERE
    yield "credentials/:id/", (f"Content-Security-Policy: {Policy.CHECK.text}; {_FRAMED}",)
    embed = f"Content-Security-Policy: {Policy.EMBED.text}"
    yield "embed/*", (embed, "Cross-Origin-Resource-Policy: cross-origin")
    picture = "Content-Security-Policy: default-src 'none'; style-src 'unsafe-inline'; sandbox"
    for folder in _PICTURES:
        yield f"{folder}/*.svg", (picture,)
    for path in _OF_LEARNERS:  # pages say themselves whether they may be found
        yield path, ("X-Robots-Tag: noindex",)
    for folder in _JSON:
        yield f"{folder}/*.json", _OPEN_TO_VERIFIERS
    for path in (".well-known/did.json", "did.json", "badges/*.png", "badges/*.svg", *_CARD):
        yield path, _OPEN_TO_VERIFIERS


def _of_pages(
    places: Sequence[str], folders: Sequence[str]
) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Yield the policy of each page, folder by folder.

    Not in `*`: what that forbade, framing, the cards in embed/ could not be allowed again.
    """
    page = (f"Content-Security-Policy: {Policy.PAGE.text}; {_FRAMED}",)
    verify = (f"Content-Security-Policy: {Policy.VERIFY.text}; {_FRAMED}",)
    for place in places:
        yield f"{place}verify/", verify
        for path in (*_PAGES, *(f"{folder}/*" for folder in _BELOW), "404.html"):
            yield f"{place}{path}", page
    for place in places:
        for folder in folders:
            yield f"{place}{folder}/*", page
