"""Words for drawn artwork that a site, a badge and a pathway share."""

from badgesite.content.kinds import Choice, Colour, Pattern
from badgesite.content.shapes import Field

ICON = Pattern("[a-z0-9-]{1,40}", "the name of an icon", "lifebuoy", "icon")
SHAPES = Choice("hexagon", "shield", "circle", "rosette", "octagon", "ticket")
MARKS = Choice("chevron", "pip", "bar", "star")
COLOUR = Colour()

SHAPE_FIELD = Field("shape", SHAPES, "outline of the drawn artwork")
COLOUR_FIELD = Field("colour", COLOUR, "colour of the drawn artwork, as #rrggbb in quotes")
ICON_FIELD = Field("icon", ICON, "name of an icon that comes with badgesite")
