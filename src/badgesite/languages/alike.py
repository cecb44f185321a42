"""Texts that read alike: with small letters or capitals, and in any of Unicode's normal forms."""

import re
import unicodedata
from functools import lru_cache


def folded(text: str) -> str:
    """Return what texts that read alike have in common: `É` is one character, or two, or small.

    macOS parts a letter from its accent in names of files, and so do some editors.
    """
    return unicodedata.normalize("NFC", unicodedata.normalize("NFC", text).casefold())


@lru_cache(4_096)  # of skills the same few are asked for on every learner's page
def folded_words(text: str) -> str:
    """Return the folded words of a text; between two, spaces and a hyphen say the same."""
    return folded(" ".join(re.sub(r"(?<=\w)-(?=\w)", " ", text).split()))
