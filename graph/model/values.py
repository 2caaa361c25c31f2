"""Concepts as values: where a concept only says what kind of thing resources are, it is no junction between them."""

from __future__ import annotations

import numpy as np

from graph.arrays.types import Mask
from graph.model.projection import Projection
from graph.rdf.terms import SKOS
from graph.work.memo import memoized

_APART = 0.5
"""Least share of the resources with a concept that also lead to something else, where concepts are values."""


@memoized
def values_of(projection: Projection) -> Mask:
    """True for concepts that are values of other resources, and for their schemes, shape (n,).

    “Happened” and “critical” relate everything to everything, so that paths, measures and layouts leave them out. A
    concept with a broader, narrower or related one is a resource of its own. Where most resources with a concept are
    related to nothing else, as books to their subjects, concepts hold the graph together and are no values either.
    """
    p = projection
    a, b = p.subject, p.object
    is_concept = np.array([info.kind == "concept" for info in p.classes] + [False], bool)[p.node_class]
    is_scheme = p.in_any_class(c for c, info in enumerate(p.classes) if info.iri == SKOS + "ConceptScheme")
    mixed = is_concept[a] != is_concept[b]
    plain = ~is_concept[a] & ~is_concept[b] & (a != b)
    things = ~is_concept & _at(p, mixed)
    if not things.any() or _at(p, plain)[things].mean() < _APART:
        return np.zeros(p.node_count, bool)
    tree = is_concept[a] & is_concept[b] & ~is_scheme[a] & ~is_scheme[b]
    values = is_concept & ~is_scheme & _at(p, mixed) & ~_at(p, tree)
    # A scheme is a value if it only leads to values.
    others = np.zeros(p.node_count, bool)
    others[a[~values[b]]] = others[b[~values[a]]] = True
    return np.asarray(values | (is_scheme & ~others))


@memoized
def edges_to_values(projection: Projection) -> Mask:
    """True for the relationships of values, shape (m,)."""
    values = values_of(projection)
    return np.asarray(values[projection.subject] | values[projection.object])


def _at(projection: Projection, edges: Mask) -> Mask:
    """True for the ends of some edges (m,), shape (n,)."""
    out = np.zeros(projection.node_count, bool)
    out[projection.subject[edges]] = out[projection.object[edges]] = True
    return out
