"""Rules of a whole catalog: each refuses what it is for, and nothing else."""

import pytest

from badgesite.content import quantities
from badgesite.rules import RULES, WHOLE_RULES, check, pathways
from badgesite.verifying.pathway import MOST_MONTHS
from badgesite.verifying.stack import MAX_PARTS
from provider import PROVIDER, SITE, badge, loaded, pathway, told

HEAD = "learner,badge,awarded"
REVOKE = "learner,badge,awarded,on,kind,reason,issue\n"


def way(levels: str, more: str = "final: crown\n") -> dict[str, str | None]:
    """Return the pathway, and nobody on it."""
    return {
        "pathways/way.md": pathway(levels, more),
        "learners/grace.yml": "name: Grace\n",
        "awards/2026.csv": None,
    }


def one(steps: str, more: str = "") -> dict[str, str | None]:
    """Return the pathway with one level of these steps."""
    return way(f"  - id: one\n{more}    steps: {steps}\n")


def kept(*versions: tuple[str, str]) -> dict[str, str | None]:
    """Return the pathway in versions, the last one as the present one, each with more to say."""
    level = "  - {id: one, steps: [rope]}\n"
    texts = {
        version: pathway(level, f"final: crown\n{more}").replace('"1"', f'"{version}"')
        for version, more in versions
    }
    *earlier, (present, _) = versions
    return {
        **{f"pathways/way@{version}.md": texts[version] for version, _ in earlier},
        **way(level),
        "pathways/way.md": texts[present],
    }


MANY = [f"b{number}" for number in range(200)]


