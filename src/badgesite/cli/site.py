"""check, build and serve."""

import sys
from pathlib import Path

import click

from badgesite import surroundings
from badgesite.cli import options
from badgesite.cli.console import say, show_problems, stages, tell
from badgesite.errors import Problem, Severity

_JOBS = click.option(
    "--jobs",
    type=click.IntRange(1, 256),
    default=surroundings.processors,
    show_default="all processors",
    help="How many processes make files.",
)
_BASE = click.option(
    "--base-url",
    type=options.BaseUrl(),
    help="Where the site will stand, instead of site.yml's url.",
)


@click.command()
@options.root_argument
@click.option("--strict", is_flag=True, help="Warnings are errors.")
@click.option(
    "--published",
    "published",
    type=options.BaseUrl(),
    metavar="URL",
    help="Compare with the site that is published there: what the next build would lose.",
)
@options.format_option
def check(root: Path, strict: bool, published: str | None, form: str) -> None:
    """Check the content: every mistake, with file, line and remedy. Writes nothing.

    \b
    badgesite check
    badgesite check --strict --format github
    badgesite check --published https://badges.example.org
    """
    from badgesite.build import check_all
    from badgesite.build.issued import BROKEN_PROMISES

    problems = check_all(root, surroundings.now(), surroundings.processors())
    wrong = [each for each in problems if each.is_error and each.code not in BROKEN_PROMISES]
    if published is not None and not wrong:
        problems = (*problems, *_losses(root, published))
    show_problems(problems, form, root)
    if any(each.is_error or (strict and each.severity is not Severity.NOTE) for each in problems):
        sys.exit(1)
    if not problems and form == "text":
        say("no mistakes found" if published is None else "no mistakes found, and nothing is lost")


def _losses(root: Path, published: str) -> "tuple[Problem, ...]":
    from badgesite.build import Request
    from badgesite.build.published import losses

    request = Request(
        root,
        base_url=published,
        environment=surroundings.environment(),
        now=surroundings.now(),
        jobs=surroundings.processors(),
        dry_run=True,
        comparing=True,
    )
    with stages() as meter:
        return losses(request, published, meter)


@click.command()
@options.root_argument
@click.option(
    "--site",
    "place",
    type=options.Place(),
    metavar="FOLDER|s3://BUCKET/PREFIX",
    help="Where to publish: a folder (default: ROOT/site), or a bucket, built in ROOT/site first.",
)
@_BASE
@click.option("--strict", is_flag=True, help="Warnings are errors.")
@click.option(
    "--require-key",
    is_flag=True,
    default=surroundings.is_production_deploy,
    help="Fail without a key of your own, instead of building an unsigned preview or a demo "
    "(the default in a production deploy).",
)
@click.option(
    "--dry-run", is_flag=True, help="Print what would be made and removed; write nothing."
)
@click.option("--no-cache", is_flag=True, help="Make everything anew; the bytes are the same.")
@click.option(
    "--paranoid",
    is_flag=True,
    help="Compare every credential signed anew with what PyLD makes of it (slow).",
)
@options.signer_option
@_JOBS
@click.option(
    "--executor",
    type=options.DaskAddress(),
    metavar="dask://HOST:PORT",
    help="Let a Dask cluster make the learners' files, in a folder that all its machines see.",
)
@options.format_option
def build(
    root: Path,
    place: Path | str | None,
    base_url: str | None,
    strict: bool,
    require_key: bool,
    dry_run: bool,
    no_cache: bool,
    paranoid: bool,
    signer: str | None,
    jobs: int,
    executor: str | None,
    form: str,
) -> None:
    """Build the site: content/ is read, site/ is written.

    \b
    badgesite build
    badgesite build --base-url https://badges.example.org --require-key
    badgesite build --dry-run
    badgesite build --site s3://my-bucket/badges
    """
    from badgesite.cli.building import run
    from badgesite.rebuilding import Executor, Request

    request = Request(
        root,
        place if isinstance(place, Path) else None,
        base_url,
        strict,
        require_key,
        dry_run,
        jobs,
        not no_cache,
        surroundings.environment(signer),
        surroundings.now(),
        paranoid,
        executor=None if executor is None else Executor(executor, surroundings.environment),
    )
    run(request, form, place if isinstance(place, str) else None)


@click.command()
@options.root_argument
@click.option("--port", type=click.IntRange(1, 65535), default=8000, show_default=True)
@click.option("--open", "open_browser", is_flag=True, help="Open the browser.")
def serve(root: Path, port: int, open_browser: bool) -> None:
    """Show the site at http://localhost:8000, and every change as soon as it is saved.

    The pages are those that a build would make; nothing is written.

    \b
    badgesite serve
    badgesite serve --port 8080 --open
    """
    from badgesite.serve import serve as run

    run(
        root,
        port,
        open_browser=open_browser,
        environment=surroundings.environment(),
        tell=tell,
    )
