"""Partial exports: they open again as the same picture, with the same evidence."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from random_data import name, random_data
from random_views import CASE, views

from explorer.files.parts import held, leaving
from explorer.views.visible import see
from graph.formats import table as formats
from graph.model.build import project
from graph.model.closure import quads_of
from graph.model.sorting.roles import Role
from graph.rdf.terms import RDFS
from graph.reading.read import read_bytes
from graph.work.progress import finish
from graph.writing.write import write

EX = "https://example.org/"


def without(p, *names, edges=()):
    """Masks without the nodes of these names, their edges, and the edges with the predicates ``edges``."""
    nodes = np.array([iri.removeprefix(EX) not in names for iri in p.iris], bool)
    kept = nodes[p.subject] & nodes[p.object]
    gone = [i for i, info in enumerate(p.predicates) if info.iri.removeprefix(EX) in edges]
    return nodes, kept & ~np.isin(p.predicate, gone)


def text_of(p, nodes, edges, hidden_graphs=frozenset()):
    rows = quads_of(p, nodes, edges, hidden_graphs)
    return write(p.quads, formats.N_QUADS, rows).data.decode()


def reopened(p, nodes, edges, hidden_graphs=frozenset()):
    data = write(p.quads, formats.TRIG, quads_of(p, nodes, edges, hidden_graphs)).data
    return finish(project(read_bytes(data, "view.trig").quads, schema=p.draws_schema))


def picture(p, nodes=None, edges=None):
    """The picture in IRIs: nodes with name, class and evidence; edges with evidence."""
    nodes = range(p.node_count) if nodes is None else np.flatnonzero(nodes).tolist()
    edges = range(p.edge_count) if edges is None else np.flatnonzero(edges).tolist()
    main = p.node_class.tolist()
    return (
        {
            p.iris[n]: (p.labels[n], p.classes[main[n]] if main[n] >= 0 else None, said(p, p.node_evidence[n]))
            for n in nodes
        },
        sorted(
            (
                p.iris[p.subject[e]],
                p.predicates[p.predicate[e]],
                p.iris[p.object[e]],
                sorted(p.graphs[g] if g >= 0 else "" for g in p.edge_graphs[e].tolist()),
                sorted(said(p, p.edge_evidence[e])),
            )
            for e in edges
        ),
    )


def said(p, passages):
    return frozenset(p.passages[i] for i in passages.tolist())


def same(p, nodes, edges):
    assert picture(reopened(p, nodes, edges)) == picture(p, nodes, edges)


@pytest.mark.parametrize("index", [0, 1, 2])
def test_each_named_view_of_the_bromley_graph_opens_again_as_it_was(bromley, index):
    p = bromley.projection
    visible = see(p, bromley.named_views[index].view)
    same(p, visible.node_cause == 0, visible.edge_cause == 0)


PASSAGES = """
    :p1 a oa:SpecificResource ; oa:hasSource :text ; oa:hasSelector :r1 .
    :p2 a oa:SpecificResource ; oa:hasSource :text ; oa:hasSelector :r2 .
    :r1 a oa:TextPositionSelector ; oa:start 3 ; oa:end 9 . :r2 a oa:TextPositionSelector ; oa:start 13 ; oa:end 19 .
    :text a schema:Article ; schema:sha256 "ab12" ; skos:prefLabel "The text" .
