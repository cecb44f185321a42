"""One file of the site as a pure call, and all of them as a plan. Makes bytes; writes nothing.

A recipe is a module-level function that sees only its arguments, so what is hashed is what is used.
An argument that is the bytes of another output is written `Made(path)`.
"""

from collections.abc import Callable, Iterable, Sequence
from typing import Any

from msgspec import Struct

from badgesite.canonical import digest
from badgesite.code import code_identity
from badgesite.errors import PublishError

Recipe = Callable[..., bytes]


class Made(Struct, frozen=True):
    """The bytes of another output of the same plan."""

    path: str


class Output(Struct, frozen=True):
    """One file of the site: its path below the base, and the pure call that makes its bytes.

    `weight` is the work of the call, about 1 for a page: it decides when more processes help.
    """

    path: str
    recipe: Recipe
    arguments: tuple[Any, ...]
    weight: int = 1

    @property
    def needs(self) -> tuple[str, ...]:
        """Return the paths of the outputs whose bytes are arguments."""
        return tuple(
            part.path
            for argument in self.arguments
            for part in (argument if isinstance(argument, tuple) else (argument,))
            if isinstance(part, Made)
        )


class Plan(Struct, frozen=True):
    """Every output of one build, sorted by path; what people should be told about it."""

    outputs: tuple[Output, ...]
    notes: tuple[str, ...] = ()

    def by_path(self) -> dict[str, Output]:
        """Return the outputs by path."""
        return {output.path: output for output in self.outputs}


def plan_of(outputs: Iterable[Output], notes: Sequence[str] = ()) -> Plan:
    """Return the plan; two outputs for one path (also by case alone) are refused."""
    seen: dict[str, str] = {}
    ordered = tuple(sorted(outputs, key=lambda output: output.path))
    for output in ordered:
        folded = output.path.casefold()
        if folded in seen:
            raise PublishError(
                f"two things want to be published at '{output.path}'",
                f"rename one of them; the other is at '{seen[folded]}'",
            )
        seen[folded] = output.path
    return Plan(ordered, tuple(dict.fromkeys(notes)))


def _identity(argument: Any) -> Any:
    # A theme and a key name themselves, by a digest of all they can add to a file.
    if hasattr(type(argument), "identity"):
        return ["identity", argument.identity]
    return digest(argument)


class Keys:
    """The key of every output of a plan: all that its bytes can depend on, as one digest.

    A key is worked out when it is first asked for.
    """

    def __init__(self, plan: Plan) -> None:
        self._outputs, self._code = plan.by_path(), code_identity()
        self._keys: dict[str, str] = {}
        self._digests: dict[int, Any] = {}

    def __getitem__(self, path: str) -> str:
        """Return the key of the output at this path."""
        if path not in self._keys:
            output = self._outputs[path]
            name = f"{output.recipe.__module__}.{output.recipe.__qualname__}"
            arguments = [self._identity(each) for each in output.arguments]
            self._keys[path] = digest(self._code, name, arguments)
        return self._keys[path]

    def _identity(self, argument: Any) -> Any:
        if isinstance(argument, Made):
            return ["made", self[argument.path]]
        if isinstance(argument, tuple) and any(isinstance(part, Made) for part in argument):
            return [self._identity(part) for part in argument]
        # The same site, theme or badge stands in thousands of outputs: digest it once.
        found = self._digests.get(id(argument))
        if found is None:
            found = self._digests[id(argument)] = _identity(argument)
        return found


def waves(plan: Plan) -> tuple[tuple[Output, ...], ...]:
    """Return the outputs in waves: each needs only outputs of the waves before it."""
    outputs, depths = plan.by_path(), dict[str, int]()

    def depth(path: str) -> int:
        if path not in depths:
            needs = outputs[path].needs
            depths[path] = 1 + max((depth(need) for need in needs), default=-1)
        return depths[path]

    found: dict[int, list[Output]] = {}
    for output in plan.outputs:
        found.setdefault(depth(output.path), []).append(output)
    return tuple(tuple(found[number]) for number in sorted(found))
