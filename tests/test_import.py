"""Somebody else's table is proposed first, written whole or not at all, and never guessed."""

import csv
import io
import json
import re
import subprocess
import zipfile
from datetime import date, datetime
from pathlib import Path

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from badgesite.build.contacts import addresses_in
from badgesite.errors import BadgesiteError
from badgesite.importing import Cell, read_sheet
from badgesite.importing.days import NotADay, Order, day_of, order_of
from repositories import Ran, Repository, badge, copied, digest, files

PEOPLE = """\
Full name,E-Mail,Badge,Date
Zoë Łukasiewicz,zoe@people.example,Rope Rescue,2026-06-01
李 小龍,bruce@people.example; lee@people.example,rope,2026-06-02
عمر الخيام,omar@people.example,rope,2026-06-01
"""


@pytest.fixture
def provider(tmp_path: Path, tmp_path_factory: pytest.TempPathFactory) -> Repository:
    return copied(tmp_path_factory, tmp_path, built=False)


def put(provider: Repository, data: str | bytes, name: str = "people.csv") -> Path:
    path = provider.root.parent / name
    path.write_bytes(data if isinstance(data, bytes) else data.encode())
    return path


def workbook(*rows: tuple, title: str = "Cohort") -> bytes:
    book = openpyxl.Workbook()
    book.active.title = title
    for row in rows:
        book.active.append(row)
    packed = io.BytesIO()
    book.save(packed)
    return packed.getvalue()


def rows(provider: Repository, path: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO((provider.root / path).read_text("utf-8-sig"))))


# ------------------------------------------------------------------ a whole import
def test_a_dry_run_shows_every_row_and_writes_nothing(provider: Repository) -> None:
    before = digest(provider.root)
    ran = provider.run("import", put(provider, PEOPLE))
    assert ran.code == 0, ran.said
    assert "B 'E-Mail' is the email" in ran.out
    assert "row 2     added         learner-0001 (Zoë Łukasiewicz) · rope of 2026-06-01" in ran.out
    assert "3 rows: 3 added" in ran.out
    assert digest(provider.root) == before


def test_yes_writes_learners_awards_contacts_and_the_register(provider: Repository) -> None:
    crew, awards = provider.read("learners/crew.csv"), provider.read("awards/2026.csv")
    ran = provider.run("import", put(provider, PEOPLE), "--yes")
    assert ran.code == 0, ran.said
    added = provider.read("learners/crew.csv").removeprefix(crew)
    assert added == (
        "learner-0001,Zoë Łukasiewicz,\nlearner-0002,李 小龍,\nlearner-0003,عمر الخيام,\n"
    )
    assert provider.read("awards/2026.csv").removeprefix(awards) == (
        "learner-0001,rope,2026-06-01,,\nlearner-0002,rope,2026-06-02,,\n"
        "learner-0003,rope,2026-06-01,,\n"
    )
    assert [row["email"] for row in rows(provider, "contacts.csv")] == [
        "zoe@people.example",
        "bruce@people.example",
        "lee@people.example",
        "omar@people.example",
    ]
    assert "contacts.csv" in (provider.root / ".gitignore").read_text().splitlines()
    assert provider.run("check", "--strict").code == 0
    provider.build()
    everything = b"".join(provider.published().values())
    assert b"people.example" not in everything
    assert "李 小龍".encode() in everything


def test_the_same_again_changes_nothing(provider: Repository) -> None:
    file = put(provider, PEOPLE)
    provider.run("import", file, "--yes")
    before = digest(provider.root)
    ran = provider.run("import", file, "--yes")
    assert ran.code == 0, ran.said
    assert "3 rows: 3 there already" in ran.out
    assert digest(provider.root) == before


def test_an_award_that_stands_in_two_rows_is_given_once(provider: Repository) -> None:
    table = "id,badge,awarded\ngrace,rope,2026-06-03\ngrace,Rope Rescue,3.6.2026\n"
    ran = provider.run("import", put(provider, table), "--yes")
    assert ran.code == 0, ran.said
    assert "2 rows: 1 added, 1 there already" in ran.out
    assert provider.read("awards/2026.csv").count("grace,rope,2026-06-03") == 1


