"""Keys are replaced without loss, ended without a lost address, and may lie in another program."""

import base64
import csv
import io
import json
import shlex
import shutil
import stat
import sys
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from badgesite import surroundings
from badgesite.canonical import public_key_multibase
from badgesite.signing import new_key, with_compromised, with_new_key
from repositories import PUBLIC_URL, Repository, copied, digest

SIGNER = """\
import sys
from pathlib import Path
from cryptography.hazmat.primitives.serialization import load_pem_private_key

key = load_pem_private_key(Path({pem!r}).read_bytes(), None)
data = bytes.fromhex(sys.stdin.read())
assert len(data) == 64
Path({log!r}).open("a").write("signed\\n")
print(key.sign(data).hex())
"""


@pytest.fixture(scope="module")
def own(tmp_path_factory: pytest.TempPathFactory) -> Repository:
    """A provider with a key of its own and a register signed by it; no site. Never changed."""
    made = copied(tmp_path_factory, tmp_path_factory.mktemp("own"), built=False)
    (made.root / "content/register.csv").unlink()
    assert made.run("key", "new").code == 0
    assert made.run("register").code == 0
    return made


@pytest.fixture
def provider(own: Repository, tmp_path: Path) -> Repository:
    """A copy of it."""
    return Repository(Path(shutil.copytree(own.root, tmp_path / "provider")))


def register(provider: Repository) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(provider.read("register.csv"))))


def keys(provider: Repository) -> list[Path]:
    return sorted((provider.root / "keys").glob("*.pem"))


def verdict(provider: Repository, file: Path) -> str:
    ran = provider.run("verify", "--json", "--site", "site", file)
    return str(json.loads(ran.out)["verdict"])


def signed(provider: Repository) -> dict[str, bytes]:
    return {path.parent.name: path.read_bytes() for path in provider.credentials()}


# ------------------------------------------------------------------ rotation
def test_a_replaced_key_changes_no_credential_by_a_byte(provider: Repository) -> None:
    provider.build()
    before, (old,) = signed(provider), keys(provider)
    ran = provider.run("key", "rotate", "--reason", "once a year")
    assert ran.code == 0, ran.said
    assert ran.out.startswith("BADGESITE_KEY=")
    old.unlink()
    provider.run("award", "may", "rope", "--on", "2026-06-01")
    assert provider.run("check", "--strict").code == 0
    provider.build()
    after = signed(provider)
    assert {uuid: after[uuid] for uuid in before} == before
    assert len(after) == len(before) + 1
    assert {verdict(provider, path) for path in provider.credentials()} <= {"genuine", "revoked"}
    page = (provider.site / "keys/index.html").read_text()
    assert "once a year" in page
    assert page.count("Retired") == 1


def forget_signatures(provider: Repository) -> None:
    rows = register(provider)
    bare = [{**row, "signed_by": "", "proof": ""} for row in rows]
    text = io.StringIO()
    table = csv.DictWriter(text, list(rows[0]), lineterminator="\n")
    table.writeheader()
    table.writerows(bare)
    provider.write("register.csv", text.getvalue())


def test_what_a_lost_key_signed_unrecorded_is_signed_again_and_copies_stay_valid(
    provider: Repository,
) -> None:
    forget_signatures(provider)
    provider.build()
    (old,) = keys(provider)
    uuid = provider.uuid_of("grace", "rope")
    before, copy = signed(provider)[uuid], provider.root / "copy.json"
    copy.write_bytes(before)
    old.unlink()
    ran = provider.run("key", "rotate")
    assert "no signature is recorded and the old key is not here" in ran.out
    provider.build()
    assert signed(provider)[uuid] != before
    assert verdict(provider, copy) == "genuine"


def test_signatures_that_the_register_lacks_are_recorded_before_the_key_goes(
    provider: Repository,
) -> None:
    forget_signatures(provider)
    provider.build()
    before, (old,) = signed(provider), keys(provider)
    ran = provider.run("key", "rotate")
    assert "lines added" in ran.out
    old.unlink()
    provider.build()
    assert signed(provider) == before


