"""Private keys are found, made and written safely, and never shown."""

import base64
import copy
import pickle
import re
import stat
import traceback
from datetime import date
from pathlib import Path

import pytest
import yaml
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat

from badgesite import signing
from badgesite.canonical import digest
from badgesite.errors import CanonicalError, KeyFileError
from badgesite.model import KeyState, PublicKey
from badgesite.signing import NewKey, SigningKey, find_key, new_key, read_key, with_new_key
from issued import ROOT, example_key

LOCAL, PUBLIC = "http://localhost:8000/", "https://badges.example.org/"
DAY = date(2026, 1, 1)


def listed(key: NewKey, state: KeyState = KeyState.ACTIVE, created: date = DAY) -> PublicKey:
    return PublicKey(key.multibase, created, state)


def found(tmp_path: Path, base: str = LOCAL, *keys: PublicKey, **environment: str):
    return find_key(environment, tmp_path / "keys", ROOT / "keys.example", base, keys)


# ------------------------------------------------------------------ where a key is found
def test_the_environment_comes_before_the_folder_and_the_folder_before_the_example(
    tmp_path: Path,
) -> None:
    one, two = new_key(), new_key()
    keys = (listed(one), listed(two, created=date(2025, 1, 1)))
    assert found(tmp_path, LOCAL, *keys).kind == "example"
    signing.write_private(tmp_path / "keys", two)
    assert found(tmp_path, LOCAL, *keys).key.multibase == two.multibase
    from_environment = found(tmp_path, LOCAL, *keys, BADGESITE_KEY=one.variable)
    assert from_environment.key.multibase == one.multibase
    assert from_environment.kind == "real"


def test_of_two_active_keys_in_the_folder_the_newest_signs(tmp_path: Path) -> None:
    old, new = new_key(), new_key()
    for each in (old, new):
        signing.write_private(tmp_path / "keys", each)
    keys = (listed(new, created=date(2026, 2, 1)), listed(old))
    assert found(tmp_path, PUBLIC, *keys).key.multibase == new.multibase
    retired = (listed(new, KeyState.RETIRED), listed(old))
    assert found(tmp_path, PUBLIC, *retired).key.multibase == old.multibase


@pytest.mark.parametrize("base", ["http://localhost:8000/", "http://127.0.0.1:8000/"])
def test_the_example_key_signs_on_this_machine(tmp_path: Path, base: str) -> None:
    assert found(tmp_path, base).kind == "example"
    assert found(tmp_path, base).key == example_key()


@pytest.mark.parametrize("base", [PUBLIC, "https://localhost.example.org/"])
def test_the_example_key_signs_nowhere_else(tmp_path: Path, base: str) -> None:
    assert found(tmp_path, base).key is None
    assert found(tmp_path, base).kind is None


def test_the_example_key_is_refused_as_a_key_of_one_s_own(tmp_path: Path) -> None:
    text = (ROOT / "keys.example/example.pem").read_text()
    with pytest.raises(KeyFileError, match=r"not in content/keys\.yml"):
        found(tmp_path, PUBLIC, BADGESITE_KEY=text)


@pytest.mark.parametrize("state", [None, KeyState.RETIRED, KeyState.COMPROMISED])
def test_a_key_that_is_not_active_in_the_content_signs_nothing(
    tmp_path: Path, state: KeyState | None
) -> None:
    key = new_key()
    keys = () if state is None else (listed(key, state),)
    message = r"not in content/keys\.yml" if state is None else f"is {state} and signs no more"
    with pytest.raises(KeyFileError, match=message):
        found(tmp_path, LOCAL, *keys, BADGESITE_KEY=key.variable)
    signing.write_private(tmp_path / "keys", key)
    with pytest.raises(KeyFileError, match=message):
        found(tmp_path, LOCAL, *keys)


def test_a_file_that_holds_another_key_than_its_name_says_is_the_one_that_is_told(
    tmp_path: Path,
) -> None:
    active, other = new_key(), new_key()
    signing.write_private(tmp_path / "keys", other)
    written = tmp_path / "keys" / f"{other.multibase}.pem"
    (tmp_path / "keys" / f"{active.multibase}.pem").write_bytes(written.read_bytes())
    written.rename(tmp_path / "keys" / "0.pem")
    with pytest.raises(KeyFileError, match=rf"'keys/{active.multibase}\.pem' is not in"):
        found(tmp_path, PUBLIC, listed(active))


