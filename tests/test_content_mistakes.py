"""Every mistake in content is one sentence with file, line, column, remedy and a stable code."""

import time
from pathlib import Path

import pytest

from badgesite.content import load
from badgesite.errors import BadgesiteError
from provider import PROVIDER, SITE, badge, loaded, pathway, told, write

KEY = "z6MkmM42vxfqZQsv4ehtTjFFxQ4sQKS2w6WR7emozFAn5cxu"
GRACE = "name: Grace Darling\nawards:\n  - {badge: rope, awarded: 2026-03-01}\n"
HEAD = "learner,badge,awarded"
ROW = "henry,tide,2026-03-02"
REVOKE = "learner,badge,awarded,on,kind,reason"
REGISTER = "uuid,learner,badge,awarded,list,place"


def grace(more: str) -> dict[str, str]:
    return {"learners/grace.yml": "name: Grace\n" + more}


def awards(*rows: str, head: str = HEAD) -> dict[str, str]:
    return {"awards/2026.csv": "\n".join((head, *rows)) + "\n"}


def rope(more: str) -> dict[str, str]:
    return {"badges/rope.md": badge("Rope Rescue", more)}


def site(more: str) -> dict[str, str]:
    return {"site.yml": SITE + more}


def keys(*lines: str) -> dict[str, str]:
    return {"keys.yml": "keys:\n" + "".join(f"  - {{{line}}}\n" for line in lines)}


