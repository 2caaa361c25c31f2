"""Origins of evidence: who or what the words of a passage go back to."""

import hypothesis.strategies as st
import pytest
from hypothesis import given

from explorer.panels.details import support_in_words
from graph.model.build import project
from graph.model.origins import chain_ends, edge_origins, fewest, node_origins, origins
from graph.model.projection import Projection
from graph.reading.read import read_bytes
from graph.work.progress import finish

_HEAD = """
@prefix : <http://x.example/> .
@prefix cito: <http://purl.org/spar/cito/> .
@prefix dcterms: <http://purl.org/dc/terms/> .
@prefix foaf: <http://xmlns.com/foaf/0.1/> .
@prefix oa: <http://www.w3.org/ns/oa#> .
@prefix prov: <http://www.w3.org/ns/prov#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#> .
@prefix schema: <https://schema.org/> .
@prefix sdo: <http://schema.org/> .
:report a foaf:Document . :a a foaf:Document . :b a foaf:Document .
:a1 a oa:SpecificResource ; oa:hasSource :a ; oa:hasSelector [ oa:start 0 ; oa:end 9 ] .
:a2 a oa:SpecificResource ; oa:hasSource :a ; oa:hasSelector [ oa:start 10 ; oa:end 19 ] .
:b1 a oa:SpecificResource ; oa:hasSource :b ; oa:hasSelector [ oa:start 0 ; oa:end 9 ] .
:it rdfs:label "it" ; :says :other . :other rdfs:label "other" .
"""
_ALL = ":it dcterms:source :a1, :a2, :b1 ."


def _project(turtle: str) -> Projection:
    return finish(project(read_bytes(turtle.encode(), "made.ttl").quads, schema=False))


def _of(turtle: str, name: str = "it") -> set[str]:
    p = _project(_HEAD + turtle)
    found = origins(p)
    node = p.node_of[f"http://x.example/{name}"]
    return {found.iris[i].removeprefix("http://x.example/") for i in found.of_nodes[node].tolist()}


def test_a_text_in_its_own_voice_is_the_origin():
    assert _of(_ALL) == {"a", "b"}


def test_texts_that_pass_on_one_document_are_one_origin():
    assert _of(
        _ALL + ":a prov:hadPrimarySource :report . :b schema:isBasedOn :c . :c prov:wasDerivedFrom :report ."
    ) == {"report"}


def test_part_of_a_report_goes_back_to_the_report():
    quoting = ":a cito:includesQuotationFrom :report . :b cito:includesQuotationFrom :report ."
    assert _of(_ALL + quoting + ":it dcterms:isPartOf :section . :section dcterms:isPartOf :report .") == {"report"}


def test_part_of_the_text_itself_goes_back_to_the_text():
    assert _of(":it dcterms:source :a1, :a2 ; dcterms:isPartOf :a .") == {"a"}


def test_part_of_something_that_is_no_document_changes_nothing():
    assert _of(_ALL + ":it dcterms:isPartOf :council . :council rdfs:label 'council' .") == {"a", "b"}


def test_a_claim_goes_back_to_its_speaker():
    assert _of(_ALL + ":it schema:author :carr ; prov:wasGeneratedBy :meeting .") == {"carr"}


def test_a_claim_without_a_speaker_goes_back_to_its_occasion():
    assert _of(_ALL + ":it prov:wasGeneratedBy :meeting .") == {"meeting"}


def test_the_author_of_a_text_speaks_in_that_text():
    assert _of(":it dcterms:source :a1 ; schema:author :ann . :a schema:author :ann .") == {"a"}


def test_the_author_of_a_document_is_no_origin_of_what_others_say_of_it():
    assert _of(":report dcterms:source :a1 ; schema:author :ann .", "report") == {"a"}


def test_a_passage_can_be_quoted_from_another_source():
    assert _of(_ALL + ":a1 prov:wasQuotedFrom :sulke . :b1 prov:wasQuotedFrom :sulke .") == {"sulke", "a"}


def test_a_circle_of_documents_is_one_origin():
    circle = ":a prov:wasDerivedFrom :c . :c prov:wasDerivedFrom :b . :b prov:wasDerivedFrom :a ."
    assert _of(_ALL + circle) == {"a"}


def test_a_document_with_several_ends_counts_with_one_that_explains_others_too():
    assert _of(_ALL + ":a prov:wasDerivedFrom :x, :y . :b prov:wasDerivedFrom :y .") == {"y"}


