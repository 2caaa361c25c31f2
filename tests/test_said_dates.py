"""Dates of saying, as opposed to dates of events; and the calendar of both."""

from __future__ import annotations

from datetime import date

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from explorer.panels.facets import count_facets
from explorer.state.commands import Commands
from explorer.state.session import Session
from explorer.views.hiding.filters import is_filtered
from explorer.views.view import View
from explorer.views.visible import see
from graph.arrays.calendar import to_dates, to_day
from graph.arrays.calendar_words import write_year
from graph.model.said_dates import ORIGIN_WORDS, DateOrigin, said_dates
from graph.rdf.terms import XSD, Literal
from graph.rdf.values import interval, to_days, write_day

CITED = """
:m a :Mayor ; dcterms:source :p .   :p a oa:SpecificResource ; oa:hasSource :paper .
"""


def said(projection, name: str) -> tuple[str, str, DateOrigin] | None:
    """First and last day on which something was said, and the origin of that date."""
    node = projection.node_of[f"https://example.org/{name}"]
    first, last = said_dates(projection).periods.spans[node].tolist()
    origin = DateOrigin(int(said_dates(projection).origin[node]))
    assert np.isnan(first) == np.isnan(last) == (origin == DateOrigin.UNKNOWN)
    return None if origin == DateOrigin.UNKNOWN else (write_day(first), write_day(last - 1), origin)


def test_the_bromley_graph_has_a_date_of_saying_for_every_resource(bromley):
    p = bromley.projection

    def of(name: str) -> tuple[str, str, DateOrigin]:
        node = p.node_of[f"https://caseboard.example/bromley/{name}"]
        return (
            write_day(said_dates(p).periods.spans[node, 0]),
            write_day(said_dates(p).periods.spans[node, 1] - 1),
            DateOrigin(int(said_dates(p).origin[node])),
        )

    year = ("2016-05-05", "2016-12-31")
    assert of("report-2016") == (*year, DateOrigin.OWN)
    # Both texts repeat it, but the report says it.
    assert of("corporate-failure") == (*year, DateOrigin.WHOLE)
    # Through its section.
    assert of("rating-help") == (*year, DateOrigin.WHOLE)
    # It is about 2012, and was said in 2016.
    assert of("deterioration") == (*year, DateOrigin.WHOLE)
    assert p.periods.spans[p.node_of["https://caseboard.example/bromley/deterioration"], 0] == to_days("2012")
    # Said at the meeting, whenever the text was written.
    assert of("answer-management") == ("2018-07-16", "2018-07-16", DateOrigin.ACT)
    assert of("extra-money") == ("2018-07-16", "2018-07-23", DateOrigin.PASSAGES)
    assert of("figure-share") == ("2016-05-05", "2016-09-30", DateOrigin.PASSAGES)
    assert of("looked-after-2015") == ("2016-05-05", "2016-09-30", DateOrigin.WHOLE)
    # From the first text that says it to the last.
    assert of("ofsted") == ("2016-05-05", "2018-07-23", DateOrigin.PASSAGES)
    unknown = {p.labels[n] for n in np.flatnonzero(said_dates(p).origin == DateOrigin.UNKNOWN)}
    assert "critical" in unknown and "Stephen Carr" not in unknown


def test_a_document_without_a_node_still_dates_its_claims(turtle):
    p = turtle(CITED + ':paper dcterms:date "2018-07"^^xsd:gYearMonth .')
    assert "https://example.org/paper" not in p.node_of
    assert said(p, "m") == ("2018-07-01", "2018-07-31", DateOrigin.PASSAGES)


def test_a_date_of_a_passage_or_of_a_text_that_nobody_cites_is_none_of_another(turtle):
    p = turtle(
        CITED
        + """:n a :Mayor ; dcterms:source :q . :q oa:hasSource :leaflet ; :on "2001"^^xsd:gYear .
        :z oa:hasSource :other . :other :on "1999"^^xsd:gYear ."""
    )
    assert said(p, "m") is said(p, "n") is None


def test_an_undated_document_gives_no_date_unless_it_is_part_of_a_dated_issue(turtle):
    assert said(turtle(CITED), "m") is None
    p = turtle(
        CITED + ':paper dcterms:isPartOf :issue . :issue a schema:Periodical ; dcterms:issued "2018"^^xsd:gYear .'
    )
    assert said(p, "m") == ("2018-01-01", "2018-12-31", DateOrigin.PASSAGES)


def test_the_date_of_publication_precedes_the_dates_in_a_document(turtle):
    p = turtle(
        ':r a schema:Report ; schema:temporalCoverage "2012"^^xsd:gYear ; schema:datePublished "2016"^^xsd:gYear .'
    )
    assert said(p, "r") == ("2016-01-01", "2016-12-31", DateOrigin.PUBLISHED)


