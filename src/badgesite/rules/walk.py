"""Ways through the rule of a pathway that several rules take. Judges nothing."""

from collections.abc import Iterator

from badgesite.model import BadgeNeeded, Catalog, Group, Pathway, Requirement, Step


def every_pathway(catalog: Catalog) -> Iterator[Pathway]:
    """Yield the present and the kept earlier versions, which must all hold together."""
    yield from catalog.pathways.values()
    yield from catalog.earlier_pathways.values()


def steps(pathway: Pathway) -> Iterator[Step]:
    """Yield the steps of all levels in order."""
    for level in pathway.levels:
        yield from level.steps


def requirements(requirement: Requirement) -> Iterator[Requirement]:
    """Yield a requirement and all that are inside it."""
    yield requirement
    if isinstance(requirement, Group):
        for member in requirement.of:
            yield from requirements(member)


def groups(pathway: Pathway) -> Iterator[tuple[Step, Group]]:
    """Yield every group of a pathway with the step it stands in."""
    for step in steps(pathway):
        for each in requirements(step.requirement):
            if isinstance(each, Group):
                yield step, each


def badges_of(requirement: Requirement) -> Iterator[str]:
    """Yield the badges that a requirement names itself, not those of a nested pathway."""
    for each in requirements(requirement):
        if isinstance(each, BadgeNeeded):
            yield each.badge


def listed(words: list[str]) -> str:
    """Return words joined for people: 'a', 'b' and 'c'."""
    quoted = [f"'{word}'" for word in words]
    return quoted[0] if len(quoted) == 1 else f"{', '.join(quoted[:-1])} and {quoted[-1]}"
