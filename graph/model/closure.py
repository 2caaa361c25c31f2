"""Quads of a view: the part of a source that describes what is drawn and travels with an export."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray
from pyoxigraph import BlankNode

from graph.arrays.types import Mask
from graph.model.projection import Owner, Projection
from graph.model.sorting.roles import Role
from graph.rdf.terms import OA, OWL, RDFS, to_iri
from graph.rdf.vocabulary import EVIDENCE_PREDICATES

_UPWARD = (RDFS + "subClassOf", RDFS + "subPropertyOf", OWL + "inverseOf")


def quads_of(
    projection: Projection,
    nodes: Mask,
    edges: Mask,
    hidden_graphs: frozenset[int] = frozenset(),
    without: NDArray[np.int64] | None = None,
) -> NDArray[np.int64]:
    """Rows of the quads that describe the given nodes (n,) and edges (m,), in reading order.

    Included: classes, labels, attributes and evidence of the nodes; the edges with their evidence and further
    statements about them; the passages of this evidence, with the descriptions of their documents; and the schema of
    the classes and predicates in use. Quads in one of ``hidden_graphs`` (ids as in ``projection.graph_of_quad``) are
    left out, except edges that stand in no other graph: these are shown although hidden. So are the quads at the rows
    ``without`` (k,), with the statements about them and the evidence of these, and inferred triples.
    """
    role, kind, owner = projection.role, projection.owner_kind, projection.owner
    allowed = _allowed(projection, edges, hidden_graphs)
    if without is not None:
        allowed[without] = False
    drawn = np.zeros(len(role), bool)
    for code, mask in ((Owner.NODE, nodes), (Owner.EDGE, edges)):
        of = kind == code
        drawn[of] = mask[owner[of]]
    described = _with_evidence(projection, drawn & allowed, allowed)
    described = _as_stated(projection, described, allowed)
    kept = _with_lists(projection, _with_schema(projection, described, allowed), allowed)
    return np.flatnonzero(kept[: len(projection.stated)])


def inferred_rows(projection: Projection, nodes: Mask | None, edges: Mask | None) -> NDArray[np.int64]:
    """Rows of the inferred triples about the given nodes (n,) and edges (m,), or of all for None."""
    start, inferred = len(projection.stated), projection.inferred
    rows = np.arange(start, start if inferred is None else len(inferred.quads))
    if nodes is None or edges is None:
        return rows
    kind, owner = projection.owner_kind[rows], projection.owner[rows]
    kept = np.zeros(len(rows), bool)
    for code, mask in ((Owner.NODE, nodes), (Owner.EDGE, edges)):
        of = kind == code
        kept[of] = mask[owner[of]]
    return rows[kept]


def cited_by(projection: Projection, rows: NDArray[np.int64]) -> Mask:
    """Documents (t,) that the evidence among the quads at ``rows`` names: those of passages and those of statements."""
    quads, cited = projection.quads, projection.is_document.copy()
    s, p, o = quads.subject[rows], quads.predicate[rows], quads.object[rows]
    names = {term: to_iri(quads.terms[term]) for term in np.unique(p[cited[o]]).tolist()}
    by_passage = np.isin(p, [term for term, iri in names.items() if iri == OA + "hasSource"])
    by_statement = np.isin(p, [term for term, iri in names.items() if iri in EVIDENCE_PREDICATES])
    named = o[by_passage | (by_statement & np.isin(s, projection.statements.resource))]
    return np.asarray(cited & np.isin(np.arange(len(cited)), named))


def _as_stated(projection: Projection, kept: Mask, allowed: Mask) -> Mask:
    """``kept`` (q,) with the quads of the source in place of statements in other words."""
    told = projection.told
    if told is None:
        return kept
    start, kept = len(told.stated), kept.copy()
    origins = told.origin.gather(np.flatnonzero(kept[start:]))
    kept[origins[allowed[origins]]] = True
    kept[start:] = False
    return kept


def with_words(projection: Projection, kept: Mask) -> Mask:
    """``kept`` (q,) with the statements in other words all of whose quads are kept."""
    told = projection.told
    if told is None:
        return kept
    kept, origin = kept.copy(), told.origin
    kept[len(told.stated) :] = np.bincount(origin.owners[~kept[origin.values]], minlength=len(origin)) == 0
    return kept


def _allowed(projection: Projection, edges: Mask, hidden_graphs: frozenset[int]) -> Mask:
    """Quads (q,) in no hidden graph, and those of the given edges (m,) that stand in hidden graphs alone."""
    hidden = np.isin(projection.graph_of_quad, sorted(hidden_graphs))
    rows = projection.edge_quads
    elsewhere = np.bincount(rows.owners[~hidden[rows.values]], minlength=projection.edge_count) > 0
    hidden[rows.values[(edges & ~elsewhere)[rows.owners]]] = False
    return np.asarray(~hidden)


def _with_evidence(projection: Projection, drawn: Mask, allowed: Mask) -> Mask:
    """``drawn`` (q,) with the statements about them, at any depth, and the passages that these name.

    A folded term and all quads about it stay while a kept quad leads to it: for a statement, any of the quads that it
    describes; for passages, selectors and documents, a quad of evidence that names them.
    """
    s, o, statements = projection.quads.subject, projection.quads.object, projection.statements
    evidence = projection.role == Role.EVIDENCE
    is_statement = np.zeros(len(projection.quads.terms), bool)
    is_statement[statements.resource] = True
    named = projection.is_part | projection.is_document
    describing = (projection.owner_kind == Owner.NODE) & ~evidence & projection.is_document[s]
    folded = evidence & (is_statement | projection.is_part)[s]
    hanging = evidence & ~folded & (projection.owner_kind == Owner.NONE)
    waits = evidence & is_statement[o]

    def grow(keep: Mask) -> Mask:
        alive = np.zeros(len(named), bool)
        alive[statements.resource[keep[statements.quad]]] = True
        leading = o[keep & evidence]
        alive[leading[named[leading]]] = True
        more = ((drawn | hanging) & alive[o]) | ((describing | folded) & alive[s])
        return np.asarray(keep | (more & allowed))

    keep = _settle(drawn & ~waits, grow)
    of_hidden = statements.said_by[~keep[statements.quad]]
    of_kept = statements.said_by[keep[statements.quad]]
    keep[np.setdiff1d(of_hidden, of_kept)] = False  # a reifier of two triples must not reveal the hidden one
    return keep


def _with_schema(projection: Projection, kept: Mask, allowed: Mask) -> Mask:
    """``kept`` (q,) with the schema of its classes, predicates and resources, and of their superclasses."""
    quads = projection.quads
    schema = np.flatnonzero(np.isin(projection.role, (Role.SCHEMA, Role.WORDS)) & allowed)
    schema = schema[schema < len(projection.stated)]
    if not len(schema):
        return kept
    s, o = quads.subject[schema], quads.object[schema]
    names = {t: to_iri(quads.terms[t]) for t in np.unique(quads.predicate[schema]).tolist()}
    upward = np.isin(quads.predicate[schema], [t for t, iri in names.items() if iri in _UPWARD])
    leads = upward | np.fromiter((isinstance(quads.terms[t], BlankNode) for t in o.tolist()), bool, len(o))
    wanted = np.zeros(len(quads.terms), bool)
    for terms in (quads.subject, quads.predicate, quads.object):
        wanted[terms[kept]] = True

    def grow(taken: Mask) -> Mask:
        wanted[o[taken & leads]] = True
        return wanted[s]

    keep = kept.copy()
    keep[schema[_settle(wanted[s], grow)]] = True
    return keep


def _with_lists(projection: Projection, kept: Mask, allowed: Mask) -> Mask:
    """``kept`` (q,) with whole lists: every quad of a list of which a member is kept, and no quad of any other list.

    A list that is partly in a hidden graph is left out.
    """
    order = projection.order
    rows = np.flatnonzero(order.holder >= 0)
    if not len(rows):
        return kept
    holder = order.holder[rows]
    is_kept = np.zeros(int(holder.max()) + 1, bool)
    is_kept[holder[kept[rows] & (order.place[rows] > 0)]] = True
    is_kept[holder[~allowed[rows]]] = False
    kept = kept.copy()
    kept[rows] = is_kept[holder]
    return kept


def _settle(mask: Mask, grow: Callable[[Mask], Mask]) -> Mask:
    """Apply ``grow`` to ``mask`` until it no longer changes."""
    while True:
        grown = grow(mask)
        if (grown == mask).all():
            return mask
        mask = grown
