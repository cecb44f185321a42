"""Letters go out once, whatever the server does; and say nothing to anybody they are not for."""

import csv
import email
import email.policy
import io
import socket
import ssl
import subprocess
from collections import Counter
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from email.message import EmailMessage
from pathlib import Path
from types import SimpleNamespace

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, AuthResult, Envelope, LoginPassword, Session
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID
from jinja2.sandbox import SandboxedEnvironment

from badgesite.errors import BadgesiteError
from badgesite.notifying import Journal, Letter, Sender, State, mark_of
from badgesite.notifying.posting import Post, Posted, post
from badgesite.notifying.smtp import Answer, Reply, server_of
from repositories import Ran, Repository, copied, digest

pytestmark = pytest.mark.filterwarnings("ignore")  # aiosmtpd's own, about asyncio

CONTACTS = """\
learner,email,language
grace,grace@people.example,de
henry,henry@people.example,
henry,henry@home.example,
sam,sam@people.example,
"""


class Box:
    """A real mail server's mind: what it took, and what it was told to do at which recipient."""

    def __init__(self) -> None:
        self.taken: list[EmailMessage] = []
        self.tried: list[str] = []
        self.answers: dict[str, list[str]] = {}
        self.cut: set[str] = set()

    async def handle_RCPT(
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list
    ) -> str:
        self.tried.append(address)
        waiting = self.answers.get(address, [])
        if waiting:
            return waiting.pop(0)
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:
        self.taken.append(
            email.message_from_bytes(envelope.content, policy=email.policy.default)  # type: ignore[arg-type]
        )
        if set(envelope.rcpt_tos) & self.cut:
            self.cut -= set(envelope.rcpt_tos)
            server.transport.abort()
        return "250 OK"


@pytest.fixture(scope="module")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> Path:
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "localhost")])
    now = datetime.now(UTC)
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(1)
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=2))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName("localhost")]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )
    path = tmp_path_factory.mktemp("tls") / "server.pem"
    path.write_bytes(
        key.private_bytes(
            serialization.Encoding.PEM,
            serialization.PrivateFormat.PKCS8,
            serialization.NoEncryption(),
        )
        + made.public_bytes(serialization.Encoding.PEM)
    )
    return path


def serving(box: Box, **more: object) -> Iterator[tuple[Box, int]]:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    controller = Controller(box, hostname="127.0.0.1", port=port, **more)  # type: ignore[arg-type]
    controller.start()
    yield box, port
    controller.stop()


@pytest.fixture
def server() -> Iterator[tuple[Box, int]]:
    yield from serving(Box())


@pytest.fixture
def provider(tmp_path: Path, tmp_path_factory: pytest.TempPathFactory) -> Repository:
    made = copied(tmp_path_factory, tmp_path, built=False)
    (made.root / "contacts.csv").write_text(CONTACTS)
    return made


def notify(provider: Repository, port: int, *more: str, **environment: str) -> Ran:
    return provider.run(
        "notify",
        *("--smtp", f"smtp://localhost:{port}", "--rate", "6000", "--pause", "0.1"),
        *more,
        environment=environment,
    )


def journal(provider: Repository) -> list[str]:
    path = provider.root / "notified.csv"
    return [row["state"] for row in csv.DictReader(io.StringIO(path.read_text()))]


def to(box: Box) -> list[str]:
    return [message["To"].addresses[0].addr_spec for message in box.taken]


# ------------------------------------------------------------------ what is said
def test_every_credential_that_stands_is_announced_once(
    provider: Repository, server: tuple[Box, int]
) -> None:
    box, port = server
    ran = notify(provider, port)
    assert ran.code == 0, ran.said
    assert sorted(to(box)) == ["grace@people.example"] * 3 + ["henry@people.example"]
    assert "'sam' is private" in ran.err
    assert journal(provider) == ["begun", "sent"] * 4
    again = notify(provider, port)
    assert "sent 0 letters" in again.out
    assert len(box.taken) == 4
    provider.run("award", "henry", "boat", "--on", "2026-07-01")
    notify(provider, port)
    assert to(box)[4:] == ["henry@people.example"]


