"""A provider's year: one repository, real git, a real mail server, a real browser.

After each step the site is built and served; every verdict in the browser is right, no published
address is lost, and nothing of a person stands where it should not.
"""

import csv
import io
import json
import re
import subprocess
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

import openpyxl
import pytest
from playwright.sync_api import Browser, Page

from conftest import Host
from repositories import Ran, Repository, command
from test_notify import Box, serving

pytestmark = [
    pytest.mark.browser,
    pytest.mark.slow,
    pytest.mark.filterwarnings("ignore"),  # aiosmtpd's own, about asyncio
]

NAMES = ("Zoë Łukasiewicz", "李 小龍", "عمر الخيام", "Ólafur Þór", "Ανθή Νικολάου", "Ada Lovelace")
PEOPLE = 60


class Year:
    """The provider at work: the repository, the host, the post box, and what was published."""

    def __init__(self, root: Path, host: Host, box: Box, port: int, browser: Browser) -> None:
        self.repository, self.host, self.box, self.port = Repository(root), host, box, port
        self.page: Page = browser.new_page()
        self.asked: list[str] = []
        self.page.on("request", lambda request: self.asked.append(request.url))
        self.base = host.url
        self.pages: set[str] = set()
        self.erased: list[str] = []

    # ------------------------------------------------------------ doing
    def run(self, *arguments: str | Path) -> Ran:
        ran = self.repository.run(*arguments)
        assert ran.code == 0, f"badgesite {' '.join(map(str, arguments))}\n{ran.said}"
        return ran

    def git(self, *arguments: str) -> str:
        done = subprocess.run(
            ["git", "-c", "user.name=Office", "-c", "user.email=office@club.example", *arguments],
            cwd=self.repository.root,
            check=True,
            capture_output=True,
            text=True,
        )
        return done.stdout

    def commit(self, message: str) -> None:
        self.git("add", "-A")
        self.git("commit", "-qm", message)

    def uuid(self, learner: str, badge: str, issue: int = 1) -> str:
        """Return the latest credential of a badge."""
        rows = json.loads(self.run("list", "awards", "--json").out)
        mine = [
            row
            for row in rows
            if (row["learner"], row["badge"], row["issue"]) == (learner, badge, issue)
        ]
        return str(max(mine, key=lambda row: row["awarded"])["uuid"])

    # ------------------------------------------------------------ looking
    def publish(self, step: str, **verdicts: tuple[str, ...]) -> None:
        """Build, commit, and look: at promises first, then at verdicts in the browser."""
        self.run("build", "--base-url", self.base, "--require-key")
        self.commit(step)
        site = self.repository.site
        pages = {path.relative_to(site).as_posix() for path in site.rglob("index.html")}
        assert self.pages - pages == set(), step
        self.pages |= pages
        self.look_for_leaks()
        for verdict, uuids in verdicts.items():
            for uuid in uuids:
                told = self.verdict(f"credentials/{uuid}/")
                assert told == verdict.replace("_", "-"), self.page.inner_text("main")
        assert [url for url in self.asked if not url.startswith(self.host.url)] == []

    def verdict(self, path: str) -> str:
        self.page.goto(self.base + path)
        self.page.wait_for_selector("html[data-verdict]", state="attached", timeout=60_000)
        return str(self.page.get_attribute("html", "data-verdict"))

    def verdict_of_file(self, file: Path) -> str:
        """Return what a visitor is told who drops the file on the check page."""
        self.page.goto(self.base + "verify/")
        self.page.set_input_files("input[type=file]", str(file))
        self.page.wait_for_selector("html[data-verdict]", state="attached", timeout=60_000)
        return str(self.page.get_attribute("html", "data-verdict"))

    def look_for_leaks(self) -> None:
        """Nobody's address and nothing of who was erased is published or committed."""
        published = b"".join(
            data
            for path, data in self.repository.published().items()
            if path.endswith((".html", ".json", ".xml", ".svg", ".txt"))
        )
        assert b"@people.example" not in published
        assert "Secret Person" not in published.decode()
        committed = self.git("grep", "-l", "people.example") if self._has("people.example") else ""
        assert committed == ""
        assert "contacts.csv" not in self.git("ls-files").splitlines()
        for name in self.erased:
            assert name not in published.decode(), name

    def _has(self, text: str) -> bool:
        done = subprocess.run(["git", "grep", "-q", text], cwd=self.repository.root, check=False)
        return done.returncode == 0

    def notify(self) -> list[str]:
        before = len(self.box.taken)
        self.run(
            "notify",
            *("--smtp", f"smtp://localhost:{self.port}", "--rate", "6000", "--pause", "0.1"),
            *("--from", "Club <badges@club.example>", "--base-url", self.base),
        )
        return [str(message["Subject"]) for message in self.box.taken[before:]]


