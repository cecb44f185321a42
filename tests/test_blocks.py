"""Blocks of bytes: the same wherever they lie, in memory or in a file without a name."""

import os
from pathlib import Path

import pytest

from badgesite import blocks
from badgesite.blocks import Block


def filled(count: int) -> Block:
    block = Block()
    for number in range(count):
        block.add(b"%08d" % number)
    return block


def same(block: Block, count: int) -> bool:
    return len(block) == 8 * count and all(
        block.read(8 * number, 8 * number + 8) == b"%08d" % number for number in range(count)
    )


def open_files() -> int:
    """Return how many files this process has open, where the system tells it."""
    told = Path("/proc/self/fd")
    return sum(1 for _ in told.iterdir()) if told.is_dir() else 0


@pytest.fixture
def small(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    """A block keeps forty bytes in memory; the folder is where its file would be seen."""
    monkeypatch.setattr(blocks, "_MOST", 40)
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    return tmp_path


def test_pieces_are_read_as_they_were_added_wherever_they_lie(small: Path) -> None:
    for count in (0, 1, 4, 5, 6, 52):
        assert same(filled(count), count)
    block = filled(52)
    block.add(b"more than is kept in memory, in one piece")
    assert block.read(52 * 8 + 5, 52 * 8 + 9) == b"than"


def test_most_of_a_large_block_is_not_in_memory_and_its_file_has_no_name(small: Path) -> None:
    before = open_files()
    block = filled(52)
    assert len(block._latest) < 40
    assert list(small.iterdir()) == []
    del block
    assert open_files() == before


def test_a_small_block_makes_no_file(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(blocks, "_without_name", lambda: pytest.fail("it made a file"))
    assert same(filled(1_000), 1_000)


def test_all_stays_in_memory_where_there_is_no_room_for_a_file(
    small: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("tempfile.tempdir", str(small / "nowhere"))
    assert same(filled(52), 52)


def test_what_is_in_the_file_stays_readable_when_the_disk_is_full(
    small: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    block = filled(20)

    def full(*_: object) -> int:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("os.pwrite", full)
    for number in range(20, 52):
        block.add(b"%08d" % number)
    assert same(block, 52)


def test_forked_processes_read_the_same_block(small: Path) -> None:
    block = filled(52)
    child = os.fork()
    if child == 0:
        os._exit(0 if same(block, 52) else 1)
    assert same(block, 52)
    assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 0
