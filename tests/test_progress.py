"""Where a learner stands on a day: states of steps, levels and the pathway."""

from msgspec.structs import replace

from badgesite.desk.announcing import last_badge
from badgesite.model import Award, AwardKey, ForeignAward, ForeignNeeded, Withdrawal
from badgesite.progress import (
    PathwayProgress,
    StepState,
    all_progress,
    derived_awards,
    lapse,
    last_day,
    pathway_progress,
    timeline,
    turns,
)
from pathway_world import (
    award,
    badge,
    catalog,
    day,
    group,
    level,
    pathway,
    step,
    withdrawn,
)

TODAY = "2026-06-01"


def states(progress: PathwayProgress) -> dict[str, str]:
    return {each.step: str(each.state) for each in progress.steps}


def stand(path, awards=(), on=TODAY, **more):
    known = catalog((path, *more.pop("others", ())), awards, **more)
    return pathway_progress(known, "ada", path, day(on))


ROUTE = pathway(level("a"), level("b", "c", id="two", any=1), level("d", id="three"))


def test_without_awards_the_first_level_can_start_and_the_rest_is_locked():
    found = stand(ROUTE)
    assert states(found) == {"a": "can-start", "b": "locked", "c": "locked", "d": "locked"}
    assert (found.complete, found.current) == (False, "one")
    assert [each.because.levels for each in found.steps] == [(), (1,), (1,), (1, 2)]
    assert found.steps[3].because.sentence == "levels 1 and 2 are not complete"


def test_an_earned_level_opens_the_next():
    found = stand(ROUTE, [award("a", "2026-01-01")])
    assert states(found) == {"a": "earned", "b": "can-start", "c": "can-start", "d": "locked"}
    assert found.current == "two"
    assert [each.step for each in found.next_steps] == ["b", "c"]


def test_any_one_of_two_completes_the_level():
    found = stand(ROUTE, [award("a", "2026-01-01"), award("c", "2026-02-01")])
    assert states(found)["d"] == "can-start"
    assert [(each.earned, each.needed, each.complete) for each in found.levels] == [
        (1, 1, True),
        (1, 1, True),
        (0, 1, False),
    ]


def test_a_step_earned_out_of_order_is_earned():
    assert states(stand(ROUTE, [award("d", "2026-01-01")]))["d"] == "earned"


def test_all_levels_complete_the_pathway_from_the_last_award_on():
    found = stand(ROUTE, [award(x, f"2026-0{n}-01") for n, x in enumerate("acd", 1)])
    assert (found.complete, found.current, found.since) == (True, None, day("2026-03-01"))
    assert found.next_steps == ()


def test_an_award_of_a_later_day_is_none_yet():
    assert states(stand(ROUTE, [award("a", "2026-06-02")]))["a"] == "can-start"
    assert states(stand(ROUTE, [award("a", "2026-06-01")]))["a"] == "earned"


def test_the_day_of_expiry_still_counts_and_the_next_does_not():
    awards = [award("a", "2026-01-01", expires=day("2026-06-01"))]
    last, after = stand(ROUTE, awards, "2026-06-01"), stand(ROUTE, awards, "2026-06-02")
    assert (states(last)["a"], last.steps[0].until) == ("earned", day("2026-06-01"))
    assert states(after)["a"] == "expired"
    assert after.steps[0].because.sentence == "A expired on 1 June 2026"
    assert after.steps[0].open == ("a",)


def test_expiry_follows_the_badge_unless_the_award_says_otherwise():
    badges = [badge("a", validity="P1Y")]
    assert states(stand(ROUTE, [award("a", "2025-06-01")], badges=badges))["a"] == "earned"
    assert states(stand(ROUTE, [award("a", "2025-05-31")], badges=badges))["a"] == "expired"
    longer = [award("a", "2025-05-31", expires=day("2030-01-01"))]
    assert states(stand(ROUTE, longer, badges=badges))["a"] == "earned"


def test_a_revocation_counts_from_its_day_on():
    given = award("a", "2026-01-01")
    gone = [withdrawn(given.key, "2026-05-01")]
    assert states(stand(ROUTE, [given], "2026-04-30", revocations=gone))["a"] == "earned"
    found = stand(ROUTE, [given], "2026-05-01", revocations=gone)
    assert states(found) == {"a": "revoked", "b": "locked", "c": "locked", "d": "locked"}
    assert found.steps[0].because.sentence == "A was withdrawn on 1 May 2026"


