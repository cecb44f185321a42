"""Places are given once and for good; what has changed or vanished is seen."""

from datetime import date
from uuid import UUID

import pytest
from msgspec.structs import replace

from badgesite import register
from badgesite.addresses import credential_uuid
from badgesite.content.forms.register import read_register
from badgesite.content.notes import Notes
from badgesite.model import (
    Award,
    BadgeNeeded,
    Level,
    Pathway,
    RegisterEntry,
    Revocation,
    Step,
    Withdrawal,
)
from badgesite.register import COLUMNS, appended, assign, free_place, line
from issued import AWARD, BADGE, SITE, catalog, entry_of

DIGEST = "0000000000000001-0000000000000002-0000000000000003-0000000000000004"
OTHER = Award("henry", "rope", date(2026, 3, 2))
AWARDS = tuple(Award(f"learner-{n}", "rope", date(2026, 1, 1)) for n in range(300))
WAY = Pathway("way", "Way", "1", "crown", (Level("one", "One", (Step("a", BadgeNeeded("rope")),)),))


def registered(award: Award, **more: object) -> RegisterEntry:
    return entry_of(award, **{"digest": DIGEST, "place": 1_000, **more})


def test_an_award_without_a_line_gets_the_place_it_will_be_recorded_with() -> None:
    before = assign(catalog(AWARD), (AWARD,), {AWARD.key: DIGEST})
    entry = before.entries[AWARD.key]
    assert before.missing == (entry,)
    assert entry.uuid == credential_uuid(SITE.salt, AWARD.key)
    assert entry.digest == DIGEST
    assert entry.version == "1"
    after = assign(catalog(AWARD, register=before.missing), (AWARD,), {AWARD.key: DIGEST})
    assert after.entries == before.entries
    assert (after.missing, after.changed, after.vanished) == ((), (), ())
    assert (after.withdrawals, after.set_places) == ((), {})


def test_the_place_is_the_first_free_one_of_the_credential_s_own_row() -> None:
    uuid = UUID("ae2ca70a-56b1-8b4d-9d2f-1b4c56d6c9f1")
    first = free_place(uuid, set().__contains__)
    second = free_place(uuid, {first}.__contains__)
    assert (first, second) == (70_019, 45_917)
    assert free_place(uuid, {second}.__contains__) == first


def test_the_order_of_the_awards_changes_no_place() -> None:
    forward = assign(catalog(*AWARDS), AWARDS, {})
    backward = assign(catalog(*AWARDS), AWARDS[::-1], {})
    assert forward.entries == backward.entries
    assert len({entry.place for entry in forward.missing}) == len(AWARDS)


def test_an_award_more_moves_no_other() -> None:
    recorded = assign(catalog(*AWARDS), AWARDS, {}).missing
    recorded = tuple(replace(entry, digest=DIGEST) for entry in recorded)
    more = assign(catalog(*AWARDS, register=recorded), (AWARD, *AWARDS), {})
    assert [entry.award for entry in more.missing] == [AWARD.key]
    assert all(more.entries[entry.award] == entry for entry in recorded)


def test_an_unrecorded_award_of_a_later_day_takes_no_place_from_one_of_an_earlier_day() -> None:
    many = tuple(Award(f"learner-{n}", "rope", date(2026, 1, 1)) for n in range(1_500))
    later = tuple(Award(f"learner-{n}", "rope", date(2026, 1, 2)) for n in range(1_500))
    before = assign(catalog(*many), many, {}).entries
    after = assign(catalog(*later, *many), (*later, *many), {}).entries
    assert all(after[key] == entry for key, entry in before.items())
    assert len({entry.place for entry in after.values()}) == 3_000  # some are second in their row


def test_a_full_list_is_followed_by_the_next() -> None:
    full = tuple(
        registered(Award(f"l{n}", "rope", date(2026, 1, 1)), place=n, uuid=UUID(int=n + 1))
        for n in range(register.FULL)
    )
    assigned = assign(catalog(AWARD, register=full), (AWARD,), {})
    assert assigned.entries[AWARD.key].list == 2
    assert assigned.lists == (1, 2)
    almost = assign(catalog(AWARD, register=full[:-1]), (AWARD,), {})
    assert almost.entries[AWARD.key].list == 1


def test_a_site_without_awards_has_one_list_with_nothing_set() -> None:
    assigned = assign(catalog(), (), {})
    assert (assigned.lists, assigned.set_places) == ((1,), {})


# ------------------------------------------------------------------ withdrawn
@pytest.mark.parametrize("kind", list(Withdrawal))
def test_a_withdrawn_award_sets_its_place(kind: Withdrawal) -> None:
    withdrawn = {AWARD.key: Revocation(AWARD.key, date(2026, 4, 1), kind, "in error")}
    given = catalog(AWARD, OTHER, register=(registered(AWARD),), revocations=withdrawn)
    assert assign(given, (AWARD, OTHER), {}).set_places == {1: frozenset({1_000})}


