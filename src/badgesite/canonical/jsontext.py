"""The one JSON writer: every JSON file of the site has the same form."""

import json

from badgesite.errors import CanonicalError


def json_bytes(value: object) -> bytes:
    """Return UTF-8, two spaces of indent, members in the order given, a newline at the end.

    CanonicalError for what JSON or UTF-8 cannot say: NaN, infinity, lone surrogates, other types.
    """
    try:
        return (json.dumps(value, ensure_ascii=False, indent=2, allow_nan=False) + "\n").encode()
    except (TypeError, ValueError, RecursionError):
        raise CanonicalError("a value cannot be written as JSON") from None


def compact_json_bytes(value: object) -> bytes:
    """Return UTF-8 without white space, for what only programs read.

    CanonicalError for what JSON or UTF-8 cannot say.
    """
    try:
        text = json.dumps(value, ensure_ascii=False, separators=(",", ":"), allow_nan=False)
        return text.encode()
    except (TypeError, ValueError, RecursionError):
        raise CanonicalError("a value cannot be written as JSON") from None
