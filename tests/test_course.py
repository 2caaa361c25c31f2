"""The course of time: marks that claim no more than the dates, and the order that the data state."""

from __future__ import annotations

import networkx as nx
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from explorer.panels.time.chronicle import chronicle
from graph.model.columns import node_column
from graph.model.course import Course, course, in_order
from graph.model.periods import Bound, Periods, of_resources
from graph.model.projection import Projection
from graph.rdf.values import to_days


def node(projection: Projection, name: str) -> int:
    return projection.node_of[f"https://example.org/{name}"]


def marked(projection: Projection, name: str) -> float:
    return float(course(projection).marks[node(projection, name)])


def sorted_names(projection: Projection, names: str) -> str:
    """Names in the order of the table by date."""
    ranks = node_column(projection, "date").ranks
    return "".join(sorted(names, key=lambda name: int(ranks[node(projection, name)])))


def test_an_event_of_a_year_comes_after_the_inspection_that_the_data_say_it_followed(bromley):
    p, times = bromley.projection, course(bromley.projection)
    inspection, board = (p.labels.index(name) for name in ("Ofsted inspection of 2016",
                                                           "Improvement board set up"))  # fmt: skip
    assert to_days("2016-05-05") < times.marks[board] < to_days("2016-10")
    table = node_column(p, "date").order().tolist()
    assert table.index(inspection) < table.index(board)
    lanes = chronicle(p, "happened")
    places = lanes.nodes.tolist()
    assert places.index(inspection) < places.index(board)
    text = p.labels.index("Text of 2016 on the inspection")
    assert times.marks[text] == (to_days("2016-05-05") + to_days("2016-10")) / 2, "nothing is said of its order"


@pytest.mark.parametrize(
    ("said", "is_order"),
    [
        (":a <http://www.w3.org/2006/time#after> :b .", True),
        (":b <http://www.w3.org/2006/time#before> :a .", True),
        (":a <http://www.w3.org/2006/time#intervalMetBy> :b .", True),
        (":b <http://www.cidoc-crm.org/cidoc-crm/P120_occurs_before> :a .", True),
        (":a <http://purl.obolibrary.org/obo/BFO_0000062> :b .", True),
        (":a :after :b .", True),
        (":a :succeeds :b .", False),
        (":a :succeeds :b . :succeeds rdfs:subPropertyOf :follows . :follows rdfs:subPropertyOf time:after .", True),
        (":b :leadsTo :a . :leadsTo owl:inverseOf time:after .", True),
        (":b :leadsTo :a . time:after owl:inverseOf :leadsTo .", True),
        (":a :later :b . time:after owl:equivalentProperty :later .", True),
        (":a :later :b . time:after rdfs:subPropertyOf :later .", False),
        (":a <http://www.w3.org/ns/prov#wasInformedBy> :b .", False),
        (":a :after :a .", False),
        (":a :after :b . :b :after :a .", False),
    ],
)
def test_statements_of_order_are_known_by_their_predicate(turtle, said, is_order):
    p = turtle("""
        @prefix time: <http://www.w3.org/2006/time#> . @prefix owl: <http://www.w3.org/2002/07/owl#> .
        @prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
        :a dcterms:date "2016"^^xsd:gYear . :b dcterms:date "2016-04"^^xsd:gYearMonth . :x :near :a .
    """ + said)  # fmt: skip
    assert sorted_names(p, "ab") == ("ba" if is_order else "ab")
    assert (marked(p, "a") == (to_days("2016") + to_days("2017")) / 2) != is_order
    assert to_days("2016-04") < marked(p, "b") < to_days("2016-05")


def test_what_shares_a_year_is_marked_in_equal_steps(turtle):
    p = turtle("""
        :a dcterms:date "2016"^^xsd:gYear . :b dcterms:date "2016"^^xsd:gYear ; :after :a .
        :c dcterms:date "2016"^^xsd:gYear ; :after :b . :d dcterms:date "2016"^^xsd:gYear .
    """)
    shares = [(marked(p, name) - to_days("2016")) / 366 for name in "abcd"]
    assert shares == pytest.approx([1 / 2, 2 / 3, 5 / 6, 1 / 2])
    assert sorted_names(p, "cba") == "abc"


def test_no_mark_leaves_the_middle_of_its_time_for_the_sake_of_what_comes_later(turtle, bromley):
    """It would seem to be before whatever else happened in that time, which the data do not say."""
    p = turtle("""
        :a dcterms:date "2016"^^xsd:gYear . :b dcterms:date "2016"^^xsd:gYear ; :after :a .
        :i dcterms:date "2016-06-20"^^xsd:date . :d dcterms:date "2016"^^xsd:gYear .
    """)
    assert marked(p, "i") < marked(p, "a") == marked(p, "d") < marked(p, "b")
    p, times = bromley.projection, course(bromley.projection)
    report, visits = (p.labels.index(name) for name in ("Ofsted report of 2016", "Follow-up visits by inspectors"))
    assert times.marks[report] == (to_days("2016-05-05") + to_days("2017")) / 2 < times.marks[visits]


