"""Random quads in which names tell what everything is, so that plain Python can say what is to be counted.

:n0 …  resources       :C0 …  classes           :x0 …  predicates
:s0 …  statements      :p0 …  passages          :d0 …  documents, which may have relationships too
"""

from __future__ import annotations

from typing import NamedTuple

from hypothesis import strategies as st
from pyoxigraph import BlankNode, DefaultGraph, Literal, NamedNode, Quad

from graph.model.build import project
from graph.model.projection import Projection
from graph.rdf.terms import CB, DCTERMS, OA, OWL, RDF, RDFS, SCHEMA, SKOS, XSD, Prefixes
from graph.reading.interning import Interner
from graph.work.progress import finish

EX = "https://example.org/"
Triple = tuple[NamedNode | BlankNode, NamedNode, NamedNode | BlankNode | Literal]


def iri(name: str) -> NamedNode:
    """A name of this data as an IRI."""
    return NamedNode(EX + name)


def name(term: object) -> str:
    """The name of a term of this data, its value where it is another."""
    return str(getattr(term, "value", term)).removeprefix(EX)


TYPE, SOURCE, LABEL = NamedNode(RDF + "type"), NamedNode(DCTERMS + "source"), NamedNode(SKOS + "prefLabel")
FINDING = NamedNode(CB + "Finding")
"""A class whose evidence covers the relationships that leave its resources."""
GRAPHS = (DefaultGraph(), iri("g"), iri("h"))
DOCUMENT_OF = {"p0": "d0", "p1": "d0", "p2": "d1", "p3": "d2"}
_RESTRICTION = BlankNode("restriction")


def _number(value: int) -> Literal:
    return Literal(str(value), datatype=NamedNode(XSD + "integer"))


def _described() -> list[Triple]:
    """All that is said of passages and documents, and by the schema."""
    said: list[Triple] = []
    for at, (passage, document) in enumerate(DOCUMENT_OF.items()):
        selector = iri(f"r{at}")
        said += [
            (iri(passage), TYPE, NamedNode(OA + "SpecificResource")),
            (iri(passage), NamedNode(OA + "hasSource"), iri(document)),
            (iri(passage), NamedNode(OA + "hasSelector"), selector),
            (selector, NamedNode(OA + "start"), _number(at)),
            (selector, NamedNode(OA + "end"), _number(at + 5)),
        ]
    for document in ("d0", "d1", "d2"):
        said += [(iri(document), TYPE, NamedNode(SCHEMA + "Article")), (iri(document), LABEL, Literal(document))]
    for at in range(3):
        said += [(iri(f"C{at}"), TYPE, NamedNode(OWL + "Class")), (iri(f"C{at}"), LABEL, Literal(f"class {at}"))]
        said += [(iri(f"x{at}"), TYPE, NamedNode(OWL + "ObjectProperty")), (iri(f"x{at}"), LABEL, Literal(f"to {at}"))]
    return [
        *said,
        (iri("C0"), NamedNode(RDFS + "subClassOf"), iri("C1")),
        (iri("C1"), NamedNode(RDFS + "subClassOf"), _RESTRICTION),
        (_RESTRICTION, NamedNode(OWL + "onProperty"), iri("x2")),
        (iri("x0"), NamedNode(OWL + "inverseOf"), iri("x1")),
        (iri("x1"), NamedNode(RDFS + "domain"), iri("C2")),
    ]


class Data(NamedTuple):
    """Quads, and the projection of them."""

    quads: tuple[Quad, ...]
    projection: Projection

    def __repr__(self) -> str:
        lines = (f"{name(q.subject)} {name(q.predicate)} {name(q.object)} {name(q.graph_name)}" for q in self.quads)
        return "\n" + "\n".join(lines)


def projected(quads: tuple[Quad, ...]) -> Data:
    """The quads, each once, and their projection."""
    quads = tuple(dict.fromkeys(quads))
    interner = Interner()
    interner.take(iter(quads), len(quads) + 1)
    return Data(quads, finish(project(interner.as_labelled(Prefixes()), schema=False)))


_nodes = st.integers(0, 4).map(lambda at: iri(f"n{at}"))
_ends = st.sampled_from([iri(f"n{at}") for at in range(5)] * 2 + [iri("d0"), iri("d2")])
_graphs = st.sampled_from(GRAPHS)
_predicates = st.integers(0, 2).map(lambda at: iri(f"x{at}"))
_classes = st.sampled_from([iri("C0"), iri("C1"), iri("C2"), FINDING, iri("d1")])
_quoted = st.sampled_from([iri(p) for p in DOCUMENT_OF] * 2 + [iri("d0"), iri("d1")])


@st.composite
def random_data(draw: st.DrawFn) -> Data:
    """Resources with classes, names, relationships and evidence, each quad in one of three graphs."""
    edges = draw(st.lists(st.tuples(_ends, _predicates, _ends), max_size=9))
    triples: list[Triple] = [(iri("n0"), iri("age"), _number(1))]
    triples += [(node, TYPE, cls) for node, cls in draw(st.lists(st.tuples(_nodes, _classes), max_size=6))]
    triples += edges
    triples += [
        (node, iri("age"), _number(age))
        for node, age in draw(st.lists(st.tuples(_nodes, st.integers(1, 2)), max_size=3))
    ]
    triples += [
        (node, SOURCE, iri(p))
        for node, p in draw(st.lists(st.tuples(_nodes, st.sampled_from(list(DOCUMENT_OF))), max_size=4))
    ]
    for at, edge in enumerate(draw(st.lists(st.sampled_from(edges), max_size=4)) if edges else []):
        statement = iri(f"s{at}")
        triples.append((statement, TYPE, NamedNode(RDF + "Statement")))
        triples += [
            (statement, NamedNode(RDF + part), term) for part, term in zip(("subject", "predicate", "object"), edge)
        ]
        triples += [(statement, SOURCE, where) for where in draw(st.lists(_quoted, min_size=1, max_size=3))]
    triples += _described()
    places = draw(st.lists(_graphs, min_size=len(triples), max_size=len(triples)))
    again = draw(st.lists(st.tuples(st.sampled_from(edges), _graphs), max_size=2)) if edges else []
    quads = [Quad(*triple, place) for triple, place in zip(triples, places)]
    return projected((*quads, *(Quad(*edge, place) for edge, place in again)))
