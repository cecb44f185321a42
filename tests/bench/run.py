"""Measure builds of a provider of any size, and signing against a plain PyLD loop. Prints only.

python tests/bench/run.py                          1,000 learners, 5 awards each
python tests/bench/run.py --learners 20000 --awards 5 --jobs 2
"""

import argparse
import csv
import json
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

HERE = Path(__file__).parent
SOURCE = HERE.parent.parent / "src"
sys.path[:0] = [str(HERE), str(SOURCE)]

import checking  # noqa: E402 - the folder is put on the path above
from providers import SALT, Size, write  # noqa: E402
from pyld_loop import pyld_loop  # noqa: E402

from badgesite.addresses import credential_uuid  # noqa: E402
from badgesite.model import AwardKey  # noqa: E402

SAMPLE = 100  # documents of the PyLD loop, which is slow
_ENTRY = "from badgesite.cli import main; main()"


@dataclass(frozen=True)
class Took:
    """Seconds of the whole process, and the peak of its largest process in megabytes."""

    seconds: float
    megabytes: float
    said: str


def run(root: Path, *arguments: str) -> Took:
    """Run the command line as a process of its own."""
    began = time.perf_counter()
    process = subprocess.Popen(
        [sys.executable, "-c", _ENTRY, *arguments],
        cwd=root,
        env={**os.environ, "PYTHONPATH": str(SOURCE)},
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
    )
    said = process.stdout.read() if process.stdout else ""
    _, status, used = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode != 0:
        sys.exit(f"badgesite {' '.join(arguments)} ended with {process.returncode}\n{said}")
    return Took(time.perf_counter() - began, used.ru_maxrss / 1024, said)


def files_line(took: Took) -> str:
    """Return what the build said of its files."""
    found = [line.strip() for line in took.said.splitlines() if line.strip().startswith("Files")]
    return found[0].removeprefix("Files").strip() if found else ""


def show(name: str, took: Took) -> None:
    print(f"{name:<28}{took.seconds:>9.2f} s{took.megabytes:>8.0f} MB   {files_line(took)}")


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
    _edit(
        "serve: an edited badge",
        root / "content/badges/welding-1.md",
        ("explains what can go wrong", "explains what must not go wrong"),
        f"{address}badges/welding-1/",
    )
    learner, badge, awarded = _unlisted_award(root)
    key = AwardKey(learner, badge, date.fromisoformat(awarded), 1)
    _edit(
        "serve: an edited award",
        root / "content/awards" / f"{awarded[:4]}-q{(int(awarded[5:7]) + 2) // 3}.csv",
        (f"{learner},{badge},{awarded},,", f"{learner},{badge},{awarded},,Seen at work. "),
        f"{address}credentials/{credential_uuid(SALT, key)}/",
        shows="Seen at work.",
    )
    stop.set()
    thread.join()


def _unlisted_award(root: Path) -> tuple[str, str, str]:
    """Return learner, badge and day of an award without evidence, of a learner who is unlisted."""
    rows = csv.reader((root / "content/learners/learners.csv").read_text("utf-8").splitlines())
    unlisted = {row[0] for row in rows if not row[2]}
    for table in sorted((root / "content/awards").glob("2*.csv")):
        for row in csv.reader(table.read_text("utf-8").splitlines()):
            if row[0] in unlisted and not row[3]:
                return row[0], row[1], row[2]
    sys.exit("there is no such award")


def _edit(
    name: str, file: Path, words: tuple[str, str], address: str, *, shows: str | None = None
) -> None:
    text, (old, new) = file.read_text("utf-8"), words
    began = time.perf_counter()
    file.write_text(text.replace(old, new, 1), "utf-8")
    while (shows or new) not in _page(address):
        time.sleep(0.02)
        if time.perf_counter() - began > 120:
            sys.exit("the changed page never came")
    print(f"{name + ', shown':<28}{time.perf_counter() - began:>9.2f} s")


def _page(address: str) -> str:
    with urllib.request.urlopen(address) as answer:
        return str(answer.read().decode())


# ------------------------------------------------------------------ signing
def signing(root: Path) -> None:
    """Print documents signed in a second, by badgesite and by a plain PyLD loop, in one process."""
    from badgesite import signing as ours
    from badgesite.contexts import OPEN_BADGE_CONTEXTS

    paths = sorted((root / "site/credentials").glob("*/credential.json"))
    signed = [json.loads(path.read_bytes()) for path in paths]
    documents = [{name: each[name] for name in each if name != "proof"} for each in signed]
    stamps = [each["proof"][0]["created"] for each in signed]
    (pem,) = (root / "keys.example").glob("*.pem")
    key = ours.read_key(pem.read_bytes(), None, pem.name)
    ours.sign(documents[0], key, stamps[0])  # what is read once is read
    began = time.perf_counter()
    made = [ours.sign(one, key, at) for one, at in zip(documents, stamps, strict=True)]
    our_rate = len(made) / (time.perf_counter() - began)
    few = documents[:: max(1, len(documents) // SAMPLE)][:SAMPLE]
    proofs = [{n: v for n, v in each["proof"][0].items() if n != "proofValue"} for each in signed]
    configs = [
        {"@context": list(OPEN_BADGE_CONTEXTS), **proofs[documents.index(each)]} for each in few
    ]
    began = time.perf_counter()
    values = [pyld_loop(one, config, key) for one, config in zip(few, configs, strict=True)]
    loop_rate = len(values) / (time.perf_counter() - began)
    same = all(
        value == signed[documents.index(one)]["proof"][0]["proofValue"]
        for one, value in zip(few, values, strict=True)
    )
    agrees = "same signatures" if same else "OTHER SIGNATURES"
    print(f"{'signing, badgesite':<28}{our_rate:>9,.0f} documents a second ({len(made):,})")
    print(f"{'signing, PyLD loop':<28}{loop_rate:>9,.0f} documents a second ({len(few)}), {agrees}")
    print(f"{'ratio':<28}{our_rate / loop_rate:>9.1f}")


def main() -> None:
    """Write the provider into a folder that goes away, measure, print."""
    words = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    words.add_argument("--learners", type=int, default=1_000)
    words.add_argument("--awards", type=int, default=5, help="of each learner")
    words.add_argument("--jobs", type=int, default=os.cpu_count() or 1)
    wanted = words.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        root = write(Path(folder) / "provider", Size(wanted.learners, wanted.awards))
        total = wanted.learners * wanted.awards
        print(f"{wanted.learners:,} learners, {total:,} awards, {wanted.jobs} jobs")
        print("whole processes; memory is the peak of the largest one")
        builds(root, wanted.jobs)
        signing(root)
        checking.on_the_command_line(root)
        checking.in_chromium(root / "site")
        reload(root)


if __name__ == "__main__":
    main()
