"""Rules of a whole Catalog: what no single file can say of itself. Reads no file."""

from badgesite.errors import Problem, in_order
from badgesite.model import Catalog


def check(catalog: Catalog) -> tuple[Problem, ...]:
    """Return every problem, in order."""
    return in_order(())
