"""Words set in fonts: shaped, kerned, in the order they are read, broken into lines.

A letter that no bundled font has is taken from the second font at hand; where that has none of it
either, the whole text is left out. A pictograph is left out alone. Neither ever becomes a box.
Whoever sets a text learns by `unset` what cannot be drawn.
"""

import unicodedata
from functools import cache, lru_cache

import uharfbuzz as hb
from msgspec import Struct

from badgesite.artwork.fonts import FAMILIES, family_of, font
from badgesite.artwork.second import SecondFont, at_hand

_JOINED = frozenset("\u200c\u200d\ufe0e\ufe0f")  # they steer shaping and have no form of their own
_WORDS = ("L", "M", "N")  # general categories of what a reader would miss


class Run(Struct, frozen=True):
    """A stretch of text in one font and one direction."""

    text: str
    family: str
    rightwards: bool


class Placed(Struct, frozen=True):
    """A glyph, where it stands and how far it reaches, in pixels, for a font size of one pixel."""

    family: str
    number: int
    x: float
    y: float
    advance: float


class SetLine(Struct, frozen=True):
    """A line set at a size of one pixel: its glyphs and its width."""

    glyphs: tuple[Placed, ...]
    width: float


def clean(text: str) -> str:
    """Return the text composed, on one line, without control or direction characters."""
    composed = unicodedata.normalize("NFC", text)
    kept = (
        " " if each.isspace() else each
        for each in composed
        if each in _JOINED or each.isspace() or unicodedata.category(each)[0] != "C"
    )
    return " ".join("".join(kept).split())


@cache
def _bundled(letter: str) -> str | None:
    for family in FAMILIES:
        if ord(letter) in font(family, True).letters:
            return family
    return None


def _family_of(letter: str) -> str | None:
    found, second = _bundled(letter), at_hand()
    if found is None and second is not None:
        family = family_of(second)
        return family if ord(letter) in font(family, True).letters else None
    return found


def unset(text: str) -> tuple[str, ...]:
    """Return the letters of a text that no font at hand has, each once, in order."""
    return tuple(
        dict.fromkeys(
            each
            for each in clean(text)
            if each not in _JOINED
            and unicodedata.category(each)[0] in _WORDS
            and _family_of(each) is None
        )
    )


def drawable(text: str) -> str:
    """Return what of a text can be drawn: all but pictographs, or nothing if letters lack."""
    if unset(text):
        return ""
    kept = (each for each in clean(text) if each in _JOINED or _family_of(each) is not None)
    return " ".join("".join(kept).strip("".join(_JOINED)).split())


def _levels(text: str) -> list[int]:
    """Return an embedding level for each letter: the two levels of UAX #9 that names need."""
    kinds = [unicodedata.bidirectional(each) for each in text]
    first = next((kind for kind in kinds if kind in ("L", "R", "AL")), "L")
    base = 0 if first == "L" else 1
    levels: list[int | None] = []
    for kind in kinds:
        if kind in ("R", "AL"):
            levels.append(1)
        elif kind == "L" or (kind in ("EN", "AN") and base == 1):
            levels.append(2 * base)
        elif kind == "NSM" and levels:
            levels.append(levels[-1])
        else:
            levels.append(None)
    return _neutrals(levels, base)


def _neutrals(levels: list[int | None], base: int) -> list[int]:
    """Give neutral letters the level around them when both sides agree, else the base level."""
    settled: list[int] = []
    for at, level in enumerate(levels):
        if level is not None:
            settled.append(level)
            continue
        before = settled[-1] if settled else base
        after = next((each for each in levels[at:] if each is not None), base)
        settled.append(before if before == after else base)
    return settled


def runs(text: str) -> tuple[Run, ...]:
    """Return the text as runs of one font and one direction, in the order they stand in."""
    levels = _levels(text)
    found: list[tuple[int, str, str]] = []
    for letter, level in zip(text, levels, strict=True):
        family = _family_of(letter) or FAMILIES[0]
        if found and level == found[-1][0]:
            _, before, so_far = found[-1]
            shared = letter in _JOINED or ord(letter) in font(before, True).letters
            if family == before or (shared and not letter.isalnum()):
                found[-1] = (level, before, so_far + letter)
                continue
        found.append((level, family, letter))
    for high in range(max(levels, default=0), 0, -1):  # UAX #9, rule L2
        at = 0
        while at < len(found):
            end = at
            while end < len(found) and found[end][0] >= high:
                end += 1
            found[at:end] = reversed(found[at:end])
            at = max(end, at + 1)
    return tuple(Run(words, family, level % 2 == 0) for level, family, words in found)


