"""What is signed is all of the document, in the form that every verifier makes of it."""

import itertools
import json
import time
from pathlib import Path

import pyld.jsonld
import pyoxigraph
import pytest
from cachetools import LRUCache
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st
from pyld.context_resolver import ContextResolver

from badgesite import contexts
from badgesite.canonical import (
    OrderDiffers,
    TooComplex,
    compact,
    control_character,
    expand,
    jsonld,
    nquads,
    nquads_of_expanded,
    sorts_alike,
)
from badgesite.canonical.rdfc import Quad, canonical_text, literal
from badgesite.errors import CanonicalError
from badgesite.model import Award, Badge, Learner, Site
from issued import (
    AWARD,
    BADGE,
    FULL_AWARD,
    FULL_BADGE,
    FULL_SITE,
    SITE,
    VECTORS,
    needs_vectors,
    unsigned,
)

GOLDEN = Path(__file__).parent / "golden"


# ------------------------------------------------------------------ against an independent engine
def by_oxigraph(document: dict) -> str:
    """Canonical N-Quads by pyoxigraph, contexts put inline because it cannot load them."""
    inline = [contexts.document(url)["@context"] for url in document["@context"]]
    text = json.dumps({**document, "@context": inline})
    data = pyoxigraph.Dataset(pyoxigraph.parse(text, pyoxigraph.RdfFormat.JSON_LD))
    data.canonicalize(pyoxigraph.CanonicalizationAlgorithm.RDFC_1_0)
    lines = pyoxigraph.serialize(data, format=pyoxigraph.RdfFormat.N_QUADS).decode().split("\n")
    return "".join(sorted(f"{line}\n" for line in lines if line))


ALPHABET = (
    "abc \"\\'<>&{}\n\t\r\u00e9\u0301\u0308李雷עבריתمرحبا\u200f\u202eΩß😀👩‍🚀ＡＢ～\u2028\u0085"
)
texts = st.text(st.sampled_from(ALPHABET), min_size=1, max_size=30) | st.text(
    st.characters(exclude_categories=["Cs"]), min_size=1, max_size=20
).filter(lambda text: control_character(text) is None)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(name=texts, narrative=texts, result=st.none() | texts, full=st.booleans())
def test_random_credentials_are_the_same_for_an_independent_engine(
    name: str, narrative: str, result: str | None, full: bool
) -> None:
    award = FULL_AWARD if full else AWARD
    award = Award(
        "grace",
        "rope",
        award.awarded,
        narrative=narrative,
        result=result,
        evidence=award.evidence,
    )
    document = unsigned(
        FULL_SITE if full else SITE, FULL_BADGE if full else BADGE, award, Learner("grace", name)
    )
    try:
        text = nquads(document)
    except OrderDiffers:
        assume(False)
    assert text == by_oxigraph(document)


@pytest.mark.parametrize("site", [SITE, FULL_SITE])
@pytest.mark.parametrize("badge", [BADGE, FULL_BADGE])
@pytest.mark.parametrize("award", [AWARD, FULL_AWARD])
def test_every_shape_is_the_same_for_an_independent_engine(
    site: Site, badge: Badge, award: Award
) -> None:
    document = unsigned(site, badge, award)
    assert nquads(document) == by_oxigraph(document)


# ------------------------------------------------------------------ against PyLD as it comes
def by_pyld(document: dict) -> str:
    """Canonical N-Quads by PyLD's own processor and algorithm, with nothing remembered."""
    wishes = {
        "algorithm": "URDNA2015",
        "format": "application/n-quads",
        "documentLoader": jsonld._load,
        "contextResolver": ContextResolver(LRUCache(maxsize=50), jsonld._load),
    }
    return str(pyld.jsonld.JsonLdProcessor().normalize(document, wishes))


TRANSCRIPT = json.loads((GOLDEN / "learners.grace-darling.crew.transcript.json").read_text("utf-8"))


def test_what_is_remembered_of_contexts_changes_nothing() -> None:
    transcript = {name: each for name, each in TRANSCRIPT.items() if name != "proof"}
    documents = [
        transcript,
        *(unsigned(FULL_SITE, each, FULL_AWARD) for each in (BADGE, FULL_BADGE)),
    ]
    for document in (*documents, *reversed(documents)):
        assert nquads(document) == by_pyld(document)


