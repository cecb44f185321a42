"""Outputs that belong to learners: directory, backpacks, their pathways, addresses that moved."""

from collections.abc import Iterable, Iterator
from datetime import date

from badgesite.addresses import (
    badge_path,
    credential_path,
    former_addresses,
    learner_address,
    learner_path,
)
from badgesite.languages import sort_key
from badgesite.model import Award, Learner, Pathway, Visibility
from badgesite.plan.diagrams import learner_chart, learner_page
from badgesite.plan.facts import Facts
from badgesite.plan.folding import folded, folded_learners
from badgesite.plan.foreign import folder_of, foreign_outputs, issuer_name, path_of, recognised_by
from badgesite.plan.kinds import Kinds
from badgesite.plan.lasting import lapses, skill_counts
from badgesite.plan.outputs import Made, Output
from badgesite.plan.standing import card_of, learner_pathway_view, own_path, pathways_of
from badgesite.plan.tongues import Tongue, Tongues
from badgesite.plan.transcripts import has_transcript, transcript_outputs
from badgesite.plan.words import level_of
from badgesite.progress import standings, timeline
from badgesite.rendering import Theme, pages
from badgesite.rendering.views import (
    BackpackView,
    DirectoryView,
    ForeignTile,
    Frame,
    LearnerCard,
    MovedView,
    ProgressCard,
    Tile,
)
from badgesite.signing import SigningKey


def learner_outputs(
    tongues: Tongues, learner: Learner, theme: Theme, key: SigningKey | None, kinds: Kinds
) -> Iterator[Output]:
    """Yield everything below learners/ that belongs to a learner with pages.

    The pages exist once, in the learner's language.
    """
    own, tongue = tongues.own, tongues.of(learner)
    home = learner_path(learner_address(own.facts.catalog.site.salt, learner))
    begun = pathways_of(own.facts, learner)
    signed = frozenset(
        each.id for each in begun if key is not None and has_transcript(own.facts, learner, each)
    )
    spoken = begun if tongue is own else pathways_of(tongue.facts, learner)
    made = (
        *_pages(tongue, learner, theme, spoken, signed),
        *foreign_outputs(own.facts, learner.id),
        *transcript_outputs(own.facts, learner, begun, own_day(own.facts, learner), key, kinds),
    )
    yield from made
    for former in former_addresses(own.facts.catalog.site.salt, learner):
        yield from _moved(made, learner_path(former), home, theme, tongue.frame)


def directory_outputs(facts: Facts, theme: Theme, frame: Frame) -> Iterator[Output]:
    """Yield the list of public learners."""
    for view in directory_views(facts):
        yield Output(f"{view.path}index.html", pages.directory_page, (theme, frame, view))


def _pages(
    tongue: Tongue,
    learner: Learner,
    theme: Theme,
    begun: tuple[Pathway, ...],
    signed: frozenset[str],
) -> Iterator[Output]:
    """Yield the backpack, and a page for each pathway begun; `signed` have a transcript."""
    facts, frame = tongue.facts, tongue.frame
    home, day = (
        learner_path(learner_address(facts.catalog.site.salt, learner)),
        own_day(facts, learner),
    )
    begun_then = [(each, timeline(facts.catalog, learner.id, each, day)) for each in begun]
    cards = tuple(
        card_of(facts, pathway, home, times, transcript=pathway.id in signed)
        for pathway, times in begun_then
    )
    for page in folded(backpack_view(facts, learner, home, day, cards)):
        yield Output(f"{page.path}index.html", pages.backpack_page, (theme, frame, page))
    paths = {each.id: own_path(home, each) for each in begun}
    for pathway, times in begun_then:
        charts = tuple(learner_chart(facts, learner, pathway, now, start) for start, now in times)
        route = learner_pathway_view(
            facts, learner, pathway, paths, times, transcript=pathway.id in signed
        )
        yield Output(f"{route.path}index.html", learner_page, (theme, frame, route, charts))


