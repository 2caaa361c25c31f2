"""Evidence: passages with their documents, and what supports each resource and relationship."""

from __future__ import annotations

import pytest

RANGE = ":r oa:start 3 ; oa:end 9 ."
PASSAGE = ":p a oa:SpecificResource ; oa:hasSource :text ; oa:hasSelector :r . " + RANGE
EX = "https://example.org/"


def nodes(p) -> dict[str, list[str]]:
    """The passages of each resource, by name."""
    return {
        iri.removeprefix(EX): [p.passages[i].iri.removeprefix(EX) for i in p.node_evidence[node].tolist()]
        for node, iri in enumerate(p.iris)
    }


def edges(p) -> list[list[str]]:
    """The passages of each relationship, by name, or by their document."""
    rows = [[p.passages[i] for i in p.edge_evidence[edge].tolist()] for edge in range(p.edge_count)]
    return [[(passage.iri or passage.document).removeprefix(EX) for passage in row] for row in rows]


def test_a_passage_says_where_it_is_whichever_term_comes_first(turtle):
    told = (f"{EX}p", f"{EX}text", "The text", "ab12", 3, 9)
    text = ":text skos:prefLabel 'The text' ; schema:sha256 'ab12' . "
    for parts in ([text, PASSAGE], [PASSAGE, text]):
        p = turtle("".join(parts) + " :a :age 4 ; dcterms:source :p .")
        assert [tuple(passage) for passage in p.passages] == [told]
    p = turtle(":p a oa:SpecificResource . :a :age 4 ; dcterms:source :p .")
    assert [tuple(passage) for passage in p.passages] == [(f"{EX}p", "", "Unknown document", "", -1, -1)]
    p = turtle("_:p oa:hasSource 'a book' . :a :age 4 ; dcterms:source _:p .")
    assert [(q.iri[:2], q.document, q.title) for q in p.passages] == [("_:", "a book", "a book")]


def test_a_document_is_called_by_its_best_title_and_the_first_of_several(turtle):
    titles = ["skos:prefLabel 'one'", "rdfs:label 'two'", "schema:name 'three'", "dcterms:title 'four'"]
    for at, word in enumerate(["one", "two", "three", "four"]):
        p = turtle(f"{PASSAGE} :a :age 4 ; dcterms:source :p . :text " + " ; ".join(reversed(titles[at:])) + " .")
        assert [passage.title for passage in p.passages] == [word]
    p = turtle(
        f"{PASSAGE} :a :age 4 ; dcterms:source :p . :text rdfs:label 'first', 'second' ; schema:sha256 '1', '2' ."
    )
    assert [(passage.title, passage.sha256) for passage in p.passages] == [("first", "1")]
    p = turtle(f"{PASSAGE} :a :age 4 ; dcterms:source :p .")
    assert [(passage.title, passage.sha256) for passage in p.passages] == [(f"{EX}text", "")]


def test_the_first_source_selector_start_and_end_count(turtle):
    p = turtle("""
        :a :age 4 ; dcterms:source :p . :p oa:hasSource :text, :other ; oa:hasSelector :r, :s .
        :r oa:start 3, 4 ; oa:end 9, 10 . :s oa:start 5 ; oa:end 6 .
    """)
    assert [(q.document, q.start, q.end) for q in p.passages] == [(f"{EX}text", 3, 9)]


@pytest.mark.parametrize(
    "predicate", ["dcterms:source", "prov:wasDerivedFrom", "prov:wasQuotedFrom", "prov:hadPrimarySource"]
)
def test_a_resource_is_supported_by_the_passages_that_it_names_each_once(turtle, predicate):
    p = turtle(
        f":a :age 4 ; {predicate} :p, :q . :b :age 5 ; prov:wasDerivedFrom :q ; {predicate} :q . "
        f"{PASSAGE} :q oa:hasSource :text ."
    )
    assert nodes(p) == {"a": ["p", "q"], "b": ["q"]}


def test_a_resource_is_not_supported_by_a_selector_or_a_whole_document(turtle):
    p = turtle(f":a :age 4 ; dcterms:source :r, :report . :b :age 5 ; dcterms:source :p . {PASSAGE}")
    assert nodes(p) == {"a": [], "b": ["p"], "report": []}


def test_a_statement_supports_its_relationship_in_every_graph(turtle):
    p = turtle(
        f":g {{ :a :x :b }} :h {{ :a :x :b . :a :x :c }} {PASSAGE} "
        ":s rdf:subject :a ; rdf:predicate :x ; rdf:object :b ; dcterms:source :p, :whole, :other .",
        name="t.trig",
    )
    assert edges(p) == [["p", "whole", "other"]] * 2 + [[]]
    assert [(q.iri, q.document, q.start, q.end) for q in p.passages if not q.iri] == [
        ("", f"{EX}whole", -1, -1), ("", f"{EX}other", -1, -1),
    ]  # fmt: skip


def test_two_statements_that_cite_one_document_share_a_passage(turtle):
    said = "rdf:predicate :x ; rdf:object :b ; dcterms:source :whole ."
    p = turtle(f":a :x :b . :c :x :b . :s rdf:subject :a ; {said} :t rdf:subject :c ; {said}")
    assert edges(p) == [["whole"], ["whole"]] and len(p.passages) == 1


def test_a_statement_about_a_literal_a_class_or_a_name_supports_the_resource(turtle):
    for about in (":age 4", "a :K", "rdfs:label 'A'"):
        p = turtle(f":a {about} {{| dcterms:source :p |}} . :b :x :a . {PASSAGE}")
        assert nodes(p) == {"a": ["p"], "b": []} and edges(p) == [[]]


def test_a_statement_about_a_statement_or_the_schema_supports_no_resource(turtle):
    p = turtle(f":K rdfs:subClassOf :L {{| dcterms:source :p |}} . :a :x :b . {PASSAGE}")
    assert nodes(p) == {"a": [], "b": []} and edges(p) == [[]]


def test_what_a_note_cites_is_no_evidence(turtle):
    p = turtle(f"""
        @prefix cbv: <https://caseboard.example/view#> . {PASSAGE} :a :x :b .
        :n a rdf:Statement, cbv:NotePart ; rdf:subject :a ; rdf:predicate :x ; rdf:object :b ; dcterms:source :p .
    """)
    assert edges(p) == [[]] and nodes(p) == {"a": [], "b": []}


def test_evidence_of_a_resource_that_covers_comes_after_that_of_its_relationships(turtle):
    p = turtle(f"""
        @prefix cb: <https://caseboard.example/ontology#> .
        :z :x :f . :f a cb:Finding ; schema:about :b ; :x :c ; dcterms:source :p, :q . {PASSAGE} :q oa:hasSource :text .
        :s rdf:subject :f ; rdf:predicate :x ; rdf:object :c ; dcterms:source :o, :q . :o oa:hasSource :text .
    """)
    assert edges(p) == [[], ["p", "q"], ["o", "q", "p"]]
