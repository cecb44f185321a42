"""Small marks on pages: icons, seals, initials and rings. All of it is decoration.

Initials and rings are inline SVG of our own, drawn with presentation attributes and classes,
because the policy of the pages forbids style attributes. Icons and seals are masks in style sheets,
so that a page only names them.
"""

import unicodedata
from collections.abc import Callable
from functools import lru_cache
from hashlib import sha256

from markupsafe import Markup, escape

from badgesite.languages import Language


@lru_cache(maxsize=64)
def icon(name: str) -> Markup:
    """Return an icon; brand.css has its drawing, and the one for information where it has none."""
    return Markup('<i class="icon i-{}"></i>').format(name)


@lru_cache(maxsize=8)
def seal(name: str) -> Markup:
    """Return the large sign beside a verdict, `sheet` or `octagon`; check.css has its drawing."""
    return Markup('<i class="seal seal-{}"></i>').format(name)


def initials(name: str) -> str:
    """Return one or two letters for a name in any script; empty for a name without letters.

    Letters that would run into one word stay apart.
    """
    words = [word for word in name.split() if any(_is_letter(letter) for letter in word)]
    chosen = words if len(words) < 2 else [words[0], words[-1]]
    letters = [next(each for each in word if _is_letter(each)) for word in chosen]
    runs_on = any(unicodedata.bidirectional(letter) == "AL" for letter in letters)
    return ("\u200c" if runs_on else "").join(letters).upper()


def _is_letter(character: str) -> bool:
    return unicodedata.category(character)[0] == "L"


def avatar(name: str, size: int) -> Markup:
    """Return a round picture of initials over circles that differ from name to name."""
    return Markup(  # noqa: S704 - digits, and what is escaped
        f'<svg class="avatar" width="{size}" height="{size}" viewBox="0 0 100 100"'
        f' aria-hidden="true"><circle cx="50" cy="50" r="50"/>{_inside(name)}</svg>'
    )


@lru_cache(maxsize=64)  # the pages of a learner are made one after another
def _inside(name: str) -> str:
    seed = sha256(name.encode("utf-8", "replace")).digest()
    circles = "".join(
        f'<circle cx="{20 + seed[2 * place] % 60}" cy="{15 + seed[2 * place + 1] % 70}"'
        f' r="{16 + 8 * place}"/>'
        for place in range(5)
    )
    return f'<g>{circles}</g><text x="50" y="63">{escape(initials(name))}</text>'


def rings(language: Language) -> Callable[[int, int], Markup]:
    """Return what draws rings that say their numbers in the language."""

    @lru_cache(maxsize=256)
    def ring(done: int, total: int) -> Markup:
        label = language.ngettext("{done} of {n} level", "{done} of {n} levels", total, done=done)
        return _ring(done, total, label, language.gettext("of {n}", n=total))

    return ring


def _ring(done: int, total: int, label: str, of: str) -> Markup:
    """Return a ring that is filled by `done` of `total`, with the numbers inside."""
    length = 263.9
    filled = length * min(done, total) / max(total, 1)
    value = (
        Markup(
            '<circle class="value" cx="50" cy="50" r="42" stroke-width="9"'
            ' stroke-dasharray="{} {}" transform="rotate(-90 50 50)"/>'
        ).format(f"{filled:.1f}", length)
        if filled
        else Markup()
    )
    return Markup(
        '<svg class="ring" width="102" height="102" viewBox="0 0 100 100" role="img"'
        ' aria-label="{1}"><circle class="track" cx="50" cy="50" r="42"'
        ' stroke-width="9"/>{2}<text x="50" y="53">{0}</text>'
        '<text class="of" x="50" y="69">{3}</text></svg>'
    ).format(done, label, value, of)