def _moved(
    made: Iterable[Output], former: str, home: str, theme: Theme, frame: Frame
) -> Iterator[Output]:
    """Yield what stands at a former address: pages that lead on, and documents that others name."""
    for output in made:
        path = former + output.path.removeprefix(home)
        if path.endswith(".json"):
            yield Output(path, same_bytes, (Made(output.path),))
        elif path.endswith("index.html"):  # a picture is asked for by the pages alone
            here, there = (each.removesuffix("index.html") for each in (path, output.path))
            yield Output(path, pages.moved_page, (theme, frame, MovedView(here, there)))


def same_bytes(content: bytes) -> bytes:
    """Recipe: a file that stands at a former address too, for copies that name it."""
    return content


# ------------------------------------------------------------------ backpack
def backpack_view(
    facts: Facts, learner: Learner, home: str, day: date, cards: tuple[ProgressCard, ...]
) -> BackpackView:
    """Return what the backpack shows as of a day; withdrawn awards are not on it."""
    awards = _standing(facts, learner)
    lapse = {award.key: lapses(facts, award) for award in awards}
    return BackpackView(
        path=home,
        learner=learner.name,
        as_of=day,
        home=home,
        badges=len(awards),
        routes=len(cards),
        first=min((award.awarded for award in awards), default=None),
        bio=learner.bio or "",
        indexed=learner.visibility is Visibility.PUBLIC,
        tiles=tuple(_tile(facts, award, lapse[award.key]) for award in awards),
        pathways=cards,
        skills=skill_counts(facts, awards, lapse, day),
        foreign=tuple(
            ForeignTile(
                each.name or each.achievement,
                path_of(facts, each),
                issuer_name(facts, each.issuer),
                each.awarded,
                each.expires,
                folder_of(facts, each),
            )
            for each in recognised_by(facts, learner.id)
        ),
    )


def _standing(facts: Facts, learner: Learner) -> tuple[Award, ...]:
    """Return the learner's awards that were not withdrawn, newest first, final badges leading."""
    awards = facts.by_learner.get(learner.id, ())
    kept = [award for award in awards if award.key not in facts.catalog.revocations]
    ordered = sorted(kept, key=lambda award: (not facts.is_final(award.badge), award.badge))
    return tuple(sorted(ordered, key=lambda award: award.awarded, reverse=True))


def own_day(facts: Facts, learner: Learner) -> date:
    """Return the latest day the content speaks of this learner; the first day there is if never."""
    return standings(facts.catalog).last_day_of(learner.id) or date.min


def _tile(facts: Facts, award: Award, lapse: date | None) -> Tile:
    badge = facts.badge_of(award)
    return Tile(
        name=badge.name,
        path=credential_path(facts.entries[award.key].uuid),
        picture=badge_path(badge.id),
        awarded=award.awarded,
        expires=facts.expires(award),
        level=level_of(facts, badge),
        final=facts.is_final(badge.id),
        lapses=lapse,
    )


# ------------------------------------------------------------------ directory
def card_in_directory(facts: Facts, learner: Learner) -> LearnerCard:
    """Return what the directory says of a public learner."""
    return LearnerCard(
        learner.name,
        learner_path(learner_address(facts.catalog.site.salt, learner)),
        learner.bio or "",
        len(_standing(facts, learner)),
    )


def directory_views(facts: Facts) -> Iterator[DirectoryView]:
    """Yield the pages of the directory: public learners only, by name."""
    public = sorted(
        (one for one in facts.catalog.learners.values() if one.visibility is Visibility.PUBLIC),
        key=lambda one: (sort_key(one.name, facts.language.code), one.id),
    )
    parts = folded_learners([card_in_directory(facts, one) for one in public])

    def path(number: int) -> str:
        return "learners/" if number == 0 else f"learners/page-{number + 1}/"

    for number, part in enumerate(parts):
        before = path(number - 1) if number > 0 else None
        after = path(number + 1) if number + 1 < len(parts) else None
        yield DirectoryView(part, path(number), before, after)
