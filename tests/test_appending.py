"""Rows added at the end of tables: made from their learners' own rows, as a whole build does."""

import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec import msgpack

from badgesite.build import Request, whole
from badgesite.build.gathering import given_in, plain_in
from badgesite.cache import FileCache
from badgesite.content import (
    Narrowing,
    Places,
    TooTangled,
    learners_in,
    places_given,
    with_places,
)
from badgesite.content.definitions import Definitions
from badgesite.content.files import read_tree
from badgesite.errors import ContentError
from badgesite.rebuilding import Built, inputs
from boats import WEB_DID, boat_badge, did_document
from repositories import SOURCE, Repository, copied, files

HEAVY = {"pyld", "cairosvg", "mkdocs", "markdown", "PIL", "uharfbuzz", "pydantic", "nh3", "segno"}
HEAVY |= {"click", "yaml"}
UNASKED = {"ctypes", "difflib", "email", "http", "multiprocessing", "ssl", "subprocess", "tarfile"}
UNASKED |= {"xml", "zipfile"}
ELSEWHERE = {
    "badgesite.build.showing",
    "badgesite.build.whole",
    "badgesite.content.defining",
    "badgesite.content.forms.badge",
    "badgesite.content.forms.pathway",
    "badgesite.content.forms.site",
    "badgesite.editorial",
    "badgesite.plan.shared_pages",
    "badgesite.rendering.splicing",
    "badgesite.signing.command",
    "badgesite.verifying",
    "cryptography.hazmat.primitives.serialization",
    "urllib.request",
}


@pytest.fixture
def built(tmp_path: Path, tmp_path_factory: pytest.TempPathFactory) -> Repository:
    """A registered provider with its site, and a ledger that says what it was built from."""
    made = copied(tmp_path_factory, tmp_path)
    made.build()
    return made


