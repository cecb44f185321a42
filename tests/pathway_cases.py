"""Cases of tests/vectors/pathway-rules.json: a rule, what is held, and what is complete.

What is expected is written by hand. `python tests/pathway_cases.py` writes the file anew.
"""

import json
from pathlib import Path
from typing import Any

from badgesite.addresses import did_of
from badgesite.credentials.pathway_rules import pathway_rules
from badgesite.model import ForeignNeeded, Pathway
from badgesite.progress import levels_sentence, sentence
from pathway_world import SITE, badge, catalog, group, level, pathway, step

FILE = Path(__file__).parent / "vectors" / "pathway-rules.json"
OTHER = "did:web:other.example"
NURSE = ForeignNeeded(OTHER, "https://other.example/nurse", "Nurse")

INNER = pathway(level("a"), level("b", id="two"), id="inner", final="inner-done")
BARE = pathway(level("a", "b"), id="bare", final=None)
DEEP = pathway(level(step(">inner"), "c"), id="deep", final=None)
NEAR = pathway(level(step(group("a", "b"), within_months=3)), id="near", final=None)
BADGES = [badge(x, credits=n) for x, n in (("c5", 5), ("c10", 10), ("c15", 15))]
BADGES += [badge("c25", credits=2.5), badge("c0")]
TENTHS = [f"t{number}" for number in range(11)]
BADGES += [badge(each, credits=0.1) for each in TENTHS]

ONE = pathway(level("a"))
TWO = pathway(level("a"), level("b", id="two"))
ANY = pathway(level("a", "b", "c", any=2))
OPTIONAL = pathway(level("a", step("b", optional=True)))
ANY_OPTIONAL = pathway(level("a", step("b", optional=True), any=1))
ONLY_OPTIONAL = pathway(level("a", step("b", after=("a",))))
ALL_OF = pathway(level(step(group("a", "b"))))
ANY_OF = pathway(level(step(group("a", "b", "c", any=2))))
NESTED = pathway(level(step(group("a", group("b", "c"), any=1))))
NESTED_ANY = pathway(level(step(group(group("a", "b", any=1), group("c", "d", any=1)))))
CREDITS = pathway(level(step(group("c5", "c10", "c15", credits=20))))
CREDITS_IN = pathway(level(step(group("c10", group("c5", "c15"), credits=20))))
CREDITS_ANY = pathway(level(step(group("c10", group("c5", "c15", any=1), credits=20))))
CREDITS_CREDITS = pathway(level(step(group("c5", group("c10", "c15", credits=10), credits=15))))
CREDITS_PATH = pathway(level(step(group("c10", ">bare", credits=20))))
ONE_OF_TENTHS = pathway(level(step(group(*TENTHS, credits=1))))
HALVES = pathway(level(step(group("c25", "c5", "c0", credits=7.5))))
FOREIGN = pathway(level(step(NURSE, "nurse"), "a"))
FOREIGN_ANY = pathway(level(step(group(NURSE, "a", any=1))))
WITHIN = pathway(level(step(group("a", "b"), within_months=6)))
WITHIN_ANY = pathway(level(step(group("a", "b", "c", any=2), within_months=1)))
IN_PATH = pathway(level(step(">inner"), "c"))
IN_BARE = pathway(level(step(">bare")))
IN_DEEP = pathway(level(step(">deep")))
IN_NEAR = pathway(level(step(">near")))
WITHIN_PATH = pathway(level(step(group(">inner", "c"), within_months=6)))