MISTAKES = {
    # ------------------------------------------------ the brand
    "a colour without quotes, which is a comment": (
        site("brand:\n  colour: #7a3b00\n"),
        "site.yml:8:3 lost-colour",
    ),
    "a typeface nobody has": (site("brand: {font: comic-sans}\n"), "site.yml:7:15 font"),
    "a typeface that is not there": (
        site("brand: {font: ours.woff2}\n"),
        "site.yml:7:15 unknown-font",
    ),
    "a picture that says it is a typeface": (
        {"images/ours.woff2": b"\x89PNG\r\n\x1a\n"},
        "images/ours.woff2:1:1 picture-type",
    ),
    # ------------------------------------------------ fields and their types
    "a field that does not exist": (grace("nmae: x\n"), "learners/grace.yml:2:1 unknown-field"),
    "a misspelt expiry": (
        grace("awards:\n  - {badge: rope, awarded: 2026-03-01, expire: 2027-01-01}\n"),
        "learners/grace.yml:3:40 unknown-field",
    ),
    "a field given twice": (grace("name: G\n"), "learners/grace.yml:2:1 duplicate-key"),
    "a field that is missing": (
        {"learners/grace.yml": "bio: x\n"},
        "learners/grace.yml:1:1 missing-field",
    ),
    "a name that says nothing": (
        {"learners/grace.yml": "name: ''\n"},
        "learners/grace.yml:1:7 empty",
    ),
    "a list for a text": (
        {"learners/grace.yml": "name: [a]\n"},
        "learners/grace.yml:1:7 wrong-type",
    ),
    "a text for a list": (grace("awards: rope\n"), "learners/grace.yml:2:9 wrong-type"),
    "a text for an award": (grace("awards: [rope]\n"), "learners/grace.yml:2:10 wrong-type"),
    "a list for a file": ({"learners/grace.yml": "- a\n"}, "learners/grace.yml:1:1 wrong-type"),
    "a number as version": (
        {"badges/rope.md": badge("R", "credits: 5\n").replace('"1"', "1")},
        "badges/rope.md:4:10 needs-quotes",
    ),
    "true as a name": (
        {"learners/grace.yml": "name: true\n"},
        "learners/grace.yml:1:7 needs-quotes",
    ),
    "no as a name": ({"learners/grace.yml": "name: no\n"}, "learners/grace.yml:1:7 needs-quotes"),
    "012 as a name": ({"learners/grace.yml": "name: 012\n"}, "learners/grace.yml:1:7 needs-quotes"),
    "12:30 as a name": (
        {"learners/grace.yml": "name: 12:30\n"},
        "learners/grace.yml:1:7 needs-quotes",
    ),
    "1_000 as a name": (
        {"learners/grace.yml": "name: 1_000\n"},
        "learners/grace.yml:1:7 needs-quotes",
    ),
    "a day as a name": (
        {"learners/grace.yml": "name: 2026-01-01\n"},
        "learners/grace.yml:1:7 needs-quotes",
    ),
    "a number in quotes": (rope('credits: "5"\n'), "badges/rope.md:5:10 wrong-type"),
    "a number that is none": (rope("level: high\ncredits: 5\n"), "badges/rope.md:5:8 number"),
    "a number too large": (rope("level: 999\ncredits: 5\n"), "badges/rope.md:5:8 number"),
    "yes for true": (
        {"pathways/way.md": pathway("  - {id: a, steps: [rope, {badge: boat, optional: yes}]}\n")},
        "pathways/way.md:6:51 wrong-type",
    ),
    "a word that is not one of the choice": (
        grace("visibility: pubic\n"),
        "learners/grace.yml:2:13 choice",
    ),
    "a text too long": (
        {"learners/grace.yml": f"name: {'a' * 300}\n"},
        "learners/grace.yml:1:7 too-long",
    ),
    "a name of two lines": (
        {"learners/grace.yml": 'name: "a\\nb"\n'},
        "learners/grace.yml:1:7 one-line",
    ),
    "a control character by escape": (
        {"learners/grace.yml": 'name: "a\\u0007b"\n'},
        "learners/grace.yml:1:7 control-character",
    ),
    "a name turned round by bidi controls": (
        {"learners/grace.yml": "name: a\u202eb\n"},
        "learners/grace.yml:1:7 control-character",
    ),
    "a zero-width space in a name": (
        {"learners/crew.csv": "id,name\nhenry,He\u200bnry\n"},
        "learners/crew.csv:2:7 control-character",
    ),
    "an error of a spreadsheet as a name": (
        {"learners/crew.csv": "id,name\nhenry,#NAME?\n"},
        "learners/crew.csv:2:7 spreadsheet-error",
    ),
    "an error of a spreadsheet as a narrative": (
        awards("henry,tide,2026-03-02,#VALUE!", head="learner,badge,awarded,narrative"),
        "awards/2026.csv:2:23 spreadsheet-error",
    ),
    "a letter that was lost": (
        {"learners/crew.csv": "id,name\nhenry,J\ufffdrgen\n"},
        "learners/crew.csv:2:7 lost-letter",
    ),
    # ------------------------------------------------ other issuers
    "an issuer listed twice": (
        site(
            "known_issuers:\n  - {did: 'did:web:a.example', name: A}\n"
            "  - {did: 'did:web:a.example', name: B}\n"
        ),
        "site.yml:9:11 issuer-twice",
    ),
    "a method that nothing checks": (
        site("known_issuers: [{did: 'did:wb:a.example', name: A}]\n"),
        "site.yml:7:23 did",
    ),
    "a did:web without a domain": (
        site("known_issuers: [{did: 'did:web:.example', name: A}]\n"),
        "site.yml:7:23 did",
    ),
    "a did:key with a character changed": (
        site(f"known_issuers: [{{did: 'did:key:{KEY[:-1]}', name: A}}]\n"),
        "site.yml:7:23 did",
    ),
    # ------------------------------------------------ numbers for what is none
    "a number as a length of time": (
        {"badges/rope.md": badge("Rope Rescue", "validity: 24\n")},
        "badges/rope.md:5:11 duration",
    ),
    "a number as a time within": (
        {"pathways/way.md": pathway("  - {id: one, steps: [{badge: rope, within: 24}]}\n")},
        "pathways/way.md:6:45 duration",
    ),
    "a number as a time zone": (site("timezone: 1\n"), "site.yml:7:11 timezone"),
    "a link as an e-mail address": (
        {"site.yml": SITE + "  email: mailto:hello@harbour.example\n"},
        "site.yml:7:10 email",
    ),
    "a typeface with only the first letters of one": (
        {"images/ours.woff2": b"wOF2" + bytes(range(96))},
        "images/ours.woff2:1:1 picture-type",
    ),
    # ------------------------------------------------ dates, addresses, colours
    "a day that does not exist": (
        awards("henry,tide,2026-02-30"),
        "awards/2026.csv:2:12 no-such-day",
    ),
    "a day in another form": (awards("henry,tide,02.03.2026"), "awards/2026.csv:2:12 date"),
    "a day with a time": (
        grace("awards:\n  - {badge: rope, awarded: 2026-03-01T10:00:00}\n"),
        "learners/grace.yml:3:28 date",
    ),
    "a day in the year 9999": (
        awards(ROW + ",9999-12-31", head=HEAD + ",expires"),
        "awards/2026.csv:2:23 date-range",
    ),
    "an expiry before the award": (
        awards(ROW + ",2026-03-01", head=HEAD + ",expires"),
        "awards/2026.csv:2:1 dates-order",
    ),
    "evidence that is no web address": (
        awards(ROW + ",javascript:alert(1)", head=HEAD + ",evidence"),
        "awards/2026.csv:2:23 web-address",
    ),
    "evidence with a password": (
        awards(ROW + ",https://me:pw@x.example/", head=HEAD + ",evidence"),
        "awards/2026.csv:2:23 web-address",
    ),
    "a duration that is none": (
        rope("validity: 2 years\ncredits: 5\n"),
        "badges/rope.md:5:11 duration",
    ),
    "a duration of nothing": (rope("validity: P0D\ncredits: 5\n"), "badges/rope.md:5:11 duration"),
    "a colour by name": (rope("colour: red\ncredits: 5\n"), "badges/rope.md:5:9 colour"),
    "a language nobody speaks": (site("languages: [en, qq]\n"), "site.yml:7:17 language"),
    "a time zone that is none": (site("timezone: Europe/Lodnon\n"), "site.yml:7:11 timezone"),
    "a time zone that is a path": (site("timezone: ../../etc/passwd\n"), "site.yml:7:11 timezone"),
    "an address of a site that is none": (
        {"site.yml": SITE.replace("http://localhost:8000", "localhost")},
        "site.yml:2:6 web-address",
    ),
    "an address of a site that is not https": (
        {"site.yml": SITE.replace("localhost:8000", "badges.example.org")},
        "site.yml:2:6 site-url",
    ),
    "an address of a site with a query": (
        {"site.yml": SITE.replace("localhost:8000", "localhost/?a=b")},
        "site.yml:2:6 site-url",
    ),
    "an issuer without a name": (
        {"site.yml": SITE.replace("  name:", "  description:")},
        "site.yml:5:3 missing-field",
    ),
    "a logo that is not there": (site("brand: {logo: l.svg}\n"), "site.yml:7:15 unknown-picture"),
    # ------------------------------------------------ ids and references
    "an award of no badge": (awards("henry,tides,2026-03-02"), "awards/2026.csv:2:7 unknown-badge"),
    "an award of no learner": (
        awards("henri,tide,2026-03-02"),
        "awards/2026.csv:2:1 unknown-learner",
    ),
    "a step of no badge": (
        {"pathways/way.md": pathway("  - {id: a, steps: [rope, rpoe]}\n")},
        "pathways/way.md:6:27 unknown-badge",
    ),
    "a final badge that is none": (
        {"pathways/way.md": pathway("  - {id: a, steps: [rope]}\n", "final: king\n")},
        "pathways/way.md:4:8 unknown-badge",
    ),
    "a step of no pathway": (
        {"pathways/way.md": pathway("  - {id: a, steps: [{pathway: wya}]}\n")},
        "pathways/way.md:6:31 unknown-pathway",
    ),
    "a picture of a badge that is not there": (
        rope("image: images/r.svg\ncredits: 5\n"),
        "badges/rope.md:5:8 unknown-picture",
    ),
    "an id in capital letters": ({"badges/Rope2.md": badge("R")}, "badges/Rope2.md:1:1 id-pattern"),
    "an id too long": (
        {f"badges/{'a' * 81}.md": badge("R")},
        f"badges/{'a' * 81}.md:1:1 id-pattern",
    ),
    "an id that Windows keeps": ({"badges/con.md": badge("R")}, "badges/con.md:1:1 id-reserved"),
    "an id with a dot in a table": (
        {"learners/more.csv": "id,name\na.b,A\n"},
        "learners/more.csv:2:1 id-pattern",
    ),
    "a slug like a computed address": (
        grace("slug: abcdefghijklmnopqrstuvwxyz\n"),
        "learners/grace.yml:2:7 slug-opaque",
    ),
    "a slug of the site's own": (grace("slug: page-2\n"), "learners/grace.yml:2:7 id-reserved"),
    "two learners with one slug": (
        {"learners/more.csv": "id,name,slug\na,A,x\nb,B,x\n"},
        "learners/more.csv:3:1 address-twice",
    ),
    "a learner in two files": (
        {"learners/more.csv": "id,name\ngrace,Grace\n"},
        "learners/more.csv:2:1 learner-twice",
    ),
    "a learner in one table twice": (
        {"learners/crew.csv": "id,name\nhenry,H\nhenry,H\n"},
        "learners/crew.csv:3:1 learner-twice",
    ),
    "an award twice": (awards(ROW, ROW), "awards/2026.csv:3:1 award-twice"),
    # ------------------------------------------------ pathways
    "a step that asks for nothing": (
        {"pathways/way.md": pathway("  - {id: a, steps: [{id: x}]}\n")},
        "pathways/way.md:6:21 step-needs",
    ),
    "a step that asks for two things": (
        {"pathways/way.md": pathway("  - {id: a, steps: [{badge: rope, of: [boat]}]}\n")},
        "pathways/way.md:6:21 step-needs",
    ),
    "a group without an id": (
        {"pathways/way.md": pathway("  - {id: a, steps: [{of: [boat]}]}\n")},
        "pathways/way.md:6:21 step-id",
    ),
    "any without a group": (
        {"pathways/way.md": pathway("  - {id: a, steps: [{badge: boat, any: 1}]}\n")},
        "pathways/way.md:6:40 group",
    ),
    "any and credits at once": (
        {
            "pathways/way.md": pathway(
                "  - {id: a, steps: [{id: x, any: 1, credits: 1, of: [rope]}]}\n"
            )
        },
        "pathways/way.md:6:46 group",
    ),
    "within in days": (
        {"pathways/way.md": pathway("  - {id: a, steps: [{badge: rope, within: 30 days}]}\n")},
        "pathways/way.md:6:43 duration",
    ),
    "within more than a hundred years": (
        {"pathways/way.md": pathway("  - {id: a, steps: [{badge: rope, within: 101 years}]}\n")},
        "pathways/way.md:6:43 duration",
    ),
    # ------------------------------------------------ files
    "bytes that are not UTF-8": (
        {"learners/grace.yml": b"name: Gr\xe4ce\n"},
        "learners/grace.yml:1:9 not-utf-8",
    ),
    "UTF-16": (
        {"learners/crew.csv": "id,name\nhenry,H\n".encode("utf-16")},
        "learners/crew.csv:1:1 not-utf-8",
    ),
    "a control character": (
        {"learners/grace.yml": "name: Grace\n# \x07\n"},
        "learners/grace.yml:2:3 control-character",
    ),
    "a NUL in a table": (awards(ROW + "\0"), "awards/2026.csv:2:22 control-character"),
    "a control character in a page": (
        {"pages/a.md": "# A\n\x1b[31m\n"},
        "pages/a.md:2:1 control-character",
    ),
    "lines that end in CR alone": (
        {"learners/crew.csv": "id,name\rhenry,H\r"},
        "learners/crew.csv:1:8 control-character",
    ),
    "a merge conflict": (awards("<<<<<<< HEAD", ROW), "awards/2026.csv:2:1 conflict"),
    "a file that nothing reads": ({"badges/rope.yml": "x"}, "badges/rope.yml:1:1 stray-file"),
    "a folder misspelt": ({"award/a.csv": HEAD}, "award/a.csv:1:1 stray-file"),
    "a learner in a folder below": ({"learners/a/b.yml": "x"}, "learners/a/b.yml:1:1 stray-file"),
    "two names that differ by capital letters": (
        {"pages/About.md": "a", "pages/about.md": "a"},
        "pages/about.md:1:1 file-case",
    ),
    "a line for spreadsheets before the header": (
        {"awards/x.csv": "sep=;\nlearner;badge;awarded\n"},
        "awards/x.csv:1:1 csv-header",
    ),
    "an address with a space in it": (
        {"site.yml": SITE.replace("http://localhost:8000", "https://x.example/a b")},
        "site.yml:2:6 web-address",
    ),
    "a picture as cameras name it": (
        {"images/a.PNG": b"\x89PNG\r\n\x1a\n"},
        "images/a.PNG:1:1 picture-type",
    ),
    "a page at an address of the site's own": (
        {"pages/verify.md": "a"},
        "pages/verify.md:1:1 page-address",
    ),
    "a page at the address of a file of the site": (
        {"pages/robots.txt.md": "a"},
        "pages/robots.txt.md:1:1 page-address",
    ),
    "a page in the folder of another language": (
        {"site.yml": SITE + "languages: [en, de]\n", "pages/de.md": "a"},
        "pages/de.md:1:1 page-address",
    ),
    "a private key": (
        {"keys.pem": "-----BEGIN PRIVATE KEY-----\nMC4CAQAwBQYDK2VwBCIEIA\n"},
        "keys.pem:1:1 private-key",
    ),
    "a private key in a page, encrypted": (
        {"pages/a.md": "x\n-----BEGIN ENCRYPTED PRIVATE KEY-----\n"},
        "pages/a.md:1:1 private-key",
    ),
    "a private key as the host's variable": (
        {"pages/a.md": "LS0tLS1CRUdJTiBQUklWQVRFIEtFWS0tLS0t"},
        "pages/a.md:1:1 private-key",
    ),
    "a picture that is none": ({"images/a.png": "x"}, "images/a.png:1:1 picture-type"),
    "a picture of an unknown kind": ({"images/a.tiff": "x"}, "images/a.tiff:1:1 picture-type"),
    "a picture of 6 MB": ({"images/a.svg": b"<" * 6_000_000}, "images/a.svg:1:1 file-size"),
    "an earlier version of nothing": (
        {"badges/x@1.md": badge("X")},
        "badges/x@1.md:1:1 version-orphan",
    ),
    "an earlier version that is the present one": (
        {"badges/rope@1.md": badge("Rope")},
        "badges/rope@1.md:2:1 version-twice",
    ),
    "an earlier version with another name": (
        {"badges/rope@0.md": badge("Rope").replace('"1"', '"2"')},
        "badges/rope@0.md:1:1 version-name",
    ),
    "front matter that is not there": (
        {"badges/tide.md": "# Tides\n"},
        "badges/tide.md:1:1 front-matter",
    ),
    "front matter that never ends": (
        {"badges/tide.md": "---\nname: Tides\n"},
        "badges/tide.md:1:1 front-matter",
    ),
    "an address with a host of dots": (
        awards("henry,tide,2026-03-02,https://...", head="learner,badge,awarded,evidence"),
        "awards/2026.csv:2:23 web-address",
    ),
    # ------------------------------------------------ YAML
    "an alias": (grace("bio: &a x\nslug: *a\n"), "learners/grace.yml:2:6 yaml"),
    "a tag": (grace("bio: !!python/name:os.system x\n"), "learners/grace.yml:2:6 yaml"),
    "a second document": (grace("---\nname: B\n"), "learners/grace.yml:2:1 yaml"),
    "a tab": (grace("\tbio: x\n"), "learners/grace.yml:2:1 yaml"),
    "a colon in plain text": (grace("bio: a: b\n"), "learners/grace.yml:2:7 yaml"),
    "a quote not closed": (grace("bio: 'a\n"), "learners/grace.yml:2:6 yaml"),
    "depth without end": (grace(f"bio: {'[' * 900}\n"), "learners/grace.yml:2:37 yaml"),
    # ------------------------------------------------ CSV
    "a table without a header": ({"awards/2026.csv": ""}, "awards/2026.csv:1:1 csv-header"),
    "a column that does not exist": (
        awards(ROW + ",", head=HEAD + ",expire"),
        "awards/2026.csv:1:23 unknown-column",
    ),
    "a column twice": (awards(ROW + ",x", head=HEAD + ",badge"), "awards/2026.csv:1:23 csv-header"),
    "a column that is missing": (
        awards("henry,tide", head="learner,badge"),
        "awards/2026.csv:1:1 csv-header",
    ),
    "a row too short": (awards("henry,tide"), "awards/2026.csv:2:1 csv-row"),
    "a row too long": (awards(ROW + ",x"), "awards/2026.csv:2:1 csv-row"),
    "an empty cell that is needed": (
        awards("henry,,2026-03-02"),
        "awards/2026.csv:2:7 missing-field",
    ),
    "a quote never closed in a table": (awards(ROW, '"henry,tide'), "awards/2026.csv:3:1 csv"),
    "text after a closed quote": (awards('"henry"x,tide,2026-03-02'), "awards/2026.csv:2:1 csv"),
    "a cell behind a cell of two lines": (
        awards('henry,tide,2026-03-02,"a\nb",x', head=HEAD + ",narrative,evidence"),
        "awards/2026.csv:3:4 web-address",
    ),
    # ------------------------------------------------ revocations
    "a revocation before its award": (
        {"revocations.csv": f"{REVOKE}\n{ROW},2026-03-01,revoked,why\n"},
        "revocations.csv:2:1 dates-order",
    ),
    "a revocation twice": (
        {"revocations.csv": f"{REVOKE}\n" + f"{ROW},2026-03-05,revoked,why\n" * 2},
        "revocations.csv:3:1 revocation-twice",
    ),
    "a revocation of an unknown kind": (
        {"revocations.csv": f"{REVOKE}\n{ROW},2026-03-05,suspended,why\n"},
        "revocations.csv:2:34 choice",
    ),
    "a revocation without a reason": (
        {"revocations.csv": f"{REVOKE}\n{ROW},2026-03-05,revoked,\n"},
        "revocations.csv:2:42 missing-field",
    ),
    # ------------------------------------------------ keys
    "a key that is none": (
        keys("multibase: z6Mkabc, created: 2026-01-01"),
        "keys.yml:2:17 public-key",
    ),
    "a key of another kind": (
        keys("multibase: zDnaerDaTF5BXEavCrfRZEk316dpbLsfPDZ3WJ5hRTPFU2169, created: 2026-01-01"),
        "keys.yml:2:17 public-key",
    ),
    "a retired key without a day": (
        keys(f"multibase: {KEY}, created: 2026-01-01, state: retired"),
        "keys.yml:2:5 missing-field",
    ),
    "an unknown state of a key": (
        keys(f"multibase: {KEY}, created: 2026-01-01, state: old"),
        "keys.yml:2:95 choice",
    ),
}


