"""The list of skills: each with the badges that prove it and the pathways that lead there."""

from collections.abc import Iterator, Mapping

from badgesite.addresses import pathway_path, skill_anchor
from badgesite.languages import folded_words, sort_key
from badgesite.model import Badge, Skill
from badgesite.plan.badge_pages import card_view
from badgesite.plan.facts import Facts
from badgesite.plan.outputs import Output
from badgesite.rendering import Theme, pages
from badgesite.rendering.views import Frame, SkillEntry, SkillLink, SkillPathway, SkillsView

SKILLS_PAGE = 40  # skills on one page: with their badges they stay below 30 KB


def skill_outputs(facts: Facts, theme: Theme, frame: Frame) -> Iterator[Output]:
    """Yield the pages of the skills; none where no badge names a skill."""
    for view in skills_views(facts):
        yield Output(f"{view.path}index.html", pages.skills_page, (theme, frame, view))


def skills_of(facts: Facts) -> Mapping[str, tuple[Skill, tuple[Badge, ...]]]:
    """Return every skill by its name, in order, with the badges that prove it.

    Where badges write one skill in several ways, or give it different entries of frameworks, the
    first badge's is shown.
    """
    found: dict[str, tuple[Skill, list[Badge]]] = {}
    for badge in facts.catalog.badges.values():
        for skill in badge.skills:
            _, badges = found.setdefault(folded_words(skill.name), (skill, []))
            if badge not in badges:
                badges.append(badge)
    language = facts.catalog.site.languages[0]
    skills = sorted(found.values(), key=lambda each: sort_key(each[0].name, language))
    return {skill.name: (skill, tuple(badges)) for skill, badges in skills}


def skill_paths(facts: Facts) -> Mapping[str, str]:
    """Return where each skill stands, by the name it has there: a page of the list, and where."""
    return {
        name: f"{_page_path(number // SKILLS_PAGE)}#{skill_anchor(name)}"
        for number, name in enumerate(skills_of(facts))
    }


def skill_links(facts: Facts) -> Mapping[str, str]:
    """Return where each skill stands, by every way in which badges write its name."""
    places = {folded_words(name): path for name, path in skill_paths(facts).items()}
    skills = (skill for badge in facts.catalog.badges.values() for skill in badge.skills)
    return {skill.name: places[folded_words(skill.name)] for skill in skills}


def _page_path(number: int) -> str:
    return "skills/" if number == 0 else f"skills/page-{number + 1}/"


def skills_views(facts: Facts) -> Iterator[SkillsView]:
    """Yield the pages of the list, in order."""
    entries = [_entry(facts, skill, badges) for skill, badges in skills_of(facts).values()]
    count = -(-len(entries) // SKILLS_PAGE)
    for number in range(count):
        yield SkillsView(
            tuple(entries[number * SKILLS_PAGE : (number + 1) * SKILLS_PAGE]),
            len(entries),
            _page_path(number),
            _page_path(number - 1) if number > 0 else None,
            _page_path(number + 1) if number + 1 < count else None,
        )


def _entry(facts: Facts, skill: Skill, badges: tuple[Badge, ...]) -> SkillEntry:
    pathways = {
        place.pathway.id: place.pathway
        for badge in badges
        for place in facts.places.get(badge.id, ())
    }
    return SkillEntry(
        skill_anchor(skill.name),
        SkillLink(skill.name, skill.url, skill.framework, skill.code),
        tuple(card_view(facts, badge) for badge in badges),
        tuple(SkillPathway(each.name, pathway_path(each.id)) for each in pathways.values()),
    )
