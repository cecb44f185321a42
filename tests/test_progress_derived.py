"""Badges that rules give: to whom, on which day, for which parts."""

import pytest
from msgspec.structs import replace

from badgesite.as_signed import as_issued, award_digest
from badgesite.model import (
    Award,
    AwardKey,
    Badge,
    ForeignAward,
    ForeignNeeded,
    Unlock,
    Withdrawal,
)
from badgesite.progress import all_progress, derived_awards, pathway_progress
from pathway_world import (
    award,
    badge,
    catalog,
    day,
    group,
    level,
    pathway,
    registered,
    step,
    withdrawn,
)

ROUTE = pathway(level("a"), level("b", "c", "d", id="two", any=2))


def given(known):
    return [(each.badge, str(each.awarded)) for each in derived_awards(known)]


def parts(known):
    return [tuple(part.badge for part in each.unlock.parts) for each in derived_awards(known)]


def test_a_final_badge_is_given_on_the_day_the_last_rule_is_met():
    awards = [award("b", "2026-01-01"), award("c", "2026-02-01"), award("a", "2026-03-01")]
    known = catalog([ROUTE], awards)
    (found,) = derived_awards(known)
    assert found.key == AwardKey("ada", "done", day("2026-03-01"))
    assert (found.unlock.pathway, found.unlock.version) == ("p", "1")
    assert found.unlock.parts == (awards[2].key, awards[0].key, awards[1].key)


def test_nothing_is_given_before_the_rule_is_met():
    assert given(catalog([ROUTE], [award("a", "2026-01-01"), award("b", "2026-01-01")])) == []


def test_of_more_than_enough_the_earliest_are_the_parts():
    awards = [
        award("d", "2026-01-01"),
        award("c", "2026-01-01"),
        award("b", "2026-02-01"),
        award("a", "2026-03-01"),
    ]
    assert parts(catalog([ROUTE], awards)) == [("a", "c", "d")]


def test_optional_steps_are_no_parts():
    path = pathway(level("a", step("b", optional=True)))
    awards = [award("b", "2026-01-01"), award("a", "2026-02-01")]
    assert parts(catalog([path], awards)) == [("a",)]


def test_awards_that_were_never_good_together_unlock_nothing():
    awards = [
        award("a", "2024-01-01", expires=day("2024-12-31")),
        award("b", "2025-01-01"),
        award("c", "2025-01-01"),
    ]
    assert given(catalog([ROUTE], awards)) == []
    assert given(catalog([ROUTE], [*awards, award("a", "2025-06-01")])) == [("done", "2025-06-01")]


def test_a_part_withdrawn_later_takes_nothing_back_and_one_withdrawn_by_then_does():
    awards = [award("a", "2026-01-01"), award("b", "2026-02-01"), award("c", "2026-03-01")]
    first = catalog([ROUTE], awards)
    later = catalog([ROUTE], awards, revocations=[withdrawn(awards[0].key, "2026-03-02")])
    assert derived_awards(later) == derived_awards(first)
    by_then = catalog([ROUTE], awards, revocations=[withdrawn(awards[0].key, "2026-03-01")])
    assert given(by_then) == []


def test_a_replaced_part_gives_way_to_the_one_in_its_place():
    wrong, right = award("a", "2026-01-01"), Award("ada", "a", day("2026-01-01"), issue=2)
    awards = [wrong, right, award("b", "2026-02-01"), award("c", "2026-03-01")]
    gone = [withdrawn(wrong.key, "2026-06-01", Withdrawal.REPLACED)]
    (found,) = derived_awards(catalog([ROUTE], awards, revocations=gone))
    assert found.unlock.parts[0] == right.key


def test_whom_the_content_gives_the_badge_gets_none_by_rule():
    awards = [award("a", "2026-01-01"), award("b", "2026-02-01"), award("c", "2026-03-01")]
    assert given(catalog([ROUTE], [*awards, award("done", "2020-01-01")])) == []


def test_by_hand_is_by_hand():
    path = replace(ROUTE, award="by-hand")
    awards = [award("a", "2026-01-01"), award("b", "2026-02-01"), award("c", "2026-03-01")]
    assert given(catalog([path], awards)) == []


def test_an_expired_final_badge_is_given_again_with_the_next_award_that_counts():
    badges = [badge("done", validity="P1Y")]
    path = pathway(level("a"))
    awards = [
        award("a", "2024-01-01"),
        award("a", "2024-06-01"),
        award("a", "2025-01-01"),
        award("a", "2025-01-02"),
    ]
    assert given(catalog([path], awards, badges=badges)) == [
        ("done", "2024-01-01"),
        ("done", "2025-01-02"),
    ]
    assert given(catalog([path], awards)) == [("done", "2024-01-01")]


