"""How counts are said where a report is given on: small ones are not told."""

from collections.abc import Sequence

from msgspec import Struct

from badgesite.languages import ENGLISH

LEAST = 5
FEW = f"fewer than {LEAST}"
NOT_TOLD = "not shown"


class Floor(Struct, frozen=True):
    """Says counts as they are, or, in a report that is given on, only from five on."""

    shareable: bool = False

    def hides(self, count: int) -> bool:
        """Whether a count says too much of single people."""
        return self.shareable and count < LEAST

    def told(self, count: int) -> int | None:
        """Return the count, or None where it is too small to be told."""
        return None if self.hides(count) else count

    def said(self, count: int) -> str:
        """Return `1,284`, or `fewer than 5`."""
        return FEW if self.hides(count) else ENGLISH.number(count)

    def all_told(self, counts: Sequence[int]) -> list[int | None]:
        """Return the counts of parts of one whole; None where one is not told.

        A single hidden part could be worked out from the whole, so the smallest other one is hidden
        with it.
        """
        told = [self.told(count) for count in counts]
        if told.count(None) == 1 and len(told) > 1:
            others = [place for place, count in enumerate(told) if count is not None]
            told[min(others, key=lambda place: counts[place])] = None
        return told

    def all_said(self, counts: Sequence[int]) -> list[str]:
        """Return the counts of parts of one whole in words."""
        return [
            ENGLISH.number(told) if told is not None else FEW if self.hides(count) else NOT_TOLD
            for count, told in zip(counts, self.all_told(counts), strict=True)
        ]