@pytest.mark.parametrize("name", MISTAKES)
def test_a_mistake_is_told_once_with_its_place(tmp_path, name):
    files, expected = MISTAKES[name]
    errors = [each for each in told(tmp_path, files) if "(warning)" not in each]
    assert errors == [expected]


def test_every_sentence_has_the_form_that_people_are_shown(tmp_path):
    for number, (files, _) in enumerate(MISTAKES.values()):
        for problem in loaded(tmp_path / str(number), files).problems:
            assert problem.remedy, problem
            assert not problem.sentence.endswith("."), problem
            assert "\n" not in problem.sentence + problem.remedy
            assert "\\" not in problem.origin.path
            assert problem.origin.path.startswith("content")


def test_two_active_keys_are_a_mistake_and_the_same_key_twice_is_one(tmp_path):
    line = f"multibase: {KEY}, created: 2026-01-01"
    assert told(tmp_path, keys(line, line)) == ["keys.yml:3:5 key-twice"]


def test_a_misspelt_word_is_answered_by_the_nearest_one(tmp_path):
    files = awards("henry,tiide,2026-03-02", "hennry,tide,2026-03-02")
    problems = loaded(tmp_path, files).problems
    assert problems[0].sentence == "no badge is called 'tiide'"
    assert problems[0].remedy == "did you mean 'tide'? or add content/badges/tiide.md"
    assert problems[1].remedy == (
        "did you mean 'henry'? or add content/learners/hennry.yml, or a row to a table there"
    )


