"""Schema as data: ontologies, shapes and thesauri as people read them, with nothing lost for exports and counts."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from conftest import SHARED
from hypothesis import given, settings
from hypothesis import strategies as st
from pyoxigraph import BlankNode, NamedNode, Quad

from explorer.files.exports import export_data
from explorer.files.images import caption_of
from explorer.files.opening import open_document
from explorer.panels.details import describe_edge, describe_node
from explorer.pictures.look.legend import legend_entries
from explorer.views.nodes import Nodes
from explorer.views.view import View
from explorer.views.visible import not_drawn, see
from graph.formats import table as formats
from graph.model.build import project
from graph.model.closure import quads_of, with_words
from graph.model.names.renaming import renamed
from graph.model.projection import Projection
from graph.model.sorting.roles import Role
from graph.rdf.naming import Naming
from graph.rdf.terms import OWL, RDF, RDFS, SCHEMA, SH, SKOS, XSD, Prefixes
from graph.reading.interning import Interner
from graph.reading.local import rows_as_quads
from graph.reading.read import read
from graph.work.progress import finish
from graph.writing.write import write

CASES = SHARED / "cases"
EX = "https://example.org/"


def opened(name: str) -> Projection:
    """The projection of a shared case."""
    if not (CASES / name).exists():
        pytest.skip("the shared cases are not here")
    return finish(open_document([CASES / name])).projection


def lines(p: Projection) -> set[str]:
    """Every relationship as “subject – words – object”."""
    ends = zip(p.subject.tolist(), p.object.tolist())
    return {f"{p.labels[a]} – {p.edge_words(edge)} – {p.labels[b]}" for edge, (a, b) in enumerate(ends)}


def told(p: Projection, name: str) -> set[str]:
    """The attributes of the resource with a name, as “predicate: text”."""
    found = p.attributes(p.labels.index(name))
    return {f"{p.predicates[each.predicate].label}: {each.value.value}" for each in found}


def of_class(p: Projection, name: str) -> set[str]:
    """Names of the resources of a class."""
    number = [info.label for info in p.classes].index(name)
    return {p.labels[node] for node in p.class_members[number].tolist()}


def test_an_ontology_is_drawn_with_its_individuals():
    p = opened("ontology.ttl")
    assert p.draws_schema
    assert of_class(p, "Class") == {
        "Food", "Soup", "LentilSoup", "FishSoup", "Topping", "Herb", "parsley", "Lemon", "Meatless",
    }  # fmt: skip
    assert lines(p) == {
        "Soup – kind of – Food", "LentilSoup – kind of – Soup", "FishSoup – kind of – Soup", "Herb – kind of – Topping",
        "parsley – kind of – Herb", "Lemon – kind of – Topping", "Meatless – kind of – Food",
        "LentilSoup – shares nothing with – FishSoup", "hasTopping – inverse of – toppingOf",
        "Food – has topping – Topping", "Soup – has topping some – Herb", "LentilSoup – has topping only – parsley",
        "LentilSoup – has topping only – Lemon", "Peru – is a – Country", "Nepal – is a – Country",
    }  # fmt: skip
    assert told(p, "FishSoup") == {"kind of: has topping at least 2"}
    assert told(p, "LentilSoup") == {"kind of: has topping only (parsley or Lemon)"}
    assert told(p, "Meatless") == {"same class as: Food and not FishSoup"}
    assert p.tally()["schema"] == 0 and sum(p.tally().values()) == p.triple_count == len(p.stated)


def test_a_schema_with_one_individual_is_drawn():
    p = opened("one-individual.ttl")
    assert len(of_class(p, "Class")) == 4 and of_class(p, "Object property") == {"berths at", "owned by"}
    assert {"Vessel – berths at – Port", "owned by – subjects are – Vessel"} <= lines(p)
    assert "unknownPort" in p.labels


def test_details_of_a_line_in_other_words_name_the_predicate_of_the_source(turtle):
    p = turtle("""
        :K a owl:Class ; rdfs:subClassOf [ a owl:Restriction ; owl:onProperty :p ; owl:someValuesFrom :L ], :M .
        :x a :K .
    """, schema=None)  # fmt: skip
    found = {p.edge_words(edge): describe_edge(p, see(p, View()), edge) for edge in range(p.edge_count)}
    assert [found[words].iri for words in ("p some", "kind of", "is a")] == [
        EX + "p",
        RDFS + "subClassOf",
        RDF + "type",
    ]
    facts = {fact.name: fact.value for fact in found["p some"].facts}
    assert facts["stands for"] == "4 triples of the source"
    assert "stands for" not in {fact.name for fact in found["kind of"].facts}


def test_shapes_stand_on_their_classes_with_each_constraint_in_words():
    p = opened("shapes.ttl")
    assert of_class(p, "Node shape") == {"PaymentShape", "BodyShape"}
    assert told(p, "PaymentShape") == {
        "property: amount: decimal, at least 1", "message: A payment has an amount.",
        "property: payer: Body, at most 1",
    }  # fmt: skip
    assert lines(p) == {
        "PaymentShape – target class – Payment", "BodyShape – target class – Body", "PaymentShape – payer – Body",
    }  # fmt: skip
    assert p.tally()["schema"] == 0


def test_a_thesaurus_is_one_tree_under_its_scheme():
    p = opened("thesaurus.ttl")
    assert lines(p) == {
        "Care – top concept of – Services", "School – top concept of – Services", "Foster care – narrower than – Care",
        "Residential care – narrower than – Care", "Kinship care – narrower than – Foster care",
        "Nursery – narrower than – School", "Primary school – narrower than – School", "School – related to – Care",
    }  # fmt: skip
    assert "in the scheme: Services" in told(p, "Nursery") and p.edge_count == 8


def test_expressions_are_read_aloud(turtle):
    p = turtle("""
        :K a owl:Class ; rdfs:subClassOf [ owl:onProperty :p ; owl:hasValue 3 ],
          [ owl:onProperty :p ; owl:maxQualifiedCardinality 2 ; owl:onClass :L ],
          [ owl:onProperty [ owl:inverseOf :p ] ; owl:someValuesFrom :L ], [ owl:onProperty :p ; owl:hasSelf true ],
          [ owl:onProperty :q ; owl:allValuesFrom [ a rdfs:Datatype ; owl:onDatatype xsd:integer ;
            owl:withRestrictions ( [ xsd:minInclusive 0 ] [ xsd:maxExclusive 10 ] ) ] ] ;
          owl:disjointUnionOf ( :L :M ) ; owl:hasKey ( :p :q ) .
        :M a owl:Class ; owl:equivalentClass [ owl:oneOf ( :a :b ) ], [ owl:intersectionOf ( :L
          [ owl:onProperty :p ; owl:someValuesFrom [ owl:complementOf [ owl:unionOf ( :L :M ) ] ] ] ) ] .
        :p owl:propertyChainAxiom ( :q :r ) ; rdfs:range owl:Thing . :q rdfs:range xsd:integer .
        [] a owl:AllDisjointClasses ; owl:members ( :L :M ) .
    """)
    assert told(p, "K") == {
        "kind of: p value 3", "kind of: (inverse of p) some L", "kind of: p itself",
        "kind of: q only (integer from 0 less than 10)", "disjoint union of: L or M", "has key: p, q",
    }  # fmt: skip
    assert told(p, "M") == {"same class as: a or b", "same class as: L and (p some not (L or M))",
                            "shares nothing with: L, M"}  # fmt: skip
    assert "property chain axiom: q of r" in told(p, "p") and "objects are: Thing" in told(p, "p")
    assert told(p, "q") == {"objects are: integer"}
    assert {"K – p at most 2 – L", "M – kind of – L"} <= lines(p)
    assert not any(label.startswith("Unnamed") or "_:" in label for label in p.labels)


def test_a_property_with_unions_leads_from_each_domain_to_each_range(turtle):
    p = turtle("""
        :p a owl:ObjectProperty ; rdfs:domain [ owl:unionOf ( :A :B ) ] ; rdfs:range [ owl:unionOf ( :C :D ) ] .
        :q a owl:DatatypeProperty ; rdfs:domain [ owl:unionOf ( :A :B ) ] ; rdfs:range xsd:string .
    """)
    assert lines(p) == {
        "A – p – C", "A – p – D", "B – p – C", "B – p – D", "q – subjects are – A", "q – subjects are – B",
    }  # fmt: skip
    assert told(p, "p") == {"subjects are: A or B", "objects are: C or D"}


def test_a_schema_beside_more_data_is_drawn_on_request_alone(turtle):
    text = ":K a owl:Class ; rdfs:subClassOf :L . :a a :K ; :age 4 ; :x :b . :b a :K ; :age 5 ."
    for schema, drawn in ((None, False), (False, False), (True, True)):
        p = turtle(text, schema=schema)
        assert p.draws_schema == drawn and ("L" in p.labels) == drawn
        assert p.tally()["schema"] == (0 if drawn else 2)


def test_the_classes_of_an_ontology_open_as_a_tree_unless_other_lines_would_hide_it(tmp_path):
    path = tmp_path / "soups.ttl"
    head = f"@prefix : <{EX}> . @prefix owl: <{OWL}> . @prefix rdfs: <{RDFS}> ."
    classes = ":A a owl:Class ; rdfs:subClassOf :B . :B a owl:Class ; rdfs:subClassOf :C . :C a owl:Class ."
    lines_of = "".join(f" :p{i} rdfs:domain :A ; rdfs:range :D ." for i in range(20))
    for text, layout in ((classes, "tree"), (classes + lines_of, View().layout)):
        path.write_text(head + text)
        document = finish(open_document([path]))
        assert document.named_view.title == "Schema" and document.first_view().layout == layout


def test_the_words_follow_the_language_of_names(turtle):
    p = turtle("""
        :K a owl:Class ; rdfs:subClassOf [ owl:onProperty :p ; owl:minCardinality 1 ],
          [ owl:onProperty :p ; owl:someValuesFrom :L ] .
        :p a owl:ObjectProperty ; rdfs:label "eats"@en, "frisst"@de . :L a owl:Class .
    """)
    assert told(p, "K") == {"kind of: eats at least 1"} and "K – eats some – L" in lines(p)
    german = finish(renamed(p, Naming(("de",))))
    assert told(german, "K") == {"kind of: frisst at least 1"} and "K – frisst some – L" in lines(german)


def test_constraints_of_shapes_are_read_aloud(turtle):
    p = turtle("""
        @prefix sh: <http://www.w3.org/ns/shacl#> .
        :S a sh:NodeShape ; sh:closed true ; sh:property
          [ sh:path [ sh:inversePath :p ] ; sh:minCount 1 ; sh:maxCount 1 ; sh:nodeKind sh:IRI ],
          [ sh:path ( :p :q ) ; sh:in ( "a" "b" ) ; sh:pattern "^a" ],
          [ sh:path :r ; sh:or ( [ sh:datatype xsd:date ] [ sh:datatype xsd:gYear ] ) ], :named .
        :named a sh:PropertyShape ; sh:path :t ; sh:class :L .
    """)
    assert told(p, "S") == {
        "closed: true", "property: inverse of p: IRI, exactly 1", "property: p / q: one of a, b, matching ^a",
        "property: r: date or gYear",
    }  # fmt: skip
    assert told(p, "named") == {"path: t: L"} and lines(p) == {"S – property – named", "named – t – L"}


def test_links_of_concepts_are_drawn_once_with_their_evidence_and_graphs(turtle):
    p = turtle("""
        :g { :a skos:narrower :b . } :h { :b skos:broader :a . } :g { :c skos:narrower :d . :d skos:related :c .
          :s a rdf:Statement ; rdf:subject :c ; rdf:predicate skos:narrower ; rdf:object :d ; dcterms:source :page .
          :c skos:related :d . :d skos:broaderTransitive :c . :b skos:related :a . }
    """, name="t.trig")  # fmt: skip
    assert lines(p) == {
        "b – narrower than – a", "d – narrower than – c", "d – related to – c", "b – related to – a",
    }  # fmt: skip
    assert p.edge_count == 4
    words = [f"{p.labels[s]} {p.edge_words(e)}" for e, s in enumerate(p.subject.tolist())]
    assert {p.graphs[g] for g in p.edge_graphs[words.index("b narrower than")].tolist()} == {EX + "g", EX + "h"}
    assert p.edge_support[words.index("d narrower than")] == 1


def test_a_transitive_link_is_a_line_only_where_nothing_nearer_is_stated(turtle):
    p = turtle("""
        :a skos:broader :b ; skos:broaderTransitive :b, :c . :b skos:broader :c . :c skos:narrowerTransitive :a, :d .
        :d skos:inScheme :s . :a skos:inScheme :s ; skos:topConceptOf :s .
    """)
    assert lines(p) == {
        "a – narrower than – b", "b – narrower than – c", "d – somewhere under – c", "d – in the scheme – s",
        "a – top concept of – s",
    }  # fmt: skip
    assert told(p, "a") == {"somewhere under: b", "somewhere under: c", "in the scheme: s"}


def test_an_export_holds_whole_expressions_and_the_statements_of_the_source_alone(turtle):
    p = turtle("""
        :K a owl:Class ; rdfs:subClassOf [ a owl:Restriction ; owl:onProperty :p ; owl:someValuesFrom :L ] .
        :L a owl:Class . :M a owl:Class . :p a owl:ObjectProperty ; rdfs:domain :L ; rdfs:range :M .
    """)
    whole = write(p.stated, formats.N_QUADS).data.decode()
    nodes = np.ones(p.node_count, bool)
    rows = quads_of(p, nodes, np.ones(p.edge_count, bool))
    assert rows.tolist() == list(range(len(p.stated)))
    assert write(p.quads, formats.N_QUADS, rows).data.decode() == whole and "caseboard" not in whole
    nodes[p.labels.index("M")] = False
    kept = nodes[p.subject] & nodes[p.object]
    part = write(p.quads, formats.N_QUADS, quads_of(p, nodes, kept)).data.decode()
    assert "someValuesFrom" in part and "onProperty" in part and f"<{EX}M> <" not in part


def test_what_a_schema_says_of_several_classes_leaves_whole_with_one_of_them(turtle):
    p = turtle(
        ":L a owl:Class . :M a owl:Class . :N a owl:Class . [] a owl:AllDisjointClasses ; owl:members ( :L :M ) .",
        schema=True,
    )
    edges = np.ones(p.edge_count, bool)
    for shown, count in (("LMN", len(p.stated)), ("LN", len(p.stated) - 1), ("N", 1)):
        nodes = np.array([label in shown for label in p.labels], bool)
        assert len(quads_of(p, nodes, edges)) == count


def test_expressions_that_circle_or_share_their_parts_come_to_an_end(turtle):
    shared = "".join(f"_:b{i} owl:intersectionOf ( _:b{i + 1} _:b{i + 1} ) ." for i in range(19))
    p = turtle(f":K rdfs:subClassOf _:b0 . {shared} _:b19 owl:complementOf :L . :K a owl:Class .")
    assert "K" in p.labels
    p = turtle(":K a owl:Class ; rdfs:subClassOf _:a . _:a owl:intersectionOf ( _:a :L ) ; owl:complementOf _:a .")
    assert "K" in p.labels and not any("_:" in label for label in p.labels)


_TERMS = [NamedNode(EX + name) for name in "ABC"] + [BlankNode(name) for name in "xyz"]
_PREDICATES = [
    RDF + "type", RDF + "first", RDF + "rest", RDFS + "subClassOf", RDFS + "domain", RDFS + "range", EX + "own",
    SKOS + "narrower", SKOS + "broader", SKOS + "inScheme", SH + "property", SH + "path", SH + "class",
    *(OWL + name for name in ("onProperty", "someValuesFrom", "unionOf", "intersectionOf", "inverseOf", "members")),
]  # fmt: skip
_VALUES = [*_TERMS, NamedNode(RDF + "nil"), NamedNode(OWL + "Class"), NamedNode(OWL + "AllDisjointClasses")]
_quads = st.builds(
    Quad, st.sampled_from(_TERMS), st.sampled_from(list(map(NamedNode, _PREDICATES))), st.sampled_from(_VALUES),
    st.sampled_from([NamedNode(EX + "g"), NamedNode(EX + "h")]),
)  # fmt: skip


@given(st.lists(_quads, max_size=30), st.randoms(use_true_random=False))
def test_a_statement_in_other_words_is_kept_with_all_the_quads_that_it_stands_for(quads, random):
    interner = Interner()
    quads = list(dict.fromkeys(quads))
    interner.take(iter(quads), len(quads) + 1)
    p = finish(project(interner.as_labelled(Prefixes()), schema=True))
    stated = len(p.stated)
    kept = np.array([row < stated and random.random() < 0.8 for row in range(len(p.quads))], bool)
    found = with_words(p, kept).tolist()
    assert found[:stated] == kept[:stated].tolist()
    for row in range(stated, len(p.quads)):
        assert found[row] == all(kept[origin] for origin in p.told.origin[row - stated].tolist())


@given(st.lists(_quads, max_size=30), st.sampled_from([None, True, False]))
@settings(max_examples=150, deadline=None)
def test_whatever_a_schema_says_every_triple_counts_once_and_leaves_as_it_stands(quads, schema):
    interner = Interner()
    quads = list(dict.fromkeys(quads))
    interner.take(iter(quads), len(quads) + 1)
    p = finish(project(interner.as_labelled(Prefixes()), schema=schema))
    assert sum(p.tally().values()) == p.triple_count == len({quad.triple for quad in quads})
    assert (p.role[: len(p.stated)][np.unique(p.told.origin.values)] != Role.SCHEMA).all() if p.told else True
    rows = quads_of(p, np.ones(p.node_count, bool), np.ones(p.edge_count, bool))
    assert set(rows.tolist()) <= set(range(len(p.stated)))
    if p.told is not None:
        drawn = p.role[len(p.stated) :] != Role.WORDS
        assert set(p.told.origin.gather(np.flatnonzero(drawn)).tolist()) <= set(rows.tolist())
    keys = list(zip(p.subject.tolist(), p.predicate.tolist(), p.object.tolist()))
    assert len(keys) == len(set(keys)), "each line once"


def test_a_schema_opens_with_lines_to_the_class_above_in_a_look_of_their_own(tmp_path):
    path = tmp_path / "pets.ttl"
    head = f"@prefix : <{EX}> . @prefix owl: <{OWL}> . @prefix rdfs: <{RDFS}> ."
    path.write_text(f"{head} :Cat a owl:Class ; rdfs:subClassOf :Pet . :Pet a owl:Class ; rdfs:subClassOf :Animal .")
    document = finish(open_document([path]))
    look = document.first_look
    assert document.named_view.title == "Schema" and look.view.layout == "tree"
    assert look.scene.edge_colour is not None
    entries = legend_entries(document.projection, look.visible, look.view)
    assert "kind of" in [entry.label for entry in entries]


def test_many_resources_without_relationships_open_as_a_group_with_the_table_beside_it(tmp_path):
    path = tmp_path / "quakes.nt"
    path.write_text("".join(f"<{EX}{i}> <{RDF}type> <{EX}Quake> .\n" for i in range(400)))
    document = finish(open_document([path]))
    assert len(document.first_look.visible.drawn) == 1 and document.beside.panel == "table"
    assert document.beside.sentence == "None of the 400 resources has a relationship: the table lists them."
    path.write_text(
        "".join(f'<{EX}{i}> <{SCHEMA}startDate> "{1600 + i}"^^<{XSD}gYear> .\n' for i in range(400))
        + f"<{EX}1> <{EX}x> <{EX}2> .\n"
    )
    document = finish(open_document([path]))
    assert document.beside.panel == "timeline"
    assert document.beside.sentence.startswith("398 of the 400 resources have no relationship: the timeline")
    path.write_text("".join(f"<{EX}{i}> <{EX}x> <{EX}{i + 1}> .\n" for i in range(400)))
    assert finish(open_document([path])).beside is None


def test_terms_of_schema_org_lead_from_each_class_to_each_that_a_property_includes(turtle):
    p = turtle("""
        :works a rdf:Property ; schema:domainIncludes :Person, :Firm ; schema:rangeIncludes :Place ;
          schema:source <https://e.org/issue/1> ; rdfs:seeAlso <https://e.org/page>, :Place .
        :Person a rdfs:Class ; dcterms:creator :ada . :Firm a rdfs:Class . :Place a rdfs:Class . :ada :age 4 .
    """, schema=True)  # fmt: skip
    assert {"Person – works – Place", "Firm – works – Place"} <= lines(p)
    assert {"Person", "ada"} <= {p.labels[n] for n in np.flatnonzero(p.degree)} and set(p.labels) == {
        "works", "Person", "Firm", "Place", "ada",
    }  # fmt: skip
    assert {each.partition(": ")[2] for each in told(p, "works")} >= {"https://e.org/issue/1", "https://e.org/page"}


def test_individuals_lead_to_their_classes_and_classes_to_none_of_their_own(turtle):
    p = turtle(
        ":Pet a owl:Class . :Kind a owl:Class ; rdfs:subClassOf owl:Class . :Cat a :Kind ; rdfs:subClassOf :Pet . "
        ":tom a :Cat, owl:NamedIndividual . :yes a xsd:boolean .",
        schema=None,
    )
    assert p.draws_schema and {each for each in lines(p) if "is a" in each} == {"tom – is a – Cat"}


def test_ledger_and_captions_count_the_schema_that_no_picture_shows(tmp_path):
    path = tmp_path / "cats.ttl"
    path.write_text(f"@prefix : <{EX}> . :Cat <{RDFS}subClassOf> :Pet . :tom a :Cat ; :likes :kit . :kit a :Cat .")
    for schema, words in (
        (None, "No resource is hidden · 1 triple of the schema not drawn"),
        (True, "Nothing is hidden"),
    ):
        document = finish(open_document([path], schema=schema))
        p, visible = document.projection, document.first_look.visible
        assert visible.summary(undrawn=not_drawn(p.tally())) == words
        assert words in caption_of(document, visible).lines(())


def test_a_property_that_the_data_use_has_a_kind_of_line_of_its_own_in_the_schema(turtle):
    p = turtle(":eats rdfs:domain :Pet ; rdfs:range :Food . :tom :eats :cod ; :age 4 . :cod :age 1 .", schema=True)
    assert lines(p) == {"Pet – eats in the schema – Food", "tom – eats – cod"}


def test_pairs_that_outnumber_the_subclasses_are_told_at_each_class_and_hide_no_tree(turtle):
    pairs = "".join(f":{a} owl:disjointWith :{b} . " for a in "BCDE" for b in "BCDE" if a < b)
    kinds = "".join(f":{c} a owl:Class ; rdfs:subClassOf :A . " for c in "BCDE")
    p = turtle(f":A a owl:Class . {kinds} {pairs}", schema=None)
    words = {p.predicates[k].label for k in p.predicate.tolist()}
    assert words == {"kind of"} and p.edge_count == 4
    told = {p.labels[n]: [a.value.value for a in p.attributes(n)] for n in range(p.node_count)}
    assert told["B"] == ["C, D, E"] and told["D"] == ["E"]
    assert sum(p.tally().values()) == p.triple_count


AXIOMS = """
@prefix owl: <http://www.w3.org/2002/07/owl#> .
:Cat a owl:Class ; rdfs:label "cat" ; rdfs:subClassOf :Animal ; :synonym "kitty" . :Animal a owl:Class .
[] a owl:Axiom ; owl:annotatedSource :Cat ; owl:annotatedProperty rdfs:subClassOf ; owl:annotatedTarget :Animal ;
   rdfs:comment "Linnaeus said so" ; :source :book .