@pytest.fixture
def year(tmp_path: Path, chromium: Browser) -> Iterator[Year]:
    host = Host()
    for box, port in serving(Box()):
        root = tmp_path / "club"
        ran = command(
            *("init", root, "--name", "Harbour Club", "--url", host.url),
            *("--colour", "#7a3b00", "--host", "github", "--yes"),
            folder=tmp_path,
        )
        assert ran.code == 0, ran.said
        made = Year(root, host, box, port, chromium)
        host.folder = made.repository.site
        yield made
        made.page.close()
    host.close()


def cohort() -> bytes:
    """Sixty people as a spreadsheet has them: a name and an address each, a real date."""
    book = openpyxl.Workbook()
    book.active.append(("Participant", "E-mail address", "Completed"))
    for number in range(PEOPLE):
        name = f"{NAMES[number % len(NAMES)]} {number + 1:02}"
        book.active.append((name, f"p{number + 1}@people.example", datetime(2026, 2, 2)))
    packed = io.BytesIO()
    book.save(packed)
    return packed.getvalue()


def wave(numbers: range, badge: str, day: str) -> str:
    rows = "".join(f"p{number}@people.example;{badge};{day}\n" for number in numbers)
    return f"sep=;\nmail;badge;date\n{rows}"


def test_a_provider_gets_through_a_year(year: Year, tmp_path: Path) -> None:
    repository = year.repository
    first, last = "learner-0001", "learner-0060"

    # Begin: a key of one's own, the example's people out, everything in git.
    year.git("init", "-q", "-b", "main")
    repository.write("learners/learners.csv", "id,name,visibility\nquiet,Secret Person,private\n")
    repository.write("awards/awards.csv", "learner,badge,awarded,evidence,narrative\n")
    site = repository.read("site.yml")
    repository.write("site.yml", site.replace("tagline: Skills you can prove", "tagline: Ahoy"))
    year.run("key", "new")
    year.run("register")
    year.publish("Begin")
    told = b"".join(repository.published().values()).lower()
    assert b"ahoy" in told or b"7a3b00" in told
    assert "keys/" not in year.git("ls-files")

    # A cohort of sixty from a workbook.
    (tmp_path / "cohort.xlsx").write_bytes(cohort())
    dry = year.run("import", tmp_path / "cohort.xlsx", "--badge", "first-course")
    assert "60 rows: 60 added" in dry.out
    year.run("import", tmp_path / "cohort.xlsx", "--badge", "first-course", "--yes")
    one, other = year.uuid(first, "first-course"), year.uuid(last, "first-course")
    year.publish("A cohort", genuine=(one, other))
    told = year.notify()
    assert told == ["Your badge: First Course"] * PEOPLE
    assert year.notify() == []

    # Three waves; two of a table, one by hand. Who has both gets the final badge by rule.
    for number, numbers in enumerate((range(1, 21), range(21, 31)), 3):
        table = tmp_path / f"wave-{number}.csv"
        table.write_text(wave(numbers, "Second Course", f"1.{number}.2026"))
        year.run("import", table, "--yes")
    year.run("award", "learner-0031", "second-course", "--on", "2026-05-04", "--result", "Pass")
    final = year.uuid("learner-0031", "programme-complete")
    year.publish("Three waves", genuine=(one, final))
    assert len(year.notify()) == 2 * 31
    year.page.goto(f"{year.base}credentials/{final}/")
    year.page.wait_for_selector("html[data-stack]", state="attached", timeout=60_000)
    assert year.page.get_attribute("html", "data-stack") == "confirmed"

    # The pathway changes by pull request: the old rule is kept, the new one has a new version.
    year.git("switch", "-qc", "three-levels")
    rule = repository.read("pathways/programme.md")
    repository.write("pathways/programme@1.md", rule)
    repository.write(
        "badges/third-course.md",
        repository.read("badges/second-course.md").replace("Second Course", "Third Course"),
    )
    more = "  - id: lead\n    name: Lead\n    steps:\n      - badge: third-course\n---\n"
    since = 'version: "2"\nsince: 2026-06-01'
    changed = rule.replace('version: "1"', since).replace("---\nTwo", f"{more}Two")
    repository.write("pathways/programme.md", changed)
    year.commit("A third level")
    diff = year.run("diff", "main", "--format", "markdown").out
    assert "third-course" in diff.lower() or "Third Course" in diff
    assert "people.example" not in diff
    preview = repository.run(
        "build",
        "--site",
        "preview",
        environment={"GITHUB_ACTIONS": "true", "GITHUB_EVENT_NAME": "pull_request"},
    )
    assert "preview, unsigned" in preview.out
    subprocess.run(["rm", "-r", str(repository.root / "preview")], check=True)
    year.git("switch", "-q", "main")
    year.git("merge", "-q", "--no-edit", "three-levels")
    year.run("register")
    year.publish("A third level", genuine=(one, final))
    year.run("check", "--published", year.base)

    # A name was misspelt, and a day was wrong.
    year.run(
        *("replace", first, "first-course", "--on", "2026-02-01", "--name", "Zoë Nováková"),
        *("--reason", "Name and day corrected"),
    )
    corrected = year.uuid(first, "first-course")
    year.run("rename-learner", "learner-0002", "--slug", "bruce", "--id", "bruce-lee")
    renamed = year.uuid("bruce-lee", "first-course")
    old = corrected if corrected != one else one
    year.publish("Corrections", genuine=(renamed,))
    states = {one: year.verdict(f"credentials/{one}/")}
    rows = json.loads(year.run("list", "awards", "--json").out)
    new = next(
        row["uuid"]
        for row in rows
        if (row["learner"], row["badge"], row["awarded"]) == (first, "first-course", "2026-02-01")
    )
    assert states[one] == "replaced", old
    assert year.verdict(f"credentials/{new}/") == "genuine"
    assert "Zoë Nováková" in year.page.inner_text("body")

    # One badge is taken back; another has expired and is renewed.
    year.run("revoke", "learner-0040", "first-course", "--reason", "Awarded in error")
    year.run("award", "learner-0041", "second-course", "--on", "2026-03-01",
             "--expires", "2026-04-01")  # fmt: skip
    gone, ended = (
        year.uuid("learner-0040", "first-course"),
        year.uuid("learner-0041", "second-course"),
    )
    year.publish("A badge taken back", revoked=(gone,), expired=(ended,))
    year.run("renew", "learner-0041", "second-course")
    again = year.uuid("learner-0041", "second-course")
    year.publish("A renewal", genuine=(again,), expired=(ended,))

    # The key is replaced after a year; nothing that was signed changes.
    file = f"credentials/{other}/credential.json"
    before = (repository.site / file).read_bytes()
    year.run("key", "rotate", "--reason", "Once a year")
    for path in (repository.root / "keys").glob("*.pem"):
        if path.stem in repository.read("register.csv"):
            path.unlink()
    year.run("award", "learner-0050", "second-course", "--on", "2026-09-01")
    fresh = year.uuid("learner-0050", "second-course")
    year.publish("A new key", genuine=(other, fresh, final), revoked=(gone,))
    assert (repository.site / file).read_bytes() == before

    # A laptop is stolen: the drill.
    stolen = tmp_path / "stolen.json"
    stolen.write_bytes((repository.site / f"credentials/{fresh}/credential.json").read_bytes())
    assert year.verdict_of_file(stolen) == "genuine"
    year.run("key", "compromise", "--reason", "A laptop was stolen")
    year.publish("The drill", genuine=(other, fresh, final), revoked=(gone,), replaced=(one,))
    assert year.verdict_of_file(stolen) not in ("genuine", "expired", "not-yet-valid")
    year.page.goto(f"{year.base}keys/")
    assert "A laptop was stolen" in year.page.inner_text("main")

    # A learner asks to be forgotten.
    places = {row["uuid"]: row["place"] for row in register(repository)}
    erased = year.uuid("learner-0003", "first-course")
    kept = (repository.site / file).read_bytes()
    year.run("erase", "learner-0003", "--yes")
    year.erased.append("عمر الخيام 03")
    year.pages -= {
        path for path in year.pages if re.fullmatch(r"learners/[^/]+/.+/index.html", path)
    }
    year.publish("A learner forgotten", genuine=(other, final))
    assert "no longer" in (repository.site / f"credentials/{erased}/index.html").read_text()
    assert {row["uuid"]: row["place"] for row in register(repository)} == places
    assert (repository.site / file).read_bytes() == kept

    # The host moves below another path; addresses below it are the same.
    year.base = year.host.url + "club/"
    year.host.folder = tmp_path / "www"
    year.host.folder.mkdir()
    (year.host.folder / "club").symlink_to(repository.site)
    site = repository.read("site.yml")
    repository.write("site.yml", site.replace(year.host.url, year.base))
    year.publish("A new address", genuine=(other, final), revoked=(gone,), expired=(ended,))
    year.run("check", "--strict")
    assert json.loads((repository.site / "did.json").read_text())["id"].endswith(":club")
    assert len(year.git("log", "--oneline").splitlines()) >= 12


def register(repository: Repository) -> list[dict[str, str]]:
    rows = csv.DictReader(io.StringIO(repository.read("register.csv")))
    return list({row["uuid"]: row for row in rows}.values())
