"""Facts that hold for every small pathway and every set of awards."""

import re
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from itertools import product

from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from badgesite.model import Award, BadgeNeeded, Group, Level, Pathway, Requirement, Step
from badgesite.progress import (
    StepState,
    all_progress,
    derived_awards,
    pathway_progress,
    sentence,
    standings,
    timeline,
)
from badgesite.progress.evaluate import Rules
from badgesite.progress.holdings import Window
from pathway_world import badge, catalog, withdrawn

CALM = settings(deadline=None)  # a busy machine is no reason to fail

IDS = "abcdef"
BADGES = [badge(each, credits=number) for number, each in enumerate(IDS, 1)]
START = date(2026, 1, 1)

badges = st.sampled_from(IDS).map(BadgeNeeded)


def groups(members: st.SearchStrategy[Requirement]) -> st.SearchStrategy[Requirement]:
    def made(of: list[Requirement]) -> st.SearchStrategy[Requirement]:
        of_all = tuple(dict.fromkeys(of))
        return st.one_of(
            st.just(Group(of_all)),
            st.integers(1, len(of_all)).map(lambda n: Group(of_all, any=n)),
            st.integers(1, 8).map(lambda n: Group(of_all, credits=n)),
        )

    return st.lists(members, min_size=1, max_size=3).flatmap(made)


requirements = st.recursive(badges, groups, max_leaves=5)


@st.composite
def pathways(draw: st.DrawFn, within: bool = True) -> Pathway:
    levels, number = [], 0
    for place in range(draw(st.integers(1, 3))):
        steps: list[Step] = []
        for _ in range(draw(st.integers(1, 3))):
            number += 1
            after = tuple(each.id for each in steps if draw(st.booleans()))[:1]
            months = draw(st.none() | st.integers(1, 3)) if within else None
            steps.append(
                Step(
                    f"s{number}",
                    draw(requirements),
                    after=after,
                    optional=bool(steps) and draw(st.booleans()),
                    within_months=months,
                )
            )
        any_ = draw(st.none() | st.integers(1, len(steps)))
        levels.append(Level(f"l{place}", f"L{place}", tuple(steps), any_))
    return Pathway("p", "P", "1", "done", tuple(levels))


days = st.integers(0, 200).map(lambda n: START + timedelta(days=n))


@st.composite
def one_award(draw: st.DrawFn) -> Award:
    awarded = draw(days)
    lasts = draw(st.none() | st.integers(0, 150))
    expires = None if lasts is None else awarded + timedelta(days=lasts)
    return Award("ada", draw(st.sampled_from(IDS)), awarded, expires=expires)


award_lists = st.lists(one_award(), max_size=8, unique_by=lambda each: each.key)


def earned(path: Pathway, awards: list[Award], on: date) -> dict[str, bool]:
    found = pathway_progress(catalog([path], awards, badges=BADGES), "ada", path, on)
    return {each.step: each.state is StepState.EARNED for each in found.steps}


@CALM
@given(pathways(), award_lists, one_award(), days)
def test_an_award_more_never_undoes_a_step(path, awards, more, on):
    if more.key in {each.key for each in awards}:
        return
    before, after = earned(path, awards, on), earned(path, [*awards, more], on)
    assert all(after[step] for step, done in before.items() if done)


@CALM
@given(pathways(), award_lists, days, st.randoms(use_true_random=False))
def test_the_order_of_awards_never_matters(path, awards, on, chance):
    known = catalog([path], awards, badges=BADGES)
    mixed = list(awards)
    chance.shuffle(mixed)
    other = replace(known, awards=tuple(mixed))
    assert all_progress(other, on) == all_progress(known, on)
    assert derived_awards(other) == derived_awards(known)


@CALM
@given(pathways(), award_lists, st.sets(st.integers(0, 7)), days)
def test_a_timeline_says_what_progress_says_on_every_day(path, awards, gone, start):
    revocations = [
        withdrawn(each.key, str(each.awarded + timedelta(days=20)))
        for number, each in enumerate(awards)
        if number in gone
    ]
    known = catalog([path], awards, badges=BADGES, revocations=revocations)
    times = timeline(known, "ada", path, start)
    for on in (start + timedelta(days=number) for number in range(0, 400, 13)):
        said = [progress for day, progress in times if day <= on][-1]
        found = pathway_progress(known, "ada", path, on)
        assert [each.state for each in said.steps] == [each.state for each in found.steps]
        assert said.complete is found.complete


@CALM
@given(pathways(), award_lists, days)
def test_until_is_the_last_day_of_what_is_earned(path, awards, on):
    known = catalog([path], awards, badges=BADGES)
    found = pathway_progress(known, "ada", path, on)
    for number, step in enumerate(found.steps):
        if step.until is not None:
            last = pathway_progress(known, "ada", path, step.until).steps[number]
            after = pathway_progress(known, "ada", path, step.until + timedelta(days=1))
            assert last.state is StepState.EARNED
            assert after.steps[number].state is not StepState.EARNED
    if found.until is not None:
        assert pathway_progress(known, "ada", path, found.until).complete
        assert not pathway_progress(known, "ada", path, found.until + timedelta(days=1)).complete


