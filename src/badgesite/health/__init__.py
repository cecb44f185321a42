"""Whether machine, repository and published site are in order: findings, each with a remedy."""

from badgesite.health.findings import Finding, State
from badgesite.health.outside import look_from_outside
from badgesite.health.repository import look_at_home

__all__ = ["Finding", "State", "look_at_home", "look_from_outside"]
