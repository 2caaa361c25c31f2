"""Which quads say what is drawn: the part of a source that a view takes away with it."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray
from pyoxigraph import BlankNode

from graph.model.projection import Owner, Projection
from graph.model.roles import Role
from graph.rdf.terms import OWL, RDFS, to_iri

Mask = NDArray[np.bool_]
_UPWARD = (RDFS + "subClassOf", RDFS + "subPropertyOf", OWL + "inverseOf")


def quads_of(
    projection: Projection, nodes: Mask, edges: Mask, hidden_graphs: frozenset[int] = frozenset()
) -> NDArray[np.int64]:
    """Rows of the quads that make up the given nodes (n,) and edges (m,), in reading order.

    Classes, labels, attributes and evidence of the nodes; the edges with their evidence and what else is said of them;
    the passages that this evidence names, with the description of the documents in which they lie; and what the
    schema says of the classes and predicates that are used. Nothing that stands in one of ``hidden_graphs`` (ids as in
    ``projection.graph``, -1 the default graph) is taken.
    """
    role, kind, owner = projection.role, projection.owner_kind, projection.owner
    allowed = ~np.isin(projection.graph_of_quad, sorted(hidden_graphs))
    drawn = np.zeros(len(role), bool)
    for code, mask in ((Owner.NODE, nodes), (Owner.EDGE, edges)):
        of = kind == code
        drawn[of] = mask[owner[of]]
    told = _with_evidence(projection, drawn & allowed, allowed)
    return np.flatnonzero(_with_schema(projection, told, allowed))


def _with_evidence(projection: Projection, drawn: Mask, allowed: Mask) -> Mask:
    """``drawn`` (q,) with the statements that speak of it, however many times over, and the passages these name.

    A folded term lives, and all that is said of it stays, while something that is kept leads to it: for a statement
    any of the quads of which it speaks, for passages, selectors and documents a quad of evidence that names them.
    """
    s, o, statements = projection.quads.subject, projection.quads.object, projection.statements
    evidence = projection.role == Role.EVIDENCE
    is_statement = np.zeros(len(projection.quads.terms), bool)
    is_statement[statements.resource] = True
    named = projection.is_part | projection.is_document
    describing = (projection.owner_kind == Owner.NODE) & ~evidence & projection.is_document[s]
    folded = evidence & (is_statement | projection.is_part)[s]
    hanging = evidence & ~folded & (projection.owner_kind == Owner.NONE)
    waits = evidence & ~folded & ~hanging & is_statement[o]

    def grow(keep: Mask) -> Mask:
        alive = np.zeros(len(named), bool)
        alive[statements.resource[keep[statements.quad]]] = True
        leading = o[keep & evidence]
        alive[leading[named[leading]]] = True
        more = (drawn & ~(waits & ~alive[o])) | ((describing | folded) & alive[s]) | (hanging & alive[o])
        return np.asarray(keep | (more & allowed))

    keep = _settle(drawn & ~waits, grow)
    of_hidden = statements.said_by[~keep[statements.quad]]
    of_kept = statements.said_by[keep[statements.quad]]
    keep[np.setdiff1d(of_hidden, of_kept)] = False  # a reifier of two triples keeps quiet about the hidden one
    return keep


def _with_schema(projection: Projection, kept: Mask, allowed: Mask) -> Mask:
    """``kept`` (q,) with what the schema says of its classes, predicates and resources, and of what is above these."""
    quads = projection.quads
    schema = np.flatnonzero((projection.role == Role.SCHEMA) & allowed)
    if not len(schema):
        return kept
    s, o = quads.subject[schema], quads.object[schema]
    names = {t: to_iri(quads.terms[t]) for t in np.unique(quads.predicate[schema]).tolist()}
    upward = np.isin(quads.predicate[schema], [t for t, iri in names.items() if iri in _UPWARD])
    leads = upward | np.fromiter((isinstance(quads.terms[t], BlankNode) for t in o.tolist()), bool, len(o))
    wanted = np.zeros(len(quads.terms), bool)
    typed = kept & (projection.role == Role.CLASS)
    ties = kept & (projection.role == Role.EDGE)
    for terms in (quads.predicate[kept], quads.object[typed | ties], quads.subject[ties | typed]):
        wanted[terms] = True

    def grow(taken: Mask) -> Mask:
        wanted[o[taken & leads]] = True
        return taken | wanted[s]

    keep = kept.copy()
    keep[schema[_settle(wanted[s], grow)]] = True
    return keep


def _settle(mask: Mask, grow: Callable[[Mask], Mask]) -> Mask:
    """``mask`` grown until it stays the same."""
    while True:
        grown = grow(mask)
        if (grown == mask).all():
            return mask
        mask = grown
