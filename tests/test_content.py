"""Content that is right becomes the records it says."""

import csv
from datetime import date
from pathlib import Path

import pytest
from msgspec.structs import replace

from badgesite.content import learners_in, load
from badgesite.editing import CsvText
from badgesite.errors import Origin
from badgesite.model import (
    AwardKey,
    BadgeNeeded,
    Catalog,
    ForeignNeeded,
    Group,
    PathwayNeeded,
    Skill,
    Step,
    Visibility,
    Withdrawal,
)
from badgesite.separators import separator_of
from provider import PROVIDER, badge, loaded, pathway, told, write


def catalog(root: Path, files: dict[str, str | bytes | None]) -> Catalog:
    result = loaded(root, files)
    assert [f"{each.origin}: {each.sentence}" for each in result.problems] == []
    assert result.catalog is not None
    return result.catalog


def test_the_small_provider_has_no_problems(tmp_path):
    assert told(tmp_path, {}) == []


def test_the_example_of_this_repository_has_no_problems():
    result = load(Path(__file__).parent.parent)
    assert result.problems == ()
    assert result.catalog is not None
    assert len(result.catalog.pathways) >= 2


def test_every_field_of_a_badge_is_read(tmp_path):
    fields = (
        "level: 2\nskills: [knots, {name: Lines, url: 'https://f.example/1', framework: F,"
        " code: L1}]\n"
        "validity: P2Y\nimage: images/b.png\nicon: rope\nshape: shield\ncolour: '#AABBCC'\n"
        "credits: 2.5\nearn_at: https://x.example/b\nduration: two days\nprice: 90 €\n"
        "achievement_type: Certificate\nbaked: [svg, png]\n"
    )
    files = {"badges/b.md": badge("B", fields), "images/b.png": b"\x89PNG\r\n\x1a\n..."}
    b = catalog(tmp_path, files).badges["b"]
    assert (b.level, b.validity, b.credits, b.baked) == (2, "P2Y", 2.5, ("png", "svg"))
    assert b.skills == (Skill("knots"), Skill("Lines", "https://f.example/1", "F", "L1"))
    assert (b.image, b.icon, b.shape, b.colour) == ("images/b.png", "rope", "shield", "#aabbcc")
    assert (b.criteria, b.achievement_type) == ("Do it.", "Certificate")
    assert b.origin == Origin("content/badges/b.md", 2, 1)


def test_the_whole_grammar_of_pathways_is_read(tmp_path):
    levels = """\
  - id: one
    name: One
    any: 1
    milestone: tide
    steps:
      - rope
      - {id: pick, name: Pick, any: 2,
         of: [rope, boat, {of: [rope, boat]}, {any: 1, of: [rope]}, {pathway: other}]}
      - {id: sum, credits: 5, of: [rope], within: 2 years}
      - {badge: boat, after: [rope, pick], optional: true, within: 24 months}
      - {id: else, foreign: {issuer: did:web:x.example, achievement: 'urn:x', name: X}}
"""
    more = "final: crown\norder: enforced\naward: by-hand\nwithdrawn: keep\ngrandfather: move\n"
    other = pathway("  - id: a\n    steps: [rope]\n", "")
    files = {"pathways/way.md": pathway(levels, more), "pathways/other.md": other}
    way = catalog(tmp_path, files).pathways["way"]
    rope, boat = BadgeNeeded("rope"), BadgeNeeded("boat")
    pick = Group((rope, boat, Group((rope, boat)), Group((rope,), 1), PathwayNeeded("other")), 2)
    assert way.levels[0].steps == (
        Step("rope", rope),
        Step("pick", pick, "Pick"),
        Step("sum", Group((rope,), credits=5), within_months=24),
        Step("boat", boat, None, ("rope", "pick"), True, 24),
        Step("else", ForeignNeeded("did:web:x.example", "urn:x", "X")),
    )
    assert (way.levels[0].any, way.levels[0].milestone, way.final) == (1, "tide", "crown")
    assert (way.order, way.award, way.withdrawn, way.grandfather) == (
        "enforced",
        "by-hand",
        "keep",
        "move",
    )
    assert way.levels[0].steps[1].origin.line == 16