def test_a_later_award_makes_good_an_expired_and_a_replaced_one():
    old = award("a", "2025-01-01", expires=day("2026-01-01"))
    assert states(stand(ROUTE, [old, award("a", "2026-03-01")]))["a"] == "earned"
    wrong = award("a", "2026-01-01")
    gone = [withdrawn(wrong.key, "2026-02-01", Withdrawal.REPLACED)]
    right = Award("ada", "a", day("2026-01-01"), issue=2)
    assert states(stand(ROUTE, [wrong], revocations=gone))["a"] == "revoked"
    found = stand(ROUTE, [wrong, right], revocations=gone)
    assert (states(found)["a"], found.steps[0].parts) == ("earned", (right.key,))


def test_of_several_awards_of_a_badge_the_one_that_counts_longest_stands_for_it():
    def until(on, expires=None, issue=1):
        last = None if expires is None else day(expires)
        return Award("ada", "a", day(on), issue, expires=last)

    def named(*awards):
        found = stand(ROUTE, awards).steps[0]
        (key,) = found.parts
        return (str(key.awarded), key.issue, found.until and str(found.until))

    long, short = "2027-06-01", "2026-07-01"
    assert named(until("2026-01-01", long), until("2026-02-01", short)) == ("2026-01-01", 1, long)
    assert named(until("2026-01-01", short), until("2026-02-01", long)) == ("2026-02-01", 1, long)
    assert named(until("2026-01-01"), until("2026-02-01", long)) == ("2026-01-01", 1, None)
    assert named(until("2026-01-01", long), until("2026-02-01")) == ("2026-02-01", 1, None)
    # Of equals the earliest, in its last issue.
    assert named(until("2026-01-01"), until("2026-02-01", None, 2)) == ("2026-01-01", 1, None)
    assert named(until("2026-01-01"), until("2026-01-01", None, 2)) == ("2026-01-01", 2, None)


def test_a_withdrawal_to_come_ends_an_award_before_its_expiry_and_none_after_it_does():
    given = award("a", "2026-01-01", expires=day("2026-08-01"))
    for on, until in (("2026-07-01", "2026-06-30"), ("2026-09-01", "2026-08-01")):
        found = stand(ROUTE, [given], revocations=[withdrawn(given.key, on)])
        assert (states(found)["a"], found.steps[0].until) == ("earned", day(until))


def test_revoked_comes_before_expired_and_expired_before_locked():
    one = award("d", "2024-01-01", expires=day("2025-01-01"))
    other = award("d", "2025-02-01")
    gone = [withdrawn(other.key, "2025-03-01")]
    assert states(stand(ROUTE, [one]))["d"] == "expired"
    assert states(stand(ROUTE, [one, other], revocations=gone))["d"] == "revoked"


def test_an_expired_part_closes_the_levels_behind_it_again():
    awards = [
        award("a", "2025-01-01", expires=day("2026-01-01")),
        award("b", "2025-02-01"),
    ]
    found = stand(ROUTE, awards)
    assert states(found) == {"a": "expired", "b": "earned", "c": "locked", "d": "locked"}
    assert found.current == "one"
    assert [each.step for each in found.next_steps] == ["a"]


def test_after_locks_a_step_until_the_other_is_earned():
    path = pathway(level("a", step("b", after=("a",))))
    found = stand(path)
    assert states(found) == {"a": "can-start", "b": "locked"}
    assert found.steps[1].because.sentence == "A must come first"
    assert states(stand(path, [award("a", "2026-01-01")]))["b"] == "can-start"


def test_an_optional_step_neither_holds_up_nor_completes():
    path = pathway(level("a", step("b", optional=True)), level("c", id="two"))
    assert states(stand(path, [award("a", "2026-01-01")]))["c"] == "can-start"
    assert states(stand(path, [award("b", "2026-01-01")]))["c"] == "locked"


def test_a_group_may_nest_groups():
    rule = group("a", group("b", "c"), group("d", "e", any=1), any=2)
    path = pathway(level(step(rule)))
    earned = {
        "a": False, "ab": False, "abc": True, "ad": True, "bcd": True, "de": False, "bd": False,
    }  # fmt: skip
    for held, wanted in earned.items():
        found = stand(path, [award(each, "2026-01-01") for each in held])
        assert (found.steps[0].state is StepState.EARNED) is wanted, held


