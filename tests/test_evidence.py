"""Evidence: passages with their documents, and what supports each resource and relationship."""

from __future__ import annotations

import pytest

from explorer.document import Document
from explorer.panels.details import describe_edge
from explorer.panels.facets import count_facets
from explorer.state.commands import Commands
from explorer.state.session import Session
from explorer.views.hiding.filters import Cause
from explorer.views.view import View
from explorer.views.visible import see
from graph.model.columns import node_columns

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
        assert [tuple(passage)[:6] for passage in p.passages] == [told]
    p = turtle(":p a oa:SpecificResource . :a :age 4 ; dcterms:source :p .")
    assert [tuple(passage)[:6] for passage in p.passages] == [(f"{EX}p", "", "Unknown document", "", -1, -1)]
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
    assert edges(p) == [["p", "whole", "other"], []]
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


def test_evidence_of_a_resource_covers_those_of_its_relationships_that_have_none_of_their_own(turtle):
    p = turtle(f"""
        @prefix cb: <https://caseboard.example/ontology#> .
        :z :x :f . :f a cb:Finding ; schema:about :b ; :x :c ; dcterms:source :p, :q . {PASSAGE} :q oa:hasSource :text .
        :s rdf:subject :f ; rdf:predicate :x ; rdf:object :c ; dcterms:source :o, :q . :o oa:hasSource :text .
    """)
    assert edges(p) == [[], ["p", "q"], ["o", "q"]]


ON_RELATIONSHIPS = """
:ann :knows :bob ; schema:name 'Ann' . :bob :owns :car . :car :in :town .
:s1 a rdf:Statement ; rdf:subject :ann ; rdf:predicate :knows ; rdf:object :bob ; dcterms:source :p2, :p1, :p3 .
:s2 a rdf:Statement ; rdf:subject :bob ; rdf:predicate :owns ; rdf:object :car ; dcterms:source :p1 .
:p1 a oa:SpecificResource ; oa:hasSource :paper ; oa:hasSelector [ oa:start 0 ; oa:end 4 ] .
:p2 a oa:SpecificResource ; oa:hasSource :paper ; oa:hasSelector [ oa:start 90 ; oa:end 99 ] .
:p3 a oa:SpecificResource ; oa:hasSource :leaflet ; oa:hasSelector [ oa:start 5 ; oa:end 9 ] .
"""


def test_evidence_on_relationships_alone_makes_facets_of_texts_passages_and_texts_of_support(turtle):
    p = turtle(ON_RELATIONSHIPS)
    assert not len(p.node_evidence.values)
    facets = count_facets(p, View(), see(p, View()))
    assert [(line.label, line.total) for line in facets.documents] == [("paper", 2), ("leaflet", 1)]
    assert "0 resources and 2 relationships" in facets.documents[0].tip
    assert [(line.label, line.total) for line in facets.support["support"]] == [
        ("No evidence", 1), ("One passage", 1), ("Several passages", 1),
    ]  # fmt: skip
    assert [(line.label, line.total) for line in facets.support["text_support"]] == [
        ("No evidence", 1), ("One text", 1), ("More than one text", 1),
    ]  # fmt: skip


def test_one_click_leaves_what_rests_on_one_text_and_nothing_unconnected(turtle):
    session = Session(Document(None, turtle(ON_RELATIONSHIPS)))
    commands, p = Commands(session), session.projection
    commands.only_one_text("text_support")
    assert {p.labels[n] for n in session.visible.nodes.tolist()} == {"bob", "car"}
    assert [line.cause for line in session.visible.ledger()] == [Cause.SUPPORT, Cause.UNCONNECTED]
    commands.release(Cause.UNCONNECTED)
    assert len(session.visible.nodes) == p.node_count, "unless asked otherwise"
    commands.only_one_text("text_support")
    assert len(session.visible.edges) == 3 and not session.view.hides_unconnected


def test_what_rests_on_one_text_itself_is_not_hidden_as_unconnected(turtle):
    """Only relationships that rest on one text: a resource that does so itself stays, as was asked."""
    session = Session(Document(None, turtle(ON_RELATIONSHIPS + ":lone :size 1 ; dcterms:source :p3 . :bare :size 2 .")))
    commands, p = Commands(session), session.projection
    commands.only_one_text("text_support")
    assert {p.labels[n] for n in session.visible.nodes.tolist()} == {"bob", "car", "lone"}
    commands.only_one_text("node_texts")
    assert {p.labels[n] for n in session.visible.nodes.tolist()} == {"lone"}, "though it is connected to nothing"
    commands.show_all("text_support", "node_texts")
    commands.hide_unconnected(True)
    assert p.node_of["https://example.org/lone"] not in session.visible.nodes.tolist(), "nothing else was asked for"


