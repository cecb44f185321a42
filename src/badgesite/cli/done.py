"""What a command that changes content says: what it changed, and what comes next."""

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

import click

from badgesite import surroundings
from badgesite.cli.console import say

if TYPE_CHECKING:
    from badgesite.desk.workspace import Done, Setting

F = TypeVar("F", bound=Callable[..., object])


def dry_run_option(command: F) -> F:
    """Add --dry-run: say what would change, write nothing."""
    return click.option(
        "--dry-run", is_flag=True, help="Say what would be changed; write nothing."
    )(command)


def setting(root: Path, dry_run: bool = False) -> "Setting":
    """Return where and as of when a task works."""
    from badgesite.desk.workspace import Setting

    return Setting(
        root, surroundings.now(), surroundings.environment(), dry_run, surroundings.processors()
    )


def show(done: "Done", dry_run: bool) -> None:
    """Print what was changed, or would be, and the next step."""
    for line in done.told:
        say(line)
    if dry_run:
        say("  Nothing was written: this was a dry run")
    elif done.next:
        first, *rest = done.next.rstrip().splitlines()
        say(f"  Next: {first}")
        for line in rest:
            say(f"  {line}" if line else "")
