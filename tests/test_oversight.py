"""The private report: numbers against a provider counted by hand, and what it must not say."""

import csv
import re
from collections.abc import Collection
from datetime import date, timedelta
from pathlib import Path

import pytest
from click.testing import CliRunner
from msgspec.structs import replace

from badgesite.build import Request, build
from badgesite.build.oversight import write_report
from badgesite.cli.commands import commands
from badgesite.content import load
from badgesite.errors import BadgesiteError
from badgesite.model import ForeignAward
from badgesite.overseeing import Floor, Numbers, numbers_of
from badgesite.overseeing.tables import tables_of
from badgesite.plan.facts import Mode, facts_of
from conftest import Quiet
from provider import PROVIDER, Files, badge, pathway, write

ON = date(2026, 11, 24)

# Two levels: rope, then boat; then the crown. Rope is valid for a year.
#   ann    rope 1 Mar 2025 (expired), again 1 Mar 2026; boat 11 Mar 2025: complete, after 10 days
#   ben    rope 1 Jan 2026, boat 31 Jan 2026: complete, after 30 days; rope ends on 1 Jan 2027
#   cat    rope 20 Dec 2025, which ends on 20 Dec 2026: one step away, for 339 days
#   dan    rope 1 Oct 2025, expired: reached level 1, which stands no more
#   eve    rope 5 May 2026, withdrawn on 6 June 2026
#   fay    boat 1 June 2026, by waiver: begun, level 1 not reached
FILES: Files = {
    "badges/rope.md": badge("Rope Rescue", "validity: P1Y\n"),
    "learners/grace.yml": None,
    "learners/crew.csv": "id,name,visibility\nann,Ann <b>Ash</b>,private\nben,Ben Beck,\n"
    "cat,=Cat(1),\n"
    "dan,Dan Dean,\neve,Eve East,\nfay,Fay Fenn,\n",
    "awards/2026.csv": "learner,badge,awarded,waived\n"
    "ann,rope,2025-03-01,\nann,rope,2026-03-01,\nann,boat,2025-03-11,\n"
    "ben,rope,2026-01-01,\nben,boat,2026-01-31,\n"
    "cat,rope,2025-12-20,\ndan,rope,2025-10-01,\neve,rope,2026-05-05,\n"
    "fay,boat,2026-06-01,Thirty years at sea\n",
    "revocations.csv": "learner,badge,awarded,on,kind,reason\n"
    "eve,rope,2026-05-05,2026-06-06,revoked,the wrong Eve\n",
}


@pytest.fixture
def harbour(tmp_path: Path) -> Path:
    return write(tmp_path / "harbour", FILES)


@pytest.fixture
def numbers(harbour: Path) -> Numbers:
    catalog = load(harbour).catalog
    assert catalog is not None
    return numbers_of(facts_of(catalog, Mode.PREVIEW), ON)


def counted(
    root: Path, files: Files, on: date, announced: Collection[str] | None = None
) -> Numbers:
    catalog = load(write(root, files)).catalog
    assert catalog is not None
    return numbers_of(facts_of(catalog, Mode.PREVIEW), on, announced)


def given(*rows: str) -> Files:
    """The provider with these awards alone: learner, badge, day, last day."""
    awards = "learner,badge,awarded,expires\n" + "".join(f"{row}\n" for row in rows)
    return {**FILES, "awards/2026.csv": awards, "revocations.csv": None}


def rows(path: Path) -> list[list[str]]:
    return list(csv.reader(path.read_text("utf-8-sig").splitlines()))[1:]


# ------------------------------------------------------------------ numbers
def test_the_funnel_counts_who_reached_a_level_and_for_whom_it_stands(numbers: Numbers) -> None:
    (funnel,) = numbers.funnels
    assert funnel.begun == 6
    told = [(each.level, each.reached, each.standing) for each in funnel.stages]
    assert told == [(1, 5, 3), (2, 2, 2), (0, 2, 2)]


def test_time_between_levels_counts_from_the_first_day_of_each(numbers: Numbers) -> None:
    (pace,) = numbers.paces
    assert (pace.days, pace.middle, pace.quantile(0.25)) == ((10, 30), 20, 15)
    three = replace(pace, days=(10, 20, 60))
    assert [three.quantile(part) for part in (0, 0.25, 0.75, 1)] == [10, 15, 40, 60]
    assert replace(pace, days=(7,)).quantile(0.75) == 7


