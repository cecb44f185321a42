"""Compiled shapes sign what PyLD would sign, byte for byte, or leave it to PyLD."""

from collections.abc import Sequence
from functools import partial
from typing import Any

import pytest
from msgspec.structs import replace

from badgesite import canonical, credentials
from badgesite.canonical import Markers, Pattern, Unshaped, compile_shape, nquads
from badgesite.canonical import jsonld as engine
from badgesite.errors import CanonicalError
from badgesite.signing import Differs, Parts, Shaped
from badgesite.signing.eddsa import sign
from issued import (
    AWARD,
    BADGE,
    FULL_AWARD,
    FULL_BADGE,
    FULL_SITE,
    LEARNER,
    SITE,
    entry_of,
    example_key,
)
from shaped import Shapes, by_oxigraph, cases, is_shaped

KEY = example_key()
MANY = 1_000


def simple(site: Any = SITE, badge: Any = BADGE, award: Any = AWARD) -> tuple[Shaped, list[str]]:
    form, values = credentials.form_and_values(site, award, LEARNER, entry_of(award))
    build = partial(credentials.document, site, badge, form)
    return Shaped.compiled(build, form.slots, credentials.START), list(values)


# ------------------------------------------------------------------ equal to others
@pytest.mark.slow
def test_a_thousand_random_credentials_are_what_pyld_and_oxigraph_say() -> None:
    shapes, left_to_pyld = Shapes(), 0
    for case in cases(MANY):
        made = is_shaped(shapes.of(case), case)
        if made is None:
            left_to_pyld += 1
            continue
        document = case.build(case.values)
        assert made == nquads(document)
        assert made == by_oxigraph(document)
        assert made == by_pyld_alone(document)
    assert len(shapes.known) >= 12
    assert left_to_pyld < MANY / 10


def test_a_signed_file_is_that_of_pyld_byte_for_byte() -> None:
    shapes = Shapes()
    for case in cases(60):
        shaped, document = shapes.of(case), case.build(case.values)
        assert shaped.parts.document.slots == len(case.values)
        try:
            plain = canonical.json_bytes(sign(document, KEY, credentials.created(document)))
        except CanonicalError:
            with pytest.raises(CanonicalError):
                shaped.signed(case.values, KEY, case.entry, ())
            continue
        assert shaped.signed(case.values, KEY, case.entry, ()) == plain


def by_pyld_alone(document: dict[str, Any]) -> str:
    """Return the canonical form by PyLD's own algorithm, without ours."""
    from pyld import jsonld

    wishes = {
        "algorithm": "URDNA2015",
        "format": "application/n-quads",
        "documentLoader": engine._load,
    }
    return str(jsonld.normalize(document, wishes))


# ------------------------------------------------------------------ how much work
def test_pyld_is_called_for_shapes_and_not_for_credentials(monkeypatch: pytest.MonkeyPatch) -> None:
    calls = count_expansions(monkeypatch)
    shapes = Shapes()
    for case in cases(200):
        shapes.of(case)
    made = calls[0]
    assert len(shapes.known) <= made <= len(shapes.known) + 1  # proofs have a shape of their own
    for case in cases(200):
        is_shaped(shapes.of(case), case)
    assert calls[0] == made


