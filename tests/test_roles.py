"""Roles: the part that each quad plays, one rule at a time."""

from __future__ import annotations

import numpy as np
import pytest
from pyoxigraph import BlankNode, NamedNode

from graph.model.sorting.roles import Role, assign_roles
from graph.rdf.terms import to_iri

PASSAGE = ":p a oa:SpecificResource ; oa:hasSource :text ; oa:hasSelector :r ."


def short(term) -> str:
    """The last part of an IRI, “_” for a blank node, the text of a literal."""
    if isinstance(term, BlankNode):
        return "_"
    return to_iri(term).replace("#", "/").rpartition("/")[2] if isinstance(term, NamedNode) else str(term.value)


def roles(p) -> dict[str, str]:
    """The role of each quad as “subject predicate object”."""
    terms = p.quads.terms
    return {
        " ".join(short(terms[t]) for t in triple): Role(int(role)).name.lower()
        for *triple, role in zip(p.quads.subject, p.quads.predicate, p.quads.object, p.role)
    }


def parts(p) -> set[str]:
    return {short(p.quads.terms[t]) for t in np.flatnonzero(p.is_part).tolist()}


def documents(p) -> set[str]:
    return {short(p.quads.terms[t]) for t in np.flatnonzero(p.is_document).tolist()}


def test_a_quad_with_a_literal_is_an_attribute_and_one_that_names_is_a_label(turtle):
    p = turtle(':a :x :b ; :age 4 ; rdfs:label "A" ; skos:prefLabel :b ; a "text" ; a :K ; dcterms:source "a book" .')
    assert roles(p) == {
        "a x b": "edge", "a age 4": "attribute", "a label A": "label", "a prefLabel b": "edge",
        "a type text": "attribute", "a type K": "class", "a source a book": "attribute",
    }  # fmt: skip


@pytest.mark.parametrize("link", ["refinedBy", "hasStartSelector", "hasEndSelector", "hasState"])
def test_selectors_are_parts_of_passages_however_deep(turtle, link):
    p = turtle(f":a :age 4 ; dcterms:source :p . {PASSAGE} :r oa:{link} :s . :s oa:{link} :t . :t oa:exact 'words' .")
    assert parts(p) == {"p", "r", "s", "t", "text"}
    assert roles(p)["t exact words"] == "evidence" and [short(NamedNode(iri)) for iri in p.iris] == ["a"]


def test_selectors_that_lead_to_one_another_come_to_an_end(turtle):
    p = turtle(f":a :age 4 ; dcterms:source :p . {PASSAGE} :r oa:refinedBy :s . :s oa:refinedBy :r, 'words' .")
    assert parts(p) == {"p", "r", "s", "text"}


def test_what_has_the_class_of_a_passage_or_a_selector_is_a_part_wherever_it_stands(turtle):
    p = turtle(":p a oa:SpecificResource . :s a oa:XPathSelector . :a :about :s ; :near :p . :q oa:hasSource :text .")
    assert parts(p) == {"p", "s", "q", "text"} and not p.node_count
    assert set(roles(p).values()) == {"evidence"}
    p = turtle(":a oa:hasSelector 'words' ; :x :b .")
    assert p.node_count == 2 and not parts(p), "a literal is no selector"
    p = turtle(":a oa:refinedBy :b . :b :x :c .")
    assert p.node_count == 3 and not parts(p), "what is refined is no selector yet"


def test_a_source_that_is_no_passage_is_an_ordinary_resource(turtle):
    p = turtle(":a dcterms:source :report . :report rdfs:label 'Report' .")
    assert roles(p) == {"a source report": "edge", "report label Report": "label"}
    assert not documents(p) and not parts(p)


def test_a_statement_cites_a_document_and_what_cites_it_otherwise_does_not(turtle):
    said = ":s a rdf:Statement ; rdf:subject :a ; rdf:predicate :x ; rdf:object :b ; dcterms:source :text ."
    p = turtle(f":a :x :b . {said} :text rdfs:label 'Text' .")
    assert documents(p) == {"text"} == parts(p) and roles(p)["text label Text"] == "evidence"
    assert documents(turtle(f":a :x :b . {said.replace(':text', 'false')}")) == set()
    p = turtle(f":a :x :b . {said.replace('dcterms:source', ':mentions')} :text rdfs:label 'Text' .")
    assert not documents(p) and p.node_count == 3


def test_a_passage_that_a_statement_cites_is_no_document(turtle):
    p = turtle(
        f":a :x :b . :s rdf:subject :a ; rdf:predicate :x ; rdf:object :b ; dcterms:source :p . {PASSAGE} "
        ":t rdf:subject :a ; rdf:predicate :x ; rdf:object :b ; dcterms:source :s ."
    )
    assert documents(p) == {"text"}


@pytest.mark.parametrize("more", [":text :near :a .", ":a :near :text .", ":a a :text ."])
def test_a_cited_document_with_a_relationship_or_an_instance_is_no_part(turtle, more):
    p = turtle(f":a :age 4 ; dcterms:source :p . :text rdfs:label 'Text' ; :near :text . {PASSAGE} {more}")
    assert documents(p) == {"text"} and "text" not in parts(p)
    assert roles(p)["text label Text"] == "label" and roles(p)["text near text"] == "edge"