def test_one_click_leaves_the_resources_that_rest_on_one_text(turtle):
    p = turtle(
        ON_RELATIONSHIPS.partition(":s1")[0]
        + ON_RELATIONSHIPS[ON_RELATIONSHIPS.index(":p1 a") :]
        + ":ann dcterms:source :p1, :p2 . :bob dcterms:source :p1, :p3 ."
    )
    session = Session(Document(None, p))
    commands = Commands(session)
    facets = count_facets(p, session.view, session.visible)
    assert [(line.label, line.total, line.tip) for line in facets.support["node_texts"]] == [
        ("No evidence", 2, "2 resources have no evidence"),
        ("One text", 1, "1 resource rests on one text"),
        ("More than one text", 1, "1 resource rests on more than one text"),
    ]
    commands.only_one_text("node_texts")
    assert [p.labels[n] for n in session.visible.nodes.tolist()] == ["Ann"]
    assert session.visible.summary().startswith("3 not shown: 3 by passages, texts or origins")
    assert session.history.undo_title == "Show only resources that rest on one text"
    commands.only_one_text("node_texts")
    assert len(session.visible.nodes) == p.node_count and not session.view.hidden_node_texts
    texts = {column.title: column for column in node_columns(p)}["Texts"]
    assert texts.texts(range(4)) == ["1", "2", "0", "0"]


def test_only_a_relationship_hides_what_is_left_unconnected(turtle):
    session = Session(Document(None, turtle(":a :x :b . :b :y :c . :d :y :d . :e :age 3 .")))
    commands, p = Commands(session), session.projection
    kinds = [info.label for info in p.predicates]
    every = range(len(kinds))
    commands.only("predicates", kinds.index("x"), "x", every)
    assert {p.labels[n] for n in session.visible.nodes.tolist()} == {"a", "b"}
    commands.only("predicates", kinds.index("x"), "x", every)
    assert len(session.visible.nodes) == 5
    commands.hide_unconnected(True)
    assert {p.labels[n] for n in session.visible.nodes.tolist()} == {"a", "b", "c"}
    assert session.visible.summary().startswith("2 not shown: 2 as unconnected")
    commands.reset_filters()
    assert len(session.visible.nodes) == 5


def test_the_focus_stays_where_only_a_relationship_leaves_it_unconnected(turtle):
    session = Session(Document(None, turtle(":a :x :b . :b :y :c .")))
    commands, p = Commands(session), session.projection
    commands.focus([p.node_of["https://example.org/c"]])
    commands.only("predicates", [info.label for info in p.predicates].index("x"), "x", range(len(p.predicates)))
    assert [p.labels[n] for n in session.visible.nodes.tolist()] == ["c"]


def test_hide_leaves_says_how_many_it_will_hide(turtle):
    session = Session(Document(None, turtle(":a :x :b ; :y :b . :b :x :c . :c :x :a . :d :x :a . :e :age 3 .")))
    commands = Commands(session)
    assert commands.leaf_words() == "2 leaves"
    before = len(session.visible.nodes)
    commands.hide_leaves()
    assert len(session.visible.nodes) == before - 2 and commands.leaf_words() == "leaves"


def test_evidence_is_listed_in_the_order_of_the_texts(turtle):
    p = turtle(ON_RELATIONSHIPS + ":p0 a oa:SpecificResource ; oa:hasSource :paper . :s1 dcterms:source :p0 .")
    knows = next(e for e in range(p.edge_count) if p.predicates[p.predicate[e]].label == "knows")
    listed = [(passage.title or passage.document.rsplit("/", 1)[-1], passage.start) for passage in
              describe_edge(p, see(p, View()), knows).evidence]  # fmt: skip
    assert [start for title, start in listed if "paper" in title] == [0, 90, -1]
    assert [title for title, _ in listed] == sorted((t for t, _ in listed), key=lambda t: "leaflet" in t)
