"""A pathway's rules as published say the same to the verifier as to the site that made them."""

import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from badgesite.verifying import stack
from badgesite.verifying.pathway import Part, RulesBroken, complete_levels, holds
from badgesite.verifying.stack import PartFound, Stack

_FILE = Path(__file__).parent / "vectors" / "pathway-rules.json"
CASES: list[Any] = json.loads(_FILE.read_bytes())["cases"]


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["name"])
def test_the_levels_that_are_complete(case: Any) -> None:
    held = [
        Part(each["issuer"], each["achievement"], date.fromisoformat(each["awarded"]))
        for each in case["held"]
    ]
    found = complete_levels(case["rules"], held)
    assert list(found) == case["levels"]
    assert all(found) == case["complete"]


def test_rules_that_never_end_are_refused() -> None:
    held = [Part("i", "a", date(2026, 1, 1 + day)) for day in range(28)]
    level: Any = {"steps": [{"needs": {"badge": "none"}}]}
    for _ in range(5):
        step = {"withinMonths": 1, "needs": {"pathway": "p", "levels": [level]}}
        level = {"steps": [step]}
    rules = {"issuer": "i", "final": {"achievement": "f"}, "levels": [level]}
    with pytest.raises(RulesBroken, match="too long"):
        holds(rules, "f", held)
    found = [PartFound("u", Stack.CONFIRMED, "", earned=each) for each in held]
    assert not stack._holds_still(rules, "f", found)  # what is lapsed is told without an error
