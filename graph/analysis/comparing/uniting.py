"""Uniting: one graph with everything that two sources say, in which each thing knows how it differs between them."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
from pyoxigraph import DefaultGraph, Quad

from graph.analysis.comparing.differences import Difference, Key
from graph.arrays.types import Codes, Ids
from graph.model.build import project
from graph.model.projection import Owner, Projection
from graph.model.sorting.roles import Role
from graph.rdf.differing import Differing, Differs
from graph.rdf.source import Quads, Term
from graph.rdf.terms import to_iri
from graph.work.progress import Job, Progress, with_gc_paused

_BOTH, _ADDED, _REMOVED, _MIXED = range(4)
"""Where a quad stands; only a statement in other words can stand for quads of several kinds."""
_AS_CODES = np.array([Differs.SAME, Differs.ADDED, Differs.REMOVED, Differs.CHANGED], np.uint8)
_OWN = (Role.ATTRIBUTE, Role.CLASS, Role.LABEL)


def united(first: Projection, difference: Difference, names: tuple[str, str]) -> Job[Projection]:
    """The projection of the first source with all that the second adds; ``names`` are those of both sources.

    Blank nodes keep the names that they have in the first source. O(quads).
    """
    return with_gc_paused(_united(first, difference, names))


def _united(first: Projection, difference: Difference, names: tuple[str, str]) -> Job[Projection]:
    yield Progress("Drawing both sources")
    quads, row_of = _joined(first.stated, difference)
    made = yield from project(quads, naming=first.naming, schema=first.draws_schema)
    yield Progress("Marking the differences")
    state = _states(made, row_of, difference)
    nodes, edges = _node_codes(made, state), _edge_codes(made, state)
    _mark_changed(made, edges, row_of, difference)
    _mark_resourced(made, nodes, edges, difference)
    return replace(made, differing=Differing(nodes, edges, _AS_CODES[state], *names))


def _joined(first: Quads, difference: Difference) -> tuple[Quads, dict[Quad, int]]:
    """The quads of the first source and then those that come, and the row of each quad in which the sources differ."""
    terms: list[Term] = list(first.terms)
    ids = {term: at for at, term in enumerate(terms)}

    def known(term: Term) -> int:
        at = ids.setdefault(term, len(terms))
        if at == len(terms):
            terms.append(term)
        return at

    def row(quad: Quad) -> tuple[int, int, int, int]:
        graph = -1 if isinstance(quad.graph_name, DefaultGraph) else known(quad.graph_name)
        return known(quad.subject), known(quad.predicate), known(quad.object), graph

    columns = first.subject, first.predicate, first.object, first.graph
    gone = {row(quad): quad for quad in difference.out}
    rows = zip(*(column.tolist() for column in columns)) if gone else ()
    row_of = {gone[each]: at for at, each in enumerate(rows) if each in gone}
    come = np.array([row(quad) for quad in difference.into], np.int32).reshape(-1, 4)
    row_of |= {quad: len(first) + at for at, quad in enumerate(difference.into)}
    s, p, o, g = (np.concatenate((column, more)).astype(column.dtype) for column, more in zip(columns, come.T))
    return Quads(tuple(terms), s, p, o, g, first.prefixes), row_of


def _states(made: Projection, row_of: dict[Quad, int], difference: Difference) -> Codes:
    """Where each quad (q,) stands; a statement in other words stands where all the quads do that it stands for."""
    out = np.zeros(len(made.quads), np.uint8)
    out[[row_of[quad] for quad in difference.into]] = _ADDED
    out[[row_of[quad] for quad in difference.out]] = _REMOVED
    if made.told is not None:
        origin, start = made.told.origin, len(made.stated)
        for at in range(len(made.quads) - start):
            kinds = set(out[origin[at]].tolist())
            out[start + at] = kinds.pop() if len(kinds) == 1 else _MIXED
    return out


def _codes(owners: Ids, state: Codes, count: int) -> Codes:
    """The code of each owner (count,) of quads with these states: added if all its quads are, removed likewise, and
    changed if only some differ."""
    every = np.bincount(owners, minlength=count)
    added, removed = (np.bincount(owners, state == kind, count) for kind in (_ADDED, _REMOVED))
    out = np.where(np.bincount(owners, state != _BOTH, count) > 0, Differs.CHANGED, Differs.SAME).astype(np.uint8)
    out[(every > 0) & (added == every)] = Differs.ADDED
    out[(every > 0) & (removed == every)] = Differs.REMOVED
    return out


def _edge_codes(made: Projection, state: Codes) -> Codes:
    return _codes(made.edge_quads.owners, state[made.edge_quads.values], made.edge_count)


def _node_codes(made: Projection, state: Codes) -> Codes:
    """Codes (n,). A relationship that differs makes no resource differ that has anything else in both sources."""
    own = np.flatnonzero((made.owner_kind == Owner.NODE) & np.isin(made.role, _OWN))
    owners, quads = made.edge_quads.owners, made.edge_quads.values
    nodes = np.concatenate((made.owner[own], made.subject[owners], made.object[owners]))
    out = _codes(nodes, state[np.concatenate((own, quads, quads))], made.node_count)
    own_codes = _codes(made.owner[own], state[own], made.node_count)
    is_whole = (out == Differs.ADDED) | (out == Differs.REMOVED)
    out[~is_whole] = np.where(own_codes[~is_whole] > 0, Differs.CHANGED, Differs.SAME)
    return out


def _mark_changed(made: Projection, edges: Codes, row_of: dict[Quad, int], difference: Difference) -> None:
    """Mark relationships of which one came in place of another."""
    edge_of = np.full(len(made.quads), -1, np.int64)
    edge_of[made.edge_quads.values] = made.edge_quads.owners
    for before, after in difference.changed:
        one, other = edge_of[row_of[before]], edge_of[row_of[after]]
        if one >= 0 and edges[one] == Differs.REMOVED:
            edges[one] = Differs.REPLACED
        if other >= 0 and edges[other] == Differs.ADDED:
            edges[other] = Differs.CHANGED


def _mark_resourced(made: Projection, nodes: Codes, edges: Codes, difference: Difference) -> None:
    """Mark what has other evidence and does not differ otherwise."""
    wanted: set[Key] = {each.key for each in difference.resourced}
    for key in wanted:
        node = made.node_of.get(to_iri(key[0]), -1) if len(key) == 1 else -1
        if node >= 0 and nodes[node] == Differs.SAME:
            nodes[node] = Differs.RESOURCED
    stated, terms = made.stated, made.stated.terms
    ids = {term for key in wanted if len(key) == 3 for term in key}
    known = np.fromiter((term in ids for term in terms), bool, len(terms)) if ids else np.zeros(len(terms), bool)
    for at in np.flatnonzero(known[stated.subject] & known[stated.predicate] & known[stated.object]).tolist():
        key = terms[stated.subject[at]], terms[stated.predicate[at]], terms[stated.object[at]]
        owner, kind = int(made.owner[at]), made.owner_kind[at]
        codes = edges if kind == Owner.EDGE else nodes
        if key in wanted and kind != Owner.NONE and codes[owner] == Differs.SAME:
            codes[owner] = Differs.RESOURCED
