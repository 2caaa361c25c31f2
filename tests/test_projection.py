"""Roles of triples: each triple is counted once, and becomes a node, an edge, an attribute or evidence."""

from __future__ import annotations

import numpy as np
import pytest
from conftest import SHARED
from hypothesis import given, settings
from hypothesis import strategies as st
from pyoxigraph import BlankNode, Literal, NamedNode, Quad

from explorer.panels.details import describe_edge
from explorer.views.view import View
from explorer.views.visible import see
from graph.analysis.evidence_coverage import cover
from graph.model.build import project
from graph.model.closure import quads_of
from graph.model.columns import node_columns
from graph.model.projection import Owner
from graph.model.sorting.roles import Role
from graph.rdf.naming import Naming
from graph.rdf.terms import OA, RDF, RDFS, SKOS, XSD, Prefixes
from graph.rdf.terms import Literal as Value
from graph.rdf.values import interval, is_ill_typed, number, to_days
from graph.reading.interning import Interner
from graph.reading.read import read, read_bytes
from graph.work.progress import finish

MUSIC = SHARED / "data" / "music.ttl.gz"


def test_literals_are_attributes_and_relationships_are_edges(turtle):
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
    assert turtle(text, naming=Naming(("fr",))).labels == ("conseil", "plain")
    assert turtle(text, naming=Naming(("it",))).labels[1] == "plain"


def test_preferred_label_beats_other_labels_and_words_of_the_iri_are_the_last_resort(turtle):
    p = turtle(':a rdfs:label "low" ; skos:prefLabel "high" ; :x :b ; :title "odd" . :b :title "Only title" ; :x :c .')
    assert p.labels == ("high", "Only title", "c")


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


def test_a_statement_that_is_not_asserted_stays_a_resource(turtle):
    p = turtle(":s a rdf:Statement ; rdf:subject :a ; rdf:predicate :appointed ; rdf:object :b .")
    assert "https://example.org/s" in p.node_of
    assert p.edge_count == 3


@pytest.mark.parametrize("predicate", ["dcterms:source", "prov:wasDerivedFrom", "prov:wasQuotedFrom"])
def test_other_patterns_of_evidence_are_understood(turtle, predicate):
    p = turtle(f":a a :Thing ; {predicate} :p . :p a oa:SpecificResource ; oa:hasSource :doc .")
    assert [q.document for q in p.passages] == ["https://example.org/doc"]
    assert p.node_evidence.lengths[p.node_of["https://example.org/a"]] == 1


def test_evidence_of_a_finding_covers_its_outgoing_edges_but_not_incoming_ones(turtle):
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
    assert (p.periods.spans[:, 1] - p.periods.spans[:, 0]).tolist()[:3] == [366, 29, 1]
    assert np.isnan(p.periods.spans[3]).all()
    assert p.periods.spans[4, 1] - p.periods.spans[4, 0] == 61


def test_parallel_statements_stay_apart_and_a_triple_in_several_graphs_is_one_statement(turtle):
    p = turtle(":a :x :b ; :y :b ; :age 4 . :g { :a :x :b ; :age 4 } :h { :b :x :a }", name="t.trig")
    assert p.edge_count == 3 and p.degree.tolist() == [3, 3] and p.triple_count == 4 == sum(p.tally().values())
    assert [p.edge_graphs[edge].tolist() for edge in range(3)] == [[-1, 0], [-1], [1]]
    assert p.graphs == ("https://example.org/g", "https://example.org/h")
    assert [attribute.value.value for attribute in p.attributes(0)] == ["4"]


def test_text_that_looks_like_markup_stays_text(turtle):
    assert turtle(':a skos:prefLabel "<x>x</x>\\n two" .').labels == ("<x>x</x> two",)


