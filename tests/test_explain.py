"""badgesite explain: every code that can be met is explained, and no explanation is of nothing."""

import ast
import json
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner

from badgesite import errors
from badgesite.cli.commands import commands
from badgesite.explaining import AREAS, explanations, found
from badgesite.verifying.sentences import PASSED, SENTENCES
from badgesite.verifying.stack import Stack
from badgesite.verifying.verdict import Verdict

SOURCES = Path(errors.__file__).parent
# The last argument of these is a code; of the findings of doctor it is the first.
NOTING = {"Problem", "error", "warn", "note", "problem", "_problem", "Mistake", "_Refused"}
NOTING |= {"Pattern", "Finding", "_warning"}
FINDING = {"good", "doubtful", "bad"}
# These say what is wrong in other ways: no problem is made there, which a test holds them to.
ELSEWHERE = {
    *("importing", "notifying", "verifying", "cli", "mkdocs_plugin"),
    *("artwork", "languages", "canonical"),
}
NOTES = re.compile(r"\b(Problem|Notes|Mistake|Pattern|note)\b")  # a module that raises has one
SEVERITY = re.compile(r"Severity|severity|each\.severity")


def explained(area: str) -> set[str]:
    return {each.code for each in explanations() if each.area.name == area}


class Codes(ast.NodeVisitor):
    """Reads one module for the codes it raises; what cannot be read is told, not passed over."""

    def __init__(self, tree: ast.Module, *, doctor: bool) -> None:
        self.found: set[str] = set()
        self.unread: list[str] = []
        self._doctor = doctor
        self._functions: list[ast.FunctionDef] = []
        # A function of this module that takes no code raises none by its arguments.
        self._without = {
            each.name
            for each in ast.walk(tree)
            if isinstance(each, ast.FunctionDef) and "code" not in names(each)
        }
        self.visit(tree)

    def visit_FunctionDef(self, node: ast.FunctionDef) -> None:
        self._functions.append(node)
        self.generic_visit(node)
        self._functions.pop()

    def visit_Call(self, node: ast.Call) -> None:
        self.generic_visit(node)
        name = node.func.attr if isinstance(node.func, ast.Attribute) else ""
        name = node.func.id if isinstance(node.func, ast.Name) else name
        if isinstance(node.func, ast.Attribute) and ast.unparse(node.func.value).endswith(
            "journal"
        ):
            return  # the journal of letters notes what became of one
        if self._doctor and name in FINDING and isinstance(node.func, ast.Name):
            self._take(node.args[0], node)
        elif not self._doctor and self._is_pattern(node, name):
            self._take(node.args[-1], node)
        elif not self._doctor and name in NOTING - self._without and name != "Finding":
            given = [each for each in node.args if not SEVERITY.search(ast.unparse(each))]
            self._take(given[-1], node)

    def _is_pattern(self, node: ast.Call, name: str) -> bool:
        """A value of a stated form brings the code of its mistake: `Pattern(…, "colour")`."""
        return name == "__init__" and len(node.args) == 4

    def _take(self, code: ast.expr, node: ast.Call) -> None:
        if isinstance(code, ast.Constant) and isinstance(code.value, str):
            self.found.add(code.value)
        elif isinstance(code, ast.IfExp):
            self._take(code.body, node)
            self._take(code.orelse, node)
        elif isinstance(code, ast.JoinedStr) and ast.unparse(code) == "f'unknown-{self.thing}'":
            self.found |= {"unknown-badge", "unknown-pathway", "unknown-learner"}
        elif isinstance(code, ast.Name) and code.id == "code":
            self._take_name(node)
        elif ast.unparse(code) not in ("mistake.code", "refused.code", "self.code"):
            self.unread.append(f"line {node.lineno}: {ast.unparse(code)}")

    def _take_name(self, node: ast.Call) -> None:
        """A code that was handed in is read where it is handed; one that was set, where it is."""
        function = self._functions[-1]
        if "code" in names(function):
            return
        said = [
            each.value
            for each in ast.walk(function)
            if isinstance(each, ast.Assign) and ast.unparse(each.targets[0]) == "code"
        ]
        if not said:
            self.unread.append(f"line {node.lineno}: code")
        for value in said:
            self._take(value, node)


def names(function: ast.FunctionDef) -> list[str]:
    return [each.arg for each in function.args.args]