def test_what_is_open_of_a_group_is_what_is_not_held():
    path = pathway(level(step(group("a", "b", "c", any=2))))
    assert stand(path, [award("b", "2026-01-01")]).steps[0].open == ("a", "c")


def test_credits_count_the_badges_of_satisfied_members():
    badges = [badge("a", credits=10), badge("b", credits=15), badge("c", credits=5)]
    path = pathway(level(step(group("a", group("b", "c"), credits=20))))

    def earned(held):
        awards = [award(each, "2026-01-01") for each in held]
        return stand(path, awards, badges=badges).steps[0].state is StepState.EARNED

    assert [earned(each) for each in ("a", "ab", "bc", "abc")] == [False, False, True, True]


def test_a_nested_pathway_is_complete_by_its_own_rule_or_by_its_final_badge_given_by_hand():
    inner = pathway(level("a"), id="inner", final="inner-done")
    outer = pathway(level(step(">inner")), id="outer")
    assert states(stand(outer, others=(inner,))) == {"inner": "can-start"}
    assert stand(outer, others=(inner,)).steps[0].open == ("a",)
    by_rule = stand(outer, [award("a", "2026-01-01")], others=(inner,))
    assert by_rule.steps[0].parts == (AwardKey("ada", "a", day("2026-01-01")),)
    by_hand = stand(outer, [award("inner-done", "2026-01-01")], others=(inner,))
    assert by_hand.complete


def test_a_nested_pathway_lapses_with_its_parts_although_its_final_badge_stays():
    inner = pathway(level("a"), id="inner", final="inner-done")
    outer = pathway(level(step(">inner")), id="outer")
    awards = [award("a", "2025-01-01", expires=day("2026-01-01"))]
    assert states(stand(outer, awards, others=(inner,))) == {"inner": "expired"}


def test_pathways_that_lead_to_themselves_are_never_complete_and_never_hang():
    one = pathway(level(step(">other"), "a"), id="one", final=None)
    other = pathway(level(step(">one")), id="other", final=None)
    found = stand(one, [award("a", "2026-01-01")], others=(other,))
    assert states(found) == {"other": "can-start", "a": "earned"}


def test_within_asks_for_parts_earned_near_each_other():
    path = pathway(level(step(group("a", "b"), within_months=6)))
    far = [award("a", "2025-01-01"), award("b", "2025-07-02")]
    assert states(stand(path, far)) == {"pick": "can-start"}
    near = [award("a", "2025-01-01"), award("b", "2025-07-01")]
    assert states(stand(path, near)) == {"pick": "earned"}
    again = [*far, award("a", "2025-12-31")]
    assert stand(path, again).steps[0].parts == (again[2].key, again[1].key)


def test_months_around_a_pathway_bind_the_months_inside_it_too():
    inner = pathway(level(step(group("a", "b"), within_months=1)), id="inner", final=None)
    outer = pathway(level(step(group(">inner", "c"), within_months=6)), id="outer", final=None)

    def of(**given):
        awards = [award(x, on) for x, days in given.items() for on in days.split()]
        return states(stand(outer, awards, others=(inner,)))["pick"]

    assert of(a="2025-06-10", b="2025-06-10", c="2025-12-10") == "earned"
    assert of(a="2025-06-10", b="2025-06-10", c="2025-12-11") == "can-start"
    # Near b is an a that is too early, or too late, for c; another a is near c alone.
    assert of(a="2025-05-20 2025-11-01", b="2025-06-10", c="2025-11-25") == "can-start"
    assert of(a="2025-06-01 2025-12-10", b="2025-11-15", c="2025-06-01") == "can-start"


def test_what_is_held_too_far_apart_can_be_earned_again():
    path = pathway(level(step(group("a", "b"), within_months=6)))
    far = [award("a", "2025-01-01"), award("b", "2025-07-02")]
    (coming,) = stand(path, far).next_steps
    assert (coming.state, coming.open) == ("can-start", ("a", "b"))
    assert stand(path, far[:1]).next_steps[0].open == ("b",)