def test_class_expressions_are_part_of_the_schema(turtle):
    p = turtle("""
        :tom a :Cat ; :age 4 . :Cat a owl:Class ; rdfs:subClassOf [ owl:onProperty :eats ; owl:someValuesFrom
          [ owl:unionOf ( :Fish [ a owl:Class ; owl:intersectionOf ( :Bird :Small ) ] ) ] ] .
        [] a owl:AllDisjointClasses ; owl:members ( :Cat :Dog ) .
    """)
    assert p.iris == ("https://example.org/tom",) and p.edge_count == 0
    assert p.tally()["schema"] == len(p.quads) - 2


def test_a_blank_node_of_the_data_is_not_schema(turtle):
    p = turtle(":Cat a owl:Class ; rdfs:seeAlso _:tom . _:tom :age 4 . :ada :owns _:tom .")
    assert len(p.iris) == 2 and p.edge_count == 1


def test_a_statement_of_the_users_own_vocabulary_about_a_class_is_data(turtle):
    text = ':Cat a owl:Class ; rdfs:label "Cat" ; :keeper :ada ; :note "small" . :note a owl:AnnotationProperty .'
    p = turtle(text + ":ada :age 4 .")
    assert p.tally()["edges"] == 1 and p.tally()["attributes"] == 1 and p.tally()["schema"] == 4
    assert set(p.labels) == {"Cat", "ada"}


def test_an_ontology_is_drawn_with_its_own_names_and_without_its_lists(turtle):
    p = turtle("""
        :o a owl:Ontology ; rdfs:label "Pets" . :Pet a owl:Class ; rdfs:label "Pet animal" ;
          owl:equivalentClass [ a owl:Class ; owl:unionOf ( :Cat :Dog ) ] .
        :Cat a owl:Class ; rdfs:label "Cat" ; skos:altLabel "Puss" ; rdfs:subClassOf :Pet .
        :Dog a owl:Class ; rdfs:subClassOf :Pet, [ a owl:Restriction ; owl:onProperty :eats ; owl:hasValue :bone ] .
        :eats a owl:ObjectProperty ; rdfs:domain :Pet ; rdfs:label "eats" .
    """)
    assert set(p.labels) == {"Pets", "Pet animal", "Cat", "Dog", "eats", "bone"}
    assert p.edge_count == 4


def test_classes_and_predicates_are_named_by_rank_and_language(turtle):
    text = """
        :a a :C ; :knows :b . :b a :D, :E . :C a owl:Class ; rdfs:label "Katze"@de, "Cat"@en, "Chat"@fr ;
          skos:altLabel "Puss" , "Kitty"@en . :D skos:altLabel "Hound" ; rdfs:label "Dog" . :E rdfs:label "Extra" .
        :knows a owl:ObjectProperty ; skos:altLabel "met"@en ; rdfs:label "is acquainted with"@en, "kennt"@de .
    """
    p = turtle(text)
    names = {info.iri.rsplit("/")[-1]: info.label for info in p.classes}
    assert names == {"C": "Cat", "D": "Dog", "E": "Extra"}
    assert "is acquainted with" in [info.label for info in p.predicates]
    german = turtle(text, naming=Naming(("de",)))
    assert "Katze" in [info.label for info in german.classes] and "kennt" in [i.label for i in german.predicates]


def test_alternative_names_and_other_languages_do_not_replace_known_labels(turtle):
    p = turtle("""
        @prefix foaf: <http://xmlns.com/foaf/0.1/> .
        foaf:Person a owl:Class ; skos:altLabel "Human" . foaf:Group a owl:Class ; rdfs:label "Gruppe"@de .
        foaf:Agent a owl:Class ; rdfs:label "Doer" . :a a foaf:Person . :b a foaf:Group . :c a foaf:Agent .
    """)
    assert [info.label for info in p.classes] == ["Person", "Group", "Doer"]


def test_a_class_that_is_a_node_has_one_name(turtle):
    p = turtle(':tom a :Cat . :Cat a owl:Class ; rdfs:label "Feline" . :book :about :Cat, schema:Person .')
    assert p.labels[p.node_of["https://example.org/Cat"]] == p.classes[0].label == "Feline"
    assert p.labels[p.node_of["https://schema.org/Person"]] == "Person"


