"""verify: check any badge, offline unless it is allowed to ask the issuer's host."""

import json
import sys
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from pathlib import Path

import click

from badgesite import surroundings
from badgesite.cli.console import flat, say, stages

_POOL = 40  # files; below that, processes cost more than they save


@click.command()
@click.argument("files", nargs=-1, required=True, metavar="FILE...|URL")
@click.option(
    "--site",
    "site_folder",
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    help="A built or saved site: its did.json, lists, rules and parts are read from here.",
)
@click.option("--json", "as_json", is_flag=True, help="One line of JSON for each file.")
@click.option(
    "--fetch", is_flag=True, help="Ask the issuer's own host for its key and lists (https)."
)
@click.option(
    "--known",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="Issuers that you know: a JSON list, or a registry of issuers as DCC publishes it.",
)
@click.option(
    "--remember",
    type=click.Path(dir_okay=False, path_type=Path),
    help="A file with the newest date of each status list: an older list proves nothing then.",
)
@click.option(
    "--jobs",
    type=click.IntRange(1, 256),
    default=surroundings.processors,
    show_default="all processors",
    help="How many processes check files.",
)
def verify(
    files: tuple[str, ...],
    site_folder: Path | None,
    as_json: bool,
    fetch: bool,
    known: Path | None,
    remember: Path | None,
    jobs: int,
) -> None:
    """Check badges: JSON, JWT, PNG and SVG files, or an address; - is standard input.

    A site's folder or address stands for all its credentials (of an address the first 200). For
    files nothing is fetched unless --fetch is given. Exit code 0 when all are genuine, else 1.

    \b
    badgesite verify credential.json --site site
    badgesite verify badge.png --fetch
    badgesite verify https://badges.example.org/credentials/…/credential.json
    badgesite verify *.json --site site --json
    badgesite verify site --site site
    badgesite verify https://badges.example.org/
    """
    from badgesite.verifying.given import newest
    from badgesite.verifying.many import STDIN, Question, verify_many
    from badgesite.verifying.spread import spread

    now = datetime.now(UTC)  # whether a badge has expired depends on today
    question = Question(site_folder, fetch, known, now, remember)
    files = tuple(each for given in files for each in spread(given))
    genuine = True
    lists: dict[str, str] = {}
    with stages(quiet=as_json) as meter:
        meter.start("Check", len(files))
        alone = len(files) < _POOL or STDIN in files  # only this process has its standard input
        for report in verify_many(files, question, 1 if alone else jobs):
            genuine = genuine and report["verdict"] == "genuine"
            lists = newest(lists, report["lists"])
            if as_json:
                say(json.dumps(report, ensure_ascii=False))
                sys.stdout.flush()
            else:
                for line in _lines(report, len(files) > 1):
                    say(line)
            meter.step()
    if remember is not None:
        _remember(remember, lists)
    sys.exit(0 if genuine else 1)


def _remember(path: Path, lists: dict[str, str]) -> None:
    """Add the dates of lists to the file; a newer one that is there stays."""
    from badgesite.build.files import replace_file
    from badgesite.verifying.given import newest, read_seen

    found = newest(read_seen(path), lists)
    replace_file(path, (json.dumps(found, indent=1, sort_keys=True) + "\n").encode())


_MARKS = {"passed": "✓", "failed": "✗", "could-not-check": "?"}
_COLOURS = {"genuine": "green", "altered": "red", "revoked": "red"}


def _lines(report: dict[str, object], several: bool) -> Iterator[str]:
    verdict = str(report["verdict"])
    headline = click.style(flat(report["headline"]), fg=_COLOURS.get(verdict, "yellow"), bold=True)
    yield f"{flat(report['file'])}: {headline}" if several else headline
    checks = [*report["checks"]] if isinstance(report["checks"], Iterable) else []
    if [each["message"] in str(report["headline"]) for each in checks] == [True]:
        return  # all has been said
    for check in checks:
        yield f"  {_MARKS[check['result']]} {flat(check['message'])}"
    if report.get("stack"):
        yield from _stack_lines(report)


_PART_MARKS = {"confirmed": "✓", "lapsed": "!", "not-confirmed": "✗", "could-not-check": "?"}


def _stack_lines(report: dict[str, object]) -> Iterator[str]:
    """Yield what a final badge rests on: a sentence, and every part of it."""
    yield f"  {_PART_MARKS[str(report['stack'])]} {flat(report['stackMessage'])}"
    parts = report["parts"]
    for part in parts if isinstance(parts, Iterable) else ():
        name = part["badge"] or ("Rules" if "/pathways/" in part["url"] else part["url"])
        yield f"    {_PART_MARKS[part['outcome']]} {flat(name)}: {flat(part['message'])}"
