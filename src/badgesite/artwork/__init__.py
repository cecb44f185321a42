"""Pictures from data: badges, share cards, tiles and palettes, and the gate for others' pictures.

Everything is a pure function of its arguments and gives the same bytes on every machine. Nothing
here reads content, writes a file or opens a connection; fonts come with the package.
"""

from typing import TYPE_CHECKING

from badgesite.facade import facade

if TYPE_CHECKING:
    from badgesite.artwork.badge import VARIANTS, badge_notes, badge_svg
    from badgesite.artwork.badge_art import BadgeArt
    from badgesite.artwork.border import border_svg, frame
    from badgesite.artwork.card_pictures import share_card_png
    from badgesite.artwork.cards import ShareCard, share_card_svg
    from badgesite.artwork.gate import (
        Limits,
        Picture,
        PictureRefused,
        own_logo,
        own_picture_svg,
        safe_picture,
        safe_pictures,
    )
    from badgesite.artwork.icons import icon_names
    from badgesite.artwork.learner_cards import learner_card_png
    from badgesite.artwork.lettering import unset
    from badgesite.artwork.marks import MARKS
    from badgesite.artwork.of_others import others_picture_svg
    from badgesite.artwork.palettes import Palette, palette
    from badgesite.artwork.pen import Pen
    from badgesite.artwork.placing import placed
    from badgesite.artwork.raster import pdf, png
    from badgesite.artwork.second import SecondFont, helped_by
    from badgesite.artwork.shapes import SHAPES
    from badgesite.artwork.sheet import SheetEntry, SheetGroup, contact_sheet
    from badgesite.artwork.tiles import favicon_svg, hero_svg

_PLACES = {
    "VARIANTS": "badge",
    "badge_notes": "badge",
    "badge_svg": "badge",
    "BadgeArt": "badge_art",
    "ShareCard": "cards",
    "share_card_png": "card_pictures",
    "share_card_svg": "cards",
    "border_svg": "border",
    "frame": "border",
    "Limits": "gate",
    "Picture": "gate",
    "PictureRefused": "gate",
    "own_logo": "gate",
    "own_picture_svg": "gate",
    "safe_picture": "gate",
    "safe_pictures": "gate",
    "icon_names": "icons",
    "learner_card_png": "learner_cards",
    "unset": "lettering",
    "MARKS": "marks",
    "others_picture_svg": "of_others",
    "Palette": "palettes",
    "palette": "palettes",
    "Pen": "pen",
    "placed": "placing",
    "pdf": "raster",
    "png": "raster",
    "SecondFont": "second",
    "helped_by": "second",
    "SHAPES": "shapes",
    "SheetEntry": "sheet",
    "SheetGroup": "sheet",
    "contact_sheet": "sheet",
    "favicon_svg": "tiles",
    "hero_svg": "tiles",
}

__all__ = [
    "MARKS",
    "SHAPES",
    "VARIANTS",
    "BadgeArt",
    "Limits",
    "Palette",
    "Pen",
    "Picture",
    "PictureRefused",
    "SecondFont",
    "ShareCard",
    "SheetEntry",
    "SheetGroup",
    "badge_notes",
    "badge_svg",
    "border_svg",
    "contact_sheet",
    "favicon_svg",
    "frame",
    "helped_by",
    "hero_svg",
    "icon_names",
    "learner_card_png",
    "others_picture_svg",
    "own_logo",
    "own_picture_svg",
    "palette",
    "pdf",
    "placed",
    "png",
    "safe_picture",
    "safe_pictures",
    "share_card_png",
    "share_card_svg",
    "unset",
]

__getattr__ = facade(__name__, _PLACES)
