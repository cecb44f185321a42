"""The vector files are what the deriver makes, and there are many of them."""

import json

import derive_vectors


def test_the_committed_vectors_are_what_the_deriver_makes() -> None:
    made = derive_vectors.made()
    committed = {path.name for path in derive_vectors.VECTORS.glob("verify-*.json")}
    assert committed == set(made)
    for name, data in made.items():
        assert (derive_vectors.VECTORS / name).read_bytes() == data, name


def test_no_two_cases_of_a_family_have_the_same_name() -> None:
    for name, data in derive_vectors.made().items():
        names = [case["name"] for case in json.loads(data)["cases"]]
        assert len(names) == len(set(names)), (name, sorted(n for n in names if names.count(n) > 1))


def test_the_documentation_counts_the_cases() -> None:
    text = derive_vectors.DOCUMENTATION.read_text("utf-8")
    assert derive_vectors.documented(text) == text, "run tests/derive_vectors.py"