def test_the_speaker_of_a_reified_statement_comes_before_that_of_its_subject():
    p = _project(
        _HEAD
        + """:it schema:author :carr .
        [] a rdf:Statement ; rdf:subject :it ; rdf:predicate :says ; rdf:object :other ; dcterms:source :a1, :b1 ;
           schema:author :fortune ."""
    )
    found = origins(p)
    edge = next(e for e in range(p.edge_count) if p.predicates[p.predicate[e]].iri.endswith("says"))
    assert [found.iris[i] for i in found.of_edges[edge].tolist()] == ["http://x.example/fortune"]
    assert edge_origins(p)[edge] == 1 and p.edge_documents[edge] == 2


def test_ten_thousand_passages_of_one_text_on_a_relationship_are_one_origin():
    lines = "\n".join(
        f":p{i} a oa:SpecificResource ; oa:hasSource :a . :it dcterms:source :p{i} ." for i in range(10_000)
    )
    p = _project(_HEAD + lines)
    node = p.node_of["http://x.example/it"]
    assert (len(p.node_evidence[node]), p.node_documents[node], node_origins(p)[node]) == (10_000, 1, 1)


@pytest.mark.parametrize(
    "predicate",
    ["prov:hadPrimarySource", "prov:wasQuotedFrom", "prov:wasDerivedFrom", "prov:wasRevisionOf", "schema:isBasedOn",
     "sdo:isBasedOn", "dcterms:isVersionOf"],
)  # fmt: skip
def test_a_document_goes_back_to_earlier_ones_by(predicate):
    assert _of(_ALL + f":a {predicate} :old . :old {predicate} :older .") == {"older", "b"}


@pytest.mark.parametrize("predicate", ["dcterms:isPartOf", "schema:isPartOf", "sdo:isPartOf"])
def test_something_is_part_of_a_document_by(predicate):
    assert _of(_ALL + f":it {predicate} :report .") == {"report"}


@pytest.mark.parametrize("predicate", ["schema:author", "sdo:author", "prov:wasAttributedTo"])
def test_something_is_said_by(predicate):
    assert _of(_ALL + f":it {predicate} :carr . :a {predicate} :ann . :b {predicate} :bob .") == {"carr"}


@pytest.mark.parametrize(
    ("facts", "expected"),
    [
        (":it dcterms:isPartOf :minutes .", {"a", "b"}),
        (":it dcterms:isPartOf :minutes . :a cito:includesQuotationFrom :minutes .", {"minutes", "b"}),
        (":it dcterms:isPartOf :minutes . :other dcterms:source :c1 . :c1 oa:hasSource :minutes .", {"minutes"}),
        (":it dcterms:isPartOf :a .", {"a"}),
        (":it dcterms:isPartOf :a, :report .", {"a", "report"}),
        (":it dcterms:isPartOf :b .", {"b"}),
        (":it dcterms:isPartOf :part . :part a foaf:Document ; dcterms:isPartOf :report .", {"report"}),
        (":it dcterms:isPartOf :it .", {"a", "b"}),
        (":it dcterms:isPartOf :x . :x dcterms:isPartOf :it, :report .", {"report"}),
        (":it schema:author 'Ann' .", {"Ann"}),
        (":it schema:author :carr ; prov:wasGeneratedBy :meeting ; dcterms:isPartOf :council .", {"carr"}),
        (":it schema:author :ann ; prov:wasGeneratedBy :meeting . :a schema:author :ann .", {"a", "ann"}),
        (":it prov:wasGeneratedBy :meeting ; dcterms:isPartOf :council .", {"a", "b"}),
        (":a1 prov:wasQuotedFrom :sulke . :it schema:author :carr .", {"sulke", "carr"}),
        (":a1 schema:author :sulke .", {"sulke", "a", "b"}),
        (":a1 prov:wasQuotedFrom :a .", {"a", "b"}),
        (":a1 prov:wasQuotedFrom :a, :report .", {"report", "a", "b"}),
        (":a1 prov:wasDerivedFrom :x . :x prov:hadPrimarySource :report .", {"report", "a", "b"}),
        (":a prov:wasDerivedFrom :c . :c prov:wasDerivedFrom :a, :d . :d prov:wasDerivedFrom :e .", {"e", "b"}),
    ],
)
def test_the_rules_in_their_order(facts, expected):
    assert _of(_ALL + facts) == expected


