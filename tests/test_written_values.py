"""Values as a reader writes them: numbers, years, identifiers, durations."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from explorer.panels.cards import card_text
from explorer.panels.details import describe_edge, describe_node
from explorer.panels.paths.search import Question, find_routes
from explorer.pictures.look.sentences import RuleWords
from explorer.views.view import View
from explorer.views.visible import see
from graph.model.build import project
from graph.model.columns import node_column
from graph.rdf.terms import XSD, Literal
from graph.rdf.values import write_money, write_out, write_value
from graph.reading.read import read_bytes
from graph.work.progress import finish

NOTHING = finish(project(read_bytes(b"<urn:a> <urn:b> <urn:c> .", "a.nt").quads))


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


NAMED = (
    "year",
    "yearOfBirth",
    "birth_year",
    "releaseYear",
    "id",
    "ids",
    "companyID",
    "idOfPayment",
    "isbn",
    "house_number",
)
DATED = ("since", "until", "born", "founded", "yearBorn")
COUNTED = ("population", "numberOfChildren", "incomePerYear", "yearCount", "amount", "grid", "video", "idiom", "price")
PLACES = ("https://example.org/{}", "https://example.org/terms#{}", "{}")


@given(st.integers(0, 10**12), st.sampled_from(NAMED), st.sampled_from(PLACES))
def test_years_and_identifiers_never_get_separators_wherever_they_are_written(value, name, place) -> None:
    said = (
        write_out(integer(str(value)), place.format(name)),
        write_value(float(value), place.format(name)),
        RuleWords(NOTHING).number(f"attribute {place.format(name)}", float(value), "nodes"),
    )
    assert set(said) == {str(value)}


@given(st.integers(1000, 2999), st.sampled_from(DATED), st.sampled_from(PLACES))
def test_four_digits_that_date_something_are_a_year(value, name, place) -> None:
    assert (
        write_out(integer(str(value)), place.format(name))
        == write_value(float(value), place.format(name))
        == str(value)
    )


@given(st.integers(10_000, 10**12), st.sampled_from((*COUNTED, "since")), st.sampled_from(PLACES))
def test_numbers_that_count_have_separators(value, name, place) -> None:
    said = write_out(integer(str(value)), place.format(name))
    assert said == write_value(float(value), place.format(name)) == f"{value:,}"


@given(st.integers(-(10**9), 10**9), st.sampled_from(("GBP", "EUR", "CHF", "£", "")))
def test_a_sum_has_its_currency_and_separators_and_no_pennies_that_are_none(value, currency) -> None:
    said = write_money(float(value), currency)
    assert int(re.sub(r"[^0-9-]", "", said)) == value and "." not in said
    assert said.count(",") == (len(str(abs(value))) - 1) // 3
    sign = {"GBP": "£", "EUR": "€", "CHF": "CHF "}.get(currency, currency)
    assert said.removeprefix("-").startswith(sign)


def test_pennies_are_written_with_two_digits() -> None:
    assert write_money(-1234.5, "GBP") == "-£1,234.50" and write_money(0.05, "usd") == "$0.05"


MONEY = """
    :m1 a schema:MonetaryAmount ; skos:prefLabel "£7.25m extra" ; schema:value 7250000.00 ; schema:currency "GBP" .
    :m2 a schema:Invoice ; skos:prefLabel "Contract 7" ; schema:price 1000 ; schema:priceCurrency "GBP" .
    :m3 a schema:Invoice ; skos:prefLabel "Contract 8" ; schema:price 2000 .
    :paid skos:prefLabel "paid by" . :m1 :paid :council . :m2 :paid :council . :m3 :paid :council .
    :council skos:prefLabel "Council" ; :since 1990 ; :id 12345678 .
"""


def test_a_sum_is_called_by_its_amount_in_sentences_facts_cards_and_the_table(turtle) -> None:
    p = turtle(MONEY)
    node = {iri.rpartition("/")[2]: i for i, iri in enumerate(p.iris)}
    visible = see(p, View())
    titles = [describe_edge(p, visible, int(p.edges_of[node[name]][0])).title for name in ("m1", "m2", "m3")]
    assert titles == [
        "£7,250,000 — paid by → Council", "£1,000 (Contract 7) — paid by → Council", "Contract 8 — paid by → Council",
    ]  # fmt: skip
    question = Question("all", 2)
    answer = finish(find_routes(p, visible, [(node["m1"], node["m2"])], question))
    assert answer.routes[0].sentence == "£7,250,000 — paid by → Council ← paid by — £1,000 (Contract 7)"
    facts = {fact.name: fact.value for fact in describe_node(p, visible, node["m1"]).facts}
    assert facts["value"] == "£7,250,000"
    assert "price: £1,000" in card_text(p, node["m2"]).lines
    column = node_column(p, "amount")
    assert column.texts([node["m1"], node["m2"], node["m3"]]) == ["£7,250,000", "£1,000", "2,000"]
    assert column.texts([node["m1"]], raw=True) == ["7250000"] and column.numbers[node["m1"]] == 7_250_000
    facts = {fact.name: fact.value for fact in describe_node(p, visible, node["council"]).facts}
    assert (facts["since"], facts["id"]) == ("1990", "12345678")


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
