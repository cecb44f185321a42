"""Rules between pathways: none needs itself, and every final badge ends one pathway only."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from datetime import date

from badgesite.addresses import did_of
from badgesite.credentials.pathway_rules import MOST_DEEP
from badgesite.errors import Problem
from badgesite.model import Catalog, ForeignNeeded, Pathway, PathwayNeeded, Step
from badgesite.rules.walk import badges_of, every_pathway, listed, requirements, steps


def pathway_does_not_need_itself(catalog: Catalog) -> Iterator[Problem]:
    """A pathway does not ask for itself: by nesting, or by a final badge that a rule gives.

    Of an earlier version only nesting counts: a final badge may have been given otherwise then.
    """
    nested = {_node(each): _nested(catalog, each) for each in every_pathway(catalog)}
    needs = {
        _node(each): [*nested[_node(each)], *_by_final(catalog, each)]
        for each in every_pathway(catalog)
    }
    for pathway in every_pathway(catalog):
        present = pathway is catalog.pathways.get(pathway.id)
        way = _way_back(_node(pathway), needs if present else nested)
        if way:
            yield Problem(
                pathway.origin,
                f"the pathway needs itself: {' → '.join(_called(catalog, each) for each in way)}",
                "take one of them out of the other's steps",
                "pathway-cycle",
            )


_Node = tuple[str, str]
"""A pathway by id and version."""


def _node(pathway: Pathway) -> _Node:
    return pathway.id, pathway.version


def _called(catalog: Catalog, node: _Node) -> str:
    return node[0] if node not in catalog.earlier_pathways else "@".join(node)


def _nested(catalog: Catalog, pathway: Pathway) -> list[_Node]:
    asked = (each for step in steps(pathway) for each in requirements(step.requirement))
    found = (
        catalog.pathway_at(each.pathway, each.version)
        for each in asked
        if isinstance(each, PathwayNeeded)
    )
    return [_node(each) for each in found if each is not None]


def _by_final(catalog: Catalog, pathway: Pathway) -> list[_Node]:
    badges = {badge for step in steps(pathway) for badge in badges_of(step.requirement)}
    return [
        _node(other)
        for other in catalog.pathways.values()
        if other.final in badges and other.award == "by-rule" and other.id != pathway.id
    ]


def _way_back(start: _Node, needs: Mapping[_Node, Sequence[_Node]]) -> list[_Node]:
    """Return the shortest way from a pathway back to itself, at any version, or nothing."""
    ways = [[start]]
    seen: set[_Node] = set()
    for way in ways:  # grows while it is walked
        for following in needs.get(way[-1], ()):
            if following[0] == start[0]:
                return [*way, following]
            if following not in seen:
                seen.add(following)
                ways.append([*way, following])
    return []


def _parts(catalog: Catalog, pathway: Pathway, levels: int | None = None) -> set[str]:
    """Return the badges of a pathway and of all nested in it; of its first levels when told."""
    found: set[str] = set()
    seen = {_node(pathway)}
    waiting = [step for level in pathway.levels[:levels] for step in level.steps]
    while waiting:
        step = waiting.pop()
        found.update(badges_of(step.requirement))
        for each in requirements(step.requirement):
            if isinstance(each, PathwayNeeded):
                inner = catalog.pathway_at(each.pathway, each.version)
                if inner is not None and _node(inner) not in seen:
                    seen.add(_node(inner))
                    waiting += steps(inner)
    return found


def pathways_nest_only_so_deep(catalog: Catalog) -> Iterator[Problem]:
    """A pathway has at most eight pathways inside one another: each stands in its rules whole."""
    for pathway in every_pathway(catalog):
        if _depth(catalog, pathway, (), MOST_DEEP + 1) > MOST_DEEP:
            yield Problem(
                pathway.origin,
                f"the pathway '{pathway.id}' has more than {MOST_DEEP} pathways inside one another",
                "ask for the final badge of one of them instead",
                "nested-too-deep",
            )


def _depth(catalog: Catalog, pathway: Pathway, inside: tuple[str, ...], most: int) -> int:
    """Return how many pathways are inside one another, no further than `most`; 0 for none."""
    if most == 0 or pathway.id in inside:  # a circle is told elsewhere
        return 0
    nested = {
        (each.pathway, each.version)
        for step in steps(pathway)
        for each in requirements(step.requirement)
        if isinstance(each, PathwayNeeded)
    }
    found = [catalog.pathway_at(*each) for each in sorted(nested, key=str)]
    within = (*inside, pathway.id)
    return max(
        (1 + _depth(catalog, each, within, most - 1) for each in found if each is not None),
        default=0,
    )


def pathway_version_exists(catalog: Catalog) -> Iterator[Problem]:
    """A pathway that is asked for at a version is there at that version."""
    for pathway in every_pathway(catalog):
        for step in steps(pathway):
            for each in requirements(step.requirement):
                if not isinstance(each, PathwayNeeded) or each.pathway not in catalog.pathways:
                    continue
                if catalog.pathway_at(each.pathway, each.version) is None:
                    yield _no_version(catalog, step, each)


def _no_version(catalog: Catalog, step: Step, needed: PathwayNeeded) -> Problem:
    kept = [version for id_, version in catalog.earlier_pathways if id_ == needed.pathway]
    versions = [*sorted(kept), catalog.pathways[needed.pathway].version]
    return Problem(
        step.origin,
        f"the step '{step.id}' asks for version {needed.version} of '{needed.pathway}',"
        " and there is none",
        f"write one of: {', '.join(versions)}; an earlier one is kept as"
        f" content/pathways/{needed.pathway}@VERSION.md",
        "unknown-version",
    )


def earlier_versions_have_days_of_their_own(catalog: Catalog) -> Iterator[Problem]:
    """Of the earlier versions that learners may be on, each began to hold on another day."""
    for current in catalog.pathways.values():
        if current.grandfather != "keep" or current.since is None:
            continue
        by_day: defaultdict[date | None, list[Pathway]] = defaultdict(list)
        for earlier in catalog.earlier_pathways.values():
            if earlier.id == current.id:
                by_day[earlier.since].append(earlier)
        for since, same in by_day.items():
            for each in same if len(same) > 1 else ():
                others = listed([one.version for one in same if one is not each])
                held = "do not say since when they held" if since is None else f"hold since {since}"
                yield Problem(
                    each.origin,
                    f"this version of '{current.id}' and version {others} {held},"
                    " so nobody can tell which of them a learner began under",
                    "add  since: YYYY-MM-DD, the first day of each; the oldest can do without",
                    "version-undated",
                    field=("since",),
                )


def final_is_not_a_part(catalog: Catalog) -> Iterator[Problem]:
    """The final badge is not among the pathway's own steps, nested pathways included."""
    for pathway in every_pathway(catalog):
        if pathway.final is not None and pathway.final in _parts(catalog, pathway):
            yield Problem(
                pathway.origin,
                f"the final badge '{pathway.final}' is also one of the pathway's steps",
                "take it out of the steps: it is given when they are done",
                "final-is-part",
                field=("final",),
            )


