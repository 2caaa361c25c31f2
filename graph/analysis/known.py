"""Known by a day: the statements and resources that texts up to this day say.

1. A text is known from the end of the period in which it was written, or from its start if asked for. Where one end of
   the period is open, the other counts. A text without a date is always known.
2. A relationship came later if it has evidence and every passage of it is in a later text.
3. A resource came later if every passage of its own is in a later text; a text came later by its own date, and so did
   any other resource without evidence that was published or said on a date of its own. A resource is known all the same
   if a relationship with a passage in a known text needs it.
4. A resource without evidence and date came later if it has relationships, and all of them came later or lead to
   something that came later.
"""

from __future__ import annotations

import numpy as np

from graph.arrays.csr import Rows
from graph.arrays.types import Floats, Ids, Mask
from graph.model.projection import Owner, Projection
from graph.model.said_dates import DateOrigin, periods_of_documents, said_dates
from graph.model.sorting.roles import Role
from graph.named import NamedTuple
from graph.rdf.terms import OA, to_iri
from graph.rdf.vocabulary import EVIDENCE_PREDICATES
from graph.work.memo import memoized


class Later(NamedTuple):
    """Masks of what came later than a day: texts (d,), resources (n,) and relationships (m,)."""

    documents: Mask
    nodes: Mask
    edges: Mask


def later_than(projection: Projection, day: float, from_start: bool = False) -> Later:
    """Everything that no text up to ``day`` says, an instant in days since 1970 at its end. O(n + m) in NumPy.

    A text counts from the end of its period, or ``from_start`` of it. The latest answer is kept: a view of a day asks
    for its resources, its relationships and its words.
    """
    latest, asked = _latest(projection), (day, from_start)
    if asked not in latest:
        found = _later_than(projection, day, from_start)
        latest.clear()
        latest[asked] = found
        return found
    return latest[asked]


@memoized
def _latest(_projection: Projection) -> dict[tuple[float, bool], Later]:
    return {}


def _later_than(projection: Projection, day: float, from_start: bool) -> Later:
    p, said = projection, said_dates(projection)
    documents = _known_from(periods_of_documents(p).spans, from_start) > day
    edges = _all_in(p.edge_evidence, documents[p.passage_document], p.edge_count)
    nodes = _all_in(p.node_evidence, documents[p.passage_document], p.node_count)
    own = (p.node_evidence.lengths == 0) & (said.origin != DateOrigin.UNKNOWN) & (said.origin != DateOrigin.PASSAGES)
    nodes |= own & (_known_from(said.periods.spans, from_start) > day)
    needed = (p.edge_evidence.lengths > 0) & ~edges
    nodes[p.subject[needed]] = nodes[p.object[needed]] = False
    place = np.array([p.node_of.get(iri, -1) for iri in p.documents], np.int64)
    nodes[place[(place >= 0) & documents]] = True
    return Later(documents, _with_idle(p, nodes, edges, own), edges)


def days_of_texts(projection: Projection, *, from_start: bool = False) -> Floats:
    """The day from which each dated text counts, ascending: the last of its period; the first with ``from_start``, and
    where the end is open."""
    spans = periods_of_documents(projection).spans
    if from_start:
        return np.sort(spans[np.isfinite(spans[:, 0]), 0])
    last = np.where(np.isfinite(spans[:, 1]), np.maximum(spans[:, 1] - 1, spans[:, 0]), spans[:, 0])
    return np.sort(last[np.isfinite(last)])


def undated_documents(projection: Projection) -> int:
    """The number of texts of passages without a date."""
    return int((~periods_of_documents(projection).dated).sum())


def dated_over_time(projection: Projection) -> int:
    """The number of texts of passages whose date is a period longer than a day."""
    spans = periods_of_documents(projection).spans
    return int((spans[:, 1] - spans[:, 0] > 1).sum())


def later_quads(projection: Projection, documents: Mask) -> Mask:
    """Quads (q,) that rest on later texts (d,) alone: their passages, evidence that names these or the texts, and
    attributes all of whose evidence is in them."""
    p, quads = projection, projection.quads
    later = {iri for iri, came in zip(p.documents, documents.tolist()) if came}
    named = np.zeros(len(quads.terms), bool)
    for term in np.flatnonzero(p.is_document).tolist():
        named[term] = to_iri(quads.terms[term]) in later
    iris = {term: to_iri(quads.terms[term]) for term in np.unique(quads.predicate).tolist()}
    sources = np.isin(quads.predicate, [term for term, iri in iris.items() if iri == OA + "hasSource"])
    passages = np.zeros_like(named)
    passages[quads.subject[sources & named[quads.object]]] = True
    named |= passages
    saying = np.isin(quads.predicate, [term for term, iri in iris.items() if iri in EVIDENCE_PREDICATES])
    saying &= p.role == Role.EVIDENCE
    out = saying & named[quads.object]
    resource, spoken = p.statements.resource, p.statements.quad
    known, new = (np.isin(resource, quads.subject[rows]) for rows in (saying & ~out, out))
    attributes = p.owner_kind[spoken] == Owner.NODE
    out[np.setdiff1d(spoken[new & ~known & attributes], spoken[known])] = True
    out |= passages[quads.subject] | passages[quads.object]
    return np.asarray(out)


def _known_from(spans: Floats, from_start: bool) -> Floats:
    """The day from which each of some periods (k, 2) counts, -inf for those without a date, shape (k,)."""
    first, last = spans[:, 0], spans[:, 1]
    # An end is the first instant after a text was written, a start the first in which it may have been: that is later.
    start = np.nextafter(first, np.inf)
    end = np.where(first == last, start, last)
    day = np.where(np.isinf(first), end, start) if from_start else np.where(np.isinf(last), start, end)
    return np.where(np.isnan(first), -np.inf, day)


def _all_in(rows: Rows, later: Mask, count: int) -> Mask:
    """True for owners (count,) with passages, all of them later (by passage)."""
    came = np.bincount(rows.owners, later[rows.values], count)
    return np.asarray((rows.lengths > 0) & (came == rows.lengths))


def _with_idle(p: Projection, nodes: Mask, edges: Mask, dated: Mask) -> Mask:
    """``nodes`` (n,) with those that neither have evidence nor a date, and that only later ones lead to."""
    linking = np.flatnonzero(p.subject != p.object)
    ends: tuple[Ids, Ids] = p.subject[linking], p.object[linking]
    has = np.zeros(p.node_count, bool)
    holds = np.zeros(p.node_count, bool)
    for own, other in (ends, ends[::-1]):
        has[own] = True
        holds[own[~edges[linking] & ~nodes[other]]] = True
    return np.asarray(nodes | ((p.node_evidence.lengths == 0) & ~dated & has & ~holds))
