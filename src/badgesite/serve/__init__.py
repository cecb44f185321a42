"""Show the site on this machine as it would be published now, with live reload.

A mistake in content is shown over the last good site. Only this machine can reach it.
"""

import sys
import threading
import time
import webbrowser
from collections.abc import Callable, Iterator, Mapping
from contextlib import closing, contextmanager
from pathlib import Path

from badgesite.build import Request
from badgesite.errors import BadgesiteError, ContentError
from badgesite.serve.answering import Server
from badgesite.serve.listeners import Listeners
from badgesite.serve.preview import Glanced, Preview, Renewed
from badgesite.serve.renewing import Renewing

__all__ = ["serve"]

_TURN = 0.0005  # seconds; each file that is read waits so long for a thread that only works


def serve(
    root: Path,
    port: int,
    *,
    open_browser: bool,
    environment: Mapping[str, str],
    tell: Callable[[str], None],
    stop: threading.Event | None = None,
) -> None:
    """Serve the site until stopped; a mistake in content is shown and the last good site stays."""
    if not (root / "content").is_dir():
        raise BadgesiteError(
            "there is no content/ folder here",
            "go to your repository, or start one: badgesite init",
        )
    listeners = Listeners()
    server = Server(port, listeners)
    request = Request(root, base_url=server.address, environment=environment)
    try:
        with _prompt(), closing(Preview(request)) as preview:
            changes = _changes(root, stop)
            next(changes)  # looks from here on, so that no edit during the first reading is missed
            _renew(preview, listeners, tell)
            server.preview = preview
            threading.Thread(target=server.serve_forever, daemon=True).start()
            tell(f"serving {server.address} (stop with Ctrl-C)")
            if open_browser:
                webbrowser.open(server.address)
            with closing(Renewing(lambda: _renew(preview, listeners, tell), server)) as renewing:
                for changed in changes:
                    if changed:
                        _glance(preview, changed, listeners, tell, renewing)
            server.shutdown()
    finally:
        server.server_close()


@contextmanager
def _prompt() -> Iterator[None]:
    """Let who waits to show something have the processor soon while everything is read again."""
    before = sys.getswitchinterval()
    sys.setswitchinterval(_TURN)
    try:
        yield
    finally:
        sys.setswitchinterval(before)


def _changes(root: Path, stop: threading.Event | None) -> Iterator[frozenset[Path]]:
    """Yield which files of the content or the themes have changed, twice a second or at once."""
    from watchfiles import watch

    watched = [each for each in (root / "content", root / "themes") if each.is_dir()]
    for found in watch(
        *watched,
        debounce=60,
        step=20,
        rust_timeout=500,
        yield_on_timeout=True,
        stop_event=stop,
        raise_interrupt=False,
    ):
        yield frozenset(Path(path) for _, path in found)


def _glance(
    preview: Preview,
    changed: frozenset[Path],
    listeners: Listeners,
    tell: Callable[[str], None],
    renewing: Renewing,
) -> None:
    """Show what changed; reading everything again takes longer, and comes when it can."""
    began = time.perf_counter()
    found = preview.glance(changed)
    if found is not Glanced.UNSURE:
        listeners.tell([], changed=found is Glanced.NEWER)
    if found is Glanced.NEWER:
        tell(f"shown in {time.perf_counter() - began:.2f} s")
    if found is not Glanced.NOTHING:
        renewing.want(at_once=found is Glanced.UNSURE)


def _renew(preview: Preview, listeners: Listeners, tell: Callable[[str], None]) -> None:
    began = time.perf_counter()
    try:
        renewed = preview.renew()
    except ContentError as error:
        problems = [
            f"{p.origin.path}:{p.origin.line}: {p.sentence}\n    {p.remedy}" for p in error.problems
        ]
    except BadgesiteError as error:
        problems = [f"{error}\n    {error.remedy}"]
    else:
        changed = renewed is not Renewed.SAME
        if changed:
            tell(f"all read in {time.perf_counter() - began:.1f} s")
        listeners.tell([], changed=changed, glanced=renewed is Renewed.ELSEWHERE)
        return
    for problem in problems:
        tell(problem)
    tell("the last good site stays")
    listeners.tell(problems, changed=preview.take_back())
