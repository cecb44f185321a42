"""Texts in the site's further languages: keys such as `name.de`, and files such as `bls.de.md`."""

import re

from badgesite.content.languages import LANGUAGES
from badgesite.content.notes import Notes, Place, nearest

_FORM = re.compile(r"[a-z]{2,3}(-[A-Z][a-z]{3})?(-[A-Z]{2})?")


def is_code(text: str) -> bool:
    """Whether the text is the code of a language that there is."""
    return _FORM.fullmatch(text) is not None and text.split("-")[0] in LANGUAGES


def parted(name: str) -> tuple[str, str]:
    """Return name and language of `name.de`; the language is empty where none is named."""
    base, dot, code = name.rpartition(".")
    return (base, code) if dot and base else (name, "")


def note_language(code: str, place: Place, what: str, notes: Notes) -> bool:
    """Whether a translation into the language has a place on this site; noted if not."""
    languages = notes.known.languages
    if code in languages[1:]:
        return True
    if languages and code == languages[0]:
        sentence = f"{what} is in '{code}', which is the site's own language"
        notes.error(place, sentence, "write it without the language", "own-language")
    elif languages or not is_code(code):
        near = nearest(code, languages[1:])
        listed = ", ".join(languages) or "none yet"
        remedy = f"did you mean '{near}'? or " if near else ""
        notes.error(
            place,
            f"{what} is in '{code}', which is not a language of this site ({listed})",
            f"{remedy}add it to  languages: [..]  in content/site.yml",
            "unknown-language",
        )
    else:
        return True  # site.yml could not be read: nothing is known
    return False