def test_a_context_is_worked_out_once_for_all_documents(monkeypatch: pytest.MonkeyPatch) -> None:
    transcript = {name: each for name, each in TRANSCRIPT.items() if name != "proof"}
    nquads(transcript)
    terms = list[str]()
    original = pyld.jsonld.JsonLdProcessor._create_term_definition

    def counted(
        self: object,
        active_ctx: object,
        local_ctx: object,
        term: str,
        *more: object,
        **named: object,
    ) -> None:
        terms.append(term)
        original(self, active_ctx, local_ctx, term, *more, **named)

    monkeypatch.setattr(pyld.jsonld.JsonLdProcessor, "_create_term_definition", counted)
    nquads(transcript)
    assert terms == []
    by_pyld(transcript)
    assert len(terms) > 1_000


def test_what_is_expanded_is_neither_expanded_again_nor_changed(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    document = unsigned(FULL_SITE, FULL_BADGE, FULL_AWARD)
    expanded = expand(document)
    before = json.dumps(expanded)
    monkeypatch.setattr(pyld.jsonld.JsonLdProcessor, "_expand", None)
    assert nquads_of_expanded(expanded) == by_oxigraph(document)
    assert json.dumps(expanded) == before


def test_labels_are_those_of_pyld() -> None:
    document = unsigned(FULL_SITE, FULL_BADGE, FULL_AWARD)
    loaded = {url: contexts.document(url) for url in document["@context"]}
    by_pyld = pyld.jsonld.normalize(
        document,
        {
            "algorithm": "URDNA2015",
            "format": "application/n-quads",
            "documentLoader": lambda url, _: {
                "contextUrl": None,
                "documentUrl": url,
                "document": loaded[url],
            },
        },
    )
    assert nquads(document) == by_pyld


def test_a_credential_survives_expanding_and_compacting() -> None:
    document = unsigned(FULL_SITE, FULL_BADGE, FULL_AWARD)
    compacted = compact(expand(document), document["@context"])

    def plain(value: object) -> object:
        if isinstance(value, dict):
            return {name: plain(member) for name, member in value.items()}
        if isinstance(value, list):
            return plain(value[0]) if len(value) == 1 else [plain(each) for each in value]
        return value

    assert plain(compacted) == plain(document)


# ------------------------------------------------------------------ the W3C's tests
RDF_CANON = VECTORS / "w3c-rdf-canon"
NUMBERS = sorted(path.name[4:7] for path in RDF_CANON.glob("test*-in.nq"))


def quads_of(data: bytes) -> list[Quad]:
    def term(value: object) -> str:
        if isinstance(value, pyoxigraph.Literal):
            plain = value.language or value.datatype.value.endswith("#string")
            return literal(value.value, "" if plain else value.datatype.value, value.language or "")
        return "" if isinstance(value, pyoxigraph.DefaultGraph) else str(value)

    found = pyoxigraph.parse(data, pyoxigraph.RdfFormat.N_QUADS)
    return [
        Quad(*map(term, (each.subject, each.predicate, each.object, each.graph_name)))
        for each in found
    ]


@needs_vectors
@pytest.mark.parametrize("number", [each for each in NUMBERS if each != "074"])
def test_the_w3c_samples_have_their_canonical_form(number: str) -> None:
    quads = quads_of((RDF_CANON / f"test{number}-in.nq").read_bytes())
    expected = (RDF_CANON / f"test{number}-rdfc10.nq").read_text(encoding="utf-8")
    assert canonical_text(quads) == expected


@needs_vectors
def test_the_w3c_poison_graph_is_refused_within_a_moment() -> None:
    quads = quads_of((RDF_CANON / "test074-in.nq").read_bytes())
    start = time.process_time()
    with pytest.raises(TooComplex):
        canonical_text(quads)
    assert time.process_time() - start < 5


# ------------------------------------------------------------------ bounded work
@pytest.mark.parametrize("size", [8, 30])
def test_nodes_that_all_know_each_other_are_refused_within_a_moment(size: int) -> None:
    pairs = itertools.permutations(range(size), 2)
    quads = [Quad(f"_:n{a}", "<urn:x:knows>", f"_:n{b}") for a, b in pairs]
    start = time.process_time()
    with pytest.raises(TooComplex):
        canonical_text(quads)
    assert time.process_time() - start < 5


def test_more_nodes_without_id_than_allowed_are_refused() -> None:
    quads = [Quad(f"_:n{n}", "<urn:x:p>", f'"{n}"') for n in range(201)]
    with pytest.raises(TooComplex, match="200"):
        canonical_text(quads)
    assert canonical_text(quads[:200]).count("\n") == 200


def test_what_is_written_twice_is_there_once() -> None:
    quad = Quad("<urn:x:s>", "<urn:x:p>", '"o"')
    assert canonical_text([quad, quad]) == '<urn:x:s> <urn:x:p> "o" .\n'


def test_labels_do_not_depend_on_the_order_of_the_quads() -> None:
    quads = [
        Quad("_:a", "<urn:x:p>", "_:b"),
        Quad("_:b", "<urn:x:p>", "_:c"),
        Quad("_:c", "<urn:x:p>", "_:a"),
        Quad("_:a", "<urn:x:q>", '"x"'),
    ]
    forms = {canonical_text(order) for order in itertools.permutations(quads)}
    assert len(forms) == 1


# ------------------------------------------------------------------ what is refused
@pytest.mark.parametrize("character", "\x00\x01\x08\x0b\x0c\x0e\x1f\x7f\ud800\udfff")
def test_a_character_on_which_verifiers_differ_is_refused(character: str) -> None:
    with pytest.raises(CanonicalError):
        nquads({**unsigned(), "name": f"a{character}b"})


@pytest.mark.parametrize(
    "member",
    [
        {"unknownTerm": 1},
        {"https://www.w3.org/2018/credentials#validUntil": "2026-01-01T00:00:00Z"},
        {"@id": "urn:x:1"},
        {"id": "relative"},
        {"id": "_:b0"},
        {"id": "https://a.example/with space"},
        {"id": "https://a.example/<b>"},
        {"type": ["VerifiableCredential", "UnheardOf"]},
        {"name": None},
        {"name": []},
        {"name": [["a"]]},
        {"name": {}},
        {"evidence": [{"type": ["Evidence"], "id": "relative"}]},
        {"credentialSubject": {"type": ["AchievementSubject"], "unknownTerm": "x"}},
        {"credentialSubject": {"@context": [contexts.CREDENTIALS_V2], "id": "urn:x:1"}},
        {"credentialSubject": {"id": "urn:x:1", "creditsEarned": float("nan")}},
        {"credentialSubject": {"id": "urn:x:1", "creditsEarned": 2**60}},
        {
            "credentialSchema": [
                {"id": "https://a.example/schema", "type": "1EdTechJsonSchemaValidator2019"}
            ]
        },
    ],
)
def test_what_would_be_lost_or_invented_is_refused(member: dict) -> None:
    with pytest.raises(CanonicalError):
        nquads({**unsigned(), **member})


def test_a_document_nested_without_end_is_refused() -> None:
    document: dict = {"id": "urn:x:0"}
    for _ in range(5_000):
        document = {"credentialSubject": document}
    with pytest.raises(CanonicalError, match="too deeply"):
        nquads({"@context": list(contexts.OPEN_BADGE_CONTEXTS), **document})
    with pytest.raises(CanonicalError):
        expand({"@context": list(contexts.OPEN_BADGE_CONTEXTS), **document})


def test_nothing_is_signed_under_an_invented_base() -> None:
    assert "example.org/base" not in nquads(unsigned(FULL_SITE, FULL_BADGE, FULL_AWARD))
    with pytest.raises(CanonicalError, match="absolute"):
        nquads_of_expanded([{"@id": "relative", "@type": ["urn:x:t"]}])


# ------------------------------------------------------------------ the order trap
@pytest.mark.parametrize(
    ("values", "alike"),
    [
        (["a", "b"], True),
        (["😀", "a"], True),
        (["～", "a"], True),
        (["😀", "～"], False),
        (["a😀", "b～"], True),
        (["a😀", "a～"], False),
        (["\ue000", "\U00010000"], False),
    ],
)
def test_emoji_and_full_width_forms_sort_differently_elsewhere(
    values: list[str], alike: bool
) -> None:
    assert sorts_alike(values) is alike
    document = unsigned()
    document["credentialSubject"]["achievement"]["tag"] = values
    if alike:
        assert nquads(document)
    else:
        with pytest.raises(OrderDiffers):
            nquads(document)


# ------------------------------------------------------------------ hostile JSON
NAMES = [
    *("id", "type", "name", "proof", "issuer", "evidence", "credentialSubject", "achievement"),
    *("@id", "@type", "@value", "@language", "@json", "@context", "@graph", "@reverse", "@list"),
    *("@set", "@included", "@nest", "@index", "x:y"),
]
hostile = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8),
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.dictionaries(
            st.sampled_from(NAMES),
            inner,
            max_size=5,
        )
    ),
    max_leaves=12,
)


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(hostile)
def test_whatever_is_in_it_a_document_is_read_or_refused_calmly(value: object) -> None:
    context = list(contexts.OPEN_BADGE_CONTEXTS)
    document = {"@context": context, "credentialSubject": value, "evidence": value}
    try:
        expanded = expand(document)
        compact(expanded, context)
        nquads_of_expanded(expanded)
    except CanonicalError as error:
        assert str(error)
