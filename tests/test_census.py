"""The newest public awards and the first day of all, found in one pass."""

from pathlib import Path

import pytest

from badgesite.build import read
from badgesite.model import Visibility
from badgesite.plan import census as place_of_census
from badgesite.plan.census import Census, census, place
from badgesite.plan.facts import Facts, Mode, facts_of
from badgesite.rolls import Roll

ROOT = Path(__file__).parent.parent


def facts() -> Facts:
    return facts_of(read(ROOT)[0], Mode.PREVIEW)


def naive(facts: Facts, most: int) -> Census:
    learners, gone = facts.catalog.learners, facts.catalog.revocations
    shown = [
        award
        for award in facts.awards
        if learners[award.learner].visibility is Visibility.PUBLIC and award.key not in gone
    ]
    first = min(award.awarded for award in facts.awards)
    return Census(first, tuple(sorted(shown, key=place)[:most]))


@pytest.mark.parametrize("most", [1, 2, 3, 7, 20, 1_000])
def test_the_newest_are_those_of_all_sorted_however_few_are_kept(
    most: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(place_of_census, "NEWEST", most)
    found = facts()
    assert census(found) == naive(found, most)


def test_awards_are_gone_through_once_for_all_who_ask(monkeypatch: pytest.MonkeyPatch) -> None:
    found, passes = facts(), list[int]()
    original = Roll.__iter__

    def counted(self: Roll) -> object:
        passes.append(len(self))
        return original(self)

    monkeypatch.setattr(Roll, "__iter__", counted)
    assert census(found) is census(found)
    assert passes == [len(found.awards)]