def test_a_withdrawal_is_recorded_and_no_later_line_or_row_takes_it_back() -> None:
    withdrawn = {AWARD.key: Revocation(AWARD.key, date(2026, 4, 1), Withdrawal.REVOKED, "error")}
    before = catalog(AWARD, register=(registered(AWARD),), revocations=withdrawn)
    (entry,) = assign(before, (AWARD,), {AWARD.key: DIGEST}).withdrawals
    assert entry == registered(AWARD, withdrawn=date(2026, 4, 1))
    recorded = (registered(AWARD), entry, registered(AWARD, reissued="typo"))
    for rows in (withdrawn, {}):
        given = catalog(AWARD, register=recorded, revocations=rows)
        after = assign(given, (AWARD,), {AWARD.key: DIGEST})
        assert after.withdrawals == ()
        assert after.set_places == {1: frozenset({1_000})}


def test_a_list_is_as_old_as_its_last_withdrawal_in_whatever_order_they_are_known() -> None:
    days = (date(2026, 4, 1), date(2026, 6, 1), date(2026, 5, 1))
    awards = tuple(Award(f"learner-{n}", "rope", date(2026, 1, 1)) for n in range(3))
    lines = tuple(registered(award, place=n) for n, award in enumerate(awards))
    rows = {
        award.key: Revocation(award.key, day, Withdrawal.REVOKED, "error")
        for award, day in zip(awards, days, strict=True)
    }
    said = assign(catalog(*awards, register=lines, revocations=rows), awards, {})
    assert said.last_days == {1: date(2026, 6, 1)}
    recorded = tuple(replace(line, withdrawn=day) for line, day in zip(lines, days, strict=True))
    kept = assign(catalog(*awards, register=recorded), awards, {})
    assert kept.last_days == {1: date(2026, 6, 1)}


def test_what_is_recorded_after_its_withdrawal_says_so_on_its_one_line() -> None:
    withdrawn = {AWARD.key: Revocation(AWARD.key, date(2026, 4, 1), Withdrawal.REVOKED, "error")}
    assigned = assign(catalog(AWARD, revocations=withdrawn), (AWARD,), {AWARD.key: DIGEST})
    assert assigned.missing[0].withdrawn == date(2026, 4, 1)
    assert assigned.withdrawals == ()


def test_an_award_that_vanished_is_withdrawn_and_its_place_stays_taken() -> None:
    given = catalog(OTHER, register=(registered(AWARD),))
    assigned = assign(given, (OTHER,), {})
    assert [entry.award for entry in assigned.vanished] == [AWARD.key]
    assert assigned.set_places == {1: frozenset({1_000})}
    assert AWARD.key not in assigned.entries


def test_a_final_badge_that_its_rule_gives_no_more_is_not_withdrawn() -> None:
    final = Award("grace", "crown", date(2026, 3, 1))
    line = registered(final, digest=f"{DIGEST}-0000000000000005")
    given = catalog(AWARD, register=(line,), pathways={"way": WAY})
    assigned = assign(given, (AWARD,), {})
    assert (assigned.vanished, assigned.set_places) == ((), {})
    assert [entry.award for entry in assigned.ended] == [final.key]


def test_a_rule_that_is_taken_out_withdraws_nothing_that_it_gave() -> None:
    final = Award("grace", "crown", date(2026, 3, 1))
    line = registered(final, digest=f"{DIGEST}-0000000000000005")
    given = catalog(AWARD, register=(line,), pathways={"way": WAY})
    for way in ({}, {"way": replace(WAY, final=None)}, {"way": replace(WAY, award="by-hand")}):
        assigned = assign(replace(given, pathways=way), (AWARD,), {})
        assert (assigned.vanished, assigned.set_places) == ((), {})
        assert [entry.award for entry in assigned.ended] == [final.key]


def test_a_final_badge_given_by_hand_that_vanished_is_withdrawn_like_any_other() -> None:
    final = Award("grace", "crown", date(2026, 3, 1))
    given = catalog(AWARD, register=(registered(final),), pathways={"way": WAY})
    assigned = assign(given, (AWARD,), {})
    assert [entry.award for entry in assigned.vanished] == [final.key]
    assert (assigned.ended, assigned.set_places) == ((), {1: frozenset({1_000})})


# ------------------------------------------------------------------ changed
@pytest.mark.parametrize(
    ("now", "words"),
    [
        (DIGEST.replace("1-", "9-"), "the badge changed"),
        (DIGEST.replace("2-", "9-"), "the learner's public name changed"),
        (
            DIGEST.replace("3-", "9-"),
            "the award (its dates, evidence, narrative, result or what unlocked it) changed",
        ),
        (DIGEST[:-1] + "9", "the site (its issuer, language, time zone or salt) changed"),
        (
            DIGEST.replace("1-", "9-").replace("2-", "9-"),
            "the badge and the learner's public name changed",
        ),
    ],
)
def test_a_changed_credential_is_named_with_what_changed(now: str, words: str) -> None:
    given = catalog(AWARD, register=(registered(AWARD, signed_by="z6Mk", proof="z1"),))
    assigned = assign(given, (AWARD,), {AWARD.key: now})
    (change,) = assigned.changed
    assert change.sentence.endswith(words)
    assert "'grace' for 'rope' (2026-03-01)" in change.sentence
    (reissue,) = assigned.reissues
    assert reissue.entry == registered(AWARD, digest=now)
    accepted = catalog(AWARD, register=(*given.register, replace(reissue.entry, reissued="typo")))
    assert assign(accepted, (AWARD,), {AWARD.key: now}).changed == ()


