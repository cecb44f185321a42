"""The command line: it alone prints, exits, reads the clock and the environment.

Exit codes: 0 fine, 1 problems found, 2 wrong usage, 130 interrupted.
"""

import atexit
import gc
import os
import sys

from badgesite.cli.console import escape_what_is_lacking, show_error, show_problems, tell
from badgesite.errors import BadgesiteError, ContentError

_MANY = 20_000  # objects; a few megabytes


def main() -> None:
    """Run the command line and exit: never with a traceback for something a person can mend."""
    debug = "--debug" in sys.argv[1:]
    arguments = [argument for argument in sys.argv[1:] if argument != "--debug"]
    try:
        _run(arguments)
    except KeyboardInterrupt:
        tell("stopped: no file is half-written")
        sys.exit(130)
    except BadgesiteError as error:
        if debug:
            raise
        _show(error)
        sys.exit(1)
    except BrokenPipeError:
        sys.stderr.close()
        sys.exit(1)
    except OSError as error:
        if debug:
            raise
        named = isinstance(error.filename, str | bytes)  # else a number, or nothing
        where = f" '{os.fsdecode(error.filename)}'" if named else ""
        tell(
            f"error: this system does not let badgesite read or write{where}:"
            f" {error.strerror or error}\n"
            "    check that it is there, the permissions of it and its folder, and the free space"
        )
        sys.exit(1)
    except Exception as error:
        if debug:
            raise
        tell(
            f"error: badgesite itself failed ({type(error).__name__})\n"
            "    this is our mistake, not yours: run the same with --debug and report what it says"
        )
        sys.exit(1)


def _run(arguments: list[str]) -> None:
    """Run a command. What is typed most, and waits for least, needs no command line taken apart."""
    if arguments == ["build"] and "_BADGESITE_COMPLETE" not in os.environ:
        from badgesite.cli.building import run_plainly

        run_plainly()
    else:
        from badgesite.cli.commands import run

        run(arguments)


def program() -> None:
    """Run the command line as the process that it is, and end the process.

    Python would free what a command has loaded object by object, which takes a tenth of a build of
    one award.
    """
    # What is loaded stays, so that looking for circles in it after every 700 objects is in vain.
    gc.set_threshold(_MANY)
    for stream in (sys.stdout, sys.stderr):
        escape_what_is_lacking(stream)
    status: object = 0
    try:
        main()
    except SystemExit as done:
        status = done.code
    threads = sys.modules.get("threading")
    if (threads is not None and threads.active_count() > 1) or not isinstance(status, int):
        sys.exit(status)  # type: ignore[arg-type]  # whatever it is, Python knows what it means
    atexit._run_exitfuncs()
    try:
        for stream in (sys.stdout, sys.stderr):
            if stream is not None:  # as `>&-` has it
                stream.flush()
    except OSError:  # nobody reads any more
        status = status or 1
    os._exit(status)


def _show(error: BadgesiteError) -> None:
    if isinstance(error, ContentError):
        from pathlib import Path

        show_problems(error.problems, "text", Path())
    else:
        show_error(error)