def test_milestones_are_given_when_their_level_is_complete():
    path = pathway(level("a", milestone="half"), level("b", id="two"))
    known = catalog([path], [award("a", "2026-01-01"), award("b", "2026-02-01")])
    assert given(known) == [("done", "2026-02-01"), ("half", "2026-01-01")]
    assert parts(known) == [("a", "b"), ("a",)]


def test_what_a_rule_gave_counts_toward_other_rules_whatever_their_order():
    outer = pathway(level("z"), level("inner-done", id="two"), id="a-outer", final="top")
    inner = pathway(level("a"), id="z-inner", final="inner-done")
    known = catalog([outer, inner], [award("z", "2026-01-01"), award("a", "2026-02-01")])
    assert given(known) == [("inner-done", "2026-02-01"), ("top", "2026-02-01")]
    assert parts(known)[1] == ("z", "inner-done")
    assert pathway_progress(known, "ada", outer, day("2026-02-01")).complete


def test_a_nested_pathway_brings_its_own_parts():
    inner = pathway(level("a", "b"), id="inner", final="inner-done")
    outer = pathway(level(step(">inner"), "c"), id="outer", final="top")
    awards = [award(x, "2026-01-01") for x in "abc"]
    found = {each.badge: each.unlock for each in derived_awards(catalog([outer, inner], awards))}
    assert [part.badge for part in found["top"].parts] == ["a", "b", "c"]


def test_a_circle_of_final_badges_ends():
    one = pathway(level("two-done", "a"), id="one", final="one-done")
    two = pathway(level("one-done"), id="two", final="two-done")
    assert given(catalog([one, two], [award("a", "2026-01-01")])) == []


def test_two_pathways_to_one_badge_give_it_once():
    one, two = pathway(level("a"), id="one"), pathway(level("b"), id="two")
    known = catalog([one, two], [award("b", "2026-01-01"), award("a", "2026-02-01")])
    assert [(str(e.awarded), e.unlock.pathway) for e in derived_awards(known)] == [
        ("2026-01-01", "two")
    ]


def test_a_group_gives_the_parts_that_satisfy_it():
    path = pathway(level(step(group("a", group("b", "c"), any=1))))
    awards = [award("b", "2026-01-01"), award("c", "2026-01-02"), award("a", "2026-01-03")]
    assert parts(catalog([path], awards)) == [("b", "c")]


def test_other_issuers_files_are_named_apart():
    path = pathway(level(step(ForeignNeeded("did:web:x", "urn:x"), "n"), "a"))
    foreign = ForeignAward(
        "ada", "did:web:x", "urn:x", day("2026-01-01"), path="learners/ada/x.json"
    )
    known = catalog([path], [award("a", "2026-02-01")], recognised=(foreign,))
    (found,) = derived_awards(known)
    assert [part.badge for part in found.unlock.parts] == ["a"]
    assert found.unlock.foreign == ("learners/ada/x.json",)


# ------------------------------------------------------------------ what the register knows
AWARDS = (award("a", "2026-01-01"), award("b", "2026-02-01"), award("c", "2026-03-01"))


def test_the_register_changes_nothing_while_it_agrees():
    plain = catalog([ROUTE], AWARDS)
    kept = catalog([ROUTE], AWARDS, register=[registered("done", "2026-03-01")])
    assert derived_awards(kept) == derived_awards(plain)


def test_a_registered_badge_keeps_its_day_when_an_earlier_one_would_do():
    earlier = award("d", "2026-02-15")
    known = catalog([ROUTE], [*AWARDS, earlier], register=[registered("done", "2026-03-01")])
    assert given(known) == [("done", "2026-03-01")]


def signed(found: Award, **more: object):
    """The line of a badge that was given with these parts, or by the content."""
    other = "0" * 16
    said = "-".join((other, other, award_digest(as_issued(found, {})), other))
    said += f"-{other}" if found.unlock else ""
    return replace(registered(found.badge, str(found.awarded)), digest=said, **more)