def set_line(text: str, bold: bool, tracking: float = 0) -> SetLine:
    """Set a drawable text; `tracking` is extra room after each letter, in parts of the size.

    Joined scripts are never tracked: it would tear their letters apart.
    """
    return _set_line(text, bold, tracking, at_hand())


@lru_cache(maxsize=4096)
def _set_line(text: str, bold: bool, tracking: float, second: SecondFont | None) -> SetLine:
    """Return the line set with the fonts that come along and `second`, which is at hand."""
    placed: list[Placed] = []
    x = 0.0
    for run in runs(text):
        chosen = font(run.family, bold)
        room = tracking if run.family == FAMILIES[0] else 0.0
        buffer = hb.Buffer()
        buffer.add_str(run.text)
        buffer.guess_segment_properties()
        buffer.direction = "ltr" if run.rightwards else "rtl"
        hb.shape(chosen.shaper, buffer, {"kern": True, "liga": not room})
        for info, place in zip(buffer.glyph_infos, buffer.glyph_positions, strict=True):
            if info.codepoint:
                at = x + place.x_offset / chosen.units
                lift, far = place.y_offset / chosen.units, place.x_advance / chosen.units
                placed.append(Placed(run.family, info.codepoint, at, lift, far))
            x += place.x_advance / chosen.units + (room if place.x_advance else 0)
    return SetLine(tuple(placed), max(0.0, x - tracking))


def width(text: str, bold: bool, tracking: float = 0) -> float:
    """Return how wide a drawable text is at a size of one pixel."""
    return set_line(text, bold, tracking).width


class Block(Struct, frozen=True):
    """A text broken into balanced lines, and the size at which the longest fits."""

    lines: tuple[str, ...]
    size: float


def fitted(text: str, room: float, biggest: tuple[float, ...], tracking: float = 0) -> Block:
    """Break a drawable text so that it is as large as it can be.

    `biggest[n]` is the largest size allowed on n + 1 lines; fewer lines win a tie.
    """
    if not text:
        return Block((), biggest[0])
    best: Block | None = None
    for count, limit in enumerate(biggest, start=1):
        lines = _balanced(text.split(), count, tracking)
        if lines is None:
            break
        widest = max(width(line, True, tracking) for line in lines)
        size = min(limit, room / widest) if widest else limit
        if best is None or size > best.size + 0.05:
            best = Block(lines, size)
    return best or Block((text,), biggest[0])


def _balanced(words: list[str], count: int, tracking: float) -> tuple[str, ...] | None:
    """Return the words on `count` lines whose widest is as narrow as possible; None if too few."""
    if count > len(words):
        return None
    if count == 1:
        return (" ".join(words),)
    best: tuple[float, tuple[str, ...]] | None = None
    for cut in range(1, len(words) - count + 2):
        head = " ".join(words[:cut])
        tail = _balanced(words[cut:], count - 1, tracking)
        if tail is None:
            continue
        widest = max(width(line, True, tracking) for line in (head, *tail))
        if best is None or widest < best[0] - 1e-9:
            best = (widest, (head, *tail))
    return best[1] if best else None


def shortened(text: str, room: float, bold: bool = True, tracking: float = 0) -> str:
    """Return the text, or as much of it as fits a width at size one, ended by an ellipsis."""
    if width(text, bold, tracking) <= room:
        return text
    kept = text
    while kept and width(kept + "…", bold, tracking) > room:
        kept = kept[:-1].rstrip()
    return kept + "…"


def set_block(
    text: str, room: float, biggest: tuple[float, ...], least: float, tracking: float = 0
) -> tuple[Block, bool]:
    """Break a drawable text as `fitted`, but never smaller than `least`; whether it was cut short.

    A single word that is too wide loses its end before the words after it do.
    """
    words = " ".join(shortened(each, room / least, True, tracking) for each in text.split())
    words = shortened(words, len(biggest) * room / least, True, tracking)
    block = fitted(words, room, biggest, tracking)
    while block.size < least:
        words = words[: len(words) * 9 // 10].rstrip(" …") + "…"
        block = fitted(words, room, biggest, tracking)
    return block, words != text
