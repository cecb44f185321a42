"""What a build is asked for, what it said, and whether it has anything to do at all.

Imports nothing that takes time: when nothing has changed, this is all that a build needs.
"""

from badgesite.rebuilding.request import Built, Counts, Executor, Request
from badgesite.rebuilding.unchanged import (
    REGISTER,
    Inputs,
    Told,
    Whole,
    as_before,
    grows,
    inputs,
    recall,
    remember,
)

__all__ = [
    "REGISTER",
    "Built",
    "Counts",
    "Executor",
    "Inputs",
    "Request",
    "Told",
    "Whole",
    "as_before",
    "grows",
    "inputs",
    "recall",
    "remember",
]
