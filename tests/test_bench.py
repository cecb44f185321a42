"""The measurements still run: what they print is for people, that they print is for everybody."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

HERE = Path(__file__).parent
PLACES = os.pathsep.join(str(place) for place in (HERE.parent / "src", HERE, HERE / "bench"))


def said(*arguments: str) -> str:
    done = subprocess.run(
        [sys.executable, *arguments],
        env={"PATH": os.environ["PATH"], "PYTHONPATH": PLACES},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


@pytest.mark.slow
def test_progress_and_drawing_are_measured() -> None:
    lines = said(str(HERE / "bench/pathways.py"), "--awards", "300").splitlines()
    assert [line for line in lines if line.strip().startswith("layout, narrow")]


@pytest.mark.slow
def test_signing_is_measured_and_nothing_differs() -> None:
    lines = said(str(HERE / "bench/signing.py"), "--credentials", "12", "--slow", "5").splitlines()
    assert lines[-1].endswith("0 differ")


@pytest.mark.parametrize("module", ["run", "sites", "checking", "providers"])
def test_what_takes_long_can_at_least_be_loaded(module: str) -> None:
    assert said("-c", f"import {module}; print({module}.__doc__.split('.')[0])").strip()
