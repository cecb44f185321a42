"""The ledger: what lies in a site, by unit."""

from pathlib import Path

import pytest

from badgesite.publish import Ledger, Row, Unit


def unit(name: str, *paths: str) -> Unit:
    rows = tuple(Row(path, path.encode().ljust(32), len(path), 7) for path in paths)
    return Unit(name, name.encode(), rows)


UNITS = [unit("b", "z/1", "a/2"), unit("a", "m/3"), unit("c")]


def test_what_is_gathered_is_as_if_it_had_been_put(tmp_path: Path) -> None:
    one, other = Ledger(None, tmp_path), Ledger(None, tmp_path)
    for each in UNITS:
        one.put([each])
    other.gather(UNITS[:1])
    other.gather(UNITS[1:])
    other.settle()
    assert list(other.digests()) == list(one.digests())
    assert sorted(other.names()) == sorted(one.names()) == ["a", "b", "c"]
    assert other.unit_of() == one.unit_of()
    assert other.count() == one.count() == (3, 9)
    assert [other.key(name) for name in "abc"] == [b"a", b"b", b"c"]
    one.close()
    other.close()


@pytest.mark.parametrize("where", ["gathered", "put"])
def test_a_file_of_two_units_is_named_when_what_was_gathered_is_settled(
    tmp_path: Path, where: str
) -> None:
    ledger = Ledger(None, tmp_path)
    if where == "put":
        ledger.put([unit("shared", "m/3")])
    else:
        ledger.gather([unit("d", "m/3")])
    ledger.gather(UNITS)
    with pytest.raises(LookupError, match="m/3"):
        ledger.settle()
    ledger.close()


def test_a_unit_still_to_come_gives_up_a_file_that_is_anothers_now(tmp_path: Path) -> None:
    ledger, coming = Ledger(None, tmp_path), {"a", "b"}
    ledger.put(UNITS)
    gone = ledger.put([unit("a", "a/1", "z/1"), unit("b", "a/2", "m/3")], coming)
    assert [path for path in gone if not ledger.holds(path)] == []
    assert coming == set()
    assert ledger.unit_of() == {"": "c", "a/1": "a", "z/1": "a", "a/2": "b", "m/3": "b"}
    assert ledger.count() == (4, 12)
    for other, path in (("a", "a/2"), ("c", "m/3")):
        with pytest.raises(LookupError, match=path):
            ledger.put([unit(other, "n/4", path)], {"d"})
    ledger.close()


def test_with_nothing_gathered_there_is_nothing_to_settle(tmp_path: Path) -> None:
    ledger = Ledger(None, tmp_path)
    ledger.put(UNITS)
    ledger.settle()
    assert ledger.count() == (3, 9)
    assert len(list(ledger.digests())) == 3
    ledger.close()


def test_what_was_kept_is_known_again_as_long_as_the_site_is_the_same(tmp_path: Path) -> None:
    path, site = tmp_path / "ledger", tmp_path / "site"
    site.mkdir()
    manifest = site / "site-manifest.json"
    manifest.write_text("{}")
    ledger = Ledger(path, site)
    ledger.put(UNITS)
    ledger.keep()
    ledger.put([unit("d", "not/kept")])
    ledger.close()
    again = Ledger(path, site)
    assert sorted(again.names()) == ["a", "b", "c"]
    assert again.count() == (3, 9)
    assert again.digest("m/3") == b"m/3".ljust(32)
    assert again.digest("not/kept") is None
    again.close()
    for spoilt in (manifest, path):
        spoilt.write_text("something else")
        other = Ledger(path, site)
        assert list(other.names()) == []
        assert other.count() == (0, 0)
        other.close()
