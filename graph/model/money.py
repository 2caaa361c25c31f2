"""Amounts of resources and relationships in words: with their currency and thousands separators."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from functools import partial

import numpy as np

from graph.arrays.types import Floats, Mask
from graph.model.column import NUMBER, Cells, Column, Values, bare
from graph.model.projection import Attribute, Projection
from graph.named import NamedTuple
from graph.rdf.amounts import currency_of, is_amount, is_currency, is_unit, is_value, plain_number
from graph.rdf.terms import Literal, local_name
from graph.rdf.values import number, write_money, write_out
from graph.work.memo import memoized


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
            found.setdefault(int(p.subject[edge]), unit_name(p, p.iris[p.object[edge]]))
    for node, currency in _by_datatype(p):
        found.setdefault(node, currency)
    return {node: unit for node, unit in found.items() if unit}


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


@memoized
def edge_amounts(projection: Projection) -> Floats:
    """The amount of each edge (m,), the first among the statements about it, by the rules for resources; else NaN."""
    p, rows = projection, projection.edge_remarks
    predicates, owners = p.predicate_of_quad[rows.values], rows.owners
    has_unit = np.zeros(p.edge_count, bool)
    has_unit[owners[_giving(p, is_unit)[predicates]]] = True
    wanted = _giving(p, is_amount)[predicates] | (_giving(p, is_value)[predicates] & has_unit[owners])
    numbers = p.numbers_of(p.quads.object[rows.values])
    found = np.flatnonzero(wanted & ~np.isnan(numbers))[::-1]  # backwards, so that the first one wins
    out = np.full(p.edge_count, np.nan)
    out[owners[found]] = numbers[found]
    return out


def unit_at(projection: Projection, node: int) -> str:
    """The currency or unit of the amount of a node, "" for none."""
    return _currencies(projection).get(node, "")


@memoized
def edge_currencies(projection: Projection) -> dict[int, str]:
    """The currency or unit of each edge with an amount that has one: named beside it, else its datatype."""
    named, typed = dict[int, str](), dict[int, str]()
    for edge in np.flatnonzero(~np.isnan(edge_amounts(projection))).tolist():
        for remark in projection.remarks(edge):
            value = remark.value
            if is_unit(projection.predicates[remark.predicate].iri):
                unit = value.value.strip() if isinstance(value, Literal) else unit_name(projection, value)
                named.setdefault(edge, unit)
            elif isinstance(value, Literal) and (money := currency_of(value.datatype)):
                typed.setdefault(edge, money)
    return {edge: unit for edge, unit in (typed | named).items() if unit}


def unit_name(projection: Projection, iri: str) -> str:
    """A unit that is a resource: its ISO 4217 code, where its IRI ends in one, or its label."""
    name = local_name(iri)
    return name if len(name) == 3 and name.isupper() else projection.name_of(iri)


def _giving(projection: Projection, test: Callable[[str], bool]) -> Mask:
    """Predicates that pass a test of their IRI, shape (p,)."""
    return np.array([test(info.iri) for info in projection.predicates], bool)


class Compared(NamedTuple):
    """Amounts that can be compared: of nodes (n,) and edges (m,), all in one ``unit`` ("" if none is named).

    Amounts in ``others`` units are NaN here. An amount without a unit is taken to be in that of the others.
    """

    unit: str
    nodes: Floats
    edges: Floats
    others: int


@memoized
def compared(projection: Projection) -> Compared:
    """The amounts in the unit of most of them; a currency goes before any other unit."""
    of_nodes, of_edges = _currencies(projection), edge_currencies(projection)
    counts = Counter(map(_plain, (*of_nodes.values(), *of_edges.values())))
    unit = min(counts, key=lambda one: (not is_currency(one), -counts[one], one), default="")

    def same(values: Floats, units: dict[int, str]) -> Floats:
        out = values.copy()
        out[[place for place, one in units.items() if _plain(one) != unit]] = np.nan
        return out

    nodes, edges = same(projection.amounts, of_nodes), same(edge_amounts(projection), of_edges)
    return Compared(unit, nodes, edges, counts.total() - counts[unit])


def _plain(unit: str) -> str:
    """A unit as it is compared: currencies in capitals."""
    return unit.upper() if is_currency(unit.upper()) else unit


def amounts_title(projection: Projection) -> str:
    """“Amounts in GBP”, or “Amounts in GBP (6 others stay)”: a range compares what can be compared."""
    unit, _, _, others = compared(projection)
    stay = f" ({others:,} other{' stays' if others == 1 else 's stay'})" if others else ""
    return f"Amounts in {unit}{stay}" if others or (unit and common_currency(projection)) else "Amounts"


def amount_words(projection: Projection, node: int) -> str:
    """The amount of a node with its currency: “£7,250,000”; "" if it has no amount."""
    value = float(projection.amounts[node])
    return "" if np.isnan(value) else write_money(value, _currencies(projection).get(node, ""))


def common_currency(projection: Projection) -> str:
    """The currency that all amounts have, "" if they have several or one has none."""
    said = [*_currencies(projection).values(), *edge_currencies(projection).values()]
    amounts = np.concatenate((projection.amounts, edge_amounts(projection)))
    return said[0] if len(set(said)) == 1 and len(said) == np.count_nonzero(~np.isnan(amounts)) else ""


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
    return _in_words(attribute.value, predicate, projection.amounts[node], _currencies(projection).get(node, ""))


def remark_in_words(projection: Projection, edge: int, predicate: str, value: Literal) -> str:
    """The value of a statement about a statement, likewise."""
    return _in_words(value, predicate, edge_amounts(projection)[edge], edge_currencies(projection).get(edge, ""))


def _in_words(literal: Literal, predicate: str, amount: float, currency: str) -> str:
    value = number(literal)
    value = plain_number(literal) if value is None else value
    is_it = currency and value == amount and (is_amount(predicate) or is_value(predicate))
    return write_money(amount, currency) if is_it else write_out(literal, predicate)


def amount_column(projection: Projection) -> Column:
    """The column of amounts of resources, each with its currency."""
    return _column(projection.amounts, lambda: _currencies(projection))


def edge_amount_column(projection: Projection) -> Column:
    """The column of amounts of relationships, each with its currency."""
    return _column(edge_amounts(projection), lambda: edge_currencies(projection))


def _column(amounts: Floats, currencies: Callable[[], dict[int, str]]) -> Column:
    rows = np.flatnonzero(~np.isnan(amounts))

    def make() -> Cells:
        places: dict[tuple[float, str], int] = {}
        first = np.full(len(amounts), -1, np.int32)
        for row in rows.tolist():
            key = float(amounts[row]), currencies().get(row, "")
            first[row] = places.setdefault(key, len(places))
        known = list(places)
        numbers = np.array([value for value, _ in known], np.float64)
        write = partial(_write, tuple(known))
        return Cells(Values(len(known), write=write, numbers=numbers), first)

    return Column("amount", "Amount", NUMBER, len(rows), make)


def _write(known: tuple[tuple[float, str], ...], place: int) -> tuple[str, str]:
    value, currency = known[place]
    return write_money(value, currency), bare(value)