def test_an_undated_resource_hands_the_order_on_and_gets_no_place_in_time(turtle):
    p = turtle("""
        :a dcterms:date "2016"^^xsd:gYear ; :after :u . :u :after :b . :b dcterms:date "2016-11"^^xsd:gYearMonth .
        :c dcterms:date "2016-12-05"^^xsd:date .
    """)
    assert sorted_names(p, "acb") == "bac"
    assert np.isnan(marked(p, "u")) and marked(p, "a") > marked(p, "b")


def test_dates_win_over_a_statement_that_contradicts_them(turtle):
    p = turtle("""
        :a dcterms:date "2016"^^xsd:gYear ; :after :b . :b dcterms:date "2018-07-16"^^xsd:date .
        :c dcterms:date "2016"^^xsd:gYear .
    """)
    assert marked(p, "a") == marked(p, "c") and sorted_names(p, "ba") == "ab"


def test_a_mark_claims_no_more_than_the_date(turtle):
    p = turtle("""
        :y dcterms:date "2016"^^xsd:gYear . :m dcterms:date "2018-06"^^xsd:gYearMonth .
        :p schema:startDate "2016"^^xsd:gYear ; schema:endDate "2018-07"^^xsd:gYearMonth .
        :s schema:startDate "2012"^^xsd:gYear . :n :notAfter "2016-09-30"^^xsd:date .
        :i dcterms:date "2018-07-16T12:00:00"^^xsd:dateTime .
    """)
    halfway = {"y": ("2016", "2017"), "m": ("2018-06", "2018-07"), "p": ("2016", "2017"), "s": ("2012", "2013"),
               "n": ("2016-09-30", "2016-10-01"), "i": ("2018-07-16", "2018-07-17")}  # fmt: skip
    for name, (low, high) in halfway.items():
        assert marked(p, name) == pytest.approx((to_days(low) + to_days(high)) / 2), name


dates = st.lists(
    st.tuples(st.integers(0, 6), st.integers(0, 3), st.sampled_from(["within", "lasts", "since", "until", "none"])),
    min_size=1,
    max_size=8,
)


def periods_of(rows: list[tuple[int, int, str]]) -> Periods:
    """Periods of whole days."""
    owners, bounds, spans = [], [], []
    for i, (day, more, kind) in enumerate(rows):
        ends = {"within": "34", "lasts": "12", "since": "1", "until": "2", "none": ""}[kind]
        for bound in map(Bound, map(int, ends)):
            at = float(day + more if bound in (Bound.END, Bound.NOT_AFTER) else day)
            owners.append(i)
            bounds.append(bound)
            spans.append((at, at + 1))
    array = np.array(spans, float).reshape(-1, 2)
    return of_resources(np.array(owners, np.int32), np.array(bounds, int), array, np.zeros(len(rows), bool))


def agrees(periods: Periods, pairs: set[tuple[int, int]]) -> bool:
    """True if some beginnings and ends fit the dates and all statements, by narrowing until nothing changes."""
    if not nx.is_directed_acyclic_graph(nx.DiGraph(pairs)):
        return False
    begins, ends = (np.where(np.isnan(each), (-np.inf, np.inf), each) for each in (periods.begins, periods.ends))
    earliest, ended = begins[:, 0].copy(), ends[:, 0].copy()
    for _ in range(2 * len(pairs) + 2):
        ended = np.maximum(ended, earliest)
        for one, other in pairs:
            earliest[other] = max(earliest[other], ended[one])
    return bool((earliest < begins[:, 1]).all())


@given(dates, st.sets(st.tuples(st.integers(0, 7), st.integers(0, 7)), max_size=10))
def test_statements_that_agree_with_all_dates_order_marks_and_ranks(rows, said):
    periods = periods_of(rows)
    pairs = {(one % len(rows), other % len(rows)) for one, other in said}
    pairs = {pair for pair in pairs if pair[0] != pair[1]}
    first, then = np.array(sorted(pairs), int).reshape(-1, 2).T
    found = in_order(periods, first, then)
    there = periods.dated
    assert (np.isnan(found.marks) == ~there).all()
    assert (found.marks[there] >= periods.spans[there, 0]).all(), "a mark is in its period"
    assert (found.marks[there] <= periods.spans[there, 1]).all(), "a mark is in its period"
    if not pairs:
        plain = Course.plain(periods)
        assert np.array_equal(found.marks, plain.marks, True) and (found.ranks() == periods.ranks()).all()
    if agrees(periods, pairs):
        ranks = found.ranks()
        for one, other in nx.transitive_closure(nx.DiGraph(pairs)).edges:
            if there[one] and there[other]:
                assert found.marks[one] <= found.marks[other] and ranks[one] < ranks[other]