def milestone_is_not_a_part(catalog: Catalog) -> Iterator[Problem]:
    """A level's milestone is not asked for up to that level, and is not the final badge."""
    for pathway in every_pathway(catalog):
        given: set[str] = {pathway.final} if pathway.final is not None else set()
        for number, level in enumerate(pathway.levels, 1):
            milestone = level.milestone
            if milestone is None:
                continue
            if milestone in given:
                sentence = f"'{milestone}' is given twice on this pathway"
                yield Problem(level.origin, sentence, "name another badge", "milestone-twice")
            elif milestone in _parts(catalog, pathway, number):
                yield Problem(
                    level.origin,
                    f"the milestone '{milestone}' is also asked for on the way to it",
                    "take it out of the steps: it is given when they are done",
                    "final-is-part",
                )
            given.add(milestone)


def final_belongs_to_one_pathway(catalog: Catalog) -> Iterator[Problem]:
    """No badge ends two pathways, or is the milestone of one and the end of another."""
    owner: dict[str, str] = {}
    for pathway in catalog.pathways.values():
        ends = [pathway.final, *(level.milestone for level in pathway.levels)]
        for badge in sorted({each for each in ends if each is not None}):
            other = owner.setdefault(badge, pathway.id)
            if other != pathway.id:
                yield Problem(
                    pathway.origin,
                    f"the badge '{badge}' is also given by the pathway '{other}'",
                    "name another badge here",
                    "final-shared",
                    field=("final",) if badge == pathway.final else (),
                )


def foreign_is_foreign(catalog: Catalog) -> Iterator[Problem]:
    """A badge of another issuer does not name this site as its issuer."""
    own = did_of(catalog.site.url)
    for pathway in every_pathway(catalog):
        for step in steps(pathway):
            for each in requirements(step.requirement):
                if isinstance(each, ForeignNeeded) and each.issuer == own:
                    sentence = f"the step '{step.id}' names this site as another issuer"
                    yield Problem(step.origin, sentence, "write  badge: …", "foreign-own")