:axiom2 a owl:Axiom ; owl:annotatedSource :Cat ; owl:annotatedProperty :synonym ; owl:annotatedTarget "kitty" ;
   :xref "W:1" .
[] a owl:Axiom ; owl:annotatedSource :Cat ; owl:annotatedProperty rdfs:label ; owl:annotatedTarget "cat" ; :xref "W:2" .
:tom a :Cat ; :likes :ann .
[] a owl:Axiom ; owl:annotatedSource :tom ; owl:annotatedProperty :likes ; owl:annotatedTarget :ann ; :since "2010" .
"""


@pytest.mark.parametrize("schema", [True, False])
def test_what_an_axiom_annotates_has_its_annotations_as_facts(tmp_path: Path, schema: bool) -> None:
    (tmp_path / "a.ttl").write_text("@prefix : <https://e.org/> .\n@prefix rdfs: <" + RDFS + "> .\n" + AXIOMS)
    document = finish(open_document([tmp_path / "a.ttl"], schema=schema))
    p = document.projection
    visible = see(p, View())
    assert not [iri for iri in p.iris if iri.startswith("_:") or iri.endswith("axiom2")]
    said = {describe_edge(p, visible, e).title: describe_edge(p, visible, e).facts for e in range(p.edge_count)}
    assert ("since", "2010") in [fact[:2] for fact in said["tom — likes → ann"]]
    if schema:
        facts = [fact[:2] for fact in said["cat — kind of → Animal"]]
        assert ("comment", "Linnaeus said so") in facts and ("source", "book") in facts
        own = [fact[:2] for fact in describe_node(p, visible, p.node_of["https://e.org/Cat"]).facts]
        assert own == [("name", "xref: W:2"), ("synonym", "kitty (xref: W:1)")]
    assert p.tally()["schema"] == (0 if schema else 3 + 1 + 6 + 5), "with what annotates it"
    out = tmp_path / "out.nt"
    finish(export_data(document, out, None, View()))
    before, after = (set(map(str, rows_as_quads(finish(read([path])).quads))) for path in (tmp_path / "a.ttl", out))
    assert len(before) == len(after)
    tom = see(p, View(focus=Nodes({p.node_of["https://e.org/tom"]})))
    finish(export_data(document, out, tom, View(focus=Nodes({p.node_of["https://e.org/tom"]}))))
    text = out.read_text("utf-8")
    assert '"2010"' in text and ("W:1" in text) == schema, "with the class of tom, where it is drawn"


def test_each_list_of_a_shape_is_said_once_and_draws_no_blank_node(turtle: Callable[[str], Projection]) -> None:
    p = turtle(
        "@prefix sh: <http://www.w3.org/ns/shacl#> ."
        " :S a sh:NodeShape ; sh:in ( :a :b ) ; sh:ignoredProperties ( :p :q ) ;"
        " sh:or ( [ sh:property [ sh:path :n ; sh:minCount 1 ] ] :T ) ; sh:xone ( [ sh:class :C ] [ sh:in ( 1 2 ) ] ) ;"
        " sh:property [ sh:path :likes ; sh:in ( :a 'x' ) ; sh:or ( [ sh:datatype :d ] [ sh:not [ sh:class :D ] ] ) ] ."
    )
    assert not [iri for iri in p.iris if iri.startswith("_:")]
    said = [(p.predicates[a.predicate].label, a.value.value) for a in p.attributes(p.node_of["https://example.org/S"])]
    assert sorted(said) == [
        ("ignored properties", "ignoredProperties p, q"), ("in", "one of a, b"), ("or", "with n: at least 1 or T"),
        ("property", "likes: one of a, x, d or not D"), ("xone", "C or else one of 1, 2"),
    ]  # fmt: skip


def test_a_concept_broader_and_narrower_than_itself_leaves_as_it_stands(turtle: Callable[[str], Projection]) -> None:
    p = turtle(":g { :a skos:narrower :a ; skos:broader :a }", "a.trig", schema=None)
    rows = quads_of(p, np.ones(p.node_count, bool), np.ones(p.edge_count, bool))
    assert rows.tolist() == [0, 1]
