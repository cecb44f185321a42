"""The whole site as a plan: who puts what where."""

from collections.abc import Iterable, Iterator
from itertools import chain
from pathlib import Path

from msgspec import Struct
from msgspec.structs import replace

from badgesite.cache import Cache
from badgesite.editorial import Editorial
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
from badgesite.plan.shared_pages import (
    as_it_is,
    asset_outputs,
    editorial_pages,
    feed_outputs,
    home_outputs,
    page_outputs,
)
from badgesite.plan.skill_pages import skill_links, skill_outputs
from badgesite.plan.tongues import Tongues
from badgesite.plan.units import Units
from badgesite.rendering import Theme, pages
from badgesite.rendering.views import Frame
from badgesite.signing import SigningKey


class SitePlan(Struct):
    """The outputs that belong to the whole site, and the learners, each with files of their own.

    `settled` are the paths of those outputs that speak of no learner: definitions, texts and looks
    settle what they say.
    """

    shared: Plan
    units: Units
    settled: frozenset[str]

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
    units, each = _tongues(facts, key, root, cache, paranoid=paranoid)
    notes: list[str] = []
    settled = [output for said in each for output in _settled(said, notes)]
    others = (output for said in each for output in (*_home(said), *_of_people(said, units, key)))
    plan = plan_of((*settled, *others), notes)
    return SitePlan(plan, units, frozenset(output.path for output in settled))


def settled_plan(facts: Facts, key: SigningKey | None, root: Path, cache: Cache) -> SitePlan:
    """Return the outputs that speak of no learner, and the home page by the awards there are here.

    `facts` may be those of a few learners.
    """
    units, each = _tongues(facts, key, root, cache)
    settled = [output for said in each for output in _settled(said, [])]
    homes = (output for said in each for output in _home(said))
    plan = plan_of((*settled, *homes))
    return SitePlan(plan, units, frozenset(output.path for output in settled))


class _Said(Struct, frozen=True):
    """What the shared pages of one language are made with."""

    facts: Facts
    theme: Theme
    frame: Frame
    written: Editorial

    @property
    def around(self) -> tuple[Facts, Theme, Frame]:
        return self.facts, self.theme, self.frame


def _tongues(
    facts: Facts, key: SigningKey | None, root: Path, cache: Cache, *, paranoid: bool = False
) -> tuple[Units, list[_Said]]:
    theme = theme_of(facts, root)
    tongues = Tongues(facts)
    units = Units(tongues, theme, key, Kinds(cache, paranoid=paranoid))
    around = ((each.facts, theme, each.frame) for each in tongues)
    return units, [_Said(*each, editorial_pages(*each, cache)) for each in around]


def _settled(said: _Said, notes: list[str]) -> Iterator[Output]:
    """Yield what speaks of no learner."""
    outputs = chain(
        badge_outputs(*said.around, skill_links(said.facts)),
        skill_outputs(*said.around),
        pathway_outputs(*said.around),
        page_outputs(*said.around, said.written),
    )
    yield from _placed(said, outputs)
    if not said.facts.prefix:
        yield from asset_outputs(*said.around, said.written, notes)


def _home(said: _Said) -> Iterator[Output]:
    yield from _placed(said, home_outputs(*said.around, said.written))


def _of_people(said: _Said, units: Units, key: SigningKey | None) -> Iterator[Output]:
    """Yield what says something of all learners together, but for the home page."""
    yield from search_outputs(said.facts)
    yield from _placed(said, directory_outputs(*said.around))
    yield from _placed(said, issuer_outputs(*said.around, key))
    if not said.facts.prefix:
        yield from kept_outputs(units.kept.get(NOBODY, ()), said.theme, said.frame)
        yield from feed_outputs(said.facts, said.frame, said.written)


def _placed(said: _Said, outputs: Iterable[Output]) -> Iterator[Output]:
    """Yield shared outputs where they lie in this language: in a further one, pages alone."""
    for output in outputs:
        if not said.facts.prefix or output.recipe is as_it_is:
            yield output
        elif output.recipe.__module__ == pages.__name__:
            yield below(output, said.frame.prefix)


def below(output: Output, prefix: str) -> Output:
    """Return the output of a page in the folder of its language."""
    theme, frame, view = output.arguments
    moved = replace(view, path=prefix + view.path)
    return replace(output, path=prefix + output.path, arguments=(theme, frame, moved))