def test_time_between_levels_begins_with_a_badge_of_another_issuer_too(tmp_path: Path) -> None:
    radio = "{id: radio, foreign: {issuer: did:web:radio.example, achievement: 'urn:vhf'}}"
    levels = f"  - {{id: one, steps: [{radio}]}}\n  - {{id: two, steps: [rope]}}\n"
    files = {**given("ben,rope,2026-01-01,"), "pathways/way.md": pathway(levels)}
    catalog = load(write(tmp_path, files)).catalog
    assert catalog is not None
    day = date(2025, 12, 1)
    mine = ForeignAward("ben", "did:web:radio.example", "urn:vhf", day, None, "x.json")
    facts = facts_of(replace(catalog, recognised=(mine,)), Mode.PREVIEW)
    (pace,) = numbers_of(facts, ON).paces
    assert pace.days == (31,)


def test_learners_who_came_back_are_counted_once_and_where_there_is_a_second_level(
    tmp_path: Path,
) -> None:
    came = (
        *("ann,rope,2025-03-01,", "ann,boat,2026-03-01,", "ben,rope,2025-03-01,"),
        *("ben,boat,2026-03-02,", "cat,knot,2025-01-01,", "dan,rope,2025-11-24,"),
        *("eve,rope,2025-11-25,", "eve,boat,2025-12-01,"),
    )
    other = pathway("  - {id: one, steps: [rope]}\n  - {id: two, steps: [tide]}\n", "")
    alone = pathway("  - {id: one, steps: [knot]}\n", "")
    more = {"pathways/alone.md": alone, "badges/knot.md": badge("Knots")}
    files = {**given(*came), "pathways/other.md": other, **more}
    then = counted(tmp_path, files, date(2026, 11, 24))
    # ann came back on the last day, ben a day late, dan not; eve's year has a day to go
    assert (then.back, then.had_a_year) == (1, 3)


def test_one_step_away_is_for_whom_one_step_is_missing(numbers: Numbers) -> None:
    told = {(each.learner, each.needs, each.waiting) for each in numbers.waiting}
    assert ("cat", "Boat Handling", 339) in told
    assert {learner for learner, _, _ in told}.isdisjoint({"ann", "ben", "eve", "dan"})


def test_what_ends_soon_says_which_pathway_ends_with_it(numbers: Numbers) -> None:
    told = [
        (each.award.learner, each.window, each.renewed, each.lapses) for each in numbers.endings
    ]
    assert told == [("cat", 30, False, 0), ("ben", 60, False, 1)]


def test_the_last_day_of_each_window_is_in_it(tmp_path: Path) -> None:
    days = [ON + timedelta(days=each) for each in (0, 30, 31, 60, 61, 90, 91)]
    awards = (f"ben,boat,2026-01-{number:02},{day}" for number, day in enumerate(days, 1))
    found = counted(tmp_path, given(*awards), ON).endings
    assert [each.expires for each in found] == days[:-1]
    assert [each.window for each in found] == [30, 30, 60, 60, 90, 90]


def test_a_pathway_does_not_end_with_what_another_badge_stands_in_for(tmp_path: Path) -> None:
    either = "  - id: one\n    steps: [{id: x, any: 1, of: [rope, boat]}]\n"
    awards = given("ben,rope,2026-01-01,2026-12-01", "ben,boat,2026-01-02,2027-01-10")
    files = {**awards, "pathways/way.md": pathway(either)}
    told = [(each.award.badge, each.lapses) for each in counted(tmp_path, files, ON).endings]
    assert told == [("rope", 0), ("boat", 1)]


def test_all_of_a_report_has_the_same_twelve_months(tmp_path: Path) -> None:
    files = given("ben,boat,2025-11-29,", "ben,boat,2025-12-01,", "ben,boat,2024-12-01,")
    then = counted(tmp_path, files, date(2026, 11, 28))
    assert (then.year, sum(dict(then.by_month).values()), dict(then.by_badge)) == (
        1,
        1,
        {"boat": 1},
    )
    assert then.year_before == 2
    leap = counted(tmp_path, given("ben,boat,2028-01-01,"), date(2028, 12, 31))
    assert (leap.year, leap.year_before) == (1, 0)