def test_a_class_that_is_drawn_as_a_document_makes_a_whole_a_document():
    assert _of(_ALL + ":it dcterms:isPartOf :minutes . :minutes a schema:Report .") == {"minutes"}


def test_several_ends_are_explained_by_the_most_frequent():
    assert fewest([("x", "y"), ("y", "z"), ("w", "y")]) == ["y", "y", "y"]
    assert fewest([("a", "b"), ("b",), ("c", "d")]) == ["b", "b", "c"]
    assert fewest([("d", "c"), ("c", "b"), ("b", "a")]) == ["c", "b", "b"]


def test_details_say_passages_texts_and_origins_in_one_sentence():
    titles = ":report dcterms:title 'Report of 2016' . :a dcterms:title 'Text A' . :b dcterms:title 'Text B' . "
    for facts, expected in (
        ("", "3 passages in 2 texts, 2 from Text A and 1 from Text B: 2 origins"),
        (":it dcterms:isPartOf :report .", "3 passages in 2 texts, all from Report of 2016: 1 origin"),
    ):
        p = _project(_HEAD + _ALL + titles + facts)
        assert support_in_words(p, node=p.node_of["http://x.example/it"]) == expected
        assert support_in_words(p, node=p.node_of["http://x.example/other"]) == ""
    p = _project(_HEAD + ":it dcterms:source :a1, :a2 ; dcterms:isPartOf :report . " + titles)
    it = p.node_of["http://x.example/it"]
    assert support_in_words(p, node=it) == "2 passages in 1 text, both from Report of 2016: 1 origin"
    p = _project(_HEAD + ":it dcterms:source :b1 . " + titles)
    assert support_in_words(p, node=p.node_of["http://x.example/it"]) == "1 passage in 1 text, from Text B: 1 origin"


_DOCS = st.sampled_from("abcdef")
_CHAINS = st.dictionaries(_DOCS, st.lists(_DOCS, min_size=1, max_size=3, unique=True).map(tuple), max_size=6)


@given(_CHAINS)
def test_chains_end_where_nothing_further_leads(links):
    links = {iri: tuple(v for v in values if v != iri) for iri, values in links.items()}
    links = {iri: values for iri, values in links.items() if values}

    def reached(start: str) -> set[str]:
        found, waiting = {start}, [start]
        while waiting:
            for value in links.get(waiting.pop(), ()):
                if value not in found:
                    found.add(value)
                    waiting.append(value)
        return found

    ends = chain_ends(links)
    assert set(ends) == set(links)
    for document in links:
        last = {d for d in reached(document) if all(d in reached(other) for other in reached(d))}
        assert set(ends[document]) == {min(reached(d)) for d in last}


@given(st.lists(st.lists(_DOCS, min_size=1, max_size=3, unique=True).map(tuple), min_size=1, max_size=6))
def test_fewest_explains_each_passage_by_one_of_its_own(sets):
    found = fewest(sets)
    assert all(iri in origin for iri, origin in zip(found, sets))
    assert {origin[0] for origin in sets if len(origin) == 1} <= set(found)


@given(_CHAINS)
def test_passages_texts_and_origins_never_grow(links):
    facts = "".join(f":{a} prov:wasDerivedFrom :{b} .\n" for a, values in links.items() for b in values)
    p = _project(_HEAD + _ALL + facts)
    assert (node_origins(p) <= p.node_documents).all() and (p.node_documents <= p.node_evidence.lengths).all()
    assert ((node_origins(p) > 0) == (p.node_evidence.lengths > 0)).all()


def test_of_many_origins_the_most_frequent_are_named_and_the_others_counted():
    each = "".join(
        f":it dcterms:source :m{i} . :m{i} a oa:SpecificResource ; oa:hasSource :d{i // 2 if i < 4 else i} ; "
        f"oa:hasSelector [ a oa:TextPositionSelector ; oa:start {i} ; oa:end {i + 1} ] . "
        f":d{i} dcterms:title 'Text {i}' ."
        for i in range(12)
    )
    p = _project(_HEAD + each)
    said = support_in_words(p, node=p.node_of["http://x.example/it"])
    assert said.startswith("12 passages in 10 texts, 2 from Text 0, 2 from Text 1, 1 from Text ")
    assert said.endswith(" and 5 from 5 others: 10 origins")
