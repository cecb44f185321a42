"""Nothing a file may contain raises, hangs or goes unsaid."""

import random
from pathlib import Path

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from badgesite.content import Loaded, load
from badgesite.content.forms.site import SITE
from badgesite.content.notes import Notes
from badgesite.content.yaml_reader import read_yaml
from badgesite.errors import Origin
from badgesite.rules import check
from provider import PROVIDER, write

FILES = sorted(path for path in PROVIDER if not path.startswith("pages"))
QUICK = settings(
    max_examples=150,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
_KEYS = """id name badge pathway foreign of any credits after optional within steps levels final
 version awards awarded issue expires evidence learner skills url brand issuer salt keys multibase
 created state description slug visibility order milestone"""
KEYS = _KEYS.split()
_WORDS = """rope tide way crown henry 1 0 -1 true no 012 ~ 2026-02-30 P2Y '1' "1" [] {} did:web:x
 24 months https://x.example *a &a !!str |"""
WORDS = st.one_of(
    st.sampled_from(_WORDS.split()),
    st.text(max_size=20),
)
FIELDS = st.recursive(
    WORDS,
    lambda inner: (
        st.lists(inner, max_size=4).map(lambda items: f"[{', '.join(items)}]")
        | st.dictionaries(st.sampled_from(KEYS), inner, max_size=5).map(
            lambda items: "{" + ", ".join(f"{key}: {value}" for key, value in items.items()) + "}"
        )
    ),
    max_leaves=12,
)


def _read(root: Path, path: str, data: bytes) -> Loaded:
    target = root / "content" / path
    before = target.read_bytes()
    target.write_bytes(data)
    try:
        result = load(root)
    finally:
        target.write_bytes(before)
    if result.catalog is not None:
        whole = not any(problem.is_error for problem in result.problems)
        check(result.catalog, whole=whole)
    for problem in result.problems:
        assert problem.origin >= Origin("")
        assert problem.sentence.isprintable(), problem
        assert problem.remedy.isprintable(), problem
        lines = data.count(b"\n") + 2
        assert problem.origin.path != f"content/{path}" or problem.origin.line <= lines
    return result


@QUICK
@given(path=st.sampled_from(FILES), data=st.binary(max_size=200))
def test_any_bytes(tmp_path, path, data):
    write(tmp_path, {})
    _read(tmp_path, path, data)


@QUICK
@given(path=st.sampled_from(FILES), seed=st.integers(0, 2**32), times=st.integers(1, 8))
def test_a_good_file_with_some_bytes_changed(tmp_path, path, seed, times):
    write(tmp_path, {})
    draw = random.Random(seed)
    data = bytearray((tmp_path / "content" / path).read_bytes())
    for _ in range(times):
        at = draw.randrange(len(data) + 1)
        piece = draw.choice(
            [b"", b"\n", b": ", b"- ", b'"', b",", b"[", b"{", b"\t", b"\xff", b"&a *a"]
        )
        data[at : at + draw.randrange(4)] = piece
    _read(tmp_path, path, bytes(data))


@QUICK
@given(
    path=st.sampled_from([path for path in FILES if not path.endswith(".csv")]),
    fields=st.dictionaries(st.sampled_from(KEYS), FIELDS, max_size=6),
)
def test_any_fields_with_any_values(tmp_path, path, fields):
    write(tmp_path, {})
    text = "".join(f"{key}: {value}\n" for key, value in fields.items())
    if path.endswith(".md"):
        text = f"---\n{text}---\nBody.\n"
    _read(tmp_path, path, text.encode("utf-8", "replace"))


@QUICK
@given(
    path=st.sampled_from([path for path in FILES if path.endswith(".csv")]),
    rows=st.lists(st.lists(WORDS, max_size=9), max_size=6),
)
def test_any_cells(tmp_path, path, rows):
    write(tmp_path, {})
    head = (tmp_path / "content" / path).read_text().split("\n")[0]
    text = head + "\n" + "".join(",".join(row) + "\n" for row in rows)
    _read(tmp_path, path, text.encode("utf-8", "replace"))


@settings(max_examples=300, deadline=None)
@given(st.text(max_size=120))
def test_any_text_is_a_node_or_a_note(text):
    notes = Notes("x")
    node = read_yaml(text, notes)
    assert node is not None or notes.problems
    if node is not None:
        SITE.read(node, notes)
