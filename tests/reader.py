"""Somebody who follows a page of the documentation: writes its files, types its commands, compares.

What a block of a page is, its first line says:

- ```console: what is typed after `$ `, and what it prints, in order; `…` stands for anything
- ```sh: what is typed, a command on each line
- ```KIND title="path": a file of that name; with `, in part` only these fields of it are said
- ```text: nothing to follow
- exits=1 at the end of that line: the last command ends with this code, all others with 0
"""

import os
import re
import shlex
import shutil
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
import yaml

from conftest import Example
from hosts import HonestHost

REPOSITORY = Path(__file__).parent.parent
FENCE = re.compile(
    r'^```(?P<kind>\w*)(?: title="(?P<title>[^"]+)")?(?: exits=(?P<exits>\d+))?\n'
    r"(?P<text>.*?)^```$",
    re.MULTILINE | re.DOTALL,
)
GAP = "…"
IN_PART = ", in part"
# What pages call their own site; here this machine serves it, from site/ in the reader's folder.
# UUID is one of the credentials there.
PUBLIC = "https://badges.example.org"
TYPED = ("console", "sh")


@dataclass(frozen=True)
class Block:
    """A fenced block of a page."""

    kind: str
    title: str
    exits: int
    text: str
    line: int

    @property
    def commands(self) -> list[tuple[str, str]]:
        """What is typed, with what the page says it prints."""
        if self.kind == "sh":
            lines = self.text.replace("\\\n", " ").splitlines()
            return [(re.sub(r"\s+# .*", "", each), "") for each in lines if each.strip()]
        parts = re.split(r"^\$ ", self.text, flags=re.MULTILINE)[1:]
        return [(command, said) for command, _, said in (part.partition("\n") for part in parts)]


def blocks(text: str) -> list[Block]:
    """Return the fenced blocks of a page in order."""
    return [
        Block(
            found["kind"],
            found["title"] or "",
            int(found["exits"] or 0),
            found["text"],
            text.count("\n", 0, found.start()) + 1,
        )
        for found in FENCE.finditer(text)
    ]


def sections(text: str) -> dict[str, str]:
    """Return the text below each heading of the second level, by that heading."""
    parts = re.split(r"^## (.+)$", FENCE.sub(_without_headings, text), flags=re.MULTILINE)
    return {
        name: body.replace("\x00", "#") for name, body in zip(parts[1::2], parts[2::2], strict=True)
    }


def _without_headings(found: re.Match[str]) -> str:
    return re.sub("^#", "\x00", found[0], flags=re.MULTILINE)


def compare(command: str, expected: str, printed: str) -> None:
    """Every expected line stands in the output, in order; `…` is anything."""
    rest = iter(printed.splitlines())
    for line in expected.splitlines():
        if line.strip() in ("", GAP):
            continue
        pattern = re.compile(".*".join(re.escape(each) for each in line.rstrip().split(GAP)))
        if not any(pattern.fullmatch(each.rstrip()) for each in rest):
            pytest.fail(f"$ {command}\nthe page says: {line}\nit printed:\n{printed}")


CACHE = ".badgesite/cache.sqlite"


