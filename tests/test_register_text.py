"""The register is read piece by piece, and comes to what reading it at once comes to."""

import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from badgesite.content import files
from badgesite.content.files import _text
from badgesite.content.notes import Notes
from badgesite.content.text import decode

LINES = st.lists(
    st.sampled_from(["", "ada", "Łukasz,1", "美咲", "\ufeff", "x" * 30, '"two']), max_size=12
)


@given(LINES, st.sampled_from(["\n", "\r\n"]), st.booleans(), st.sampled_from([16, 17, 40, 4_096]))
def test_pieces_make_the_text_that_all_bytes_make(
    lines: list[str], end: str, ends: bool, piece: int
) -> None:
    data = (end.join(lines) + (end if ends else "")).encode()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(files, "_PIECE", piece)
        read = _text(io.BytesIO(data), 10_000)
    if read is not None or all(len(line.encode()) < piece - 2 for line in lines):
        assert read == decode(data, Notes("content/register.csv"))


@pytest.mark.parametrize(
    "data",
    [
        b"uuid\n\xff\n",
        b"uuid\nBADGESITE_KEY=ABCDEFGHIJKLMNOPQRST\n",
        b"uuid\n" + b"-----BEGIN PRIVATE KEY-----",
        b"a line\n" * 20,
        b"no end" * 20,
    ],
)
def test_what_there_is_something_to_tell_of_is_left_to_whoever_reads_all_bytes(
    data: bytes, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(files, "_PIECE", 40)
    assert _text(io.BytesIO(data), 100) is None