def test_learners_on_an_earlier_version_are_told_of_apart_by_its_own_levels(
    tmp_path: Path,
) -> None:
    old = pathway("  - {id: all, name: All, steps: [rope]}\n")
    dated = "final: crown\nsince: 2026-02-01\ngrandfather: keep\n"
    new = pathway("  - {id: first, name: First, steps: [boat]}\n", dated)
    files = {
        **given("ben,rope,2026-01-01,", "cat,boat,2026-03-01,"),
        "pathways/way@1.md": old,
        "pathways/way.md": new.replace('version: "1"', 'version: "2"'),
    }
    told = counted(tmp_path, files, ON)
    assert [
        (each.name, each.id, each.begun, [(one.name, one.reached) for one in each.stages])
        for each in told.funnels
    ] == [
        ("The Way", "way", 1, [("First", 1), ("The Way", 1)]),
        ("The Way, version 1", "way@1", 1, [("All", 1), ("The Way", 1)]),
    ]


def test_awards_are_counted_by_month_and_badge_given_by_rule_too(numbers: Numbers) -> None:
    assert numbers.awards["2026-01", "rope"] == 1
    assert numbers.awards["2026-01", "crown"] == 1
    months = dict(numbers.by_month)
    assert (min(months), max(months), len(months)) == ("2025-12", "2026-11", 12)
    assert (months["2025-12"], months["2026-01"], months["2026-02"]) == (1, 3, 0)
    assert dict(numbers.by_badge) == {"rope": 4, "boat": 2, "crown": 1}
    assert (numbers.year, numbers.year_before) == (7, 4)


def test_waivers_and_withdrawals_are_there(numbers: Numbers) -> None:
    assert [each.learner for each in numbers.waivers] == ["fay"]
    assert [each.award.learner for each in numbers.revocations] == ["eve"]


def test_a_badge_given_again_counts_once(tmp_path: Path) -> None:
    replaced = str(FILES["revocations.csv"]).replace("revoked", "replaced")
    catalog = load(write(tmp_path, {**FILES, "revocations.csv": replaced})).catalog
    assert catalog is not None
    assert ("2026-05", "rope") not in numbers_of(facts_of(catalog, Mode.PREVIEW), ON).awards


def test_an_earlier_day_knows_nothing_of_later_ones(harbour: Path) -> None:
    catalog = load(harbour).catalog
    assert catalog is not None
    then = numbers_of(facts_of(catalog, Mode.PREVIEW), date(2025, 3, 5))
    assert sum(then.awards.values()) == 1
    assert [each.reached for each in then.funnels[0].stages] == [1, 0, 0]
    assert then.revocations == () == then.endings


def test_what_was_not_announced_stands_and_is_valid(numbers: Numbers) -> None:
    facts = numbers.facts
    ben = [award for award in facts.awards if award.learner == "ben"]
    told = {str(facts.entries[award.key].uuid) for award in ben}
    again = numbers_of(facts, ON, told).unannounced
    assert again is not None
    assert {(each.learner, each.badge) for each in again} == {
        ("cat", "rope"),
        ("fay", "boat"),
    }


def test_a_final_badge_with_a_withdrawn_part_is_told_to_nobody(tmp_path: Path) -> None:
    row = "ben,boat,2026-01-31,2026-06-06,revoked,not his own\n"
    files = {**FILES, "revocations.csv": str(FILES["revocations.csv"]) + row}
    told = counted(tmp_path, files, ON, announced=()).unannounced
    assert told is not None
    assert {each.badge for each in told if each.learner == "ben"} == {"rope"}


def test_letters_of_notify_count_as_announced(harbour: Path) -> None:
    assert not (write_report(harbour, ON).folder / "unannounced.csv").exists()
    (harbour / "contacts.csv").write_text("learner,email\nben,Ben@example.org\nann,a@example.org\n")
    assert CliRunner().invoke(commands, ["register", str(harbour)]).exit_code == 0
    letters = ["--eml", str(harbour / "letters"), "--from", "A <a@example.org>"]
    sent = CliRunner().invoke(commands, ["notify", str(harbour), *letters])
    assert sent.exit_code == 0, sent.output
    done = write_report(harbour, ON)
    learners = {row[0] for row in rows(done.folder / "unannounced.csv")}
    assert learners == {"cat", "fay"}  # without an address; to the private one nobody writes