@pytest.mark.parametrize("first", ["the example key", "the own key"])
def test_what_was_signed_here_and_is_published_elsewhere_changes_by_no_byte(
    tmp_path_factory: pytest.TempPathFactory, tmp_path: Path, first: str
) -> None:
    """The register begins at a localhost address, as a newcomer's does."""
    made = copied(tmp_path_factory, tmp_path, built=False)
    (made.root / "content/register.csv").unlink()
    steps = [("register",), ("key", "new")]
    for step in steps if first == "the example key" else reversed(steps):
        assert made.run(*step).code == 0
    assert {row["signed_by"] != "" for row in register(made)} == {True}
    made.write("site.yml", made.read("site.yml").replace("http://localhost:8000", PUBLIC_URL))
    made.build()
    before, (old,) = signed(made), keys(made)
    ran = made.run("key", "rotate")
    assert "note:" not in ran.out
    old.unlink()
    made.build()
    assert signed(made) == before
    count = len(register(made))
    assert made.run("key", "rotate").code == 0
    assert len(register(made)) == count, "what is recorded already is not recorded again"


def test_a_key_that_is_replaced_before_the_address_is_set_is_told_of(provider: Repository) -> None:
    ran = provider.run("key", "rotate", "--dry-run")
    assert "note: signatures are kept for http://localhost:8000/" in ran.out


def test_without_a_key_there_is_nothing_to_replace(
    tmp_path: Path, tmp_path_factory: pytest.TempPathFactory
) -> None:
    made = copied(tmp_path_factory, tmp_path, built=False)
    before = digest(made.root)
    for verb in (("rotate",), ("compromise", "--reason", "lost")):
        ran = made.run("key", *verb)
        assert ran.code == 1
        assert "no active key" in ran.err
    assert digest(made.root) == before


def test_the_day_of_a_key_is_the_one_it_is_where_the_site_is(
    provider: Repository, monkeypatch: pytest.MonkeyPatch
) -> None:
    morning = datetime(2031, 11, 27, 20, tzinfo=UTC)  # in Auckland the 28th has begun
    monkeypatch.setattr(surroundings, "now", lambda: morning)
    provider.write("site.yml", provider.read("site.yml") + "timezone: Pacific/Auckland\n")
    for verb in (("compromise", "--reason", "stolen"), ("rotate",), ("new",)):
        ran = provider.run("key", *verb)
        assert ran.code == 0, ran.said
    text = provider.read("keys.yml")
    assert text.count("created: 2031-11-28") == 3
    assert text.count("changed: 2031-11-28") == 3
    assert "2031-11-27" not in text


# ------------------------------------------------------------------ compromise
def test_the_whole_drill(provider: Repository) -> None:
    provider.run("revoke", "grace", "boat", "--on", "2026-06-01", "--reason", "Wrong boat")
    provider.build()
    before = signed(provider)
    rows = {row["uuid"]: (row["list"], row["place"]) for row in register(provider)}
    pages = {path for path in provider.published() if path.endswith("index.html")}
    good = provider.uuid_of("grace", "crown")
    copy = provider.root / "copy.json"
    copy.write_bytes(before[good])
    assert verdict(provider, copy) == "genuine"
    (old,) = keys(provider)

    ran = provider.run("key", "compromise", "--reason", "A laptop was stolen")
    assert ran.code == 0, ran.said
    assert len(keys(provider)) == 2
    old.unlink()
    assert provider.run("check", "--strict").code == 0
    provider.build()

    after = signed(provider)
    assert set(after) == set(before)
    assert pages <= set(provider.published())
    assert all(after[uuid] != before[uuid] for uuid in before)
    verdicts = {path.parent.name: verdict(provider, path) for path in provider.credentials()}
    assert verdicts[good] == "genuine"
    assert verdicts[provider.uuid_of("grace", "boat")] == "revoked"
    assert verdict(provider, copy) not in ("genuine", "expired")
    assert {row["uuid"]: (row["list"], row["place"]) for row in register(provider)} == rows
    ids = {json.loads(data)["id"] for data in before.values()}
    assert {json.loads(data)["id"] for data in after.values()} == ids
    page = (provider.site / "keys/index.html").read_text()
    assert "A laptop was stolen" in page
    assert "no longer genuine" in page
    did = (
        json.loads((provider.site / "did.json").read_text())
        if (provider.site / "did.json").is_file()
        else json.loads((provider.site / ".well-known/did.json").read_text())
    )
    assert len(did["verificationMethod"]) == 2
    assert len(did["assertionMethod"]) == 1
    assert [m for m in did["verificationMethod"] if "revoked" in m]