BROKEN = {
    "more parts than a check looks at": (
        {
            **{f"badges/{each}.md": badge(each) for each in MANY},
            **way(
                "".join(f"  - {{id: l{n}, steps: [{', '.join(MANY[n::4])}]}}\n" for n in range(4))
            ),
        },
        ["way.md:2:1 too-many-parts"],
    ),
    "no levels": (way("  []\n"), ["way.md:2:1 no-levels"]),
    "a level without steps": (one("[]"), ["way.md:6:5 no-steps"]),
    "only optional steps": (one("[{badge: rope, optional: true}]"), ["way.md:6:5 no-steps"]),
    "any of a level": (one("[rope]", "    any: 2\n"), ["way.md:6:5 any-too-many"]),
    "two levels of one id": (
        way("  - {id: a, steps: [rope]}\n  - {id: a, steps: [boat]}\n"),
        ["way.md:7:5 level-twice"],
    ),
    "two steps of one id, on two levels": (
        way("  - {id: a, steps: [rope]}\n  - {id: b, steps: [rope]}\n"),
        ["way.md:7:21 step-twice"],
    ),
    "any of a group": (one("[{id: x, any: 3, of: [rope, boat]}]"), ["way.md:7:13 any-too-many"]),
    "any of a group in a group": (
        one("[{id: x, of: [rope, {any: 2, of: [boat]}]}]"),
        ["way.md:7:13 any-too-many"],
    ),
    "an empty group": (one("[{id: x, of: []}]"), ["way.md:7:13 group-empty"]),
    "a badge twice in one group": (
        one("[{id: x, any: 2, of: [rope, rope]}]"),
        ["way.md:7:13 listed-twice"],
    ),
    "a badge again in a group of a sum": (
        one("[{id: x, credits: 5, of: [rope, {any: 1, of: [rope, tide]}]}]"),
        ["way.md:7:13 listed-twice"],
    ),
    "a badge again in a group of a group": (
        one("[{id: x, any: 2, of: [rope, {of: [rope]}]}]"),
        ["way.md:7:13 listed-twice"],
    ),
    "a badge in two ways of a sum": (
        one("[{id: x, credits: 5, of: [{any: 1, of: [{of: [rope, tide]}, {of: [rope]}]}]}]"),
        ["way.md:7:13 listed-twice"],
    ),
    "credits out of reach": (
        one("[{id: x, credits: 9, of: [rope, tide]}]"),
        ["way.md:7:13 credits-out-of-reach"],
    ),
    "a badge without credits in a sum": (
        one("[{id: x, credits: 8, of: [rope, tide, boat]}]"),
        ["../badges/boat.md:2:1 no-credits (warning)"],
    ),
    "two earlier versions of no day": (
        kept(("1", ""), ("9", ""), ("10", "since: 2026-01-01\n")),
        ["way@1.md:2:1 version-undated", "way@9.md:2:1 version-undated"],
    ),
    "after a step that is not there": (
        one("[rope, {badge: boat, after: [tide]}]"),
        ["way.md:7:19 unknown-step"],
    ),
    "after a step of a later level": (
        way("  - {id: a, steps: [{badge: rope, after: boat}]}\n  - {id: b, steps: [boat]}\n"),
        ["way.md:6:21 after-later-level"],
    ),
    "after itself": (one("[{badge: rope, after: rope}]"), ["way.md:7:13 after-cycle"]),
    "after in a circle": (
        one("[{badge: rope, after: boat}, {badge: boat, after: tide}, {badge: tide, after: rope}]"),
        ["way.md:7:13 after-cycle", "way.md:7:41 after-cycle", "way.md:7:69 after-cycle"],
    ),
    "within for one badge": (
        one("[{badge: rope, within: 2 months}]"),
        ["way.md:7:13 within-alone (warning)"],
    ),
    "the final badge as a step": (one("[crown]"), ["way.md:2:1 final-is-part"]),
    "the final badge in a group": (
        one("[{id: x, any: 1, of: [rope, {of: [crown]}]}]"),
        ["way.md:2:1 final-is-part"],
    ),
    "the final badge in a nested pathway": (
        {
            **one("[{pathway: in}]"),
            "pathways/in.md": pathway("  - {id: a, steps: [crown]}\n", "award: by-hand\n"),
        },
        ["in.md:2:1 pathway-cycle", "way.md:2:1 final-is-part", "way.md:2:1 pathway-cycle"],
    ),
    "a pathway in itself": (one("[{pathway: way}]"), ["way.md:2:1 pathway-cycle"]),
    "two pathways in each other": (
        {
            **one("[{pathway: in}]"),
            "pathways/in.md": pathway("  - {id: a, steps: [{pathway: way}]}\n", ""),
        },
        ["in.md:2:1 pathway-cycle", "way.md:2:1 pathway-cycle"],
    ),
    "two pathways in each other, one of them at an earlier version": (
        {
            **one("[{pathway: in, version: '0'}]"),
            "pathways/in.md": pathway("  - {id: a, steps: [boat]}\n", ""),
            "pathways/in@0.md": pathway("  - {id: a, steps: [{pathway: way}]}\n", "").replace(
                'version: "1"', 'version: "0"'
            ),
        },
        ["in@0.md:2:1 pathway-cycle", "way.md:2:1 pathway-cycle"],
    ),
    "the final badge in one of two nested versions of a pathway": (
        {
            **one("[{pathway: in, version: '0'}, {pathway: in, id: now}]"),
            "pathways/in.md": pathway("  - {id: a, steps: [boat]}\n", ""),
            "pathways/in@0.md": pathway("  - {id: a, steps: [crown]}\n", "").replace(
                'version: "1"', 'version: "0"'
            ),
        },
        ["way.md:2:1 final-is-part", "way.md:2:1 pathway-cycle"],
    ),
    "two pathways that need each other's final badge": (
        {
            **one("[tide]"),
            "pathways/in.md": pathway("  - {id: a, steps: [crown]}\n", "final: tide\n"),
        },
        ["in.md:2:1 pathway-cycle", "way.md:2:1 pathway-cycle"],
    ),
    "a milestone that its own level asks for": (
        one("[rope]", "    milestone: rope\n"),
        ["way.md:6:5 final-is-part"],
    ),
    "a milestone that is the final badge": (
        one("[rope]", "    milestone: crown\n"),
        ["way.md:6:5 milestone-twice"],
    ),
    "a milestone of two levels": (
        way(
            "  - {id: a, steps: [rope], milestone: tide}\n"
            "  - {id: b, steps: [boat], milestone: tide}\n"
        ),
        ["way.md:7:5 milestone-twice"],
    ),
    "a final badge of two pathways": (
        {**one("[rope]"), "pathways/in.md": pathway("  - {id: a, steps: [boat]}\n")},
        ["way.md:2:1 final-shared"],
    ),
    "a version of a pathway that is not there": (
        {
            **one("[{pathway: in, version: '3'}]"),
            "pathways/in.md": pathway("  - {id: a, steps: [boat]}\n", ""),
        },
        ["way.md:7:13 unknown-version"],
    ),
    "this site as another issuer": (
        one("[{id: x, foreign: {issuer: 'did:web:localhost%3A8000', achievement: 'urn:x'}}]"),
        ["way.md:7:13 foreign-own"],
    ),
    "nine pathways inside one another": (
        {
            **one("[{pathway: p1}]"),
            **{
                f"pathways/p{n}.md": pathway(f"  - {{id: a, steps: [{{pathway: p{n + 1}}}]}}\n", "")
                for n in range(1, 9)
            },
            "pathways/p9.md": pathway("  - {id: a, steps: [boat]}\n", ""),
        },
        ["way.md:2:1 nested-too-deep"],
    ),
    "two badges of one name": (
        {**one("[rope, boat]"), "badges/boat.md": badge("rope rescue")},
        [
            "way.md:2:1 names-same (warning)",
            "../badges/rope.md:2:1 names-differ (warning)",
        ],
    ),
    "two badges of one name, with the accent in its letter and behind it": (
        {
            **one("[rope, boat]"),
            "badges/rope.md": badge("Caf\u00e9"),
            "badges/boat.md": badge("Cafe\u0301"),
        },
        ["way.md:2:1 names-same (warning)"],
    ),
    "names written in two ways": (
        {**one("[rope, boat]"), "badges/boat.md": badge("Handling of boats")},
        ["../badges/rope.md:2:1 names-differ (warning)"],
    ),
    "one skill written in two ways": (
        {
            **one("[rope, boat]"),
            "badges/boat.md": badge("Boat", "skills: [First Aid, Knots]\n"),
            "badges/rope.md": badge("Rope", "skills: [first-aid, Knots]\n"),
        },
        ["../badges/rope.md:2:1 skill-spelling (warning)"],
    ),
    "badges of several shapes": (
        {
            **one("[rope, boat]"),
            "badges/rope.md": badge("Rope", "shape: shield\n"),
            "badges/boat.md": badge("Boat", "shape: circle\n"),
        },
        ["way.md:2:1 shapes-differ (warning)"],
    ),
    "an icon that does not come with badgesite": (
        {**one("[boat]"), "badges/boat.md": badge("Boat", "icon: krakenfish\n")},
        ["../badges/boat.md:2:1 unknown-icon (warning)"],
    ),
}
SOUND = {
    "eight pathways inside one another": {
        **one("[{pathway: p1}]"),
        **{
            f"pathways/p{n}.md": pathway(f"  - {{id: a, steps: [{{pathway: p{n + 1}}}]}}\n", "")
            for n in range(1, 8)
        },
        "pathways/p8.md": pathway("  - {id: a, steps: [boat]}\n", ""),
    },
    "names of one word, with small words, and in other scripts": {
        **one("[rope, boat, tide]"),
        "badges/boat.md": badge("Handling of Boats"),
        "badges/tide.md": badge("急救 基础"),
    },
    "the present version of a pathway, named": {
        **one("[{pathway: in, version: '1'}]"),
        "pathways/in.md": pathway("  - {id: a, steps: [boat]}\n", ""),
    },
    "an earlier version of a pathway that is kept": {
        **one("[{pathway: in, version: '1'}]"),
        "pathways/in.md": pathway("  - {id: a, steps: [tide]}\n", "").replace('"1"', '"2"'),
        "pathways/in@1.md": pathway("  - {id: a, steps: [boat]}\n", ""),
    },
    "earlier versions of which the oldest has no day": kept(
        ("1", ""), ("9", "since: 2025-01-01\n"), ("10", "since: 2026-01-01\n")
    ),
    "a milestone that a later level asks for": way(
        "  - {id: a, milestone: tide, steps: [rope]}\n  - {id: b, steps: [tide]}\n"
    ),
    "any of optional steps": one("[{badge: rope, optional: true}, boat]", "    any: 1\n"),
    "one badge in two ways, of which one is enough": one(
        "[{id: x, any: 1, of: [{of: [rope, boat]}, {of: [rope, tide]}]}]"
    ),
    "one badge in two groups": one("[{id: x, any: 1, of: [rope, boat]}, {id: y, of: [rope]}]"),
    "after a step of an earlier level": way(
        "  - {id: a, steps: [rope]}\n  - {id: b, steps: [{badge: boat, after: rope}]}\n"
    ),
    "another pathway's final badge as a step": {
        **one("[tide]"),
        "pathways/in.md": pathway("  - {id: a, steps: [rope]}\n", "final: tide\n"),
    },
}


