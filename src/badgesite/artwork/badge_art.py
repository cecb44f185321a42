"""What a badge looks like, as data; and the tones that its level gives its field."""

from typing import NamedTuple

from msgspec import Struct

from badgesite.artwork.colour import Tones
from badgesite.artwork.second import SecondFont
from badgesite.artwork.shapes import Layout


class BadgeArt(Struct, frozen=True):
    """What a badge looks like. `icon` None, or one we do not have: the name's initials.

    `id` seeds the fine lines; `level` of `levels` sets the field and the marks; `final` is the
    credential at a pathway's end: accent rim, stars, ribbon tails. `second` writes what the bundled
    fonts lack.
    """

    name: str
    id: str
    issuer: str = ""
    shape: str = "hexagon"
    level: int = 1
    levels: int = 1
    icon: str | None = None
    mark: str = "chevron"
    brand: str = "#0b5f80"
    accent: str = "#f0b64a"
    final: bool = False
    second: SecondFont | None = None


class Rank(NamedTuple):
    """Lightness of every tone of a level's field."""

    field_top: float
    field_bottom: float
    rim_dark: float
    rim_light: float
    ink: float
    cut: float
    band: float
    words: float
    lines: float

    @property
    def bright_ink(self) -> bool:
        """Whether the sign is light on a dark field."""
        return self.ink > 0.9


RANKS = (
    Rank(0.975, 0.925, 0.62, 0.90, 0.36, 0.95, 0.42, 0.99, 0.50),
    Rank(0.860, 0.780, 0.40, 0.80, 0.27, 0.83, 0.36, 0.99, 0.30),
    Rank(0.560, 0.460, 0.30, 0.78, 0.99, 0.50, 0.30, 0.99, 0.95),
    Rank(0.400, 0.290, 0.22, 0.72, 0.99, 0.34, 0.99, 0.28, 0.95),
)


def rank_of(art: BadgeArt) -> Rank:
    """Return the row of tones of the badge's level; a final badge has the deepest."""
    if art.final:
        return RANKS[3]
    if art.levels == 1:
        return RANKS[2]
    return RANKS[round(3 * (art.level - 1) / (art.levels - 1))]


class Scheme(NamedTuple):
    """Everything that the parts of one drawing share."""

    art: BadgeArt
    layout: Layout
    rank: Rank
    tone: Tones
    gold: Tones
    words: bool
    ref: str

    @property
    def ink(self) -> str:
        """Return the tone of the sign, the issuer and the marks."""
        return self.tone(self.rank.ink, 0.3 if self.rank.bright_ink else 1)
