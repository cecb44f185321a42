"""Content files are changed where something changes, and nowhere else."""

import csv
import io
import re

import pytest
from hypothesis import assume, example, given
from hypothesis import strategies as st

from badgesite.content.tables import _Lines
from badgesite.editing import CsvText, Drafts, added_to_list, csv_text, with_scalar
from badgesite.errors import BadgesiteError

EXCEL = '\ufefflearner;badge;note\r\na;b;"x;""y""\r\nz"\r\n\r\nc;d;\r\n'


def test_rows_are_told_with_the_line_they_begin_on() -> None:
    assert CsvText(EXCEL).rows() == [
        (2, {"learner": "a", "badge": "b", "note": 'x;"y"\r\nz'}),
        (5, {"learner": "c", "badge": "d", "note": ""}),
    ]


@pytest.mark.parametrize(
    ("change", "after"),
    [
        (
            lambda t: t.with_rows([{"learner": "q;", "badge": "m"}]),
            EXCEL + '"q;";m;\r\n',
        ),
        (lambda t: t.with_changes({2: {"badge": "B"}}), EXCEL.replace("a;b;", "a;B;")),
        (
            lambda t: t.with_changes({2: {"note": "short"}}),
            '\ufefflearner;badge;note\r\na;b;"short"\r\n\r\nc;d;\r\n',
        ),
        (lambda t: t.with_changes({5: None}), EXCEL.removesuffix("c;d;\r\n")),
        (lambda t: t.with_changes({2: None}), "\ufefflearner;badge;note\r\n\r\nc;d;\r\n"),
        (
            lambda t: t.with_changes({5: {"note": "q;", "learner": "C"}, 2: None}),
            '\ufefflearner;badge;note\r\n\r\nC;d;"q;"\r\n',
        ),
        (
            lambda t: t.with_columns(["badge", "issue"]),
            '\ufefflearner;badge;note;issue\r\na;b;"x;""y""\r\nz";\r\n\r\nc;d;;\r\n',
        ),
    ],
)
def test_separator_quotes_line_ends_and_mark_stay(change, after: str) -> None:
    assert change(CsvText(EXCEL)).text == after


def test_a_table_without_a_last_line_end_gets_one_before_a_row() -> None:
    assert (
        CsvText("id,name\na,A").with_rows([{"id": "b", "name": "B"}]).text == "id,name\na,A\nb,B\n"
    )
    assert (
        CsvText("", ("id", "name")).with_rows([{"id": "b", "name": "B"}]).text == "id,name\nb,B\n"
    )


def test_a_row_that_ends_early_gets_the_cells_up_to_the_one_that_is_written() -> None:
    table = CsvText("id,name,mark\na\nb,B,5\n")
    changed = table.with_changes({2: {"mark": "9"}, 3: {"mark": "6"}})
    assert changed.text == "id,name,mark\na,,9\nb,B,6\n"


def test_a_row_that_is_not_there_is_told() -> None:
    with pytest.raises(BadgesiteError, match="no row on line 7"):
        CsvText("id,name\na,A\n").with_changes({7: None})


@pytest.mark.parametrize(
    ("change", "most"),
    [
        (lambda t: t.with_changes({line: {"name": "B"} for line in range(2, 502)}), 502),
        (lambda t: t.with_changes(dict.fromkeys(range(2, 502))), 502),
        (lambda t: t.with_columns(["mark"]), 502),
        (lambda t: t.with_rows([{"id": "b"}] * 500), 1),
    ],
)
def test_very_many_changes_read_each_row_once_and_rows_at_the_end_none(
    change, most, monkeypatch
) -> None:
    table, read = CsvText("id,name\n" + "a,A\n" * 500), list[object]()
    records = csv_text._records

    def counted(*asked):
        for each in records(*asked):
            read.append(each)
            yield each

    monkeypatch.setattr(csv_text, "_records", counted)
    change(table)
    assert len(read) == most


def test_a_value_without_a_column_is_refused() -> None:
    with pytest.raises(BadgesiteError, match="no column 'mark'"):
        CsvText("id,name\n").with_rows([{"id": "a", "mark": "5"}])


CELLS = st.text(st.characters(blacklist_categories=("Cs", "Cc")) | st.sampled_from('",;\n'))


@given(st.lists(st.tuples(CELLS, CELLS), max_size=6), CELLS)
def test_what_is_written_is_what_is_read(rows: list[tuple[str, str]], changed: str) -> None:
    table = CsvText("one,two\n")
    for one, two in rows:
        table = table.with_rows([{"one": one, "two": two}])
    assert list(csv.reader(io.StringIO(table.text, newline="")))[1:] == [list(r) for r in rows]
    kept = table.rows()
    if kept:
        line = kept[-1][0]
        again = list(
            csv.reader(io.StringIO(table.with_changes({line: {"two": changed}}).text, newline=""))
        )
        assert changed in [row[1] for row in again if len(row) == 2]


@given(st.lists(st.lists(st.text('a ",;\n', max_size=6), max_size=3), max_size=4))
@example([["ada", 'pipe 12"" wide'], ["bob", "a"]])
def test_rows_are_those_that_content_reads(rows: list[list[str]]) -> None:
    text = "one,two\n" + "\n".join(map(",".join, rows))
    assume(not re.search('(^|[,\n]) +"', text))  # spaces around quotes are forgiven here
    lines, found = _Lines(text), []
    try:
        for cells in csv.reader(lines, strict=True):
            values = [cell.strip() for cell in cells]
            row = dict(zip(("one", "two"), values, strict=False))
            found += [(lines.begun, row)] if any(values) else []
            lines.begun = 0
    except csv.Error:
        assume(False)  # content refuses the table
    assert CsvText(text).rows() == found[1:]


YAML = """\
# Kept as written.
name: Ada  # the short form
# Two of them:
awards:
  - badge: rope
    awarded: 2026-01-01
  # the second
  - badge: boat
    awarded: 2026-02-01
"""


@pytest.mark.parametrize(
    ("change", "before", "after"),
    [
        (
            lambda t: with_scalar(t, "name", "Ada: Łove"),
            "name: Ada  #",
            'name: "Ada: Łove"  #',
        ),
        (
            lambda t: with_scalar(t, "slug", "ada"),
            "name: Ada  # the short form\n",
            "name: Ada  # the short form\nslug: ada\n",
        ),
        (
            lambda t: added_to_list(
                added_to_list(t, "former_slugs", ("a",)), "former_slugs", ("b",)
            ),
            "name: Ada  # the short form\n",
            "name: Ada  # the short form\nformer_slugs: [a, b]\n",
        ),
    ],
)
def test_comments_and_order_of_yaml_stay(change, before: str, after: str) -> None:
    assert change(YAML) == YAML.replace(before, after)


def test_lists_are_continued_in_the_form_they_have() -> None:
    assert added_to_list("name: A\nids:\n- x\n", "ids", ("w",)) == "name: A\nids:\n- x\n- w\n"
    assert added_to_list("ids: x\r\n", "ids", ("w",)) == "ids: [x, w]\r\n"
    with pytest.raises(BadgesiteError, match="not changed by a program"):
        added_to_list("ids: x  # why\n", "ids", ("w",))


def test_drafts_tell_only_what_is_going_to_change() -> None:
    files = {"a": "one\n", "b": "two\n"}
    drafts = Drafts(files.get)
    drafts.put("a", "one\n")
    drafts.put("b", None)
    drafts.put("c", "new\n")
    assert drafts.changed == {"b": None, "c": b"new\n"}