def test_pathways_come_in_the_order_of_their_positions(tmp_path):
    levels = "  - id: a\n    steps: [rope]\n"
    files = {
        f"pathways/{name}.md": pathway(levels, f"position: {position}\n" if position else "")
        for name, position in (("a", 0), ("b", 9), ("c", 2), ("way", 0))
    }
    assert list(catalog(tmp_path, files).pathways) == ["c", "b", "a", "way"]


def test_yaml_and_csv_end_in_the_same_awards(tmp_path):
    told_by_yaml = {
        "learners/henry.yml": (
            "name: Henry Blogg\nawards:\n  - badge: tide\n    awarded: 2026-03-02\n    issue: 2\n"
            "    expires: 2027-01-01\n    evidence: [https://a.example/1, https://a.example/2]\n"
            "    narrative: He went out.\n    result: 85 %\n    waived: known from before\n"
        ),
        "learners/crew.csv": None,
        "awards/2026.csv": None,
    }
    told_by_csv = {
        "awards/2026.csv": (
            "learner,badge,awarded,issue,expires,evidence,narrative,result,waived\r\n"
            "henry,tide,2026-03-02,2,2027-01-01,https://a.example/1 https://a.example/2,"
            "He went out.,85 %,known from before\r\n"
        )
    }
    one = catalog(tmp_path / "yaml", told_by_yaml)
    two = catalog(tmp_path / "csv", told_by_csv)
    assert one.awards == two.awards
    assert one.learners["henry"] == two.learners["henry"]


def test_an_empty_cell_and_an_empty_field_are_not_given(tmp_path):
    files = {
        "awards/2026.csv": "learner,badge,awarded,issue,expires\nhenry,tide,2026-03-02,, \n",
        "learners/grace.yml": "name: Grace\nslug:\nawards:\n",
    }
    made = catalog(tmp_path, files)
    (award,) = made.awards
    assert (award.issue, award.expires) == (1, None)
    assert made.learners["grace"].slug is None


def test_learners_of_a_table_have_all_fields(tmp_path):
    text = "id,name,visibility,slug,bio,former_slugs,former_ids\na,A,public,ann,Hi,anna annie,x y\n"
    a = catalog(tmp_path, {"learners/more.csv": text}).learners["a"]
    assert (a.visibility, a.slug, a.bio) == (Visibility.PUBLIC, "ann", "Hi")
    assert (a.former_slugs, a.former_ids) == (("anna", "annie"), ("x", "y"))


@pytest.mark.parametrize("separator", [",", ";", "\t"])
def test_spreadsheets_may_separate_by_comma_semicolon_or_tab(tmp_path, separator):
    text = "learner,badge,awarded\nhenry,tide,2026-03-02\n".replace(",", separator)
    assert len(catalog(tmp_path, {"awards/2026.csv": text}).awards) == 2


@pytest.mark.parametrize(
    ("text", "separator"),
    [
        ("learner,badge\nx;y;z\n", ","),
        ("learner;badge\n", ";"),
        ("learner\tbadge", "\t"),
        ("learner\n", ","),
        ("learner;;;\n", ";"),
        (";;;\n", ";"),
        ("learner,\tbadge,\tawarded\n", ","),
        ("learner\t;\tbadge\n", ";"),
        ('"Name; first and last; all",E-mail\n', ","),
        ('"Name, first";"Born, where"\n', ";"),
        ('"one ""two, three""";four\n', ";"),
        ("Name, first;E-mail;Born\n", ";"),
    ],
)
def test_the_separator_is_what_makes_the_most_columns_of_the_first_line(text, separator):
    assert separator_of(text) == separator
    assert CsvText(text).separator == separator
    name = next(csv.reader([text.splitlines()[0]], delimiter=separator))[0]
    head = text.splitlines()[0].encode()
    assert learners_in(head, b"", name.strip()) == frozenset()


