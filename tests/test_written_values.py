"""Values as a reader writes them: numbers, years, identifiers, durations."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph.rdf.terms import XSD, Literal
from graph.rdf.values import write_out


def integer(text: str) -> Literal:
    return Literal(text, XSD + "integer", "")


@pytest.mark.parametrize(
    ("predicate", "text"),
    [
        ("https://example.org/population", "12,345,678"),
        ("https://example.org/numberOfChildren", "12,345,678"),
        ("https://example.org/grid", "12,345,678"),
        ("", "12,345,678"),
        ("https://example.org/id", "12345678"),
        ("https://example.org/companyID", "12345678"),
        ("https://example.org/house_number", "12345678"),
        ("http://purl.org/dc/terms/identifier", "12345678"),
        ("https://example.org/releaseYear", "12345678"),
    ],
)
def test_numbers_are_grouped_unless_they_name_something(predicate: str, text: str) -> None:
    assert write_out(integer("12345678"), predicate) == text


def test_the_year_2001_is_no_two_thousand_and_one() -> None:
    assert write_out(integer("2001"), "https://example.org/year") == "2001"
    assert write_out(Literal("2001", XSD + "gYear", "")) == "2001"


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("P1Y", "1 year"),
        ("P3M", "3 months"),
        ("P1Y2M3DT4H1M1.5S", "1 year, 2 months, 3 days, 4 hours, 1 minute, 1.5 seconds"),
        ("-P2D", "minus 2 days"),
        ("P", "P"),
        ("P1YT", "P1YT"),
        ("soon", "soon"),
    ],
)
def test_durations_are_written_in_words(text: str, words: str) -> None:
    assert write_out(Literal(text, XSD + "duration", "")) == words


@given(st.text(alphabet="PYMDTHS-.0123456789", max_size=30))
def test_anything_else_that_is_called_a_duration_stays_as_it_is(text: str) -> None:
    said = write_out(Literal(text, XSD + "duration", ""))
    assert said == text or any(unit in said for unit in ("year", "month", "day", "hour", "minute", "second"))
