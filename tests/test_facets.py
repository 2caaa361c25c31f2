"""Facet values: the place of a number among others, the bars of a histogram, and the names of the lines."""

from __future__ import annotations

import math
from statistics import median_high

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from random_views import CASE

from explorer.panels.facet_values import Span, histogram_of, span_of
from explorer.panels.facets import Facets, count_facets
from explorer.views.view import View
from explorer.views.visible import see
from graph.model.build import project
from graph.model.projection import Projection
from graph.model.said_dates import said_dates
from graph.reading.read import read_bytes
from graph.work.progress import finish

BARS = 24
numbers = (st.integers(-50, 50) | st.integers(-(10**9), 10**9)).map(lambda whole: whole / 8)
units = st.sampled_from([0.001, 1.0, 40.0])


def plain_bend(value: float) -> float:
    return math.copysign(math.log(1 + abs(value)), value)


def plain_share(span: Span, value: float) -> float:
    """The place of a value between the ends, by the definition."""
    if span.curved:
        low, high, at = (plain_bend(number / span.unit) for number in (span.low, span.high, value))
    else:
        low, high, at = span.low, span.high, value
    return (at - low) / (high - low)


def assert_bars_count(span: Span, values: list[float]) -> None:
    """Each bar counts the values between its ends; a value at most a hair from an end may stand on either side."""
    assert len(span.histogram) == BARS and sum(span.histogram) == len(values)
    shares = [plain_share(span, value) for value in values]
    for bar in range(1, BARS):
        before, hair = sum(span.histogram[:bar]), 1e-9
        assert sum(share < bar / BARS - hair for share in shares) <= before
        assert before <= sum(share < bar / BARS + hair for share in shares)


@given(st.lists(numbers | st.just(math.nan), max_size=30), units, st.none() | st.just((1.0, 2.0)))
@settings(deadline=None)
def test_a_span_reaches_from_the_least_to_the_greatest_and_counts_each_number_in_one_bar(values, unit, kept):
    span = span_of(np.array(values, np.float64), kept, unit)
    known = [value for value in values if value == value]
    if len(set(known)) < 2:
        assert span is None
        return
    assert (span.low, span.high, span.kept, span.unit) == (min(known), max(known), kept, unit)
    assert span.without == len(values) - len(known) and span.keep_without
    assert span.curved == (max(known) - min(known) > 10 * (median_high(known) - min(known)))
    assert_bars_count(span, known)


@given(numbers, numbers, st.floats(0, 1), numbers, st.booleans(), units)
@settings(deadline=None)
def test_a_share_is_the_place_of_a_value_and_leads_back_to_it(one, two, part, beyond, curved, unit):
    low, high = min(one, two), max(one, two)
    span = Span(low, high, None, (), 0, curved=curved, unit=unit)
    assert span.at(0) == span.at(-0.5) == low and span.at(1) == span.at(1.5) == high
    if low == high:
        assert span.share(low) == span.share(beyond) == 0
        return
    value = min(max(low + part * (high - low), low), high)
    assert span.share(value) == pytest.approx(plain_share(span, value), abs=1e-9)
    assert span.share(low) == 0 and span.share(high) == 1
    assert span.share(beyond) == min(max(plain_share(span, beyond), 0), 1) or low < beyond < high
    assert plain_share(span, span.at(part)) == pytest.approx(part, abs=1e-6)


def test_a_span_is_curved_when_it_is_more_than_ten_times_as_wide_as_the_lower_half():
    assert [span_of(np.array([0.0, 1.0, high]), None).curved for high in (9.0, 10.0, 10.5, 12.0)] == [0, 0, 1, 1]


def test_a_narrow_range_has_as_many_bars_as_a_wide_one():
    middles = np.arange(BARS) + 0.5
    span = span_of(np.array([0, *middles, BARS]) * 1e-12, None)
    assert span.histogram == (2, *(1,) * (BARS - 2), 2) and span.unit == 1
    assert histogram_of(np.full(3, 5.0), 5.0, 5.0) == (3, *(0,) * (BARS - 1)), "equal numbers stand in the first bar"


def test_the_dates_of_a_facet_reach_from_the_first_start_to_the_last_end():
    p = finish(project(read_bytes(CASE.encode(), "case.trig").quads))
    for clock, periods in (("happened", p.periods), ("said", said_dates(p).periods)):
        view = View(clock=clock)
        span = count_facets(p, view, see(p, view)).dates
        dated = [ends for ends in periods.spans.tolist() if not math.isnan(ends[0])]
        known = [end for ends in periods.given.tolist() for end in ends if not math.isnan(end)]
        assert (span.low, span.high) == (min(known), max(known)) and not span.curved
        assert_bars_count(span, [start if math.isfinite(start) else end for start, end in dated])


def facets_of(p: Projection) -> Facets:
    return count_facets(p, View(), see(p, View()))


def test_a_line_says_how_many_of_its_resources_stand_in_others_too(turtle):
    facets = facets_of(turtle(":a a :Cat, :Pet . :b a :Cat . :c a :Dog . :a :x :b, :c ."))
    assert [(choice.label, choice.others_words) for choice in facets.classes] == [
        ("Cat", "1 of them is on other lines too"),
        ("Dog", ""),
        ("Pet", "1 of them is on other lines too"),
    ]