def test_all_mistakes_are_told_together_and_in_order(tmp_path):
    files = {**grace("bio: 1\nslug: A\n"), **awards("henry,x,2026-02-30"), **site("tagline: no\n")}
    assert told(tmp_path, files) == [
        "awards/2026.csv:2:7 unknown-badge",
        "awards/2026.csv:2:9 no-such-day",
        "learners/grace.yml:2:6 needs-quotes",
        "learners/grace.yml:3:7 id-pattern",
        "site.yml:7:10 needs-quotes",
    ]


def test_a_mistake_in_a_badge_is_not_told_again_by_its_awards(tmp_path):
    files = {"badges/tide.md": "no front matter"}
    assert told(tmp_path, files) == ["badges/tide.md:1:1 front-matter"]


def test_a_thousand_mistakes_in_one_file_are_counted_not_listed(tmp_path):
    result = loaded(tmp_path, awards(*["henry,x,2026-03-02"] * 1000))
    assert len(result.problems) == 101
    assert "900 more" in result.problems[-1].sentence


def test_a_hundred_thousand_mistakes_are_counted_at_once(tmp_path):
    rows = [f"learner-{number},tiide,2026-03-02" for number in range(100_000)]
    started = time.process_time()
    result = loaded(tmp_path, awards(*rows))
    assert time.process_time() - started < 30
    assert "199,900 more" in result.problems[-1].sentence


