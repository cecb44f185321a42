"""What other programs, hosts and people rely on, stated as a buyer would try it."""

import base64
import gzip
import json
import re
import subprocess
from datetime import date, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from repositories import Repository, copied


@pytest.fixture
def provider(tmp_path: Path, tmp_path_factory: pytest.TempPathFactory) -> Repository:
    """A registered provider whose pictures are drawn already; no site."""
    return copied(tmp_path_factory, tmp_path, built=False)


def verdicts(provider: Repository) -> dict[tuple[str, str], str]:
    """Return the verdict of every published credential, by learner's name and badge's id."""
    lines = provider.run("verify", "--json", "--site", "site", *provider.credentials()).out
    found = {}
    for report in map(json.loads, lines.splitlines()):
        document = json.loads(Path(report["file"]).read_bytes())
        (name,) = (each["identityHash"] for each in document["credentialSubject"]["identifier"])
        badge = document["credentialSubject"]["achievement"]["id"].split("/")[-2]
        found[name, badge] = report["verdict"]
    return found


def set_places(provider: Repository) -> set[int]:
    """Return the places of the first status list whose bit is set."""
    document = json.loads((provider.site / "status/1.json").read_bytes())
    text = document["credentialSubject"]["encodedList"].removeprefix("u")
    data = gzip.decompress(base64.urlsafe_b64decode(text + "=" * (-len(text) % 4)))
    return {place for place in range(len(data) * 8) if data[place // 8] >> (7 - place % 8) & 1}


# ------------------------------------------------------------------ days
def test_an_award_of_a_day_to_come_is_not_yet_valid_and_blinds_no_other(
    provider: Repository,
) -> None:
    provider.append("awards/2026.csv", "may,rope,2999-01-01,,\n")
    assert provider.run("build").code == 0
    found = verdicts(provider)
    assert found.pop(("May Moss", "rope")) == "not-yet-valid"
    assert set(found.values()) == {"genuine", "revoked"}


def test_an_award_of_a_year_that_nobody_means_is_told(provider: Repository) -> None:
    far, soon = (date.today() + timedelta(days=days) for days in (400, 300))
    provider.append("awards/2026.csv", f"may,rope,2062-01-01,,\nmay,boat,{far},,\n")
    provider.append("awards/2026.csv", f"henry,rope,{soon},,\n")
    told = provider.run("check")
    assert told.code == 0
    assert "awards/2026.csv:7: warning: 'rope' of 'may' is dated 2062-01-01, more" in told.said
    assert "correct the day before it is recorded" in told.said
    assert told.said.count("more than a year to come") == 2
    provider.append("awards/2026.csv", "may,rope,1926-03-02,,\nhenry,boat,1970-01-02,,\n")
    told = provider.run("check")
    assert told.code == 0
    assert "awards/2026.csv:10: warning: 'rope' of 'may' is dated 1926-03-02, long ago" in told.said
    assert told.said.count("long ago") == 1
    assert provider.run("check", "--strict").code == 1


def test_what_is_to_come_is_shown_as_current_and_latest_from_its_day_on(
    provider: Repository,
) -> None:
    provider.append("awards/2026.csv", "grace,crown,2999-01-01,,\n")
    assert provider.run("build").code == 0
    backpack = (provider.site / "learners/grace-darling/index.html").read_text("utf-8")
    assert '<span class="chip" data-from="2999-01-01">' in backpack
    home = (provider.site / "index.html").read_text("utf-8")
    assert '<li data-from="2999-01-01">' in home


def revoked_on(provider: Repository, day: date, zone: str) -> int:
    """Return how a build ends when grace's badge is revoked on this day."""
    provider.append("site.yml", f"timezone: {zone}\n")
    provider.append("revocations.csv", f"grace,boat,2026-03-08,{day},revoked,in error\n")
    return provider.run("build").code


@pytest.mark.parametrize("zone", ["Pacific/Kiritimati", "UTC", "Pacific/Pago_Pago"])
def test_a_withdrawal_of_today_counts_at_once_in_every_zone(
    zone: str, provider: Repository
) -> None:
    assert revoked_on(provider, datetime.now(ZoneInfo(zone)).date(), zone) == 0
    found = verdicts(provider)
    assert found.pop(("Grace Darling", "boat")) == "revoked"
    assert found.pop(("Grace Darling", "rope")) == "genuine"


@pytest.mark.parametrize("zone", ["Pacific/Kiritimati", "UTC", "Pacific/Pago_Pago"])
def test_a_withdrawal_of_a_day_to_come_is_a_mistake(zone: str, provider: Repository) -> None:
    tomorrow = datetime.now(ZoneInfo(zone)).date() + timedelta(days=1)
    assert revoked_on(provider, tomorrow, zone) == 1
    assert not provider.site.exists()


def test_an_award_of_today_is_valid_today_in_sydney(provider: Repository) -> None:
    today = datetime.now(ZoneInfo("Australia/Sydney")).date()
    provider.append("site.yml", "timezone: Australia/Sydney\n")
    provider.append("awards/2026.csv", f"may,rope,{today},,\n")
    assert provider.run("build").code == 0
    assert verdicts(provider)["May Moss", "rope"] == "genuine"
    (steps,) = [
        each["steps"]
        for each in json.loads(provider.run("progress", "--json").out)
        if each["learner"] == "may"
    ]
    assert {"step": "rope", "state": "earned"} in steps


# ------------------------------------------------------------------ the register
def test_what_vanished_is_named_because_it_is_withdrawn(provider: Repository) -> None:
    provider.write(
        "awards/2026.csv",
        "\n".join(
            line
            for line in provider.read("awards/2026.csv").splitlines()
            if "henry,rope" not in line
        ),
    )
    said = "'rope' of 'henry' (2026-03-02) is no longer in content/"
    checked = provider.run("check")  # before it is done, and it stops nobody
    assert (checked.code, said in checked.err) == (0, True)
    ran = provider.run("build")
    assert ran.code == 0
    assert f"register.csv:7: {said}" in ran.err
    assert len(set_places(provider)) == 2


@pytest.mark.parametrize("reason", ["", "  ", "\n", "a\u0007b", "x" * 1_001])
def test_a_reason_that_the_register_could_not_be_read_with_is_wrong_usage(
    reason: str, provider: Repository
) -> None:
    provider.write("badges/rope.md", provider.read("badges/rope.md").replace("Do it.", "Do more."))
    before = provider.read("register.csv")
    ran = provider.run("register", "--reissue", reason)
    assert ran.code == 2
    assert provider.read("register.csv") == before


def test_a_reason_of_two_lines_stands_on_one(provider: Repository) -> None:
    provider.write("badges/rope.md", provider.read("badges/rope.md").replace("Do it.", "Do more."))
    assert provider.run("register", "--reissue", 'it was "too\nshort", they said').code == 0
    assert provider.read("register.csv").endswith(',"it was ""too short"", they said",\n')
    assert provider.run("check", "--strict").code == 0


def test_a_register_of_its_four_first_columns_keeps_its_uuids_and_is_completed(
    provider: Repository,
) -> None:
    full = provider.read("register.csv")
    four = [",".join(line.split(",")[:4]) for line in full.splitlines()]
    provider.write("register.csv", "\n".join(four) + "\n")
    assert provider.run("build").code == 0
    assert "not in the register" in provider.run("check").err
    assert provider.run("register").code == 0
    said = provider.read("register.csv").splitlines()
    assert [line.rstrip(",") for line in said[1 : len(four)]] == four[1:]
    assert sorted(said[len(four) :]) == sorted(full.splitlines()[1:])
    assert provider.run("build", "--strict").code == 0


def test_an_award_of_a_short_line_that_vanished_is_withdrawn(provider: Repository) -> None:
    provider.append("awards/2026.csv", "may,rope,2026-06-01,,\n")
    uuid = provider.uuid_of("may", "rope")
    provider.write("awards/2026.csv", provider.read("awards/2026.csv").rpartition("may,")[0])
    provider.append("register.csv", f"{uuid},may,rope,2026-06-01,,,,,,,,\n")
    assert provider.run("build").code == 0
    assert (provider.site / f"credentials/{uuid}/withdrawn.json").is_file()
    assert not (provider.site / f"credentials/{uuid}/credential.json").exists()
    assert len(set_places(provider)) == 2


def test_a_register_with_crlf_and_a_byte_order_mark_keeps_them(provider: Repository) -> None:
    before = "\ufeff" + provider.read("register.csv").replace("\n", "\r\n")
    provider.write("register.csv", before)
    provider.append("awards/2026.csv", "may,rope,2026-06-01,,\n")
    assert provider.run("register").code == 0
    after = (provider.root / "content/register.csv").read_bytes().decode()
    assert after.startswith(before)
    assert after.count("\r\n") == after.count("\n") == before.count("\n") + 1


# ------------------------------------------------------------------ problems
def test_a_light_brand_colour_is_told_and_stops_no_strict_build(provider: Repository) -> None:
    provider.append("site.yml", 'brand:\n  colour: "#ffee00"\n')
    ran = provider.run("build", "--strict")
    assert ran.code == 0
    assert ran.err.count("note: the brand colour #ffee00 was darkened") == 1


def test_inside_github_problems_are_told_in_words_too(provider: Repository) -> None:
    provider.append("awards/2026.csv", "may,rop,2026-01-01,,\n")
    ran = provider.run("check", "--format", "github")
    assert ran.out.startswith("::error file=content/awards/2026.csv,line=7")
    assert "content/awards/2026.csv:7: no badge is called 'rop'\n    did you mean" in ran.err


# ------------------------------------------------------------------ secrets
def test_check_refuses_a_private_key_that_git_tracks(provider: Repository) -> None:
    assert provider.run("key", "new").code == 0
    (key,) = (provider.root / "keys").glob("*.pem")
    for command in (("init", "-q"), ("add", "--all", "--force")):
        subprocess.run(["git", *command], cwd=provider.root, check=True, capture_output=True)
    ran = provider.run("check")
    assert ran.code == 1
    assert f"keys/{key.name}:1: git tracks this file, and a private key stands in it" in ran.err
    assert key.read_text("utf-8").splitlines()[1] not in ran.said
    command = ["git", "rm", "-q", "--cached", f"keys/{key.name}"]
    subprocess.run(command, cwd=provider.root, check=True)
    assert provider.run("check").code == 0


def test_check_refuses_what_the_build_of_a_signed_site_refuses(provider: Repository) -> None:
    provider.write("badges/rope.md", provider.read("badges/rope.md").replace("Do it.", "Do more."))
    assert provider.run("check").code == 0  # the example key publishes for nobody
    assert provider.run("key", "new").code == 0
    assert [provider.run(each).code for each in ("check", "build")] == [1, 1]
    assert provider.run("register", "--reissue", "said more clearly").code == 0
    assert [provider.run(each).code for each in ("check", "build")] == [0, 0]


def test_a_key_that_is_not_here_is_named_and_what_it_signed_is_missed(provider: Repository) -> None:
    assert provider.run("key", "new").code == 0
    assert provider.run("build").code == 0
    (provider.root / "keys").rename(provider.root / "elsewhere")
    (provider.root / "keys.example").rename(provider.root / "no-example")
    ran = provider.run("build")
    assert ran.code == 0
    assert re.search(r"preview, unsigned: the key z6Mk\w{8}… is not here \(put its file", ran.out)
    assert re.search(r"warning: \d+ signed credentials left site/.*do not publish it", ran.err)
    ran = provider.run("build", "--require-key")
    assert (ran.code, "the active key of content/keys.yml is not here" in ran.err) == (1, True)
    assert "put its file into keys/, or set BADGESITE_KEY" in ran.err
