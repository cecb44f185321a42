"""Short texts on pages that are composed from the model: facts, durations, places."""

import re

from badgesite.addresses import badge_path, pathway_path
from badgesite.model import Badge, Pathway
from badgesite.plan.facts import Facts, Place, badges_in
from badgesite.progress import standings
from badgesite.rendering.views import Fact, PathwayCard, PathwayPlace, Stage

_UNITS = {"Y": "year", "M": "month", "W": "week", "D": "day"}


def duration(text: str) -> str:
    """Return an ISO 8601 duration in words: `P2Y` is `2 years`."""
    parts = re.findall(r"([0-9]+)([YMWD])", text)
    return " ".join(f"{n} {_UNITS[unit]}{'' if n == '1' else 's'}" for n, unit in parts)


def count(number: int, word: str) -> Fact:
    """Return `4 levels` as a fact with its number strong."""
    return Fact("", str(number), word if number == 1 else f"{word}s")


def place_view(place: Place | None) -> PathwayPlace | None:
    """Return where a badge stands, for pages."""
    if place is None:
        return None
    return PathwayPlace(
        place.pathway.name, pathway_path(place.pathway.id), place.level, place.levels
    )


def level_of(facts: Facts, badge: Badge) -> int | None:
    """Return the badge's level: its own, else where it first stands on a pathway."""
    if badge.level is not None:
        return badge.level
    return next((p.level for p in facts.places.get(badge.id, ()) if p.level), None)


def stages(facts: Facts, pathway: Pathway, here: str | None = None) -> tuple[Stage, ...]:
    """Return one picture for each level and one for the final badge."""
    found = []
    badges = facts.catalog.badges
    for level in pathway.levels:
        ids = [badge for step in level.steps for badge in badges_in(step.requirement)]
        if not ids:
            continue
        chosen = here if here in ids else ids[0]
        label = badges[chosen].name if len(ids) == 1 else _several(level.any, len(ids), level.name)
        found.append(Stage(label, badge_path(chosen), here=here in ids))
    if pathway.final is not None:
        final = badges[pathway.final]
        found.append(Stage(final.name, badge_path(final.id), True, here == final.id))
    return tuple(found)


def _several(any_: int | None, listed: int, name: str) -> str:
    return name if any_ is None else f"{name}: any {any_} of {listed}"


def pathway_facts(facts: Facts, pathway: Pathway) -> tuple[Fact, ...]:
    """Return the short facts of a pathway: levels, badges, how long they stay valid."""
    ids = {b for lv in pathway.levels for s in lv.steps for b in badges_in(s.requirement)}
    levels, badges = len(pathway.levels), len(ids)
    asked = standings(facts.catalog).rules.asked(pathway)  # of nested pathways too
    periods = {facts.catalog.badges[each].validity for each in asked if isinstance(each, str)}
    known = sorted(duration(period) for period in periods if period)
    if not known:
        renewal = Fact("check", "No expiry")
    elif len(known) == 1 and None not in periods:
        renewal = Fact("renew", f"Renewed every {known[0]}")
    else:
        renewal = Fact("renew", "Some badges expire")
    return (
        Fact("levels", _plural(levels, "level"), _plural(badges, "badge")),
        renewal,
    )


def _plural(number: int, word: str) -> str:
    return f"{number} {word}" if number == 1 else f"{number} {word}s"


def pathway_card(facts: Facts, pathway: Pathway) -> PathwayCard:
    """Return the pathway as a card for home and the list."""
    return PathwayCard(
        pathway.name,
        pathway_path(pathway.id),
        pathway.summary,
        stages(facts, pathway),
        pathway_facts(facts, pathway),
    )