@pytest.fixture
def wholes(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """A list that grows with every whole build."""
    found: list[str] = []
    original = whole.build_whole

    def counted(*arguments: object) -> object:
        found.append("whole")
        return original(*arguments)  # type: ignore[arg-type]  # as they came

    monkeypatch.setattr(whole, "build_whole", counted)
    return found


def same_as_anew(made: Repository, built: Built) -> None:
    """Assert that site and words are those of a build that remembers nothing."""
    other = made.root.parent / "anew"
    shutil.rmtree(other, ignore_errors=True)
    anew = made.build(site=other, use_cache=False)
    assert files(made.site) == files(other)
    assert (built.counts, built.notes, built.warnings) == (anew.counts, anew.notes, anew.warnings)
    assert (built.mode, built.signed, built.size) == (anew.mode, anew.signed, anew.size)
    assert built.changes.kept + len(built.changes.made) == len(files(other))


# ------------------------------------------------------------------ what it makes
@pytest.mark.parametrize(
    ("table", "rows"),
    [
        ("awards/2026.csv", "may,rope,2026-06-01,,\n"),
        ("awards/2026.csv", "henry,boat,2026-06-01,https://evidence.example.org/9,Rowed well.\n"),
        ("awards/2026.csv", "sam,boat,2026-06-01,,\n"),
        ("awards/2026.csv", "grace,rope,2026-06-01,,\n"),  # everybody may find her
        ("awards/2026.csv", "grace,boat,2026-03-02,,\nmay,boat,2026-06-01,,\n"),
        (
            "awards/2026.csv",
            "may,rope,2026-06-01,,\nhenry,rope,2026-06-02,,\nsam,boat,2026-06-03,,",
        ),
        ("awards/2026.csv", 'may,rope,2026-06-01,,"Said ""hold"", and held."\n'),
        ("awards/2026.csv", "may,boat,2026-06-01,,\n"),
        ("awards/new.csv", "learner,badge,awarded\nmay,rope,2026-06-01\nmay,boat,2026-06-09\n"),
        ("awards/new.csv", "\ufefflearner;badge;awarded\r\nmay;rope;2026-06-01\r\n"),
    ],
)
def test_new_rows_make_the_site_of_a_whole_build(
    table: str, rows: str, built: Repository, wholes: list[str]
) -> None:
    there = (built.root / "content" / table).exists()
    built.write(table, (built.read(table) if there else "") + rows)
    done = built.build()
    assert wholes == []
    assert done.changes.made or "sam" in rows
    same_as_anew(built, done)


@pytest.mark.parametrize("learner", ["grace", "may"])
def test_badges_of_others_that_count_on_any_day_want_no_whole_build(
    learner: str, built: Repository, wholes: list[str]
) -> None:
    built.write("learners/grace/crew.json", boat_badge())
    built.build()
    wholes.clear()
    built.append("awards/2026.csv", f"{learner},rope,2026-06-01,,\n")
    done = built.build()
    assert wholes == []
    same_as_anew(built, done)


@pytest.mark.parametrize("learner", ["grace", "may"])
def test_badges_of_others_are_judged_anew_when_a_later_day_may_end_their_key(
    learner: str, built: Repository, wholes: list[str]
) -> None:
    built.write("learners/grace/crew.json", boat_badge(issuer=WEB_DID))
    built.write("learners/grace/did.json", did_document(expires="2026-05-31T00:00:00Z"))
    assert not any(each.code == "foreign-unchecked" for each in built.build().warnings)
    wholes.clear()
    built.append("awards/2026.csv", f"{learner},rope,2026-06-01,,\n")
    with pytest.raises(ContentError) as caught:
        built.build()
    assert [each.code for each in caught.value.problems] == ["foreign-not-good"]
    assert wholes == ["whole"]


def test_a_build_after_it_has_nothing_to_do(built: Repository, wholes: list[str]) -> None:
    built.append("awards/2026.csv", "may,rope,2026-06-01,,\n")
    built.build()
    built.write("pages/about.md", built.read("pages/about.md") + "\n")
    done = built.build()
    assert wholes == ["whole"]
    assert [path for path in done.changes.made if path.startswith(("cred", "learn"))] == []


def test_awards_one_after_another_and_their_register_are_each_a_few_files(
    built: Repository, wholes: list[str]
) -> None:
    for row in ("may,rope,2026-06-01,,\n", "henry,rope,2026-06-02,,\n", "may,boat,2026-06-03,,\n"):
        built.append("awards/2026.csv", row)
        same_as_anew(built, built.build())
    wholes.clear()
    assert built.run("register").code == 0
    done = built.build()
    assert wholes == []
    assert done.warnings == ()
    same_as_anew(built, done)


def test_a_final_badge_that_a_new_row_unlocks_is_given(
    built: Repository, wholes: list[str]
) -> None:
    built.append("awards/2026.csv", "may,rope,2026-06-01,,\nmay,boat,2026-06-02,,\n")
    done = built.build()
    assert wholes == []
    assert sum(path.endswith("credential.json") for path in done.changes.made) == 3
    same_as_anew(built, done)


def test_a_final_badge_is_counted_once_when_its_line_comes_with_the_awards_that_unlock_it(
    built: Repository, wholes: list[str]
) -> None:
    built.append("awards/2026.csv", "may,rope,2026-06-01,,\nmay,boat,2026-06-02,,\n")
    built.run("register")
    done = built.build()
    assert wholes == []
    same_as_anew(built, done)


EARLY = "may,boat,2026-05-01,,\n"  # rope comes first


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("may,rope,2026-05-03,,\n", "may,rope,2026-05-03,,\nhenry,rope,2026-06-01,,\n"),
        (EARLY, "henry,rope,2026-06-01,,\n" + EARLY),
        ("grace,boat,2026-03-08,,\n", "grace,boat,2026-03-08,,\nhenry,rope,2026-06-01,,\n"),
        ("henry,rope,2026-05-02,,\n", ""),
        ("grace,rope,2026-04-30,,\n", ""),
        (EARLY, ""),
    ],
)
def test_a_warning_about_another_row_is_told_where_that_stands_and_goes_with_it(
    old: str, new: str, built: Repository, wholes: list[str]
) -> None:
    more = "henry,rope,2026-05-02,,\nmay,rope,2026-05-03,,\n"
    table = built.read("awards/2026.csv") + "grace,rope,2026-04-30,,\n" + EARLY + more
    changed = table.replace(old, new)
    built.write("awards/2026.csv", min(table, changed, key=len))
    built.run("register")  # so that nobody but the learner of the row is read anew
    built.write("awards/2026.csv", table)
    assert "award-out-of-order" in {each.code for each in built.build().warnings}
    wholes.clear()
    built.write("awards/2026.csv", changed)
    done = built.build()
    assert wholes == []
    assert ("award-out-of-order" in {each.code for each in done.warnings}) == (
        old != EARLY or EARLY in new
    )
    same_as_anew(built, done)


