"""Rules of names: what stands on one pathway is told apart, and reads as one family."""

from collections.abc import Iterator

from badgesite.errors import Problem, Severity
from badgesite.languages import folded, folded_words
from badgesite.model import Badge, Catalog, Pathway
from badgesite.rules.walk import badges_of, listed, steps

_SMALL = frozenset({"and", "as", "at", "by", "for", "from", "in", "into", "of", "on", "or", "the"})


def badges_of_a_pathway_have_names_of_their_own(catalog: Catalog) -> Iterator[Problem]:
    """No two badges of a pathway, the final one and milestones included, have one name."""
    for pathway in catalog.pathways.values():
        by_name: dict[str, list[str]] = {}
        for badge in _badges(catalog, pathway):
            by_name.setdefault(folded(badge.name), []).append(badge.id)
        for ids in by_name.values():
            if len(ids) > 1:
                yield Problem(
                    pathway.origin,
                    f"the badges {listed(ids)} of '{pathway.id}' have one name",
                    "give each a name of its own: learners see nothing else of them",
                    "names-same",
                    Severity.WARNING,
                )


def names_of_a_pathway_are_written_alike(catalog: Catalog) -> Iterator[Problem]:
    """The names of a pathway's badges all have capitals in every word, or all in the first only.

    Names of one word, and those in scripts without capitals, go with either.
    """
    for pathway in catalog.pathways.values():
        by_style: dict[bool, list[Badge]] = {True: [], False: []}
        for badge in _badges(catalog, pathway):
            style = _every_word(badge.name)
            if style is not None:
                by_style[style].append(badge)
        if by_style[True] and by_style[False]:
            few = min(by_style.values(), key=len)
            one, other = by_style[True][0].name, by_style[False][0].name
            yield Problem(
                few[0].origin,
                f"the badges of '{pathway.id}' are named in two ways: '{one}' and '{other}'",
                "write all names with capitals in every word, or all with the first only",
                "names-differ",
                Severity.WARNING,
                field=("name",),
            )


def skills_are_written_in_one_way(catalog: Catalog) -> Iterator[Problem]:
    """A skill of several badges is one: no two write it with other capitals, spaces or hyphens."""
    first: dict[str, tuple[str, str]] = {}
    for badge in catalog.badges.values():
        for name in dict.fromkeys(skill.name for skill in badge.skills):
            known, where = first.setdefault(folded_words(name), (name, badge.id))
            if name != known:
                yield Problem(
                    badge.origin,
                    f"the skill '{name}' is '{known}' in the badge '{where}'",
                    "write it in one way: it is one skill in the list of skills",
                    "skill-spelling",
                    Severity.WARNING,
                    field=("skills",),
                )


def _badges(catalog: Catalog, pathway: Pathway) -> list[Badge]:
    ids = dict.fromkeys(badge for step in steps(pathway) for badge in badges_of(step.requirement))
    ends = (*(level.milestone for level in pathway.levels), pathway.final)
    ids |= dict.fromkeys(each for each in ends if each is not None)
    return [catalog.badges[each] for each in ids if each in catalog.badges]


def _every_word(name: str) -> bool | None:
    """Whether every word has a capital, or the first alone; None where a name does not tell."""
    words = [word for word in name.split()[1:] if word.casefold() not in _SMALL]
    capitals = [word[0].isupper() for word in words if word[0].lower() != word[0].upper()]
    if not capitals or len(set(capitals)) > 1:
        return None
    return capitals[0]
