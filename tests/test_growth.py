"""Growth of a projection: known ids stay valid, whatever quads are added."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st
from pyoxigraph import Literal, NamedNode, Quad

from graph.model.build import project
from graph.model.projection import Projection
from graph.rdf.terms import DCTERMS, OA, RDF, RDFS, SKOS, Prefixes
from graph.reading.interning import Interner
from graph.work.progress import finish

_BASE = "https://example.org/"
things = st.sampled_from([NamedNode(_BASE + name) for name in "abcdefg"])
classes = st.sampled_from(
    [NamedNode(_BASE + "Person"), NamedNode(_BASE + "Town")]
    + [
        NamedNode(iri)
        for iri in (OA + "SpecificResource", RDF + "Statement", RDFS + "Class", OA + "TextPositionSelector")
    ]
)
ties = st.sampled_from(
    [NamedNode(_BASE + "knows")]
    + [NamedNode(RDF + name) for name in ("subject", "predicate", "object")]
    + [NamedNode(OA + name) for name in ("hasSource", "hasSelector", "refinedBy")]
    + [NamedNode(DCTERMS + "source"), NamedNode(RDFS + "subClassOf")]
)
values = st.sampled_from([Literal("x"), Literal("2018-07-16"), Literal("name", language="en")])
graphs = st.sampled_from([NamedNode(_BASE + "g1"), NamedNode(_BASE + "g2")])
statements = (
    st.builds(Quad, things, st.just(NamedNode(RDF + "type")), classes)
    | st.builds(Quad, things, ties, things | classes)
    | st.builds(Quad, things, ties, things, graphs)
    | st.builds(Quad, things, st.sampled_from([NamedNode(SKOS + "prefLabel"), NamedNode(_BASE + "said")]), values)
)


def ties_of(projection: Projection) -> list[tuple[int, ...]]:
    columns = (projection.subject, projection.predicate, projection.object)
    return list(zip(*(column.tolist() for column in columns)))


@settings(max_examples=300, deadline=None)
@given(st.lists(statements, max_size=24), st.lists(statements, max_size=24), st.booleans())
def test_ids_stay_valid_when_quads_are_added(first: list[Quad], then: list[Quad], schema: bool) -> None:
    interner = Interner()
    interner.take(first, len(first))
    before = finish(project(interner.as_labelled(Prefixes()), schema=schema, whole=False))
    interner.take(then, len(then))
    quads = interner.as_labelled(Prefixes())
    after = finish(project(quads, schema=schema, after=before))
    assert after.iris[: before.node_count] == before.iris
    for name in ("classes", "predicates"):
        known = [info.iri for info in getattr(before, name)]
        assert [info.iri for info in getattr(after, name)][: len(known)] == known
    assert after.graphs[: len(before.graphs)] == before.graphs
    assert ties_of(after)[: before.edge_count] == ties_of(before)
    assert [(p.iri, p.document) for p in after.passages][: len(before.passages)] == [
        (p.iri, p.document) for p in before.passages
    ]
    assert after.documents[: len(before.documents)] == before.documents
    assert sum(after.tally().values()) == len({quad.triple for quad in (*first, *then)})
    assert len(set(after.iris)) == after.node_count


@settings(max_examples=100, deadline=None)
@given(st.lists(statements, max_size=24))
def test_growing_by_no_quads_changes_nothing(first: list[Quad]) -> None:
    interner = Interner()
    interner.take(first, len(first))
    quads = interner.as_labelled(Prefixes())
    before = finish(project(quads, whole=False))
    after = finish(project(quads, after=before))
    assert (after.iris, after.labels, after.classes, after.predicates) == (
        before.iris,
        before.labels,
        before.classes,
        before.predicates,
    )
    assert ties_of(after) == ties_of(before)
    assert after.passages == before.passages
    assert (after.role == before.role).all()
