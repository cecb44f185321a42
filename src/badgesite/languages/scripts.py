"""How a language is written: its direction, and the name its speakers give it."""

_RIGHT_TO_LEFT = ("ar", "dv", "fa", "he", "ks", "ku-Arab", "ps", "sd", "ug", "ur", "yi")


def right_to_left(code: str) -> bool:
    """Whether the language is written from right to left."""
    parts = code.split("-")
    return parts[0] in _RIGHT_TO_LEFT or "-".join(parts[:2]) in _RIGHT_TO_LEFT


def own_name(code: str) -> str:
    """Return what speakers call their language: `Deutsch`; the code where nobody has told."""
    from babel import Locale, UnknownLocaleError

    try:
        name = Locale.parse(code, sep="-").display_name
    except (UnknownLocaleError, ValueError):
        return code
    return name[:1].upper() + name[1:] if name else code
