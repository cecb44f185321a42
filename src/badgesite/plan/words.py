"""Short texts on pages that are composed from the model: facts, durations, places."""

from badgesite.addresses import badge_path, pathway_path
from badgesite.model import Badge, Level, Pathway
from badgesite.plan.facts import Facts, Place, badges_in
from badgesite.progress import standings
from badgesite.rendering import diagram
from badgesite.rendering.durations import duration_text
from badgesite.rendering.views import Fact, PathwayCard, PathwayPlace, Stage


def place_view(place: Place | None) -> PathwayPlace | None:
    """Return where a badge stands, for pages."""
    if place is None:
        return None
    return PathwayPlace(
        place.pathway.name,
        pathway_path(place.pathway.id),
        place.level,
        place.levels,
        place.milestone,
    )


def level_of(facts: Facts, badge: Badge) -> int | None:
    """Return the badge's level: its own, else where it first stands on a pathway."""
    if badge.level is not None:
        return badge.level
    return next((p.level for p in facts.places.get(badge.id, ()) if p.level), None)


def stages(facts: Facts, pathway: Pathway, here: str | None = None) -> tuple[Stage, ...]:
    """Return one picture for each level and one for the final badge.

    That of the level which asks for the badge `here`, or gives it, is the badge's own.
    """
    found = []
    badges = facts.catalog.badges
    for level in pathway.levels:
        ids = [badge for step in level.steps for badge in badges_in(step.requirement)]
        given = here is not None and here == level.milestone
        if not ids and not given:
            continue
        chosen = here if here is not None and (given or here in ids) else ids[0]
        alone = given or len(ids) == 1
        label = badges[chosen].name if alone else _several(facts, level, len(ids))
        found.append(Stage(label, badge_path(chosen), here=chosen == here))
    if pathway.final is not None:
        final = badges[pathway.final]
        found.append(Stage(final.name, badge_path(final.id), True, here == final.id))
    return tuple(found)


def _several(facts: Facts, level: Level, listed: int) -> str:
    if level.any is None:
        return level.name
    return facts.language.gettext(
        "{name}: any {n} of {count}", name=level.name, n=level.any, count=listed
    )


def valid_fact(facts: Facts, badge: Badge) -> Fact:
    """Return how long an award of the badge lasts."""
    if not badge.validity:
        return Fact("check", facts.language.gettext("No expiry"))
    period = duration_text(badge.validity, facts.language)
    return Fact("renew", facts.language.gettext("Valid {period}", period=period))


def version_fact(facts: Facts, version: str) -> Fact:
    """Return the version of a badge or pathway."""
    return Fact("tag", facts.language.gettext("Version {version}", version=version))


def credits_text(facts: Facts, credits: float) -> str:
    """Return `5 credits`."""
    return facts.language.ngettext("{n} credit", "{n} credits", credits)


def pathway_facts(facts: Facts, pathway: Pathway) -> tuple[Fact, ...]:
    """Return the short facts of a pathway: levels, badges, how long they stay valid."""
    ids = {b for lv in pathway.levels for s in lv.steps for b in badges_in(s.requirement)}
    levels = facts.language.ngettext("{n} level", "{n} levels", len(pathway.levels))
    badges = facts.language.ngettext("{n} badge", "{n} badges", len(ids))
    return Fact("levels", levels, badges), _renewal(facts, pathway)


def _renewal(facts: Facts, pathway: Pathway) -> Fact:
    _ = facts.language.gettext
    asked = standings(facts.catalog).rules.asked(pathway)  # of nested pathways too
    periods = {facts.catalog.badges[each].validity for each in asked if isinstance(each, str)}
    known = {period for period in periods if period}
    if not known:
        return Fact("check", _("No expiry"))
    if len(known) == 1 and None not in periods:
        period = duration_text(known.pop(), facts.language)
        return Fact("renew", _("Renewed every {period}", period=period))
    return Fact("renew", _("Some badges expire"))


def pathway_card(facts: Facts, pathway: Pathway) -> PathwayCard:
    """Return the pathway as a card for home and the list."""
    return PathwayCard(
        pathway.name,
        pathway_path(pathway.id),
        pathway.summary,
        stages(facts, pathway),
        pathway_facts(facts, pathway),
        facts.foreign("pathways", pathway.id, "name"),
        diagram.mini_diagram(facts.catalog, pathway),
        facts.foreign("pathways", pathway.id, "summary"),
    )