def test_a_final_badge_that_a_rule_gave_is_there_already(provider: Repository) -> None:
    before = digest(provider.root)
    table = "id,badge,awarded\ngrace,crown,2026-03-08\nhenry,crown,2026-04-01\n"
    ran = provider.run("import", put(provider, table), "--yes")
    assert ran.code == 0, ran.said
    assert "2 rows: 2 there already" in ran.out
    assert digest(provider.root) == before


def test_learners_are_recognised_by_any_of_their_addresses_or_by_id(provider: Repository) -> None:
    provider.run("import", put(provider, PEOPLE), "--yes")
    wave = (
        "id;mail;badge;awarded\n;LEE@people.example;boat;2026-07-01\n"
        "learner-0001;zl@home.example;boat;2026-07-01\n;omar@people.example,o@home.example;;\n"
    )
    ran = provider.run("import", put(provider, wave), "--yes")
    assert ran.code == 0, ran.said
    assert "3 rows: 2 added, 1 changed" in ran.out
    owners = {row["email"]: row["learner"] for row in rows(provider, "contacts.csv")}
    assert owners["zl@home.example"] == "learner-0001"
    assert owners["o@home.example"] == "learner-0003"
    assert provider.read("awards/2026.csv").endswith(
        "learner-0002,boat,2026-07-01,,\nlearner-0001,boat,2026-07-01,,\n"
    )


def test_an_xlsx_with_real_dates_is_read_like_a_csv(provider: Repository) -> None:
    book = workbook(
        ("First name", "Last name", "Email", "Completed"),
        ("Ida", "Lewis", "ida@people.example", datetime(2026, 6, 1)),
        ("Roberta", "Boyd", "rb@people.example", 46174),
    )
    ran = provider.run("import", put(provider, book, "c.xlsx"), "--badge", "rope", "--yes")
    assert ran.code == 0, ran.said
    assert [(r["name"]) for r in rows(provider, "content/learners/crew.csv")][-2:] == [
        "Ida Lewis",
        "Roberta Boyd",
    ]
    assert provider.read("awards/2026.csv").endswith(
        "learner-0001,rope,2026-06-01,,\nlearner-0002,rope,2026-06-01,,\n"
    )


def test_columns_are_mapped_by_head_or_letter(provider: Repository) -> None:
    table = "Who,What,When,Room,,\nIda Lewis,rope,2026-06-01,12,,\n"
    file = put(provider, table)
    assert "no column says who" in refused(provider, "import", file).err
    ran = provider.run(
        "import", file, *("--map", "who=name", "--map", "B=badge", "--map", "When=awarded")
    )
    assert ran.code == 0, ran.said
    assert "learner-0001 (Ida Lewis) · rope of 2026-06-01" in ran.out
    assert re.findall("not used: (.*)", ran.out) == ["D 'Room'"]


# ------------------------------------------------------------------ rows that are refused
def refused(provider: Repository, *arguments: str | Path) -> Ran:
    before = digest(provider.root)
    ran = provider.run(*arguments)
    assert ran.code == 1, ran.said
    assert "Traceback" not in ran.said
    assert digest(provider.root) == before
    return ran


ROWS = [
    ("name,badge,awarded\nIda,rpe,2026-06-01\n", "B2: no badge is called 'rpe'"),
    ("name,badge,awarded\nIda,rope,2026-02-30\n", "C2: '2026-02-30' is a day that does not exist"),
    ("name,badge,awarded\nIda,rope,soon\n", "C2: 'soon' is not a day"),
    ("name,badge,awarded\nIda,rope,1/6/2026\n", "C2: '1/6/2026' can mean two days"),
    ("name,badge,awarded\nIda,rope,2999-01-01\n", "C2: 2999-01-01 is a day to come"),
    ("name,badge,awarded\nIda,rope,\n", "C2: there is no day of the award"),
    ("name,badge\nIda,rope\n", "there is no day of the award"),
    ("name,badge,awarded,expires\nIda,rope,2026-06-01,2026-05-01\n", "D2: it expires on"),
    ("name,email\nIda,ida at home\n", "B2: 'ida' is no e-mail address"),
    ("email\nida@people.example\n", "nobody is recognised, and there is no name for a new learner"),
    ("name\nGrace Darling\n", "'grace' has the same name"),
    ("id,name\nIda L,Ida\n", "A2: 'id' is 'Ida L'"),
    ("name,visibility\nIda,open\n", "B2: 'visibility' is 'open'"),
    ("name,badge,awarded,evidence\nIda,rope,2026-06-01,C:\\x\n", "D2: 'evidence' is"),
    ("name\nI\u202eda\n", "A2: 'name' is"),
    (
        "name,narrative\nIda,Did well, and helped others\n",
        "A2: the cell stands in a row of 3 cells below 2 heads; text with a separator in it needs",
    ),
    ("name\n=cmd|x\n", "A2: the cell holds a formula"),
    ("name\n#NAME?\n", "A2: 'name' is '#NAME?', an error of a spreadsheet"),
    ("first name,last name\n#REF!,Lewis\n", "A2: 'first' is '#REF!', an error of a spreadsheet"),
    ("name\nJ\ufffdrgen\n", "A2: 'name' is"),
]


