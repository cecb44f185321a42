"""Several files as somebody is about to write them, all or none, and what is said of them."""

from collections.abc import Callable, Mapping

from msgspec import Struct, field

from badgesite.editing.csv_text import CsvText

Read = Callable[[str], str | None]
"""Gives a file's text by its path below the repository; None when there is none."""


class Drafts(Struct):
    """Changed files by path; a file is read when it is first asked for. `told` is one line each."""

    read: Read
    told: list[str] = field(default_factory=list)
    _texts: dict[str, str | None] = field(default_factory=dict)
    _before: dict[str, str | None] = field(default_factory=dict)

    def text(self, path: str) -> str:
        """Return the file as it is going to be; an absent one is empty."""
        if path not in self._texts:
            self._texts[path] = self._before[path] = self.read(path)
        return self._texts[path] or ""

    def table(self, path: str, columns: tuple[str, ...] = ()) -> CsvText:
        """Return the file as a table; an absent one has these columns."""
        return CsvText(self.text(path), columns)

    def put(self, path: str, text: str | None) -> None:
        """Make the file be this text; None takes it away."""
        self.text(path)
        self._texts[path] = text

    def say(self, line: str) -> None:
        """Note what was changed, for people."""
        self.told.append(line)

    @property
    def changed(self) -> Mapping[str, bytes | None]:
        """Return the files that are going to be other than they are."""
        return {
            path: None if text is None else text.encode()
            for path, text in sorted(self._texts.items())
            if text != self._before[path]
        }