def test_an_award_of_a_day_to_come_is_announced_on_that_day(
    provider: Repository, server: tuple[Box, int]
) -> None:
    box, port = server
    soon = (datetime.now(UTC) + timedelta(days=60)).date()
    provider.append("awards/2026.csv", f"henry,boat,{soon},,\n")
    provider.run("register")
    assert notify(provider, port).code == 0
    assert not [each for each in box.taken if "Boat" in each["Subject"] and "henry" in each["To"]]


def test_a_letter_has_all_that_a_learner_needs(
    provider: Repository, server: tuple[Box, int]
) -> None:
    box, port = server
    notify(provider, port, "--base-url", "https://badges.example.org/")
    letter = next(each for each in box.taken if "Rope" in each["Subject"] and "henry" in each["To"])
    uuid = provider.uuid_of("henry", "rope")
    assert letter["Subject"] == "Your badge: Rope Rescue"
    assert letter["From"] == "Harbour First Aid Training <hello@harbour.example.org>"
    text = letter.get_body(("plain",)).get_content()
    html = letter.get_body(("html",)).get_content()
    for said in (text, html.replace("&amp;", "&")):
        assert f"https://badges.example.org/credentials/{uuid}/" in said
        assert "https://www.linkedin.com/profile/add?" in said
        assert "Boat Handling" in said
        assert "Henry Blogg" in said
        assert "https://badges.example.org/learners/" in said
    assert "cid:badge-picture" in html
    pictures = [part for part in letter.walk() if part.get_content_type() == "image/png"]
    assert pictures[0].get_content().startswith(b"\x89PNG")
    assert pictures[0]["Content-ID"] == "<badge-picture>"
    assert "http://" not in html.replace("http://www.w3.org", "")


def test_texts_are_the_theme_s_and_hostile_names_stay_text(provider: Repository) -> None:
    mail = provider.root / "themes/default/templates/mail"
    mail.mkdir(parents=True)
    (mail / "announce.subject.txt").write_text("Ahoy {{ mail.learner }}\nBcc: x@example.org")
    provider.run("rename-learner", "henry", "--name", "<b>Henry</b>")
    ran = provider.run("notify", "--eml", "letters")
    assert ran.code == 0, ran.said
    letters = [
        email.message_from_bytes(path.read_bytes(), policy=email.policy.default)
        for path in sorted((provider.root / "letters").glob("*.eml"))
    ]
    assert len(letters) == 4
    henry = next(each for each in letters if "henry" in each["To"])
    assert henry["Subject"] == "Ahoy <b>Henry</b> Bcc: x@example.org"
    assert henry["Bcc"] is None
    assert "&lt;b&gt;Henry" in henry.get_body(("html",)).get_content()
    assert "<b>Henry</b>" in henry.get_body(("plain",)).get_content()
    assert provider.run("notify", "--eml", "letters").out.startswith("wrote 0 letters")


def test_templates_are_compiled_for_a_language_and_not_for_each_letter(
    provider: Repository, monkeypatch: pytest.MonkeyPatch
) -> None:
    compiled, compile_ = list[str](), SandboxedEnvironment.compile
    monkeypatch.setattr(
        SandboxedEnvironment,
        "compile",
        lambda mine, source, name=None, *rest: (
            compiled.append(name or "") or compile_(mine, source, name, *rest)
        ),
    )
    ran = provider.run("notify", "--from", "a@example.org")
    assert "4 letters to write" in ran.said
    assert "announce.html" in compiled
    assert set(Counter(compiled).values()) == {2}  # one of the learners is written to in German


