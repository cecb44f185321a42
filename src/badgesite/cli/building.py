"""build: what the command does, and the whole of it where nothing else is asked for.

Knows nothing of how a command line is read: to load what does takes longer than to find out that
nothing has changed.
"""

import sys
from pathlib import Path

from badgesite import surroundings
from badgesite.amounts import counted
from badgesite.cli.console import (
    Clock,
    Stages,
    say,
    show_problems,
    stages,
    tell,
    when_stopped,
)
from badgesite.errors import ContentError
from badgesite.rebuilding import Built, Request, as_before, inputs

_MOST = 10  # warnings of a kind; beyond that nobody sees what was built, and `check` tells all


def run_plainly() -> None:
    """Do what `badgesite build` does, without arguments and options."""
    request = Request(
        Path(),
        require_key=surroundings.is_production_deploy(),
        jobs=surroundings.processors(),
        environment=surroundings.environment(),
        now=surroundings.now(),
    )
    run(request, surroundings.form_of_problems())


def run(request: Request, form: str, bucket: str | None = None) -> None:
    """Build and say what was done; then bring the site to a bucket, if one is named."""
    clock = Clock()
    try:
        with stages() as meter:
            built = _built(request, meter)
    except ContentError as error:
        show_problems(error.problems, form, request.root)
        sys.exit(1)
    show_problems(built.warnings, form, request.root, _MOST)
    for note in built.notes:
        tell(f"note: {note}")
    if request.dry_run:
        _show_changes(built)
    _summarise(built, request.target, clock, request.dry_run)
    if bucket is not None and not request.dry_run:
        _upload(request, bucket)


def _upload(request: Request, address: str) -> None:
    from badgesite.build.uploading import upload

    clock = Clock()
    part = f"{request.target.name}/ is built, the bucket has a part; the same command goes on"
    with when_stopped(part), stages() as meter:
        changes = upload(request, address, meter)
    say(
        f"  Bucket   {counted(len(changes.made), 'uploaded', 'uploaded')} · {changes.kept:,} kept"
        f" · {len(changes.removed):,} removed"
    )
    say(f"  Published to {address} in {clock}")


def _built(request: Request, meter: Stages) -> Built:
    """Build, unless everything is as it was: that is found out in a tenth of the time."""
    found = inputs(request)
    before = as_before(request, found)
    if before is not None:
        return before
    from badgesite.build import build

    return build(request, meter, found)


def _show_changes(built: Built) -> None:
    for path in built.changes.made:
        say(f"make    {path}")
    for path in built.changes.removed:
        say(f"remove  {path}")


def _summarise(built: Built, target: Path, clock: Clock, dry_run: bool) -> None:
    counts, changes = built.counts, built.changes
    say(
        f"  Content  {counted(counts.pathways, 'pathway')} · "
        f"{counted(counts.badges, 'badge')} · {counted(counts.learners, 'learner')} · "
        f"{counted(counts.awards, 'award')}"
    )
    say(f"  Sign     {built.signed}")
    total = len(changes.made) + changes.kept
    say(
        f"  Files    {counted(len(changes.made), 'written', 'written')} · {changes.kept:,} kept · "
        f"{len(changes.removed):,} removed · {total:,} in all, {built.size / 1e6:.1f} MB"
    )
    signed = sum(path.endswith("/credential.json") for path in changes.removed)
    if built.mode == "preview" and signed:
        left = counted(signed, "signed credential")
        tell(f"warning: {left} left {target.name}/, which is a preview now: do not publish it")
    if dry_run:
        say(f"  Nothing was written ({clock})")
    else:
        say(f"  Built {target.name}/ in {clock}")
        say("  Next: badgesite serve   ·   git push")
