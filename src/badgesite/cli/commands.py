"""All commands by name, and how a command line is taken apart."""

import sys
from collections.abc import Sequence
from importlib import import_module
from io import StringIO

import click

import badgesite
from badgesite.cli.console import tell

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
        module, _, attribute = place.partition(":")
        command = getattr(import_module(module), attribute)
        return command if isinstance(command, click.Command) else None

    def resolve_command(
        self, context: click.Context, arguments: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """Return the command of these arguments; of a misspelt one UsageError names the nearest."""
        try:
            return super().resolve_command(context, arguments)
        except click.UsageError as error:
            from difflib import get_close_matches

            near = get_close_matches(arguments[0], _COMMANDS, n=1)
            if not near:
                raise
            context.fail(f"{error.message} Did you mean '{near[0]}'?")


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


def run(arguments: Sequence[str]) -> None:
    """Run the command that these arguments ask for; wrong usage is told and ends the process."""
    try:
        commands.main(args=arguments, prog_name="badgesite", standalone_mode=False)
    except click.exceptions.Exit as done:
        sys.exit(done.exit_code)
    except click.ClickException as error:
        _show_usage(error)
        sys.exit(error.exit_code)
    except click.Abort:
        raise KeyboardInterrupt from None


def _show_usage(error: click.ClickException) -> None:
    """Print what click says, names of files in it included, the way all is printed."""
    words = StringIO()
    error.show(words)
    tell(words.getvalue().rstrip("\n"))