def test_without_a_site_there_is_no_catalog_and_the_rest_is_told_all_the_same(tmp_path):
    result = loaded(tmp_path, {"site.yml": None, **grace("x: y\n")})
    assert result.catalog is None
    assert [each.code for each in result.problems] == ["unknown-field", "no-site"]


def test_a_short_salt_is_a_warning(tmp_path):
    files = {"site.yml": SITE.replace("an example salt of some length", "pepper")}
    assert told(tmp_path, files) == ["site.yml:3:7 short-salt (warning)"]


@pytest.mark.parametrize(
    ("host", "codes"),
    [
        ("netlfy", ["site.yml:7:10 unknown-hosting (warning)"]),
        ("our own server", []),
        ("netlify", []),
    ],
)
def test_a_host_that_is_nearly_one_of_ours_is_a_warning(tmp_path, host, codes):
    assert told(tmp_path, {"site.yml": f"{SITE}hosting: {host}\n"}) == codes


def test_a_folder_that_cannot_be_read_is_told(tmp_path):
    write(tmp_path, {})
    (tmp_path / "content/awards/2026.csv").unlink()
    (tmp_path / "content/awards/2026.csv").mkdir()
    (tmp_path / "content/awards/2026.csv/x.csv").write_text("x")
    assert [each.code for each in load(tmp_path).problems] == ["stray-file"]


