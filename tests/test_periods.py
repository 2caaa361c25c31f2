"""Periods: dates, starts, ends and bounds of the data as what they say and no more."""

from __future__ import annotations

import math
from itertools import pairwise

import numpy as np
import pytest
from conftest import SHARED
from hypothesis import given
from hypothesis import strategies as st

from explorer.panels.column_facets import column_facet
from explorer.panels.facets import count_facets
from explorer.pictures.look.conditions import Reading
from explorer.views.hiding.dates import outside_dates
from explorer.views.rules import NODES, Where
from explorer.views.view import View
from explorer.views.visible import see
from graph.arrays.calendar import to_day
from graph.model.build import project
from graph.model.columns import node_columns
from graph.model.period_words import write_edtf, write_periods
from graph.model.periods import Bound, Periods, Precision, of_resources, single
from graph.model.said_dates import said_dates
from graph.rdf.values import to_days
from graph.reading.read import read
from graph.work.progress import finish

INF = math.inf


def words(projection, name: str) -> str:
    """The period of a resource in words."""
    return write_periods(projection.periods.of(np.array([projection.node_of[f"https://example.org/{name}"]])))[0]


def edtf(projection, name: str) -> str:
    return write_edtf(projection.periods.of(np.array([projection.node_of[f"https://example.org/{name}"]])))[0]


@pytest.mark.parametrize(
    ("said", "in_words", "for_programs"),
    [
        ('dcterms:date "2016"^^xsd:gYear', "some time in 2016", "2016"),
        ('dcterms:date "2018-06"^^xsd:gYearMonth', "some time in Jun 2018", "2018-06"),
        ('dcterms:date "2018-07-16"^^xsd:date', "16 Jul 2018", "2018-07-16"),
        ('dcterms:date "2018-07-16T19:30:00Z"^^xsd:dateTime', "16 Jul 2018, 19:30", "2018-07-16T19:30:00"),
        (
            'schema:startDate "2016"^^xsd:gYear ; schema:endDate "2018-07"^^xsd:gYearMonth',
            "2016 – Jul 2018",
            "2016/2018-07",
        ),
        ('schema:startDate "2016"^^xsd:gYear ; schema:endDate "2016"^^xsd:gYear', "in 2016", "2016"),
        ('schema:startDate "2012"^^xsd:gYear', "since 2012", "2012/.."),
        ('schema:endDate "1990-03"^^xsd:gYearMonth', "until Mar 1990", "../1990-03"),
        (':notAfter "2016-09-30"^^xsd:date', "not after 30 Sep 2016", "[..2016-09-30]"),
        (':notBefore "2016-05-05"^^xsd:date', "not before 5 May 2016", "[2016-05-05..]"),
        (
            ':notBefore "2016-05-05"^^xsd:date ; :notAfter "2016-09-30"^^xsd:date',
            "between 5 May and 30 Sep 2016",
            "[2016-05-05..2016-09-30]",
        ),
        (
            'dcterms:date "2016"^^xsd:gYear ; :notAfter "2016-09-30"^^xsd:date',
            "between 2016 and 30 Sep 2016",
            "[2016..2016-09-30]",
        ),
        ('schema:birthDate "-0099-07-12"^^xsd:date ; schema:deathDate "-0043-03-15"^^xsd:date',
         "12 Jul 100 – 15 Mar 44 BC", "-0099-07-12/-0043-03-15"),
        ('dcterms:issued "2012"^^xsd:gYear ; dcterms:modified "2018"^^xsd:gYear', "between 2012 and 2018",
         "[2012..2018]"),
        # A bound that contradicts the date: both stand.
        ('dcterms:date "2018"^^xsd:gYear ; :notAfter "2016"^^xsd:gYear', "between 2016 and 2018", "[2016..2018]"),
        ('schema:startDate "2015-03-01" ; schema:endDate "2019-05-02T19:30"', "1 Mar 2015 – 2 May 2019, 19:30",
         "2015-03-01/2019-05-02T19:30:00"),
        ('schema:startDate "soon" ; :code "2016"', "", ""),
    ],
)  # fmt: skip
def test_a_period_says_what_the_dates_say(turtle, said, in_words, for_programs):
    p = turtle(f":x a :Thing ; {said} .")
    assert words(p, "x") == in_words
    assert edtf(p, "x") == for_programs


def test_an_event_with_a_start_alone_is_some_time_in_it_and_with_an_end_alone_not_after_it(turtle):
    p = turtle(
        ':a a schema:Event ; schema:startDate "2016"^^xsd:gYear .'
        ':b a schema:Event ; schema:endDate "2016-09"^^xsd:gYearMonth .'
        ':c a schema:Event ; schema:startDate "2016"^^xsd:gYear ; schema:endDate "2018"^^xsd:gYear .'
    )
    assert [words(p, name) for name in "abc"] == ["some time in 2016", "not after Sep 2016", "2016 – 2018"]


