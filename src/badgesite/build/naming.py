"""Whom somebody means who names a learner: by id, or by an e-mail address of the contacts."""

from collections.abc import Collection
from difflib import get_close_matches
from pathlib import Path

from badgesite.build.contacts import read_contacts
from badgesite.content import present_ids
from badgesite.errors import BadgesiteError
from badgesite.model import Catalog, Learner


def learner_called(root: Path, catalog: Catalog, name: str) -> Learner:
    """Return the learner of that id or e-mail address; BadgesiteError names one alike."""
    name = id_called(root, name)
    found = catalog.learners.get(name)
    if found is None:
        now = present_ids(catalog.learners).get(name)
        if now is not None:
            raise BadgesiteError(f"no learner is called '{name}'", f"that is '{now}' now")
        raise BadgesiteError(f"no learner is called '{name}'", alike(name, catalog.learners))
    return found


def id_called(root: Path, name: str) -> str:
    """Return the id that is meant, whether or not a learner has it; BadgesiteError for addresses.

    That is for those that nobody has.
    """
    if "@" not in name:
        return name
    owner = read_contacts(root).owners.get(name.casefold())
    if owner is None:
        raise BadgesiteError("no learner has this address", "see contacts.csv")
    return owner


def alike(name: str, names: Collection[str]) -> str:
    """Return the remedy for a name that is none: the nearest one there is, or where to look."""
    near = get_close_matches(name, names, n=1)
    return (
        f"did you mean '{near[0]}'?"
        if near
        else "see who and what there is: badgesite list learners, or list badges"
    )
