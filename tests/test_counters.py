"""How much work a build does: counted, because times depend on the machine."""

import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from badgesite.artwork import raster
from badgesite.artwork.gate import trial
from badgesite.build import Request, check_all, read
from badgesite.cache import CACHE
from badgesite.canonical import jsonld
from badgesite.content import defining
from badgesite.editorial import adapter
from badgesite.pool import Again, in_ranges, worth_a_pool
from badgesite.rebuilding import unchanged
from repositories import SOURCE, Repository, copied, files

ENTRY = "from badgesite.cli import program; program()"
HEAVY = {"click", "pyld", "cairosvg", "mkdocs", "markdown", "jinja2", "yaml", "cryptography", "PIL"}
UNASKED = {"ctypes", "difflib", "email", "http", "multiprocessing", "shutil", "ssl", "subprocess"}
UNASKED |= {"tempfile", "threading", "xml", "zoneinfo"}
UNREAD = ("badgesite.model", "badgesite.content", "badgesite.days", "badgesite.plan")


@pytest.fixture
def built(tmp_path: Path, tmp_path_factory: pytest.TempPathFactory) -> Repository:
    return copied(tmp_path_factory, tmp_path)


def counted(monkeypatch: pytest.MonkeyPatch, place: Any, name: str) -> list[int]:
    calls, original = [0], getattr(place, name)

    def count(*arguments: Any, **named: Any) -> Any:
        calls[0] += 1
        return original(*arguments, **named)

    monkeypatch.setattr(place, name, count)
    return calls


# ------------------------------------------------------------------ calls
def test_an_award_of_a_known_kind_needs_no_pyld_no_picture_and_no_mkdocs(
    built: Repository, monkeypatch: pytest.MonkeyPatch
) -> None:
    built.build()
    expanded = counted(monkeypatch, jsonld, "expand")
    drawn = counted(monkeypatch, raster, "_surface")
    written = counted(monkeypatch, adapter, "build")
    built.append("awards/2026.csv", "henry,rope,2026-06-01,,\n")
    changes = built.build().changes
    assert [path for path in changes.made if path.endswith("credential.json")]
    assert (expanded, drawn, written) == ([0], [0], [0])


def test_pyld_is_called_for_kinds_and_not_for_credentials(
    built: Repository, monkeypatch: pytest.MonkeyPatch
) -> None:
    expanded = counted(monkeypatch, jsonld, "expand")

    def calls(learners: int) -> int:
        rows = "".join(f"new-{n},New {n},\n" for n in range(learners))
        built.write("learners/new.csv", f"id,name,visibility\n{rows}")
        awards = "".join(f"new-{n},boat,2026-05-{n + 1:02}\n" for n in range(learners))
        built.write("awards/new.csv", f"learner,badge,awarded\n{awards}")
        expanded[0] = 0
        changes = built.build(use_cache=False).changes
        assert (
            len([each for each in changes.made if each.endswith("credential.json")]) >= learners - 1
        )
        return expanded[0]

    calls(1)
    few = calls(5)
    built.site.rename(built.root / "away")
    assert calls(20) <= few + 2  # two more at most, chosen by their digest


def test_one_changed_badge_draws_the_pictures_of_that_badge(
    built: Repository, monkeypatch: pytest.MonkeyPatch
) -> None:
    built.build()
    drawn = counted(monkeypatch, raster, "png")
    monkeypatch.setattr("badgesite.artwork.png", raster.png)
    monkeypatch.setattr("badgesite.artwork.card_pictures.png", raster.png)
    built.write(
        "badges/boat.md",
        built.read("badges/boat.md").replace("---\nname", "---\nicon: anchor\nname"),
    )
    built.build()
    assert drawn == [2]  # the badge, and the card that a shared link shows


LOGO = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9"><circle r="3" fill="#080"/></svg>'


def test_no_command_draws_or_reads_again_what_a_build_has_and_none_but_a_build_remembers(
    built: Repository, monkeypatch: pytest.MonkeyPatch
) -> None:
    built.write("images/logo.svg", LOGO)
    built.append("site.yml", "brand:\n  logo: logo.svg\n")
    cache = built.root / CACHE
    monkeypatch.setattr(trial, "_came_through", set())
    drawn = counted(monkeypatch, trial, "_refusal")
    defined = counted(monkeypatch, defining, "read_definitions")
    before = cache.read_bytes()
    assert not any(each.is_error for each in check_all(built.root))
    assert (drawn, defined) == ([1], [1])
    assert cache.read_bytes() == before
    built.build()
    monkeypatch.setattr(trial, "_came_through", set())
    drawn[0] = defined[0] = 0
    read(built.root)
    check_all(built.root)
    assert (drawn, defined) == ([0], [0])


