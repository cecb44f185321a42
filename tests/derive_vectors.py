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


def made() -> dict[str, bytes]:
    """Return file name -> bytes of all vector files."""
    return {f"verify-{family.name}.json": family.to_bytes() for family in families()}


if __name__ == "__main__":
    VECTORS.mkdir(exist_ok=True)
    for name, data in made().items():
        (VECTORS / name).write_bytes(data)
