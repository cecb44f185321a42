"""Pictures from data: badges, share cards, tiles and palettes, and the gate for others' pictures.

Everything is a pure function of its arguments and gives the same bytes on every machine. Nothing
here reads content, writes a file or opens a connection; fonts come with the package.
"""

from badgesite.artwork.badge import VARIANTS, BadgeArt, badge_notes, badge_svg
from badgesite.artwork.icons import icon_names
from badgesite.artwork.marks import MARKS
from badgesite.artwork.palette import Palette, palette
from badgesite.artwork.raster import badge_png
from badgesite.artwork.shapes import SHAPES

__all__ = [
    "MARKS",
    "SHAPES",
    "VARIANTS",
    "BadgeArt",
    "Palette",
    "badge_notes",
    "badge_png",
    "badge_svg",
    "icon_names",
    "palette",
]
