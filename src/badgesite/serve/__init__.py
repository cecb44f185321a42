"""Show the site on this machine as it would be published now, with live reload.

A mistake in content is shown over the last good site. Only this machine can reach it.
"""

import threading
import time
import webbrowser
from collections.abc import Callable, Iterator, Mapping
from contextlib import closing
from pathlib import Path

from badgesite.build import Request
from badgesite.errors import BadgesiteError, ContentError
from badgesite.serve.answering import Server
from badgesite.serve.listeners import Listeners
from badgesite.serve.preview import Preview

__all__ = ["serve"]


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
        with closing(Preview(request)) as server.preview:
            changes = _changes(root, stop)
            next(changes)  # looks from here on, so that no edit during the first reading is missed
            _renew(server.preview, listeners, tell)
            threading.Thread(target=server.serve_forever, daemon=True).start()
            tell(f"serving {server.address} (stop with Ctrl-C)")
            if open_browser:
                webbrowser.open(server.address)
            for changed in changes:
                if changed:
                    _glance(server.preview, changed, listeners, tell)
                    _renew(server.preview, listeners, tell)
            server.shutdown()
    finally:
        server.server_close()


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
) -> None:
    """Show what a few learners' rows say now; reading everything again takes longer."""
    began = time.perf_counter()
    if preview.glance(changed):
        tell(f"shown in {time.perf_counter() - began:.1f} s")
        listeners.tell([], changed=True)


def _renew(preview: Preview, listeners: Listeners, tell: Callable[[str], None]) -> None:
    began = time.perf_counter()
    try:
        changed = preview.renew()
    except ContentError as error:
        problems = [
            f"{p.origin.path}:{p.origin.line}: {p.sentence}\n    {p.remedy}" for p in error.problems
        ]
    except BadgesiteError as error:
        problems = [f"{error}\n    {error.remedy}"]
    else:
        if changed:
            tell(f"all read in {time.perf_counter() - began:.1f} s")
        listeners.tell([], changed=changed)
        return
    for problem in problems:
        tell(problem)
    tell("the last good site stays")
    listeners.tell(problems, changed=False)
