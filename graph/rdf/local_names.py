"""Addresses of files on this computer among the terms of some quads, and other names in their place."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray
from pyoxigraph import NamedNode, Triple

from graph.rdf.source import Quads, Term
from graph.rdf.terms import Prefixes

_FILE = "file:"
_LOCAL = "urn:caseboard:file:"


def local_names(quads: Quads, rows: NDArray[np.integer]) -> dict[str, str]:
    """Names that say nothing of this computer by the IRI of each file among the quads at ``rows`` (k,), in order."""
    columns = quads.subject[rows], quads.predicate[rows], quads.object[rows], quads.graph[rows]
    used = np.unique(np.concatenate(columns))
    terms = (part for place in used[used >= 0].tolist() for part in _parts(quads.terms[place]))
    local = dict.fromkeys(t.value for t in terms if type(t) is NamedNode and t.value.startswith(_FILE))
    return {iri: f"{_LOCAL}{number}" for number, iri in enumerate(local, 1)}


def renamed(quads: Quads, names: dict[str, str]) -> Quads:
    """``quads`` with other names for some IRIs, and without a base that is the address of a file. O(t)."""
    base = "" if quads.prefixes.base.startswith(_FILE) else quads.prefixes.base
    quads = replace(quads, prefixes=Prefixes(quads.prefixes.pairs, base))
    return replace(quads, terms=[_other(term, names) for term in quads.terms]) if names else quads


def _parts(term: Term) -> Iterator[Term]:
    """A term, or the terms in a triple term, at any depth."""
    if type(term) is not Triple:
        yield term
        return
    for part in (term.subject, term.predicate, term.object):
        yield from _parts(part)


def _other(term: Term, names: dict[str, str]) -> Term:
    if type(term) is Triple:
        subject, predicate, value = (_other(part, names) for part in (term.subject, term.predicate, term.object))
        return Triple(subject, predicate, value)  # type: ignore[arg-type]
    return NamedNode(names[term.value]) if type(term) is NamedNode and term.value in names else term
