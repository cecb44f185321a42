"""What the gate allows at most, and how it says no."""

from msgspec import Struct

OUTLINES = "export it again as a plain SVG: outlines, fills and gradients, no effects"


class Limits(Struct, frozen=True):
    """The most a picture may ask for. `expansion` counts elements as drawn, references followed.

    The processor's time decides; `seconds` by the clock are a last resort, for a busy machine must
    not refuse what an idle one takes.
    """

    bytes: int = 2_000_000
    side: int = 4_000
    elements: int = 5_000
    depth: int = 50
    expansion: int = 20_000
    path: int = 100_000
    attribute: int = 2_000
    number: float = 100_000
    cpu_seconds: int = 3
    seconds: int = 120
    memory: int = 1 << 30


class PictureRefused(Struct, frozen=True):
    """Why a picture is not taken: a lower-case sentence that names it, and what to do about it."""

    sentence: str
    remedy: str


class RefusalError(Exception):
    """Raised inside the gate alone; `safe_picture` turns it into a `PictureRefused`.

    `reason` continues "the picture NAME …".
    """

    def __init__(self, reason: str, remedy: str = OUTLINES) -> None:
        """Keep the reason and its remedy."""
        super().__init__(reason)
        self.reason, self.remedy = reason, remedy