def test_a_template_that_is_wrong_is_named(provider: Repository) -> None:
    mail = provider.root / "themes/default/templates/mail"
    mail.mkdir(parents=True)
    (mail / "announce.txt").write_text("{{ mail.secret }}")
    ran = provider.run("notify", "--eml", "letters")
    assert ran.code == 1
    assert "mail/announce.txt" in ran.err
    assert not (provider.root / "notified.csv").exists()


def test_the_preview_opens_in_a_browser_and_sends_nothing(
    provider: Repository, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    opened = tmp_path / "opened"
    browser = tmp_path / "browser"
    browser.write_text(f'#!/bin/sh\necho "$1" > {opened}\n')
    browser.chmod(0o755)
    done = subprocess.run(
        [*_badgesite(), "notify", "--preview"],
        cwd=provider.root,
        env=_environment(BROWSER=str(browser)),
        capture_output=True,
        timeout=120,
    )
    assert done.returncode == 0, done.stderr
    assert opened.read_text().strip().endswith(".badgesite/letters/index.html")
    first = (provider.root / ".badgesite/letters/1.html").read_text()
    assert "data:image/png;base64," in first
    assert not (provider.root / "notified.csv").exists()


def _badgesite() -> list[str]:
    import sys

    return [sys.executable, "-c", "from badgesite.cli import program; program()"]


def _environment(**more: str) -> dict[str, str]:
    import os

    from repositories import SOURCE

    return {"PATH": os.environ["PATH"], "PYTHONPATH": str(SOURCE), **more}


def test_a_preview_of_a_change_knows_of_no_server(
    provider: Repository, server: tuple[Box, int]
) -> None:
    box, port = server
    given = {"BADGESITE_SMTP": f"smtp://localhost:{port}"}
    preview = {"GITHUB_ACTIONS": "true", "GITHUB_EVENT_NAME": "pull_request"}
    ran = provider.run("notify", "--rate", "6000", environment=given | preview)
    assert ran.code == 0, ran.said
    assert "nothing was sent" in ran.out and not box.tried
    assert provider.run("notify", "--rate", "6000", environment=given).code == 0
    assert box.taken


def test_nudging_writes_to_who_is_one_step_away_and_before_a_badge_ends(
    provider: Repository, server: tuple[Box, int]
) -> None:
    box, port = server
    provider.append("awards/2026.csv", "may,rope,2026-06-01,,\n")
    (provider.root / "contacts.csv").write_text("learner,email\nmay,may@people.example\n")
    provider.write(
        "badges/rope.md",
        provider.read("badges/rope.md").replace("P2Y", "P2Y\nearn_at: https://x.example/"),
    )
    provider.run("register", "--reissue", "where to earn it")
    assert notify(provider, port, "--nudge", "30").code == 0
    subjects = [message["Subject"] for message in box.taken]
    assert subjects == ["Your badge: Rope Rescue", "One step from Harbour Crown"]
    assert notify(provider, port, "--nudge", "365").code == 0
    assert len(box.taken) == 2
    soon = (datetime.now(UTC) + timedelta(days=20)).date()
    provider.run("award", "may", "boat", "--on", "2026-06-03", "--expires", str(soon))
    notify(provider, port, "--nudge", "30")
    assert sorted(message["Subject"] for message in box.taken[2:])[0].startswith("Boat Handling")
    provider.run("renew", "may", "boat")
    count = len(box.taken)
    notify(provider, port, "--nudge", "30")
    assert [m["Subject"] for m in box.taken[count:]] == ["Your badge: Boat Handling"]


def test_who_is_one_step_away_on_an_earlier_version_is_told_its_own_final_badge(
    provider: Repository, server: tuple[Box, int]
) -> None:
    box, port = server
    (provider.root / "contacts.csv").write_text("learner,email\nmay,may@people.example\n")
    provider.append("awards/2026.csv", "may,rope,2026-05-01,,\n")
    provider.run("register")
    way = provider.read("pathways/way.md")
    provider.write("pathways/way@1.md", way)
    newer = 'version: "2"\nsince: 2026-06-01\ngrandfather: keep'
    way = way.replace('version: "1"', newer).replace("final: crown", "final: mate")
    provider.write("pathways/way.md", way.replace("The Way", "The New Way"))
    provider.write(
        "badges/mate.md", provider.read("badges/crown.md").replace("Harbour Crown", "Mate")
    )
    ran = notify(provider, port, "--nudge", "30")
    assert ran.code == 0, ran.said
    subjects = [message["Subject"] for message in box.taken]
    assert subjects == ["Your badge: Rope Rescue", "One step from Harbour Crown"]
    assert all("The New Way" not in str(message) for message in box.taken)


# ------------------------------------------------------------------ servers that do not do
def test_greylisting_is_another_try_and_not_another_letter(
    provider: Repository, server: tuple[Box, int]
) -> None:
    box, port = server
    box.answers = {"henry@people.example": ["451 4.7.1 Greylisted, try later"]}
    ran = notify(provider, port)
    assert ran.code == 0, ran.said
    assert box.tried.count("henry@people.example") == 2
    assert sorted(to(box)) == ["grace@people.example"] * 3 + ["henry@people.example"]


def test_an_address_that_is_refused_is_told_and_tried_again_by_the_next_run(
    provider: Repository, server: tuple[Box, int]
) -> None:
    box, port = server
    box.answers = {"henry@people.example": ["550 5.1.1 No such user"]}
    ran = notify(provider, port)
    assert ran.code == 1
    assert "not sent  henry: rope of 2026-03-02: 550 5.1.1 No such user" in ran.err
    assert "sent 3 letters" in ran.out
    assert notify(provider, port).code == 0
    assert to(box).count("henry@people.example") == 1


def test_a_connection_that_breaks_in_the_middle_sends_nothing_twice(
    provider: Repository, server: tuple[Box, int]
) -> None:
    box, port = server
    box.cut = {"henry@people.example"}
    ran = notify(provider, port)
    assert ran.code == 0, ran.said
    assert "unsure    henry: rope of 2026-03-02" in ran.err
    assert "sent 3 letters" in ran.out
    assert journal(provider).count("begun") == 4
    assert journal(provider).count("sent") == 3
    again = notify(provider, port)
    assert "1 letter may have arrived" in again.err
    assert sorted(to(box)) == ["grace@people.example"] * 3 + ["henry@people.example"]


def test_a_run_that_was_ended_goes_on_where_it_was(
    provider: Repository, server: tuple[Box, int]
) -> None:
    box, port = server
    box.answers = {"grace@people.example": ["421 4.3.2 Closing"] * 99}
    box.answers["henry@people.example"] = ["421 4.3.2 Closing"] * 99
    ran = notify(provider, port)
    assert ran.code == 1
    assert "4 letters left" in ran.err
    box.answers = {}
    assert notify(provider, port).code == 0
    assert len(box.taken) == 4


@pytest.mark.parametrize("way", ["smtp", "eml"])
def test_ctrl_c_says_where_it_is_noted_what_was_done(
    way: str, provider: Repository, server: tuple[Box, int], monkeypatch: pytest.MonkeyPatch
) -> None:
    def stop(*_: object) -> None:
        raise KeyboardInterrupt

    box, port = server
    if way == "smtp":
        # Between two letters; Python itself sleeps a moment while git ends.
        monkeypatch.setattr("badgesite.cli.notify.time", SimpleNamespace(sleep=stop))
        ran = notify(provider, port)
        assert journal(provider) == ["begun", "sent"]
        assert len(box.taken) == 1
    else:
        note = Journal.note
        noted = iter([note])
        monkeypatch.setattr(Journal, "note", lambda *given: next(noted, stop)(*given))
        ran = provider.run("notify", "--eml", "letters")
        assert journal(provider) == ["written"]
    assert ran.code == 130
    assert ran.err.splitlines()[-1].startswith("stopped: what was done is noted in notified.csv")


def test_a_server_that_is_not_there_is_told_in_a_sentence(provider: Repository) -> None:
    ran = notify(provider, 9)
    assert ran.code == 1
    assert "the mail server could not be reached" in ran.err
    assert "Traceback" not in ran.said
    assert not (provider.root / "notified.csv").exists()


# ------------------------------------------------------------------ encryption and passwords
@pytest.fixture
def secured(certificate: Path) -> Iterator[tuple[Box, int]]:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate)

    def check(server, session, envelope, mechanism: str, data: object) -> AuthResult:
        good = isinstance(data, LoginPassword) and data.password == b"open"
        return AuthResult(success=good, handled=False)

    yield from serving(
        Box(), tls_context=context, require_starttls=True, authenticator=check, auth_required=True
    )