# ------------------------------------------------------------------ small numbers
def test_small_numbers_are_told_by_nobody() -> None:
    floor = Floor(shareable=True)
    assert [floor.said(count) for count in (0, 4, 5, 1284)] == [
        "fewer than 5",
        "fewer than 5",
        "5",
        "1,284",
    ]
    assert Floor().said(4) == "4"


def test_a_single_hidden_number_cannot_be_worked_out_from_the_sum() -> None:
    floor = Floor(shareable=True)
    assert floor.all_said([20, 3, 9]) == ["20", "fewer than 5", "not shown"]
    assert floor.all_said([20, 3, 2]) == ["20", "fewer than 5", "fewer than 5"]
    assert floor.all_said([20, 9]) == ["20", "9"]
    assert Floor().all_said([20, 3, 9]) == ["20", "3", "9"]


def test_a_shareable_report_names_nobody_and_tells_no_small_number(harbour: Path) -> None:
    done = write_report(harbour, ON, shareable=True)
    everything = "".join((done.folder / name).read_text("utf-8") for name in done.files)
    for secret in ("Ann", "Ben", "=Cat", "Dan ", "Eve", "Fay", "Thirty years", "the wrong Eve"):
        assert secret not in everything
    for learner in ("ann", "ben", "cat", "dan", "eve", "fay"):
        assert not re.search(rf"\b{learner}\b", everything)
    assert rows(done.folder / "funnel.csv") == [
        ["way", "1", "One", "5", "fewer than 5"],
        ["way", "2", "Two", "fewer than 5", "fewer than 5"],
        ["way", "complete", "The Way", "fewer than 5", "fewer than 5"],
    ]
    for name in ("expiring.csv", "one-step-away.csv", "waivers.csv", "revocations.csv"):
        assert {row[-1] for row in rows(done.folder / name)} == {"fewer than 5"}
    page = (done.folder / "oversight.html").read_text("utf-8")
    figures = re.findall(r"<dd[^>]*>([^<]*)<", page)
    assert figures == ["7", "not known yet", "fewer than 5", "fewer than 5"]


def test_a_shareable_report_takes_away_what_a_private_one_left(harbour: Path) -> None:
    private = write_report(harbour, ON)
    (private.folder / "unannounced.csv").write_text("learner\nann\n")
    write_report(harbour, ON, private.folder, shareable=True)
    left = {
        path.name: path.read_text("utf-8") for path in private.folder.iterdir() if path.is_file()
    }
    assert "unannounced.csv" not in left
    assert not [name for name, text in left.items() if "Beck" in text]


# ------------------------------------------------------------------ the page and the files
def test_the_page_escapes_runs_nothing_and_loads_nothing(harbour: Path) -> None:
    done = write_report(harbour, ON)
    page = (done.folder / "oversight.html").read_text("utf-8")
    assert "Ann &lt;b&gt;Ash&lt;/b&gt;" not in page  # she is neither waiting nor withdrawn
    assert "=Cat(1)" in page
    assert not re.search(
        r"<script|<iframe|<link|<form|\son\w+=|\sstyle=|https?://(?!www\.w3)", page
    )
    policy = re.search(r'Content-Security-Policy" content="([^"]*)"', page)
    assert policy is not None
    assert policy[1].startswith("default-src 'none'; style-src 'sha256-")
    assert "unsafe" not in policy[1]
    assert "noindex" in page


@pytest.mark.parametrize("shareable", [False, True])
def test_tables_show_badges_by_name_beside_their_picture(harbour: Path, shareable: bool) -> None:
    done = write_report(harbour, ON, shareable=shareable)
    page = (done.folder / "oversight.html").read_text("utf-8")
    catalog = load(harbour).catalog
    assert catalog is not None
    shown = re.findall(r'<span class="picture p\d+"></span><span>([^<]*)</span></span></t', page)
    assert shown
    assert set(shown) <= {badge.name for badge in catalog.badges.values()}
    cells = {re.sub(r"<[^>]*>", "", each) for each in re.findall(r"<t[dh].*?</t[dh]>", page)}
    assert cells & set(catalog.badges) == set()


