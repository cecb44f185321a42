"""init and schema: beginning a repository, and helping editors to write it."""

import json
import sys
from pathlib import Path

import click

from badgesite.cli import handing
from badgesite.cli.console import say, tell
from badgesite.errors import BadgesiteError

HOSTS = ("netlify", "github", "cloudflare", "gitlab", "other")


@click.command()
@click.argument("folder", type=click.Path(file_okay=False, path_type=Path))
@click.option("--name", help="Your organisation's name.")
@click.option("--url", help="Where the site will stand.")
@click.option("--colour", help="Your brand colour, as #rrggbb.")
@click.option("--host", type=click.Choice(HOSTS), help="Who will serve the site.")
@click.option("--yes", is_flag=True, help="Take the defaults for what is not given.")
def init(
    folder: Path, name: str | None, url: str | None, colour: str | None, host: str | None, yes: bool
) -> None:
    """Make a new provider's repository in FOLDER that builds at once. Overwrites nothing.

    \b
    badgesite init my-badges
    badgesite init my-badges --name "Leeds Bakers Guild" --url https://badges.example.org \\
        --colour "#7a3b00" --host netlify
    """
    from badgesite.build import begin

    def ask(given: str | None, question: str, default: str, choices: tuple[str, ...] = ()) -> str:
        if given is not None or yes:
            return given or default
        kind = click.Choice(choices) if choices else None
        try:
            answer: str = click.prompt(question, default=default, type=kind)
        except click.Abort:
            if sys.stdin is not None and sys.stdin.isatty():
                raise  # somebody who is there stopped it
            tell("")
            raise BadgesiteError(
                f"nobody is here to say: {question}",
                "give --name, --url, --colour and --host, or take the defaults with --yes",
            ) from None
        return answer

    answers = {
        "name": ask(name, "Your organisation's name", "Our Training"),
        "url": ask(url, "Where the site will stand", "http://localhost:8000"),
        "colour": ask(colour, "Your brand colour", "#0b5f80"),
        "host": ask(host, "Who will serve the site", "netlify", HOSTS),
    }
    written = begin(folder, answers)
    say(f"made {folder} with {len(written)} files")
    say()
    say(f"  cd {folder}")
    say("  badgesite build")
    say("  badgesite serve")


@click.command()
@handing.to_option(
    handing.FOLDER, "Write one file for each format into this folder instead of printing."
)
def schema(to: Path | None) -> None:
    """Print the JSON Schemas of the content's YAML, for editors that complete and check.

    \b
    badgesite schema --to .vscode/schema
    """
    from badgesite.build.files import replace_files
    from badgesite.content import json_schemas, schema_files

    if to is None:
        say(json.dumps(json_schemas(), ensure_ascii=False, indent=2))
        return
    made = schema_files()
    replace_files(to, made)
    for name in made:
        say(f"wrote {to / name}")