def test_without_libyaml_the_program_stops_and_says_so(tmp_path, monkeypatch):
    write(tmp_path, {})
    monkeypatch.setattr("yaml.__with_libyaml__", False)
    with pytest.raises(BadgesiteError, match="libyaml") as stopped:
        load(tmp_path)
    assert "pip install" in stopped.value.remedy


# ---------------------------------------------------------------- the register
def _register(tmp_path: Path, *rows: str, head: str = REGISTER) -> list[str]:
    return told(tmp_path, {"register.csv": "\n".join((head, *rows)) + "\n"})


UUID = "d6e8e8d4-0000-8000-8000-000000000000"


def _entry(place: int, more: str = "", badge: str = "tide") -> str:
    from datetime import date

    from badgesite.addresses import credential_uuid
    from badgesite.model import AwardKey

    key = AwardKey("henry", badge, date(2026, 3, 2))
    salt = "an example salt of some length"
    return f"{credential_uuid(salt, key)},henry,{badge},2026-03-02,1,{place}{more}"


def test_the_register_may_hold_what_no_longer_exists(tmp_path):
    assert _register(tmp_path, _entry(5), _entry(6, badge="long-gone")) == []


def test_a_uuid_that_is_not_of_the_award_is_told(tmp_path):
    odd = f"{UUID},henry,boat,2026-03-02,1,9"
    assert _register(tmp_path, _entry(5), odd) == ["register.csv:3:1 register-uuid"]