@pytest.mark.parametrize("name", BROKEN)
def test_a_pathway_that_cannot_be_walked_is_told(tmp_path, name):
    files, expected = BROKEN[name]
    found = [each.replace("badges/", "../badges/") for each in told(tmp_path, files)]
    assert sorted(each.removeprefix("pathways/") for each in found) == sorted(expected)


def test_the_limits_of_content_are_those_of_checks() -> None:
    assert pathways._MOST_PARTS == MAX_PARTS - 1  # the rules are named beside them
    assert quantities._MOST_MONTHS == MOST_MONTHS


@pytest.mark.parametrize("name", SOUND)
def test_a_pathway_that_can_be_walked_is_not(tmp_path, name):
    assert told(tmp_path, SOUND[name]) == []


def test_structure_is_judged_even_when_another_file_has_a_mistake(tmp_path):
    files = {**one("[crown]"), "learners/grace.yml": "nmae: x\n"}
    assert [each.split()[1] for each in told(tmp_path, files)] == [
        "unknown-field",
        "missing-field",
        "final-is-part",
    ]


# ---------------------------------------------------------------- order
LEVELS = "  - {id: one, steps: [rope]}\n  - {id: two, steps: [boat, {badge: tide, after: boat}]}\n"
ENFORCED = "final: crown\norder: enforced\n"