def test_a_badge_of_another_issuer_counts_once_it_was_verified():
    path = pathway(level(step(ForeignNeeded("did:web:x", "urn:x"), "nurse")))
    assert states(stand(path)) == {"nurse": "can-start"}
    given = ForeignAward("ada", "did:web:x", "urn:x", day("2026-01-01"), path="learners/ada/x.json")
    found = stand(path, recognised=(given,))
    assert (states(found), found.steps[0].parts) == ({"nurse": "earned"}, ())
    stranger = ForeignAward("ada", "did:web:y", "urn:x", day("2026-01-01"))
    assert states(stand(path, recognised=(stranger,))) == {"nurse": "can-start"}


# ------------------------------------------------------------------ everybody, and days to come
def test_all_progress_has_whoever_holds_something_that_is_asked_for():
    awards = [
        award("a", "2026-01-01", "bo"),
        award("x", "2026-01-01", "cy"),
        award("a", "2027-01-01", "di"),
    ]
    found = all_progress(catalog([ROUTE], awards), day(TODAY))
    assert [(each.learner, each.pathway, each.version) for each in found] == [("bo", "p", "1")]


def test_all_progress_is_sorted_and_keeps_those_whose_awards_are_gone():
    given = award("a", "2026-01-01", "zoe")
    other = pathway(level("a"), id="again", final=None)
    known = catalog(
        [ROUTE, other],
        [given, award("d", "2026-01-01", "bo")],
        revocations=[withdrawn(given.key, "2026-02-01")],
    )
    found = [(each.learner, each.pathway) for each in all_progress(known, day(TODAY))]
    assert found == [("bo", "p"), ("zoe", "again"), ("zoe", "p")]


def test_a_timeline_knows_the_day_after_its_first_and_no_day_after_the_last_of_all():
    awards = [
        award("a", "2026-01-01", expires=day(TODAY)),
        award("d", "2026-01-01", expires=day("9999-12-31")),
    ]
    days = [on for on, _ in timeline(catalog([ROUTE], awards), "ada", ROUTE, day(TODAY))]
    assert days == [day(TODAY), day("2026-06-02")]


def test_a_timeline_has_one_entry_for_each_day_that_changes_something():
    awards = [
        award("a", "2026-01-01", expires=day("2027-01-01")),
        award("b", "2026-02-01", expires=day("2026-12-31")),
        award("x", "2026-03-01", expires=day("2026-05-01")),
        award("a", "2026-03-05", "bo"),
    ]
    known = catalog([ROUTE], awards)
    found = timeline(known, "ada", ROUTE, day("2026-03-01"))
    days = [str(start) for start, _ in found]
    assert days == ["2026-03-01", "2027-01-01", "2027-01-02"]
    assert [states(each)["b"] for _, each in found] == ["earned", "expired", "expired"]
    assert timeline(known, "ada", ROUTE, day("2027-06-01"))[0][1] == found[2][1]


def test_a_renewal_moves_the_last_day_of_a_step():
    awards = [
        award("a", "2025-01-01", expires=day("2026-12-31")),
        award("a", "2026-05-01", expires=day("2028-05-01")),
    ]
    assert stand(ROUTE, awards).steps[0].until == day("2028-05-01")


def test_a_level_lasts_as_long_as_any_of_its_ways_does():
    path = pathway(level("a", "b", any=1))
    awards = [award("a", "2026-01-01", expires=day("2026-08-01")), award("b", "2026-02-01")]
    assert stand(path, awards).levels[0].until is None


def test_last_day_is_the_latest_day_of_an_award_or_a_revocation():
    given = award("a", "2026-01-01")
    assert last_day(catalog([ROUTE], [given])) == day("2026-01-01")
    gone = [withdrawn(given.key, "2026-09-01")]
    assert last_day(catalog([ROUTE], [given], revocations=gone)) == day("2026-09-01")


# ------------------------------------------------------------------ a final badge that lapsed
FINAL = pathway(level("a", "b", any=1), level("c", id="two"))


def lapsed(awards, on=TODAY, path=FINAL, **more):
    return lapse(catalog([path], awards, **more), "ada", path, day(on))


def test_a_lapse_says_since_when_and_why():
    awards = [award("a", "2025-01-01", expires=day("2026-05-02")), award("c", "2025-02-01")]
    found = lapsed(awards)
    assert (found.since, found.award.badge) == (day("2026-05-03"), "done")
    assert found.sentence == (
        "Complete when awarded; lapsed since 3 May 2026 because A expired on 2 May 2026"
    )
    assert lapsed(awards, "2026-05-02") is None