D = "2026-01-01"
# name, rules, held (badge or badge@day; *badge: of the other issuer), complete, levels
CASES: list[tuple[str, Pathway, str, bool, list[bool]]] = [
    ("one badge, not held", ONE, "", False, [False]),
    ("one badge, held", ONE, "a", True, [True]),
    ("another badge", ONE, "b", False, [False]),
    ("the same badge of another issuer", ONE, "*a", False, [False]),
    ("the same badge twice", ONE, "a a@2025-01-01", True, [True]),
    ("the first of two levels", TWO, "a", False, [True, False]),
    ("the second of two levels", TWO, "b", False, [False, True]),
    ("both levels, in the other order", TWO, "a@2026-02-01 b@2026-01-01", True, [True, True]),
    ("any 2 of 3: one", ANY, "a", False, [False]),
    ("any 2 of 3: one twice", ANY, "a a@2025-01-01", False, [False]),
    ("any 2 of 3: the outer two", ANY, "a c", True, [True]),
    ("any 2 of 3: all", ANY, "a b c", True, [True]),
    ("optional: without it", OPTIONAL, "a", True, [True]),
    ("optional: it alone", OPTIONAL, "b", False, [False]),
    ("any 1 of a level with an optional step: it alone", ANY_OPTIONAL, "b", True, [True]),
    ("after takes no part: the second alone", ONLY_OPTIONAL, "b", False, [False]),
    (
        "after takes no part: earned in the other order",
        ONLY_OPTIONAL,
        "b a@2026-05-01",
        True,
        [True],
    ),
    ("all of two: one", ALL_OF, "a", False, [False]),
    ("all of two: both", ALL_OF, "a b", True, [True]),
    ("a group, any 2 of 3: one", ANY_OF, "c", False, [False]),
    ("a group, any 2 of 3: two", ANY_OF, "b c", True, [True]),
    ("a group in a group: the single badge", NESTED, "a", True, [True]),
    ("a group in a group: half of the inner one", NESTED, "b", False, [False]),
    ("a group in a group: the inner one", NESTED, "b c", True, [True]),
    ("one of each pair: both of one pair", NESTED_ANY, "a b", False, [False]),
    ("one of each pair: one of each", NESTED_ANY, "b c", True, [True]),
    ("1 credit: ten tenths", ONE_OF_TENTHS, " ".join(TENTHS[:10]), True, [True]),
    ("1 credit: nine tenths", ONE_OF_TENTHS, " ".join(TENTHS[:9]), False, [False]),
    ("20 credits: 15", CREDITS, "c15", False, [False]),
    ("20 credits: 15 twice is 15", CREDITS, "c15 c15@2025-01-01", False, [False]),
    ("20 credits: 15 and 5", CREDITS, "c15 c5", True, [True]),
    ("20 credits: more than enough", CREDITS, "c15 c10 c5", True, [True]),
    ("credits of a group count when it is satisfied", CREDITS_IN, "c5 c15", True, [True]),
    ("credits of half a group do not", CREDITS_IN, "c10 c15", False, [False]),
    (
        "credits of a group are those of its satisfied members: 10 and 5",
        CREDITS_ANY,
        "c10 c5",
        False,
        [False],
    ),
    (
        "credits of a group are those of its satisfied members: both",
        CREDITS_ANY,
        "c5 c15",
        True,
        [True],
    ),
    (
        "a credits group in another: its badges' sum, not what it asks for",
        CREDITS_CREDITS,
        "c15",
        True,
        [True],
    ),
    ("a credits group in another: not enough inside", CREDITS_CREDITS, "c5", False, [False]),
    ("a pathway in a credits group is worth nothing", CREDITS_PATH, "c10 a b", False, [False]),
    ("halves of credits", HALVES, "c25 c5", True, [True]),
    ("a badge without credits is worth nothing", HALVES, "c5 c0", False, [False]),
    ("another issuer's badge: held from there", FOREIGN, "a *nurse", True, [True]),
    ("another issuer's badge: missing", FOREIGN, "a", False, [False]),
    ("another issuer's badge: from ourselves", FOREIGN, "a nurse", False, [False]),
    ("another issuer's badge or ours: ours", FOREIGN_ANY, "a", True, [True]),
    ("another issuer's badge or ours: theirs", FOREIGN_ANY, "*nurse", True, [True]),
    ("within 6 months: 6 months apart", WITHIN, "a@2026-01-15 b@2026-07-15", True, [True]),
    ("within 6 months: a day more", WITHIN, "a@2026-01-15 b@2026-07-16", False, [False]),
    ("within 6 months: in the other order", WITHIN, "b@2026-01-15 a@2026-07-15", True, [True]),
    (
        "within 6 months: the 31st and the last of a short month",
        WITHIN,
        "a@2025-08-31 b@2026-02-28",
        True,
        [True],
    ),
    (
        "within 6 months: the last of a short month and the 31st",
        WITHIN,
        "a@2025-02-28 b@2025-08-31",
        False,
        [False],
    ),
    (
        "within 6 months: an award again brings them near",
        WITHIN,
        "a@2024-01-01 b@2026-01-01 a@2026-03-01",
        True,
        [True],
    ),
    (
        "within a month, any 2 of 3: two near and one far",
        WITHIN_ANY,
        "a@2024-01-01 b@2026-01-01 c@2026-01-31",
        True,
        [True],
    ),
    (
        "within a month, any 2 of 3: none near",
        WITHIN_ANY,
        "a@2024-01-01 b@2025-01-01 c@2026-01-01",
        False,
        [False],
    ),
    ("a pathway inside: its parts", IN_PATH, "a b c", True, [True]),
    ("a pathway inside: half of its parts", IN_PATH, "a c", False, [False]),
    ("a pathway inside: its final badge alone", IN_PATH, "inner-done c", True, [True]),
    ("a pathway inside without a final badge: its parts", IN_BARE, "a b", True, [True]),
    ("a pathway inside without a final badge: half", IN_BARE, "b", False, [False]),
    ("a pathway in a pathway inside", IN_DEEP, "a b c", True, [True]),
    ("a pathway in a pathway inside, by its final badge", IN_DEEP, "inner-done c", True, [True]),
    ("a pathway in a pathway inside: not all", IN_DEEP, "a b", False, [False]),
    ("within, inside a pathway inside: near", IN_NEAR, "a@2026-01-01 b@2026-04-01", True, [True]),
    ("within, inside a pathway inside: far", IN_NEAR, "a@2026-01-01 b@2026-04-02", False, [False]),
    (
        "within reaches into a pathway inside: near",
        WITHIN_PATH,
        "a@2026-01-01 b@2026-02-01 c@2026-06-30",
        True,
        [True],
    ),
    (
        "within reaches into a pathway inside: far",
        WITHIN_PATH,
        "a@2025-01-01 b@2026-02-01 c@2026-06-30",
        False,
        [False],
    ),
    (
        "within reaches into a pathway inside: its final badge is near",
        WITHIN_PATH,
        "a@2025-01-01 b@2026-02-01 c@2026-06-30 inner-done@2026-02-01",
        True,
        [True],
    ),
]
INSIDE = (INNER, BARE, DEEP, NEAR)