def test_a_passage_without_a_source_is_in_an_unknown_document(turtle):
    p = turtle(":a a :A ; dcterms:source :p . :p a oa:SpecificResource .")
    assert (p.passages[0].document, p.passages[0].title) == ("", "Unknown document")


def test_resources_without_a_name_are_called_in_words_and_each_differently(turtle):
    p = turtle("""
        @prefix o: <https://other.example/2013/> .
        :Bill_Berry :plays :north-board, <https://x.example/payment/107>, <mailto:office@x.example>, o:Bill_Berry,
          <urn:isbn:12345678>, <https://x.example/id/3fa85f64-5717-4562-b3fc-2c963f66afa6>, [ a schema:Place ] .
        _:b a schema:Place ; :plays schema:Person, <https://x.example/caf%C3%A9>, :McDonald .
    """)
    assert sorted(p.labels) == sorted([
        "Bill Berry (example.org)", "Bill Berry (other.example)", "north-board", "payment 107", "office@x.example",
        "isbn 12345678", "id 3fa85f64", "Place of Bill Berry (example.org)", "Place: Person, café", "Person", "café",
        "McDonald",
    ])  # fmt: skip


TERMS = ("foaf:name", "schema:name", "o:name", "o:title", "p:name", "skos:prefLabel", "rdfs:label")


@given(st.lists(st.sampled_from(TERMS), unique=True, min_size=2), st.booleans())
def test_no_two_classes_and_no_two_kinds_share_a_name_and_none_is_a_curie(terms, related):
    text = """@prefix foaf: <http://xmlns.com/foaf/0.1/> . @prefix schema: <https://schema.org/> .
        @prefix o: <https://o.example/a#> . @prefix p: <https://o.example/b#> . @prefix : <https://e.example/> .
        @prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> . @prefix skos: <http://www.w3.org/2004/02/skos/core#> .
        o:title rdfs:label "name" . """
    for i, term in enumerate(terms):
        text += f":s{i} a {term} ; {term} {f':o{i}' if related else 1} . "
    p = finish(project(read_bytes(text.encode(), "terms.ttl").quads))
    for infos in (p.classes, p.predicates):
        names = [info.label for info in infos]
        assert len(set(names)) == len(names), names
        assert not any(":" in name for name in names), names
    titles = [column.title.casefold() for column in node_columns(p)]
    assert len(set(titles)) == len(titles) and not any(":" in title for title in titles)


def test_statements_about_a_statement_are_shown_with_its_edge(turtle):
    p = turtle("""
        :a :x :b . :paris skos:prefLabel "Paris" . :s a rdf:Statement ; rdf:subject :a ; rdf:predicate :x ;
          rdf:object :b ; :since 1990 ; :place :paris ; :by :nobody ; dcterms:source :doc . :a :y :b {| :sure 0.5 |} .
    """)
    edges = [next(e for e in range(2) if p.predicates[p.predicate[e]].label == name) for name in "xy"]
    facts = [[(fact.name, fact.value) for fact in describe_edge(p, see(p, View()), edge).facts[1:]] for edge in edges]
    assert facts == [[("since", "1990"), ("place", "Paris"), ("by", "nobody")], [("sure", "0.5")]]


_VALID = {
    "date": ["2016-02-29", "2016-02-29Z", " 2016-01-01+14:00 ", "-0004-02-29", "12016-01-01"],
    "dateTime": ["2016-01-01T24:00:00", "2016-01-01T23:59:59.25-05:00"],
    "gYear": ["2016", "2016Z"], "gYearMonth": ["2016-05"], "integer": ["-12", "+3", "9" * 5000],
    "decimal": ["1.", ".5"], "double": ["1e5", "INF", "NaN"], "byte": ["-128"], "nonNegativeInteger": ["0"],
    "string": ["anything"],
}  # fmt: skip
_INVALID = {
    "date": ["2016-01-01rubbish", "2015-02-29", "2016-13-01", "2016-1-1", "٢٠١٦-01-01", "02016-01-01", ""],
    "dateTime": ["2016-01-01T99:00:00", "2016-01-01T24:00:01", "2016-01-01T10:00:60", "2016-01-01T10:00:00+15:00"],
    "dateTimeStamp": ["2016-01-01T10:00:00"], "gYear": ["2016-05-17", "216"], "gYearMonth": ["2016-05-17", "2016-00"],
    "integer": ["1_000", "1.0", "", "٣"], "decimal": ["1e5", "INF"], "double": ["1_0", "inf", "nan", "0x10"],
    "byte": ["128"], "unsignedLong": ["-1"], "nonNegativeInteger": ["-1"],
}  # fmt: skip


