"""pathway.json, and the vectors by which every evaluator of it is judged."""

import json
from datetime import date

import pytest

import pathway_cases
from badgesite.addresses import did_of
from badgesite.credentials.pathway_rules import pathway_rules
from badgesite.errors import BadgesiteError
from badgesite.model import Award, Catalog, ForeignAward, Pathway
from badgesite.progress import pathway_progress
from pathway_world import SITE, catalog, level, pathway, step

VECTORS = json.loads(pathway_cases.FILE.read_text(encoding="utf-8"))["cases"]


def test_the_vectors_are_what_their_cases_say():
    assert pathway_cases.FILE.read_text(encoding="utf-8") == pathway_cases.text()


def held_by_ada(case: dict[str, object], path: Pathway) -> Catalog:
    own, foreign = {}, []
    for each in case["held"]:
        awarded = date.fromisoformat(each["awarded"])
        if each["issuer"] == did_of(SITE.url):
            given = Award("ada", each["achievement"].split("/")[-2], awarded)
            own[given.key] = given
        else:
            foreign.append(ForeignAward("ada", each["issuer"], each["achievement"], awarded))
    return catalog(
        [path, *pathway_cases.INSIDE],
        own.values(),
        badges=pathway_cases.BADGES,
        recognised=tuple(foreign),
    )


@pytest.mark.parametrize("number", range(len(VECTORS)), ids=[each["name"] for each in VECTORS])
def test_progress_agrees_with_the_vectors(number):
    case, path = VECTORS[number], pathway_cases.CASES[number][1]
    found = pathway_progress(held_by_ada(case, path), "ada", path, date(2026, 12, 31))
    assert [each.complete for each in found.levels] == case["levels"]
    assert found.complete is case["complete"]


def test_there_are_vectors_for_every_part_of_the_language():
    said = json.dumps(VECTORS)
    for member in ("badge", "pathway", "foreign", "any", "credits", "optional", "withinMonths"):
        assert f'"{member}":' in said
    assert len(VECTORS) >= 40


# ------------------------------------------------------------------ the document
def test_the_rules_name_the_pathway_its_version_and_who_wrote_them():
    path = pathway(level("a"), level("b", id="two", milestone="half"), order="enforced")
    found = pathway_cases.rules_of(path)
    assert list(found) == [
        *("type", "id", "pathway", "name", "version", "issuer", "order", "withdrawn", "final"),
        *("sentence", "levels"),
    ]
    assert found["id"] == "https://test.example/pathways/p/pathway-1.json"
    assert found["issuer"] == "did:web:test.example"
    assert found["final"] == {
        "achievement": "https://test.example/badges/done/achievement.json",
        "name": "DONE",
    }
    assert found["levels"][1]["milestone"]["name"] == "HALF"
    assert found["levels"][0]["steps"] == [
        {
            "id": "a",
            "sentence": "Earn A.",
            "needs": {"badge": "https://test.example/badges/a/achievement.json", "name": "A"},
        }
    ]


def test_a_pathway_inside_stands_inside_whole_or_is_held_by_its_final_badge():
    found = pathway_cases.rules_of(pathway_cases.IN_PATH)
    needs = found["levels"][0]["steps"][0]["needs"]
    inner, badge = needs["of"]
    assert needs["any"] == 1
    assert inner["pathway"] == "https://test.example/pathways/inner/pathway-1.json"
    assert [each["id"] for each in inner["levels"]] == ["one", "two"]
    assert badge["badge"] == "https://test.example/badges/inner-done/achievement.json"


def test_pathways_that_lead_to_themselves_are_refused():
    one = pathway(level(step(">two")), id="one", final=None)
    two = pathway(level(step(">one")), id="two", final=None)
    with pytest.raises(BadgesiteError, match="leads to itself"):
        pathway_rules(catalog([one, two]), one, {"": ""})
