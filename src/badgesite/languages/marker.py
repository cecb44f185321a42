"""Marks for sentences that stand in a table: found by the extraction, looked up when used."""


def N_(message: str) -> str:
    """Return the sentence as it is."""
    return message


def NN_(one: str, many: str) -> tuple[str, str]:
    """Return a sentence in both numbers as it is."""
    return one, many
