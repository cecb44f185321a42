"""All families, in the order of the rules."""

from deriving import json_cases, lossless_cases, vocabulary_cases
from deriving.bench import Family


def families() -> list[Family]:
    """Return every family of cases."""
    return [json_cases.family(), vocabulary_cases.family(), lossless_cases.family()]
