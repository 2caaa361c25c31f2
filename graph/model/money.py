"""Amounts in words: with their currency and thousands separators, in facts, columns and sentences."""

from __future__ import annotations

from functools import partial

import numpy as np

from graph.model.column import NUMBER, Cells, Column, Values, bare
from graph.model.projection import Attribute, Projection
from graph.rdf.terms import local_name
from graph.rdf.values import number, write_money, write_out
from graph.work.memo import memoized

AMOUNT_NAMES = frozenset({"amount", "price", "cost", "budget", "totalAmount", "amountPaid", "grossAmount", "netAmount"})
"""Local names of predicates whose numbers are amounts."""
_CURRENCY_NAMES = frozenset({"currency", "priceCurrency", "currencyCode"})


@memoized
def _currencies(projection: Projection) -> dict[int, str]:
    """The currency of each node with an amount that gives one, the first in reading order."""
    p = projection
    naming = [i for i, info in enumerate(p.predicates) if local_name(info.iri) in _CURRENCY_NAMES]
    if not naming:
        return {}
    rows = p.node_attributes
    mine = np.isin(p.predicate_of_term[p.quads.predicate[rows.values]], naming)
    found: dict[int, str] = {}
    for node, row in zip(rows.owners[mine].tolist(), rows.values[mine].tolist()):
        if not np.isnan(p.amounts[node]):
            found.setdefault(node, str(getattr(p.quads.terms[p.quads.object[row]], "value", "")).strip())
    return found


def amount_words(projection: Projection, node: int) -> str:
    """The amount of a node with its currency: “£7,250,000”; "" if it has no amount."""
    value = float(projection.amounts[node])
    return "" if np.isnan(value) else write_money(value, _currencies(projection).get(node, ""))


def common_currency(projection: Projection) -> str:
    """The currency that all amounts have, "" if they have several or one has none."""
    currencies = _currencies(projection)
    said = set(currencies.values())
    return said.pop() if len(said) == 1 and len(currencies) == np.count_nonzero(~np.isnan(projection.amounts)) else ""


def name_in_sentence(projection: Projection, node: int) -> str:
    """The name of a node in a sentence about relationships: a sum of money is called by its amount.

    “£7,250,000” for a sum whose name is itself an amount, “£1,000 (Contract 7)” for another one.
    """
    label = projection.labels[node]
    if projection.kind(node) != "money" or node not in _currencies(projection):
        return label
    amount = amount_words(projection, node)
    is_amount = (label[:1] == amount[:1] and not label[:1].isalpha()) or label.replace(",", "").startswith(amount[:4])
    return amount if is_amount else f"{amount} ({label})"


def value_in_words(projection: Projection, node: int, attribute: Attribute) -> str:
    """The value of an attribute as a reader would write it; an amount has its currency."""
    predicate = projection.predicates[attribute.predicate].iri
    name = local_name(predicate)
    is_amount = name in AMOUNT_NAMES or name == "value"
    if is_amount and node in _currencies(projection) and number(attribute.value) == projection.amounts[node]:
        return amount_words(projection, node)
    return write_out(attribute.value, predicate)


def amount_column(projection: Projection) -> Column:
    """The column of amounts, each with its currency."""
    p = projection
    rows = np.flatnonzero(~np.isnan(p.amounts))

    def make() -> Cells:
        places: dict[tuple[float, str], int] = {}
        first = np.full(p.node_count, -1, np.int32)
        for node in rows.tolist():
            key = float(p.amounts[node]), _currencies(p).get(node, "")
            first[node] = places.setdefault(key, len(places))
        known = list(places)
        numbers = np.array([value for value, _ in known], np.float64)
        write = partial(_write, tuple(known))
        return Cells(Values(len(known), write=write, numbers=numbers), first)

    return Column("amount", "Amount", NUMBER, len(rows), make)


def _write(known: tuple[tuple[float, str], ...], place: int) -> tuple[str, str]:
    value, currency = known[place]
    return write_money(value, currency), bare(value)
