"""The part of a catalogue that the verifier in the browser needs, as it reads it."""

from gettext import c2py
from pathlib import Path
from typing import Any

from badgesite.languages.language import catalogue_path

_VERIFIER = "src/verifier/"
_ENOUGH = range(201)  # numbers that show every form of a plural that people meet


def browser_strings(code: str) -> dict[str, Any]:
    """Return sentences by their English; a plural is its forms by name. Nothing for English."""
    path = catalogue_path(code)
    return {} if path is None else _strings(path)


def _strings(path: Path) -> dict[str, Any]:
    from babel import Locale
    from babel.messages.pofile import read_po

    with path.open("rb") as file:
        catalogue = read_po(file, locale=path.stem)
    places = _places(Locale.parse(path.stem, sep="-"), catalogue.plural_expr)
    found: dict[str, Any] = {}
    for message in catalogue:
        if not any(place.startswith(_VERIFIER) for place, _ in message.locations):
            continue
        said: Any = message.string
        if isinstance(message.id, str):
            if said:
                found[message.id] = said
        elif all(said):
            found[message.id[0]] = {name: said[at] for name, at in places.items()}
    return {key: found[key] for key in sorted(found)}


def _places(locale: Any, expression: str) -> dict[str, int]:
    """Return which form of the catalogue each plural of the browser (`one`, `other` …) is."""
    index = c2py(expression)
    places: dict[str, int] = {}
    for number in _ENOUGH:
        places.setdefault(locale.plural_form(number), index(number))
    places.setdefault("other", index(_ENOUGH[-1]))
    return places
