"""Rolls: records of very many learners, packed, and the same when they are asked for."""

from datetime import date
from uuid import UUID

from hypothesis import given, settings
from hypothesis import strategies as st

from badgesite.errors import Origin
from badgesite.model import Award, AwardKey, Learner, RegisterEntry, Unlock
from badgesite.rolls import AWARDS, ENTRIES, Gathering, People, Roll, rolled

NAMES = st.sampled_from(["ada", "grace", "henry", "übung"])
DAYS = st.dates(date(1900, 1, 1), date(2999, 12, 31))
KEYS = st.builds(AwardKey, NAMES, NAMES, DAYS, st.integers(1, 999))
ORIGINS = st.builds(Origin, NAMES, st.integers(1, 2_000_000), st.integers(1, 90))
TEXTS = st.none() | st.text(st.characters(exclude_categories=["Cs"]), max_size=40)
UNLOCKS = st.builds(Unlock, NAMES, NAMES, st.tuples(KEYS), st.tuples(NAMES))
ANY_AWARD = st.builds(
    Award, NAMES, NAMES, DAYS, st.integers(1, 999), st.none() | DAYS, st.tuples(NAMES),
    TEXTS, TEXTS, TEXTS, st.none() | UNLOCKS, origin=ORIGINS,
)  # fmt: skip
ANY_ENTRY = st.builds(
    RegisterEntry, KEYS, st.builds(UUID, int=st.integers(0, 2**128 - 1)), NAMES,
    st.integers(1, 99_999), st.integers(0, 131_071), NAMES, NAMES, NAMES, NAMES, NAMES,
    st.none() | DAYS, origin=ORIGINS,
)  # fmt: skip


@given(st.lists(ANY_AWARD, max_size=12))
@settings(max_examples=60)
def test_awards_are_what_they_were_with_their_origins_and_grouped_by_learner(
    awards: list[Award],
) -> None:
    roll = rolled(AWARDS, awards)
    wanted = sorted(awards, key=lambda award: award.learner)
    assert tuple(roll) == tuple(wanted)
    assert [each.origin for each in roll] == [each.origin for each in wanted]
    assert len(roll) == len(awards)
    for name, records in roll.groups():
        assert roll.of(name) == records == tuple(a for a in awards if a.learner == name)


@given(st.lists(ANY_ENTRY, max_size=12))
@settings(max_examples=60)
def test_entries_of_the_register_are_what_they_were(entries: list[RegisterEntry]) -> None:
    roll = rolled(ENTRIES, entries)
    assert roll == tuple(sorted(entries, key=lambda entry: entry.award.learner))
    assert [each.uuid for each in roll] == [each.uuid for each in roll[:]]


def test_who_has_nothing_has_no_records() -> None:
    assert rolled(AWARDS, ()).of("nobody") == ()
    assert list(Roll(AWARDS, [("ada", ())]).learners()) == []


def test_some_learners_get_other_records_and_all_others_keep_theirs() -> None:
    ada, grace = (Award(name, "rope", date(2026, 1, 1)) for name in ("ada", "grace"))
    henry = Award("henry", "knots", date(2026, 1, 2))
    after = rolled(AWARDS, (ada, grace)).with_groups({"henry": (henry,), "ada": ()})
    assert after == (grace, henry)


def test_what_is_gathered_is_settled_learner_by_learner() -> None:
    gathering = Gathering(AWARDS)
    for learner, day in (("b", 2), ("a", 1), ("b", 1), ("b", 2)):
        gathering.add(Award(learner, "rope", date(2026, 1, day)))
    roll = gathering.roll(lambda records: sorted(set(records), key=lambda each: each.key))
    assert [(each.learner, each.awarded.day) for each in roll] == [("a", 1), ("b", 1), ("b", 2)]
    assert len(gathering.roll()) == 0


def test_learners_are_found_by_id_and_come_in_order() -> None:
    learners = {id_: Learner(id_, id_.title(), origin=Origin("x", 7)) for id_ in ("grace", "ada")}
    people = People(learners)
    assert people == learners
    assert list(people) == ["ada", "grace"]
    assert [each.name for each in people.values()] == ["Ada", "Grace"]
    assert people["ada"].origin.line == 7
    assert "henry" not in people
    assert len(people) == 2
