"""How wide words will be, and how they break into lines. Estimates on the safe side; no fonts."""

import unicodedata
from functools import lru_cache

NAME_LETTERS = 20
_NARROW = frozenset("iljtfrI.,:;'!|()[] ·’‘-")
_WIDE = frozenset("mwMW@%&")
_LATIN, _LETTER = 0.98, 7.2 / 13  # the widest letter that is not counted as wide; a letter's width
_EMOJI_FOLLOWS = "\ufe0f"  # makes a picture of the sign before it, which is then as wide as one


def width(text: str, size: float) -> float:
    """Return how wide the text will be at most, in a common sans serif of that size."""
    return size * sum(_em(letter) for letter in text)


def pill_text_width(text: str, size: float) -> float:
    """Return about how wide the text will be, in letters of one width where they are not wide."""
    return size * sum(em if not 0 < (em := _em(letter)) <= _LATIN else _LETTER for letter in text)


@lru_cache(maxsize=2048)
def _em(letter: str) -> float:
    if letter in _NARROW:
        return 0.38
    if letter in _WIDE:
        return 0.98
    if "a" <= letter <= "z" or letter.isdigit():
        return 0.62
    if letter == _EMOJI_FOLLOWS:
        return 1.0  # on the safe side, like all of these
    if unicodedata.combining(letter) or unicodedata.category(letter) in ("Cf", "Mn", "Me"):
        return 0.0
    if unicodedata.east_asian_width(letter) in ("W", "F") or ord(letter) > 0xFFFF:
        return 1.4 if ord(letter) > 0xFFFF else 1.05
    return 0.76


@lru_cache(maxsize=8192)
def lines(
    text: str, size: float, room: float, most: int = 2, letters: int = 999
) -> tuple[str, ...]:
    """Return the text in at most so many lines, none wider than the room; cut with an ellipsis."""
    found: list[str] = []
    words = text.split()
    while words and len(found) < most:
        line = _fitting(words[0], size, room, letters)
        if line != words[0]:  # one word wider than the room goes on in the next line
            words[0] = words[0][len(line) :]
        else:
            words.pop(0)
            while words and _fits(f"{line} {words[0]}", size, room, letters):
                line += f" {words.pop(0)}"
        found.append(line)
    if words:
        found[-1] = _cut(f"{found[-1]} {words[0]}", size, room, letters)
    elif len(found) == 2:
        found = _balanced(found, size, room, letters)
    return tuple(found)


def _fits(text: str, size: float, room: float, letters: int) -> bool:
    return len(text) <= letters and width(text, size) <= room


def _fitting(word: str, size: float, room: float, letters: int) -> str:
    while len(word) > 1 and not _fits(word, size, room, letters):
        word = word[:-1]
    return word


def _cut(text: str, size: float, room: float, letters: int) -> str:
    while text and not _fits(f"{text}…", size, room, letters):
        text = text[:-1]
    return f"{text.rstrip()}…"


def _balanced(found: list[str], size: float, room: float, letters: int) -> list[str]:
    """Move words to the second line while it stays the shorter one."""
    first, second = found
    while " " in first:
        head, _, word = first.rpartition(" ")
        moved = f"{word} {second}"
        if len(moved) > len(head) + 3 or not _fits(moved, size, room, letters):
            break
        first, second = head, moved
    return [first, second]
