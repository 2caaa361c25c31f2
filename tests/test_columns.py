"""Columns of nodes and edges: they sort, count and find their values."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from graph.arrays.collation import Folded, plain
from graph.model.build import project
from graph.model.column import DATE, MISSING, NUMBER, TEXT, Column, number_column
from graph.model.columns import edge_columns, node_columns
from graph.model.projection import Projection
from graph.rdf.terms import XSD
from graph.rdf.values import interval, number, to_days, write_out
from graph.reading.read import read_bytes
from graph.work.progress import finish

words = st.text(st.sampled_from("abAB éÉßz1-"), max_size=20)
literals = st.one_of(
    words.map(lambda text: f'"{text}"'),
    st.integers(-500, 5000).map(lambda n: f'"{n}"^^<{XSD}integer>'),
    st.sampled_from([f'"{text}"^^<{XSD}decimal>' for text in ("1.50", "-0.2", "x", "1000000")]),
    st.dates().map(lambda day: f'"{day.isoformat()}"^^<{XSD}date>'),
    st.integers(1900, 2030).map(lambda year: f'"{year}"^^<{XSD}gYear>'),
)
graphs = st.lists(st.tuples(st.integers(0, 6), st.integers(0, 2), literals), min_size=1, max_size=30)


def by_key(columns: tuple[Column, ...], key: str) -> Column:
    return next(column for column in columns if column.key == key)


def of(said: list[tuple[int, int, str]]) -> Projection:
    lines = [f"<http://ex/r{s}> <http://ex/p{p}> {o} ." for s, p, o in said]
    return finish(project(read_bytes("\n".join(lines).encode(), "a.nt").quads))


@settings(max_examples=200, deadline=None)
@given(graphs)
def test_an_order_is_a_permutation_that_sorts_missing_values_last(said: list[tuple[int, int, str]]) -> None:
    projection = of(said)
    for column in node_columns(projection):
        ranks, numbers = column.ranks, column.numbers
        has = np.array([bool(text) or rank != MISSING for text, rank in zip(column.texts(range(len(column))), ranks)])
        assert column.filled == np.count_nonzero(ranks != MISSING) == np.count_nonzero(has)
        for descending in (False, True):
            order = column.order(descending=descending)
            assert sorted(order.tolist()) == list(range(projection.node_count))
            there = ranks[order] != MISSING
            assert not there[np.count_nonzero(there) :].any(), "missing comes last"
            steps = np.diff(ranks[order][there].astype(np.int64)) * (-1 if descending else 1)
            assert (steps >= 0).all()
        rows = [row for row in column.order().tolist() if ranks[row] != MISSING]
        counted = [numbers[row] for row in rows if not math.isnan(numbers[row])]
        assert counted == sorted(counted) and not np.isnan(numbers[rows[: len(counted)]]).any()
        if column.kind == TEXT and column.cells.every is None:
            texts = [plain(" ".join(column.texts([row], raw=True)[0].split())) for row in rows]
            if all(column.texts([row]) == column.texts([row], raw=True) for row in rows):
                assert texts == sorted(texts)


@settings(max_examples=200, deadline=None)
@given(graphs)
def test_numbers_dates_and_texts_are_those_of_the_literals_in_reading_order(said: list[tuple[int, int, str]]) -> None:
    projection = of(said)
    columns = node_columns(projection)
    for predicate, info in enumerate(projection.predicates):
        column = by_key(columns, f"attribute {info.iri}")
        for node in range(projection.node_count):
            values = [a.value for a in projection.attributes(node) if a.predicate == predicate]
            assert column.texts([node]) == [" · ".join(write_out(value, info.iri) for value in values)]
            assert column.texts([node], raw=True) == [" · ".join(value.value for value in values)]
            first = values[0] if values else None
            spans = interval(first) if first is not None else None
            wanted = {
                TEXT: None,
                NUMBER: number(first) if first is not None else None,
                DATE: spans[0] if spans is not None else None,
            }[column.kind]
            assert column.numbers[node] == pytest.approx(math.nan if wanted is None else wanted, nan_ok=True)


@settings(max_examples=200, deadline=None)
@given(st.lists(words, min_size=1, max_size=30), words.map(plain))
def test_texts_are_ranked_and_found_as_by_a_plain_search(texts: list[str], word: str) -> None:
    folded = Folded(texts)
    plainly = [plain(text) for text in texts]
    assert folded.ranks().tolist() == [sum(other.encode() < text.encode() for other in plainly) for text in plainly]
    if word:
        assert folded.containing([word]).tolist() == [word in text for text in plainly]


def test_nodes_have_columns_for_all_their_properties(turtle) -> None:
    p = turtle("""
        :a a :Person ; rdfs:label "Zoë" ; :born "1970"^^xsd:gYear, "1969-05-01"^^xsd:date ;
          :price 1200, 30 ; :knows :b .
        :b a :Person ; rdfs:label "adam" ; :price 40 ; :note "x" .
    """)
    columns = node_columns(p)
    assert [(c.key, c.title, c.kind, c.filled) for c in columns[:7]] == [
        ("label", "Label", TEXT, 2), ("class", "Class", TEXT, 2), ("degree", "Relationships", NUMBER, 2),
        ("date", "Date", DATE, 1), ("amount", "Amount", NUMBER, 2), ("iri", "IRI", TEXT, 2),
        ("attribute http://www.w3.org/2000/01/rdf-schema#label", "Name", TEXT, 2),
    ]  # fmt: skip
    assert by_key(columns, "label").order().tolist() == [1, 0], "case and accents do not matter"
    assert by_key(columns, "date").texts([0, 1]) == ["between 1 May 1969 and the end of 1970", ""]
    assert by_key(columns, "date").texts([0], raw=True) == ["[1969-05-01..1970]"]
    assert by_key(columns, "date").numbers[0] == to_days("1969-05-01")
    price = by_key(columns, "attribute https://example.org/price")
    assert price.texts([0, 1]) == ["1,200 · 30", "40"] and price.numbers.tolist() == [1200, 40]
    assert price.texts([0], raw=True) == ["1200 · 30"]
    assert price.containing("1,2").tolist() == price.containing("1200").tolist() == [True, False]
    assert price.containing("30").tolist() == [True, False], "any of several values"


def test_edges_have_columns_for_ends_relationships_graphs_and_remarks(turtle) -> None:
    p = turtle(
        ":g { :a :knows :b . } :a rdfs:label 'Ada' ; :likes :b . << :a :likes :b >> :since 2 ; :by :c . :c :x 1 .",
        "test.trig",
    )
    columns = edge_columns(p)
    likes = [info.label for info in p.predicates].index("likes")
    edge = int(np.flatnonzero(p.predicate == likes)[0])
    said = {column.title: column.texts([edge])[0] for column in columns}
    assert said["From"] == "Ada" and said["Relationship"] == "likes" and said["To"] == "b"
    assert said["Since"] == "2" and said["By"] == "c" and said["Graph"] == ""
    assert said["From (IRI)"] == "https://example.org/a"
    assert by_key(columns, "remark https://example.org/since").numbers[edge] == 2
    assert by_key(columns, "graph").filled == 1


def test_columns_with_the_same_title_name_the_vocabulary(turtle) -> None:
    p = turtle("@prefix x: <http://x/> . :a :size 1 ; x:size 2 ; :knows :b .")
    titles = [column.title for column in node_columns(p)]
    assert {"Size (example.org)", "Size (x)"} <= set(titles) and len(set(titles)) == len(titles)


def test_a_measure_is_a_column_like_any_other(bromley) -> None:
    p = bromley.projection
    values = np.arange(p.node_count) / 7.0
    values[3] = np.nan
    columns = node_columns(p, [number_column("measure pagerank", "PageRank", values)])
    column = by_key(columns, "measure pagerank")
    assert column.filled == p.node_count - 1 and column.order(descending=True)[-1] == 3
    assert column.texts([1, 3, 7]) == ["0.1429", "", "1"] and column.texts([7], raw=True) == ["1"]
    assert columns[columns.index(column) + 1].key.startswith("attribute ")
    assert node_columns(p) is node_columns(p)


def test_a_graph_without_anything_has_columns_without_rows() -> None:
    p = finish(project(read_bytes(b"", "a.nt").quads))
    assert [len(column.order()) for column in (*node_columns(p), *edge_columns(p))] == [0] * 10
    assert not node_columns(p)[0].containing("a").any()


def test_values_are_formatted_on_demand_only(bromley, monkeypatch) -> None:
    p = finish(project(bromley.projection.quads))
    monkeypatch.setattr("graph.model.columns.write_out", lambda *_: pytest.fail("written out"))
    columns = node_columns(p)
    for column in columns:
        if column.kind != TEXT:
            assert len(column.numbers) == p.node_count
