"""Names in the order in which a reader of a language looks for them."""

import unicodedata
from functools import cache

from badgesite.languages.alike import folded

# Letters that stand behind another one instead of beside it (CLDR collation, the usual tailoring).
_LETTERS = {
    "es": {"ñ": "n"},
    "sv": {"å": "z", "ä": "z", "ö": "z"},
    "fi": {"å": "z", "ä": "z", "ö": "z"},
    "da": {"æ": "z", "ø": "z", "å": "z"},
    "nb": {"æ": "z", "ø": "z", "å": "z"},
    "no": {"æ": "z", "ø": "z", "å": "z"},
    "nn": {"æ": "z", "ø": "z", "å": "z"},
    "et": {"õ": "w", "ä": "w", "ö": "w", "ü": "w"},
    "pl": {
        "ą": "a",
        "ć": "c",
        "ę": "e",
        "ł": "l",
        "ń": "n",
        "ó": "o",
        "ś": "s",
        "ź": "z",
        "ż": "z",
    },
    "cs": {"č": "c", "ř": "r", "š": "s", "ž": "z"},
    "tr": {"ç": "c", "ğ": "g", "ö": "o", "ş": "s", "ü": "u"},
}
_PLAIN = str.maketrans({"ß": "ss", "æ": "ae", "œ": "oe", "ø": "o", "đ": "d", "ł": "l", "ı": "i"})


def sort_key(text: str, code: str) -> tuple[str, str]:
    """Return the key under which a name is sorted: accents count only between equal names.

    A letter that is one of its own in the language stands behind its neighbour.
    """
    own = _own_letters(code.split("-")[0])
    alike = folded(text)
    return "".join(own.get(letter) or _base(letter) for letter in alike), alike


@cache
def _own_letters(language: str) -> dict[str, str]:
    given = _LETTERS.get(language, {})
    # The highest character keeps such letters behind every word of their neighbour.
    return {
        letter: f"{before}\U0010ffff{place:02}"
        for place, (letter, before) in enumerate(given.items())
    }


def _base(letter: str) -> str:
    parts = unicodedata.normalize("NFKD", letter)
    return "".join(each for each in parts if not unicodedata.combining(each)).translate(_PLAIN)