def ordered(rows: str, more: str = "final: crown\n") -> dict[str, str | None]:
    return {
        **way(LEVELS, more),
        "awards/2026.csv": f"{HEAD},expires,waived\n{rows}",
    }


def test_awards_in_order_are_in_order(tmp_path):
    rows = "".join(
        f"grace,{each},2026-03-0{day},,\n" for day, each in enumerate(("rope", "boat", "tide"), 1)
    )
    assert told(tmp_path, ordered(rows, ENFORCED)) == []


def test_all_on_one_day_is_in_order(tmp_path):
    rows = "".join(f"grace,{each},2026-03-01,,\n" for each in ("tide", "boat", "rope"))
    assert told(tmp_path, ordered(rows, ENFORCED)) == []


def test_an_award_before_its_level_is_a_warning_where_order_is_advised(tmp_path):
    assert told(tmp_path, ordered("grace,boat,2026-03-01,,\n")) == [
        "awards/2026.csv:2:1 award-out-of-order (warning)"
    ]


def test_an_award_before_its_level_is_an_error_where_order_is_enforced(tmp_path):
    rows = "grace,boat,2026-03-01,,\ngrace,rope,2026-03-02,,\n"
    assert told(tmp_path, ordered(rows, ENFORCED)) == ["awards/2026.csv:2:1 award-out-of-order"]


def test_a_waiver_lets_it_stand(tmp_path):
    rows = "grace,boat,2026-03-01,,had it from elsewhere\n"
    assert told(tmp_path, ordered(rows, ENFORCED)) == []


def test_a_step_of_after_comes_first_too(tmp_path):
    rows = "grace,rope,2026-03-01,,\ngrace,tide,2026-03-02,,\n"
    assert told(tmp_path, ordered(rows, ENFORCED)) == ["awards/2026.csv:3:1 award-out-of-order"]