"""


def test_a_passage_that_two_resources_name_leaves_without_the_hidden_one(turtle):
    p = turtle(PASSAGES + ":a a :A ; dcterms:source :p1 . :b a :B ; dcterms:source :p1 .")
    same(p, *without(p, "b"))
    assert "ab12" in text_of(p, *without(p, "b")) and f"<{EX}b>" not in text_of(p, *without(p, "b"))


def test_a_document_that_is_the_class_of_a_resource_does_not_leave_with_it(turtle):
    p = turtle(PASSAGES + ":a a :text . :b a :B ; dcterms:source :p1 . :text :x :b .")
    assert "ab12" not in text_of(p, *without(p, "text", "b")) and "ab12" in text_of(p, *without(p, "text"))


def test_what_the_schema_says_of_a_resource_leaves_with_its_attributes(turtle):
    p = turtle(":a :age 4 ; owl:versionInfo 'first' . :b :age 5 ; owl:versionInfo 'second' .")
    text = text_of(p, *without(p, "b"))
    assert "first" in text and "second" not in text


def test_a_list_that_is_partly_in_a_hidden_graph_leaves_with_no_cell(turtle):
    p = turtle(
        """:a :x _:l ; :size 3 . _:l rdf:first :b ; rdf:rest _:m . _:m rdf:rest rdf:nil . :g { _:m rdf:first :c }
           :a :y ( :b ) .""",
        name="t.trig",
    )
    assert [p.iris[o].removeprefix(EX) for o in p.object.tolist()] == ["b", "c", "b"]
    hidden = frozenset({p.graphs.index(EX + "g")})
    nodes, edges = without(p, "c")
    assert text_of(p, nodes, edges).count("first") == 3
    text = text_of(p, nodes, edges, hidden)
    assert text.count("first") == 1 and "size" in text and f"{EX}x" not in text and f"{EX}y" in text


def test_the_schema_of_exported_data_travels_with_it(turtle):
    p = turtle("""
        :Cat rdfs:subClassOf :Animal ; rdfs:label "Feline" ; a owl:Class . :Dog a owl:Class ; rdfs:label "Canine" .
        :Animal a owl:Class ; rdfs:label "Beast" ; rdfs:subClassOf [ a owl:Restriction ; owl:onProperty :chases ] .
        :chases a owl:ObjectProperty ; rdfs:label "runs after" ; rdfs:domain :Animal . :bites a owl:ObjectProperty .
        :tom a :Cat, :Animal ; :chases :jerry . :rex a :Dog ; :bites :tom .
    """)
    masks = without(p, "rex")
    same(p, *masks)
    back = reopened(p, *masks)
    assert [back.classes[c].label for c in back.node_classes[back.node_of[EX + "tom"]]] == ["Feline", "Beast"]
    assert [info.label for info in back.predicates if info.iri == EX + "chases"] == ["runs after"]
    text = text_of(p, *masks)
    assert "onProperty" in text and "domain" in text and "Canine" not in text and "bites" not in text


def test_a_statement_of_the_same_triple_in_two_graphs_stays_with_the_visible_one(turtle):
    p = turtle(
        PASSAGES
        + """ :g { :a :x :b } :h { :a :x :b } :s a rdf:Statement ; rdf:subject :a ; rdf:predicate :x ; rdf:object :b ;
              dcterms:source :p1 .""",
        name="t.trig",
    )
    assert p.edge_support.tolist() == [1]
    for hidden in (0, 1):
        back = reopened(p, np.ones(p.node_count, bool), np.ones(1, bool), frozenset({hidden}))
        assert back.edge_support.tolist() == [1] and back.node_count == 2 and len(back.graphs) == 1


def test_a_reifier_of_two_triples_stays_with_the_visible_one(turtle):
    p = turtle(
        PASSAGES
        + """:a :x :b . :a :x :c . :r rdf:reifies <<( :a :x :b )>> ; rdf:reifies <<( :a :x :c )>> ; dcterms:source :p1 .
        :b a :B . :c a :C ."""
    )
    for hidden in "bc":
        masks = without(p, hidden)
        same(p, *masks)
        assert reopened(p, *masks).edge_support.tolist() == [1]
        assert f"<{EX}{hidden}>" not in text_of(p, *masks)


def test_a_selector_of_two_passages_and_selectors_in_selectors_travel(turtle):
    p = turtle("""
        :a a :A ; dcterms:source :p1 . :b a :B ; dcterms:source :p2 .
        :p1 a oa:SpecificResource ; oa:hasSource :text ; oa:hasSelector :r .
        :p2 a oa:SpecificResource ; oa:hasSource :text ; oa:hasSelector :r .
        :r oa:start 3 ; oa:end 9 ; oa:refinedBy :finer . :finer oa:hasStartSelector :first ; :note "whole" .
        :first oa:exact "first words" .
    """)
    assert {iri.removeprefix(EX) for iri in p.iris} == {"a", "b"}
    for hidden in "ab":
        masks = without(p, hidden)
        same(p, *masks)
        assert "first words" in text_of(p, *masks)
        assert [(q.start, q.end) for q in reopened(p, *masks).passages] == [(3, 9)]


def test_statements_about_statements_travel_at_any_depth(turtle):
    p = turtle(
        PASSAGES
        + """
        :a a :A ; :x :b . :b a :B . :c a :C .
        :s1 a rdf:Statement ; rdf:subject :a ; rdf:predicate :x ; rdf:object :b ; :by :c .
        :s2 a rdf:Statement ; rdf:subject :s1 ; rdf:predicate :by ; rdf:object :c ; dcterms:source :p2 ; :sure "0.9" .
        :c :noted :s1 . :unknown :mentions :s1 .
        """
    )
    assert {iri.removeprefix(EX) for iri in p.iris} == {"a", "b", "c"}
    text = text_of(p, *without(p))
    assert len(text.splitlines()) == len(p.quads) - 6, "all but the passage that nothing names"
    text = text_of(p, *without(p, edges=("x",)))
    assert "s1" not in text and "s2" not in text and "/p2" not in text, "a statement goes with its tie"
    same(p, *without(p, edges=("x",)))


def test_a_statement_about_a_literal_or_a_class_travels_with_the_resource(turtle):
    p = turtle(PASSAGES + ":a a :A {| dcterms:source :p1 |} ; :age 40 {| dcterms:source :p2 |} . :b a :B .")
    same(p, *without(p, "b"))
    assert reopened(p, *without(p, "b")).node_evidence.lengths.tolist() == [2]
    assert not reopened(p, *without(p, "a")).passages


def test_no_quad_of_a_hidden_graph_is_exported(turtle):
    p = turtle(
        """:a :x :b . :g { :a a :Secret ; rdfs:label "secret name" ; :age 40 ; :x :b ; :y :b .
           :Secret a owl:Class ; rdfs:label "Hush" }""",
        name="t.trig",
    )
    graph = p.graphs.index(EX + "g")
    text = text_of(p, np.ones(2, bool), np.array([True, False]), frozenset({graph}))
    assert text.split() == [f"<{EX}a>", f"<{EX}x>", f"<{EX}b>", "."]
    assert len(text_of(p, np.ones(2, bool), np.ones(2, bool), frozenset({-1})).splitlines()) == len(p.quads) - 1


def test_a_document_that_only_serves_as_evidence_is_no_node(turtle):
    p = turtle(PASSAGES + ':a a :A ; dcterms:source :p1 . :other a schema:Article ; skos:prefLabel "Other" .')
    assert {iri.removeprefix(EX) for iri in p.iris} == {"a", "other"}
    assert p.passages[0].title == "The text"
    same(p, *without(p))
    assert "ab12" not in text_of(p, *without(p, "a"))


def test_a_document_with_relationships_is_a_node_until_these_are_hidden(turtle):
    p = turtle(PASSAGES + ":a a :A ; dcterms:source :p1 ; :partOf :text . :b a :B ; :cites :text .")
    assert EX + "text" in p.node_of
    same(p, *without(p))
    same(p, *without(p, "text"))
    assert "ab12" in text_of(p, *without(p, "text"))


def test_a_view_that_hides_a_named_graph_exports_no_quad_of_it(turtle, tmp_path):
    from types import SimpleNamespace

    from explorer.document import Document
    from explorer.files.exports import export_data
    from explorer.views.view import View
    from explorer.views.visible import see
    from graph.rdf.unread import Unread

    p = turtle(':a :x :b ; schema:name "Aye" . :g { :b :secret "hush" ; :y :c . }', name="t.trig")
    view = View(hidden_graphs=frozenset({0}))
    document = Document(SimpleNamespace(title="t", warnings=(), unread=Unread()), p)
    finish(export_data(document, tmp_path / "out.ttl", see(p, view), view))
    text = (tmp_path / "out.ttl").read_text("utf-8")
    assert "Aye" in text and "hush" not in text


def test_inverse_labels_travel(turtle):
    p = turtle("""
        :eats a owl:ObjectProperty ; owl:inverseOf :eatenBy . :eatenBy a owl:ObjectProperty ; rdfs:label "is eaten by" .
        :feeds a owl:ObjectProperty ; rdfs:subPropertyOf :helps . :helps a owl:ObjectProperty ; rdfs:label "helps" .
        :tom :eats :jerry ; :feeds :rex .
    """)
    text = text_of(p, *without(p))
    assert "is eaten by" in text and '"helps"' in text and len(text.splitlines()) == len(p.quads)
    assert "is eaten by" not in text_of(p, *without(p, edges=("eats",)))


def test_a_cited_document_takes_its_description_along_and_not_its_own_evidence(turtle):
    p = turtle(
        PASSAGES + ":a a :A ; dcterms:source :p1 . :text :about :b ; dcterms:source :p2 . :p2 oa:hasSource :other . "
        ":other rdfs:label 'Other' . :b a :B ."
    )
    text = text_of(p, *without(p, "text", "b"))
    assert "The text" in text and "ab12" in text
    assert "/p2" not in text and "Other" not in text and "/about" not in text
    assert "/p2" in text_of(p, *without(p, "b"))


def test_what_the_schema_or_a_view_says_of_a_cited_document_stays_behind(turtle):
    p = turtle(
        "@prefix cbv: <https://caseboard.example/view#> . " + PASSAGES + ":a a :A ; dcterms:source :p1 . "
        ":K a owl:Class ; rdfs:seeAlso :text . :v a cbv:View ; :on :text, :p1 . :A a owl:Class ; rdfs:seeAlso :text ."
    )
    text = text_of(p, *without(p))
    assert f"<{EX}A> <{RDFS}seeAlso>" in text and f"<{EX}K>" not in text and f"<{EX}v>" not in text


def test_what_a_note_says_of_a_relationship_stays_behind(turtle):
    p = turtle("""
        @prefix cbv: <https://caseboard.example/view#> . :a :x :b .
        :n a rdf:Statement, cbv:NotePart ; rdf:subject :a ; rdf:predicate :x ; rdf:object :b ; :words "private" .
    """)
    assert text_of(p, *without(p)).splitlines() == [f"<{EX}a> <{EX}x> <{EX}b> ."]


def test_class_expressions_travel_whole_and_nothing_is_told_of_a_hidden_resource(turtle):
    p = turtle("""
        :x a owl:ObjectProperty ; rdfs:domain [ owl:unionOf ( :Cat [ owl:complementOf :Dog ] ) ] .
        :a :x :b ; owl:versionInfo "first" . :b a :Cat ; owl:versionInfo "second" . :c :x :d ; owl:versionInfo "third" .
        :a :x :g . :g owl:versionInfo "sixth" . :h a :Cat ; owl:versionInfo "seventh" .
        :d owl:versionInfo "fourth" . :e :age 4 . :y a owl:ObjectProperty ; owl:versionInfo "fifth" . :c :y :d .
    """)
    assert len(text_of(p, *without(p)).splitlines()) == len(p.quads)
    text = text_of(p, *without(p, "c", "d"))
    assert "complementOf" in text and "unionOf" in text and text.count("rest") == 2
    assert "first" in text and "second" in text
    assert not any(word in text for word in ("third", "fourth", "fifth"))


def _stands_elsewhere(p, hidden):
    """Relationships with a graph that is not hidden."""
    return np.array([bool(set(p.edge_graphs[edge].tolist()) - hidden) for edge in range(p.edge_count)], bool)


@st.composite
def _shown(draw, p):
    """Resources and relationships to keep, the latter between the former, and graphs to hide."""
    hidden = draw(st.frozensets(st.integers(-1, len(p.graphs) - 1)))
    nodes = np.array(
        draw(st.lists(st.sampled_from([True, True, True, False]), min_size=p.node_count, max_size=p.node_count)), bool
    )
    edges = np.array(
        draw(st.lists(st.sampled_from([True, True, False]), min_size=p.edge_count, max_size=p.edge_count)), bool
    )
    return nodes, edges & nodes[p.subject] & nodes[p.object] & _stands_elsewhere(p, hidden), hidden


@given(st.data())
@settings(deadline=None, max_examples=150)
def test_no_quad_of_a_hidden_graph_leaves_and_nothing_else_is_lost(data):
    """Derived from the names of the quads: see random_data."""
    drawn = data.draw(random_data())
    p = drawn.projection
    nodes, edges, hidden = data.draw(_shown(p))
    kept = set(quads_of(p, nodes, edges, hidden).tolist())
    allowed = {row for row, graph in enumerate(p.graph_of_quad.tolist()) if graph not in hidden}
    assert kept <= allowed, "nothing of a hidden graph"

    said = [(name(q.subject), name(q.predicate), name(q.object)) for q in drawn.quads]
    shown_edges = set(p.edge_quads.gather(np.flatnonzero(edges)).tolist())
    shown_nodes = {name(iri) for iri, shown in zip(p.iris, nodes.tolist()) if shown}
    drawn_nodes = {name(iri) for iri in p.iris}
    # A statement stays while its triple is kept, other terms while evidence that is kept leads to them.
    triples: dict[str, dict[str, str]] = {}
    for s, predicate, o in said:
        triples.setdefault(s, {})[predicate.rpartition("#")[2]] = o
    kept_triples = {said[row] for row in kept}
    alive = {said[row][2] for row in kept if p.role[row] == Role.EVIDENCE}
    alive |= {
        s for s, of in triples.items() if s[0] == "s" and (of["subject"], of["predicate"], of["object"]) in kept_triples
    }
    used = {term for row in kept if p.role[row] != Role.SCHEMA for term in said[row]}
    for row in kept:
        _, predicate, o = said[row]
        if p.role[row] == Role.SCHEMA and (predicate.endswith(("subClassOf", "inverseOf")) or o == "restriction"):
            used.add(o)

    def is_wanted(row: int) -> bool:
        s, _, o = said[row]
        match Role(int(p.role[row])):
            case Role.EDGE:
                return row in shown_edges
            case Role.SCHEMA:
                return s in used
            case Role.EVIDENCE:
                return s in shown_nodes if s in drawn_nodes else (o if s[0] == "n" else s) in alive
            case _:
                return s in shown_nodes or (s[0] == "d" and s in alive)

    lost = [said[row] for row in sorted(allowed - kept) if is_wanted(row)]
    extra = [said[row] for row in sorted(kept) if not is_wanted(row)]
    assert not lost and not extra


def test_a_relationship_that_is_shown_although_its_only_graph_is_hidden_leaves_alone(turtle):
    p = turtle(":a :size 3 . :g { :a :x :b ; :age 4 } :h { :a :y :b } ", name="t.trig")
    hidden = frozenset({p.graphs.index(EX + "g")})
    text = text_of(p, np.ones(2, bool), np.ones(2, bool), hidden)
    assert {word for word in ("size", "/x>", "/y>", "age") if word in text} == {"size", "/x>", "/y>"}


FILTERS = (
    "hidden_classes", "hidden_predicates", "hidden_documents", "hidden_support", "hidden_nodes",
    "hides_unconnected", "focus", "dates", "degrees", "hidden_values",
)  # fmt: skip
CASED = finish(project(read_bytes(CASE.encode(), "case.trig").quads, schema=False))


@given(views(CASED, *FILTERS, "rules"))
@settings(deadline=None, max_examples=80)
def test_what_an_export_is_said_to_hold_is_in_its_file(view):
    p = CASED
    for rules in ((), view.rules):
        part, rows = leaving(p, see(p, view), view, rules)
        found = held(p, part, rows)
        again = finish(project(read_bytes(write(p.quads, formats.TRIG, rows).data, "a.trig").quads, schema=False))
        assert (again.node_count, again.edge_count) == (found.nodes, found.edges)