class Reader:
    """A terminal in a folder of its own, and a host that serves what is built there.

    What others before drew and signed at the address of this host lies in the cache already, in
    the file `drawn`, and what this one makes is added: pages ask for the same pictures.
    """

    def __init__(self, folder: Path, host: HonestHost, drawn: Path) -> None:
        self.drawn = drawn
        self.home = self.folder = folder / "reader"
        self.state = folder / "terminal"
        self.home.mkdir()
        self.state.touch()
        self.host = host
        host.folder = folder / "nothing-published-yet"
        programs = folder / "programs"
        programs.mkdir()
        _program(programs / "badgesite", "from badgesite.cli import program; program()")
        beside = Path(sys.executable).parent  # mkdocs, as in a reader's own environment
        self.environment = {
            "PATH": f"{programs}{os.pathsep}{beside}{os.pathsep}{os.environ['PATH']}",
            "HOME": str(self.home),
            "LANG": "C.UTF-8",
            "GIT_CONFIG_GLOBAL": str(_git_config(folder / "gitconfig")),
            "GIT_CONFIG_NOSYSTEM": "1",
        }

    # ------------------------------------------------------------ following
    def follow(self, text: str, left_out: Collection[str] = ()) -> None:
        """Do what a page says from its beginning to its end, but for what cannot be done here."""
        for block in blocks(text):
            if block.kind in TYPED and not block.title:
                self._type(block, left_out)
            elif block.title.endswith(IN_PART):
                self._say_in_part(block.title.removesuffix(IN_PART), block.text)
            elif block.title:
                self.write(block.title, block.text)
        if (self.folder / "content/site.yml").exists():
            self.type("badgesite check")

    def _type(self, block: Block, left_out: Collection[str]) -> None:
        for place, (command, said) in enumerate(block.commands, 1):
            if command not in left_out:
                last = place == len(block.commands)
                self.type(command, said, exits=block.exits if last else 0)

    def type(self, command: str, said: str = "", *, exits: int = 0) -> None:
        """Type a command; it says what the page says it does, and ends as the page says."""
        if command.startswith("badgesite serve"):
            self._serve(command)
            return
        self._take(self.drawn, self.folder / CACHE)
        folder = shlex.quote(str(self.state))
        script = (
            f". {folder}\n{self._here(command)}\nended=$?\n"
            f'{{ export -p; printf "cd %q\\n" "$PWD"; }} > {folder}; exit $ended'
        )
        done = subprocess.run(
            ["bash", "-c", script],
            cwd=self.home,
            env=self.environment,
            input=b"\n" * 20,  # who is asked takes what is offered
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            timeout=900,
        )
        printed = done.stdout.decode().replace(self.host.url.rstrip("/"), PUBLIC)
        if done.returncode != exits:
            pytest.fail(f"$ {command}\nended with {done.returncode}, not {exits}:\n{printed}")
        compare(command, said, printed)
        went = re.findall(r"^cd (.+)$", self.state.read_text("utf-8"), re.MULTILINE)
        self.folder = Path(shlex.split(went[-1])[0])
        self.host.folder = self.folder / "site"

    def _serve(self, command: str) -> None:
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            port = free.getsockname()[1]
        words = [*shlex.split(command), "--port", str(port)]
        server = subprocess.Popen(
            words,
            cwd=self.folder,
            env=self.environment,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            preexec_fn=_hear_ctrl_c,
        )
        try:
            assert b"<html" in _answer(f"http://localhost:{port}/", server)
        finally:
            server.send_signal(signal.SIGINT)
            server.wait(60)

    # ------------------------------------------------------------ writing
    def write(self, name: str, text: str) -> None:
        """Write a file that a page shows; a program can be run."""
        path = self.folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(self._here(text), "utf-8")
        if text.startswith("#!"):
            path.chmod(0o755)
            subprocess.run(["sh", "-n", path], check=True)

    def _say_in_part(self, name: str, text: str) -> None:
        """Put the fields that a page shows into a file that is there; what they say is checked."""
        path = self.folder / name
        before = path.read_text("utf-8")
        front = re.match(r"---\n(.*?)^---\n(.*)", before, re.MULTILINE | re.DOTALL)
        fields = yaml.safe_load(front[1] if front else before)
        for field, value in yaml.safe_load(self._here(text)).items():
            known = fields.get(field)
            both = isinstance(value, dict) and isinstance(known, dict)
            fields[field] = {**known, **value} if both else value
        written = yaml.safe_dump(fields, allow_unicode=True, sort_keys=False)
        path.write_text(f"---\n{written}---\n{front[2]}" if front else written, "utf-8")
        self.type("badgesite check")

    def _here(self, text: str) -> str:
        here = text.replace(PUBLIC, self.host.url.rstrip("/"))
        return re.sub(r"\bUUID\b", self._last_credential, here)

    def _last_credential(self, _: re.Match[str]) -> str:
        folders = sorted(each.name for each in (self.host.folder / "credentials").iterdir())
        return folders[-1]

    def _take(self, there: Path, here: Path) -> None:
        """Take what was drawn along, where there is content and nothing is drawn yet."""
        if there.exists() and (self.folder / "content").is_dir() and not here.exists():
            here.parent.mkdir(exist_ok=True)
            shutil.copy(there, here)

    def close(self) -> None:
        """Leave what was drawn to who comes next."""
        if (self.folder / CACHE).exists():
            shutil.copy(self.folder / CACHE, self.drawn)


def _hear_ctrl_c() -> None:
    """Take Ctrl-C as a terminal's programs do, also where the tests themselves run unattended."""
    signal.signal(signal.SIGINT, signal.SIG_DFL)


def _program(path: Path, python: str) -> None:
    sources = shlex.quote(str(REPOSITORY / "src"))
    interpreter = shlex.quote(sys.executable)
    path.write_text(f"#!/bin/sh\nPYTHONPATH={sources} exec {interpreter} -c '{python}' \"$@\"\n")
    path.chmod(0o755)


def _git_config(path: Path) -> Path:
    path.write_text(
        "[user]\nname = A Reader\nemail = reader@example.org\n[init]\ndefaultBranch = main\n"
    )
    return path


def _answer(url: str, server: subprocess.Popen[bytes]) -> bytes:
    for _ in range(600):
        assert server.poll() is None, "badgesite serve ended by itself"
        try:
            with urllib.request.urlopen(url) as answer:
                return answer.read()
        except OSError:
            time.sleep(0.2)
    raise AssertionError("badgesite serve does not answer")


@pytest.fixture(scope="module")
def stand(
    tmp_path_factory: pytest.TempPathFactory, example: Example
) -> Iterator[tuple[HonestHost, Path]]:
    """The host that serves one reader after the other, and the file that they hand on."""
    folder = tmp_path_factory.mktemp("stand")
    host = HonestHost(folder)
    shutil.copy(example.drawn, folder / "drawn.sqlite")
    yield host, folder / "drawn.sqlite"
    host.close()


@pytest.fixture
def reader(tmp_path: Path, stand: tuple[HonestHost, Path]) -> Iterator[Reader]:
    """Somebody in an empty folder."""
    found = Reader(tmp_path, *stand)
    yield found
    found.close()