def test_a_build_of_what_nobody_has_accepted_is_never_signed(tmp_path: Path) -> None:
    key = new_key()
    signing.write_private(tmp_path / "keys", key)
    variables = {"BADGESITE_KEY": key.variable, "BADGESITE_SIGNER_COMMAND": "./sign"}
    for base in (LOCAL, PUBLIC):
        made = found(tmp_path, base, listed(key), **variables, BADGESITE_PREVIEW="1")
        assert (made.key, made.kind) == (None, None)


def test_an_empty_variable_is_no_key(tmp_path: Path) -> None:
    assert found(tmp_path, PUBLIC, BADGESITE_KEY=" \n").key is None


# ------------------------------------------------------------------ the forms of a key
def test_a_key_is_taken_in_every_form_in_which_hosts_keep_it() -> None:
    key = new_key()
    pem = key.pem.decode()
    forms = [
        pem,
        pem.replace("\n", "\r\n"),
        pem.replace("\n", "\\n"),
        key.variable,
        "  " + key.variable[:30] + "\n" + key.variable[30:] + "\n",
        key.pem,
    ]
    assert {read_key(form, None, "a test").multibase for form in forms} == {key.multibase}
    pasted = f"BADGESITE_KEY={key.variable}"  # the line as `key new` prints it
    assert read_key(pasted, None, "a test").multibase == key.multibase


def test_an_encrypted_key_opens_with_its_passphrase_only(tmp_path: Path) -> None:
    key = new_key(encrypt=True)
    assert b"ENCRYPTED" in key.pem
    assert re.fullmatch(r"[a-z2-7]{26}", key.passphrase or "")
    environment = {"BADGESITE_KEY": key.variable}
    with pytest.raises(KeyFileError, match="is encrypted"):
        found(tmp_path, PUBLIC, listed(key), **environment)
    with pytest.raises(KeyFileError, match="cannot be read"):
        found(tmp_path, PUBLIC, listed(key), **environment, BADGESITE_KEY_PASSPHRASE="wrong")
    environment["BADGESITE_KEY_PASSPHRASE"] = key.passphrase or ""
    assert found(tmp_path, PUBLIC, listed(key), **environment).kind == "real"


def test_a_passphrase_does_no_harm_to_a_key_without_one() -> None:
    key = new_key()
    assert read_key(key.pem, "unneeded", "a test").multibase == key.multibase


def pkcs8(private) -> bytes:
    return private.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())


@pytest.mark.parametrize(
    "text",
    [
        pkcs8(ec.generate_private_key(ec.SECP256R1())),
        pkcs8(rsa.generate_private_key(65537, 2048)),
        b"-----BEGIN PRIVATE KEY-----\nTOPSECRET\n-----END PRIVATE KEY-----\n",
        b"-----BEGIN OPENSSH PRIVATE KEY-----\nTOPSECRET\n-----END OPENSSH PRIVATE KEY-----\n",
        b"TOPSECRET",
        base64.b64encode(b"TOPSECRET"),
        b"TOPSECRET" * 5_000,
        "TOPSECRET \ud800",
        b"\xff\xfe",
    ],
)
def test_anything_else_is_refused_in_one_sentence_that_does_not_quote_it(text: bytes | str) -> None:
    with pytest.raises(KeyFileError) as caught:
        read_key(text, "TOPSECRET-passphrase", "BADGESITE_KEY")
    shown = "".join(traceback.format_exception(caught.value)) + caught.value.remedy
    assert "BADGESITE_KEY" in shown
    assert "TOPSECRET" not in shown.replace('"TOPSECRET-passphrase"', "")
    assert caught.value.__cause__ is None
    assert caught.value.__suppress_context__ or caught.value.__context__ is None


# ------------------------------------------------------------------ never shown
def secret_of(key: SigningKey) -> bytes:
    return key._private.private_bytes_raw()


def test_neither_text_nor_digest_nor_copies_hold_the_secret() -> None:
    made = new_key(encrypt=True)
    key = read_key(made.pem, made.passphrase, "a test")
    shown = f"{key!r} {key} {made!r} {made} {key.identity} {[key]} {{'key': {key!r}}}"
    assert not key.stands_in(shown.encode())
    assert made.passphrase not in shown
    assert "BEGIN" not in shown
    for send in (pickle.dumps, copy.copy, copy.deepcopy):
        with pytest.raises(TypeError, match="never"):
            send(key)
    with pytest.raises(CanonicalError):
        digest(key)