def test_what_is_certain_of_a_span_leaves_out_its_vague_ends(turtle):
    p = turtle(
        ':m a :Money ; schema:startDate "2016"^^xsd:gYear ; schema:endDate "2018-07"^^xsd:gYearMonth .'
        ':s a :Finding ; schema:startDate "2012"^^xsd:gYear . :y a :Report ; dcterms:date "2016"^^xsd:gYear .'
    )
    sure = {name: p.periods.sure[p.node_of[f"https://example.org/{name}"]].tolist() for name in "msy"}
    assert sure["m"] == [to_days("2017"), to_days("2018-07")]
    assert sure["s"] == [to_days("2013"), INF]
    assert np.isnan(sure["y"]).all(), "it is some time in the year, so no day of it is certain"


def test_since_2012_still_holds_in_2016_and_not_after_is_no_day(bromley):
    p = bromley.projection

    def shown(low: str, high: str) -> set[str]:
        view = View(dates=(to_days(low), to_days(high, end=True)), undated=False)
        return {p.labels[n] for n in see(p, view).nodes}

    since = "Significant deterioration since 2012"
    assert since in shown("2012", "2012") and since in shown("2016", "2016") and since not in shown("2011", "2011")
    due = "Recommendations of the commissioner"
    assert due in shown("2016-09", "2016-09") and due in shown("2016-01", "2016-01")
    assert due not in shown("2016-10", "2018")


def test_what_bromley_says_of_time(bromley):
    p = bromley.projection
    found = dict(zip(p.labels, write_periods(p.periods)))
    assert found["£7.25m extra"] == "between 5 May 2016 and 23 Jul 2018"
    assert found["Significant deterioration since 2012"] == "since 2012"
    assert found["Improvement board set up"] == "between 11 Apr and 30 Sep 2016"
    assert found["Ofsted report of 2016"] == "between 5 May and the end of 2016"
    assert found["Next full inspection"] == "between 1 Sep and 21 Dec 2018"
    assert found["Recommendations of the commissioner"] == "not after 30 Sep 2016"
    assert found["Text of 2016 on the inspection"] == "between 5 May and 30 Sep 2016"
    said = dict(zip(p.labels, write_periods(said_dates(p).periods)))
    assert said["Significant deterioration since 2012"] == "between 5 May and the end of 2016"


def test_the_date_column_orders_by_beginning_and_then_by_precision(turtle):
    p = turtle("""
        :year dcterms:date "2016"^^xsd:gYear . :month dcterms:date "2016-01"^^xsd:gYearMonth .
        :day dcterms:date "2016-01-01"^^xsd:date . :before dcterms:date "2015-12-31"^^xsd:date .
        :span schema:startDate "2016-01-01"^^xsd:date ; schema:endDate "2018"^^xsd:gYear .
        :none :note "x" . :bound :notAfter "2015-12-31"^^xsd:date .
    """)
    column = next(column for column in node_columns(p) if column.key == "date")
    order = [p.labels[i] for i in column.order()]
    assert order[:2] == ["before", "bound"] and order[2:] == ["day", "span", "month", "year", "none"]


@pytest.fixture
def ranged(turtle):
    return turtle("""
        :since a :Task ; schema:startDate "2012"^^xsd:gYear . :due a :Task ; :notAfter "2016-09-30"^^xsd:date .
        :year a :Report ; dcterms:date "2016"^^xsd:gYear . :late a :Report ; dcterms:date "2020"^^xsd:gYear .
        :none a :Task .
    """)


RANGES = [
    ("2016-06", "2016-07", {"since", "due", "year"}),
    ("2017", "2018", {"since"}),
    ("2000", "2001", {"due"}),
    ("2020", "2020", {"since", "late"}),
]


@pytest.mark.parametrize(("low", "high", "meeting"), RANGES)
def test_a_range_over_a_column_of_dates_keeps_what_may_meet_it(ranged, low, high, meeting):
    kept = (to_days(low), to_days(high, end=True))
    shown = see(ranged, View(ranges=(("date", kept),))).nodes
    undated = {label for label, dated in zip(ranged.labels, ranged.periods.dated) if not dated}
    assert {ranged.labels[n] for n in shown} == meeting | undated


