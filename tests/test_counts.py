"""Counts against plain Python over quads: degrees, evidence, documents, and the number of quads of every sort."""

from __future__ import annotations

from collections import Counter

import pytest
from hypothesis import given, settings
from pyoxigraph import RdfFormat, Store
from random_data import DOCUMENT_OF, FINDING, Data, name, random_data

from explorer.panels.facets import count_facets
from explorer.views.view import View
from explorer.views.visible import see
from graph.model.columns import node_columns
from graph.rdf.terms import OA, RDF
from resources import FOLDER

many = settings(deadline=None, max_examples=80)


def said(data: Data, predicate: str) -> list[tuple[str, str]]:
    """Subject and object, by name, of all quads with a predicate."""
    return [(name(q.subject), name(q.object)) for q in data.quads if name(q.predicate).endswith(predicate)]


def edges_of(data: Data) -> dict[tuple[str, str, str], list[str]]:
    """The graphs of every relationship, which is the names of its three parts; all in reading order."""
    out: dict[tuple[str, str, str], list[str]] = {}
    for q in data.quads:
        if name(q.predicate)[0] == "x" and name(q.subject)[0] in "nd":
            out.setdefault((name(q.subject), name(q.predicate), name(q.object)), []).append(name(q.graph_name))
    return out


def drawn_edges(data: Data) -> list[tuple[str, str, str]]:
    """The relationships between resources that are drawn: a document with itself alone is only evidence."""
    shown = drawn_documents(data)
    return [edge for edge in edges_of(data) if all(end[0] != "d" or end in shown for end in (edge[0], edge[2]))]


def drawn_documents(data: Data) -> set[str]:
    """The documents that have a relationship to something else, or are the class of something."""
    tied = {end for s, _, o in edges_of(data) if s != o for end in (s, o)}
    classes = {o for s, o in said(data, "type") if s[0] == "n"}
    return {document for document in ("d0", "d1", "d2") if document in tied | classes}


def passages_of_nodes(data: Data) -> dict[str, set[str]]:
    out: dict[str, set[str]] = {}
    for node, passage in said(data, "terms/source"):
        if node[0] == "n":
            out.setdefault(node, set()).add(passage)
    return out


def passages_of_edges(data: Data) -> list[set[str]]:
    """The support of every drawn relationship: passages and documents, its own or, where it has none, a finding's."""
    parts = [dict(said(data, RDF + part)) for part in ("subject", "predicate", "object")]
    statements = {s: tuple(part[s] for part in parts) for s in parts[0]}
    findings = {node for node, cls in said(data, "type") if cls == FINDING.value}
    of_nodes = passages_of_nodes(data)
    out = []
    for s, p, o in drawn_edges(data):
        own = {where for statement, where in said(data, "terms/source") if statements.get(statement) == (s, p, o)}
        out.append(own or (of_nodes.get(s, set()) if s in findings else set()))
    return out


def document_of(passage: str) -> str:
    return DOCUMENT_OF.get(passage, passage)


def names_of(data: Data, ids) -> list[set[str]]:
    """The passages of each row, by name; one without a name is its document."""
    p = data.projection
    rows = [ids[i] for i in range(len(ids))]
    passages = [[p.passages[i] for i in row.tolist()] for row in rows]
    return [{name(passage.iri or passage.document) for passage in row} for row in passages]


@given(random_data())
@many
def test_relationships_are_those_of_the_quads_in_reading_order(data):
    p = data.projection
    graphs = [*map(name, p.graphs), "DEFAULT"]
    found = [
        (name(p.iris[s]), name(p.predicates[k].iri), name(p.iris[o]))
        for s, k, o in zip(p.subject.tolist(), p.predicate.tolist(), p.object.tolist())
    ]
    assert found == drawn_edges(data)
    known = edges_of(data)
    assert [[graphs[g] for g in p.edge_graphs[edge].tolist()] for edge in range(p.edge_count)] == [
        known[edge] for edge in found
    ]


@given(random_data())
@many
def test_a_degree_counts_each_relationship_once_a_loop_too(data):
    p = data.projection
    count = Counter(end for s, _, o in drawn_edges(data) for end in {s, o})
    assert {name(iri): degree for iri, degree in zip(p.iris, p.degree.tolist())} == {
        name(iri): count[name(iri)] for iri in p.iris
    }
    assert [len(p.edges_of[node]) for node in range(p.node_count)] == p.degree.tolist()


