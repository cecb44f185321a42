"""Commands about one learner read that learner: they write and say what they do with everybody."""

import os
import shutil
import subprocess
import sys
from pathlib import Path
from random import Random

import pytest

from badgesite.build import recording
from badgesite.desk import workspace
from boats import WEB_DID, boat_badge, did_document
from repositories import SOURCE, Ran, Repository, copied, files

DAY = ("--on", "2026-06-01")
WHY = ("--reason", "In error")


@pytest.fixture
def built(tmp_path: Path, tmp_path_factory: pytest.TempPathFactory) -> Repository:
    """A registered provider with its site, and a ledger that says what it was built from."""
    made = copied(tmp_path_factory, tmp_path)
    made.build()
    return made


@pytest.fixture
def reads(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """A list that grows whenever a command reads everybody."""
    found: list[str] = []
    original = workspace.read

    def counted(*arguments: object, **named: object) -> object:
        found.append("everybody")
        return original(*arguments, **named)  # type: ignore[arg-type]  # as they came

    monkeypatch.setattr(workspace, "read", counted)
    monkeypatch.setattr(recording, "read", counted)
    return found


def with_everybody(built: Repository, *arguments: str) -> tuple[Ran, dict[str, bytes]]:
    """Run a command on a copy that no build has left anything about."""
    other = Repository(built.root.parent / "other")
    shutil.rmtree(other.root, ignore_errors=True)
    shutil.copytree(built.root, other.root, ignore=shutil.ignore_patterns(".badgesite", "site"))
    return other.run(*arguments), files(other.root / "content")


def same_as_with_everybody(built: Repository, *arguments: str) -> Ran:
    """Run a command, and assert that it says and writes what it does where it reads everybody."""
    expected, content = with_everybody(built, *arguments)
    ran = built.run(*arguments)
    assert (ran.code, ran.out, ran.err) == (expected.code, expected.out, expected.err)
    assert files(built.root / "content") == content
    return ran


@pytest.mark.parametrize(
    "arguments",
    [
        ("award", "may", "rope", *DAY),
        ("award", "may", "boat", *DAY),  # out of order, which is noted
        ("award", "may", "boat", *DAY, "--waived", "Rowed for years"),  # which takes a column more
        ("award", "henry", "boat", "--on", "2026-04-01"),  # the first one was withdrawn
        ("award", "sam", "boat", *DAY, "--narrative", 'Said "hold"', "--expires", "2027-01-01"),
        ("award", "grace", "crown", *DAY),  # a rule gives it already
        ("renew", "grace", "rope", *DAY),
        ("revoke", "grace", "rope", *WHY),  # with the final badge that rests on it
        ("revoke", "grace", "crown", *WHY),  # which a rule gave
        ("replace", "grace", "rope", *WHY, "--evidence", "https://evidence.example.org/2"),
        ("replace", "henry", "rope", *WHY, "--name", "Henry G. Blogg"),  # of a table
        ("replace", "grace", "boat", *WHY, "--name", "Grace H. Darling"),  # of a file
        ("award", "may", "rope", *DAY, "--dry-run"),
    ],
)
def test_a_command_about_one_learner_reads_nobody_else(
    arguments: tuple[str, ...], built: Repository, reads: list[str]
) -> None:
    expected, content = with_everybody(built, *arguments)
    assert len(reads) == 2
    ran = built.run(*arguments)
    assert len(reads) == 2
    assert ran.code == 0, ran.said
    assert (ran.out, ran.err) == (expected.out, expected.err)
    assert files(built.root / "content") == content


def test_rows_since_a_build_are_recorded_without_the_others(
    built: Repository, reads: list[str]
) -> None:
    built.append("awards/2026.csv", "may,rope,2026-06-01,,\nhenry,boat,2026-06-02,,\n")
    ran = same_as_with_everybody(built, "register")
    assert "added 2 lines" in ran.out
    built.append("awards/2026.csv", "may,boat,2026-06-03,,\n")  # with which a rule gives another
    ran = same_as_with_everybody(built, "register", "--dry-run")
    assert ran.out.count("may,") == 2
    assert len(reads) == 2
    built.build()
    assert "added 2 lines" in same_as_with_everybody(built, "register").out
    assert len(reads) == 3
    same_as_with_everybody(built, "register")  # all that differs are those lines
    assert len(reads) == 4
    same_as_with_everybody(built, "register", "--reissue", "Corrected")  # of anybody
    assert len(reads) == 6
    built.build()
    same_as_with_everybody(built, "register")  # nothing differs
    assert len(reads) == 8


def test_of_who_had_another_id_the_lines_under_it_count_too(built: Repository) -> None:
    built.run("rename-learner", "henry", "--id", "hb")
    built.build()
    same_as_with_everybody(built, "award", "hb", "rope", "--on", "2026-07-01")
    built.build()
    built.append("awards/2026.csv", "hb,rope,2026-07-02,,\n")
    same_as_with_everybody(built, "award", "may", "rope", *DAY)  # with the row of the other
    built.build()
    built.append("awards/2026.csv", "hb,rope,2026-07-03,,\n")
    assert "added 1 line " in same_as_with_everybody(built, "register").out


def test_also_beside_a_preview_which_has_notes(built: Repository, reads: list[str]) -> None:
    shutil.rmtree(built.root / "keys.example")
    assert built.build().notes
    same_as_with_everybody(built, "award", "may", "rope", *DAY)
    assert len(reads) == 2


def test_also_one_named_by_address(built: Repository, reads: list[str]) -> None:
    (built.root / "contacts.csv").write_text("learner,email\nmay,May@people.example\n")
    built.build()
    same_as_with_everybody(built, "award", "may@PEOPLE.example", "rope", *DAY)
    assert len(reads) == 2


def test_commands_one_after_the_other_need_no_build_between(
    built: Repository, reads: list[str]
) -> None:
    for learner, badge in (("may", "rope"), ("may", "boat"), ("sam", "boat"), ("henry", "rope")):
        same_as_with_everybody(built, "award", learner, badge, *DAY)
    built.append("awards/2026.csv", "henry,boat,2026-06-09,,\n")  # recorded by the next one
    same_as_with_everybody(built, "renew", "may", "rope", "--on", "2026-06-10")
    assert len(reads) == 10  # two for each command that had no build to go by
    assert built.run("check", "--strict").code == 0


@pytest.mark.parametrize(
    "arguments",
    [
        ("award", "mya", "rope", *DAY),
        ("award", "may", "rpoe", *DAY),
        ("award", "grace", "rope", "--on", "2026-03-01"),
        ("award", "may", "rope", *DAY, "--evidence", "evidence.example.org"),
        ("award", "may", "rope", *DAY, "--expires", "2026-05-01"),
        ("award", "may", "rope", *DAY, "--narrative", "Ask may@people.example"),
        ("renew", "may", "rope", *DAY),
        ("revoke", "may", "rope", *WHY),
        ("revoke", "grace", "rope", *WHY, "--on", "2031-01-01"),
    ],
)
def test_what_is_wrong_is_told_by_all_of_the_content(
    arguments: tuple[str, ...], built: Repository
) -> None:
    same_as_with_everybody(built, *arguments)


AROUND = {
    "a definition has changed": {"badges/boat.md": None},
    "the learner had another id": {
        "learners/crew.csv": "id,name,former_ids\nhenry,Henry,\nsam,Sam,\nmay,May,maia\n"
    },
    "an award was deleted": {
        "awards/2026.csv": "learner,badge,awarded\ngrace,rope,2026-03-01\ngrace,boat,2026-03-08\n"
    },
    "a withdrawal is not recorded": {
        "revocations.csv": "learner,badge,awarded,on,kind,reason\n"
        "henry,boat,2026-04-01,2026-05-01,revoked,in error\n"
        "grace,rope,2026-03-01,2026-06-01,revoked,in error\n"
    },
    "what a credential says has changed": {"learners/grace.yml": "name: Grace H. Darling\n"},
}


@pytest.mark.parametrize("name", AROUND)
def test_where_more_than_rows_has_changed_everybody_is_read(
    name: str, built: Repository, reads: list[str]
) -> None:
    for path, text in AROUND[name].items():
        built.write(path, text or built.read(path).replace("What it is.", "Of boats."))
    same_as_with_everybody(built, "award", "may", "rope", *DAY)
    assert len(reads) == 4
    built.build()
    same_as_with_everybody(built, "award", "may", "rope", "--on", "2026-06-02")


def test_a_new_line_in_a_place_of_somebody_who_is_not_read_is_found_out(
    built: Repository,
) -> None:
    built.append("awards/2026.csv", "may,rope,2026-06-01,,\n")
    other = Repository(built.root.parent / "clone")
    shutil.copytree(built.root, other.root)
    assert other.run("register").code == 0
    line = other.read("register.csv").splitlines()[-1].split(",")
    taken = built.read("register.csv").splitlines()[1].split(",")
    line[6:8] = taken[6:8]
    built.append("register.csv", ",".join(line) + "\n")
    ran = same_as_with_everybody(built, "award", "sam", "boat", *DAY)
    assert ran.code == 1
    assert "is taken, on line 2" in ran.err


def test_addresses_of_others_are_remembered_too(built: Repository, reads: list[str]) -> None:
    built.write("learners/zoe.yml", "name: Zoë Wren\nslug: zoe-wren\n")
    built.build()
    same_as_with_everybody(built, "award", "may", "rope", *DAY)
    assert "learners/zoe-wren/" in built.read("addresses.csv")
    assert len(reads) == 4
    built.build()
    same_as_with_everybody(built, "award", "may", "rope", "--on", "2026-06-02")
    assert len(reads) == 6


def test_where_a_later_day_ends_the_key_of_another_issuer_it_is_found_out(
    built: Repository, reads: list[str]
) -> None:
    built.write("learners/grace/crew.json", boat_badge(issuer=WEB_DID))
    built.write("learners/grace/did.json", did_document(expires="2026-05-31T00:00:00Z"))
    built.build()
    ran = same_as_with_everybody(built, "award", "may", "rope", *DAY)
    assert "grace/crew.json" in ran.err
    assert ran.code == 1
    assert len(reads) == 4


def test_random_commands_write_what_they_do_with_everybody(
    built: Repository, reads: list[str]
) -> None:
    random = Random(7)
    for number in range(24):
        learner = random.choice(("grace", "henry", "may", "sam"))
        badge = random.choice(("rope", "boat", "crown"))
        day = ("--on", f"2026-{random.randrange(3, 11):02}-{random.randrange(1, 28):02}")
        arguments = random.choice(
            (
                ("award", learner, badge, *day),
                ("renew", learner, badge, *day),
                ("revoke", learner, badge, *WHY),
                ("replace", learner, badge, *WHY, "--result", f"{number}"),
            )
        )
        same_as_with_everybody(built, *arguments)
        if random.random() < 0.3:
            built.build()
    assert len(reads) < 2 * 2 * 24  # some were sure of themselves


def test_it_loads_nothing_that_makes_pages_or_pictures(built: Repository) -> None:
    program = (
        "import sys\nfrom badgesite.cli import main\nsys.argv = ['badgesite', *sys.argv[1:]]\n"
        "try:\n    main()\nfinally:\n    print('loaded', *sys.modules, file=sys.stderr)\n"
    )
    ran = subprocess.run(
        [sys.executable, "-c", program, "award", "may", "rope", *DAY],
        cwd=built.root,
        env={"PATH": os.environ["PATH"], "PYTHONPATH": str(SOURCE)},
        capture_output=True,
        text=True,
        check=True,
    )
    loaded = {name.partition(".")[0] for name in ran.stderr.rpartition("loaded ")[2].split()}
    heavy = {"cairosvg", "jinja2", "markdown", "mkdocs", "multiprocessing", "PIL", "pyld", "yaml"}
    assert "click" in loaded
    assert loaded & heavy == set()
