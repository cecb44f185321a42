"""A repository that is served as `badgesite serve` does, and what a browser hears of it."""

import http.client
import json
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from badgesite.serve import serve
from repositories import Repository

PATIENCE = 120.0  # seconds until a test gives up; what it waits for takes well under one


@dataclass
class Preview:
    """A repository that is being served, and what was said meanwhile."""

    repository: Repository
    said: list[str] = field(default_factory=list)

    @property
    def port(self) -> int:
        address = next(line for line in self.said if line.startswith("serving "))
        return int(address.split(":")[2].split("/")[0])

    def ask(
        self, path: str, host: str = "localhost", method: str = "GET"
    ) -> tuple[int, dict[str, str], str]:
        """Return status, headers and text of an answer."""
        link = http.client.HTTPConnection("127.0.0.1", self.port, timeout=PATIENCE)
        link.putrequest(method, path, skip_host=True)
        if host:
            link.putheader("Host", host)
        link.endheaders()
        answer = link.getresponse()
        text = answer.read().decode("utf-8", "replace")
        link.close()
        return answer.status, {name.lower(): value for name, value in answer.getheaders()}, text

    def until(self, holds: Callable[[], bool]) -> None:
        """Wait until it holds."""
        end = time.monotonic() + PATIENCE
        while not holds():
            assert time.monotonic() < end, self.said
            time.sleep(0.02)


@contextmanager
def served(repository: Repository) -> Iterator[Preview]:
    """Serve a repository until the block ends."""
    shown = Preview(repository)
    stop = threading.Event()
    wishes: dict[str, Any] = {"open_browser": False, "environment": {}, "tell": shown.said.append}
    thread = threading.Thread(
        target=serve, args=(repository.root, 0), kwargs=wishes | {"stop": stop}
    )
    thread.start()
    try:
        shown.until(lambda: any(line.startswith("serving ") for line in shown.said))
        yield shown
    finally:
        stop.set()
        thread.join(PATIENCE)
    assert not thread.is_alive()


class Events:
    """The event stream as a browser hears it."""

    def __init__(self, port: int) -> None:
        self._link = http.client.HTTPConnection("127.0.0.1", port, timeout=PATIENCE)
        self._link.request("GET", "/__badgesite__/events", headers={"Host": "localhost"})
        self._answer = self._link.getresponse()
        assert self._answer.getheader("Content-Type") == "text/event-stream"

    def next(self) -> dict[str, Any]:
        while True:
            line = self._answer.readline().decode()
            if line.startswith("data: "):
                found: dict[str, Any] = json.loads(line.removeprefix("data: "))
                return found

    def close(self) -> None:
        self._answer.close()
        self._link.close()