@pytest.mark.parametrize(("table", "says"), ROWS, ids=lambda each: each[:40])
def test_a_row_that_cannot_be_taken_is_refused_by_row_and_column(
    table: str, says: str, provider: Repository
) -> None:
    ran = refused(provider, "import", put(provider, table), "--yes")
    assert f"row 2     refused       {says}" in ran.out
    assert "nothing was written" in ran.err


def test_names_are_recognised_with_an_accent_in_its_letter_or_behind_it(
    provider: Repository,
) -> None:
    provider.write("badges/rope.md", badge("Cafe\u0301"))
    provider.write("learners/grace.yml", "name: Zoe\u0308\n")
    table = "id,name,cafe\u0301,awarded\nzoe,Zo\u00cb,caf\u00e9,2026-06-01\n"
    ran = provider.run("import", put(provider, table), "--map", "Caf\u00e9=badge")
    assert ran.code == 0, ran.said
    assert "zoe (Zo\u00cb) · rope of 2026-06-01" in ran.out
    ran = refused(provider, "import", put(provider, "name\nZo\u00eb\n"))
    assert "'grace' has the same name" in ran.out
    ran = provider.run("import", put(provider, "id,name\ngrace,Zo\u00eb\n"))
    assert "stays" not in ran.out


ORDERED = (
    '---\nname: The Way\nversion: "1"\nfinal: crown\norder: enforced\nlevels:\n'
    "  - id: one\n    steps: [rope]\n  - id: two\n    steps: [boat]\n---\nWhy.\n"
)


@pytest.mark.parametrize("yes", [(), ("--yes",)], ids=["dry run", "written"])
@pytest.mark.parametrize(
    ("table", "says"),
    [
        (
            "name,badge,awarded\nIda Lewis,rope,2026-06-01\nj@x.example,rope,2026-06-01\n",
            "row 3     refused       an e-mail address stands in the name, which is published",
        ),
        (
            'id,badge,awarded,narrative\nhenry,rope,2026-06-01,"two\nlines"\n'
            "may,boat,2026-06-01,one\n",
            "row 3     refused       'may' earned 'boat' on 2026-06-01, and on the pathway",
        ),
    ],
    ids=["an address as a name", "out of order"],
)
def test_a_dry_run_refuses_by_row_what_the_content_as_a_whole_refuses(
    provider: Repository, table: str, says: str, yes: tuple[str, ...]
) -> None:
    provider.write("pathways/way.md", ORDERED)
    ran = refused(provider, "import", put(provider, table), *yes)
    assert says in ran.out
    assert "row 2     added" in ran.out
    assert "content/" not in ran.said


def test_a_dry_run_tells_what_somebody_should_look_at(provider: Repository) -> None:
    ran = provider.run("import", put(provider, "name\nJÃ¼rgen\n"))
    assert ran.code == 0, ran.said
    assert "another encoding makes of 'ü'" in ran.err


def test_one_refused_row_keeps_all_from_being_written(provider: Repository) -> None:
    refused(provider, "import", put(provider, PEOPLE + "Ida,x@y.example,rpe,2026-06-01\n"), "--yes")


def test_addresses_of_two_learners_in_one_row_ask_for_a_merge(provider: Repository) -> None:
    provider.run("import", put(provider, PEOPLE), "--yes")
    table = "name,email\nZoë,zoe@people.example omar@people.example\n"
    ran = refused(provider, "import", put(provider, table))
    assert "badgesite merge-learners learner-0001 learner-0003" in ran.out


