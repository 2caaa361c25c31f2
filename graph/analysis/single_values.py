"""Values that cannot both be, and values that say the same less exactly.

A property has one value, so that two of a subject that cannot both be contradict each other:

1. where the user says so;
2. where the data, or shapes to check them by, say so: ``owl:FunctionalProperty``, or ``sh:maxCount 1`` for the
   instances of the shape's class;
3. where at least :data:`MOST` in ten of its subjects have one value. This is learnt for dates, numbers and ratings.

Dates and numbers are compared as far as they are given: two contradict each other when their ranges do not meet. Of
ranges on a line, some two do not meet exactly if the largest beginning lies after the smallest end. So the result does
not depend on order, and a value never contradicts one that contains it. Values of which the data speak without
asserting them, as those of a statement of its own, are compared with the others, and nothing is learnt from them.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

import numpy as np
from pyoxigraph import Literal as OxLiteral
from pyoxigraph import Triple

from graph.analysis.disagreement_kinds import Chosen, Disagreement, Kind, Property
from graph.arrays.csr import distinct, tally
from graph.arrays.types import Ints, Mask
from graph.model.periods import gives_date
from graph.model.projection import Owner, Projection
from graph.model.sorting.roles import Role
from graph.model.unasserted import claims, value_of
from graph.named import NamedTuple
from graph.rdf.amounts import currency_of, is_amount
from graph.rdf.source import Quads
from graph.rdf.terms import OWL, RDF, SH, SKOS, local_name, to_iri, to_literal
from graph.work.memo import memoized

MOST = 9
"""A property has one value if at least this many in ten of its subjects have one."""
_JUDGING = re.compile(r"(?:.*[a-z_])?(?:[rR]ating|[gG]rade|[sS]core|[vV]erdict|[jJ]udge?ment)(?:Value)?")
"""Predicates of ratings, by their local name."""
_SAME = frozenset((OWL + "sameAs", SKOS + "exactMatch", SKOS + "closeMatch"))
_WIDER = frozenset((SKOS + "broader", SKOS + "broaderTransitive", SKOS + "broadMatch"))


class _Values(NamedTuple):
    """Quads that give values to nodes: pairs of a node and a predicate with ``times`` values each, by ``keys``.

    ``rows`` (r,) are quads and ``pair`` (r,) the place of each in ``keys``; a key is node × predicates + predicate.
    """

    rows: Ints
    pair: Ints
    keys: Ints
    times: Ints
    nodes: Ints
    predicates: Ints


@memoized
def _values(projection: Projection) -> _Values:
    return _values_of(projection, _comparable(projection))


def _values_of(projection: Projection, wanted: Mask) -> _Values:
    """The values that some predicates (p + 1,) give."""
    p = projection
    end, size = len(p.stated), max(len(p.predicates), 1)
    role, kind = p.role[:end], p.owner_kind[:end]
    is_value = (role <= Role.ATTRIBUTE) & (kind != Owner.NONE) & p.is_first[:end]
    rows = np.flatnonzero(is_value & (p.order.place[:end] == 0) & wanted[p.predicate_of_quad[:end]])
    nodes, is_edge = p.owner[rows].astype(np.int64), kind[rows] == Owner.EDGE
    nodes[is_edge] = p.subject[nodes[is_edge]]
    keys, pair, times = tally(nodes * size + p.predicate_of_quad[rows], p.node_count * size)
    return _Values(rows, pair, keys, times, keys // size, keys % size)


def _with_claims(projection: Projection, values: _Values, comparable: Mask) -> _Values:
    """``values`` with those that the source speaks of and does not assert, of some predicates (p + 1,)."""
    size = max(len(projection.predicates), 1)
    more = [each for each in claims(projection).values() if comparable[each.predicate]]
    if not more:
        return values
    rows = np.concatenate((values.rows, [each.row for each in more])).astype(np.int64)
    every = np.concatenate((values.keys[values.pair], [each.node * size + each.predicate for each in more]))
    keys, pair, times = tally(every.astype(np.int64), projection.node_count * size)
    return _Values(rows, pair, keys, times, keys // size, keys % size)


@memoized
def _comparable(projection: Projection) -> Mask:
    """Predicates (p + 1,) whose values can contradict each other: dates, numbers, ratings, and those declared single.

    The last is for quads without a predicate.
    """
    p, quads = projection, projection.stated
    has_value = np.zeros(len(p.quads.terms), bool)
    has_value[p.valued] = True
    out = np.zeros(len(p.predicates) + 1, bool)
    out[p.predicate_of_quad[: len(quads)][has_value[quads.object]]] = True
    out[[i for i, info in enumerate(p.predicates) if _gives(info.iri)]] = True
    out[[predicate for predicate, _ in _declared(p)]] = True
    out[-1] = False
    return out


@memoized
def properties(projection: Projection) -> tuple[Property, ...]:
    """Every predicate with values, in order of id; a predicate counts as learnt if its values can be compared."""
    every = np.arange(len(projection.predicates) + 1) < len(projection.predicates)
    subjects, several = _counts(projection, _values_of(projection, every))
    declared, comparable = {predicate for predicate, _ in _declared(projection)}, _comparable(projection)
    single = _mostly_one(subjects, several)
    return tuple(
        Property(i, int(subjects[i]), int(several[i]), i in declared, bool(single[i] and comparable[i]))
        for i in np.flatnonzero(subjects).tolist()
    )


def _counts(projection: Projection, values: _Values) -> tuple[Ints, Ints]:
    """The number of subjects of each predicate (p,), and of those with several values."""
    size = len(projection.predicates)
    several = np.bincount(values.predicates[values.times > 1], minlength=size)
    return np.bincount(values.predicates, minlength=size), several


def _mostly_one(subjects: Ints, several: Ints) -> Mask:
    """True for predicates (p,) of which at least :data:`MOST` in ten subjects have one value."""
    return np.asarray(10 * (subjects - several) >= MOST * subjects)


@memoized
def _declared(projection: Projection) -> list[tuple[int, str]]:
    """Predicates that the data say have one value, each with the class of its subjects, "" for all."""
    return _in(projection, declared_in(projection.stated))


def _in(projection: Projection, declared: Iterable[tuple[str, str]]) -> list[tuple[int, str]]:
    """Declared predicates by their ids; those that the projection lacks are left out."""
    of = {info.iri: i for i, info in enumerate(projection.predicates)}
    return [(of[iri], target) for iri, target in declared if iri in of]


def declared_in(quads: Quads) -> tuple[tuple[str, str], ...]:
    """The IRIs of predicates that some data or shapes say have one value, each with the class of its subjects, "" for
    all."""
    terms = quads.terms
    ids = {to_iri(terms[t]): t for t in distinct(quads.predicate).tolist()}

    def pairs(iri: str) -> Iterator[tuple[int, int]]:
        rows = np.flatnonzero(quads.predicate == ids.get(iri, -1))
        return zip(quads.subject[rows].tolist(), quads.object[rows].tolist())

    functional = OWL + "FunctionalProperty"
    found = [(to_iri(terms[s]), "") for s, o in pairs(RDF + "type") if to_iri(terms[o]) == functional]
    if SH + "maxCount" in ids:
        ones = {s for s, o in pairs(SH + "maxCount") if getattr(terms[o], "value", "") == "1"}
        paths = {s: to_iri(terms[o]) for s, o in pairs(SH + "path") if s in ones}
        targets: dict[int, list[str]] = {}
        for shape, value in pairs(SH + "targetClass"):
            targets.setdefault(shape, []).append(to_iri(terms[value]))
        found += [(path, target) for shape, path in paths.items() for target in targets.get(shape, ())]
        for shape, part in pairs(SH + "property"):
            if part in paths:
                found += [(paths[part], target) for target in targets.get(shape, [to_iri(terms[shape])])]
    return tuple(dict.fromkeys(found))


def _gives(predicate: str) -> bool:
    """True for predicates of amounts, dates and ratings by their local name."""
    return is_amount(predicate) or gives_date(local_name(predicate)) or _is_judging(predicate)


def _is_judging(predicate: str) -> bool:
    return _JUDGING.fullmatch(local_name(predicate)) is not None


def of_values(projection: Projection, chosen: Chosen) -> Iterator[Disagreement]:
    """Pairs of a node and a property with several values that contradict each other, or agree."""
    p, values, size = projection, _values(projection), len(projection.predicates)
    comparable, sure = _comparable(p), np.zeros(size, bool)
    declared = [*_declared(p), *_in(p, chosen.declared)]
    sure[[*chosen.single, *(predicate for predicate, _ in declared)]] = True
    if (sure & ~comparable[:-1]).any():
        comparable = np.append(comparable[:-1] | sure, False)
        values = _values_of(p, comparable)
    learnt = _mostly_one(*_counts(p, values))
    values = _with_claims(p, values, comparable)
    is_sure = np.isin(values.predicates, list(chosen.single))
    classes = {info.iri: i for i, info in enumerate(p.classes)}
    for predicate, target in declared:
        mine = values.predicates == predicate
        if target:
            mine &= p.in_any_class([classes[target]])[values.nodes] if target in classes else False
        is_sure |= mine
    several = np.isin(values.predicates, list(chosen.several))
    wanted = np.flatnonzero((values.times > 1) & (is_sure | learnt[values.predicates]) & ~several)
    if not len(wanted):
        return
    place = np.full(len(values.keys), -1, np.int64)
    place[wanted] = np.arange(len(wanted))
    of_row = place[values.pair]
    rows, which = values.rows[of_row >= 0], of_row[of_row >= 0]
    compared = _Compared(p, rows, which, values.predicates[wanted])
    judging = np.array([_is_judging(info.iri) for info in p.predicates], bool)
    strict = is_sure[wanted] | judging[values.predicates[wanted]]
    apart, alike = compared.verdicts()
    order = np.argsort(which, kind="stable")
    starts = np.searchsorted(which[order], np.arange(len(wanted) + 1))
    for i, pair in enumerate(wanted.tolist()):
        if not (apart[i] or strict[i] or alike[i]):
            continue
        own = order[starts[i] : starts[i + 1]]
        mine = rows[own]
        is_apart = bool(apart[i]) or (bool(strict[i]) and _differ(p, mine[~compared.given[own]]))
        if is_apart or alike[i]:
            kind = Kind.AGREEMENT if not is_apart else Kind.UPDATE if _at_other_times(p, mine) else Kind.CONTRADICTION
            yield Disagreement(kind, int(values.nodes[pair]), int(values.predicates[pair]), tuple(mine.tolist()))


class _Compared:
    """Ranges of quads (r,) of pairs ``which`` (r,), of k pairs: those of dates where their predicate gives dates."""

    def __init__(self, projection: Projection, rows: Ints, which: Ints, predicates: Ints) -> None:
        p, terms = projection, projection.quads.terms
        objects = p.quads.object[rows]
        self.which, self.count = which, len(predicates)
        spans, numbers = p.spans_of(objects), p.numbers_of(objects)
        dating = np.zeros(len(p.predicates), bool)
        dating[predicates[which[np.isnan(numbers) & ~np.isnan(spans[:, 0])]]] = True
        is_date = dating[predicates[which]]
        low = np.where(is_date, spans[:, 0], numbers)
        ends = np.where(spans[:, 1] > spans[:, 0], np.nextafter(spans[:, 1], -np.inf), spans[:, 1])
        high = np.where(is_date, ends, numbers)
        from graph.analysis.exactness import date_in_words, number_in_words  # late: few values may disagree

        units: dict[str, int] = {"": 0}
        unit = np.zeros(len(rows), np.int64)
        for i, term in enumerate(objects.tolist()):
            literal = terms[term].object if isinstance(terms[term], Triple) else terms[term]
            if not isinstance(literal, OxLiteral):
                continue
            if np.isnan(low[i]):
                said = (date_in_words if is_date[i] else number_in_words)(literal.value)
                low[i], high[i] = (said.low, said.high) if said else (np.nan, np.nan)
                unit[i] = units.setdefault(said.unit, len(units)) if said else 0
            if not unit[i] and (money := currency_of(literal.datatype.value)):
                unit[i] = units.setdefault(money, len(units))
        self.low, self.high, self.unit = low, high, unit
        self.given: Mask = ~np.isnan(low)

    def verdicts(self) -> tuple[Mask, Mask]:
        """Pairs (k,) of which two ranges do not meet, and those with different ranges that all meet.

        Only ranges in one unit are compared. One without a unit is in that of the others, where these have one alone.
        """
        first, last = np.full(self.count, np.iinfo(np.int64).max), np.zeros(self.count, np.int64)
        named = self.given & (self.unit > 0)
        np.minimum.at(first, self.which[named], self.unit[named])
        np.maximum.at(last, self.which[named], self.unit[named])
        unit = np.where((self.unit == 0) & (first == last)[self.which], last[self.which], self.unit)
        size = int(unit.max(initial=0)) + 1
        groups, place, _ = tally(self.which[self.given] * size + unit[self.given], self.count * size)
        low, high = self.low[self.given], self.high[self.given]
        begin, end = np.full(len(groups), -np.inf), np.full(len(groups), np.inf)
        np.maximum.at(begin, place, low)
        np.minimum.at(end, place, high)
        differs = np.zeros(len(groups), bool)
        differs[place[(low != begin[place]) | (high != end[place])]] = True
        apart, alike = np.zeros(self.count, bool), np.zeros(self.count, bool)
        apart[groups[begin > end] // size] = True
        alike[groups[differs] // size] = True
        return apart, alike & ~apart


def _differ(projection: Projection, rows: Ints) -> bool:
    """True if two values of these quads that are no range differ: texts in one language, or resources."""
    terms = [value_of(projection, row) for row in rows.tolist()]
    literals = [to_literal(term) for term in terms if isinstance(term, OxLiteral)]
    texts = {(" ".join(value.value.casefold().split()), value.language) for value in literals}
    if len(texts) > len({language for _, language in texts}):
        return True
    nodes = [projection.node_of.get(to_iri(term), -1) for term in terms if not isinstance(term, OxLiteral)]
    nodes = [node for node in nodes if node >= 0]
    if len(nodes) < 2:
        return False
    reaches = [_wider(projection, node) for node in nodes]
    return any(
        b not in reaches[i] and a not in reaches[j] for i, a in enumerate(nodes) for j, b in enumerate(nodes) if i < j
    )


def _wider(projection: Projection, node: int) -> set[int]:
    """A resource with those that are the same, and all broader ones."""
    p, found, waiting = projection, {node}, [node]
    while waiting:
        one = waiting.pop()
        for edge in p.edges_of[one].tolist():
            iri, ends = p.predicates[p.predicate[edge]].iri, (int(p.subject[edge]), int(p.object[edge]))
            if iri in _SAME or (iri in _WIDER and ends[0] == one):
                other = ends[1] if ends[0] == one else ends[0]
                if other not in found:
                    found.add(other)
                    waiting.append(other)
    return found


def _at_other_times(projection: Projection, rows: Ints) -> bool:
    """True if all values are relationships whose own dates lie apart: the value changed."""
    p = projection
    if not len(p.edge_remarks.values) or (p.owner_kind[rows] != Owner.EDGE).any():
        return False
    from graph.model.edge_periods import edge_periods  # late: few values disagree

    spans = edge_periods(p).spans[p.owner[rows]]
    spans = spans[np.argsort(spans[:, 0])]
    return bool(np.isfinite(spans).all() and (spans[1:, 0] >= spans[:-1, 1]).all())


def is_rated(projection: Projection, node: int) -> bool:
    p = projection
    edges = [edge for edge in p.edges_of[node].tolist() if p.subject[edge] == node]
    given: Iterable[int] = [int(p.predicate[edge]) for edge in edges] + [a.predicate for a in p.attributes(node)]
    return any(_is_judging(p.predicates[i].iri) for i in given)
