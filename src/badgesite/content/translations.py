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


def proper_code(text: str) -> str | None:
    """Return the code that a text such as `DE` or `en_GB` is meant to be, or None."""
    first, *others = text.strip().replace("_", "-").split("-")
    parts = (each.title() if len(each) == 4 else each.upper() for each in others)
    code = "-".join((first.lower(), *parts))
    return code if is_code(code) else None


def note_language(code: str, place: Place, what: str, notes: Notes) -> bool:
    """Whether a translation into the language has a place on this site; noted if not.

    Where the site's languages are not known, every language has one.
    """
    languages = notes.known.languages
    if code in languages[1:]:
        return True
    if not is_code(code):
        sentence = f"{what} is in '{code}', which is not the code of a language"
        notes.error(place, sentence, _instead_of(code, what, languages), "unknown-language")
    elif languages and code == languages[0]:
        sentence = f"{what} is in '{code}', which is the site's own language"
        notes.error(place, sentence, "write it without the language", "own-language")
    elif languages:
        near = nearest(code, languages[1:])
        remedy = f"did you mean '{near}'? or " if near else ""
        notes.error(
            place,
            f"{what} is in '{code}', which is not a language of this site ({', '.join(languages)})",
            f"{remedy}add it to  languages: [..]  in content/site.yml",
            "unknown-language",
        )
    else:
        return True
    return False


def _instead_of(code: str, what: str, languages: tuple[str, ...]) -> str:
    proper = proper_code(code)
    if proper is not None:
        named = what.replace(f".{code}'", f".{proper}'")
        return f"write {named}" if named != what else f"write '{proper}' in its name"
    near = nearest(code, languages[1:])
    return f"did you mean '{near}'?" if near else "write its code: de, fr, pt-BR"