def test_another_salt_is_told_once_not_for_every_row(tmp_path):
    rows = [f"{UUID},henry,boat,2026-03-0{day},1,{day}" for day in (1, 2, 3)]
    assert _register(tmp_path, *rows) == ["register.csv:2:1 register-uuid"]


def test_a_place_given_twice_is_told(tmp_path):
    rows = (_entry(5), _entry(5, badge="boat"))
    assert _register(tmp_path, *rows) == ["register.csv:3:1 register-place"]


@pytest.mark.parametrize("number", [2, 9, 99_999])
def test_a_list_that_cannot_have_been_begun_is_told(tmp_path, number):
    row = _entry(5).replace(",1,5", f",{number},5")
    assert _register(tmp_path, row) == ["register.csv:2:1 register-place"]


def test_a_place_outside_the_list_is_told(tmp_path):
    assert "register.csv:2:62 number" in _register(tmp_path, _entry(131_072))


def test_a_reissue_keeps_its_place_and_gives_a_reason(tmp_path):
    head = REGISTER + ",reissued"
    good = (_entry(5, ","), _entry(5, ",name mended"))
    assert _register(tmp_path / "a", *good, head=head) == []
    silent = (_entry(5, ","), _entry(5, ","))
    assert _register(tmp_path / "b", *silent, head=head) == ["register.csv:3:1 register-twice"]
    moved = (_entry(5, ","), _entry(6, ",name mended"))
    assert _register(tmp_path / "c", *moved, head=head) == ["register.csv:3:1 register-place"]


def test_the_provider_of_these_tests_has_every_kind_of_file():
    assert {path.split("/")[0] for path in PROVIDER} >= {"site.yml", "badges", "pathways", "awards"}


@pytest.mark.parametrize(
    "lines", ["\tbio: x\n", "bio: x\n\n\tslug: y\n", "links:\n  a: b\n\tc: d\n"]
)
def test_a_tab_is_told_in_the_same_words_wherever_yaml_meets_it(tmp_path, lines):
    write(tmp_path, grace(lines))
    (problem,) = load(tmp_path).problems
    assert problem.sentence == "a tab, where YAML wants spaces"


