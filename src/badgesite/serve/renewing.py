"""Everything is read again beside the answers, when it is wanted and nobody is waiting for one."""

import threading
import time
from collections.abc import Callable
from typing import Protocol

_QUIET = 0.5  # seconds without a question
_MOST = 3.0  # seconds, however many ask
_STEP = 0.05
_PATIENCE = 1.0  # seconds for a reading that is on its way when everything ends


class Asked(Protocol):
    """What knows when somebody asked."""

    last_asked: float


class Renewing:
    """A thread that calls `renew` once for any number of wishes, as soon as it is quiet."""

    def __init__(self, renew: Callable[[], None], asked: Asked) -> None:
        """Begin to wait for wishes."""
        self._renew, self._asked = renew, asked
        self._wanted, self._hurry, self._ended = (threading.Event() for _ in range(3))
        # A daemon, for nobody who stops the preview wants to wait till a large site was read.
        self._thread = threading.Thread(target=self._work, daemon=True)
        self._thread.start()

    def want(self, *, at_once: bool) -> None:
        """Wish for everything to be read again, at once where nothing newer can be shown before."""
        if at_once:
            self._hurry.set()
        self._wanted.set()

    def close(self) -> None:
        """Want nothing any more."""
        self._ended.set()
        self._hurry.set()
        self._wanted.set()
        self._thread.join(_PATIENCE)

    def _work(self) -> None:
        while True:
            self._wanted.wait()
            self._wait()
            if self._ended.is_set():
                return
            self._wanted.clear()
            self._hurry.clear()
            self._renew()

    def _wait(self) -> None:
        """Wait until nobody has asked for a while, but not for ever."""
        began = time.monotonic()
        while (now := time.monotonic()) - began < _MOST:
            if now - max(began, self._asked.last_asked) >= _QUIET or self._hurry.wait(_STEP):
                return
