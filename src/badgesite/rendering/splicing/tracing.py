"""A stand-in for a view: it behaves like the view, and writes down how it was looked at.

Every value that comes from the view is a Seen: its real value, and the steps that lead to it. What
is printed leaves a marker; whatever decides anything (a condition, a comparison, the length of a
list) is written down as a question with its answer.
"""

import operator
from collections.abc import Callable, Iterator
from typing import Any

from markupsafe import Markup
from msgspec import Struct, field

from badgesite.rendering.splicing.markers import Way, around, as_html, marker, spots

Step = tuple[Callable[..., Any], tuple[Any, ...], tuple[tuple[str, Any], ...]]
"""A function with its arguments; an argument that is a Ref is the result of an earlier step."""


class Untraceable(Exception):
    """The template looks at its view in a way that cannot be written down."""


class Ref(Struct, frozen=True):
    """The result of a step, by its number; step 0 is the view itself."""

    number: int


class Question(Struct, frozen=True):
    """What was decided by the result of a step: the function that decides, and its answer."""

    number: int
    decide: Callable[[Any], Any]
    answer: Any


class Trace(Struct):
    """What was written down: steps, questions in their order, and what was printed.

    `taken` are the printed values whose markers a function was given as a part of a text.
    """

    steps: list[Step | None] = field(default_factory=lambda: [None])
    questions: list[Question] = field(default_factory=list)
    printed: list[tuple[int, bool]] = field(default_factory=list)
    taken: set[int] = field(default_factory=set)
    asked: dict[Any, Any] = field(default_factory=dict)
    values: list[Any] = field(default_factory=list)
    known: dict[Any, "Seen"] = field(default_factory=dict)

    def root(self, view: Any) -> "Seen":
        """Return the stand-in for the view."""
        return self._seen(view)

    def _seen(self, value: Any) -> "Seen":
        """Return the stand-in for the result of the last step."""
        self.values.append(value)
        return Seen(self, len(self.values) - 1, value)

    def ask(self, number: int, decide: Callable[[Any], Any], value: Any) -> Any:
        """Write a decision down and return what is decided."""
        if (number, decide) not in self.asked:
            self.asked[number, decide] = answer = decide(value)
            self.questions.append(Question(number, decide, answer))
        return self.asked[number, decide]

    def call(self, function: Callable[..., Any], *arguments: Any, **named: Any) -> "Seen":
        """Call a function of seen and other values, and write the step down."""
        arguments = tuple(map(self._without_markers, arguments))
        named = {name: self._without_markers(each) for name, each in sorted(named.items())}
        said = tuple(map(_ref, arguments))
        said_named = tuple((name, _ref(each)) for name, each in named.items())
        key = _key(function, said, said_named)
        known = self.known.get(key) if key is not None else None
        if known is not None:
            return known
        value = function(*map(plain, arguments), **{n: plain(v) for n, v in named.items()})
        self.steps.append((function, said, said_named))
        seen = self._seen(value)
        if key is not None:
            self.known[key] = seen
        return seen

    def marker(self, number: int, is_safe: bool) -> str:
        """Return the text that stands for a printed value; `is_safe` when it is HTML already."""
        self.printed.append((number, is_safe))
        return marker(len(self.printed) - 1)

    def hole(self, number: int, way: Way) -> tuple[int, Way]:
        """Return which step's result stands behind a marker, and how it is escaped."""
        step, is_safe = self.printed[number]
        # A value that is HTML already is told from one that is not by what it is, each time.
        return step, as_html if is_safe and way is str else way

    def _without_markers(self, value: Any) -> Any:
        """Return a text in which values are printed as one that is seen."""
        if not isinstance(value, str) or not (found := spots(value)):
            return value
        self.taken.update(spot.number for spot in found)
        holes = [self.hole(spot.number, spot.way) for spot in found]
        numbers, ways = tuple(Ref(number) for number, _ in holes), tuple(way for _, way in holes)
        texts, kind = around(value, found), type(value)
        self.steps.append((_filled, (kind, texts, ways, *numbers), ()))
        real = [self.values[each.number] for each in numbers]
        return self._seen(_filled(kind, texts, ways, *real))


def _filled(kind: type[str], texts: tuple[str, ...], ways: tuple[Way, ...], *values: Any) -> str:
    parts = [str(texts[0])]
    for way, value, text in zip(ways, values, texts[1:], strict=True):
        parts += (way(value), str(text))
    return kind("".join(parts))


def _ref(value: Any) -> Any:
    return Ref(value._number) if isinstance(value, Seen) else value


def _key(function: Any, said: tuple[Any, ...], named: tuple[Any, ...]) -> Any:
    try:
        key = (function, said, named)
        hash(key)
    except TypeError:
        return None
    return key