@pytest.mark.parametrize(
    ("line", "sentence", "remedy"),
    [
        (
            "name:Ada",
            "'name' has no space after its colon",
            "write a space after the colon:  name: Ada",
        ),
        ("name = Ada", "'name' is followed by = in place of a colon", "write a colon:  name: Ada"),
        (
            "name\uff1aAda",
            "'name' is followed by a colon that YAML does not know",
            "write an ordinary colon:  name: Ada",
        ),
        (
            "name:\u00a0Ada",
            "the space after the colon of 'name' is none to YAML (U+00A0)",
            "write an ordinary space in its place",
        ),
        ("awarded:2026-02-11", "'awarded' has no space after its colon", "awarded: 2026-02-11"),
        ('name: "Ada', "a quote is not closed", "close it"),
        ("name: 'Ada", "a quote is not closed", "close it"),
        ("name: [Ada, Bea", "a bracket is not closed", "close it"),
        ("name: [a: b: c]", "brackets whose values do not fit together", "part them by commas"),
        ("name: **Can** tie", "a * or & begins this value", "put quotes around the text"),
        ("name: *Harbour*", "a * or & begins this value", "put quotes around the text"),
        ("name: - Ada", "a hyphen and a space on the line of something else", "put quotes"),
        ("name: ? Ada", "a question mark begins this value", "put quotes around the text"),
        ("name: |Ada", "text on the line of the | or >", "write the text on the lines below"),
        ("name: ,Ada", "a comma or bracket, where a value is meant", "put quotes"),
        ('name: "A\\da"', "a backslash, which in double quotes YAML keeps", "write it twice"),
    ],
)
@pytest.mark.parametrize("first", [True, False])
def test_a_slip_of_yaml_is_told_on_its_own_line_in_words_of_people(
    tmp_path, line, sentence, remedy, first
):
    before = "" if first else "bio: She rowed.\n"
    written = {"learners/grace.yml": f"{before}{line}\nslug: grace\n\nvisibility: public\n"}
    [problem] = load(write(tmp_path, written)).problems
    assert problem.origin.line == (1 if first else 2)
    assert problem.sentence.startswith(sentence)
    assert remedy in problem.remedy


def test_a_year_too_far_off_is_to_be_corrected(tmp_path):
    [problem] = load(write(tmp_path, awards("henry,tide,3026-03-02"))).problems
    assert problem.remedy.startswith("correct the year")


@pytest.mark.parametrize(
    ("cell", "sentence"),
    [
        ('"https://a.example/1, https://a.example/2"', "which ends in ,"),
        ('"https://a.example/1; https://a.example/2"', "which ends in ;"),
        ('"https://a.example/1,https://a.example/2"', "which is more than one address"),
    ],
)
def test_addresses_of_one_cell_are_parted_by_spaces_alone(tmp_path, cell, sentence):
    head = "learner,badge,awarded,evidence"
    changed = awards(f"henry,tide,2026-03-02,{cell}", head=head)
    [problem] = load(write(tmp_path, changed)).problems
    assert problem.sentence.endswith(sentence)
    assert "part them by a space (in YAML: a list)" in problem.remedy
    award = "{badge: rope, awarded: 2026-03-01, evidence: "
    changed = grace(f"awards:\n  - {award}{cell}}}\n")
    [problem] = load(write(tmp_path, changed)).problems
    assert problem.sentence.endswith("which is more than one address")
    assert "part them by a space (in YAML: a list)" in problem.remedy


@pytest.mark.parametrize(
    "address",
    [
        "https://web.archive.org/web/2026/https://a.example/1",
        "https://a.example/?of=https://b.example/",
        "https://a.example/1,2;3/x",
    ],
)
def test_one_address_may_hold_another_and_commas(tmp_path, address):
    changed = awards(f'henry,tide,2026-03-02,"{address}"', head="learner,badge,awarded,evidence")
    assert told(tmp_path, changed) == []


@pytest.mark.parametrize(
    ("changed", "warning"),
    [
        ({"learners/crew.csv": "id,name\nhenry,JÃ¼rgen\n"}, "learners/crew.csv:2:8 misread"),
        ({"learners/grace.yml": "name: Grace\nbio: Itâ€™s.\n"}, "learners/grace.yml:2:8 misread"),
        ({"learners/grace.yml": "name: “Grace”\n"}, "learners/grace.yml:1:7 curly-quotes"),
    ],
)
def test_what_pages_would_show_as_nobody_means_it_is_a_warning(tmp_path, changed, warning):
    assert told(tmp_path, changed) == [f"{warning} (warning)"]


@pytest.mark.parametrize("name", ["MANHÃ", "Ângela", "“Grace” Darling", "'“Grace”'", "«A» e Ã»"])
def test_letters_and_quotes_that_are_meant_are_no_matter(tmp_path, name):
    assert told(tmp_path, {"learners/grace.yml": f"name: {name}\n"}) == []


def test_a_quote_that_the_next_quote_closes_is_told_where_it_begins(tmp_path):
    written = {"learners/grace.yml": 'name: Grace\nbio: "She rowed.\nslug: "grace"\n'}
    [problem] = load(write(tmp_path, written)).problems
    assert (problem.origin.line, problem.sentence) == (2, "a quote is not closed")


def test_a_line_outside_the_list_above_it_is_told_in_words_of_people(tmp_path):
    written = {"learners/grace.yml": "awards:\n  - {badge: rope}\n  name: Grace\n"}
    [problem] = load(write(tmp_path, written)).problems
    assert (problem.origin.line, problem.sentence) == (
        3,
        "this line is no part of the list above it",
    )
