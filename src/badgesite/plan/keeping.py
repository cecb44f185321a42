"""The file around copies that check themselves: one output for the whole site."""

from badgesite import artwork
from badgesite.model import Brand
from badgesite.package_files import built_folder
from badgesite.plan.outputs import Output
from badgesite.rendering import Theme, keeping, stylesheet
from badgesite.rendering.views import Frame

KEPT_SKELETON = "assets/kept.txt"  # not .html: it is no page of the site


def kept_skeleton(brand: Brand, theme: Theme, frame: Frame) -> Output:
    """Return the output."""
    script = (built_folder() / "kept" / "kept.js").read_bytes()
    return Output(KEPT_SKELETON, around, (theme, frame, brand, script))


def around(theme: Theme, frame: Frame, brand: Brand, script: bytes) -> bytes:
    """Recipe: the file around a kept credential."""
    tokens = stylesheet.brand_css(artwork.palette(brand.colour, brand.accent), brand.font)
    return keeping.skeleton(theme, frame, tokens, script)