@CALM
@given(pathways(), award_lists)
def test_a_final_badge_is_given_on_the_first_day_of_a_complete_pathway(path, awards):
    known = catalog([path], awards, badges=BADGES)
    complete = [
        on
        for on in (START + timedelta(days=number) for number in range(201))
        if pathway_progress(known, "ada", path, on).complete
    ]
    found = derived_awards(known)
    assert [each.awarded for each in found] == complete[:1]
    for each in found:
        only = [award for award in awards if award.key in each.unlock.parts]
        assert len(only) == len(each.unlock.parts)
        again = catalog([path], only, badges=BADGES)
        assert pathway_progress(again, "ada", path, each.awarded).complete


# ------------------------------------------------------------------ the sentence
def meaning(said: str) -> Callable[[frozenset[str]], bool]:
    """What a sentence asks for, read from its words alone: holds(badges)."""
    reader = Reader(re.findall(r"[(),:;]|\w+", said.removeprefix("Earn ").removesuffix(".")))
    rule = reader.levels()
    assert reader.words == [], reader.words
    return lambda held: rule(held)[0]


class Reader:
    """Reads the English of `sentence`: each part gives (satisfied, credits) of what is held."""

    def __init__(self, words: list[str]) -> None:
        self.words = words

    def takes(self, *wanted: str) -> bool:
        if self.words[: len(wanted)] == list(wanted):
            del self.words[: len(wanted)]
            return True
        return False

    def levels(self):
        parts = self.rest()
        while self.takes(";", "then"):
            parts += self.rest()
        return lambda held: (all(part(held)[0] for part in parts), 0)

    def part(self):
        if self.takes("all", "of", "("):
            members = self.members()
            return some(members, len(members))
        if self.takes("at", "least"):
            number = int(self.words.pop(0))
            assert self.takes("credit", "from") or self.takes("credits", "from")
            members = self.members() if self.takes("(") else self.rest()
            return lambda held: (
                sum(credits(part, held) for part in members) >= number,
                sum(credits(part, held) for part in members),
            )
        if self.takes("any"):
            number = int(self.words.pop(0))
            assert self.takes("of")
            if self.takes("("):
                return some(self.members(), number)
            assert self.takes("these")
            count = int(self.words.pop(0))
            assert self.takes(":")
            members = self.rest()
            assert len(members) == count
            return some(members, number)
        name = self.words.pop(0).lower()
        assert name in IDS, name
        return lambda held: (name in held, IDS.index(name) + 1)

    def members(self):
        found = self.rest()
        assert self.takes(")")
        return found

    def rest(self):
        found = [self.part()]
        while self.takes(",") or self.takes("and"):
            found.append(self.part())
        return found


def credits(part, held):
    satisfied, worth = part(held)
    return worth if satisfied else 0


def some(members, number):
    return lambda held: (
        sum(part(held)[0] for part in members) >= number,
        sum(credits(part, held) for part in members),
    )


def small_rules() -> Iterator[Requirement]:
    """Every rule of two members at most, and every group of a badge and such a group."""
    a, b, c = (BadgeNeeded(each) for each in "abc")
    yield a
    flat = [made for of in ((a,), (a, b), (b, c)) for made in every_group(of)]
    yield from flat
    for inner in flat:
        yield from every_group((a, inner))


def every_group(of: tuple[Requirement, ...]) -> Iterator[Group]:
    yield Group(of)
    for number in range(1, len(of) + 1):
        yield Group(of, any=number)
    for number in range(1, 7):
        yield Group(of, credits=number)


HELD = [frozenset(each for each, yes in zip("abc", bits, strict=True) if yes)
        for bits in product((False, True), repeat=3)]  # fmt: skip


def test_the_sentence_and_the_evaluation_agree_on_every_small_rule():
    """All rules of up to three badges, alone and beside another step, for all that may be held."""
    rules = list(small_rules())
    assert len(rules) > 250
    worlds = {
        held: catalog([], [Award("ada", each, START) for each in sorted(held)], badges=BADGES)
        for held in HELD
    }
    told = 0
    for rule in rules:
        for steps, any_ in (
            ((Step("s", rule),), None),
            ((Step("s", rule), Step("t", BadgeNeeded("b"))), None),
            ((Step("s", rule), Step("t", BadgeNeeded("b"))), 1),
        ):
            path = Pathway("p", "P", "1", None, (Level("l", "L", steps, any_),))
            said = sentence(path, worlds[frozenset()])
            wanted = meaning(said)
            for held, known in worlds.items():
                found = Rules(known.pathways, known.badges).pathway(
                    path, Window(standings(known).held("ada"), START)
                )
                assert (found is not None) is wanted(held), (said, sorted(held))
                told += 1
    assert told > 6_000


@st.composite
def plain_levels(draw: st.DrawFn) -> tuple[Level, ...]:
    levels = []
    for number in range(draw(st.integers(1, 2))):
        rules = draw(st.lists(requirements, min_size=1, max_size=3))
        steps = tuple(Step(f"s{number}{place}", rule) for place, rule in enumerate(rules))
        any_ = draw(st.none() | st.integers(1, len(steps)))
        levels.append(Level(f"l{number}", f"L{number}", steps, any_))
    return tuple(levels)


@settings(deadline=None, max_examples=200)
@given(plain_levels(), st.sets(st.sampled_from(IDS)))
def test_the_sentence_and_the_evaluation_agree(levels, held):
    """Said in words, read from the words, and applied: the same as the rule applied."""
    path = Pathway("p", "P", "1", None, levels)
    known = catalog([path], [Award("ada", each, START) for each in held], badges=BADGES)
    wanted = meaning(sentence(path, known))(frozenset(held))
    assert pathway_progress(known, "ada", path, START).complete is wanted, sentence(path, known)
