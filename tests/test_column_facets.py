"""Facets over columns: what relationships lead to at one step or two, with counts that a query gives."""

from __future__ import annotations

import numpy as np
import pyoxigraph
import pytest
from conftest import SHARED
from hypothesis import given, settings
from hypothesis import strategies as st
from pyoxigraph import Literal, Quad
from random_data import EX, GRAPHS, Data, iri, projected

from explorer.files.opening import open_document
from explorer.panels.column_facets import FacetOffer, column_facet, offering
from explorer.panels.facet_values import ColumnFacet
from explorer.state.commands import Commands
from explorer.state.session import Session
from explorer.views.view import View
from explorer.views.visible import see
from graph.model.columns import node_column, node_columns
from graph.model.linked_columns import PATH, Step, one_step_columns, path_key, second_steps, step_words, steps_of
from graph.model.projection import Projection
from graph.work.progress import finish

many = settings(deadline=None, max_examples=50)
P, Q, AGE = EX + "x0", EX + "x1", EX + "age"
PATHS = [
    (Step(P),), (Step(P, True),), (Step(P), Step(Q)), (Step(P, True), Step(Q)), (Step(P), Step(P, True)),
    (Step(Q), Step(AGE)), (Step(Q, True), Step(AGE)),
]  # fmt: skip


@st.composite
def linked(draw: st.DrawFn) -> Data:
    """Resources with two kinds of relationships and an attribute, in any of three graphs."""
    node = st.integers(0, 4).map(lambda n: iri(f"n{n}"))
    graph = st.sampled_from(GRAPHS)
    links = st.builds(lambda s, p, o, g: Quad(s, iri(p), o, g), node, st.sampled_from(["x0", "x1"]), node, graph)
    ages = st.builds(lambda s, n, g: Quad(s, iri("age"), Literal(n), g), node, st.integers(1, 2), graph)
    return projected((*draw(st.lists(links, min_size=1, max_size=9)), *draw(st.lists(ages, max_size=4))))


def asked(data: Data, steps: tuple[Step, ...], shown: list[int]) -> dict[str, int]:
    """The number of shown resources from which a path leads to each value, as a reader would ask; "" for to none."""
    store = pyoxigraph.Store()
    store.extend(data.quads)
    path = path_key(*steps).removeprefix(PATH)
    values = " ".join(f"<{data.projection.iris[node]}>" for node in shown)
    leading = f"SELECT ?v (COUNT(DISTINCT ?x) AS ?n) {{ VALUES ?x {{ {values} }} ?x {path} ?v }} GROUP BY ?v"
    bare = f"SELECT (COUNT(DISTINCT ?x) AS ?n) {{ VALUES ?x {{ {values} }} FILTER NOT EXISTS {{ ?x {path} ?v }} }}"
    counts = {row["v"].value: int(row["n"].value) for row in store.query(leading, use_default_graph_as_union=True)}
    (row,) = store.query(bare, use_default_graph_as_union=True)
    return {value: n for value, n in {**counts, "": int(row["n"].value)}.items() if n}


def offered(projection: Projection, view: View) -> tuple[FacetOffer, ...]:
    return finish(offering(projection, view))


def facet_of(data: Data, view: View, key: str) -> ColumnFacet | None:
    return column_facet(data.projection, view, see(data.projection, view), key)


@given(linked(), st.sampled_from(PATHS), st.frozensets(st.sampled_from(["", EX + "n0", EX + "n1", "1", "2"])))
@many
def test_each_line_counts_what_a_query_of_its_path_counts(data, steps, hidden):
    p, key = data.projection, path_key(*steps)
    view = View(facets=(key,), hidden_values=((key, hidden),) if hidden else ())
    visible = see(p, view)
    every = asked(data, steps, list(range(p.node_count)))
    facet = facet_of(data, view, key)
    if facet is None:
        assert not set(every) - {""}
        assert len(visible.nodes) == p.node_count, "what the data lacks hides nothing"
        return
    if facet.span is not None or node_column(p, key).kind == "number":
        return
    texts = {line.item: "" if line.item < 0 else line.tip for line in facet.choices}
    assert {texts[line.item]: line.total for line in facet.choices} == every
    shown = asked(data, steps, visible.nodes.tolist())
    assert {texts[line.item]: line.shown for line in facet.choices if line.shown} == shown
    assert {texts[line.item] for line in facet.choices if line.hidden} == hidden & set(every)
    held = dict.fromkeys(range(p.node_count), None)
    column = node_column(p, key)
    for node in held:
        values = set(column.texts([node], raw=True)[0].split(" · ")) if column.cells.first[node] >= 0 else {""}
        assert (visible.node_cause[node] == 0) == (not values <= hidden)


