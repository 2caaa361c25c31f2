"""Amounts: numbers with a currency or unit, whatever the vocabulary, and never mixed without a word."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from explorer.panels.facets import count_facets
from explorer.views.view import View
from explorer.views.visible import see
from graph.model.build import project
from graph.model.columns import node_column
from graph.model.money import amount_words
from graph.rdf.amounts import is_amount
from graph.reading.read import read_bytes
from graph.work.progress import finish

CASES = Path(__file__).parents[2] / "shared" / "cases"


def words(p, name: str) -> str:
    return amount_words(p, p.node_of[f"https://example.org/{name}"])


@pytest.mark.parametrize(
    ("said", "amount"),
    [
        (':amountAwarded 2500 ; :currency "GBP"', "£2,500"),
        (':value 2500 ; :currency "EUR"', "€2,500"),
        ('rdf:value 12.5 ; :unit "kg"', "12.50 kg"),
        (':price "12.50" ; schema:priceCurrency "USD"', "$12.50"),
        (':grossAmount "7,250,000" ; :currencyCode "GBP"', "£7,250,000"),
        (':cost "99.90"^^<http://dbpedia.org/datatype/euro>', "€99.90"),
        (':budget "5000"^^<https://example.org/money#CHF>', "CHF 5,000"),
        (":hasCurrencyValue 3 ; :hasCurrency <https://example.org/currency/JPY>", "¥3"),
        (":amount 4", "4"),
        (":value 4", ""), (":amountType 4", ""), (":discount 4", ""), (':price "ask us"', ""),
    ],
)  # fmt: skip
def test_an_amount_is_read_with_the_currency_beside_it(turtle, said, amount):
    assert words(turtle(f":x {said} ; :knows :y ."), "x") == amount


def test_the_range_of_amounts_says_which_currencies_it_compares(turtle):
    def title(*currencies: str) -> str:
        rows = (f':a{i} :amount {i + 1} ; :currency "{currency}" ; :to :b .' for i, currency in enumerate(currencies))
        p = turtle(" ".join(rows))
        return count_facets(p, View(), see(p, View())).amounts_title

    assert title("GBP", "GBP") == "Amounts in GBP"
    assert title("GBP", "EUR", "gbp") == "Amounts in EUR and GBP, not converted"
    assert title("GBP", "EUR", "USD", "JPY") == "Amounts in 4 units, not converted"
    p = turtle(":a :amount 1 ; :to :b . :c :amount 2 .")
    assert count_facets(p, View(), see(p, View())).amounts_title == "Amounts"


def test_the_column_of_amounts_writes_each_with_its_own_currency(turtle):
    p = turtle(':a :amount 1000 ; :currency "GBP" . :b :amount 1000 ; :currency "EUR" . :c :amount 1000 .')
    assert sorted(node_column(p, "amount").texts(range(p.node_count))) == ["1,000", "£1,000", "€1,000"]


@pytest.mark.parametrize("name", ["priceCurrency", "amountDate", "costCentre", "feed", "pricey", "budgetCode"])
def test_what_only_begins_or_ends_like_an_amount_is_none(name):
    assert not is_amount(f"https://example.org/{name}")


@pytest.mark.skipif(not CASES.is_dir(), reason="the shared cases are not beside this checkout")
def test_amounts_of_the_shared_cases():
    p = finish(project(read_bytes((CASES / "rdfvalue.ttl").read_bytes(), "rdfvalue.ttl").quads))
    said = {amount_words(p, node) for node in np.flatnonzero(~np.isnan(p.amounts)).tolist()}
    assert said == {"£2,500,000", "€1,250,000"}