def test_byte_order_mark_crlf_and_lf_are_the_same_content(tmp_path):
    odd = {
        path: b"\xef\xbb\xbf" + text.replace("\n", "\r\n").encode()
        for path, text in PROVIDER.items()
        if isinstance(text, str)
    }
    assert replace(catalog(tmp_path / "a", odd), pages=()) == replace(
        catalog(tmp_path / "b", {}), pages=()
    )


def test_rows_say_their_physical_line_also_after_cells_of_several_lines(tmp_path):
    text = (
        'learner,badge,awarded,narrative\nhenry,tide,2026-03-02,"one\ntwo\nthree"\n'
        "\nhenry,tide,2026-03-09,=1+1\n"
    )
    made = catalog(tmp_path, {"awards/2026.csv": text})
    lines = {award.awarded.day: award.origin.line for award in made.awards if award.badge == "tide"}
    assert lines == {2: 2, 9: 6}
    assert [award.narrative for award in made.awards][-1] == "=1+1"


def test_text_that_only_looks_like_something_else_stays_text_in_quotes_and_cells(tmp_path):
    files = {
        "learners/grace.yml": "name: 'no'\n",
        "learners/crew.csv": "id,name\n012,12:30\nno,1_000\n",
        "awards/2026.csv": "learner,badge,awarded\n012,tide,2026-03-02\nno,tide,2026-03-02\n",
    }
    learners = catalog(tmp_path, files).learners
    assert {key: each.name for key, each in learners.items()} == {
        "012": "12:30",
        "grace": "no",
        "no": "1_000",
    }


def test_names_of_all_scripts_pass_unchanged(tmp_path):
    names = [
        'O\'Brien "Bo"',
        "李小龍",
        "مريم‌ها",
        "Zoë Ångström",
        "👩‍🚒 Ada",
        "नंदिनी",
        "<b>x</b> {{ y }}",
    ]
    rows = "".join('l{},"{}"\n'.format(i, name.replace('"', '""')) for i, name in enumerate(names))
    learners = catalog(tmp_path, {"learners/crew.csv": "id,name\n" + rows, "awards/2026.csv": None})
    assert [learners.learners[f"l{i}"].name for i in range(len(names))] == names


def test_earlier_versions_are_kept_beside_the_present_one(tmp_path):
    files = {"badges/rope@0.9.md": badge("Rope").replace('"1"', '"0.9"')}
    made = catalog(tmp_path, files)
    assert made.badges["rope"].version == "1"
    assert made.earlier_badges["rope", "0.9"].name == "Rope"


def test_revocations_and_register_are_read(tmp_path):
    files = {
        "revocations.csv": "learner,badge,awarded,on,kind,reason\n"
        "henry,tide,2026-03-02,2026-04-01,replaced,wrong day\n",
        "register.csv": "uuid,learner,badge,awarded,issue,version,list,place\n"
        "98d386fc-f5b3-8bc0-8f23-af2a5e7fa8e8,gone,lost,2020-01-01,,1,1,77\n",
    }
    result = loaded(tmp_path, files)
    assert result.catalog is not None
    key = AwardKey("henry", "tide", date(2026, 3, 2))
    assert result.catalog.revocations[key].kind is Withdrawal.REPLACED
    (entry,) = result.catalog.register
    assert (entry.award.learner, entry.list, entry.place) == ("gone", 1, 77)


def test_credentials_of_other_issuers_lie_in_the_learners_folder(tmp_path):
    made = catalog(tmp_path, {"learners/grace/swim.json": "{}"})
    assert made.foreign == {"grace": (("learners/grace/swim.json", b"{}"),)}


def test_pages_and_pictures_are_kept_as_they_are(tmp_path):
    made = catalog(
        tmp_path, {"pages/a/b.md": "---\nno: yaml\n---\n# B\n", "images/x.svg": "<svg/>"}
    )
    assert [page.path for page in made.pages] == ["a/b.md", "index.md"]
    assert made.pictures == {"images/x.svg": b"<svg/>"}


def test_a_skill_may_be_written_as_the_alignment_of_the_standard(tmp_path):
    more = (
        "skills: [{targetName: Lines, targetUrl: 'https://f.example/1', targetFramework: F,"
        " targetCode: L1}]\n"
    )
    made = catalog(tmp_path, {"badges/rope.md": badge("Rope", more)})
    assert made.badges["rope"].skills == (Skill("Lines", "https://f.example/1", "F", "L1"),)


