"""The tables of awards as the last build read them, beside its ledger: what was is known by them.

The copies are worth nothing to anybody else and may be deleted at any time. A copy has the digest
of the table as its name, and whoever reads one compares.
"""

import contextlib

from badgesite.rebuilding import REGISTER, Inputs, Request


class FormerTables:
    """The copies of one site's tables."""

    def __init__(self, request: Request) -> None:
        self._content = request.root / "content"
        self._folder = None if request.ledger is None else request.ledger.with_suffix(".tables")

    def __call__(self, digest: str) -> bytes | None:
        """Return the table that had this digest, if it is there."""
        with contextlib.suppress(OSError):
            return None if self._folder is None else (self._folder / digest).read_bytes()
        return None

    def keep(self, inputs: Inputs) -> None:
        """Have a copy of each of these tables and of no other; the register only grows."""
        if self._folder is None:
            return
        wanted = {digest: name for name, (_, digest) in inputs.tables.items() if name != REGISTER}
        with contextlib.suppress(OSError):
            self._folder.mkdir(parents=True, exist_ok=True)
            there = {path.name: path for path in self._folder.iterdir()}
            for digest in there.keys() - wanted.keys():
                there[digest].unlink()
            for digest in wanted.keys() - there.keys():
                (self._folder / digest).write_bytes((self._content / wanted[digest]).read_bytes())
