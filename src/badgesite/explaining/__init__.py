"""Every code that a problem, a check or a finding can carry, explained: the one table of them."""

from badgesite.explaining.table import AREAS, Area, Explanation, explanations, found, nearest_code

__all__ = ["AREAS", "Area", "Explanation", "explanations", "found", "nearest_code"]
