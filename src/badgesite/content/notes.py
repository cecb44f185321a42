"""Where the mistakes of one file are gathered, and how they are said. Knows nothing of formats."""

from collections.abc import Callable, Collection, Iterable, Mapping
from typing import TypeAlias

from msgspec import Struct, field

from badgesite.errors import Origin, Problem, Severity

Place: TypeAlias = tuple[int, int]
"""Line and column, from 1."""

START: Place = (1, 1)
MOST_PROBLEMS = 100
_MOST_CANDIDATES = 2_000


class Mistake(Exception):
    """A value that cannot be what is asked for.

    `what` continues the sentence "'expires' is '2026-02-30', …"; with `whole` it is the sentence.
    `remedy` may be a function, for looking for the nearest name takes long.
    """

    def __init__(
        self, what: str, remedy: str | Callable[[], str], code: str, *, whole: bool = False
    ) -> None:
        super().__init__(what)
        self.what = what
        self._remedy = remedy
        self.code = code
        self.whole = whole

    @property
    def remedy(self) -> str:
        """Return what a person can do about it."""
        return self._remedy if isinstance(self._remedy, str) else self._remedy()

    def sentence(self, label: str, text: str) -> str:
        """Return the sentence for a field that holds this text."""
        return self.what if self.whole else f"'{label}' is {shown(text)}, {self.what}"


class Known(Struct):
    """The ids that exist, broken ones included, so that one mistake is not told twice.

    `unsure` names the folders of which a file could not be read, so that more ids may exist.
    `former` has by each id that a learner had once the one of now.
    `languages` are the site's, its own first; none while they are not known.
    """

    badges: set[str] = field(default_factory=set)
    pathways: set[str] = field(default_factory=set)
    learners: set[str] = field(default_factory=set)
    pictures: set[str] = field(default_factory=set)
    fonts: set[str] = field(default_factory=set)
    unsure: set[str] = field(default_factory=set)
    former: dict[str, str] = field(default_factory=dict)
    languages: tuple[str, ...] = ()


class Notes:
    """The problems of one file, in the order they were found; after a hundred they are counted."""

    def __init__(self, path: str, known: Known | None = None) -> None:
        self.path = path
        self.known = known or Known()
        self._problems: list[Problem] = []
        self._more = 0
        self.has_errors = False
        self.texts: dict[str, dict[tuple[str, ...], str]] = {}

    def translate(self, texts: Mapping[tuple[str, str], str], *above: str) -> None:
        """Keep texts in further languages, by (language, name), of the thing at these keys."""
        for (code, name), text in texts.items():
            self.texts.setdefault(code, {})[*above, name] = text

    def error(self, place: Place, sentence: str, remedy: str, code: str) -> None:
        """Note a mistake that stops the build."""
        self.has_errors = True
        self._add(place, sentence, remedy, code, Severity.ERROR)

    def warn(self, place: Place, sentence: str, remedy: str, code: str) -> None:
        """Note what somebody should look at."""
        self._add(place, sentence, remedy, code, Severity.WARNING)

    def mistake(self, place: Place, label: str, text: str, mistake: Mistake) -> None:
        """Note a value that cannot be what the field asks for."""
        if self.is_full:
            self.count_error()
            return
        self.error(place, mistake.sentence(label, text), mistake.remedy, mistake.code)

    @property
    def is_full(self) -> bool:
        """Whether further problems are only counted, so that nobody need word or place them."""
        return len(self._problems) >= MOST_PROBLEMS

    def count_error(self) -> None:
        """Note one more mistake of a file that has had its hundred."""
        self.has_errors = True
        self._more += 1

    def origin(self, place: Place) -> Origin:
        """Return a place in this file."""
        return Origin(self.path, *place)

    @property
    def problems(self) -> list[Problem]:
        """Return what was noted; beyond a hundred only how many more there are."""
        if not self._more:
            return self._problems
        last = self._problems[-1].origin
        sentence = f"this file has {self._more:,} more problems"
        rest = Problem(last, sentence, "mend the first ones and look again", "too-many")
        return [*self._problems, rest]

    def _add(self, place: Place, sentence: str, remedy: str, code: str, severity: Severity) -> None:
        if self.is_full:
            self._more += 1
            return
        said, advised = visible(sentence), visible(remedy)
        self._problems.append(Problem(self.origin(place), said, advised, code, severity))


def shown(text: str) -> str:
    """Return the text in quotes, shortened, with nothing in it that would not be seen."""
    return f"'{visible(text if len(text) <= 60 else text[:57] + '…')}'"


def visible(text: str) -> str:
    """Return the text with a code in place of each character that nobody would see."""
    if text.isprintable():
        return text
    return "".join(char if char.isprintable() else f"\\u{ord(char):04x}" for char in text)


def nearest(word: str, candidates: Iterable[str]) -> str | None:
    """Return the candidate that reads most like the word, or None; ties by alphabet."""
    from difflib import SequenceMatcher  # only who is wrong is told what is near

    best, best_score = None, 0.64
    folded = word.casefold()
    matcher = SequenceMatcher(b=folded, autojunk=False)
    alike = sorted(each for each in candidates if abs(len(each) - len(word)) <= 4)
    for candidate in alike[:_MOST_CANDIDATES]:
        matcher.set_seq1(candidate.casefold())
        if matcher.real_quick_ratio() > best_score and matcher.quick_ratio() > best_score:
            score = matcher.ratio()
            if score > best_score:
                best, best_score = candidate, score
    return best


def suggestion(word: str, candidates: Collection[str], otherwise: str) -> str:
    """Return "did you mean 'x'? or …" when something is near, else what else to do."""
    near = nearest(word, candidates)
    return f"did you mean '{near}'? or {otherwise}" if near else otherwise
