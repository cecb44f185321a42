"""Write tests/vectors/verify-*.json: every mutant and every good variant, signed, with its verdict.

    PYTHONPATH=src python tests/derive_vectors.py

Deterministic: a test makes the files again and compares. The verdicts are written by hand beside
the mutants in tests/deriving/; nothing here asks a verifier.
"""

import sys
from pathlib import Path

TESTS = Path(__file__).resolve().parent
sys.path.insert(0, str(TESTS))

from deriving.families import families  # noqa: E402

VECTORS = TESTS / "vectors"
DOCUMENTATION = TESTS.parent / "docs" / "reference" / "verification.md"
_MARKS = ("<!-- counts -->\n", "<!-- /counts -->")


def made() -> dict[str, bytes]:
    """Return file name -> bytes of all vector files."""
    return {f"verify-{family.name}.json": family.to_bytes() for family in families()}


def documented(text: str) -> str:
    """Return the documentation with the table of what is refused, counted by family."""
    rows = ["| vectors | cases | genuine | anything else |", "| --- | --- | --- | --- |"]
    total = [0, 0]
    for family in families():
        counts = [len(family.cases), sum(case.verdict == "genuine" for case in family.cases)]
        total = [sum(pair) for pair in zip(total, counts, strict=True)]
        rows.append(_row(f"`verify-{family.name}.json`: {family.about.rstrip('.')}", *counts))
    rows.append(_row("all", *total))
    before, rest = text.split(_MARKS[0])
    return before + _MARKS[0] + "\n".join(rows) + "\n" + _MARKS[1] + rest.split(_MARKS[1])[1]


def _row(name: str, cases: int, genuine: int) -> str:
    return f"| {name} | {cases} | {genuine} | {cases - genuine} |"


if __name__ == "__main__":
    VECTORS.mkdir(exist_ok=True)
    for name, data in made().items():
        (VECTORS / name).write_bytes(data)
    DOCUMENTATION.write_text(documented(DOCUMENTATION.read_text("utf-8")), "utf-8")