def test_an_id_and_an_address_of_two_learners_in_one_row_are_refused(provider: Repository) -> None:
    provider.run("import", put(provider, PEOPLE), "--yes")
    table = "id,email\nlearner-0001,omar@people.example\n"
    ran = refused(provider, "import", put(provider, table), "--yes")
    said = "A2: the id is 'learner-0001', and the address is that of 'learner-0003'"
    assert f"row 2     refused       {said}" in ran.out


def test_a_former_id_is_given_to_nobody(provider: Repository) -> None:
    provider.run("rename-learner", "may", "--id", "learner-0001")
    provider.run("rename-learner", "learner-0001", "--id", "m")
    ran = provider.run("import", put(provider, "name\nIda Lewis\n"))
    assert "learner-0002 (Ida Lewis)" in ran.out
    refused(provider, "import", put(provider, "id,name\nmay,Ida Lewis\n"))


# ------------------------------------------------------------------ days
@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("2026-12-31", date(2026, 12, 31)),
        ("2026/12/31", date(2026, 12, 31)),
        ("2026-12-31T00:00:00", date(2026, 12, 31)),
        ("2026-12-31 09:30", date(2026, 12, 31)),
        ("31.12.2026", date(2026, 12, 31)),
        ("3.4.2026", date(2026, 4, 3)),
        ("31. 12. 2026", date(2026, 12, 31)),
        ("31/12/2026", date(2026, 12, 31)),
        ("12/31/2026", date(2026, 12, 31)),
        ("4/4/2026", date(2026, 4, 4)),
        ("46174", date(2026, 6, 1)),
        ("46174.75", date(2026, 6, 1)),
        ("1 June 2026", date(2026, 6, 1)),
        ("June 1, 2026", date(2026, 6, 1)),
        ("1 Sept. 2026", date(2026, 9, 1)),
        ("DEC 1, 2026", date(2026, 12, 1)),
        ("3. Juni 2026", date(2026, 6, 3)),
        ("3. März 2026", date(2026, 3, 3)),
    ],
)
def test_a_day_with_one_reading_is_read(text: str, day: date) -> None:
    assert day_of(Cell(text), None) == day


@pytest.mark.parametrize(
    "text",
    [
        *(
            "3/4/2026",
            "3/12/2026",
            "12/3/2026",
            "3-4-2026",
            "3/4/26",
            "31.12.26",
            "2026",
            "13/13/2026",
            "0/1/2026",
            "1e5",
        ),
        *("Marble 5, 2026", "3 Junk 2026", "Decline 3 2026", "3 Janu 2026"),
    ],
)
def test_a_day_with_two_readings_or_none_is_refused(text: str) -> None:
    with pytest.raises(NotADay):
        day_of(Cell(text), None)


def test_one_cell_of_a_column_says_how_the_others_are_read() -> None:
    cells = [Cell("3/4/2026"), Cell("25/4/2026")]
    assert order_of(cells) is Order.DAY_FIRST
    assert day_of(cells[0], Order.DAY_FIRST) == date(2026, 4, 3)
    assert order_of([*cells, Cell("4/25/2026")]) is None
    assert order_of([Cell("3/12/2026"), Cell("12/4/2026")]) is None
    assert day_of(Cell("3/4/2026"), Order.MONTH_FIRST) == date(2026, 3, 4)


@pytest.mark.parametrize(
    ("other", "said", "day"),
    [
        ("25/4/2026", (), "2026-04-03"),
        ("4/25/2026", (), "2026-03-04"),
        ("5/4/2026", ("--dates", "dmy"), "2026-04-03"),
        ("5/4/2026", ("--dates", "mdy"), "2026-03-04"),
    ],
)
def test_a_column_or_whoever_imports_says_what_comes_first_in_a_day(
    provider: Repository, other: str, said: tuple[str, ...], day: str
) -> None:
    table = f"name,badge,awarded\nIda,rope,3/4/2026\nJosie,rope,{other}\n"
    ran = provider.run("import", put(provider, table), *said)
    assert ran.code == 0, ran.said
    assert f"learner-0001 (Ida) · rope of {day}" in ran.out