def test_starttls_with_user_and_password(
    provider: Repository, secured: tuple[Box, int], certificate: Path
) -> None:
    box, port = secured
    user = {"BADGESITE_SMTP_USER": "harbour"}
    trusted = ("--smtp-ca", str(certificate))
    ran = notify(provider, port, *trusted, **user, BADGESITE_SMTP_PASSWORD="wrong")
    assert ran.code == 1
    assert "does not know this user or password" in ran.err
    assert "wrong" not in ran.said
    ran = notify(provider, port, **user, BADGESITE_SMTP_PASSWORD="open")
    assert ran.code == 1
    assert "certificate" in ran.err
    assert box.taken == []
    ran = notify(provider, port, *trusted, **user, BADGESITE_SMTP_PASSWORD="open")
    assert ran.code == 0, ran.said
    assert len(box.taken) == 4


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (("--smtp", "mail.example.org"), "not given as an address"),
        (("--smtp", "https://mail.example.org"), "not given as an address"),
        (("--smtp", "smtp://localhost:1", "--from", "nobody"), "is no sender"),
        (("--eml", "x", "--from", "a@b\r\nBcc: c@d"), "is no sender"),
        (("--eml", "x", "--contacts", "nowhere.csv"), "there is no file"),
    ],
)
def test_wrong_input_is_a_sentence_and_nothing_is_written(
    arguments: tuple[str, ...], says: str, provider: Repository
) -> None:
    before = digest(provider.root)
    ran = provider.run("notify", *arguments)
    assert ran.code == 1
    assert says in ran.err
    assert digest(provider.root) == before


