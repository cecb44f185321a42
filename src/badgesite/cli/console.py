"""What people see: problems in three formats, progress bars, summaries. The only place that prints.

Results go to stdout, progress to stderr. Colour and bars only on a terminal that wants them. Names
in badges and of files are written by others: what would steer a terminal is printed as an escape.
"""

import codecs
import io
import json
import os
import re
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from functools import lru_cache, partial
from pathlib import Path
from typing import TextIO

from badgesite.amounts import counted
from badgesite.errors import BadgesiteError, Problem, Severity

_FRAME_LIMIT = 160
_STYLES = {"bold": 1, "dim": 2, "red": 31, "yellow": 33}
_STYLED = r"\x1b\[[0-9]*m"


# Controls, marks of direction, what has no width, halves of characters. Colours of our own stay
# (`styled`): none of them hides a text or moves the cursor.
_STEERING = (
    r"(\x1b\[(?:0|1|2|3[1-36])m)|[\0-\x08\x0b-\x1f\x7f-\x9f\u061c\u200b\u200e\u200f\u2028-\u202e"
    r"\u2060-\u206f\ufeff\ufff9-\ufffb\ud800-\udfff\U000e0000-\U000e007f]"
)


def visible(text: str) -> str:
    """Return the text with everything that steers a terminal written as JSON escapes it.

    So a line of JSON stays JSON, and says the same.
    """
    if text.isprintable():
        return text
    return re.sub(_STEERING, lambda found: found[1] or _escaped(found[0]), text)


def flat(text: object) -> str:
    """Return foreign text for a part of a line: line ends and colours are escapes as well."""
    return visible(re.sub(r"[\x1b\n\t]", lambda found: _escaped(found[0]), str(text)))


def _escaped(letter: str) -> str:
    units = letter.encode("utf-16-be", "surrogatepass").hex()
    return "".join(f"\\u{units[at : at + 4]}" for at in range(0, len(units), 4))


def escape_what_is_lacking(stream: TextIO | None) -> None:
    """Have the stream write letters that its encoding lacks as JSON escapes them.

    A pipe on Windows has 256 letters, and a tick is none of them.
    """
    if isinstance(stream, io.TextIOWrapper) and not _speaks_utf8(stream):
        codecs.register_error("badgesite", _lacking)
        stream.reconfigure(errors="badgesite")


def _lacking(error: UnicodeError) -> tuple[str, int]:
    if not isinstance(error, UnicodeEncodeError):
        raise error
    return _escaped(error.object[error.start : error.end]), error.end


def _speaks_utf8(stream: TextIO) -> bool:
    return (stream.encoding or "utf-8").lower() in ("utf-8", "utf8")


def styled(text: str, *styles: str) -> str:
    """Return the text with the signs by which a terminal shows it in these styles."""
    return "".join([*(f"\x1b[{_STYLES[each]}m" for each in styles), text, "\x1b[0m"])


def say(text: str = "") -> None:
    """Print one line of result."""
    _print(visible(text), sys.stdout)


def tell(text: str) -> None:
    """Print one line beside the result, to stderr."""
    _print(visible(text), sys.stderr)


def _print(text: str, stream: TextIO | None) -> None:
    if stream is None:  # a process without one
        return
    if not stream.isatty() or os.environ.get("NO_COLOR"):
        text = re.sub(_STYLED, "", text)
    if os.name == "nt" or not _speaks_utf8(stream):
        import click  # knows what such a console can show

        click.echo(text, err=stream is sys.stderr)
        return
    stream.write(f"{text}\n")
    stream.flush()


@contextmanager
def when_stopped(truth: str) -> Iterator[None]:
    """Say what has been done already where Ctrl-C ends what is done piece by piece."""
    try:
        yield
    except KeyboardInterrupt:
        tell(f"stopped: {truth}")
        sys.exit(130)


def show_error(error: BadgesiteError) -> None:
    """Print what stopped the program and what to do about it."""
    tell(f"{styled('error', 'red', 'bold')}: {error}")
    if error.remedy:
        tell(f"    {error.remedy}")
    if error.code:
        tell(f"    more: badgesite explain {error.code}")


# ------------------------------------------------------------------ problems
def show_problems(
    problems: Sequence[Problem], form: str, root: Path, most: int = sys.maxsize
) -> None:
    """Print all problems: as text to stderr, as JSON to stdout; for GitHub as annotations too.

    In the text so many warnings of one kind are told, and of the others their number.
    """
    if form == "json":
        say(json.dumps([_as_json(problem) for problem in problems], ensure_ascii=False, indent=2))
        return
    if form == "github":
        for problem in problems:
            say(_as_annotation(problem))
    told = list(_first(problems, most))
    # A table with very many problems is not read for each of them.
    lines_of = lru_cache(maxsize=1)(partial(_lines, root))
    for problem in told:
        _show_as_text(problem, lines_of)
    if len(told) < len(problems):
        tell(f"{_count(problems)}, {len(told):,} of them shown")
        tell("    all of them: badgesite check")
    elif problems:
        tell(_count(problems))
    if problems:
        tell(more(problem.code for problem in problems))


def _first(problems: Iterable[Problem], most: int) -> Iterator[Problem]:
    """Yield all errors, and so many of the others of each kind."""
    seen: Counter[str] = Counter()
    for problem in problems:
        seen[problem.code] += 1
        if problem.is_error or seen[problem.code] <= most:
            yield problem