# ------------------------------------------------------------------ files of spreadsheets
@pytest.mark.parametrize(
    "data",
    [
        "name;mark\r\nŁu;1,5\r\n".encode(),
        "\ufeffname;mark\r\nŁu;1,5\r\n".encode(),
        "name\tmark\nŁu\t1,5\n".encode("utf-16"),
        "name\tmark\nŁu\t1,5\n".encode("utf-16-le"),
        "sep=;\r\nname;mark\r\nŁu;1,5\r\n".encode(),
        '"sep=|"\nname|mark\nŁu|1,5\n'.encode(),
        'name,mark\n"Łu","1,5"\n'.encode(),
    ],
    ids=range(7),
)
def test_separators_marks_and_encodings(data: bytes) -> None:
    sheet = read_sheet(data, "x.csv")
    assert sheet.heads == ("name", "mark")
    assert [cell.text for cell in sheet.rows[0].cells] == ["Łu", "1,5"]


def test_a_file_of_an_old_windows_is_read_and_told() -> None:
    sheet = read_sheet("name\nZoë\n".encode("cp1252"), "x.csv")
    assert sheet.rows[0].cells[0].text == "Zoë"
    assert "Windows-1252" in sheet.notes[0]


# ------------------------------------------------------------------ hostile files
def bomb() -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as into:
        into.writestr("xl/workbook.xml", "<workbook/>")
        into.writestr("xl/worksheets/sheet1.xml", b"\0" * 150_000_000)
    return packed.getvalue()


def entity() -> bytes:
    good = workbook(("name",), ("Ida",))
    packed = io.BytesIO()
    laughs = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10 if n else "ha"}">' for n in range(10))
    with zipfile.ZipFile(io.BytesIO(good)) as source, zipfile.ZipFile(packed, "w") as into:
        for part in source.infolist():
            data = source.read(part)
            if part.filename == "xl/workbook.xml":
                data = data.replace(
                    b"<workbook", f"<!DOCTYPE x [{laughs}]><workbook".encode(), 1
                ).replace(b"Cohort", b"&l9;")
            into.writestr(part.filename, data)
    return packed.getvalue()


def archive(**parts: bytes) -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as into:
        for name, data in parts.items():
            into.writestr(name, data)
    return packed.getvalue()


HOSTILE = {
    "a zip bomb": (bomb, "would unpack to more than 100 MB"),
    "an entity bomb": (entity, "cannot be read as a workbook"),
    "another archive": (lambda: archive(a=b"x"), "is an archive, and no workbook"),
    "half a workbook": (lambda: workbook(("name",))[:-200], "damaged"),
    "an old workbook": (lambda: b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, ".xls"),
    "a picture": (lambda: b"\x89PNG\r\n\x1a\n" + bytes(range(256)), ""),
    "an open quote": (lambda: b'name\n"Ida\n', "not closed"),
    "nothing": (lambda: b"", "has no rows"),
    "a head alone": (lambda: b"name,email\n", "has no rows"),
    "a wide table": (lambda: (b"a," * 300) + b"\n" + (b"1," * 300), "more than 200 columns"),
    "a long cell": (lambda: b"name\n" + b"a" * 20_000, "cannot be read"),
    "a long table": (lambda: b"name\n" + b"a\n" * 100_001, "more than 100,000 rows"),
    "two columns for one": (lambda: b"name,full name\na,b\n", "both seem to say 'name'"),
}


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_file_is_refused_in_a_sentence(name: str, provider: Repository) -> None:
    make, says = HOSTILE[name]
    ran = refused(provider, "import", put(provider, make(), "in.dat"))
    assert says in ran.said
    assert len(ran.err.splitlines()) <= 3


def test_a_formula_is_not_believed(provider: Repository) -> None:
    book = workbook(("name", "email"), ("Ida", '=HYPERLINK("x","i@people.example")'))
    ran = refused(provider, "import", put(provider, book, "f.xlsx"))
    assert "B2: the cell holds a formula; copy the column and paste it as values" in ran.out


def test_a_workbook_that_lies_about_its_size_is_read_by_its_rows() -> None:
    book = workbook(*[("name",)], *[(f"P {n}",) for n in range(20)])
    packed = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(book)) as source, zipfile.ZipFile(packed, "w") as into:
        for part in source.infolist():
            data = source.read(part)
            into.writestr(part.filename, data.replace(b'ref="A1:A21"', b'ref="A1:XFD1048576"'))
    assert len(read_sheet(packed.getvalue(), "x.xlsx").rows) == 20


def test_the_reader_never_raises_anything_else() -> None:
    good = workbook(("name",), ("Ida",))
    for at in range(0, len(good), 97):
        broken = good[:at] + bytes([good[at] ^ 0xFF]) + good[at + 1 :]
        try:
            read_sheet(broken, "x.xlsx")
        except BadgesiteError as error:
            assert str(error)