def plain(value: Any) -> Any:
    """Return the real value; also inside tuples and lists, which templates make of values."""
    if isinstance(value, Seen):
        return value._value
    if type(value) in (tuple, list) and any(isinstance(each, Seen) for each in value):
        raise Untraceable
    return value


def is_true(value: Any) -> bool:
    """Decide by whether a value is true."""
    return bool(value)


def _itself(value: Any) -> Any:
    return value


class Seen:
    """A value that comes from the view."""

    __slots__ = ("_number", "_trace", "_value")

    def __init__(self, trace: Trace, number: int, value: Any) -> None:
        self._trace, self._number, self._value = trace, number, value

    # ------------------------------------------------------------- leads to other values
    def __getattr__(self, name: str) -> Any:
        if name.startswith(("__", "jinja")):
            raise AttributeError(name)
        getattr(self._value, name)  # what is not there is not there in the stand-in either
        return self._trace.call(getattr, self, name)

    def __getitem__(self, key: Any) -> Any:
        return self._trace.call(operator.getitem, self, key)

    def __call__(self, *arguments: Any, **named: Any) -> Any:
        """Call what is seen, as a template does with a method."""
        return self._trace.call(called, self, *arguments, **named)

    def __add__(self, other: Any) -> Any:
        return self._trace.call(operator.add, self, other)

    def __radd__(self, other: Any) -> Any:
        return self._trace.call(operator.add, other, self)

    def __sub__(self, other: Any) -> Any:
        return self._trace.call(operator.sub, self, other)

    def __rsub__(self, other: Any) -> Any:
        return self._trace.call(operator.sub, other, self)

    def __mul__(self, other: Any) -> Any:
        return self._trace.call(operator.mul, self, other)

    __rmul__ = __mul__

    # ------------------------------------------------------------- is printed
    def __html__(self) -> str:
        is_safe = hasattr(self._value, "__html__")
        marker = self._trace.marker(self._number, is_safe)
        return Markup(marker) if is_safe else Markup.escape(marker)  # noqa: S704 - a marker

    def __str__(self) -> str:
        return self._trace.marker(self._number, False)

    # ------------------------------------------------------------- decides
    def __bool__(self) -> bool:
        return bool(self._trace.ask(self._number, is_true, self._value))

    def __len__(self) -> int:
        return int(self._trace.ask(self._number, len, self._value))

    def __iter__(self) -> Iterator[Any]:
        return iter([self[number] for number in range(len(self))])

    def __contains__(self, item: Any) -> bool:
        return bool(self._trace.call(operator.contains, self, item))

    def __eq__(self, other: object) -> bool:
        return bool(self._trace.call(operator.eq, self, other))

    def __ne__(self, other: object) -> bool:
        return bool(self._trace.call(operator.ne, self, other))

    def __lt__(self, other: Any) -> bool:
        return bool(self._trace.call(operator.lt, self, other))

    def __le__(self, other: Any) -> bool:
        return bool(self._trace.call(operator.le, self, other))

    def __gt__(self, other: Any) -> bool:
        return bool(self._trace.call(operator.gt, self, other))

    def __ge__(self, other: Any) -> bool:
        return bool(self._trace.call(operator.ge, self, other))

    def __hash__(self) -> int:
        return hash(self._trace.ask(self._number, _itself, self._value))

    def __index__(self) -> int:
        return int(self._trace.ask(self._number, _itself, self._value))


def called(function: Callable[..., Any], *arguments: Any, **named: Any) -> Any:
    """Call what a template calls."""
    return function(*arguments, **named)


def followed(function: Any) -> Any:
    """Return a filter, test or function of templates that is written down where it sees a view."""
    if not callable(function):
        return function

    def follow(*arguments: Any, **named: Any) -> Any:
        for each in (*arguments, *named.values()):
            if isinstance(each, Seen):
                return each._trace.call(function, *arguments, **named)
        return function(*arguments, **named)

    if hasattr(function, "jinja_pass_arg"):
        follow.jinja_pass_arg = function.jinja_pass_arg  # type: ignore[attr-defined]
    return follow


def counted(function: Any, form: Callable[[int], Any], place: int) -> Any:
    """Return what says a sentence in the form that a number asks for: of what is seen, the form.

    The number is the argument at a place after the context.
    """

    def follow(context: Any, *arguments: Any, **named: Any) -> Any:
        number = arguments[place]
        if isinstance(number, Seen):
            number._trace.ask(number._number, form, number._value)
            named.setdefault("num", number)
            arguments = (*arguments[:place], number._value, *arguments[place + 1 :])
        return function(context, *arguments, **named)

    follow.jinja_pass_arg = function.jinja_pass_arg  # type: ignore[attr-defined]
    return follow