def test_kinds_of_relationship_of_one_name_are_told_apart_by_their_vocabularies(turtle):
    facets = facets_of(turtle(":a :x :b ; <https://other.org/x> :b ; :y :b . :a :y :c ."))
    assert [(choice.label, choice.tip, choice.total) for choice in facets.predicates] == [
        ("y", "https://example.org/y", 2),
        ("x (example.org)", "https://example.org/x", 1),
        ("x (other.org)", "https://other.org/x", 1),
    ]


def test_texts_go_by_their_titles_and_graphs_by_the_names_of_resources(turtle):
    p = turtle(
        """
        :a :x :b ; dcterms:source :p1, :p2 . :p1 oa:hasSource :paper . :p2 oa:hasSource :leaflet .
        :paper a schema:Article ; skos:prefLabel "Town paper" .
        :g { :a :x :c } <https://other.org/h> { :a :x :d . :a :x :e } :g skos:prefLabel "Gazette" ; :of :a .
        """,
        "case.trig",
    )
    facets = facets_of(p)
    assert [(choice.label, choice.tip) for choice in facets.documents] == [
        ("leaflet", "https://example.org/leaflet\nSpeaks of 1 resource and 0 relationships"),
        ("Town paper", "https://example.org/paper\nSpeaks of 1 resource and 0 relationships"),
    ]
    assert [(choice.label, choice.tip, choice.total) for choice in facets.graphs] == [
        ("Default graph", "Statements in no named graph", 2),
        ("h", "https://other.org/h", 2),
        ("Gazette", "https://example.org/g", 1),
    ]
    assert [choice.tip for choice in facets.support["support"]] == ["5 relationships have no evidence"]


def test_texts_without_a_title_go_by_words_of_their_iris_all_different(turtle):
    p = turtle("""
        :a :x :b ; dcterms:source :p1, :p2, :p3 . :p1 oa:hasSource <https://one.org/report> .
        :p2 oa:hasSource <https://two.org/report> . :p3 oa:hasSource <https://two.org/letter> .
    """)
    labels = sorted(choice.label for choice in facets_of(p).documents)
    assert labels == ["letter", "report (one.org)", "report (two.org)"]


def test_a_time_that_is_open_at_both_ends_is_no_date(turtle):
    p = turtle("""
        :a :x :b ; dcterms:source :p1, :p2 . :p1 oa:hasSource :early . :p2 oa:hasSource :late .
        :early a schema:Thing ; :notAfter "2012"^^xsd:gYear .
        :late a schema:Thing ; :notBefore "2016"^^xsd:gYear .
    """)
    said, node = said_dates(p), p.node_of["https://example.org/a"]
    assert not said.periods.dated[node] and not said.origin[node], "not after 2012 and not before 2016 is any time"
    view = View(clock="said")
    span = count_facets(p, view, see(p, view)).dates
    assert span is None or math.isfinite(span.low + span.high)


def test_relationships_are_told_by_their_number_of_passages():
    p = finish(project(read_bytes(CASE.encode(), "case.trig").quads))
    words = [(choice.item, choice.label) for choice in facets_of(p).support["support"]]
    assert words == [(0, "No evidence"), (1, "One passage"), (2, "Several passages")]


def test_a_class_named_like_the_lack_of_one_is_told_apart(turtle):
    facets = facets_of(turtle(':a a :K . :K a owl:Class ; skos:prefLabel "No class" . :a :x :b .'))
    assert sorted((choice.item, choice.label, choice.tip) for choice in facets.classes) == [
        (-1, "No class", "Resources to which the data give no class"),
        (0, "No class (example.org)", "https://example.org/K"),
    ]


def test_a_facet_without_a_choice_is_empty(turtle):
    facets = facets_of(turtle(":a :x :b ."))
    assert facets.documents == facets.graphs == facets.support["support"] == ()
    assert facets.dates is facets.amounts is facets.degrees is None
    assert [(choice.label, choice.tip, choice.item) for choice in facets.classes] == [
        ("No class", "Resources to which the data give no class", -1)
    ]


def test_kinds_of_one_name_are_told_apart_by_who_says_them_then_by_their_vocabulary(turtle):
    def labels(text):
        p = turtle(text)
        return {choice.label for choice in count_facets(p, View(), see(p, View())).predicates}

    head = '@prefix o: <https://other.example/> . :in rdfs:label "part of" . o:in rdfs:label "part of" . '
    assert labels(head + ":a a :Room ; :in :b . :c a :Event ; o:in :d .") == {"part of (Room)", "part of (Event)"}
    same = labels(head + ":a a :Room ; :in :b . :c a :Room ; o:in :d .")
    assert same == {"part of (example.org)", "part of (other.example)"}
    near = ':in rdfs:label "part of" . :within rdfs:label "part of" . :a a :Room ; :in :b . :c a :Room ; :within :d .'
    assert labels(near) == {"part of (in)", "part of (within)"}
    assert labels(head + ":a a :Room ; :in :b .") == {"part of"}
