"""What is kept of an award while a site is built: little, so that a million of them can be held."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

HERE = Path(__file__).parent
PLACES = os.pathsep.join(str(place) for place in (HERE.parent / "src", HERE / "bench"))
AWARDS = 5  # given to each learner by hand; a rule gives one more
# What a build holds when it begins to make learners' files, traced in a process of its own.
HELD = """
import gc, sys, tracemalloc
from pathlib import Path
from providers import Size, write
from badgesite import blocks
from badgesite.build import Request, drafted
from badgesite.build.recording import record
from badgesite.cache import NoCache
blocks._MOST = 1 << 14  # bytes, as of a large site, whose blocks lie in files
root = write(Path(sys.argv[1]), Size(int(sys.argv[2]), int(sys.argv[3])))
record(root, {}, reissue=None, dry_run=False)
drafted(Request(root), NoCache()).plan.forget_shared()
gc.collect()
tracemalloc.start()
draft = drafted(Request(root), NoCache())
draft.plan.forget_shared()
for name in draft.plan.units.names:
    draft.plan.units.key_of(name)
gc.collect()
print(*tracemalloc.get_traced_memory())
"""


@pytest.mark.slow
def test_a_credential_more_takes_a_hundred_bytes_and_nine_times_that_while_it_is_read(
    tmp_path: Path,
) -> None:
    few, many = (_held(tmp_path / str(count), count) for count in (300, 900))
    credentials = 600 * (AWARDS + 1)
    held, peak = ((after - before) / credentials for before, after in zip(few, many, strict=True))
    assert held < 100
    assert peak < 900


def _held(root: Path, learners: int) -> tuple[int, ...]:
    """Return the bytes that are held, and the most that there were."""
    said = subprocess.run(
        [sys.executable, "-c", HELD, str(root), str(learners), str(AWARDS)],
        env={**os.environ, "PYTHONPATH": PLACES},
        capture_output=True,
        text=True,
        check=True,
    )
    return tuple(map(int, said.stdout.split()[-2:]))