@given(random_data())
@many
def test_support_counts_each_passage_once_and_each_document_once(data):
    p = data.projection
    expected = passages_of_edges(data)
    assert names_of(data, p.edge_evidence) == expected
    assert p.edge_support.tolist() == [len(passages) for passages in expected]
    assert p.edge_documents.tolist() == [len(set(map(document_of, passages))) for passages in expected]
    of_nodes = passages_of_nodes(data)
    assert names_of(data, p.node_evidence) == [of_nodes.get(name(iri), set()) for iri in p.iris]
    assert p.node_evidence.lengths.tolist() == [len(of_nodes.get(name(iri), ())) for iri in p.iris]
    assert p.node_documents.tolist() == [len(set(map(document_of, of_nodes.get(name(iri), ())))) for iri in p.iris]


@given(random_data())
@many
def test_resources_are_those_of_which_something_is_said_and_documents_with_relationships(data):
    nodes = {name(q.subject) for q in data.quads if name(q.subject)[0] == "n"}
    only_quoting = {
        n for n in nodes if all(name(q.predicate).endswith("terms/source") for q in data.quads if name(q.subject) == n)
    }
    ends = {end for s, _, o in drawn_edges(data) for end in (s, o)}
    assert {name(iri) for iri in data.projection.iris} == (nodes - only_quoting) | ends | drawn_documents(data)


@given(random_data())
@many
def test_every_triple_has_the_role_that_its_names_tell(data):
    p = data.projection
    shown = drawn_documents(data)

    def role(q) -> str:
        s, predicate = name(q.subject), name(q.predicate)
        if s[0] in "Cx" or s == "restriction":
            return "schema"
        if s[0] in "psr" or predicate.endswith("terms/source") or (s[0] == "d" and s not in shown):
            return "evidence"
        return {"type": "classes", "prefLabel": "labels", "age": "attributes"}.get(predicate.split("#")[-1], "edges")

    expected = Counter(role(q) for q in {q.triple: q for q in data.quads}.values())
    assert sum(expected.values()) == p.triple_count
    assert {sort: count for sort, count in p.tally().items() if count} == expected


@given(random_data())
@settings(deadline=None, max_examples=60)
def test_the_filter_by_document_counts_the_resources_that_it_speaks_of_or_else_the_relationships(data):
    p = data.projection
    view = View()
    lines = count_facets(p, view, see(p, view)).documents
    found = {name(choice.tip.split("\n")[0]): choice.total for choice in lines}
    assert set(found) == {name(document) for document in p.documents}
    assert all(choice.shown == choice.total for choice in lines)
    pairs = {
        (node, document_of(passage))
        for node, passages in passages_of_nodes(data).items()
        for passage in passages
        if node in map(name, p.iris)
    }
    of_edges = [
        (edge, document)
        for edge, passages in enumerate(passages_of_edges(data))
        for document in set(map(document_of, passages))
    ]
    expected = Counter(document for _, document in (pairs or of_edges))
    assert {document: count for document, count in found.items() if count} == expected


TEXTS = """
    PREFIX dcterms: <http://purl.org/dc/terms/> PREFIX oa: <http://www.w3.org/ns/oa#>
    PREFIX rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#>
    SELECT ?thing (COUNT(DISTINCT ?text) AS ?texts) (COUNT(DISTINCT ?passage) AS ?passages) WHERE {
      { ?thing dcterms:source|dcterms:isReferencedBy ?passage FILTER NOT EXISTS { ?thing a rdf:Statement } }
      UNION { [] rdf:subject ?thing ; rdf:object ?value ; dcterms:source ?passage FILTER isLiteral(?value) }
      ?passage oa:hasSource ?text .
    } GROUP BY ?thing"""