def test_a_secret_is_found_in_a_file_in_every_encoding() -> None:
    made = new_key()
    key = read_key(made.pem, None, "a test")
    raw, seed = secret_of(key), base64.b64encode
    forms = [
        raw,
        raw.hex().encode(),
        raw.hex().upper().encode(),
        seed(raw),
        seed(b"a" + raw + b"b"),
        seed(b"ab" + raw + b"bcd"),
        base64.urlsafe_b64encode(raw),
        made.pem,
        made.pem.replace(b"\n", b"\\n"),
        made.variable.encode(),
        signing.keys.base58_encode(raw).encode(),
        b"z" + signing.keys.base58_encode(b"\x80\x26" + raw).encode(),
    ]
    assert all(key.stands_in(b"<p>" + form + b"</p>") for form in forms)
    others = (new_key().pem, made.multibase.encode(), b"", bytes(10_000))
    assert not any(key.stands_in(other) for other in others)


def test_two_keys_are_equal_when_their_public_halves_are() -> None:
    made = new_key()
    one, same = (read_key(made.pem, None, "a test") for _ in range(2))
    other = SigningKey(Ed25519PrivateKey.generate())
    assert one == same
    assert hash(one) == hash(same)
    assert one.identity == same.identity != other.identity
    assert one != other


# ------------------------------------------------------------------ written
def test_a_key_is_written_for_its_owner_only_and_never_over_another(tmp_path: Path) -> None:
    key = new_key()
    path = signing.write_private(tmp_path / "keys", key)
    assert path.name == f"{key.multibase}.pem"
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert stat.S_IMODE(path.parent.stat().st_mode) == 0o700
    assert read_key(path.read_bytes(), None, "a test").multibase == key.multibase
    with pytest.raises(KeyFileError, match="is there already"):
        signing.write_private(tmp_path / "keys", key)
    assert path.read_bytes() == key.pem


def test_a_link_in_the_place_of_the_file_is_not_followed(tmp_path: Path) -> None:
    key = new_key()
    (tmp_path / f"{key.multibase}.pem").symlink_to(tmp_path / "elsewhere")
    with pytest.raises(KeyFileError):
        signing.write_private(tmp_path, key)
    assert not (tmp_path / "elsewhere").exists()


def test_the_example_key_is_one_unencrypted_ed25519_key() -> None:
    (path,) = (ROOT / "keys.example").glob("*.pem")
    assert read_key(path.read_bytes(), None, "the example").multibase.startswith("z6Mk")


# ------------------------------------------------------------------ keys.yml
def test_a_first_key_makes_a_whole_file() -> None:
    text = with_new_key("", "z6MkA", DAY)
    assert yaml.safe_load(text) == {
        "keys": [{"multibase": "z6MkA", "created": DAY, "state": "active"}]
    }


def test_a_further_key_retires_the_former_one_and_changes_no_other_line() -> None:
    before = (
        "# ours\nkeys:\n  - multibase: z6MkA   # first\n    created: 2025-01-01\n"
        "    state: active # now\n"
    )
    text = with_new_key(before, "z6MkB", DAY)
    assert text == (
        "# ours\nkeys:\n  - multibase: z6MkA   # first\n    created: 2025-01-01\n"
        "    state: retired # now\n    changed: 2026-01-01\n"
        "  - multibase: z6MkB\n    created: 2026-01-01\n    state: active\n"
    )


@pytest.mark.parametrize(
    "before",
    [
        "keys: []\n",
        "keys:\n",
        "keys:\n- multibase: z6MkA\n  created: 2025-01-01\n  state: active",
        "keys:\r\n  - state: active\r\n    multibase: z6MkA\r\n    created: 2025-01-01\r\n",
        "keys:\n    - multibase: z6MkA\n      created: 2025-01-01\n      state: 'active'\n",
        "keys:  # all\n  - multibase: z6MkA\n    created: 2025-01-01\n    state: compromised\n"
        "    changed: 2025-02-02\n\n",
    ],
)
def test_after_it_one_key_is_active_and_none_is_lost(before: str) -> None:
    old = (yaml.safe_load(before) or {}).get("keys") or []
    text = with_new_key(before, "z6MkB", DAY)
    keys = yaml.safe_load(text)["keys"]
    assert [key["multibase"] for key in keys] == [*(key["multibase"] for key in old), "z6MkB"]
    assert [key["multibase"] for key in keys if key["state"] == "active"] == ["z6MkB"]
    assert all("changed" in key for key in keys[:-1])
    assert ("\r\n" in text) == ("\r\n" in before)


@pytest.mark.parametrize(
    "before",
    [
        "- multibase: z6MkA\n",
        "keys:\n  - multibase: z6MkA\nmore: true\n",
        "keys: [{multibase: z6MkA}]\n",
        "keys:\n  - multibase: z6MkB\n",
    ],
)
def test_a_file_of_another_form_is_left_to_people(before: str) -> None:
    with pytest.raises(KeyFileError):
        with_new_key(before, "z6MkB", DAY)