def test_only_literals_valid_for_their_datatype_are_dates_or_numbers():
    for name, texts in _VALID.items():
        assert not [text for text in texts if is_ill_typed(Value(text, XSD + name))], name
    for name, texts in _INVALID.items():
        literals = [Value(text, XSD + name) for text in texts]
        assert all(is_ill_typed(literal) and interval(literal) is None for literal in literals), name
    assert number(Value("1_000", XSD + "integer")) is None and number(Value("1e2", XSD + "double")) == 100
    assert number(Value("9" * 5000, XSD + "integer")) is None


def test_a_time_belongs_to_the_day_that_it_states_in_whatever_zone():
    def start(text):
        return interval(Value(text, XSD + "dateTime"))[0]

    assert start("2016-01-01T24:00:00") == start("2016-01-02T00:00:00") == start("2016-01-02T00:00:00+02:00")
    assert start("2016-01-01T00:00:00-05:00") == start("2016-01-01T00:00:00Z") == to_days("2016")
    assert interval(Value("2016-02-03+02:00", XSD + "date")) == (to_days("2016-02-03"), to_days("2016-02-04"))


def test_the_check_names_ill_typed_values_without_a_traceback(turtle, caplog):
    p = turtle(':a :on "no date"^^xsd:date ; :n "1_000"^^xsd:integer ; :m 5 . :b :on "2016-01-01"^^xsd:date .')
    violations = tuple(finding.sentence for finding in finish(cover(p, b"")).violations)
    assert violations == (
        ":a: “no date” is not a valid xsd:date (:on)",
        ":a: “1_000” is not a valid xsd:integer (:n)",
    )
    assert not caplog.records


def test_the_first_amount_counts_and_reading_values_can_be_stopped(turtle):
    p = turtle(":a :amount 5, 7 ; schema:value 9 . :b a schema:MonetaryAmount ; schema:value 3 ; :amount 4 .")
    assert p.amounts.tolist() == [5, 3]
    many = " ".join(f':n{i} rdfs:label "N {i}" ; :age {i} .' for i in range(9000))
    data = f"@prefix : <http://e.org/> . @prefix rdfs: <{RDFS}> . {many}".encode()
    texts = [step.text for step in project(read_bytes(data, "t.ttl").quads)]
    assert texts.count("Naming resources") >= 3 and texts.count("Reading dates and amounts") >= 3


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
    in_other_words = np.count_nonzero(p.role[len(p.stated) :] == Role.EDGE)
    assert p.edge_count == p.tally()["edges"] + in_other_words
    assert (p.subject < p.node_count).all() and (p.object < p.node_count).all()
    assert len(p.labels) == len(p.iris) == p.node_count
    assert ((p.owner_kind == 0) == (p.owner == -1)).all()
    everything = quads_of(p, np.ones(p.node_count, bool), np.ones(p.edge_count, bool))
    assert np.isin(np.flatnonzero(p.owner_kind[: len(p.stated)] == Owner.EDGE), everything).all()
    assert not len(quads_of(p, np.zeros(p.node_count, bool), np.zeros(p.edge_count, bool)))


@pytest.mark.skipif(not MUSIC.exists(), reason="the music data of ../shared/data is not here")
def test_a_real_graph_of_forty_thousand_triples_is_read_whole():
    p = finish(project(finish(read([MUSIC])).quads))
    assert sum(p.tally().values()) == len(p.quads) == 41_099
    assert p.labels[p.node_of["http://stardog.com/tutorial/David_Bowie"]] == "David Bowie"
