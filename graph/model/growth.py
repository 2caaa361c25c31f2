"""Growth of a projection: its ids stay valid when quads are added."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from graph.arrays.csr import Rows, distinct
from graph.arrays.types import Ids
from graph.model.evidence import Evidence, Passage
from graph.model.projection import Owner, Projection
from graph.model.sorting.roles import Role
from graph.named import NamedTuple
from graph.rdf.terms import to_iri

_NONE = np.empty(0, np.int64)


class Known(NamedTuple):
    """Terms of the nodes, predicates, classes and graphs of an earlier projection, in the order of ids."""

    nodes: NDArray[np.int64] = _NONE
    predicates: NDArray[np.int64] = _NONE
    classes: NDArray[np.int64] = _NONE
    graphs: NDArray[np.int64] = _NONE

    @classmethod
    def of(cls, before: Projection | None) -> Known:
        """Known terms of a projection; empty for None."""
        if before is None:
            return cls()
        quads = before.quads
        nodes = np.zeros(before.node_count, np.int64)
        own = np.flatnonzero(before.owner_kind == Owner.NODE)
        nodes[before.owner[own]] = before.order.subject[own]
        edges = before.edge_quads.values[before.edge_quads.starts[:-1]]
        nodes[before.subject] = before.order.subject[edges]
        nodes[before.object] = quads.object[edges]
        predicates = np.zeros(len(before.predicates), np.int64)
        used = np.flatnonzero(before.predicate_of_term >= 0)[::-1]  # of several terms with one id the first stays
        predicates[before.predicate_of_term[used]] = used
        classes = {to_iri(quads.terms[t]): t for t in distinct(quads.object[before.role == Role.CLASS]).tolist()}
        graphs = {to_iri(quads.terms[t]): t for t in distinct(quads.graph[quads.graph >= 0]).tolist()}
        return cls(
            nodes,
            predicates,
            np.array([classes[info.iri] for info in before.classes], np.int64),
            np.array([graphs[iri] for iri in before.graphs], np.int64),
        )


def known_first(known: NDArray[np.int64], terms: NDArray[np.int64]) -> NDArray[np.int64]:
    """``known`` terms in their order, then the other ``terms`` in theirs."""
    return np.concatenate((known, terms[~np.isin(terms, known)]))


def with_known_passages(found: Evidence, before: Projection | None) -> Evidence:
    """``found`` with the passages of an earlier projection first, in the same documents.

    A passage may lose its support, for instance when its supposed document turns out to be a passage itself. It keeps
    its id and supports nothing.
    """
    if before is None or not before.passages:
        return found
    place = {_key(passage): i for i, passage in enumerate(found.passages)}
    order: list[int] = []
    passages: list[Passage] = []
    for passage in before.passages:
        at = place.pop(_key(passage), -1)
        order.append(at)
        passages.append(passage if at < 0 else found.passages[at]._replace(document=passage.document))
    order += place.values()
    passages += [found.passages[at] for at in place.values()]
    number = np.zeros(len(found.passages), np.int32)
    number[[at for at in order if at >= 0]] = [i for i, at in enumerate(order) if at >= 0]
    return Evidence(tuple(passages), _renumbered(found.of_nodes, number), _renumbered(found.of_edges, number))


def _key(passage: Passage) -> tuple[str, str]:
    return passage.iri, "" if passage.iri else passage.document


def _renumbered(rows: Rows, number: Ids) -> Rows:
    return Rows(rows.starts, number[rows.values])