def test_what_had_expired_was_not_held(tmp_path):
    rows = "grace,rope,2026-01-01,2026-02-01,\ngrace,boat,2026-03-01,,\n"
    assert told(tmp_path, ordered(rows, ENFORCED)) == ["awards/2026.csv:3:1 award-out-of-order"]


def test_a_withdrawn_award_out_of_order_is_left_alone(tmp_path):
    files = ordered("grace,boat,2026-03-01,,\n", ENFORCED)
    files["revocations.csv"] = REVOKE + "grace,boat,2026-03-01,2026-03-02,revoked,too early,\n"
    assert told(tmp_path, files) == []


def test_an_award_in_order_by_an_earlier_version_is_in_order(tmp_path):
    earlier = pathway("  - {id: one, steps: [boat]}\n").replace('"1"', '"0"')
    files = ordered("grace,boat,2026-03-01,,\n", ENFORCED) | {"pathways/way@0.md": earlier}
    assert told(tmp_path, files) == []


def test_a_final_badge_by_hand_before_the_pathway_is_complete_is_told(tmp_path):
    rows = "grace,crown,2026-03-01,,\n"
    assert told(tmp_path, ordered(rows, "final: crown\naward: by-hand\n")) == [
        "awards/2026.csv:2:1 award-out-of-order (warning)"
    ]


# ---------------------------------------------------------------- revocations
def revoked(row: str, rows: str = "henry,tide,2026-03-02,1\n") -> dict[str, str | None]:
    return {
        "revocations.csv": REVOKE + row + "\n",
        "awards/2026.csv": "learner,badge,awarded,issue\n" + rows,
    }


def test_what_was_never_given_cannot_be_withdrawn(tmp_path):
    files = revoked("henry,tide,2026-03-03,2026-04-01,revoked,why,")
    assert told(tmp_path, files) == ["revocations.csv:2:1 revocation-without-award"]


def test_another_issue_was_never_given(tmp_path):
    files = revoked("henry,tide,2026-03-02,2026-04-01,revoked,why,2")
    assert told(tmp_path, files) == ["revocations.csv:2:1 revocation-without-award"]


def test_what_a_rule_gave_can_be_withdrawn(tmp_path):
    files = {
        **way("  - {id: a, steps: [rope]}\n"),
        "awards/2026.csv": f"{HEAD}\ngrace,rope,2026-03-01\n",
        "revocations.csv": REVOKE + "grace,crown,2026-03-01,2026-04-01,revoked,why,\n",
    }
    assert told(tmp_path, files) == []


def test_what_is_replaced_has_something_in_its_place(tmp_path):
    row = "henry,tide,2026-03-02,2026-04-01,replaced,wrong name,"
    assert told(tmp_path / "a", revoked(row)) == [
        "revocations.csv:2:1 replaced-by-nothing (warning)"
    ]
    rows = "henry,tide,2026-03-02,1\nhenry,tide,2026-03-02,2\n"
    assert told(tmp_path / "b", revoked(row, rows)) == []


def test_a_replaced_milestone_of_a_pathway_by_hand_needs_no_award_in_its_place(tmp_path):
    files = {
        **way("  - {id: a, steps: [rope], milestone: tide}\n", "final: crown\naward: by-hand\n"),
        "awards/2026.csv": f"{HEAD}\ngrace,rope,2026-03-01\n",
        "revocations.csv": REVOKE + "grace,tide,2026-03-01,2026-04-01,replaced,wrong name,\n",
    }
    assert told(tmp_path, files) == []


def test_a_second_issue_follows_a_first_that_stands_no_more(tmp_path):
    rows = "henry,tide,2026-03-02,1\nhenry,tide,2026-03-02,2\n"
    files = {"awards/2026.csv": "learner,badge,awarded,issue\n" + rows}
    assert told(tmp_path / "a", files) == ["awards/2026.csv:3:1 issue-order (warning)"]
    files = {"awards/2026.csv": "learner,badge,awarded,issue\nhenry,tide,2026-03-02,2\n"}
    assert told(tmp_path / "b", files) == ["awards/2026.csv:2:1 issue-order (warning)"]


