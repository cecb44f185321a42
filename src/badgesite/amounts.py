"""How many of something, as commands and the report say it."""


def counted(count: int, word: str, many: str | None = None) -> str:
    """Return `1 badge`, `1,200 badges`; `many` where a word has another plural than with an s."""
    return f"{count:,} {word if count == 1 else many or word + 's'}"