def test_an_alignment_needs_its_address_and_mixes_with_nothing(tmp_path):
    more = (
        "skills: [{targetName: Lines}, {targetName: A, targetUrl: 'https://f.example', code: x}]\n"
    )
    assert told(tmp_path, {"badges/rope.md": badge("Rope", more)}) == [
        "badges/rope.md:5:10 missing-field",
        "badges/rope.md:5:79 unknown-field",
    ]


def test_hidden_files_and_a_readme_are_nobodys_business(tmp_path):
    files = {
        ".DS_Store": "x",
        "badges/rope.md~": "left by an editor",
        "badges/#rope.md#": "left by an editor",
        "learners/~$crew.xlsx": "left by a spreadsheet that is open",
        "badges/.rope.md.swp": "x",
        "README.md": "x",
        "images/Thumbs.db": "x",
    }
    assert told(tmp_path, files) == []


def test_adding_a_line_above_an_award_changes_nothing_but_its_origin(tmp_path):
    text = "learner,badge,awarded\n{}henry,tide,2026-03-02\n"
    before = catalog(tmp_path / "a", {"awards/2026.csv": text.format("")})
    after = catalog(tmp_path / "b", {"awards/2026.csv": text.format("\n\n")})
    assert before == after
    assert before.awards[-1].origin.line + 2 == after.awards[-1].origin.line


def test_awards_are_sorted_whatever_file_they_stand_in(tmp_path):
    one = {
        "awards/2026.csv": None,
        "awards/a.csv": "learner,badge,awarded\nhenry,tide,2026-03-02\n",
    }
    two = {
        "awards/2026.csv": None,
        "awards/z.csv": "badge,awarded,learner\ntide,2026-03-02,henry\n",
    }
    assert catalog(tmp_path / "a", one) == catalog(tmp_path / "b", two)


def test_the_catalog_cannot_be_changed(tmp_path):
    made = catalog(tmp_path, {})
    with pytest.raises(TypeError):
        made.badges["x"] = made.badges["rope"]
    with pytest.raises(AttributeError):
        made.awards[0].badge = "x"


def test_links_are_not_followed(tmp_path):
    write(tmp_path, {})
    (tmp_path / "content/learners/x.yml").symlink_to("/etc/passwd")
    (problem,) = load(tmp_path).problems
    assert (problem.origin.path, problem.code) == ("content/learners/x.yml", "link")


def test_a_folder_without_content_is_one_sentence(tmp_path):
    result = load(tmp_path)
    assert result.catalog is None
    assert [each.code for each in result.problems] == ["no-content"]


def test_the_register_is_read_under_the_ids_that_learners_have_now(tmp_path: Path) -> None:
    from uuid import UUID

    from badgesite.addresses import credential_uuid
    from badgesite.model import AwardKey

    salt = "an example salt of some length"
    old = AwardKey("grace-horsley", "rope", date(2026, 3, 1))
    twice = AwardKey("henry", "tide", date(2026, 3, 2))
    other = twice._replace(learner="harry")
    lines = "".join(
        f"{credential_uuid(salt, key)},{key.learner},{key.badge},{key.awarded}\n"
        for key in (old, twice, other)
    )
    result = loaded(
        tmp_path,
        {
            "register.csv": "uuid,learner,badge,awarded\n" + lines,
            "learners/grace.yml": "name: Grace Darling\nformer_ids: grace-horsley\nawards:\n"
            "  - {badge: rope, awarded: 2026-03-01}\n",
            "learners/crew.csv": "id,name,former_ids\nhenry,Henry Blogg,harry\n",
        },
    )
    assert result.problems == ()
    first, second, third = sorted(result.catalog.register, key=lambda each: each.origin.line)
    assert (first.award.learner, first.born, first.issued) == ("grace", "grace-horsley", old)
    assert second.award == twice
    assert (third.award, third.born) == (other, "")  # its place is taken: it stays its own
    assert isinstance(first.uuid, UUID)