def test_what_the_schema_says_of_a_cited_document_stays_schema_and_what_a_view_says_stays_apart(turtle):
    p = turtle(
        "@prefix cbv: <https://caseboard.example/view#> . "
        f":a :age 4 ; dcterms:source :p . :text rdfs:range :K ; cbv:at '1 2' ; rdfs:label 'Text' . {PASSAGE}"
    )
    assert [roles(p)[key] for key in ("text range K", "text at 1 2", "text label Text")] == [
        "schema", "apart", "evidence",
    ]  # fmt: skip


def test_a_statement_of_a_triple_that_is_asserted_is_folded_and_any_other_is_a_resource(turtle):
    whole = ":s rdf:subject :a ; rdf:predicate :x ; rdf:object :b . "
    for text, is_folded in (
        (":a :x :b . " + whole, True),
        (":a :x :c . " + whole, False),
        (":a :y :b . " + whole, False),
        (":c :x :b . " + whole, False),
        (":a :x :b . " + whole.replace("rdf:object", "rdf:value"), False),
        (":a :x :b . " + whole.replace("rdf:predicate", "rdf:value"), False),
        (":a :x :b . " + whole.replace("rdf:subject", "rdf:value"), False),
        (":a :x :b . :s rdf:reifies <<( :a :x :b )>> .", True),
        (":a :x :b . :s rdf:reifies <<( :a :x :c )>> .", False),
        (":a :x :b . :s rdf:reifies <<( :a :other :b )>> .", False),
        (":a :x :b . :s rdf:reifies :c .", False),
    ):
        p = turtle(text)
        assert ("https://example.org/s" in p.iris) != is_folded, text
        assert len(p.statements.resource) == is_folded


def test_a_statement_stands_for_its_triple_in_every_graph_in_reading_order(turtle):
    p = turtle(":g { :a :x :b } :h { :a :x :b . :s rdf:subject :a ; rdf:predicate :x ; rdf:object :b }", name="t.trig")
    assert p.statements.quad.tolist() == [0, 1] and p.statements.said_by.tolist() == [2, 2]
    assert len(set(p.statements.resource.tolist())) == 1


def test_the_schema_reaches_blank_nodes_that_nothing_else_leads_to(turtle):
    p = turtle("""
        :K a owl:Class ; rdfs:subClassOf [ owl:onProperty :x ; :note [ :deep 1 ] ] . :a :holds _:b . _:b :size 2 .
        :K :example _:b . :L a owl:Class ; :example _:c . _:c :size 3 . :a :also _:d . _:d :near _:c .
    """)
    found = roles(p)
    assert found["_ deep 1"] == found["_ onProperty x"] == "schema"
    assert found["_ size 2"] == "attribute", "the data leads there too"
    assert found["_ size 3"] == "attribute" and found["_ near _"] == "edge"


def test_a_blank_node_that_only_other_expressions_lead_to_is_one_however_often(turtle):
    p = turtle(
        ":K a owl:Class ; rdfs:seeAlso _:b ; rdfs:isDefinedBy _:c . _:b :to _:d . _:c :to _:d . "
        "_:d :size 3 . :a :age 4 ."
    )
    assert roles(p)["_ size 3"] == "schema" and p.node_count == 1


def test_the_schema_is_drawn_where_it_is_asked_for_but_for_its_expressions(turtle):
    text = ":K a owl:Class ; rdfs:label 'Kay' ; rdfs:subClassOf :L, [ owl:onProperty :x ] . :a a :K ; :age 4 ."
    p = turtle(text, schema=True)
    found = roles(p)
    assert found["K subClassOf L"] == "edge" and found["K label Kay"] == "label" and found["K type Class"] == "class"
    assert found["_ onProperty x"] == found["K subClassOf _"] == "schema"
    p = turtle(text + ":a :about _:c . _:c a owl:Class ; :near _:c .", schema=True)
    assert roles(p)["a about _"] == "edge", "data that speaks of an expression is drawn"
    assert set(roles(turtle(text)).values()) == {"schema", "class", "attribute"}
    p = turtle(text + ":a :holds _:c . _:c rdfs:range :K .", schema=True)
    assert roles(p)["_ range K"] == "edge", "a blank node of the data is none"
    p = turtle(text)
    assert (assign_roles(p.quads).role == p.role).all(), "it is not drawn unless asked for"


def test_roles_that_were_given_before_stay(turtle):
    p = turtle(":a :x :b ; :age 4 .")
    known = np.array([Role.EVIDENCE], np.uint8)
    assert assign_roles(p.quads, known=known).role.tolist() == [Role.EVIDENCE, Role.ATTRIBUTE]


def test_what_views_and_notes_say_is_apart_by_subject_by_predicate_and_by_class(turtle):
    p = turtle("""@prefix cbv: <https://caseboard.example/view#> .
        :v a cbv:View ; :age 4 ; :x :a . :a :y :v ; cbv:at "1 2" . cbv:x a owl:Class . :m a cbv:Mark .
        :b :m 5 ; :x :a . :q a oa:SpecificResource, cbv:NotePart ; oa:hasSource :a .
    """)
    found = roles(p)
    assert {found[key] for key in ("v type View", "v age 4", "v x a", "a at 1 2", "m type Mark", "b m 5")} == {"apart"}
    assert found["q hasSource a"] == "apart" and found["b x a"] == found["a y v"] == "edge"
