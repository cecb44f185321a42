"""A name's initials: one or two letters that stand for it where there is no picture."""

import unicodedata

from badgesite.artwork import lettering, outlines


def initials(name: str) -> str:
    """Return the first letters of the first and the last word, in capitals.

    Empty when no bundled font can write them. Scripts without capitals give one letter with the
    marks that belong to it.
    """
    words = [word for word in lettering.clean(name).split() if word[0].isalnum()]
    if not words:
        return ""
    chosen = words if len(words) == 1 else [words[0], words[-1]]
    letters = "".join(_first(word) for word in chosen)
    if not all("LATIN" in unicodedata.name(each, "") or each.isupper() for each in letters):
        letters = _first(words[0])
    return lettering.drawable(letters)


def _first(word: str) -> str:
    """Return a word's first letter with its marks, as a capital where that is one letter."""
    end = 1
    while end < len(word) and unicodedata.category(word[end])[0] == "M":
        end += 1
    capital = word[:end].upper()
    return capital if len(capital) == end else word[:end]


def initials_path(letters: str, box: tuple[float, float, float], ink: str) -> str:
    """Return the letters as a path, centred at x, y and as large as an icon of the size."""
    x, y, room = box
    size = min(room * 0.86, room * 1.12 / lettering.width(letters, True, -0.03))
    d = outlines.line_path(letters, x=x, y=y + size * 0.362, size=size, tracking=-0.03)
    return f'<path d="{d}" fill="{ink}"/>'