def test_awards_in_a_file_of_somebody_else_are_in_the_register_as_before(
    built: Repository, wholes: list[str]
) -> None:
    """Pages say whether there is a learner whom everybody may find: the first such is read too."""
    own = "name: Aaron\nvisibility: public\nslug: aaron\nawards:\n"
    built.write("learners/aaron.yml", own + "  - {badge: rope, awarded: 2026-03-02}\n")
    built.run("register")
    assert built.build().warnings == ()
    wholes.clear()
    built.append("awards/2026.csv", "may,rope,2026-06-01,,\n")
    done = built.build()
    assert wholes == []
    assert [each.sentence for each in done.warnings] == ["1 award is not in the register"]
    same_as_anew(built, done)


# ------------------------------------------------------------------ what it leaves to a whole build
@pytest.mark.parametrize(
    ("table", "rows"),
    [
        ("awards/2026.csv", "may,rope,2020-06-01,,\n"),  # before the first day
        ("awards/2026.csv", 'may,rope,2026-06-01,,"Held the rope.\nAnd then let go."\n'),
        ("revocations.csv", "henry,rope,2026-03-02,2026-06-01,revoked,in error\n"),
        ("learners/crew.csv", "new,New One,\n"),
    ],
)
def test_what_is_seen_elsewhere_or_is_unclear_takes_a_whole_build(
    table: str, rows: str, built: Repository, wholes: list[str]
) -> None:
    built.append(table, rows)
    done = built.build()
    assert wholes == ["whole"]
    same_as_anew(built, done)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("grace,rope", "may,rope,2026-05-05,,\ngrace,rope"),
        ("grace,rope", "grace,boat,2026-04-05,,\ngrace,rope"),
        ("Seen by nobody.", "Seen by somebody."),
        ("may,rope,2026-04-10,,\n", ""),
        ("may,rope,2026-04-10,,\n", "may,boat,2026-04-10,,\nmay,rope,2026-04-10,,\n"),
        ("may,rope,2026-04-10", "may,rope,2026-04-11"),
        ("grace,boat,2026-04-12,,\n", "\n"),
        ("grace,boat,2026-04-12", "may,crown,2026-04-12"),
        ("grace,boat,2026-04-12", "henry,rope,2026-04-12"),  # who has nothing else to record
        ("grace,boat,2026-04-12,,", "grace,boat,2026-04-12,,And wore it."),
    ],
)
def test_rows_changed_anywhere_make_the_site_of_a_whole_build(
    old: str, new: str, built: Repository, wholes: list[str]
) -> None:
    more = "may,rope,2026-04-10,,\nmay,boat,2026-04-11,,\ngrace,boat,2026-04-12,,\n"
    table = built.read("awards/2026.csv") + more
    built.write("awards/2026.csv", table)
    built.build()
    assert old in table
    built.write("awards/2026.csv", table.replace(old, new, 1))
    done = built.build()
    assert wholes == []
    same_as_anew(built, done)


@pytest.mark.parametrize("own", ["en", "de"])
def test_a_public_award_is_told_in_each_of_the_languages(
    own: str, built: Repository, wholes: list[str]
) -> None:
    other = {"en": "de", "de": "fr"}[own]
    built.append("site.yml", f"languages: [{own}, {other}]\n")
    built.write(f"badges/boat.{other}.md", "---\nname: Bootsfahrt\n---\n")
    built.build()
    for row in ("may,rope,2026-06-01,,\n", "grace,boat,2026-06-02,,\n"):
        wholes.clear()
        built.append("awards/2026.csv", row)
        done = built.build()
        assert wholes == []
        same_as_anew(built, done)
    assert {"index.html", f"{other}/index.html"} <= set(done.changes.made)
    assert "Bootsfahrt" in (built.site / other / "index.html").read_text("utf-8")


def test_an_award_that_was_recorded_and_is_taken_out_takes_a_whole_build(
    built: Repository, wholes: list[str]
) -> None:
    table = built.read("awards/2026.csv")
    built.write("awards/2026.csv", table.replace("henry,rope,2026-03-02,,\n", ""))
    done = built.build()
    assert wholes == ["whole"]
    same_as_anew(built, done)


