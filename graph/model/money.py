"""Amounts in words: with their currency and thousands separators, in facts, columns and sentences."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

import numpy as np

from graph.model.column import NUMBER, Cells, Column, Values, bare
from graph.model.projection import Attribute, Projection
from graph.rdf.amounts import currency_of, is_amount, is_unit, is_value, plain_number
from graph.rdf.terms import local_name
from graph.rdf.values import number, write_money, write_out
from graph.work.memo import memoized

_FEW_UNITS = 3


@memoized
def _currencies(projection: Projection) -> dict[int, str]:
    """The currency or unit of each node with an amount that has one, the first in reading order.

    It is named beside the amount, by a text or a resource, or is the datatype of the amount.
    """
    p = projection
    naming = [i for i, info in enumerate(p.predicates) if is_unit(info.iri)]
    found: dict[int, str] = {}
    rows = p.node_attributes
    mine = np.isin(p.predicate_of_quad[rows.values], naming)
    for node, row in zip(rows.owners[mine].tolist(), rows.values[mine].tolist()):
        if not np.isnan(p.amounts[node]):
            found.setdefault(node, str(getattr(p.quads.terms[p.quads.object[row]], "value", "")).strip())
    for edge in np.flatnonzero(np.isin(p.predicate, naming)).tolist():
        if not np.isnan(p.amounts[p.subject[edge]]):
            found.setdefault(int(p.subject[edge]), _unit(p, int(p.object[edge])))
    for node, currency in _by_datatype(p):
        found.setdefault(node, currency)
    return {node: unit for node, unit in found.items() if unit}


def _unit(projection: Projection, node: int) -> str:
    """A unit that is a resource: its ISO 4217 code, where its IRI ends in one, or its label."""
    name = local_name(projection.iris[node])
    return name if len(name) == 3 and name.isupper() else projection.labels[node]


def _by_datatype(projection: Projection) -> Iterator[tuple[int, str]]:
    """Nodes whose amount has a datatype of money, and its currency."""
    p = projection
    terms = p.quads.terms
    known = {int(t): currency_of(terms[t].datatype.value) for t in p.valued.tolist() if hasattr(terms[t], "datatype")}
    money = [t for t, currency in known.items() if currency]
    if not money:
        return
    rows = p.node_attributes
    mine = np.isin(p.quads.object[rows.values], money)
    for node, row in zip(rows.owners[mine].tolist(), rows.values[mine].tolist()):
        if not np.isnan(p.amounts[node]):
            yield node, known[int(p.quads.object[row])]


def amounts_title(projection: Projection) -> str:
    """“Amounts in GBP”, or “Amounts in EUR and GBP, not converted”, since a range compares their numbers."""
    units = sorted({unit.upper() if len(unit) == 3 else unit for unit in _currencies(projection).values()})
    if len(units) < 2:
        return f"Amounts in {units[0]}" if units and common_currency(projection) else "Amounts"
    named = f"{', '.join(units[:-1])} and {units[-1]}" if len(units) <= _FEW_UNITS else f"{len(units)} units"
    return f"Amounts in {named}, not converted"


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
    value = number(attribute.value)
    value = plain_number(attribute.value) if value is None else value
    gives = is_amount(predicate) or is_value(predicate)
    if gives and node in _currencies(projection) and value == projection.amounts[node]:
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