def test_the_date_of_an_event_or_an_author_is_no_date_of_saying(turtle):
    p = turtle(
        ':e a schema:Event ; schema:startDate "2012"^^xsd:gYear . '
        ':a a schema:Person ; schema:birthDate "1950"^^xsd:gYear .'
        ":c a schema:Claim ; prov:wasAttributedTo :a ; schema:about :e ."
    )
    assert said(p, "e") is said(p, "c") is None


def test_parts_of_one_another_come_to_an_end(turtle):
    p = turtle(
        ":x a schema:Chapter ; dcterms:isPartOf :y . :y a schema:Chapter ; dcterms:isPartOf :x, :z ."
        ':z a schema:Book ; dcterms:date "1999"^^xsd:gYear .'
    )
    assert said(p, "x") == said(p, "y") == ("1999-01-01", "1999-12-31", DateOrigin.WHOLE)
    assert said(turtle(":x a schema:Chapter ; dcterms:isPartOf :x ."), "x") is None


@pytest.mark.parametrize("name", ["dcterms:issued", "schema:datePublished", "<http://schema.org/datePublished>"])
def test_a_date_of_publication_dates_any_resource(turtle, name):
    p = turtle(f':r :x :s ; {name} "2016"^^xsd:gYear, "2018-02"^^xsd:gYearMonth ; :on "1999"^^xsd:gYear .')
    assert said(p, "r") == ("2016-01-01", "2018-02-28", DateOrigin.PUBLISHED) and said(p, "s") is None
    assert said(turtle(f":r :x :s ; {name} 'soon' ."), "r") is None
    assert said(turtle(f':q {name} "2016"^^xsd:gYear . :r :x :s ; {name} "soon" .'), "r") is None


@pytest.mark.parametrize(
    "name", ["dcterms:isPartOf", "schema:isPartOf", "<http://schema.org/isPartOf>", "prov:wasAttributedTo"]
)
def test_a_part_or_what_is_attributed_is_said_with_the_whole(turtle, name):
    p = turtle(f":r {name} :s, :t . :q {name} :r ; :x :t . :s dcterms:issued '2016'^^xsd:gYear . :t a :K .")
    assert said(p, "r") == said(p, "q") == ("2016-01-01", "2016-12-31", DateOrigin.WHOLE) and said(p, "t") is None


def test_a_claim_is_dated_by_itself_before_its_occasion_its_whole_and_its_passages(turtle):
    origins = [
        ('dcterms:issued "2011"^^xsd:gYear', DateOrigin.PUBLISHED, "2011"),
        (':on "2012"^^xsd:gYear', DateOrigin.OWN, "2012"),
        ("prov:wasGeneratedBy :act", DateOrigin.ACT, "2013"),
        ("dcterms:isPartOf :whole", DateOrigin.WHOLE, "2014"),
        ("dcterms:source :p", DateOrigin.PASSAGES, "2015"),
    ]
    rest = """ :act a :Talk ; :on "2013"^^xsd:gYear . :whole dcterms:issued "2014"^^xsd:gYear . :p oa:hasSource :text .
        :text :on "2015"^^xsd:gYear ."""
    for at, (_, origin, year) in enumerate(origins):
        p = turtle(":c a schema:Claim ; " + " ; ".join(reversed([part for part, *_ in origins[at:]])) + " ." + rest)
        assert said(p, "c") == (f"{year}-01-01", f"{year}-12-31", origin)


def test_several_origins_of_one_rank_make_a_stretch(turtle):
    p = turtle("""
        :c a schema:Claim ; prov:wasGeneratedBy :m, :n . :m a :Talk ; :on "2013"^^xsd:gYear . :n :on "2011"^^xsd:gYear .
        :d :x :c ; dcterms:source :p, :q, :r . :p oa:hasSource :text . :q oa:hasSource :paper . :r oa:hasSource :blank .
        :text :on "2015"^^xsd:gYear ; :revised "2017"^^xsd:gYear . :paper :on "2009"^^xsd:gYear ; :x :c .
        :e :on "1990"^^xsd:gYear .
    """)
    assert said(p, "c") == ("2011-01-01", "2013-12-31", DateOrigin.ACT)
    assert said(p, "paper") == ("2009-01-01", "2009-12-31", DateOrigin.OWN), "a cited document consists of words"
    assert said(p, "d") == ("2009-01-01", "2017-12-31", DateOrigin.PASSAGES)
    assert said(p, "m") is None and said(p, "e") is None


def test_a_document_that_is_drawn_dates_what_it_says_wherever_it_stands(turtle):
    dated = ":text :on '2015'^^xsd:gYear"
    for text in (f"{dated} ; :x :z . :b dcterms:source :p ; :age 4 .", f":b dcterms:source :p ; :x :text . {dated} ."):
        p = turtle(text + " :p oa:hasSource :text .")
        assert said(p, "b") == ("2015-01-01", "2015-12-31", DateOrigin.PASSAGES)
        assert said(p, "text") == ("2015-01-01", "2015-12-31", DateOrigin.OWN)


