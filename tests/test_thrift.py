"""Memory that is free goes back to the system before other processes are forked."""

import ctypes
import platform
from pathlib import Path

import pytest

from badgesite.build.thrift import give_back


def _held() -> int:
    """Return the kilobytes of this process that lie in no file."""
    said = Path("/proc/self/status").read_text().splitlines()
    return int(next(line for line in said if line.startswith("RssAnon")).split()[1])


@pytest.mark.skipif(platform.libc_ver()[0] != "glibc", reason="only glibc gives back pieces")
def test_what_is_free_between_what_is_kept_is_given_back() -> None:
    pieces = [bytes(3_000) for _ in range(20_000)]
    kept = pieces[::50]
    pieces.clear()
    before = _held()
    give_back()
    assert before - _held() > 30_000
    assert len(kept) == 400


def test_a_system_that_cannot_give_back_goes_on(monkeypatch: pytest.MonkeyPatch) -> None:
    def no_library(_: object) -> None:
        raise OSError("no such library")

    monkeypatch.setattr(ctypes, "CDLL", no_library)
    give_back()