@pytest.mark.parametrize("again", [False, True], ids=["once", "signed again under another name"])
@pytest.mark.parametrize("recorded", [False, True])
def test_a_registered_badge_keeps_its_parts_when_an_earlier_one_comes_later(
    recorded: bool, again: bool
):
    (then,) = derived_awards(catalog([ROUTE], AWARDS))
    early = award("b", "2026-01-15")
    lines = [registered("a", "2026-01-01"), signed(then)]  # a run writes them by badge
    lines += [registered("b", "2026-02-01"), registered("c", "2026-03-01")]
    lines += [registered("b", "2026-01-15")] * recorded
    lines += [
        replace(signed(then), digest=signed(then).digest.replace("0" * 16, "1" * 16, 1))
    ] * again
    known = catalog([ROUTE], [*AWARDS, early], register=lines)
    (found,) = derived_awards(known)
    assert found.unlock == then.unlock
    assert early.key in derived_awards(catalog([ROUTE], [*AWARDS, early]))[0].unlock.parts


def test_what_was_signed_under_another_id_keeps_its_parts_too():
    (then,) = derived_awards(catalog([ROUTE], [replace(x, learner="bo") for x in AWARDS]))
    born = [replace(registered(x.badge, str(x.awarded)), born="bo") for x in AWARDS]
    lines = [*born, replace(signed(then), award=then.key._replace(learner="ada"), born="bo")]
    known = catalog([ROUTE], [*AWARDS, award("b", "2026-01-15")], register=lines)
    (found,) = derived_awards(known)
    assert found.unlock.parts == tuple(x.key for x in AWARDS)


def test_a_badge_that_was_signed_with_other_parts_rests_on_those_of_now():
    other = Award("ada", "done", day("2026-03-01"), unlock=Unlock("p", "1", (AWARDS[0].key,), ()))
    early = award("b", "2026-01-15")
    lines = [*(registered(x.badge, str(x.awarded)) for x in AWARDS), signed(other)]
    (found,) = derived_awards(catalog([ROUTE], [*AWARDS, early], register=lines))
    assert found.unlock.parts == (AWARDS[0].key, early.key, AWARDS[2].key)


def test_a_registered_badge_stays_when_the_content_gives_the_badge_too():
    (then,) = derived_awards(catalog([ROUTE], AWARDS))
    outer = replace(pathway(level("done", "e"), final="outer"), id="q")
    last = award("e", "2026-03-02")
    for on in ("2020-01-01", "2026-04-01"):
        awards = [*AWARDS, last, award("done", on)]
        known = catalog([ROUTE, outer], awards, register=[signed(then)])
        done, built_on = derived_awards(known)
        assert done == then
        assert AwardKey("ada", "done", day(min(on, "2026-03-01"))) in built_on.unlock.parts
    by_hand = [*AWARDS, award("done", "2020-01-01")]
    gone = [withdrawn(then.key, "2026-05-01")]
    assert given(catalog([ROUTE], by_hand, revocations=gone, register=[signed(then)]))
    once = signed(award("done", "2026-03-01"))  # the content itself had given it
    assert given(catalog([ROUTE], by_hand, register=[once])) == []
    instead = [*AWARDS, award("done", "2026-03-01")]  # on that very day it is the content's now
    assert given(catalog([ROUTE], instead, register=[signed(then)])) == []


def test_a_final_badge_given_by_hand_stands_for_its_pathway_beside_one_given_by_rule():
    (then,) = derived_awards(catalog([ROUTE], AWARDS))
    lines = [*(registered(x.badge, str(x.awarded)) for x in AWARDS), signed(then)]
    around = pathway(level(">p"), id="around", final="all")
    rest = [*AWARDS[1:], award("done", "2026-06-01")]
    known = catalog([ROUTE, around], rest, register=lines)
    assert given(known) == [("all", "2026-06-01"), ("done", "2026-03-01")]


def test_a_registered_badge_stays_when_a_part_turns_out_withdrawn_by_then():
    gone = [withdrawn(AWARDS[0].key, "2026-02-15")]
    known = catalog([ROUTE], AWARDS, revocations=gone, register=[registered("done", "2026-03-01")])
    assert given(known) == [("done", "2026-03-01")]


def test_a_registered_badge_stays_when_a_registered_part_vanished():
    kept = [registered(x.badge, str(x.awarded)) for x in AWARDS]
    known = catalog([ROUTE], AWARDS[1:], register=[*kept, registered("done", "2026-03-01")])
    assert given(known) == [("done", "2026-03-01")]
    assert parts(known) == [("b", "c")]


def test_a_registered_badge_stays_when_the_day_of_a_part_was_written_anew():
    kept = [registered(x.badge, str(x.awarded)) for x in AWARDS]
    later = award(AWARDS[0].badge, "2026-06-01")
    lines = [*kept, registered("done", "2026-03-01")]
    known = catalog([ROUTE], [later, *AWARDS[1:]], register=lines)
    assert given(known) == [("done", "2026-03-01")]
    assert parts(known) == [("b", "c")]