def test_what_ends_soon_is_counted_by_badge(numbers: Numbers) -> None:
    (found,) = [each for each in tables_of(numbers, Floor()) if each.title == "Expiring soon"]
    assert [[cell.text for cell in row] for row in found.rows] == [
        ["within 30 days", "Rope Rescue", "1", "0", "nothing"],
        ["31 to 60 days", "Rope Rescue", "1", "0", "1 pathway completion"],
    ]


def test_hostile_reasons_and_names_are_text(tmp_path: Path) -> None:
    files = {**FILES, "revocations.csv": str(FILES["revocations.csv"]).replace(
        "the wrong Eve", "<script>alert(1)</script>"
    )}  # fmt: skip
    done = write_report(write(tmp_path, files), ON)
    page = (done.folder / "oversight.html").read_text("utf-8")
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in page
    assert "<script" not in page


def test_the_tables_of_a_private_report_say_of_whom_what_and_why(harbour: Path) -> None:
    folder = write_report(harbour, ON).folder
    assert rows(folder / "expiring.csv") == [
        ["cat", "'=Cat(1)", "rope", "2026-12-20", "30", "no", "0"],
        ["ben", "Ben Beck", "rope", "2027-01-01", "60", "no", "1"],
    ]
    assert rows(folder / "waivers.csv") == [
        ["fay", "Fay Fenn", "boat", "2026-06-01", "Thirty years at sea"]
    ]
    assert rows(folder / "revocations.csv") == [
        ["eve", "Eve East", "rope", "2026-05-05", "2026-06-06", "revoked", "the wrong Eve"]
    ]


def test_a_cell_that_a_spreadsheet_would_reckon_out_is_a_text(harbour: Path) -> None:
    done = write_report(harbour, ON)
    names = {row[1] for row in rows(done.folder / "one-step-away.csv")}
    assert "'=Cat(1)" in names


def test_the_same_content_and_day_give_the_same_bytes(harbour: Path) -> None:
    one = write_report(harbour, ON)
    first = {name: (one.folder / name).read_bytes() for name in one.files}
    assert {
        name: (one.folder / name).read_bytes() for name in write_report(harbour, ON).files
    } == first


def test_a_provider_without_awards_has_a_report_too(tmp_path: Path) -> None:
    empty = {"learners/grace.yml": "name: Grace\n", "awards/2026.csv": None}
    for shareable in (False, True):
        done = write_report(write(tmp_path, empty), ON, shareable=shareable)
        assert (done.folder / "oversight.html").is_file()


# ------------------------------------------------------------------ never published
@pytest.mark.parametrize(
    "place", ["site", "site/reports", "content", "content/pages/x", "elsewhere/a"]
)
def test_a_report_is_refused_where_it_would_be_published(harbour: Path, place: str) -> None:
    (harbour / "elsewhere").mkdir()
    (harbour / "elsewhere/site-manifest.json").write_text("{}")
    with pytest.raises(BadgesiteError, match="does not belong into"):
        write_report(harbour, ON, harbour / place)
    assert not (harbour / place / "oversight.html").exists()


def test_a_link_into_the_site_is_refused_too(harbour: Path) -> None:
    (harbour / "site").mkdir()
    (harbour / "reports").symlink_to(harbour / "site")
    with pytest.raises(BadgesiteError, match="does not belong into"):
        write_report(harbour, ON)


def test_the_published_site_has_nothing_of_it(harbour: Path) -> None:
    write_report(harbour, ON)
    built = build(Request(harbour), Quiet())
    paths = [
        path.relative_to(harbour / "site").as_posix() for path in (harbour / "site").rglob("*")
    ]
    assert built.changes.made
    assert not [path for path in paths if "report" in path or "oversight" in path]


def test_the_command_says_where_the_report_is(
    harbour: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(harbour)
    done = CliRunner().invoke(commands, ["report", "--on", "2026-11-24"])
    assert done.exit_code == 0, done.output
    assert done.stdout.startswith("wrote reports/oversight.html and 8 tables beside it\n")


def test_a_mistake_in_content_leaves_no_report(tmp_path: Path) -> None:
    write(
        tmp_path,
        {**PROVIDER, "awards/2026.csv": "learner,badge,awarded\nhenry,nothing,2026-01-01\n"},
    )
    with pytest.raises(BadgesiteError):
        write_report(tmp_path, ON)
    assert not (tmp_path / "reports").exists()