def test_a_drawn_document_dates_what_it_says_by_the_whole_that_it_is_part_of(turtle):
    p = turtle("""
        :text dcterms:isPartOf :issue . :issue dcterms:issued "2016"^^xsd:gYear . :b dcterms:source :p ; :age 4 .
        :p oa:hasSource :text .
    """)
    assert p.node_of["https://example.org/text"] == 0
    assert said(p, "b") == ("2016-01-01", "2016-12-31", DateOrigin.PASSAGES)


def test_an_occasion_dates_only_what_consists_of_words(turtle):
    p = turtle(':b a schema:Person ; prov:wasGeneratedBy :m . :m a :Talk ; :on "2013"^^xsd:gYear . :t :x :b .')
    assert said(p, "b") is said(p, "t") is None
    p = turtle(':b :x :m ; prov:wasGeneratedBy :m . :m :on "2013"^^xsd:gYear .')
    assert said(p, "b") is None, "nor what has no class"


def test_origins_are_said_in_words():
    assert list(ORIGIN_WORDS.values()) == [
        "when it was published", "its own date", "the date of the occasion", "the date of what it is part of",
        "the dates of the texts that say it",
    ]  # fmt: skip


def test_an_empty_source_has_no_dates_of_saying(turtle):
    assert said_dates(turtle("")).periods.spans.shape == (0, 2)


def test_the_clock_decides_which_dates_filter(bromley):
    p = bromley.projection
    session = Session(bromley)
    commands = Commands(session)
    commands.reset_filters()
    commands.filter_dates((to_days("2012"), to_days("2013")), undated=False)
    since = "Significant deterioration since 2012"
    assert since in [p.labels[n] for n in session.visible.nodes]
    commands.set_clock("said")
    assert not len(session.visible.nodes), "nothing was said in 2012"
    commands.filter_dates((to_days("2016"), to_days("2017")), undated=False)
    shown = {p.labels[n] for n in session.visible.nodes}
    assert "Significant deterioration since 2012" in shown and "Fortune: management, not money" not in shown
    facets = count_facets(p, session.view, session.visible)
    assert facets.clock == "said" and facets.dates is not None
    assert (facets.dates.low, facets.dates.high) == (to_days("2016-05-05"), to_days("2018-07-23", end=True))
    assert facets.dates.without == np.isnan(said_dates(p).periods.spans[:, 0]).sum()


def test_the_clock_alone_hides_nothing(bromley):
    view = View(clock="said")
    assert not is_filtered(view)
    assert len(see(bromley.projection, view).nodes) == bromley.projection.node_count


@given(st.integers(-400_000_000, 400_000_000))
def test_every_day_has_one_date(day: int):
    year, month, number = (int(part) for part in to_dates(day))
    assert to_day(year, month, number) == day
    assert 1 <= month <= 12 and 1 <= number <= 31
    if 1 <= year <= 9999:
        assert date(year, month, number).toordinal() - date(1970, 1, 1).toordinal() == day


def test_columns_of_dates_are_those_of_each_alone():
    days = np.arange(-1_000_000, 4_000_000, 997)
    columns = to_dates(days)
    assert (to_day(*columns) == days).all()
    assert [tuple(int(part) for part in to_dates(int(day))) for day in days[:50]] == list(
        zip(*(column[:50].tolist() for column in columns))
    )


@pytest.mark.parametrize("text", ["0000", "-0001", "-0044", "12026", "20000", "-13000"])
def test_years_outside_the_calendar_of_python_are_valid(text: str):
    first, last = interval(Literal(text, XSD + "gYear"))
    assert last - first in (365, 366)
    era = "" if int(text) > 0 else " BC"
    assert write_day(first).endswith(f"-01-01{era}") and write_day(last - 1).endswith(f"-12-31{era}")
    assert to_days(write_day(first)) == first and write_day(first).startswith(write_year(int(text)).removesuffix(era))


def test_dates_before_the_year_1_are_written_and_typed_as_people_count_them():
    assert write_day(to_days("-0099-07-12")) == "100-07-12 BC"
    for typed, kept in [("44 BC", "-0043"), ("0044-03 BC", "-0043-03"), ("1 BC", "0000"), ("12000 BC", "-11999")]:
        assert [to_days(typed), to_days(typed, end=True)] == [to_days(kept), to_days(kept, end=True)]
    for typed in ("0 BC", "-44 BC", "44 bc x", "44-02-30 BC"):
        with pytest.raises(ValueError, match="is not a date"):
            to_days(typed)


def test_the_day_before_year_0_lies_in_the_year_before_it_and_a_year_of_a_hundred_figures_in_none():
    assert interval(Literal("0000-01-01", XSD + "date"))[0] == interval(Literal("-0001-12-31", XSD + "date"))[1]
    assert interval(Literal("9999", XSD + "gYear"))[1] == interval(Literal("10000", XSD + "gYear"))[0]
    assert interval(Literal("1" * 100, XSD + "gYear")) is None