# ------------------------------------------------------------------ addresses stay private
def test_a_site_with_an_address_of_the_contacts_is_not_published(provider: Repository) -> None:
    provider.build()
    before = files(provider.site)
    (provider.root / "contacts.csv").write_text("learner,email\ngrace,G.Darling@home.example\n")
    provider.write("pages/about.md", "# About\n\nAsk g.darling@HOME.example.\n")
    ran = provider.run("build")
    assert ran.code == 1
    assert "an e-mail address of 'grace' stands in" in ran.err
    assert files(provider.site) == before


@given(
    st.text("aZ9.-@'<\n é", max_size=400) | st.from_regex(r"a{0,80}@b{0,220}c@d", fullmatch=True)
)
def test_every_address_in_a_file_is_found(text: str) -> None:
    content = text.encode()
    shape = rb"[A-Za-z0-9._%+'-]{1,64}@[A-Za-z0-9.-]{1,190}[A-Za-z]"
    plain = {found[0].decode().lower() for found in re.finditer(shape, content)}
    assert plain <= set(addresses_in(content))


@pytest.mark.parametrize(
    ("text", "address"),
    [
        ("https://x.example/?u=max%40example.org", "max@example.org"),
        ("Ask max@example.org.Or call us.", "max@example.org"),
        ("Ask max@müller.de: today", "max@müller.de"),
        ("例max@例え.jpへ", "例max@例え.jpへ"),
    ],
)
def test_an_address_is_found_in_links_before_a_sentence_and_in_any_script(
    text: str, address: str
) -> None:
    assert address in set(addresses_in(text.encode()))


@pytest.mark.parametrize(
    "said", ["https://x.example/?u=may%40home.example", "write to may@müller.de", "m@例え.jp"]
)
def test_no_way_of_writing_an_address_gets_past_the_check(provider: Repository, said: str) -> None:
    provider.append("awards/2026.csv", f"may,rope,2026-06-01,,{said}\n")
    ran = provider.run("check", "--format", "json")
    (problem,) = [each for each in json.loads(ran.out) if each["severity"] == "error"]
    assert (problem["code"], problem["line"]) == ("published-address", 7)


def test_an_address_in_what_is_said_of_a_learner_is_a_mistake(provider: Repository) -> None:
    provider.append("awards/2026.csv", "may,rope,2026-06-01,,Write to may@home.example\n")
    ran = provider.run("check", "--format", "json")
    (problem,) = [each for each in json.loads(ran.out) if each["severity"] == "error"]
    assert (problem["code"], problem["line"]) == ("published-address", 7)


def test_a_table_with_addresses_that_git_would_take_along_is_told_of(provider: Repository) -> None:
    subprocess.run(["git", "init", "-q"], cwd=provider.root, check=True)
    people = "name,email,badge,awarded\nZoë,zoe@people.example,rope,2026-06-01\n"
    told, inside = "'people.csv', which git does not ignore", provider.root / "people.csv"
    assert told not in provider.run("import", put(provider, people)).err
    inside.write_text(people)
    assert told in provider.run("import", inside).err
    (provider.root / ".gitignore").write_text("/people.csv\n")
    assert told not in provider.run("import", inside).err
    (provider.root / ".gitignore").unlink()
    inside.write_text("name,badge,awarded\nZoë,rope,2026-06-01\n")
    assert told not in provider.run("import", inside).err


def test_contacts_that_git_tracks_are_refused_unless_encrypted(provider: Repository) -> None:
    def git(*arguments: str) -> None:
        subprocess.run(["git", *arguments], cwd=provider.root, check=True, capture_output=True)

    contacts = provider.root / "contacts.csv"
    contacts.write_text("learner,email\nmay,may@home.example\n")
    git("init", "-q")
    git("add", "-f", "contacts.csv")
    ran = refused(provider, "import", put(provider, PEOPLE))
    assert "git rm --cached contacts.csv" in ran.err
    assert "tracked-contacts" in provider.run("check", "--format", "json").out
    contacts.write_text("-----BEGIN AGE ENCRYPTED FILE-----\nYWdl\n")
    assert "tracked-contacts" not in provider.run("check", "--format", "json").out
    assert "is encrypted" in refused(provider, "import", put(provider, PEOPLE)).err