def test_a_table_that_is_gone_is_missed_also_while_other_awards_wait_for_the_register(
    built: Repository, wholes: list[str]
) -> None:
    built.write("awards/more.csv", "learner,badge,awarded\nmay,rope,2026-06-01\n")
    built.run("register")
    built.append("awards/2026.csv", "henry,rope,2026-06-02,,\n")
    built.build()
    wholes.clear()
    (built.root / "content/awards/more.csv").unlink()
    done = built.build()
    assert wholes == ["whole"]
    same_as_anew(built, done)


def test_tables_that_nobody_remembers_take_a_whole_build(
    built: Repository, wholes: list[str]
) -> None:
    for folder in (built.root / ".badgesite").rglob("*.tables"):
        shutil.rmtree(folder)
    table = built.read("awards/2026.csv")
    built.write("awards/2026.csv", table.replace("Seen by nobody.", "Seen."))
    done = built.build()
    assert wholes == ["whole"]
    same_as_anew(built, done)


@pytest.mark.parametrize(
    "row",
    [
        "nobody,rope,2026-06-01,,\n",
        "may,nothing,2026-06-01,,\n",
        "may,rope,2026-13-01,,\n",
        "may,rope\n",
        "henry,rope,2026-03-02,,\n",
        'may,rope,2026-06-01,,"never closed\n',
    ],
)
def test_a_mistake_in_a_new_row_is_told_as_ever_and_nothing_is_written(
    row: str, built: Repository
) -> None:
    before = built.published()
    built.append("awards/2026.csv", row)
    with pytest.raises(ContentError) as told:
        built.build()
    with pytest.raises(ContentError) as anew:
        built.build(use_cache=False)
    assert told.value.problems == anew.value.problems
    assert built.published() == before


def test_a_file_that_was_harmed_meanwhile_is_mended(built: Repository) -> None:
    victim = next(built.site.glob("credentials/*/credential.json"))
    good = victim.read_bytes()
    victim.write_bytes(b"harmed")
    built.append("awards/2026.csv", "may,rope,2026-06-01,,\n")
    same_as_anew(built, built.build())
    assert victim.read_bytes() == good