@pytest.mark.parametrize(("low", "high", "meeting"), [*RANGES, ("", "", {"since", "due", "year", "late"})])
def test_a_condition_on_dates_is_met_by_what_may_meet_it(ranged, low, high, meeting):
    ends = (to_days(low), to_days(high, end=True)) if low else (None, None)
    held = Reading(ranged, (), NODES).holds(Where("date", None, *ends))
    assert {ranged.labels[n] for n in np.flatnonzero(held)} == meeting


def test_the_facet_of_a_column_of_dates_reaches_to_its_last_end(turtle):
    p = turtle(""":a :seen "2016"^^xsd:gYear . :b :seen "2018-03-01"^^xsd:date . :c :note "x" .""")
    key = "attribute https://example.org/seen"
    facet = column_facet(p, View(facets=(key,)), see(p, View()), key)
    assert (facet.span.low, facet.span.high) == (to_days("2016"), to_days("2018-03-02"))
    assert sum(facet.span.histogram) == 2 and facet.is_date


@pytest.mark.skipif(not (SHARED / "cases" / "spans.ttl").exists(), reason="../shared is not here")
def test_spans_and_string_dates_of_the_cases_are_read():
    p = finish(project(finish(read([SHARED / "cases" / "spans.ttl"])).quads))
    found = dict(zip(p.labels, write_periods(p.periods)))
    assert found["C"] == "12 Jul 100 – 15 Mar 44 BC" and found["A"] == "23 Sep 63 BC – 19 Aug 14"
    assert found["U, death not known"] == "since 120" and found["M"] == "2016 – Jul 2018" and found["N"] == ""
    p = finish(project(finish(read([SHARED / "cases" / "string-dates.ttl"])).quads))
    found = dict(zip(p.labels, write_periods(p.periods)))
    assert found["Meeting of 2015"] == "1 Mar 2015" and found["Meeting of 2019"] == "2 May 2019, 19:30"
    assert found["Meeting of 2014"] == "1 Mar 2014" and found["Minutes of 2013"] == "some time in Jun 2013"


def _year(year: int) -> tuple[float, float]:
    return float(to_day(year)), float(to_day(year + 1))


def _month(year: int, month: int) -> tuple[float, float]:
    return float(to_day(year, month)), float(to_day(year, month + 1))


years = st.integers(-50, 50).map(_year)
months = st.builds(_month, st.integers(-3, 3), st.integers(1, 12))
days = st.integers(-719_600, -718_000).map(lambda day: (float(day), float(day + 1)))
instants = st.integers(-719_600, -718_000).map(lambda day: (float(day), float(day)))
given_dates = st.lists(st.tuples(st.sampled_from(list(Bound)), st.one_of(years, months, days, instants)), max_size=4)


def plainly(dates: list[tuple[Bound, tuple[float, float]]], momentary: bool) -> tuple[float, float] | None:
    """The earliest and latest possible instant, reasoned out one resource at a time."""
    of = {bound: [span for which, span in dates if which == bound] for bound in Bound}
    own = of[Bound.DATE] + of[Bound.BEGIN] + of[Bound.END]
    if not dates:
        return None
    low = min((span[0] for span in own), default=-INF)
    high = max((span[1] for span in own), default=INF)
    if of[Bound.BEGIN] and not of[Bound.END] and not momentary:
        high = INF
    if of[Bound.END] and not of[Bound.BEGIN] and not (momentary and of[Bound.DATE]):
        low = -INF
    begun = min((span[0] for span in of[Bound.NOT_BEFORE]), default=-INF)
    over = max((span[1] for span in of[Bound.NOT_AFTER]), default=INF)
    if max(low, begun) <= min(high, over):
        return max(low, begun), min(high, over)
    return min(span[0] for _, span in dates), max(span[1] for _, span in dates)


@given(st.lists(st.tuples(given_dates, st.booleans()), min_size=1, max_size=12))
def test_periods_are_those_of_plain_reasoning(resources):
    rows = [(owner, bound, span) for owner, (dates, _) in enumerate(resources) for bound, span in dates]
    found = of_resources(
        np.array([owner for owner, _, _ in rows], np.int32),
        np.array([bound for _, bound, _ in rows], np.uint8),
        np.array([span for _, _, span in rows], float).reshape(-1, 2),
        np.array([momentary for _, momentary in resources], bool),
    )
    for place, (dates, momentary) in enumerate(resources):
        expected = plainly(dates, momentary)
        low, high = found.spans[place].tolist()
        if expected is None:
            assert math.isnan(low) and math.isnan(high)
            continue
        # Ends that meet leave room for an instant only; a day or a year then contradicts them.
        if expected[0] < expected[1]:
            assert (low, high) == expected
        assert low <= high and not (math.isinf(low) and math.isinf(high))
        sure = found.sure[place].tolist()
        if not math.isnan(sure[0]):
            assert low <= sure[0] <= sure[1] <= high
        precision = found.precisions[place].tolist()
        assert (precision[0] == Precision.OPEN) == math.isinf(low)
        assert (precision[1] == Precision.OPEN) == math.isinf(high)


