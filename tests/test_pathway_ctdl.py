"""pathway.jsonld: the same pathway in CTDL."""

import re

from pyld import jsonld

import pathway_cases
from badgesite.credentials.pathway_ctdl import pathway_ctdl
from badgesite.model import ForeignNeeded
from badgesite.progress import levels_sentence, sentence
from pathway_world import catalog, group, level, pathway, step

INNER = pathway(level("x"), id="inner", final="inner-done")
PATH = pathway(
    level("a", step("b", after=("a",), optional=True)),
    level(
        "c",
        step(">inner"),
        step(ForeignNeeded("did:web:x", "urn:x", "Nurse"), "n"),
        id="two",
        any=2,
    ),
    level(step(group("d", group("e", "f"), any=1)), step(group("g", credits=3), "sum"), id="three"),
)


def document(path=PATH):
    known = catalog([path, INNER, *pathway_cases.INSIDE])
    words = {"": levels_sentence(path)}
    words |= {each.id: sentence(each, known) for each in path.levels}
    return pathway_ctdl(known, path, words)


def graph(path=PATH):
    return {each["@id"].rpartition("#")[2]: each for each in document(path)["@graph"]}


def targets(component, name):
    return [each.rpartition("#")[2] for each in component.get(f"ceterms:{name}", ())]


def test_the_pathway_leads_to_its_final_badge():
    found = document()["@graph"]
    assert found[0]["@type"] == "ceterms:Pathway"
    assert found[0]["@id"] == "https://test.example/pathways/p/"
    assert targets(found[0], "hasDestinationComponent") == ["final"]
    assert found[1]["ceterms:proxyFor"] == "https://test.example/badges/done/achievement.json"
    assert targets(found[1], "hasChild") == ["level-one", "level-two", "level-three"]


def test_every_component_that_is_named_is_there_and_has_an_id_of_its_own():
    found = graph()
    names = [each["@id"] for each in document()["@graph"]]
    ctids = [each["ceterms:ctid"] for each in document()["@graph"]]
    assert len(set(names)) == len(names)
    assert len(set(ctids)) == len(ctids)
    assert all(
        re.fullmatch(r"ce-[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}", each) for each in ctids
    )
    for each in found.values():
        for name in ("hasChild", "isChildOf", "precedes"):
            assert all(target in found for target in targets(each, name))
        for condition in each.get("ceterms:hasCondition", ()):
            assert set(targets(condition, "targetComponent")) <= set(targets(each, "hasChild"))


def test_conditions_say_how_many_it_takes():
    found = graph()

    def required(name):
        return found[name]["ceterms:hasCondition"][0].get("ceterms:requiredNumber")

    assert required("final") == 3
    assert (required("level-one"), required("level-two"), required("level-three")) == (1, 2, 2)
    assert (required("step-pick"), required("step-pick-2"), required("step-sum")) == (1, 2, None)
    one = found["level-one"]["ceterms:hasCondition"][0]
    assert targets(one, "targetComponent") == ["step-a"]
    names = {place: each["ceterms:name"]["en"] for place, each in found.items()}
    assert (names["step-pick-2"], names["step-sum"]) == ("2 of 2", "3 credits")
    assert one["ceterms:description"] == {"en": "Earn A; B is optional."}


def test_levels_and_steps_precede_what_follows_them():
    found = graph()
    assert targets(found["level-one"], "precedes") == ["level-two"]
    assert targets(found["level-three"], "precedes") == ["final"]
    assert targets(found["step-a"], "precedes") == ["step-b"]


def test_other_pathways_and_issuers_are_pointed_to():
    found = graph()
    assert found["step-inner"]["ceterms:proxyFor"] == "https://test.example/pathways/inner/"
    assert found["step-n"]["ceterms:proxyFor"] == "urn:x"


def test_a_pathway_without_a_final_badge_ends_with_its_last_level():
    path = pathway(level("a"), level("b", id="two"), final=None)
    found = document(path)["@graph"]
    assert targets(found[0], "hasDestinationComponent") == ["level-two"]
    assert targets(found[0], "hasChild") == ["level-one", "level-two"]


def test_it_is_json_ld_that_loses_nothing_without_a_network():
    found = document()
    expanded = jsonld.expand(found)
    assert len(expanded) == len(found["@graph"])
    ceterms = "https://purl.org/ctdl/terms/"
    assert {each["@type"][0].removeprefix(ceterms) for each in expanded} == {
        *("Pathway", "CredentialComponent", "BasicComponent")
    }
    for written, each in zip(found["@graph"], expanded, strict=True):
        assert {key for key in each if not key.startswith("@")} == {
            key.replace("ceterms:", ceterms) for key in written if not key.startswith("@")
        }