# ------------------------------------------------------------------ imports
def test_a_build_with_nothing_to_do_imports_nothing_that_takes_time(built: Repository) -> None:
    built.build()
    before = {p: p.stat().st_mtime_ns for p in built.site.rglob("*")}
    ran = subprocess.run(
        [sys.executable, "-X", "importtime", "-c", ENTRY, "build"],
        cwd=built.root,
        env={**os.environ, "PYTHONPATH": str(SOURCE)},
        capture_output=True,
        text=True,
        check=True,
    )
    assert " 0 written" in ran.stdout
    imported = {line.rpartition("|")[2].strip() for line in ran.stderr.splitlines()}
    assert "badgesite.rebuilding.unchanged" in imported
    assert {name.partition(".")[0] for name in imported} & {*HEAVY, *UNASKED} == set()
    own = {name for name in imported if name.startswith("badgesite")}
    assert not any(name.startswith(UNREAD) for name in own)
    assert {p: p.stat().st_mtime_ns for p in built.site.rglob("*")} == before


# ------------------------------------------------------------------ what is noticed
@pytest.mark.parametrize("harm", ["removed", "changed", "link", "manifest"])
def test_a_file_that_somebody_touched_is_mended(built: Repository, harm: str) -> None:
    built.build()
    wanted = files(built.site)
    page = built.site / "badges/rope/index.html"
    if harm == "removed":
        page.unlink()
    elif harm == "changed":
        page.write_bytes(page.read_bytes().replace(b"R", b"X"))
    elif harm == "link":
        page.unlink()
        page.symlink_to(built.root / "content/site.yml")
    else:
        (built.site / "site-manifest.json").write_text("{}")
    built.build()
    assert files(built.site) == wanted
    assert not page.is_symlink()


def test_a_damaged_or_foreign_ledger_changes_nothing(built: Repository, tmp_path: Path) -> None:
    built.build()
    wanted = files(built.site)
    ledger = Request(built.root).ledger
    assert ledger is not None
    for content in (b"SQLite format 3\0 or so", b"", ledger.read_bytes()[:5000]):
        ledger.write_bytes(content)
        for more in ledger.parent.glob("*-wal"):
            more.unlink()
        built.build()
        assert files(built.site) == wanted


# ------------------------------------------------------------------ several processes
class Squares:
    """Work that says in which process it was done."""

    def __init__(self, power: int) -> None:
        self.power = power

    def __call__(self, numbers: range) -> list[tuple[int, int]]:
        return [(os.getpid(), number**self.power) for number in numbers]


@pytest.mark.parametrize("method", ["fork", "spawn"])
def test_ranges_are_worked_off_by_several_processes(method: str) -> None:
    found = list(in_ranges(Squares(2), 40, 2, Again(Squares, 2), method))
    assert sorted(square for part in found for _, square in part) == [n * n for n in range(40)]
    assert os.getpid() not in {process for part in found for process, _ in part}


@pytest.mark.parametrize(
    ("parts", "left", "worth"),
    [([1] * 599, 0, False), ([2] * 1_000, 700, True), ([120] * 90, 85, True)],
    ids=["too little", "many with few awards", "few with very many awards"],
)
def test_work_is_measured_as_far_as_it_must_be(parts: list[int], left: int, worth: bool) -> None:
    work = iter(parts)
    assert worth_a_pool(work) is worth
    assert len(list(work)) == left


def test_one_job_works_in_this_process() -> None:
    found = list(in_ranges(Squares(1), 10, 1))
    assert {process for part in found for process, _ in part} == {os.getpid()}


@pytest.mark.slow
def test_processes_that_share_no_memory_make_the_same_site(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    import multiprocessing

    from test_determinism import many

    made = many(tmp_path / "many", 110)
    made.build(jobs=2, site=tmp_path / "forked", use_cache=False)
    monkeypatch.setattr(multiprocessing, "get_all_start_methods", lambda: ["spawn"])
    made.build(jobs=2, site=tmp_path / "spawned", use_cache=False)
    assert files(tmp_path / "forked") == files(tmp_path / "spawned")


def test_a_paranoid_build_compares_every_credential(
    built: Repository, monkeypatch: pytest.MonkeyPatch
) -> None:
    from badgesite.signing import Shaped

    compared = counted(monkeypatch, Shaped, "compare")
    built.build(use_cache=False, paranoid=True, site=built.root / "other")
    assert compared[0] == len(list((built.root / "other").glob("credentials/*/credential.json")))


def test_the_command_looks_at_its_inputs_once(
    built: Repository, monkeypatch: pytest.MonkeyPatch
) -> None:
    looked = counted(monkeypatch, unchanged, "_files")
    unchanged.inputs(Request(built.root))
    once, looked[0] = looked[0], 0
    built.append("awards/2026.csv", "henry,rope,2026-06-01,,\n")
    assert built.run("build").code == 0
    assert looked[0] == once