@given(linked())
@many
def test_every_path_on_offer_leads_somewhere_and_is_written_as_in_sparql(data):
    p = data.projection
    for column in one_step_columns(p):
        assert column.value_count == column.cells.values.count
        (first,) = steps_of(column.key)
        assert path_key(first) == column.key and np.count_nonzero(column.cells.first >= 0) == column.filled
        for then in second_steps(p, first):
            found = node_column(p, path_key(first, then))
            assert found is not None and found.title.casefold() == (
                f"{step_words(p, first)} › {step_words(p, then)}".casefold()
            )
            answers = asked(data, (first, then), list(range(p.node_count)))
            assert set(answers) - {""} and found.filled == p.node_count - answers.get("", 0)


def test_keys_that_are_no_path_of_one_step_or_two_have_no_steps():
    for key in ("degree", "path ", "path <a>/<b>/<c>", "path a", "path <a>|<b>", "path <>"):
        assert steps_of(key) == ()


@pytest.mark.skipif(not (SHARED / "cases").is_dir(), reason="the cases beside the project are not here")
def test_findings_are_filtered_and_told_apart_by_what_their_polarity_is():
    document = finish(open_document([SHARED / "cases" / "valued-links.ttl"]))
    p, key = document.projection, path_key(Step(EX + "polarity"))
    session = Session(document)
    commands = Commands(session)
    assert key in {offer.key for offer in offered(p, View())}
    commands.add_facet(key, "Polarity")
    facet = column_facet(p, session.view, session.visible, key)
    assert facet is not None
    assert [(line.label, line.shown, line.total) for line in facet.choices] == [
        ("critical", 2, 2), ("positive", 1, 1), ("No value", 3, 3),
    ]  # fmt: skip
    critical = facet.choices[0]
    commands.only(key, critical.item, critical.label, [line.item for line in facet.choices])
    assert {p.labels[n] for n in session.visible.nodes.tolist()} == {"F1", "F3", "critical", "positive", "S"}
    commands.toggle(key, -1, "No value")
    assert {p.labels[n] for n in session.visible.nodes.tolist()} == {"F1", "F3"}
    commands.only(key, critical.item, critical.label, [line.item for line in facet.choices])
    assert len(session.visible.nodes) == p.node_count, "the only one shown again shows all"
    commands.toggle(key, critical.item, critical.label)
    commands.remove_facet(key, "Polarity")
    assert session.view.facets == () and len(session.visible.nodes) == p.node_count


def test_bromley_offers_polarity_status_and_organisation_but_no_identifier(bromley):
    p = bromley.projection
    titles = {offer.title for offer in offered(p, View())}
    assert {"Has polarity", "Has status", "Graded", "Starts"} <= titles
    assert not titles & {"SHA-256", "Description", "Label", "IRI", "Also called"}
    held, organisation = "http://www.w3.org/ns/org#heldBy", "http://www.w3.org/ns/org#postIn"
    column = node_column(p, path_key(Step(held, True), Step(organisation)))
    people = {p.labels[n]: column.texts([n])[0] for n in np.flatnonzero(column.cells.first >= 0).tolist()}
    assert people["Stephen Carr"] == "Bromley Council" and column.title == "Holds › post in"


def test_a_path_with_too_many_ways_makes_no_column(turtle, monkeypatch):
    p = turtle(" ".join(f":a{i} :to :hub . :hub :on :b{i} ." for i in range(9)))
    key = path_key(Step(EX + "to"), Step(EX + "on"))
    monkeypatch.setattr("graph.model.linked_columns.MOST_PAIRS", 80)
    assert node_column(p, key) is None
    q = turtle(" ".join(f":a{i} :to :hub . :hub :on :b{i} ." for i in range(8)))
    assert node_column(q, key).filled == 8


def test_what_relationships_lead_to_is_a_column_of_the_table_like_any_other(turtle):
    p = turtle(":f a :Finding ; :polarity :good ; schema:about :s . :good skos:prefLabel 'good' .")
    column = next(c for c in node_columns(p) if c.key == path_key(Step(EX + "polarity")))
    assert column.title == "Polarity" and column.texts([p.node_of[EX + "f"]]) == ["good"]
    assert column.containing("good").sum() == 1 and column.equal_to(EX + "good").sum() == 1


def test_values_that_relationships_lead_to_are_not_made_only_to_count_them(turtle, monkeypatch):
    monkeypatch.setattr("explorer.views.hiding.value_facets.MOST_LINES", 2)
    p = turtle(" ".join(f":a{i} :knows :b{i % 3} ; :likes :c{i % 2} ." for i in range(9)))
    offers = {offer.key for offer in finish(offering(p, View()))}
    columns = {column.key: column for column in one_step_columns(p)}
    knows, likes = (path_key(Step(EX + name)) for name in ("knows", "likes"))
    assert likes in offers and knows not in offers
    assert columns[knows]._cells is None and columns[likes]._cells is not None
