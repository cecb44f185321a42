"""Shells complete commands and options with what `badgesite completion` prints."""

import os
import shlex
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner

from badgesite.cli.commands import commands

SOURCES = Path(__file__).parent.parent / "src"


@pytest.mark.skipif(shutil.which("bash") is None, reason="there is no bash here")
@pytest.mark.parametrize(
    ("typed", "offered"),
    [(["rev"], "revoke"), (["report", "--sh"], "--shareable"), (["key", "n"], "new")],
)
def test_bash_completes_what_was_begun(tmp_path: Path, typed: list[str], offered: str) -> None:
    program = tmp_path / "badgesite"
    program.write_text(
        f"#!/bin/sh\nPYTHONPATH={shlex.quote(str(SOURCES))} exec {shlex.quote(sys.executable)} -c "
        "'from badgesite.cli import program; program()' \"$@\"\n"
    )
    program.chmod(0o755)
    script = (
        'source <(badgesite completion bash)\nCOMP_WORDS=(badgesite "$@"); COMP_CWORD=$#\n'
        '_badgesite_completion badgesite; echo "${COMPREPLY[@]}"'
    )
    done = subprocess.run(
        ["bash", "-c", script, "bash", *typed],
        env={"PATH": f"{tmp_path}{os.pathsep}{os.environ['PATH']}"},
        capture_output=True,
        check=True,
        text=True,
        timeout=60,
    )
    assert done.stdout.split() == [offered]


@pytest.mark.parametrize(("shell", "word"), [("zsh", "#compdef"), ("fish", "complete --no-files")])
def test_the_other_shells_have_theirs(shell: str, word: str) -> None:
    done = CliRunner().invoke(commands, ["completion", shell])
    assert done.exit_code == 0
    assert word in done.stdout
    assert "_BADGESITE_COMPLETE" in done.stdout
