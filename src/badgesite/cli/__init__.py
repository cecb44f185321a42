"""The command line: it alone prints, exits, reads the clock and the environment.

Exit codes: 0 fine, 1 problems found, 2 wrong usage, 130 interrupted.
"""

import atexit
import gc
import os
import sys
import threading
from io import StringIO

import click

import badgesite
from badgesite.cli.console import show_error, show_problems, tell
from badgesite.errors import BadgesiteError, ContentError

_COMMANDS = {
    "init": "badgesite.cli.start:init",
    "check": "badgesite.cli.site:check",
    "build": "badgesite.cli.site:build",
    "serve": "badgesite.cli.site:serve",
    "register": "badgesite.cli.awards:register",
    "import": "badgesite.cli.import_:import_",
    "award": "badgesite.cli.changes:award",
    "renew": "badgesite.cli.changes:renew",
    "replace": "badgesite.cli.changes:replace",
    "revoke": "badgesite.cli.changes:revoke",
    "rename-learner": "badgesite.cli.people:rename_learner",
    "merge-learners": "badgesite.cli.people:merge_learners",
    "export": "badgesite.cli.people:export",
    "erase": "badgesite.cli.people:erase",
    "report": "badgesite.cli.report:report",
    "notify": "badgesite.cli.notify:notify",
    "list": "badgesite.cli.awards:list_",
    "progress": "badgesite.cli.awards:progress",
    "doctor": "badgesite.cli.doctor:doctor",
    "diff": "badgesite.cli.diff:diff",
    "artwork": "badgesite.cli.artwork:artwork",
    "bake": "badgesite.cli.awards:bake",
    "keep": "badgesite.cli.papers:keep",
    "certificate": "badgesite.cli.papers:certificate",
    "key": "badgesite.cli.keys:key",
    "verify": "badgesite.cli.verify:verify",
    "explain": "badgesite.cli.explain:explain",
    "schema": "badgesite.cli.start:schema",
    "completion": "badgesite.cli.completion:completion",
}


_MANY = 20_000  # objects; a few megabytes


class LazyCommands(click.Group):
    """A group that imports a command's module only when the command is asked for."""

    def list_commands(self, context: click.Context) -> list[str]:
        """Return the names in the order of a provider's work."""
        return list(_COMMANDS)

    def get_command(self, context: click.Context, name: str) -> click.Command | None:
        """Return the command, imported now; None when there is none of that name."""
        place = _COMMANDS.get(name)
        if place is None:
            return None
        import importlib

        module, _, attribute = place.partition(":")
        command = getattr(importlib.import_module(module), attribute)
        return command if isinstance(command, click.Command) else None


@click.group(cls=LazyCommands, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(badgesite.__version__, prog_name="badgesite")
def commands() -> None:
    """Badges, pathways and awards kept as files become a signed site.

    \b
    badgesite init my-badges     a new provider's repository that builds
    badgesite build              content/ to site/
    badgesite serve              the same, in the browser, after every change
    badgesite verify badge.png   check any badge, offline
    """


def main() -> None:
    """Run the command line and exit: never with a traceback for something a person can mend."""
    debug = "--debug" in sys.argv[1:]
    arguments = [argument for argument in sys.argv[1:] if argument != "--debug"]
    try:
        commands.main(args=arguments, prog_name="badgesite", standalone_mode=False)
    except click.exceptions.Exit as done:
        sys.exit(done.exit_code)
    except click.ClickException as error:
        _show_usage(error)
        sys.exit(error.exit_code)
    except (click.Abort, KeyboardInterrupt):
        click.echo("stopped, nothing written", err=True)
        sys.exit(130)
    except BadgesiteError as error:
        if debug:
            raise
        _show(error)
        sys.exit(1)
    except BrokenPipeError:
        sys.stderr.close()
        sys.exit(1)
    except Exception as error:
        if debug:
            raise
        click.echo(
            f"error: badgesite itself failed ({type(error).__name__})\n"
            "    this is our mistake, not yours: run the same with --debug and report what it says",
            err=True,
        )
        sys.exit(1)


def program() -> None:
    """Run the command line as the process that it is, and end the process.

    Python would free what a command has loaded object by object, which takes a tenth of a build of
    one award.
    """
    # What is loaded stays, so that looking for circles in it after every 700 objects is in vain.
    gc.set_threshold(_MANY)
    status: object = 0
    try:
        main()
    except SystemExit as done:
        status = done.code
    if threading.active_count() > 1 or not isinstance(status, int):
        sys.exit(status)  # type: ignore[arg-type]  # whatever it is, Python knows what it means
    atexit._run_exitfuncs()
    try:
        sys.stdout.flush()
        sys.stderr.flush()
    except OSError:  # nobody reads any more
        status = status or 1
    os._exit(status)


def _show_usage(error: click.ClickException) -> None:
    """Print what click says, names of files in it included, the way all is printed."""
    words = StringIO()
    error.show(words)
    tell(words.getvalue().rstrip("\n"))


def _show(error: BadgesiteError) -> None:
    if isinstance(error, ContentError):
        from pathlib import Path

        show_problems(error.problems, "text", Path())
    else:
        show_error(error)
