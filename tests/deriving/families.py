"""All families, in the order of the rules."""

from functools import cache

from deriving import (
    date_cases,
    foreign_cases,
    issuer_cases,
    json_cases,
    lossless_cases,
    picture_cases,
    proof_cases,
    reader_cases,
    stack_cases,
    status_cases,
    vocabulary_cases,
)
from deriving.bench import Family


@cache
def families() -> list[Family]:
    """Return every family of cases; they are signed once in a process."""
    return [
        json_cases.family(),
        vocabulary_cases.family(),
        lossless_cases.family(),
        proof_cases.family(),
        issuer_cases.family(),
        date_cases.family(),
        status_cases.family(),
        stack_cases.family(),
        picture_cases.family(),
        foreign_cases.family(),
        reader_cases.family(),
    ]
