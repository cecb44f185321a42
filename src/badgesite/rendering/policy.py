"""The Content Security Policy of each kind of page, and the `_headers` file.

A policy stands in a meta element of every page, because some hosts set no headers, and in
`_headers` with what a meta element cannot carry (frame-ancestors). Nothing allows an inline script,
an inline style or another host; only /verify/ may fetch over https from elsewhere.
"""

from collections.abc import Iterable, Sequence
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

_CARD = ("badge-card.js", "assets/verify-*", "assets/fonts/*")  # what other sites' pages load


def headers_file(
    base_path: str, folders: Sequence[str] = (), languages: Iterable[str] = ()
) -> bytes:
    """Return `_headers` (Netlify, Cloudflare Pages): policies, and CORS for what others fetch.

    `base_path` has a slash at both ends; `folders` are those of editorial pages; `languages` are
    further ones, each with pages in a folder of its own. Hosts join the
    headers of all rules that fit a path, so the policy of a page stands in one rule per folder and
    not in `/*`: what that forbade, framing, the cards in embed/ could not be allowed again.
    """
    framed = "frame-ancestors 'none'"
    rules: list[tuple[str, tuple[str, ...]]] = [(f"{base_path}*", _EVERYWHERE)]
    page = f"Content-Security-Policy: {Policy.PAGE.text}; {framed}"
    check = f"Content-Security-Policy: {Policy.CHECK.text}; {framed}"
    verify = f"Content-Security-Policy: {Policy.VERIFY.text}; {framed}"
    embed = f"Content-Security-Policy: {Policy.EMBED.text}"
    picture = "Content-Security-Policy: default-src 'none'; style-src 'unsafe-inline'; sandbox"
    for place in (base_path, *(f"{base_path}{code}/" for code in languages)):
        rules.extend((f"{place}{folder}", (page,)) for folder in _PAGES)
        rules.extend((f"{place}{folder}/*", (page,)) for folder in (*_BELOW, *folders))
        rules += [(f"{place}404.html", (page,)), (f"{place}verify/", (verify,))]
    rules.append((f"{base_path}credentials/:id/", (check,)))
    rules.append((f"{base_path}embed/*", (embed, "Cross-Origin-Resource-Policy: cross-origin")))
    rules.extend((f"{base_path}{folder}/*.svg", (picture,)) for folder in _PICTURES)
    # Names of learners stand in these: pages say themselves whether they may be found.
    rules.extend((f"{base_path}{place}", ("X-Robots-Tag: noindex",)) for place in _OF_LEARNERS)
    rules.extend((f"{base_path}{folder}/*.json", _OPEN_TO_VERIFIERS) for folder in _JSON)
    rules.extend(
        (f"{base_path}{path}", _OPEN_TO_VERIFIERS)
        for path in (".well-known/did.json", "did.json", "badges/*.png", "badges/*.svg", *_CARD)
    )
    lines = [line for path, values in rules for line in (path, *(f"  {each}" for each in values))]
    return ("\n".join(lines) + "\n").encode()