def test_a_lapse_begins_when_the_last_way_to_meet_the_rule_ended():
    awards = [
        award("a", "2025-01-01", expires=day("2025-06-30")),
        award("b", "2025-03-01"),
        award("c", "2025-02-01"),
    ]
    gone = [withdrawn(awards[1].key, "2026-01-10")]
    found = lapsed(awards, revocations=gone)
    assert found.since == day("2026-01-10")
    assert found.sentence.endswith("because B was withdrawn on 10 January 2026")


def test_a_renewed_final_badge_has_not_lapsed():
    awards = [
        award("a", "2025-01-01", expires=day("2026-01-01")),
        award("c", "2025-02-01"),
        award("a", "2026-03-01"),
    ]
    assert lapsed(awards, "2026-02-01") is not None
    assert lapsed(awards) is None


def test_a_pathway_that_keeps_its_final_badges_has_no_lapse():
    path = replace(FINAL, withdrawn="keep")
    awards = [award("a", "2025-01-01", expires=day("2026-05-02")), award("c", "2025-02-01")]
    assert lapsed(awards, path=path) is None


def test_a_final_badge_given_by_hand_without_its_parts_has_not_lapsed():
    assert lapsed([award("done", "2025-01-01")]) is None


# ------------------------------------------------------------------ what became of what a rule gave
def became(awards, path=FINAL, badge_id="done", **more):
    known = catalog([path], awards, **more)
    (given,) = [each for each in derived_awards(known) if each.badge == badge_id]
    return [(str(turn.day), turn.became, turn.sentence) for turn in turns(known, given)]


def test_a_badge_given_by_rule_stands_until_a_part_ends_and_again_once_it_is_earned_again():
    awards = [
        award("a", "2025-01-01", expires=day("2026-01-01")),
        award("c", "2025-02-01"),
        award("a", "2026-03-01"),
    ]
    assert became(awards) == [
        ("2025-02-01", "complete", ""),
        (
            "2026-01-02",
            "lapsed",
            "Complete when awarded; lapsed since 2 January 2026 because A expired on "
            "1 January 2026",
        ),
        (
            "2026-03-01",
            "renewed",
            "Complete: A expired on 1 January 2026, and A of 1 March 2026 counts in place of it",
        ),
    ]


def test_a_badge_that_its_pathway_keeps_says_what_ended_and_that_it_stays():
    awards = [award("a", "2025-01-01"), award("c", "2025-02-01")]
    gone = [withdrawn(awards[0].key, "2026-05-03")]
    assert became(awards, replace(FINAL, withdrawn="keep"), revocations=gone)[1:] == [
        (
            "2026-05-03",
            "kept",
            "Complete when awarded, and by its rules it stays so although A was withdrawn on "
            "3 May 2026",
        )
    ]


def test_a_milestone_stands_with_its_own_level_alone():
    path = pathway(level("a", milestone="half"), level("c", id="two"))
    awards = [award("a", "2025-01-01"), award("c", "2025-02-01", expires=day("2025-12-31"))]
    assert became(awards, path, "half") == [("2025-01-01", "complete", "")]
    assert [kind for _, kind, _ in became(awards, path)] == ["complete", "lapsed"]


def test_what_the_content_gives_has_no_rule_to_stand_by():
    known = catalog([FINAL], [award("done", "2025-01-01")])
    assert turns(known, known.awards[0]) == ()


def test_one_step_away_is_one_step_that_a_level_still_asks_for():
    path = pathway(level("a", "b", "c", any=2), level("d", id="two"))

    def standing(*badges):
        awards = [award(each, "2026-01-01") for each in badges]
        return pathway_progress(catalog([path], awards), "ada", path, day("2026-06-01"))

    assert not standing("a").one_step_away
    near = standing("a", "b")  # c can be done without
    assert near.one_step_away
    assert [each.open for each in near.next_steps] == [("d",)]
    assert last_badge(near) == "d"
    choice = standing("a", "d")
    assert choice.one_step_away
    assert last_badge(choice) is None  # b or c
    assert not standing("a", "b", "d").one_step_away
