"""What becomes of triples: every one is counted once, and the right one becomes a dot, a line, a fact or a source."""

from __future__ import annotations

import numpy as np
import pytest
from conftest import SHARED
from hypothesis import given, settings
from hypothesis import strategies as st
from pyoxigraph import BlankNode, Literal, NamedNode, Quad

from graph.interning import Interner
from graph.progress import finish
from graph.projecting import project
from graph.reading import read
from graph.terms import OA, RDF, RDFS, SKOS, Prefixes

MUSIC = SHARED / "data" / "music.ttl.gz"


def test_literals_are_attributes_and_ties_are_edges(turtle):
    p = turtle(':a :knows :b ; :age 40 ; skos:prefLabel "Ada"@en . :b a :Person .')
    assert (p.node_count, p.edge_count) == (2, 1)
    assert p.labels[p.node_of["https://example.org/a"]] == "Ada"
    assert [a.value.value for a in p.attributes(0)] == ["40", "Ada"]
    assert p.tally() == {"edges": 1, "attributes": 1, "classes": 1, "labels": 1, "evidence": 0, "schema": 0}


def test_the_most_specific_class_comes_first(turtle):
    p = turtle(":Cat rdfs:subClassOf :Animal . :tom a :Animal, :Cat, owl:Thing .")
    assert [p.classes[c].label for c in p.node_classes[0]] == ["Cat", "Animal", "Thing"]
    assert p.node_count == 1, "schema is not drawn"


def test_a_file_that_is_all_schema_is_drawn(turtle):
    p = turtle(":Cat a owl:Class ; rdfs:subClassOf :Animal . :Animal a owl:Class .")
    assert (p.node_count, p.edge_count) == (2, 1)


def test_labels_follow_the_users_language_then_none_then_any(turtle):
    text = ':a rdfs:label "Rat"@de, "council"@en, "conseil"@fr ; :x :b . :b rdfs:label "Stadt"@de, "plain" .'
    assert turtle(text).labels == ("council", "plain")
    assert turtle(text, languages=("fr",)).labels == ("conseil", "plain")
    assert turtle(text, languages=("it",)).labels[1] == "plain"


def test_preferred_label_beats_other_labels_and_a_curie_is_the_last_resort(turtle):
    p = turtle(':a rdfs:label "low" ; skos:prefLabel "high" ; :x :b ; :title "odd" . :b :title "Only title" ; :x :c .')
    assert p.labels == ("high", "Only title", ":c")


def test_a_reified_statement_is_folded_into_its_edge(turtle):
    p = turtle("""
        :a :appointed :b . :s a rdf:Statement ; rdf:subject :a ; rdf:predicate :appointed ; rdf:object :b ;
          dcterms:source :p1 .
        :p1 a oa:SpecificResource ; oa:hasSource :text ; oa:hasSelector :r1 .
        :r1 a oa:TextPositionSelector ; oa:start 3 ; oa:end 9 .
        :text a schema:Article ; schema:sha256 "ab12" ; skos:prefLabel "The text" .
    """)
    assert "https://example.org/s" not in p.node_of and "https://example.org/p1" not in p.node_of
    passage = p.passages[p.edge_evidence[0][0]]
    assert (passage.document, passage.title, passage.sha256, passage.start, passage.end) == (
        "https://example.org/text", "The text", "ab12", 3, 9,
    )  # fmt: skip
    assert sum(p.tally().values()) == len(p.quads)


def test_an_rdf12_reifier_is_folded_into_its_edge(turtle):
    p = turtle(":a :appointed :b {| dcterms:source :doc |} .")
    assert p.edge_count == 1 and p.edge_support.tolist() == [1]
    assert p.passages[0].document == "https://example.org/doc"


def test_a_statement_that_nobody_asserts_stays_a_resource(turtle):
    p = turtle(":s a rdf:Statement ; rdf:subject :a ; rdf:predicate :appointed ; rdf:object :b .")
    assert "https://example.org/s" in p.node_of
    assert p.edge_count == 3