# ---------------------------------------------------------------- pictures
def test_a_picture_with_a_script_is_refused_by_its_path(tmp_path):
    svg = '<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"><script/></svg>'
    assert told(tmp_path, {"images/x.svg": svg}) == ["images/x.svg:1:1 picture-refused"]


# ---------------------------------------------------------------- addresses
ADDRESSES = "address,whose,leads_to,gone,reason\n"


@pytest.mark.parametrize(
    ("rows", "expected"),
    [
        ("old/,,old/,,\n", ["2 leads to itself"]),
        ("a/,,b,,\nb/,,c/,,\nc/,,a/,,\nd/,,a/,,\n", ["2 in a circle: a/ → b/ → c/ → a/"]),
        ("old/,,nope/nope/,,\n", ["2 nothing is there"]),
        ("old/,,badges/ropes/,,\n", ["2 nothing is there"]),
        ("old/,,learners/nobody/,,\n", ["2 nothing is there"]),
        ("old/,,credentials/0b5f8a1e-0000-8000-8000-000000000000/,,\n", ["2 nothing is there"]),
        ("old,,badges/rope/,,\n", ["2 no address of a page"]),
        ("badges/,,pathways/,,\n", ["2 is a page of the site"]),
        ("Verify/,,,2026-01-01,\n", ["2 is a page of the site"]),
        ("badges/rope/,,badges/tide/,,\n", ["2 there is a page"]),
        ("about/,,badges/tide/,,\n", ["2 there is a page"]),
        ("learners/crew/,,badges/tide/,,\n", ["2 there is a page"]),
    ],
)
def test_a_row_of_addresses_that_cannot_come_to_pass_is_told(tmp_path, rows, expected):
    files = {
        "addresses.csv": ADDRESSES + rows,
        "pages/about.md": "# About\n",
        "learners/may.yml": "name: May\nslug: crew\n",
    }
    found = check(loaded(tmp_path, files).catalog)
    assert [each.origin.line for each in found] == [int(each.split()[0]) for each in expected]
    for problem, told_of in zip(found, expected, strict=True):
        assert told_of.partition(" ")[2] in problem.sentence
        assert problem.origin.path == "content/addresses.csv"


def test_rows_of_addresses_that_lead_on_are_taken(tmp_path):
    rows = [
        "badges/rope/,,,,",
        "a/,,badges/rope/,,",
        "b/,,a/,,",
        "c/,,about,,",
        "d/,,https://example.org/,,",
        "e/,,,2026-01-01,",
        "f/,,e/,,",
        "g/,,de/badges/rope/,,",
        "h/,,badges/page-2/,,",
        "i/,,,,",
        "j/,,badges/rope/achievement.json,,",
        "k/,,learners/aaaaaaaaaaaaaaaaaaaaaaaaaa/,,",
        "l/,,skills/,,",
        "learners/old/,henry,learners/henry/,,",
        "learners/hidden/,,badges/rope/,,",
    ]
    files = {
        "site.yml": SITE + "languages: [en, de]\n",
        "addresses.csv": ADDRESSES + "".join(f"{each}\n" for each in rows),
        "pages/about.md": "# About\n",
        "learners/sam.yml": "name: Sam\nvisibility: private\nslug: hidden\n",
    }
    assert told(tmp_path, files) == []


def test_the_list_of_learners_is_a_page_as_long_as_somebody_is_in_it(tmp_path):
    files = {"addresses.csv": ADDRESSES + "learners/,,badges/rope/,,\n"}
    assert told(tmp_path / "nobody", files) == []
    files["learners/may.yml"] = "name: May\nvisibility: public\n"
    (found,) = check(loaded(tmp_path / "may", files).catalog)
    assert found.sentence == "'learners/' is a page of the site, so nothing else can be there"


def test_every_rule_says_what_holds():
    rules = (*RULES, *WHOLE_RULES)
    assert all(rule.__doc__ for rule in rules)
    assert len(set(rules)) == len(rules)
    assert PROVIDER["pathways/way.md"]
