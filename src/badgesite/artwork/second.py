"""A provider's own font for letters that the bundled ones lack, told apart by its digest."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from functools import lru_cache
from hashlib import sha256

import uharfbuzz as hb


@dataclass(frozen=True, slots=True)
class SecondFont:
    """A TrueType font as bytes; two are the same when their digests are."""

    sha256: str
    data: bytes = field(compare=False, repr=False)

    @classmethod
    def of(cls, data: bytes) -> "SecondFont":
        """Return the font that the bytes of a file are."""
        return _known(data)

    @property
    def has_letters(self) -> bool:
        """Return whether it is a font at all, and writes anything."""
        return bool(hb.Face(self.data).unicodes)


@lru_cache(maxsize=4)
def _known(data: bytes) -> SecondFont:
    return SecondFont(sha256(data).hexdigest(), data)


_at_hand: ContextVar[SecondFont | None] = ContextVar("second_font", default=None)


@contextmanager
def helped_by(font: SecondFont | None) -> Iterator[None]:
    """Within this, what the bundled fonts cannot write is written in the font, if there is one.

    Set by each function that draws, from its argument, and by nothing else.
    """
    before = _at_hand.set(font)
    try:
        yield
    finally:
        _at_hand.reset(before)


def at_hand() -> SecondFont | None:
    """Return the font that helps now."""
    return _at_hand.get()