@pytest.mark.parametrize("predicate", ["dcterms:source", "prov:wasDerivedFrom", "prov:wasQuotedFrom"])
def test_evidence_of_other_peoples_data_is_understood(turtle, predicate):
    p = turtle(f":a a :Thing ; {predicate} :p . :p a oa:SpecificResource ; oa:hasSource :doc .")
    assert [q.document for q in p.passages] == ["https://example.org/doc"]
    assert p.node_evidence.lengths[p.node_of["https://example.org/a"]] == 1


def test_evidence_of_a_finding_covers_the_ties_that_leave_it_but_not_those_that_come(turtle):
    p = turtle("""
        @prefix cb: <https://caseboard.example/ontology#> .
        :f a cb:Finding ; schema:about :b ; dcterms:source :p . :b :mentions :f .
        :p a oa:SpecificResource ; oa:hasSource :doc .
    """)
    words = [p.predicates[i].iri.rsplit("/", 1)[-1] for i in p.predicate]
    assert dict(zip(words, p.edge_support.tolist())) == {"about": 1, "mentions": 0}


def test_dates_keep_the_precision_of_the_data(turtle):
    p = turtle("""
        :a :on "2016"^^xsd:gYear . :b :on "2016-02"^^xsd:gYearMonth . :c :on "2016-02-03"^^xsd:date .
        :d :on "no date"^^xsd:date . :e :from "2016-01-01"^^xsd:date ; :to "2016-03-01"^^xsd:date .
    """)
    assert (p.dates[:, 1] - p.dates[:, 0]).tolist()[:3] == [366, 29, 1]
    assert np.isnan(p.dates[3]).all()
    assert p.dates[4, 1] - p.dates[4, 0] == 61


def test_parallel_statements_and_named_graphs_stay_apart(turtle):
    p = turtle(":a :x :b ; :y :b . :g { :a :x :b }", name="t.trig")
    assert p.edge_count == 3
    assert sorted(p.graph.tolist()) == [-1, -1, 0] and p.graphs == ("https://example.org/g",)


def test_text_that_looks_like_markup_is_only_text(turtle):
    assert turtle(':a skos:prefLabel "<b>x</b>\\n two" .').labels == ("<b>x</b> two",)


_NODES = [NamedNode(f"https://e.org/{c}") for c in "abcd"] + [BlankNode("x")]
_PREDICATES = [
    NamedNode(iri)
    for iri in (
        "https://e.org/p", RDF + "type", RDFS + "subClassOf", SKOS + "prefLabel", OA + "hasSource", OA + "hasSelector",
        RDF + "subject", RDF + "predicate", RDF + "object", "http://purl.org/dc/terms/source", OA + "start",
    )
]  # fmt: skip
_OBJECTS = [
    *_NODES, Literal("x"), Literal("5"), NamedNode(OA + "SpecificResource"), NamedNode(RDF + "Statement"),
    NamedNode("http://www.w3.org/2002/07/owl#Class"), NamedNode("https://e.org/p"),
]  # fmt: skip


_TRIPLES = st.tuples(st.sampled_from(_NODES), st.sampled_from(_PREDICATES), st.sampled_from(_OBJECTS))


@given(st.lists(_TRIPLES, max_size=40))
@settings(max_examples=150, deadline=None)
def test_no_triple_is_lost_or_counted_twice(triples):
    interner = Interner()
    stream = iter([Quad(*t) for t in triples])
    while interner.take(stream, 1000):
        pass
    quads = interner.as_labelled(Prefixes())
    p = finish(project(quads))
    assert sum(p.tally().values()) == len(quads)
    assert p.edge_count == p.tally()["edges"]
    assert (p.subject < p.node_count).all() and (p.object < p.node_count).all()
    assert len(p.labels) == len(p.iris) == p.node_count
    assert ((p.owner_kind == 0) == (p.owner == -1)).all()


@pytest.mark.skipif(not MUSIC.exists(), reason="the music data of ../shared/data is not here")
def test_a_real_graph_of_forty_thousand_triples_is_read_whole():
    p = finish(project(finish(read([MUSIC])).quads))
    assert sum(p.tally().values()) == len(p.quads) == 41_099
    assert p.labels[p.node_of["http://stardog.com/tutorial/David_Bowie"]] == "David Bowie"
