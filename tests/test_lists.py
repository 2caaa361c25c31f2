"""Lists and containers: values of the resource that holds them, each with its place."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pyoxigraph import BlankNode, Literal, NamedNode, Quad, Store

from explorer.panels.details import describe_edge, describe_node
from explorer.views.view import View
from explorer.views.visible import see
from graph.formats import table as formats
from graph.model.build import project
from graph.model.closure import quads_of
from graph.model.columns import edge_columns, node_column
from graph.model.sorting.roles import Role
from graph.rdf.terms import RDF, Prefixes
from graph.reading.interning import Interner
from graph.reading.read import read_bytes
from graph.store.folder import StoreFolder
from graph.store.on_disk import stored_source
from graph.work.progress import finish
from graph.writing.write import write

EX = "https://example.org/"
CASES = Path(__file__).parents[2] / "shared" / "cases"


def relationships(p):
    """Subject, words and object of every edge by local name, by subject and words."""
    name = [iri.rsplit("/", 1)[-1] for iri in p.iris]
    return sorted((name[p.subject[e]], p.edge_words(e), name[p.object[e]]) for e in range(p.edge_count))


def values(p, iri, attribute):
    node = p.node_of[EX + iri]
    return [a.value.value for a in p.attributes(node) if p.predicates[a.predicate].iri == EX + attribute]


def test_members_of_a_list_are_relationships_of_its_holder_with_their_place(turtle):
    p = turtle(":agenda :items ( :opening :budget :closing ) ; :next :other .")
    assert relationships(p) == [
        ("agenda", "items 1", "opening"), ("agenda", "items 2", "budget"), ("agenda", "items 3", "closing"),
        ("agenda", "next", "other"),
    ]  # fmt: skip
    assert p.node_count == 5 and p.degree[p.node_of[EX + "agenda"]] == 4
    assert p.tally()["lists"] == 4 and sum(p.tally().values()) == 8


def test_literals_in_a_list_are_values_in_their_order(turtle):
    p = turtle(':budget :amounts ( 10 20.5 "unknown" 10 ) ; :amounts 3 .')
    assert values(p, "budget", "amounts") == ["10", "20.5", "unknown", "10", "3"]
    assert node_column(p, f"attribute {EX}amounts").texts([0]) == ["10 · 20.5 · unknown · 10 · 3"]


def test_the_empty_list_is_a_value_and_no_resource(turtle):
    p = turtle(":draft :agenda () . :minutes :agenda () ; :after :draft .")
    assert p.node_count == 2 and relationships(p) == [("minutes", "after", "draft")]
    assert values(p, "draft", "agenda") == ["empty list"]


def test_members_of_containers_are_ordered_by_their_number_not_by_its_text(turtle):
    members = "; ".join(f"rdf:_{n} :m{n}, {n}" for n in (10, 2, 1))
    p = turtle(f":talk :speakers [ a rdf:Seq ; {members} ] .")
    assert relationships(p) == [("talk", f"speakers {n}", f"m{n}") for n in (1, 10, 2)]
    details = describe_node(p, see(p, View()), p.node_of[EX + "talk"])
    assert [one.node for one in details.relationships[0].relationships] == [p.node_of[f"{EX}m{n}"] for n in (1, 2, 10)]
    assert values(p, "talk", "speakers") == ["1", "2", "10"]


def test_a_list_with_a_name_or_with_two_holders_is_a_resource_with_members(turtle):
    p = turtle(""":shared a rdf:Bag ; rdf:_1 :x ; rdf:_2 :y . :a :has :shared .
        :b :has _:l . :c :has _:l . _:l rdf:first :x ; rdf:rest ( :y ) .""")
    assert ("shared", "has member 1", "x") in relationships(p) and ("shared", "has member 2", "y") in relationships(p)
    assert len([r for r in relationships(p) if r[1] == "has member 2"]) == 2
    assert sorted(info.label for info in p.predicates) == ["has", "has member", "is a"]
    assert p.classes[p.node_class[p.node_of[EX + "shared"]]].label == "Bag"


@pytest.mark.parametrize(
    "broken",
    [
        ":a :has _:l . _:l rdf:first :x ; rdf:rest _:l .",
        ":a :has _:l . _:l rdf:first :x , :y ; rdf:rest rdf:nil .",
        ":a :has _:l . _:l rdf:first :x ; rdf:rest _:m , _:n . _:m rdf:first :y ; rdf:rest () .",
        ":a :has _:l . _:l rdf:first :x ; rdf:rest _:m . _:m rdf:first :y ; :note 4 ; rdf:rest () .",
    ],
)
def test_a_chain_that_is_no_list_is_drawn_as_it_stands(turtle, broken):
    p = turtle(broken)
    assert not p.edge_places.any() and "lists" not in p.tally()
    assert RDF + "nil" not in p.iris


def test_a_list_of_which_a_member_is_a_passage_leaves_no_cells(turtle):
    p = turtle(""":note a :Note ; :members ( :body [ a oa:SpecificResource ; oa:hasSource :text ] ) ; :knows :x .
        :body :size 4 .""")
    assert relationships(p) == [("note", "knows", "x"), ("note", "members 1", "body")]
    assert not any(iri.startswith("_:") for iri in p.iris) and sum(p.tally().values()) == p.triple_count


def test_the_place_is_told_in_details_and_in_the_table(turtle):
    p = turtle(":a :has ( :x :y :x ) ; :knows :x .")
    assert describe_edge(p, see(p, View()), 1).title == "a — has 2 → y"
    place = next(column for column in edge_columns(p) if column.key == "place")
    assert place.texts(range(4)) == ["1", "2", "3", ""]


def test_a_list_is_exported_whole_with_any_of_its_members_or_not_at_all(turtle):
    p = turtle(":a :has ( :x 5 :y ) ; :had ( :z ) ; :knows :x .")
    nodes = np.array([iri != EX + "z" for iri in p.iris])
    edges = np.array([p.iris[o] == EX + "x" for o in p.object.tolist()])
    text = write(p.quads, formats.TURTLE, quads_of(p, nodes, edges)).data.decode()
    assert "( :x 5 :y )" in " ".join(text.split()) or text.count("rest") == 3
    assert ":had" not in text and ":z" not in text


_terms = st.sampled_from([NamedNode(f"{EX}{c}") for c in "abc"] + [Literal("1"), Literal("x")])
_lists = st.lists(_terms, max_size=5)


def quads_of_list(holder, predicate, members, count):
    """The quads of a list, with cells of their own."""
    cells = [BlankNode(f"l{count}x{i}") for i in range(len(members))]
    nil = NamedNode(RDF + "nil")
    yield Quad(holder, predicate, cells[0] if cells else nil)
    for cell, member, rest in zip(cells, members, [*cells[1:], nil]):
        yield Quad(cell, NamedNode(RDF + "first"), member)
        yield Quad(cell, NamedNode(RDF + "rest"), rest)


@given(st.lists(st.tuples(st.sampled_from("abc"), st.sampled_from("pq"), _lists), max_size=4), st.randoms())
@settings(deadline=None, max_examples=150)
def test_every_member_is_found_where_a_query_along_the_list_finds_it(lists, random):
    quads = [
        quad
        for count, (holder, predicate, members) in enumerate(lists)
        for quad in quads_of_list(NamedNode(EX + holder), NamedNode(EX + predicate), members, count)
    ]
    random.shuffle(quads)
    interner, store = Interner(), Store()
    interner.take(iter(quads), len(quads) + 1)
    store.bulk_extend(quads)
    p = finish(project(interner.as_labelled(Prefixes())))
    path = f"?s ?p ?l . ?l <{RDF}rest>*/<{RDF}first> ?x . FILTER(?p NOT IN (<{RDF}first>, <{RDF}rest>))"
    found = [tuple(str(v.value) for v in row) for row in store.query(f"SELECT ?s ?p ?x {{ {path} }}")]
    drawn = [
        (p.iris[s], p.predicates[k].iri, p.iris[o])
        for s, k, o in zip(p.subject.tolist(), p.predicate.tolist(), p.object.tolist())
    ]
    told = [
        (iri, p.predicates[a.predicate].iri, a.value.value)
        for node, iri in enumerate(p.iris)
        for a in p.attributes(node)
        if a.value.value != "empty list"
    ]
    assert sorted(drawn + told) == sorted(found)
    assert sum(p.tally().values()) == p.triple_count == len(set(quads))
    assert not (p.role == Role.EDGE)[p.quads.object == -1].any()


@pytest.mark.skipif(not CASES.is_dir(), reason="the shared cases are not beside this checkout")
def test_lists_of_the_shared_cases():
    p = finish(project(read_bytes((CASES / "listvalues.ttl").read_bytes(), "listvalues.ttl").quads))
    at = {label: node for node, label in enumerate(p.labels)}
    words = {(p.labels[p.object[e]], p.edge_words(e)) for e in p.edges_of[at["Minutes of 3 May"]].tolist()}
    assert words == {("Apologies", "agenda 1"), ("Budget", "agenda 2"), ("Any other business", "agenda 3")}
    assert node_column(p, "attribute http://x.example/scores").texts([at["Minutes of 3 May"]]) == ["3 · 5 · 8"]
    assert not len(p.edges_of[at["Draft"]])
    p = finish(project(read_bytes((CASES / "lists.ttl").read_bytes(), "lists.ttl").quads))
    assert not any(iri.startswith("_:") for iri in p.iris) and p.edge_count == 5


@pytest.mark.parametrize(
    "said",
    [
        ":a :has ( :x :y :z ) .",
        ":a :has [ a rdf:Seq ; rdf:_1 :x ; rdf:_2 :y ; rdf:_3 :z ] .",
    ],
)
@pytest.mark.parametrize("loaded", [("a",), ("y",), ("y", "a"), ("x", "z", "a")])
def test_a_list_of_a_source_on_disk_is_loaded_whole_from_its_holder_and_from_any_member(tmp_path, said, loaded):
    path = tmp_path / "list.ttl"
    path.write_text(f"@prefix : <{EX}> . @prefix rdf: <{RDF}> . {said}", "utf-8")
    source = finish(stored_source([path], StoreFolder(tmp_path / "stores")))
    p = None
    for name in loaded:
        finish(source.load(EX + name))
        p = finish(project(source.quads, after=p))
    assert relationships(p) == [("a", f"has {place}", end) for place, end in enumerate("xyz", 1)]
    assert not any(iri.startswith("_:") for iri in p.iris)


def test_a_list_of_which_more_is_said_is_a_resource(turtle):
    p = turtle(""":a :has [ rdf:first :x ; rdf:rest ( :y ) ; :note "first draft" ] .
        :b :has [ a :Special ; rdf:_1 :x ; rdf:_2 :y ] .""")
    said = sorted(words for _, words, _ in relationships(p))
    assert said == ["has"] * 2 + ["has member 1"] * 2 + ["has member 2"] * 2
    assert [info.label for info in p.classes] == ["Special"] and p.node_count == 6
    assert [a.value.value for n in range(p.node_count) for a in p.attributes(n)] == ["first draft"]


def test_a_list_within_a_list_is_a_resource_in_its_place(turtle):
    p = turtle(":a :has ( ( :x :y ) :z [ a rdf:Bag ; rdf:_1 :u ] ) . :b :got [ a rdf:Seq ; rdf:_1 ( :v ) ] .")
    mine = [(words, end) for subject, words, end in relationships(p) if subject == "a"]
    assert [words for words, _ in mine] == ["has 1", "has 2", "has 3"] and ("has 2", "z") in mine
    inner = {end for words, end in mine if words != "has 2"}
    others = {(s, words, end) for s, words, end in relationships(p) if s not in ("a", "b")}
    assert {(words, end) for _, words, end in others} == {
        ("has member 1", "x"), ("has member 2", "y"), ("has member 1", "u"), ("has member 1", "v")
    }  # fmt: skip
    assert inner <= {s for s, _, _ in others}


@pytest.mark.parametrize(
    "tangled",
    [
        ":a :has _:l . _:l rdf:first :x ; rdf:rest _:m . _:m rdf:first :y ; rdf:rest () . :b :has _:m .",
        """:a :has _:l . _:l rdf:first :x ; rdf:rest _:m . _:n rdf:first :z ; rdf:rest _:m .
        _:m rdf:first :y ; rdf:rest () .""",
    ],
)
def test_a_chain_into_which_something_else_leads_is_drawn_as_it_stands(turtle, tangled):
    p = turtle(tangled)
    assert "_:b1" in p.iris or "_:b2" in p.iris
    assert "has 1" not in {words for _, words, _ in relationships(p)}


def test_the_lists_of_class_expressions_stay_schema(turtle):
    p = turtle(":A owl:unionOf ( :B :C ) ; a owl:Class . :x a :A ; :has ( :y ) .")
    assert relationships(p) == [("x", "has 1", "y")] and p.tally()["schema"] == 6
    assert p.tally()["lists"] == 2


def test_a_list_is_no_list_before_all_of_it_is_there(turtle):
    interner = Interner()
    quads = list(quads_of_list(NamedNode(f"{EX}a"), NamedNode(f"{EX}has"), [NamedNode(EX + c) for c in "xy"], 0))
    interner.take(iter(quads[:2]), 2)
    before = finish(project(interner.as_labelled(Prefixes())))
    interner.take(iter(quads[2:]), 3)
    after = finish(project(interner.as_labelled(Prefixes()), after=before))
    assert after.iris[: before.node_count] == before.iris and not after.edge_places.any()
    assert [relationships(before)[0]] == [relationships(after)[0]]
    more = list(quads_of_list(NamedNode(f"{EX}b"), NamedNode(f"{EX}has"), [NamedNode(EX + c) for c in "xy"], 1))
    interner.take(iter(more), 5)
    grown = finish(project(interner.as_labelled(Prefixes()), after=after))
    assert [words for s, words, _ in relationships(grown) if s == "b"] == ["has 1", "has 2"]
    again = finish(project(interner.as_labelled(Prefixes()), after=grown))
    assert relationships(again) == relationships(grown) and (again.order.holder == grown.order.holder).all()


def test_two_lists_of_one_resource_keep_their_members_apart(turtle):
    p = turtle(":a :has ( 3 1 ) , ( 2 ) ; :had ( :x ) , ( :y ) .")
    assert values(p, "a", "has") == ["3", "1", "2"]
    assert len(set(p.order.holder[p.order.holder >= 0].tolist())) == 4
    edges = np.array([p.iris[o] == EX + "x" for o in p.object.tolist()])
    text = write(p.quads, formats.TURTLE, quads_of(p, np.ones(p.node_count, bool), edges)).data.decode()
    assert "( :x )" in " ".join(text.split()) and ":y" not in text and text.count(":had") == 1


@pytest.mark.parametrize("kind", ["rdf:Seq", "rdf:Bag", "rdf:Alt"])
def test_every_kind_of_container_and_a_typed_list_are_values(turtle, kind):
    p = turtle(f":a :has [ a {kind} ; rdf:_1 :x ; rdf:_2 :y ] . :b :has [ a rdf:List ; rdf:first :x ; rdf:rest () ] .")
    assert [words for _, words, _ in relationships(p)] == ["has 1", "has 2", "has 1"] and p.node_count == 4
    assert not p.classes and p.tally()["lists"] == 5


def test_a_list_within_a_container_is_no_member_of_the_container_itself(turtle):
    p = turtle(":b :got [ a rdf:Seq ; rdf:_1 ( :v :w ) ; rdf:_2 :x ] .")
    told = relationships(p)
    assert {(words, end) for subject, words, end in told if subject == "b"} >= {("got 2", "x")}
    (inner,) = {subject for subject, _, _ in told} - {"b"}
    assert ("b", "got 1", inner) in told and (inner, "has member 2", "w") in told


def test_a_name_that_only_looks_numbered_is_no_member(turtle):
    p = turtle(":a :has [ rdf:_ :x ; rdf:_01 :y ; rdf:_1x :z ] .")
    assert not p.edge_places.any() and "lists" not in p.tally()


def test_lists_that_come_later_are_lists_of_their_own(turtle):
    interner = Interner()
    one, two = (
        list(quads_of_list(NamedNode(EX + name), NamedNode(f"{EX}has"), [NamedNode(EX + c) for c in "xy"], count))
        for count, name in enumerate("ab")
    )
    interner.take(iter(one), len(one))
    before = finish(project(interner.as_labelled(Prefixes())))
    interner.take(iter(two), len(two))
    after = finish(project(interner.as_labelled(Prefixes()), after=before))
    holders = after.order.holder.tolist()
    assert holders[: len(one)] == [0] * len(one) and holders[len(one) :] == [1] * len(two)
    edges = np.array([after.iris[s] == f"{EX}b" for s in after.subject.tolist()])
    rows = quads_of(after, np.ones(after.node_count, bool), edges)
    assert rows.tolist() == list(range(len(one), len(one) + len(two)))


def test_a_list_that_is_a_resource_keeps_its_class_and_nothing_else_of_its_frame(turtle):
    p = turtle(":l a rdf:List ; rdf:first :x ; rdf:rest [ a rdf:List ; rdf:first :y ; rdf:rest () ] . :a :has :l .")
    assert [info.label for info in p.classes] == ["List"] and p.tally()["lists"] == 3 and p.tally()["classes"] == 1
    assert relationships(p) == [("a", "has", "l"), ("l", "has member 1", "x"), ("l", "has member 2", "y")]
