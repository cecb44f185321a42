"""What a provider should see of a year: numbers out of facts and a day. Pure; published nowhere."""

from badgesite.overseeing.floor import Floor
from badgesite.overseeing.numbers import Numbers, numbers_of
from badgesite.overseeing.page import oversight_view
from badgesite.overseeing.sheets import sheets_of

__all__ = ["Floor", "Numbers", "numbers_of", "oversight_view", "sheets_of"]