def test_texts_and_passages_of_the_resources_of_bromley_are_those_that_oxigraph_counts(bromley):
    p, store = bromley.projection, Store()
    store.load(path=str(FOLDER / "bromley" / "graph.ttl"), format=RdfFormat.TURTLE)
    asked = {row["thing"].value: (int(row["texts"].value), int(row["passages"].value)) for row in store.query(TEXTS)}
    assert set(asked) <= set(p.iris) and len(asked) > 100
    columns = {column.key: column.numbers.tolist() for column in node_columns(p)}
    assert list(zip(columns["texts"], columns["passages"])) == [asked.get(iri, (0, 0)) for iri in p.iris]
    view = View()
    lines = {line.item: line for line in count_facets(p, view, see(p, view)).support["node_texts"]}
    levels = Counter(min(asked.get(iri, (0, 0))[0], 2) for iri in p.iris)
    assert {item: line.total for item, line in lines.items()} == levels
    assert lines[1].tip == f"{levels[1]} resources rest on one text"


PASSAGE = ":p1 a oa:SpecificResource ; oa:hasSource :text ; oa:hasSelector :r . :r "


def test_a_passage_that_a_relationship_names_and_also_inherits_counts_once(turtle):
    p = turtle(f"""
        @prefix cb: <https://caseboard.example/ontology#> . {PASSAGE} oa:start 3 ; oa:end 9 .
        :f a cb:Finding ; schema:about :b ; dcterms:source :p1 .
        :s a rdf:Statement ; rdf:subject :f ; rdf:predicate schema:about ; rdf:object :b ; dcterms:source :p1 .
    """)
    assert p.edge_support.tolist() == [1]


def test_a_text_counts_once_however_often_a_relationship_quotes_it(turtle):
    p = turtle("""
        :a :x :b . :s a rdf:Statement ; rdf:subject :a ; rdf:predicate :x ; rdf:object :b ; dcterms:source :p, :q, :r .
        :p a oa:SpecificResource ; oa:hasSource :text . :q a oa:SpecificResource ; oa:hasSource :text .
        :r a oa:SpecificResource ; oa:hasSource :other .
    """)
    assert p.edge_support.tolist() == [3] and p.edge_documents.tolist() == [2]


@pytest.mark.parametrize(
    ("start", "end", "kept"),
    [("3", "9", (3, 9)), ("0", "0", (0, 0)), ("5", "5", (5, 5)), ("0", "7", (0, 7)), ("-5", "9", (-1, -1)),
     ("-1", "4", (-1, -1)), ("9", "3", (-1, -1)), ("4", "3", (-1, -1)), ('"first"', "9", (-1, -1)),
     ("3", '"last"', (-1, -1))],
)  # fmt: skip
def test_a_passage_starts_at_0_or_later_and_does_not_end_before_it_starts(turtle, start, end, kept):
    p = turtle(f":a :x 1 ; dcterms:source :p1 . {PASSAGE} oa:start {start} ; oa:end {end} .")
    assert [(passage.start, passage.end) for passage in p.passages] == [kept]


def test_a_passage_without_a_start_or_an_end_has_no_range(turtle):
    for rest in ("oa:start 3 .", "oa:end 9 .", f"a <{OA}TextPositionSelector> ."):
        p = turtle(f":a :x 1 ; dcterms:source :p1 . {PASSAGE} {rest}")
        assert [(passage.start, passage.end) for passage in p.passages] == [(-1, -1)]


def test_a_document_that_is_also_used_as_a_class_is_a_node_where_it_is_described(turtle):
    p = turtle(f':a a :text ; dcterms:source :p1 . :text skos:prefLabel "Text" . {PASSAGE} oa:start 3 ; oa:end 9 .')
    assert [p.labels[node] for node in range(p.node_count)] == ["a", "Text"]
    assert p.tally()["labels"] == 1 and p.classes[p.node_class[0]].label == "Text"


def test_a_document_with_a_relationship_to_itself_alone_is_only_evidence(turtle):
    p = turtle(f":a :age 4 ; dcterms:source :p1 . :text :x :text . {PASSAGE} oa:start 3 ; oa:end 9 .")
    assert p.iris == ("https://example.org/a",) and not p.edge_count


def test_an_attribute_of_a_blank_node_of_the_data_stays_an_attribute(turtle):
    p = turtle(":Cat a owl:Class ; :example _:tom . _:tom :age 4 . :ada :owns _:tom .")
    assert p.tally()["attributes"] == 1 and p.tally()["edges"] == 2 and p.tally()["schema"] == 1