def test_a_dry_run_of_either_makes_no_key(provider: Repository) -> None:
    before = digest(provider.root)
    for verb in (("rotate",), ("compromise", "--reason", "A laptop was stolen")):
        ran = provider.run("key", *verb, "--dry-run")
        assert ran.code == 0, ran.said
        assert "BADGESITE_KEY=" not in ran.said
        assert digest(provider.root) == before


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (("compromise", "--reason", "x", "--on", "2999-01-01"), "is not between"),
        (("compromise", "--reason", "x", "--key", "z6MkNone"), "does not list"),
        (("rotate", "--public", "z6MkNone"), "is not a public Ed25519 key"),
        (("new", "--public", "../x"), "is not a public Ed25519 key"),
    ],
)
def test_wrong_input_changes_nothing(
    arguments: tuple[str, ...], says: str, provider: Repository
) -> None:
    before = digest(provider.root)
    ran = provider.run("key", *arguments)
    assert ran.code == 1
    assert says in ran.err
    assert digest(provider.root) == before


def test_comments_and_other_keys_stay_when_one_is_ended() -> None:
    one, two = new_key().multibase, new_key().multibase
    text = with_new_key("", one, date(2025, 1, 1))
    text = with_new_key(text, two, date(2026, 1, 1), "once a year").replace(
        f"  - multibase: {one}", f"  # our first\n  - multibase: {one}  # on the old laptop"
    )
    ended = with_compromised(text, one, date(2026, 2, 1), 'Somebody said: "mine"')
    assert "# our first" in ended
    assert "# on the old laptop" in ended
    assert ended.count("state: compromised") == 1
    assert 'reason: "Somebody said: \\"mine\\""' in ended
    assert text.split(two)[1] == ended.split(two)[1]


# ------------------------------------------------------------------ a signer of its own
@pytest.fixture
def signer(tmp_path: Path) -> tuple[str, str, Path]:
    """A program that holds a key: its command line, the public half, the log of its signatures."""
    made, log = new_key(), tmp_path / "signed.log"
    (tmp_path / "held.pem").write_bytes(made.pem)
    program = tmp_path / "signer.py"
    program.write_text(SIGNER.format(pem=str(tmp_path / "held.pem"), log=str(log)))
    log.write_text("")
    return shlex.join([sys.executable, str(program)]), made.multibase, log


def test_a_signer_command_signs_and_is_asked_for_what_is_new(
    provider: Repository, signer: tuple[str, str, Path]
) -> None:
    command, public, log = signer
    assert provider.run("key", "rotate", "--public", public).code == 0
    for key in keys(provider):
        key.unlink()
    provider.append("awards/2026.csv", "may,rope,2026-06-01,,\n")
    ran = provider.run("register", "--signer-command", command)
    assert ran.code == 0, ran.said
    assert register(provider)[-1]["signed_by"] == public
    assert 1 <= len(log.read_text().splitlines()) <= 2  # once more where a shape is compared
    log.write_text("")
    assert provider.run("build", "--signer-command", command).code == 0
    uuid = provider.uuid_of("may", "rope")
    assert verdict(provider, provider.site / "credentials" / uuid / "credential.json") == "genuine"
    status_lists_and_transcripts = len(log.read_text().splitlines())
    assert status_lists_and_transcripts <= 6
    assert provider.run("build", "--signer-command", command).code == 0
    assert len(log.read_text().splitlines()) == status_lists_and_transcripts