def count_expansions(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    calls, original = [0], engine.expand

    def counted(document: dict[str, Any]) -> list[Any]:
        calls[0] += 1
        return original(document)

    monkeypatch.setattr(engine, "expand", counted)
    return calls


# ------------------------------------------------------------------ what is left to PyLD
@pytest.mark.parametrize("url", ["urn:x:y", "https://e.example/a b", "https://é.example/", "_:b0"])
def test_an_address_that_is_not_plain_is_left_to_pyld(url: str) -> None:
    shaped, values = simple(award=replace(AWARD, evidence=("https://e.example/",)))
    values[6] = url
    with pytest.raises(Unshaped):
        shaped.parts.document.filler()(values)


@pytest.mark.parametrize("text", ["a\x00b", "a\x0cb", "a\x7fb", "\ud800"])
def test_what_pyld_refuses_is_refused(text: str) -> None:
    shaped, values = simple()
    values[3] = text
    with pytest.raises(CanonicalError):
        shaped.signed(values, KEY, entry_of(), ())


def test_nodes_that_look_alike_are_left_to_pyld_and_signed_all_the_same() -> None:
    shaped, values = simple(FULL_SITE, FULL_BADGE, FULL_AWARD)  # it says one alignment twice
    with pytest.raises(Unshaped):
        shaped.parts.document.filler()(values)
    document = credentials.open_badge(FULL_SITE, FULL_BADGE, FULL_AWARD, LEARNER, entry_of())
    wanted = canonical.json_bytes(sign(document, KEY, credentials.created(document)))
    assert shaped.signed(values, KEY, entry_of(), ()) == wanted


def test_the_two_nodes_of_a_shape_change_places_with_the_values() -> None:
    form, values = credentials.form_and_values(SITE, FULL_AWARD, LEARNER, entry_of())
    build = partial(credentials.document, SITE, BADGE, form)
    fill, orders = compile_shape(build, form.slots).filler(), set()
    for number in range(20):
        said = [*values[:3], f"Grace {number}", *values[4:]]
        text = fill(said).decode()
        assert text == nquads(build(said))
        orders.add(text.index("#identifier> _:c14n0") if "#identifier> _:c14n0" in text else -1)
    assert len(orders) > 1


# ------------------------------------------------------------------ gates
@pytest.mark.parametrize("name", ["slot:m0x", "slot:m0x3e", "slot:m1x0e", "100 % %s %d {0}"])
def test_a_badge_that_is_called_like_a_marker_is_no_slot(name: str) -> None:
    badge = replace(BADGE, name=name, criteria=f"{name} slot:m2x1e")
    shaped, values = simple(badge=badge)
    shaped.compare(values, shaped.signed(values, KEY, entry_of(), ()))
    assert shaped.parts.document.filler()(values).decode() == nquads(
        credentials.open_badge(SITE, badge, AWARD, LEARNER, entry_of())
    )


def test_a_value_that_would_not_be_signed_makes_no_shape() -> None:
    def build(values: Sequence[str]) -> dict[str, Any]:
        return credentials.open_badge(SITE, BADGE, AWARD, LEARNER, entry_of())

    with pytest.raises(CanonicalError, match="would not be signed"):
        compile_shape(build, 1)


def test_a_shape_that_differs_from_pyld_is_found_out() -> None:
    shaped, values = simple()
    document = shaped.parts.document
    lines = tuple(replace(each, text=each.text.replace("Rope", "Robe")) for each in document.lines)
    other = Parts(replace(document, lines=lines), shaped.parts.proof, shaped.parts.text)
    wrong = Shaped(shaped._build, credentials.START, other)
    with pytest.raises(Differs):
        wrong.compare(values, wrong.signed(values, KEY, entry_of(), ()))
    text = Pattern(shaped.parts.text.text.replace("Rope", "Robe"), shaped.parts.text.places)
    wrong = Shaped(shaped._build, credentials.START, Parts(document, shaped.parts.proof, text))
    with pytest.raises(Differs):
        wrong.compare(values, wrong.signed(values, KEY, entry_of(), ()))


def test_a_kept_shape_signs_the_same() -> None:
    shaped, values = simple(FULL_SITE)
    again = Shaped(shaped._build, credentials.START, Parts.from_bytes(shaped.parts.to_bytes()))
    assert again.signed(values, KEY, entry_of(), ()) == shaped.signed(values, KEY, entry_of(), ())


def test_markers_are_the_same_every_time() -> None:
    one = Markers.absent_from(3, lambda values: " ".join(values))
    assert one == Markers.absent_from(3, lambda values: " ".join(values))
    assert one.pattern("a %d slot:m0x2e slot:m0x0e").text == "a %%d %s %s"


# ------------------------------------------------------------------ proofs of other keys
def test_a_proof_of_a_retired_key_is_kept_while_it_fits() -> None:
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

    from badgesite.signing import SigningKey, proof_value

    old = SigningKey(Ed25519PrivateKey.from_private_bytes(b"\x07" * 32))
    shaped, values = simple()
    first = shaped.signed(values, old, entry_of(), ())
    entry = entry_of(signed_by=old.multibase, proof=proof_value(first))
    kept = shaped.signed(values, KEY, entry, (old.multibase,))
    assert kept == first == shaped.by_pyld(values, KEY, entry, (old.multibase,))
    assert shaped.signed(values, KEY, entry, ()) != first
    values[3] = "Somebody Else"
    renewed = shaped.signed(values, KEY, entry, (old.multibase,))
    assert renewed == shaped.by_pyld(values, KEY, entry, (old.multibase,)) != first
