"""Letters to a server, one after another: a rate, another try for who asks to come later.

Each letter is at most begun once. Clock and pause are handed in.
"""

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Protocol

from msgspec import Struct

from badgesite.notifying.journal import Journal, State
from badgesite.notifying.letter import Letter, Sender, message_of
from badgesite.notifying.smtp import Answer, Reply

_BROKEN = 3  # failures to reach the server, one after another, that end a run


class Sends(Protocol):
    """A server that takes messages."""

    def send(self, sender: str, to: str, data: bytes, begin: Callable[[], None]) -> Answer:
        """Hand one message over."""


class Post(Struct, frozen=True):
    """How to send: so many in a minute, so many tries, so many seconds between them."""

    sender: Sender
    now: datetime
    on: str
    rate: int = 60
    tries: int = 3
    pause: float = 300.0


class Posted(Struct, frozen=True):
    """Letters by what became of them; `stopped` is why the run ended early, or nothing."""

    sent: tuple[Letter, ...]
    refused: tuple[tuple[Letter, str], ...]
    later: tuple[tuple[Letter, str], ...]
    unsure: tuple[tuple[Letter, str], ...]
    left: tuple[Letter, ...]
    stopped: str = ""


def post(
    letters: Sequence[Letter],
    how: Post,
    to: Sends,
    journal: Journal,
    wait: Callable[[float], None],
) -> Posted:
    """Send the letters, and note each before its text leaves and when its answer is known."""
    run = _Run(how, to, journal, wait)
    pending = list(letters)
    for attempt in range(how.tries):
        if attempt and pending:
            wait(how.pause)
        pending = run.once(pending)
        if run.stopped or not pending:
            break
    later = tuple((letter, run.why.get(letter.mark, "")) for letter in pending)
    left, later = (tuple(pending), ()) if run.stopped else ((), later)
    return Posted(tuple(run.sent), tuple(run.refused), later, tuple(run.unsure), left, run.stopped)


class _Run:
    def __init__(
        self, how: Post, to: Sends, journal: Journal, wait: Callable[[float], None]
    ) -> None:
        self._how, self._to, self._journal, self._wait = how, to, journal, wait
        self._first = True
        self._broken = 0
        self.sent: list[Letter] = []
        self.refused: list[tuple[Letter, str]] = []
        self.unsure: list[tuple[Letter, str]] = []
        self.why: dict[str, str] = {}
        self.stopped = ""

    def once(self, letters: Sequence[Letter]) -> list[Letter]:
        """Try each letter once; return those to try again."""
        again: list[Letter] = []
        for number, letter in enumerate(letters):
            if not self._first:
                self._wait(60 / self._how.rate)
            self._first = False
            if self._one(letter):
                again.append(letter)
            if self._broken >= _BROKEN:
                self.stopped = self.why[letter.mark]
                return [*again, *letters[number + 1 :]]
        return again

    def _one(self, letter: Letter) -> bool:
        """Try a letter; whether it should be tried again."""
        data = message_of(letter, self._how.sender, self._how.now).as_bytes()

        def begin() -> None:
            self._journal.note(letter.mark, State.BEGUN, self._how.on)

        answer = self._to.send(self._how.sender.address, letter.to, data, begin)
        self.why[letter.mark] = answer.said
        self._broken = self._broken + 1 if answer.reply is Reply.GONE else 0
        if answer.reply is Reply.TAKEN:
            self._journal.note(letter.mark, State.SENT, self._how.on)
            self.sent.append(letter)
        elif answer.reply is Reply.UNSURE:
            self.unsure.append((letter, answer.said))
        elif self._journal.states.get(letter.mark) is State.BEGUN:
            self._journal.note(letter.mark, State.REFUSED, self._how.on)
        if answer.reply is Reply.NEVER:
            self.refused.append((letter, answer.said))
        return answer.reply in (Reply.LATER, Reply.GONE)
