"""A build that is killed at any moment leaves the old site or the new one; the next build is whole.

KILLS=200 in the environment kills each kind so often; the publication alone is killed 200 times in
every run of the slow tests.
"""

import os
import random
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from badgesite.publish import MANIFEST, publish, repair
from repositories import SITE, SOURCE, Repository, copied, files

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="this system cannot kill at once"),
]

KILLS = int(os.environ.get("KILLS", "5"))
_BUILD = "from badgesite.cli import program; program()"
# A process that starts one publication after the other, each as a process of its own that need not
# load Python anew, and asks what became of it when it is told to.
_PUBLISH = """
import os, sys
from pathlib import Path
from badgesite.publish import publish
for text in sys.stdin:
    started = os.fork()
    if started == 0:
        content = text.strip().encode() * 400
        publish({f"d{n % 20}/{n}.txt": content for n in range(300)}, Path(sys.argv[1]))
        os._exit(0)
    print(started, flush=True)
    sys.stdin.readline()
    os.waitpid(started, 0)
    print("ended", flush=True)
"""


def an_award(made: Repository) -> None:
    made.append("awards/2026.csv", "may,rope,2026-06-01,,\n")


def another_name(made: Repository) -> None:
    made.write("site.yml", SITE.replace("name: Harbour First Aid\n", "name: Harbour Rescue\n"))


def build(root: Path, patience: float | None = None) -> bool:
    """Build in a process of its own; kill it after so many seconds. Whether it ended by itself."""
    process = subprocess.Popen(
        [sys.executable, "-c", _BUILD, "build"],
        cwd=root,
        env={**os.environ, "PYTHONPATH": str(SOURCE)},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        return process.wait(patience) == 0
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()
        return False


@pytest.mark.parametrize("change", [an_award, another_name])
def test_a_killed_build_leaves_one_site_and_the_next_build_repairs_everything(
    change: Callable[[Repository], None], tmp_path: Path, tmp_path_factory: pytest.TempPathFactory
) -> None:
    old = copied(tmp_path_factory, tmp_path / "old")
    assert build(old.root)
    new = Repository(tmp_path / "new")
    shutil.copytree(old.root, new.root)
    change(new)
    began = time.perf_counter()
    assert build(new.root)
    whole = time.perf_counter() - began
    before, after = files(old.site), files(new.site)
    assert before != after
    ended = 0
    for number in range(KILLS):
        killed = Repository(tmp_path / f"killed-{number}")
        shutil.copytree(old.root, killed.root)
        change(killed)
        ended += build(killed.root, whole * random.Random(number).uniform(0.3, 1.1))
        repair(killed.site)
        assert files(killed.site) in (before, after)
        assert build(killed.root)
        assert files(killed.site) == after
        assert sorted(each.name for each in killed.root.iterdir()) == sorted(
            each.name for each in new.root.iterdir()
        )
        shutil.rmtree(killed.root)
    assert ended < KILLS


def test_two_hundred_killed_publications_leave_the_old_files_or_the_new_ones(
    tmp_path: Path,
) -> None:
    site, choice = tmp_path / "site", random.Random(1)

    starter = subprocess.Popen(
        [sys.executable, "-u", "-c", _PUBLISH, str(site)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        env={**os.environ, "PYTHONPATH": str(SOURCE)},
        text=True,
        bufsize=1,
    )
    assert starter.stdin is not None
    assert starter.stdout is not None
    said, told = starter.stdin, starter.stdout

    def run(text: str, patience: float | None) -> float:
        said.write(f"{text}\n")
        started = int(told.readline())
        began = time.perf_counter()
        if patience is not None:
            time.sleep(patience)
            os.kill(started, signal.SIGKILL)  # nobody has asked for it yet, so it is still there
        said.write("\n")
        assert told.readline() == "ended\n"
        return time.perf_counter() - began

    run("a", None)
    whole, before, changed = run("b", None), "b", 0
    for number in range(200):
        text = "cdefghij"[number % 8]
        run(text, whole * choice.random())
        found = files(site)
        assert len(found) == 301
        seen = {content[:1].decode() for path, content in found.items() if path != MANIFEST}
        assert seen in ({before}, {text})
        is_new = seen != {before}
        changed += is_new
        whole *= 0.95 if is_new else 1.05  # how long one takes depends on what else runs
        before = seen.pop()
    assert 0 < changed < 200
    said.close()
    assert starter.wait() == 0
    told.close()
    publish({"index.html": b"x"}, site)
    assert sorted(path.name for path in tmp_path.iterdir()) == ["site"]