def test_without_addresses_there_is_nobody_to_write_to(provider: Repository) -> None:
    (provider.root / "contacts.csv").unlink()
    ran = provider.run("notify")
    assert ran.code == 1
    assert "badgesite import" in ran.err


# ------------------------------------------------------------------ the journal
@pytest.mark.parametrize(
    ("data", "says"),
    [
        (b"hash,state,on\nabc,seen,2026-06-01\n", "notified.csv:2: this line says nothing"),
        (b"hash,state,on\nabc", "notified.csv:2: this line says nothing"),
        (b"hash,state,on\n\xff,sent,2026-06-01\n", "notified.csv cannot be read"),
    ],
)
def test_nothing_is_sent_by_a_journal_that_is_damaged(
    provider: Repository, server: tuple[Box, int], data: bytes, says: str
) -> None:
    box, port = server
    (provider.root / "notified.csv").write_bytes(data)
    ran = notify(provider, port)
    assert ran.code == 1
    assert says in ran.err
    assert box.taken == []
    assert (provider.root / "notified.csv").read_bytes() == data


def test_a_journal_that_was_saved_without_its_last_newline_is_gone_on_with(tmp_path: Path) -> None:
    path = tmp_path / "notified.csv"
    path.write_text("hash,state,on\nabc,sent,2026-06-01")
    Journal(path).note("def", State.BEGUN, "2026-06-02")
    assert Journal(path).states == {"abc": State.SENT, "def": State.BEGUN}


