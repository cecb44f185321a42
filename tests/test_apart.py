"""Large content worked on by several processes: it comes to what one process comes to."""

import os
import subprocess
import sys
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from badgesite import rolls
from badgesite.build.recording import record
from badgesite.content import Loaded, apart, load
from badgesite.errors import Problem
from badgesite.model import Catalog
from badgesite.plan.facts import Facts, Mode, facts_of
from badgesite.pool import spread
from badgesite.progress import standings
from badgesite.rules import check
from bench.providers import Size, write
from repositories import SOURCE

LEARNERS = 60


@pytest.fixture(scope="module")
def root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a provider whose awards are all in the register."""
    root = write(tmp_path_factory.mktemp("apart"), Size(LEARNERS, 5))
    record(root, {}, reissue=None, dry_run=False)
    return root


@pytest.fixture(autouse=True)
def _all_is_large(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(apart, "_WORTH_A_POOL", 1)
    monkeypatch.setattr(rolls, "_WORTH_A_POOL", 1)


@pytest.fixture
def changed(root: Path) -> Iterator[Path]:
    """Return the provider, of which each changed file is put back afterwards."""
    before = {path: path.read_bytes() for path in (root / "content").rglob("*.*")}
    yield root
    for path, data in before.items():
        path.write_bytes(data)


def edit(root: Path, path: str, old: str, new: str) -> None:
    table = root / "content" / path
    text = table.read_text("utf-8")
    assert old in text
    table.write_text(text.replace(old, new, 1), "utf-8")


def said(problem: Problem) -> tuple[str, int, str, str]:
    return problem.origin.path, problem.origin.line, problem.sentence, problem.code


def catalog_of(loaded: Loaded) -> Catalog:
    assert loaded.catalog is not None
    return loaded.catalog


def lines(catalog: Catalog) -> list[tuple[object, object]]:
    """Return awards and register with the places where they are written, which equality leaves."""
    return [(each, each.origin) for each in (*catalog.awards, *catalog.register)]


def test_parts_are_worked_off_in_order_by_other_processes() -> None:
    found = list(spread(lambda part: (part, os.getpid()), "abcdefgh", 2))
    assert [part for part, _ in found] == list("abcdefgh")
    assert os.getpid() not in {process for _, process in found}


def test_tables_read_apart_are_the_same_records_at_the_same_places(root: Path) -> None:
    alone, several = (load(root, jobs=jobs) for jobs in (1, 2))
    assert not alone.problems and not several.problems
    assert lines(catalog_of(several)) == lines(catalog_of(alone))
    assert len(catalog_of(several).register) > LEARNERS * 5


def test_a_table_is_cut_at_the_ends_of_lines_and_each_line_keeps_its_number() -> None:
    table = "head\n" + "".join(f"line {number}\n" for number in range(2, 100)) + "line 100"
    found: dict[int, str] = {}
    for part in apart.lines_of(table, 2):
        for number, text in enumerate(apart.alone(table, part).split("\n"), 1):
            if text and number > 1:
                assert number not in found
                found[number] = text
    assert found == {number: f"line {number}" for number in range(2, 101)}


def test_a_table_with_a_quote_is_not_cut() -> None:
    table = 'head\n"a cell\nof two lines"\n' + "line\n" * 100
    assert apart.lines_of(table, 2) == ((len("head\n"), len(table)),)


@pytest.mark.parametrize(
    ("path", "old", "new"),
    [
        ("awards/2023-q1.csv", "learner-0000", "learner-9999"),
        ("awards/2023-q1.csv", "2023-", "2023-99-"),
        ("register.csv", ",1,", ",x,"),
        ("register.csv", "learner-0000", "learner-9999"),
        ("register.csv", "\n", "\n\n\nx,y\n"),
    ],
)
def test_mistakes_are_told_as_if_there_had_been_one_reader(
    changed: Path, path: str, old: str, new: str
) -> None:
    edit(changed, path, old, new)
    alone, several = (load(changed, jobs=jobs) for jobs in (1, 2))
    assert alone.problems
    assert [said(each) for each in several.problems] == [said(each) for each in alone.problems]
    assert lines(catalog_of(several)) == lines(catalog_of(alone))


def facts(root: Path, jobs: int) -> tuple[Facts, tuple[Problem, ...]]:
    catalog = catalog_of(load(root, jobs=jobs))
    standings(catalog, jobs)
    return facts_of(catalog, Mode.SIGNED, jobs=jobs), check(catalog)


def test_what_follows_is_the_same_when_several_processes_work_it_out(changed: Path) -> None:
    # A badge and a rule changed, an award gone, one that is new, one withdrawn that the register
    # lacks.
    edit(changed, "badges/welding-1.md", "unaided", "with help")
    edit(changed, "pathways/baking.md", "[baking-3]", "[data-skills-3]")
    table = min((changed / "content/awards").glob("*.csv"))
    head, first, *others = table.read_text("utf-8").splitlines()
    learner, badge, *_ = first.split(",")
    new = f"{learner},{badge},2026-11-02" + "," * (head.count(",") - 2)
    table.write_text("\n".join([head, *others, new]) + "\n", "utf-8")
    learner, badge, day, *_ = others[0].split(",")
    withdrawn = f"{learner},{badge},{day},2026-11-03,revoked,by mistake\n"
    with (changed / "content/revocations.csv").open("a", encoding="utf-8") as file:
        file.write(withdrawn)
    (alone, problems), (several, told) = facts(changed, 1), facts(changed, 2)
    assert several.awards == alone.awards
    assert [each.unlock for each in several.awards] == [each.unlock for each in alone.awards]
    assert dict(several.entries) == dict(alone.entries)
    one, other = alone.assigned, several.assigned
    for name in ("missing", "vanished", "ended", "changed", "reissues", "withdrawals"):
        assert getattr(other, name) == getattr(one, name), name
        assert getattr(one, name), name
    assert (other.set_places, other.lists) == (one.set_places, one.lists)
    assert dict(other.last_days) == dict(one.last_days) == {1: date(2026, 11, 3)}
    assert told == problems


def test_without_more_jobs_nothing_is_cut(root: Path) -> None:
    catalog = catalog_of(load(root))
    assert rolls.rolled(rolls.AWARDS, catalog.awards).stretches(1) == (("", None),)


LEFT_EARLY = """
from contextlib import closing
from badgesite.pool import in_ranges

for count in range(300):
    with closing(in_ranges(lambda numbers: bytes(200_000), 40, 2, in_order=True)) as found:
        for number, _ in enumerate(found):
            if number == count % 5:
                break
"""


def test_processes_that_are_wanted_no_more_end_and_are_not_waited_for_in_vain() -> None:
    subprocess.run(
        [sys.executable, "-c", LEFT_EARLY],
        env={"PATH": os.environ["PATH"], "PYTHONPATH": str(SOURCE)},
        timeout=120,
        check=True,
    )