WRONG_SIGNERS = {
    "another key": ("", "signs with another key"),
    "no program": ("no-such-program", "cannot be run"),
    "an open quote": ("sign 'x", "cannot be read"),
    "words": ("echo hello", "did not answer with 128 hexadecimal digits"),
    "a failure": ("false", "failed (exit code 1)"),
    "too much": ("yes 00", "did not answer"),
}


@pytest.mark.parametrize("name", [each for each in WRONG_SIGNERS if each != "too much"])
def test_a_signer_that_does_not_sign_is_told_in_a_sentence(
    name: str, provider: Repository, signer: tuple[str, str, Path]
) -> None:
    command, says = WRONG_SIGNERS[name]
    before = digest(provider.root)
    ran = provider.run("build", "--signer-command", command or signer[0])
    assert ran.code == 1
    assert says in ran.err, ran.said
    assert "Traceback" not in ran.said
    assert digest(provider.root) == before


# ------------------------------------------------------------------ previews
@pytest.mark.parametrize(
    "host",
    [
        {"NETLIFY": "true", "CONTEXT": "deploy-preview"},
        {"NETLIFY": "true", "CONTEXT": "branch-deploy"},
        {"CF_PAGES": "1", "CF_PAGES_BRANCH": "some-change"},
        {"GITHUB_ACTIONS": "true", "GITHUB_EVENT_NAME": "pull_request"},
        {"GITHUB_ACTIONS": "true", "GITHUB_EVENT_NAME": "pull_request_target"},
        {"GITLAB_CI": "true", "CI_PIPELINE_SOURCE": "merge_request_event"},
    ],
    ids=lambda host: "-".join(host.values()),
)
def test_a_preview_of_a_change_is_never_signed(host: dict[str, str], provider: Repository) -> None:
    ran = provider.run("build", "--base-url", PUBLIC_URL, environment=host)
    assert ran.code == 0, ran.said
    assert "preview, unsigned" in ran.out
    assert provider.credentials() == []


def test_keys_that_were_made_are_for_their_owner_only(provider: Repository) -> None:
    provider.run("key", "compromise", "--reason", "A laptop was stolen")
    assert {stat.S_IMODE(path.stat().st_mode) for path in keys(provider)} == {0o600}


# ------------------------------------------------------------------ the public half
def public_halves() -> dict[str, tuple[str, bytes]]:
    made = Ed25519PrivateKey.generate().public_key()
    kinds = {
        "pem": made.public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo),
        "der": made.public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo),
        "base64": base64.b64encode(made.public_bytes_raw()) + b"\n",
    }
    multibase = public_key_multibase(made.public_bytes_raw())
    return {kind: (multibase, data) for kind, data in kinds.items()}


@pytest.mark.parametrize("kind", ["pem", "der", "base64"])
def test_a_public_half_is_taken_from_a_file_as_signers_write_it(
    kind: str, provider: Repository
) -> None:
    multibase, data = public_halves()[kind]
    (provider.root / "half").write_bytes(data)
    ran = provider.run("key", "rotate", "--public", "half")
    assert ran.code == 0, ran.said
    assert multibase in provider.read("keys.yml")


def test_a_file_that_is_no_public_half_is_refused(provider: Repository) -> None:
    p256 = ec.generate_private_key(ec.SECP256R1()).public_key()
    for data in (
        p256.public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo),
        new_key().pem,
        b"",
        b"A" * 44,
        b"\xff" * 44,
    ):
        (provider.root / "half").write_bytes(data)
        before = digest(provider.root)
        ran = provider.run("key", "new", "--public", "half")
        assert (ran.code, "Traceback" in ran.said) == (1, False), data
        assert "no public Ed25519 key" in ran.err
        assert digest(provider.root) == before