def rules_of(path: Pathway) -> dict[str, Any]:
    known = catalog([path, *INSIDE], badges=BADGES)
    words = {"": levels_sentence(path)}
    for each in path.levels:
        words[each.id] = sentence(each, known)
        words |= {f"{each.id}/{one.id}": sentence(one, known) for one in each.steps}
    return pathway_rules(known, path, words)


def held(said: str) -> list[dict[str, str]]:
    found = []
    for each in said.split():
        name, _, awarded = each.partition("@")
        foreign = name.startswith("*")
        name = name.removeprefix("*")
        address = f"{SITE.url}badges/{name}/achievement.json"
        if foreign and name == "nurse":
            address = NURSE.achievement
        issuer = OTHER if foreign else did_of(SITE.url)
        found.append({"achievement": address, "issuer": issuer, "awarded": awarded or D})
    return found


def document() -> dict[str, Any]:
    return {
        "about": "Rules as published in pathway.json, badges held, and what is complete by them. "
        "Everything held counts; dates matter to withinMonths alone.",
        "cases": [
            {"name": name, "rules": rules_of(path), "held": held(has), "complete": complete,
             "levels": levels}
            for name, path, has, complete, levels in CASES
        ],
    }  # fmt: skip


def text() -> str:
    """One line for each case."""
    whole = document()
    cases = ",\n".join(json.dumps(case, ensure_ascii=False) for case in whole["cases"])
    return f'{{"about": {json.dumps(whole["about"])},\n"cases": [\n{cases}\n]}}\n'


if __name__ == "__main__":
    FILE.write_text(text(), encoding="utf-8")
