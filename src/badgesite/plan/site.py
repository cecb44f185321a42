"""The whole site as a plan: who puts what where."""

from collections.abc import Iterator
from itertools import chain
from pathlib import Path

from msgspec import Struct
from msgspec.structs import replace

from badgesite.cache import Cache
from badgesite.plan.badge_pages import badge_outputs
from badgesite.plan.documents import issuer_outputs
from badgesite.plan.facts import Facts
from badgesite.plan.frame import theme_of
from badgesite.plan.kept_addresses import NOBODY, kept_outputs
from badgesite.plan.kinds import Kinds
from badgesite.plan.outputs import Output, Plan, plan_of
from badgesite.plan.pathway_pages import pathway_outputs
from badgesite.plan.people_pages import directory_outputs
from badgesite.plan.search import search_outputs
from badgesite.plan.shared_pages import as_it_is, editorial_pages, home_outputs, shared_outputs
from badgesite.plan.skill_pages import skill_outputs, skill_paths
from badgesite.plan.tongues import Tongue, Tongues
from badgesite.plan.units import Units
from badgesite.rendering import Theme, pages
from badgesite.signing import SigningKey


class SitePlan(Struct):
    """The outputs that belong to the whole site, and the learners, each with files of their own."""

    shared: Plan
    units: Units

    def forget_shared(self) -> None:
        """Keep of the shared outputs, which are made, no more than what people are told of them.

        Directory, search and sitemap of a large site have a view for each public learner.
        """
        self.shared = Plan((), self.shared.notes)


def make_plan(
    facts: Facts,
    key: SigningKey | None,
    root: Path,
    cache: Cache,
    *,
    paranoid: bool = False,
) -> SitePlan:
    """Return every output of the site.

    Reads the theme's files below `root`; renders the editorial pages, through the cache, to learn
    their paths. `paranoid` compares every credential with what PyLD makes of it.
    """
    theme = theme_of(facts, root)
    tongues = Tongues(facts)
    frame = tongues.own.frame
    units = Units(tongues, theme, key, Kinds(cache, paranoid=paranoid))
    notes: list[str] = []

    def outputs() -> Iterator[Output]:
        yield from badge_outputs(facts, theme, frame, skill_paths(facts))
        yield from skill_outputs(facts, theme, frame)
        yield from search_outputs(facts)
        yield from pathway_outputs(facts, theme, frame)
        yield from directory_outputs(facts, theme, frame)
        yield from kept_outputs(units.kept.get(NOBODY, ()), theme, frame)
        yield from issuer_outputs(facts, theme, frame, key)
        yield from shared_outputs(facts, theme, frame, cache, notes)
        for each in tongues.others:
            yield from search_outputs(each.facts)
            yield from _in_another(each, theme, key, cache)

    return SitePlan(plan_of(outputs(), notes), units)


def _in_another(
    tongue: Tongue, theme: Theme, key: SigningKey | None, cache: Cache
) -> Iterator[Output]:
    """Yield the shared pages in one of the site's further languages, below its folder."""
    facts, frame = tongue.facts, tongue.frame
    made = (
        badge_outputs(facts, theme, frame, skill_paths(facts)),
        skill_outputs(facts, theme, frame),
        pathway_outputs(facts, theme, frame),
        directory_outputs(facts, theme, frame),
        issuer_outputs(facts, theme, frame, key),
        home_outputs(facts, theme, frame, editorial_pages(facts, theme, frame, cache)),
    )
    for output in chain.from_iterable(made):
        if output.recipe.__module__ == pages.__name__:
            yield below(output, frame.prefix)
        elif output.recipe is as_it_is:
            yield output


def below(output: Output, prefix: str) -> Output:
    """Return the output of a page in the folder of its language."""
    theme, frame, view = output.arguments
    moved = replace(view, path=prefix + view.path)
    return replace(output, path=prefix + output.path, arguments=(theme, frame, moved))