def modules(*, doctor: bool) -> Iterator[tuple[str, ast.Module]]:
    for path in sorted(SOURCES.rglob("*.py")):
        place = path.relative_to(SOURCES)
        package = place.parts[0]
        if package in ELSEWHERE or doctor != (package == "health") or place.stem == "notes":
            continue
        text = path.read_text("utf-8")
        if doctor or NOTES.search(text):
            yield str(place), ast.parse(text)


def raised(*, doctor: bool) -> set[str]:
    codes: set[str] = set()
    for place, tree in modules(doctor=doctor):
        read = Codes(tree, doctor=doctor)
        assert not read.unread, f"{place}: {read.unread}: the code cannot be read here"
        codes |= read.found
    return codes


# ------------------------------------------------------------------ complete, and nothing more
def test_every_mistake_that_is_raised_is_explained_and_no_other() -> None:
    codes = raised(doctor=False) | {"too-many"}  # notes.py itself, which only hands on
    assert len(codes) > 120
    assert codes == explained("content")


def test_no_problem_is_made_where_no_code_is_looked_for() -> None:
    for package in ELSEWHERE:
        for path in (SOURCES / package).rglob("*.py"):
            calls = re.findall(r"\b(?:Problem|Mistake|Notes)\(", path.read_text("utf-8"))
            assert not calls, path


def test_every_finding_of_doctor_is_explained_and_no_other() -> None:
    assert raised(doctor=True) == explained("doctor")


def test_a_code_that_nobody_explained_is_noticed() -> None:
    tree = ast.parse('notes.error(place, "a", "b", "brand-new")\nProblem(o, "a", "b", other)')
    read = Codes(tree, doctor=False)
    assert read.found == {"brand-new"}
    assert read.unread == ["line 2: other"]


def test_every_reason_of_a_check_is_explained_and_no_other() -> None:
    checks = [(each.check, each.code) for each in explanations() if each.area.name == "check"]
    assert sorted(checks) == sorted(SENTENCES)
    assert {check for check, _ in checks} == set(PASSED)


def test_every_verdict_and_every_word_for_a_stack_is_explained_and_no_other() -> None:
    assert explained("verdict") == set(Verdict)
    assert explained("stack") == set(Stack)


def test_every_kind_of_stop_is_explained_and_no_other() -> None:
    kinds = [errors.BadgesiteError, *errors.BadgesiteError.__subclasses__()]
    assert {each.code for each in kinds if each.__module__ == errors.__name__} - {""} == explained(
        "stop"
    )


def test_every_explanation_says_all_four_things() -> None:
    for each in explanations():
        said = (each.means, each.why, each.mend, each.example)
        assert all(said), each.code
        assert all(text.endswith(".") for text in said[:2]), each.code
    assert {each.area for each in explanations()} == set(AREAS)


@pytest.mark.parametrize("each", explanations(), ids=lambda each: f"{each.area.name}-{each.code}")
def test_every_command_that_an_explanation_names_exists(each) -> None:
    known = set(commands.list_commands(None))
    text = f"{each.why} {each.mend} {each.example}"
    named = set(re.findall(r"badgesite ([a-z][a-z-]+)", text))
    assert named - {"again", "are", "is", "itself", "writes", "with"} <= known


# ------------------------------------------------------------------ the command
def run(*arguments: str):
    return CliRunner().invoke(commands, ["explain", *arguments])


def test_a_code_is_explained() -> None:
    said = run("dates-order")
    assert said.exit_code == 0
    assert "before the day on which it began" in said.output
    assert all(each in said.output for each in ("Why it", "How to mend", "For example"))


def test_a_code_of_several_places_is_explained_for_each() -> None:
    said = run("too-deep").output
    assert "(mistakes in content)" in said
    assert "(check format)" in said


def test_the_code_of_a_check_gives_all_its_reasons() -> None:
    assert {each.code for each in found("dates")} == {"expired", "not-yet-valid"}


def test_without_a_code_all_are_listed() -> None:
    said = run().output
    assert all(each.code in said and each.means in said for each in explanations())


def test_an_unknown_code_is_a_mistake_that_names_the_nearest() -> None:
    said = run("dates-ordr")
    assert (said.exit_code, type(said.exception)) == (1, errors.BadgesiteError)
    assert said.exception.remedy.startswith("did you mean 'dates-order'?")


def test_for_programs_it_is_json() -> None:
    assert json.loads(run("dates-order", "--json").output) == [
        each.to_json() for each in found("dates-order")
    ]
    assert len(json.loads(run("--json").output)) == len(explanations())