def test_the_journal_names_nobody_and_only_grows(tmp_path: Path) -> None:
    path = tmp_path / "notified.csv"
    mark = mark_of("a salt of some length", "announce", "uuid", "a@b.example")
    Journal(path).note(mark, State.BEGUN, "2026-06-01")
    before = path.read_text()
    Journal(path).note(mark, State.SENT, "2026-06-01")
    assert path.read_text().startswith(before)
    assert Journal(path).states == {mark: State.SENT}
    assert mark != mark_of("another salt of some length", "announce", "uuid", "a@b.example")
    assert "example" not in path.read_text()


# ------------------------------------------------------------------ rate, pause, and giving up
class Answering:
    """A server that answers each address by what is written for it, the last for good."""

    def __init__(self, **replies: list[Reply]) -> None:
        self.replies = replies

    def send(self, sender: str, to: str, data: bytes, begin: Callable[[], None]) -> Answer:
        waiting = self.replies[to.partition("@")[0]]
        reply = waiting.pop(0) if len(waiting) > 1 else waiting[0]
        if reply not in (Reply.GONE, Reply.NEVER):
            begin()
        return Answer(reply, str(reply))


def posted(folder: Path, server: Answering, *names: str) -> tuple[Posted, list[float]]:
    letters = [
        Letter(name, f"{name}@people.example", name, "a badge", "Yours", "Text", "<p>", b"")
        for name in names
    ]
    sender = Sender("Guild", "guild@people.example")
    how = Post(sender, datetime(2026, 6, 1, tzinfo=UTC), "2026-06-01", rate=30, tries=3, pause=300)
    waited: list[float] = []
    done = post(letters, how, server, Journal(folder / "notified.csv"), waited.append)
    return done, waited


def test_who_asks_to_come_later_is_tried_again_after_a_pause(tmp_path: Path) -> None:
    server = Answering(
        ann=[Reply.LATER, Reply.TAKEN], ben=[Reply.TAKEN], cat=[Reply.LATER], dan=[Reply.NEVER]
    )
    done, waited = posted(tmp_path, server, "ann", "ben", "cat", "dan")
    assert [each.name for each in done.sent] == ["ben", "ann"]
    assert [each.name for each, _ in done.later] == ["cat"]
    assert [each.name for each, _ in done.refused] == ["dan"]
    assert (done.left, done.unsure, done.stopped) == ((), (), "")
    assert waited == [2, 2, 2, 300, 2, 2, 300, 2]
    states = Journal(tmp_path / "notified.csv").states
    assert states == {"ann": State.SENT, "ben": State.SENT, "cat": State.REFUSED}


def test_nothing_is_sent_that_cannot_be_noted(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(_: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("badgesite.notifying.journal.os.fsync", full)
    server = Answering(ann=[Reply.TAKEN, Reply.LATER])
    with pytest.raises(BadgesiteError, match=r"cannot write notified\.csv: No space left"):
        posted(tmp_path, server, "ann")


@pytest.mark.parametrize(
    ("url", "port"),
    [
        ("smtps://mail.example.org", 465),
        ("smtp://mail.example.org", 587),
        ("smtp://mail.example.org:2525", 2525),
    ],
)
def test_a_server_without_a_port_has_that_of_its_kind(url: str, port: int) -> None:
    assert server_of(url, "user", "secret").port == port


def test_a_server_out_of_reach_three_times_in_a_row_ends_the_run(tmp_path: Path) -> None:
    gone = {name: [Reply.GONE] for name in ("ann", "ben", "dan", "eve", "fay", "gus")}
    done, _ = posted(
        tmp_path,
        Answering(**gone, cat=[Reply.TAKEN]),
        "ann",
        "ben",
        "cat",
        "dan",
        "eve",
        "fay",
        "gus",
    )
    assert [each.name for each in done.sent] == ["cat"]
    assert [each.name for each in done.left] == ["ann", "ben", "dan", "eve", "fay", "gus"]
    assert (done.later, done.stopped) == ((), "gone")