def test_what_vanished_takes_no_place_from_a_part_that_is_there():
    lines = [registered(x.badge, str(x.awarded)) for x in AWARDS]
    lines += [registered("a", "2026-01-20"), registered("done", "2026-03-01")]
    lasting = award("a", "2026-01-01", expires=day("2027-01-01"))
    known = catalog([ROUTE], [lasting, AWARDS[2]], register=lines)  # a b has vanished, and an a
    assert given(known) == [("done", "2026-03-01")]
    assert parts(known) == [("a", "c")]


def test_a_registered_final_badge_that_no_rule_ever_gave_has_vanished():
    known = catalog([ROUTE], AWARDS[:1], register=[registered("done", "2025-03-01")])
    assert given(known) == []


def test_an_earlier_version_of_the_final_badge_decides_when_it_expired():
    early = Badge("done", "DONE", "About", "1", "", validity="P1Y")
    late = Badge("done", "DONE", "About", "2", "")
    path = pathway(level("a"))
    awards = [award("a", "2024-01-01"), award("a", "2025-06-01")]
    entry = replace(registered("done", "2024-01-01"), version="1")
    known = catalog(
        [path], awards, badges=[late], register=[entry], earlier_badges={("done", "1"): early}
    )
    assert given(known) == [("done", "2024-01-01"), ("done", "2025-06-01")]


# ------------------------------------------------------------------ versions of a pathway
OLD = pathway(level("a"))
NEW = replace(pathway(level("a", "b")), version="2", since=day("2026-01-01"))


def versions(current, awards, **more):
    return catalog([current], awards, earlier_pathways={("p", "1"): OLD}, **more)


def test_who_began_under_an_older_version_keeps_it():
    known = versions(NEW, [award("a", "2025-06-01"), award("a", "2026-06-01", "bo")])
    assert [(each.learner, each.unlock.version) for each in derived_awards(known)] == [("ada", "1")]
    found = all_progress(known, day("2026-12-31"))
    assert [(each.learner, each.version, each.complete) for each in found] == [
        ("ada", "1", True),
        ("bo", "2", False),
    ]


def test_a_pathway_may_move_everybody_to_its_new_version():
    known = versions(replace(NEW, grandfather="move"), [award("a", "2025-06-01")])
    assert given(known) == []
    assert [each.version for each in all_progress(known, day("2026-12-31"))] == ["2"]


def test_what_an_older_version_gave_stays_also_where_everybody_moves():
    earlier = award("a", "2025-06-01")
    (then,) = derived_awards(catalog([OLD], [earlier]))
    lines = [registered("a", "2025-06-01"), signed(then)]
    longer, same = replace(NEW, grandfather="move"), replace(OLD, version="2")
    for now in (longer, replace(NEW, since=None), same):
        assert list(derived_awards(versions(now, [earlier], register=lines))) == [then]
    # The part is gone: the rule of then is known all the same.
    (left,) = derived_awards(versions(longer, [], register=lines))
    assert (left.key, left.unlock.version, left.unlock.parts) == (then.key, "1", ())
    by_hand = signed(award("done", "2025-06-01"))  # the content gave it, and no rule
    assert given(versions(longer, [earlier], register=[by_hand])) == []
    assert given(versions(longer, [earlier])) == []  # nobody gets it anew by the rule of before


def test_without_the_day_of_its_version_everybody_is_on_the_current_one():
    known = versions(replace(NEW, since=None), [award("a", "2025-06-01")])
    assert [each.version for each in all_progress(known, day("2026-12-31"))] == ["2"]


def test_of_several_versions_the_one_of_the_first_day_counts():
    first = replace(OLD, version="9")
    middle = replace(pathway(level("c")), version="10", since=day("2025-01-01"))
    known = catalog(
        [replace(NEW, version="11")],
        [award("a", "2024-12-31"), award("c", "2025-01-01", "bo"), award("b", "2026-01-01", "cy")],
        earlier_pathways={("p", "10"): middle, ("p", "9"): first},
    )
    found = {each.learner: each.version for each in all_progress(known, day("2026-12-31"))}
    assert found == {"ada": "9", "bo": "10", "cy": "11"}


def test_a_stack_by_credits_names_every_award_whose_credits_were_counted():
    either = group("a", "b", any=1)
    route = pathway(level(group(either, credits=3)))
    worth = [badge("a", credits=1), badge("b", credits=2)]
    held = [award("a", "2026-01-01"), award("b", "2026-01-01")]
    (found,) = derived_awards(catalog([route], held, badges=worth))
    assert {part.badge for part in found.unlock.parts} == {"a", "b"}
