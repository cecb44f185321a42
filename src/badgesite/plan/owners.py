"""Whose files lie in a folder of the site: for a preview, which is asked for a path.

Of a credential eight bytes of its number are kept and the number of its learner, for a dictionary
of very many folders would weigh more than all awards.
"""

from array import array
from bisect import bisect_left
from collections.abc import Iterable, Mapping
from itertools import chain
from uuid import UUID

from badgesite.addresses import (
    credential_path,
    embed_path,
    former_addresses,
    learner_address,
    learner_path,
)
from badgesite.plan.facts import Facts


class Owners:
    """Whose files lie where. A folder in which nothing lies may be said to be somebody's."""

    def __init__(self, facts: Facts, others: Mapping[str, Iterable[str]]) -> None:
        """Take the facts, and folders that are somebody's besides."""
        salt = facts.catalog.site.salt
        self._folders = {folder_of(path): name for name in others for path in others[name]}
        for learner in facts.catalog.learners.values():
            for address in (learner_address(salt, learner), *former_addresses(salt, learner)):
                self._folders[learner_path(address)] = learner.id
        self._names: list[str] = []
        self._uuids, self._numbers = self._credentials(facts)

    def _credentials(self, facts: Facts) -> tuple["array[int]", "array[int]"]:
        """Return the beginnings of all uuids in order, and the number of the learner of each.

        Whatever stands in the register or will: a line that counts no more has a uuid of its own
        that nobody asks for.
        """
        numbers: dict[str, int] = {}
        found: list[tuple[int, int]] = []
        for entry in chain(facts.catalog.register, facts.assigned.missing):
            number = numbers.setdefault(entry.award.learner, len(numbers))
            found.append((_beginning(entry.uuid), number))
        self._names = list(numbers)
        found.sort()
        return array("Q", (uuid for uuid, _ in found)), array("I", (number for _, number in found))

    def __call__(self, path: str) -> str | None:
        """Return whose files lie in the folder of this path."""
        folder = folder_of(path)
        name = self._folders.get(folder)
        if name is not None:
            return name
        try:
            uuid = UUID(folder.split("/")[1])
        except (ValueError, IndexError):
            return None
        if folder not in (credential_path(uuid), embed_path(uuid)):
            return None
        at = bisect_left(self._uuids, _beginning(uuid))
        there = at < len(self._uuids) and self._uuids[at] == _beginning(uuid)
        return self._names[self._numbers[at]] if there else None


def folder_of(path: str) -> str:
    """Return the first two folders of a path."""
    return "".join(f"{name}/" for name in path.split("/")[:2])


def _beginning(uuid: UUID) -> int:
    return uuid.int >> 64
