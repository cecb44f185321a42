"""Measure builds of a provider of any size, checking, live reload and commands. Prints only.

python tests/bench/run.py                          1,000 learners, 5 awards each
python tests/bench/run.py --learners 20000 --awards 5 --jobs 2
python tests/bench/run.py --learners 10000 --only-reload
"""

import argparse
import csv
import os
import subprocess
import sys
import tempfile
import threading
import time
import urllib.request
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import checking
from machine import Memory
from providers import SALT, Size, write

from badgesite.addresses import credential_uuid
from badgesite.model import AwardKey

SOURCE = Path(__file__).parent.parent.parent / "src"
_PAUSE = 5.0  # seconds between edits, as of somebody who looks at what came of one
_LEARNERS = "content/learners/learners.csv"
_ENTRY = "from badgesite.cli import program; program()"


@dataclass(frozen=True)
class Took:
    """Seconds of the whole process; megabytes of its largest process, and of all together."""

    seconds: float
    largest: float
    together: float
    said: str


def run(root: Path, *arguments: str) -> Took:
    """Run the command line as a process of its own."""
    began = time.perf_counter()
    process = subprocess.Popen(
        [sys.executable, "-c", _ENTRY, *arguments],
        cwd=root,
        env={**os.environ, "PYTHONPATH": str(SOURCE), "PYTHONDONTWRITEBYTECODE": ""},
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
    )
    with Memory(process.pid) as memory:
        said = process.stdout.read() if process.stdout else ""
    _, status, used = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode != 0:
        sys.exit(f"badgesite {' '.join(arguments)} ended with {process.returncode}\n{said}")
    return Took(time.perf_counter() - began, used.ru_maxrss / 1024, memory.peak, said)


def files_line(took: Took) -> str:
    """Return what the build said of its files."""
    found = [line.strip() for line in took.said.splitlines() if line.strip().startswith("Files")]
    return found[0].removeprefix("Files").strip() if found else ""


def show(name: str, took: Took) -> None:
    memory = f"{took.largest:>7.0f} MB{took.together:>7.0f} MB"
    print(f"{name:<28}{took.seconds:>9.2f} s{memory}   {files_line(took)}")


def add_one_award(root: Path) -> None:
    table = root / "content/awards/one.csv"
    table.write_text("learner,badge,awarded\nlearner-000001,welding-1,2026-11-02\n", "utf-8")


# ------------------------------------------------------------------ builds
def builds(root: Path, jobs: int) -> None:
    show("register", run(root, "register"))
    show("cold build", run(root, "build", "--jobs", str(jobs)))
    show("nothing changed", run(root, "build", "--jobs", str(jobs)))
    add_one_award(root)
    show("one award added", run(root, "build", "--jobs", str(jobs)))
    show("same, without the cache", run(root, "build", "--jobs", str(jobs), "--no-cache"))


# ------------------------------------------------------------------ commands
def commands(root: Path) -> None:
    """Print what commands take that look at all content, or change one learner or very many."""
    _to_git(root)
    rows = [line.split(",")[:2] for line in (root / _LEARNERS).read_text("utf-8").splitlines()[1:]]
    ids = [id_ for id_, _ in rows]
    cohort = ["learner,name,badge,awarded"]
    cohort += [f"{id_},{name},welding-1,2026-11-02" for id_, name in rows[6::2]]
    (root / "cohort.csv").write_text("\n".join(cohort) + "\n", "utf-8")
    contacts = ["learner,email", *(f"{each},{each}@people.example" for each in ids)]
    (root / "contacts.csv").write_text("\n".join(contacts) + "\n", "utf-8")
    for words in (
        ("check",),
        ("progress",),
        ("report",),
        ("diff",),
        ("award", ids[0], "welding-1"),
        ("rename-learner", ids[1], "--name", "Another Name"),
        ("merge-learners", ids[2], ids[3]),
        ("erase", ids[4]),
        ("import", "cohort.csv", "--yes"),
        ("notify", "--from", "badges@guild.example"),
    ):
        took = run(root, *words)
        print(f"{words[0]:<28}{took.seconds:>9.2f} s{took.together:>17.0f} MB")


def _to_git(root: Path) -> None:
    """Commit the content, which `diff` compares with."""
    who = ("-c", "user.name=Guild", "-c", "user.email=badges@guild.example")
    for words in (("init", "-q"), ("add", "content"), (*who, "commit", "-q", "-m", "Awards")):
        subprocess.run(["git", *words], cwd=root, check=True)


