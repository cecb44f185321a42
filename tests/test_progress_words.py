"""Rules in words, as pages and pathway.json say them."""

import pytest

from badgesite.model import ForeignNeeded
from badgesite.progress import levels_sentence, pill, sentence, step_name
from pathway_world import badge, catalog, group, level, pathway, step

NURSE = step(ForeignNeeded("did:web:x", "urn:x", "Nurse"), "nurse")


@pytest.mark.parametrize(
    ("rule", "words"),
    [
        (level("a"), "Earn A."),
        (level("a", "b", "c"), "Earn A, B and C."),
        (level("a", "b", "c", any=2), "Earn any 2 of these 3: A, B and C."),
        (level("a", any=1), "Earn A."),
        (level("a", step("b", optional=True)), "Earn A; B is optional."),
        (level(step(group("a", "b", any=1))), "Earn any 1 of these 2: A and B."),
        (
            level(step(group("a", group("b", "c"), any=1))),
            "Earn any 1 of these 2: A and all of (B and C).",
        ),
        (
            level(step(group("a", "b", credits=30)), "c"),
            "Earn at least 30 credits from (A and B) and C.",
        ),
        (level(step(group("a", "b", credits=2.5))), "Earn at least 2.5 credits from A and B."),
        (level(step(">other")), "Earn the pathway Other."),
        (level(NURSE), "Earn Nurse (from another issuer)."),
        (
            level(step(group("a", "b"), within_months=24)),
            "Earn A and B, earned within 24 months of each other.",
        ),
    ],
)
def test_a_level_is_a_sentence(rule, words):
    other = pathway(level("x"), id="other")
    assert sentence(rule, catalog([pathway(rule), other])) == words


def test_a_pathway_says_its_levels_one_after_another():
    path = pathway(level("a"), level("b", "c", id="two", any=1), level("d", id="three"))
    assert sentence(path, catalog([path])) == "Earn A; then any 1 of these 2: B and C; then D."
    assert sentence(path) == "Complete all three levels: One, Two and Three."


def test_few_levels_are_called_by_their_number():
    assert levels_sentence(pathway(level("a"))) == "Complete the one level: One."
    two = pathway(level("a"), level("b", id="two"))
    assert levels_sentence(two) == "Complete both levels: One and Two."


def test_without_a_catalog_ids_are_read_as_words():
    assert sentence(level("basic-life-support")) == "Earn Basic life support."


@pytest.mark.parametrize(
    ("rule", "words"),
    [
        (level("a"), ""),
        (level("a", "b"), "all of"),
        (level("a", "b", any=2), "all of"),
        (level("a", "b", "c", any=2), "any 2 of 3"),
        (level("a", step("b", optional=True)), ""),
        (group("a", "b", credits=30), "30 credits"),
        (group("a", "b", any=1), "any 1 of 2"),
    ],
)
def test_a_pill_says_how_many_it_takes(rule, words):
    assert pill(rule) == words


def test_a_step_is_called_by_its_own_name_or_by_what_it_asks_for():
    known = catalog([pathway(level("a"))], badges=[badge("a")])
    assert step_name(step("a"), known) == "A"
    assert step_name(step("a", name="First"), known) == "First"
    assert step_name(step(group("a"), "pick-one"), known) == "Pick one"
    assert step_name(NURSE, known) == "Nurse"