@given(
    st.lists(st.tuples(given_dates, st.booleans()), min_size=1, max_size=8),
    st.integers(-719_600, -718_000),
    st.integers(1, 400),
)
def test_a_range_keeps_what_may_be_in_it(resources, low, length):
    rows = [(owner, bound, span) for owner, (dates, _) in enumerate(resources) for bound, span in dates]
    periods = of_resources(
        np.array([owner for owner, _, _ in rows], np.int32),
        np.array([bound for _, bound, _ in rows], np.uint8),
        np.array([span for _, _, span in rows], float).reshape(-1, 2),
        np.array([momentary for _, momentary in resources], bool),
    )
    kept = (float(low), float(low + length))
    for undated in (False, True):
        outside = outside_dates(periods.spans, kept, undated)
        for (first, last), out in zip(periods.spans.tolist(), outside.tolist()):
            if math.isnan(first):
                assert out != undated
            elif first == last:
                assert out == (not kept[0] <= first < kept[1])
            else:
                assert out == (max(first, kept[0]) >= min(last, kept[1]))


@given(st.lists(st.one_of(years, months, days, instants), min_size=1, max_size=30))
def test_order_is_by_beginning_then_precision_then_end(spans):
    periods = single(np.array(spans, float))
    lengths = {0.0: 0, 1.0: 1}
    keys = [(low, lengths.get(high - low, 2 if high - low < 40 else 3), high) for low, high in spans]
    assert [keys[i] for i in periods.order()] == sorted(keys)
    ranks = periods.ranks().tolist()
    assert [a < b for a, b in pairwise(ranks)] == [a < b for a, b in pairwise(keys)]


def test_nothing_has_no_periods():
    none = Periods.none(0)
    assert not len(none.order()) and not len(none.sure) and not len(none.ranks()) and write_periods(none) == []


def test_dates_on_a_statement_say_when_the_relationship_held(turtle):
    p = turtle("""
        :fund :pays :school {| :since "2016-04-01"^^xsd:date |} , :club {| :startDate "2010" ; :endDate "2012" |} ,
            :hall {| :note "gladly" |} .
    """)

    def shown(low: str, high: str, clock="happened") -> set[str]:
        visible = see(p, View(dates=(to_days(low), to_days(high)), clock=clock))
        return {p.labels[p.object[edge]] for edge in visible.edges.tolist()}

    assert shown("2000-01-01", "2009-01-01") == {"hall"}
    assert shown("2011-01-01", "2012-01-01") == {"club", "hall"}
    assert shown("2018-01-01", "2019-01-01") == {"school", "hall"}
    assert shown("2018-01-01", "2019-01-01", "said") == {"school", "club", "hall"}
    assert count_facets(p, View(), see(p, View())).dates is not None


@pytest.mark.parametrize(
    ("said", "period"),
    [
        ('"2015-03-01"', "2015-03-01"), ('"2013-06"@en', "2013-06"), ('"2014-03-01"^^schema:Date', "2014-03-01"),
        ("2013", "2013"), ('"2014"^^xsd:string', "2014"),
        ('"2019-05-02T23:30:00-05:00"^^xsd:dateTime', "2019-05-02T23:30:00"),
    ],
)  # fmt: skip
def test_a_date_is_read_whatever_its_datatype_on_the_day_that_it_states(turtle, said, period):
    p = turtle(f":a schema:startDate {said} ; :knows :b .")
    assert edtf(p, "a").removesuffix("/..") == period and not len(p.unread_dates)


def test_dates_that_could_not_be_read_are_counted(turtle):
    p = turtle("""
        :a schema:startDate "next spring" ; :on "2016-13-01"^^xsd:date ; dcterms:issued "2016-02-30"^^xsd:date .
        :b schema:startDate "2016" ; schema:dateline true ; :size "large" ; schema:endDate 12 .
    """)
    assert len(p.unread_dates) == 3 and p.doubts == ("3 dates could not be read",)
    assert turtle(':b schema:startDate "2016" .').doubts == ()


def test_words_about_a_date_are_no_date_that_could_not_be_read(turtle, bromley):
    p = turtle("""
        :a <https://caseboard.example/ontology#dateAsSaid> "last month"@en ; :dateNote "May" ; :dateInferred true ;
            :dateReason "by its name" ; schema:startDate "2018" .
        :b schema:endDate "soon" ; :motto "soon" .
    """)
    assert p.doubts == ("1 date could not be read",)
    assert bromley.projection.doubts == ()
