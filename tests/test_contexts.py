"""The contexts are the published ones, and nothing else is loaded."""

import hashlib
import shutil

import pytest

from badgesite import contexts
from badgesite.canonical import expand, nquads
from badgesite.errors import CanonicalError
from badgesite.package_files import built_folder


@pytest.mark.parametrize(
    ("url", "sha256"),
    [
        (
            contexts.CREDENTIALS_V2,
            "59955ced6697d61e03f2b2556febe5308ab16842846f5b586d7f1f7adec92734",
        ),
        (contexts.OPEN_BADGES, "3d34f4d4ef1bce691106e63798beb5e7b862ba841423f5ee1e53ab7ddf3bca84"),
    ],
)
def test_what_we_sign_with_are_the_published_bytes(url: str, sha256: str) -> None:
    assert hashlib.sha256(contexts.context_bytes(url)).hexdigest() == sha256


@pytest.mark.parametrize("url", sorted(contexts.digests()))
def test_every_context_comes_with_the_package(url: str) -> None:
    assert "@context" in contexts.document(url)


def test_a_changed_file_is_not_used(tmp_path) -> None:
    name = contexts.digests()[contexts.CREDENTIALS_V2]["file"]
    shutil.copy(built_folder() / "contexts" / name, tmp_path / name)
    assert contexts.context_bytes(contexts.CREDENTIALS_V2, tmp_path)
    with (tmp_path / name).open("ab") as file:
        file.write(b" ")
    with pytest.raises(CanonicalError, match="is not the one we know"):
        contexts.context_bytes(contexts.CREDENTIALS_V2, tmp_path)


def test_a_missing_file_is_said_to_be_missing(tmp_path) -> None:
    with pytest.raises(CanonicalError, match="is missing"):
        contexts.context_bytes(contexts.CREDENTIALS_V2, tmp_path)


@pytest.mark.parametrize(
    "context",
    [
        ["https://www.w3.org/ns/credentials/examples/v2"],
        [contexts.CREDENTIALS_V2, {"name": "https://example.org/name"}],
        [contexts.CREDENTIALS_V2, ["https://example.org/"]],
        contexts.CREDENTIALS_V2,
        [],
        None,
    ],
)
def test_a_context_from_elsewhere_is_refused_without_asking_for_it(context: object) -> None:
    document = {"@context": context, "id": "urn:x:1", "type": ["VerifiableCredential"]}
    for step in (nquads, expand):
        with pytest.raises(CanonicalError, match="contexts"):
            step(document)
