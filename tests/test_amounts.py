"""Amounts: numbers with a currency or unit, whatever the vocabulary, and never mixed without a word."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from explorer.document import Document
from explorer.panels.column_facets import offering
from explorer.panels.details import describe_edge
from explorer.panels.facets import count_facets
from explorer.state.commands import Commands
from explorer.state.session import Session
from explorer.views.hiding.filters import Cause
from explorer.views.view import View
from explorer.views.visible import see
from graph.model.build import project
from graph.model.columns import edge_column, node_column
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
    assert title("GBP", "EUR", "gbp") == "Amounts in GBP (1 other stays)"
    assert title("per cent", "per cent", "USD") == "Amounts in USD (2 others stay)"
    p = turtle(":a :amount 1 ; :to :b . :c :amount 2 .")
    assert count_facets(p, View(), see(p, View())).amounts_title == "Amounts"


def test_a_range_of_amounts_compares_one_currency_and_leaves_the_others_alone(turtle):
    p = turtle(""":a :amount 1 ; :currency "GBP" . :b :amount 50 ; :currency "GBP" . :c :amount 50 ; :currency "EUR" .
        :d :amount 50 . :e :amount 2 ; :unit "kg" . :f :knows :a .""")
    shown = see(p, View(amounts=(0.0, 10.0))).nodes.tolist()
    assert sorted(p.iris[node][-1] for node in shown) == ["a", "c", "e", "f"]


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


PAID = """
:fund :pays :school {| :amount 2500 ; :currency "GBP" ; :role "grant" |} .
:fund :pays :club {| :amount 40 ; :currency "GBP" ; :role "gift" |} .
:shop :pays :club {| :role "gift" |} . :fund :knows :shop .
"""


def names_of(p, edges) -> set[str]:
    return {f"{p.labels[p.subject[e]]} {p.labels[p.object[e]]}" for e in edges.tolist()}


def test_amounts_of_relationships_filter_and_are_written_with_their_currency(turtle):
    p = turtle(PAID)
    facets = count_facets(p, View(), see(p, View()))
    assert (facets.amounts.low, facets.amounts.high, facets.amounts_title) == (40.0, 2500.0, "Amounts in GBP")
    visible = see(p, View(amounts=(1000.0, 9000.0)))
    assert names_of(p, visible.edges) == {"fund school", "shop club", "fund shop"}, "without an amount they stay"
    assert [line.edges for line in visible.ledger() if line.cause == Cause.AMOUNT] == [1]
    edge = next(e for e in range(p.edge_count) if p.labels[p.object[e]] == "school")
    assert ("amount", "£2,500") in {(fact.name, fact.value) for fact in describe_edge(p, visible, edge).facts}
    assert edge_column(p, "amount").texts([edge]) == ["£2,500"]


def test_a_relationship_without_dates_is_no_undated_resource(turtle):
    p = turtle(':a :pays :b {| :since "2016-04-01"^^xsd:date |} . :b :knows :c .')
    assert count_facets(p, View(), see(p, View())).dates.without == 3


@pytest.mark.parametrize(
    ("said", "amount"),
    [
        (':value 2500 ; :currency "EUR"', "€2,500"), (":value 2500", None), (":amount 4", "4"),
        (":cost 5 ; :unit <https://example.org/unit/JPY>", "¥5"), (":amountType 4", None),
        (':cost "99.90"^^<http://dbpedia.org/datatype/euro>', "€99.90"), (":amount 4 ; :cost 5", "4"),
    ],
)  # fmt: skip
def test_an_amount_of_a_relationship_is_read_as_that_of_a_resource(turtle, said, amount):
    column = edge_column(turtle(f":a :pays :b {{| {said} |}} ."), "amount")
    assert amount is column if amount is None else column.texts([0]) == [amount]


def test_values_on_relationships_are_filters_and_style(turtle):
    p, key = turtle(PAID), "remark https://example.org/role"
    session = Session(Document(None, p))
    commands = Commands(session)
    assert {offer.key: (offer.title, offer.filled, offer.out_of) for offer in finish(offering(p, View()))}[key] == (
        "Relationships by role", 3, 4,
    )  # fmt: skip
    commands.add_facet(key, "Relationships by role")
    lines = {line.label: line for line in count_facets(p, session.view, session.visible).columns[0].choices}
    assert {label: (line.shown, line.total) for label, line in lines.items()} == {
        "gift": (2, 2), "grant": (1, 1), "No value": (1, 1),
    }  # fmt: skip
    commands.toggle(key, lines["gift"].item, "gift")
    assert names_of(p, session.visible.edges) == {"fund school", "fund shop"}
    assert len(session.visible.nodes) == p.node_count
    assert [(line.cause, line.edges) for line in session.visible.ledger()] == [(Cause.VALUE, 2)]
    assert commands.style.by("colour", key, "edges") and session.view.rules[0].target == "edges"
    assert session.scene.edge_colour is not None
    commands.select_line(key, lines["grant"].item)
    assert {p.labels[node] for node in session.selection} == {"fund", "school"}
    commands.remove_facet(key, "Relationships by role")
    assert len(session.visible.edges) == p.edge_count
