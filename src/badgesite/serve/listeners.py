"""The browsers that look on, and what they are told."""

import json
import queue
import threading


class Listeners:
    """The browsers that look on, and the last thing they were told."""

    def __init__(self) -> None:
        self._queues: list[queue.Queue[str]] = []
        self._lock = threading.Lock()
        self._last = json.dumps({"problems": []})

    def join(self) -> "queue.Queue[str]":
        """Return a queue that gets every message from now on, and the last one if it was bad."""
        mine: queue.Queue[str] = queue.Queue()
        with self._lock:
            self._queues.append(mine)
            if json.loads(self._last)["problems"]:
                mine.put(self._last)
        return mine

    def leave(self, mine: "queue.Queue[str]") -> None:
        """Forget a browser."""
        with self._lock:
            self._queues.remove(mine)

    def tell(self, problems: list[str], *, changed: bool, glanced: bool = False) -> None:
        """Send everyone the mistakes, and whether to load again; who comes later need not.

        What was `glanced` at was shown before: whoever looks at a page that is the same need not.
        """
        message = {"problems": problems, "changed": changed} | (
            {"glanced": True} if glanced else {}
        )
        with self._lock:
            self._last = json.dumps({"problems": problems, "changed": False})
            for each in self._queues:
                each.put(json.dumps(message))
