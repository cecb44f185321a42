"""What a table of times must say beside them: the machine, without its name."""

import os
import platform
import resource
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Self


def machine() -> str:
    """Return the processor, how many there are, how busy they are, and the Python."""
    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count()
    load = f", load {os.getloadavg()[0]:.1f}" if hasattr(os, "getloadavg") else ""
    python = f"Python {platform.python_version()}"
    return f"{cores} processors: {_model()}; {platform.system()}{load}; {python}"


def _model() -> str:
    try:
        lines = Path("/proc/cpuinfo").read_text("utf-8").splitlines()
    except OSError:
        return platform.processor() or platform.machine()
    names = [line.partition(":")[2].strip() for line in lines if line.startswith("model name")]
    return names[0] if names else platform.machine()


def cpu_seconds() -> float:
    """Return the processors' seconds of all processes that this one has waited for."""
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


class Memory:
    """Watches a process and all it starts; `peak` is the most they had together, in megabytes.

    Pages that several share are counted once. Without Linux's /proc it stays 0.
    """

    def __init__(self, process: int) -> None:
        self.peak = 0.0
        self._process = process
        self._over = threading.Event()
        self._thread = threading.Thread(target=self._watch)

    def _watch(self) -> None:
        while not self._over.wait(0.1):
            self.peak = max(self.peak, sum(map(_share, _family(self._process))) / 1024)

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._over.set()
        self._thread.join()


def _family(process: int) -> Iterator[int]:
    yield process
    try:
        threads = list(Path(f"/proc/{process}/task").iterdir())
        children = [each for one in threads for each in (one / "children").read_text().split()]
    except OSError:
        return
    for child in children:
        yield from _family(int(child))


def _share(process: int) -> int:
    """Return the kilobytes of a process, of shared pages its share."""
    try:
        said = Path(f"/proc/{process}/smaps_rollup").read_text().splitlines()
    except OSError:
        return 0  # it has ended
    return sum(int(line.split()[1]) for line in said if line.startswith("Pss:"))