def test_issuing_again_moves_to_the_present_version_unless_the_former_is_kept() -> None:
    now = replace(BADGE, version="2")
    given = catalog(AWARD, register=(registered(AWARD),), badges={"rope": now})
    changed = {AWARD.key: DIGEST.replace("1-", "9-")}
    (reissue,) = assign(given, (AWARD,), changed).reissues
    assert reissue.entry.version == "2"
    given = replace(given, earlier_badges={("rope", "1"): BADGE})
    (reissue,) = assign(given, (AWARD,), changed).reissues
    assert reissue.entry.version == "1"


def test_what_was_never_digested_cannot_have_changed() -> None:
    given = catalog(AWARD, register=(registered(AWARD, digest=""),))
    assert assign(given, (AWARD,), {AWARD.key: DIGEST}).changed == ()


def test_a_later_line_counts_but_cannot_move_a_credential() -> None:
    first = registered(AWARD)
    later = registered(AWARD, place=5, list=3, uuid=UUID(int=9), version="2", reissued="typo")
    counted = register.last_entries((first, later))[AWARD.key]
    assert counted == replace(first, version="2", reissued="typo")


def test_a_line_with_the_first_columns_only_keeps_its_uuid_and_gets_a_place() -> None:
    bare = RegisterEntry(AWARD.key, UUID(int=7))
    assigned = assign(catalog(AWARD, register=(bare,)), (AWARD,), {AWARD.key: DIGEST})
    (entry,) = assigned.missing
    assert entry.uuid == UUID(int=7)
    assert entry.place == free_place(UUID(int=7), set().__contains__)
    again = assign(catalog(AWARD, register=(bare, entry)), (AWARD,), {AWARD.key: DIGEST})
    assert again.missing == ()
    assert again.entries[AWARD.key] == entry
    assert assigned.lists == again.lists == (1,)


def test_a_line_with_the_first_columns_only_whose_award_vanished_is_withdrawn_once() -> None:
    bare = RegisterEntry(AWARD.key, UUID(int=7))
    assigned = assign(catalog(OTHER, register=(bare,)), (OTHER,), {})
    place = free_place(UUID(int=7), set().__contains__)
    assert [entry.award for entry in assigned.missing] == [OTHER.key]
    assert [(entry.award, entry.place) for entry in assigned.vanished] == [(AWARD.key, place)]
    assert (assigned.lists, assigned.set_places) == ((1,), {1: frozenset({place})})


# ------------------------------------------------------------------ lines
def test_a_line_from_before_the_last_column_is_taken_and_a_shorter_one_is_not() -> None:
    (entry,) = assign(catalog(AWARD), (AWARD,), {AWARD.key: DIGEST}).missing
    cells = line(entry).strip().split(",")
    for left, problems in ((1, 0), (2, 1)):
        text = f"{HEADER}\n{','.join(cells[:-left])}\n"
        notes = Notes("content/register.csv")
        read = list(read_register(text, SITE.salt, notes))
        assert len(notes.problems) == problems
        assert [each.uuid for each in read] == [entry.uuid][problems:]


HEADER = ",".join(COLUMNS)
ENTRY = registered(AWARD, signed_by="z6MkA", proof="z1", reissued='a "typo",\nmended')
LINE = f'{ENTRY.uuid},grace,rope,2026-03-01,1,1,1,1000,{DIGEST},z6MkA,z1,"a ""typo"", mended",'


def test_a_line_has_one_cell_for_each_column() -> None:
    assert line(ENTRY) == LINE + "\n"


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("", f"{HEADER}\n{LINE}\n"),
        (f"{HEADER}\n", f"{HEADER}\n{LINE}\n"),
        (f"{HEADER}\nold", f"{HEADER}\nold\n{LINE}\n"),
        (f"{HEADER}\r\nold\r\n", f"{HEADER}\r\nold\r\n{LINE}\r\n"),
        (f"\ufeff{HEADER}\n", f"\ufeff{HEADER}\n{LINE}\n"),
    ],
)
def test_lines_are_added_at_the_end_and_nothing_else_is_touched(before: str, after: str) -> None:
    assert appended(before, [ENTRY]) == after


def test_columns_follow_the_header_that_is_there() -> None:
    before = "uuid,learner,badge,awarded\nu,l,b,2026-01-01\n"
    header, old, new = appended(before, [ENTRY]).splitlines()
    assert header == HEADER
    assert old == "u,l,b,2026-01-01" + "," * (len(COLUMNS) - 4)
    assert new == LINE
    turned = ",".join(reversed(COLUMNS)) + "\n"
    assert appended(turned, [replace(ENTRY, reissued="")]).splitlines()[1].endswith(str(ENTRY.uuid))