def more(codes: Iterable[str]) -> str:
    """Return where these codes are explained: the first three by name."""
    named = list(dict.fromkeys(codes))
    rest = ", …" if len(named) > 3 else ""
    return f"    more: badgesite explain {' | '.join(named[:3])}{rest}"


def _as_json(problem: Problem) -> dict[str, object]:
    return {
        "path": problem.origin.path,
        "line": problem.origin.line,
        "column": problem.origin.column,
        "severity": str(problem.severity),
        "code": problem.code,
        "message": problem.sentence,
        "remedy": problem.remedy,
    }


def _as_annotation(problem: Problem) -> str:
    # Workflow commands: %, CR and LF are escaped in the text, `:` and `,` in the properties too.
    def data(text: str) -> str:
        return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")

    def value(text: str) -> str:
        return data(text).replace(":", "%3A").replace(",", "%2C")

    at = problem.origin
    where = f"file={value(at.path)},line={at.line},col={at.column},title={value(problem.code)}"
    kind = "notice" if problem.severity is Severity.NOTE else str(problem.severity)
    return f"::{kind} {where}::{data(f'{problem.sentence}. {problem.remedy}')}"


def _show_as_text(problem: Problem, lines_of: Callable[[str], list[str]]) -> None:
    at = problem.origin
    warn = "" if problem.is_error else styled(f"{problem.severity}: ", "yellow")
    tell(f"{styled(f'{at.path}:{at.line}', 'bold')}: {warn}{problem.sentence}")
    if sys.stderr.isatty():
        for line in _frame(problem, lines_of(problem.origin.path)):
            tell(styled(line, "dim"))
    for line in problem.remedy.splitlines():
        tell(f"    {line}")


def _frame(problem: Problem, lines: Sequence[str]) -> Iterator[str]:
    if not 0 < problem.origin.line <= len(lines):
        return
    line = lines[problem.origin.line - 1]
    text = "".join(char if char.isprintable() else " " for char in line)[:_FRAME_LIMIT]
    number = str(problem.origin.line)
    yield f"    {number} | {text}"
    if 1 < problem.origin.column <= len(text):
        yield f"    {' ' * len(number)} | {' ' * (problem.origin.column - 1)}^"


def _lines(root: Path, name: str) -> list[str]:
    """Return the lines of a file; none of what cannot be read, or is not below the root."""
    try:
        path = (root / name).resolve()
        inside = path.is_relative_to(root.resolve())
        return path.read_text("utf-8-sig").splitlines() if inside else []
    except (OSError, ValueError):
        return []


def _count(problems: Sequence[Problem]) -> str:
    kinds = Counter(problem.severity for problem in problems)
    errors = kinds[Severity.ERROR]
    files = len({problem.origin.path for problem in problems})
    parts = [counted(kinds[each], str(each)) for each in Severity if kinds[each]]
    end = ", nothing written" if errors else ""
    return f"{' and '.join(parts)} in {counted(files, 'file')}{end}"


# ------------------------------------------------------------------ progress
class Stages:
    """A meter for people: a bar on a terminal, one line a stage elsewhere, nothing when quiet."""

    def __init__(self, *, quiet: bool = False) -> None:
        self._quiet = quiet
        self._bar: object | None = None
        self._task: object | None = None
        self._began, self._done = 0.0, 0

    def start(self, what: str, total: int) -> None:
        """Begin a stage of `total` pieces of work."""
        self.finish()
        if self._quiet or not sys.stderr.isatty():
            return
        from rich.console import Console
        from rich.progress import (
            BarColumn,
            MofNCompleteColumn,
            Progress,
            TextColumn,
            TimeRemainingColumn,
        )

        bar = Progress(
            TextColumn("  {task.description:<9}"),
            BarColumn(bar_width=28),
            MofNCompleteColumn(),
            TextColumn("{task.fields[rate]}"),
            TimeRemainingColumn(),
            console=Console(stderr=True),
            transient=True,
        )
        bar.start()
        self._bar, self._task = bar, bar.add_task(what, total=max(total, 1), rate="")
        self._began, self._done = time.perf_counter(), 0

    def step(self, count: int = 1) -> None:
        """Say that so many pieces are done."""
        if self._bar is not None:
            self._done += count
            rate = self._done / max(time.perf_counter() - self._began, 0.001)
            self._bar.update(self._task, advance=count, rate=f"{rate:,.0f}/s")  # type: ignore[attr-defined]

    def finish(self) -> None:
        """End the bar, if there is one."""
        if self._bar is not None:
            self._bar.stop()  # type: ignore[attr-defined]
            self._bar = None


@contextmanager
def stages(*, quiet: bool = False) -> Iterator[Stages]:
    """Yield a meter, and end its bar whatever happens."""
    meter = Stages(quiet=quiet)
    try:
        yield meter
    finally:
        meter.finish()


class Clock:
    """Seconds since it was made: only for telling people how long a command took."""

    def __init__(self) -> None:
        self._began = time.perf_counter()

    def __str__(self) -> str:
        return f"{time.perf_counter() - self._began:.1f} s"


def table(rows: Iterable[Sequence[str]], headers: Sequence[str]) -> None:
    """Print rows in aligned columns."""
    lines = [list(headers), *([str(cell) for cell in row] for row in rows)]
    widths = [max(len(line[column]) for line in lines) for column in range(len(headers))]
    for number, line in enumerate(lines):
        text = "  ".join(cell.ljust(width) for cell, width in zip(line, widths, strict=True))
        say(styled(text.rstrip(), "bold") if number == 0 else text.rstrip())