def test_a_place_that_another_credential_has_is_not_given_again(
    built: Repository, wholes: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    taken = int(built.read("register.csv").splitlines()[1].split(",")[7])

    def first_free(_: object, is_taken: Callable[[int], bool]) -> int:
        return next(place for place in range(taken, taken + 99) if not is_taken(place))

    monkeypatch.setattr("badgesite.register.free_place", first_free)
    built.append("awards/2026.csv", "may,rope,2026-06-01,,\nmay,boat,2026-06-02,,\n")
    done = built.build()
    assert wholes == []
    same_as_anew(built, done)
    assert built.run("register").code == 0
    places = [row.split(",")[7] for row in built.read("register.csv").splitlines()[1:]]
    assert len(set(places)) == len(places)


def test_a_line_of_the_register_with_a_place_of_another_is_told(built: Repository) -> None:
    lines = built.read("register.csv").splitlines()
    built.append("awards/2026.csv", "may,rope,2026-06-01,,\n")
    assert built.run("register").code == 0
    new = built.read("register.csv").splitlines()[-1].split(",")
    new[7] = lines[1].split(",")[7]
    built.write("register.csv", "\n".join([*lines, ",".join(new), ""]))
    with pytest.raises(ContentError) as told:
        built.build()
    assert [each.code for each in told.value.problems] == ["register-place"]


def test_places_are_found_in_their_columns_and_nowhere_else(built: Repository) -> None:
    register = built.read("register.csv")
    places = Places(register.encode())
    given = {int(row.split(",")[7]) for row in register.splitlines()[1:]}
    assert all(places.has(1, place) for place in given)
    assert not any(places.has(1, place) for place in range(300) if place not in given)
    assert not any(places.has(2, place) for place in given)
    assert not Places(b"").has(1, 1)
    assert places_given(["learner,badge\n"]) == places_given([]) == {}


REWRITTEN: dict[str, Callable[[list[str]], str]] = {
    "semicolons": ";".join,
    "tabs": "\t".join,
    "quotes": lambda cells: ",".join(f'"{cell}"' for cell in cells),
    "spaces": ", ".join,
    "semicolons, place before list": lambda cells: ";".join((*cells[:6], cells[7], cells[6])),
    "place at the end": lambda cells: ",".join((*cells[:6], *cells[8:], *cells[6:8])),
}


@pytest.mark.parametrize("how", REWRITTEN)
def test_places_are_found_however_a_spreadsheet_saved_the_register(
    how: str, built: Repository, wholes: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    rows = [line.split(",") for line in built.read("register.csv").splitlines()]
    text = "".join(REWRITTEN[how](row) + "\n" for row in rows)
    given = {int(row[7]) for row in rows[1:]}
    for places in (Places(text.encode()), Places(b"\xef\xbb\xbf" + text.encode())):
        assert {place for place in range(max(given) + 9) if places.has(1, place)} == given
    assert places_given(text.splitlines()) == places_given(built.read("register.csv").splitlines())
    built.write("register.csv", text)
    built.build()

    def first_free(_: object, is_taken: Callable[[int], bool]) -> int:
        return next(place for place in range(min(given), 131_072) if not is_taken(place))

    monkeypatch.setattr("badgesite.register.free_place", first_free)
    wholes.clear()
    built.append("awards/2026.csv", "may,rope,2026-06-01,,\n")
    done = built.build()
    assert wholes == []
    same_as_anew(built, done)


def test_places_that_were_gathered_are_known_without_their_lines(built: Repository) -> None:
    head, first, *others = built.read("register.csv").splitlines(keepends=True)
    gathered = places_given([head, *others])
    assert gathered.keys() == {1}
    text = "".join([head, *others, first]).encode()
    places = Places(text, gathered, len(text) - len(first))
    columns = [[int(cell) for cell in row.split(",")[6:8]] for row in (first, *others)]
    assert all(places.has(*each) for each in columns)
    assert not Places(text, gathered, len(text)).has(*columns[0])
    assert places.filled(1) == len(others)
    assert places.filled(2) == 0
    assert not places.has(2, columns[0][1])
    more = with_places(gathered, [(2, 131_071), (1, columns[0][1])])
    assert Places(b"", more).has(2, 131_071)
    assert more[1] == places_given([head, first, *others])[1]
    assert Places(b"", more).filled(1) == len(others) + 1


def test_places_of_another_register_than_that_of_the_build_are_not_gathered(
    built: Repository,
) -> None:
    found = inputs(Request(built.root))
    assert given_in(built.root, found) == places_given(built.read("register.csv").splitlines())
    built.write("register.csv", built.read("register.csv").rpartition("\n")[0])
    assert given_in(built.root, found) == {}


def test_tables_whose_lines_are_their_rows_are_known_after_a_whole_build(
    built: Repository, monkeypatch: pytest.MonkeyPatch
) -> None:
    built.write(
        "awards/quoted.csv", 'learner,badge,awarded,narrative\nmay,rope,2026-05-01,"a\nb"\n'
    )
    built.write("awards/plain.csv", 'learner,badge,awarded,narrative\nmay,boat,2026-05-01,"a, b"')
    found = inputs(Request(built.root))
    expected = {"register.csv", "awards/2026.csv", "awards/plain.csv"}
    assert plain_in(built.root, found) == expected
    monkeypatch.setattr("badgesite.build.gathering._PIECE", 7)
    assert plain_in(built.root, found) == expected
    built.append("awards/2026.csv", "henry,rope,2026-06-01,,\n")
    (built.root / "content/awards/plain.csv").unlink()
    assert plain_in(built.root, found) == {"register.csv"}


def test_a_list_that_others_have_filled_is_left_for_the_next_one(
    built: Repository, wholes: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    given = built.read("register.csv").count("\n") - 1
    for module in ("badgesite.build.whole", "badgesite.build.others"):
        monkeypatch.setattr(f"{module}.FULL", 2)
    monkeypatch.setattr("badgesite.register.placing.FULL", given + 1)
    monkeypatch.setattr("badgesite.content.forms.register.STATUS_LIST_FULL", given + 1)
    built.write("pages/about.md", built.read("pages/about.md") + "\n")
    built.build()
    for row, expected in (
        ("may,rope,2026-06-01,,\n", []),
        ("henry,rope,2026-06-02,,\n", ["whole"]),
    ):
        wholes.clear()
        built.append("awards/2026.csv", row)
        done = built.build()
        assert wholes == expected
        same_as_anew(built, done)


def test_one_award_loads_nothing_that_it_does_not_use(built: Repository) -> None:
    said = (
        "import sys; from pathlib import Path; from badgesite.build import Request, build;"
        " from badgesite.plan.make import Silent; print(len(build(Request(Path('.')),"
        " Silent()).changes.made)); print(*sys.modules)"
    )
    (built.root / "content/learners/grace.yml").unlink()  # who stands in one is read as YAML
    built.append("learners/crew.csv", "grace,Grace Darling,public\n")
    built.build()
    for row in ("henry,rope,2026-06-01,,\n", "henry,rope,2026-07-01,,\n"):
        built.append("awards/2026.csv", row)
        done = subprocess.run(
            [sys.executable, "-c", said],
            cwd=built.root,
            env={"PYTHONPATH": str(SOURCE)},
            capture_output=True,
            text=True,
            check=True,
        )
    made, modules = done.stdout.splitlines()
    loaded = set(modules.split())
    assert int(made) > 3
    assert {name.partition(".")[0] for name in loaded} & {*HEAVY, *UNASKED} == set()
    assert loaded & ELSEWHERE == set()


# ------------------------------------------------------------------ what is kept of definitions
def test_definitions_that_are_known_are_not_read_again(
    built: Repository, wholes: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    from badgesite.content import defining

    monkeypatch.delattr(defining, "read_definitions")
    built.append("awards/2026.csv", "may,rope,2026-06-01,,\n")
    done = built.build()
    assert wholes == []
    monkeypatch.undo()
    same_as_anew(built, done)


@pytest.mark.parametrize(
    ("path", "old", "new"),
    [
        ("badges/boat.md", "name: ", "name: Another "),
        ("badges/boat.md", "---\nname", "---\ncredits: 2\nname"),
        ("site.yml", "name: ", "name: The "),
        ("pages/about.md", "", "More.\n"),
    ],
)
def test_definitions_that_change_are_read_as_they_are_now(
    path: str, old: str, new: str, built: Repository
) -> None:
    built.write(path, built.read(path).replace(old, new, 1))
    same_as_anew(built, built.build())
    built.append("awards/2026.csv", "may,rope,2026-06-01,,\n")
    same_as_anew(built, built.build())


@pytest.mark.parametrize("harm", ["cut", "another", "no site", "nothing"])
def test_harmed_definitions_in_the_cache_change_nothing(
    harm: str, built: Repository, wholes: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    def harmed(said: bytes) -> bytes:
        site, *others = msgpack.decode(said)
        return {
            "cut": said[:-9],
            "another": msgpack.encode([{**site, "languages": 7}, *others]),
            "no site": msgpack.encode([None, *others]),
            "nothing": b"",
        }[harm]

    found, head = list[bytes](), bytes([0x90 + len(Definitions.__struct_fields__)])

    class Harmed(FileCache):
        def get(self, key: str) -> bytes | None:
            said = super().get(key)
            if said is None or not said.startswith(head):
                return said
            found.append(said)
            return harmed(said)

    monkeypatch.setattr("badgesite.build.places.FileCache", Harmed)
    built.append("awards/2026.csv", "may,rope,2026-06-01,,\n")
    done = built.build()
    assert (wholes, len(found)) == ([], 1)
    monkeypatch.undo()
    same_as_anew(built, done)


# ------------------------------------------------------------------ rows changed at random
@pytest.mark.parametrize("seed", range(3))
def test_whatever_becomes_of_rows_the_site_is_that_of_a_whole_build(
    seed: int,
    built: Repository,
    wholes: list[str],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    if seed:  # more awards than home and feed show, and than are kept
        for name, few in (("LATEST", 1), ("FEED", 2), ("_KEPT", 3)):
            monkeypatch.setattr(f"badgesite.plan.shown.{name}", few)
        built.write("pages/about.md", built.read("pages/about.md") + "\n")
    chance, narrow = Random(seed), 0
    for _ in range(6):
        built.write("awards/2026.csv", changed(built.read("awards/2026.csv"), chance))
        if chance.random() < 0.3:
            assert built.run("register").code == 0
        wholes.clear()
        done = built.build()
        narrow += not wholes
        other = tmp_path / "whole"
        shutil.rmtree(other, ignore_errors=True)
        anew = built.build(site=other)
        assert files(built.site) == files(other)
        assert (done.counts, done.notes, done.warnings) == (anew.counts, anew.notes, anew.warnings)
        assert done.size == anew.size
    assert narrow


def changed(table: str, chance: Random) -> str:
    """Return a table of awards with a row more, a row less, or another text in one."""
    head, *rows = table.splitlines()
    keys = {",".join(row.split(",")[:3]) for row in rows}
    at, what = chance.randrange(len(rows)), chance.random()
    learner, badge = (
        chance.choice(["grace", "henry", "sam", "may"]),
        chance.choice(["rope", "boat"]),
    )
    new = f"{learner},{badge},2026-0{chance.randrange(4, 8)}-{chance.randrange(10, 29)}"
    if what < 0.6 and new not in keys:
        rows.insert(at, f"{new},,")
    elif what < 0.8 and len(rows) > 5:
        del rows[max(5, at)]  # the first five are in the register
    else:
        kept = rows[at].split(",")[:3]
        rows[at] = ",".join([*kept, "", f"Said {chance.randrange(9)} times."])
    return "\n".join([head, *rows, ""])


# ------------------------------------------------------------------ narrowing
CELLS = st.text(st.sampled_from('ab,;"\u00e9 \u5b57'), max_size=6)


@given(st.lists(st.tuples(st.sampled_from(["ann", "anna", "joann", "bo"]), CELLS), max_size=12))
def test_a_narrowed_table_has_the_rows_of_its_learners_on_their_lines(
    rows: list[tuple[str, str]],
) -> None:
    def line(name: str, cell: str) -> str:
        return f'{name},"{cell.replace(chr(34), chr(34) * 2)}"'

    lines = ["learner,said", *(line(*row) for row in rows)]
    narrowing = Narrowing(frozenset({"ann"}), frozenset())
    left = narrowing.of("awards/a.csv", "\n".join([*lines, ""]).encode()).decode().split("\n")
    assert left[0] == lines[0]
    left += [""] * (len(lines) - len(left))  # what follows the last of them is left out
    for number, (name, _) in enumerate(rows, 1):
        assert left[number] in ("", lines[number])
        assert name != "ann" or left[number] == lines[number]
        assert (number + 1 in narrowing.kept["awards/a.csv"]) == (left[number] != "")


@pytest.mark.parametrize("end", ["\r", "\x0b", "\x0c", "\x1c", "\x85", "\u2028", "\u2029"])
def test_lines_that_are_not_rows_are_not_narrowed(end: str) -> None:
    table = f"learner,said\nann,a{end}b\n".encode()
    with pytest.raises(TooTangled):
        Narrowing(frozenset({"ann"}), frozenset()).of("awards/a.csv", table)


def test_a_file_that_was_read_before_is_not_read_again_but_looked_at(tmp_path: Path) -> None:
    content = tmp_path / "content"
    content.mkdir()
    (content / "register.csv").write_text("uuid,learner\n1,bo\n")
    (content / "addresses.csv").symlink_to(content / "register.csv")
    read = b"uuid,learner\n1,ann\n"
    known = {name: read for name in ("register.csv", "addresses.csv", "gone.csv")}
    tree = read_tree(tmp_path, Narrowing(frozenset({"ann"}), frozenset(), known=known))
    assert tree.files == {"register.csv": read}
    assert [each.code for each in tree.problems] == ["link"]


def test_a_cell_that_goes_on_after_a_stray_quote_is_not_narrowed() -> None:
    table = b'learner,one,two\nann,a","b\n\nc"\n'
    with pytest.raises(TooTangled):
        Narrowing(frozenset({"ann"}), frozenset()).of("awards/a.csv", table)


def test_the_learners_of_new_rows_are_read_by_the_header() -> None:
    head = b"\xef\xbb\xbfbadge;learner\n"
    assert learners_in(head, b'rope;ann\nrope;"bo"\n') == {"ann", "bo"}
    assert learners_in(head, b"") == frozenset()
    assert learners_in(b"badge,who\n", b"rope,ann\n") is None
    assert learners_in(b"learner\n", b"\xff\n") is None
