"""What rendering gives back, and its one form of bytes for the cache. Plain values only."""

import json
from collections.abc import Mapping

from msgspec import Struct, field

from badgesite.errors import Problem


class HomeText(Struct, frozen=True):
    """What pages/index.md says: front matter `headline` and `lede`, its body as clean HTML."""

    headline: str = ""
    lede: str = ""
    content: str = ""


class Text(Struct, frozen=True):
    """An editorial page as templates see it, called `page`: `content` is clean HTML.

    `meta` are the fields at the head of the page, as texts, as far as they are given.
    """

    title: str
    content: str
    meta: Mapping[str, str]


class Editorial(Struct, frozen=True):
    """Whole pages by path below the base, the home page's text, and every mistake found.

    `pictures` are the paths below content/ that the pages show, `learners` where links to learners
    lead, by what the link says. With problems that are errors, `files` is empty.
    """

    files: Mapping[str, bytes] = field(default_factory=dict)
    home: HomeText | None = None
    pictures: tuple[str, ...] = ()
    problems: tuple[Problem, ...] = ()
    learners: Mapping[str, str] = field(default_factory=dict)

    def to_bytes(self) -> bytes:
        """Return everything but the problems as JSON; the same value gives the same bytes."""
        home = self.home
        said = {
            "files": {path: self.files[path].decode() for path in sorted(self.files)},
            "home": None if home is None else [home.headline, home.lede, home.content],
            "pictures": self.pictures,
            "learners": dict(sorted(self.learners.items())),
        }
        return json.dumps(said, ensure_ascii=False).encode()

    @classmethod
    def from_bytes(cls, data: bytes) -> "Editorial":
        """Return what `to_bytes` was called on, without its problems."""
        said = json.loads(data)
        return cls(
            files={path: text.encode() for path, text in said["files"].items()},
            home=None if said["home"] is None else HomeText(*said["home"]),
            pictures=tuple(said["pictures"]),
            learners=said["learners"],
        )