# ------------------------------------------------------------------ live reload
def reload(root: Path) -> None:
    """Print how long pages take from the saved file to the new answer of `serve`."""
    from badgesite.serve import serve

    stop, said = threading.Event(), list[str]()
    wishes: dict[str, Any] = {"open_browser": False, "environment": {}, "tell": said.append}
    thread = threading.Thread(target=serve, args=(root, 0), kwargs={**wishes, "stop": stop})
    thread.start()
    while not any(line.startswith("serving") for line in said):
        time.sleep(0.05)
    address = next(line for line in said if line.startswith("serving")).split()[1]
    print(f"{'serve: while nobody asks':<28}{_idle():>9.2f} % of a processor")
    learner, badge, awarded = _unlisted_award(root)
    key = AwardKey(learner, badge, date.fromisoformat(awarded), 1)
    credential = f"{address}credentials/{credential_uuid(SALT, key)}/"
    content = root / "content"
    quarter = f"{awarded[:4]}-q{(int(awarded[5:7]) + 2) // 3}.csv"
    row = f"{learner},{badge},{awarded},,"
    edits = (
        (
            "badge",
            content / "badges/welding-1.md",
            ("explains what can go wrong", "explains what must not go wrong"),
            f"{address}badges/welding-1/",
        ),
        ("award", content / "awards" / quarter, (row, f"{row}Seen at work. "), credential),
        (
            "learner",
            content / "learners/learners.csv",
            (f"{learner},", f"{learner},Dr "),
            credential,
        ),
        (
            "pathway's text",
            content / "pathways/welding.md",
            ("From the first day", "From the very first day"),
            f"{address}pathways/welding/",
        ),
        ("colour", content / "site.yml", ("#0b5f80", "#5f0b80"), f"{address}assets/brand.css"),
    )
    for name, file, words, shown in edits:
        _edit(f"serve: {name} edited", file, words, shown)
    stop.set()
    thread.join()


def _idle(seconds: float = 10.0) -> float:
    """Return what `serve` takes of a processor, in percent, while it is left alone."""
    time.sleep(2)  # it has read the content by then
    began = time.process_time()
    time.sleep(seconds)
    return (time.process_time() - began) / seconds * 100


def _unlisted_award(root: Path) -> tuple[str, str, str]:
    """Return learner, badge and day of an award without evidence, of a learner who is unlisted."""
    rows = csv.reader((root / "content/learners/learners.csv").read_text("utf-8").splitlines())
    unlisted = {row[0] for row in rows if not row[2]}
    for table in sorted((root / "content/awards").glob("2*.csv")):
        for row in csv.reader(table.read_text("utf-8").splitlines()):
            if row[0] in unlisted and not row[3]:
                return row[0], row[1], row[2]
    sys.exit("there is no such award")


def _edit(name: str, file: Path, words: tuple[str, str], address: str) -> None:
    """Print after how many seconds an answer is another one than before a file was saved."""
    text, before = file.read_text("utf-8"), _page(address)
    edited = text.replace(*words, 1)
    if edited == text:
        sys.exit(f"{words[0]!r} does not stand in {file.name}")
    began = time.perf_counter()
    file.write_text(edited, "utf-8")
    while _page(address) == before:
        time.sleep(0.02)
        if time.perf_counter() - began > 120:
            sys.exit("the changed page never came")
    print(f"{name:<28}{time.perf_counter() - began:>9.2f} s")
    time.sleep(_PAUSE)


def _page(address: str) -> str:
    with urllib.request.urlopen(address) as answer:
        return str(answer.read().decode())


def main() -> None:
    """Write the provider into a folder that goes away, measure, print."""
    words = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    words.add_argument("--learners", type=int, default=1_000)
    words.add_argument("--awards", type=int, default=5, help="of each learner")
    words.add_argument("--jobs", type=int, default=os.cpu_count() or 1)
    words.add_argument("--only-reload", action="store_true", help="measure `serve` and no build")
    wanted = words.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        root = write(Path(folder) / "provider", Size(wanted.learners, wanted.awards))
        total = wanted.learners * wanted.awards
        print(f"{wanted.learners:,} learners, {total:,} awards, {wanted.jobs} jobs")
        print("whole processes; peaks of memory are of the largest one, and of all together")
        if wanted.only_reload:
            show("register", run(root, "register"))
        else:
            builds(root, wanted.jobs)
            checking.on_the_command_line(root)
            checking.in_chromium(root / "site")
        reload(root)
        if not wanted.only_reload:
            commands(root)


if __name__ == "__main__":
    main()
