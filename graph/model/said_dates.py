"""When it was said: for every node the stretch of time in which a text, or somebody, says it.

What happened in 2012 may be said in 2016: :attr:`Projection.dates` has the first, this the second. What says nearest
to the resource counts, and what only repeats it does not; see :class:`DateOrigin`. Several sayings of one rank make a
stretch from the first to the last.
"""

from __future__ import annotations

from enum import IntEnum
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from graph.model.projection import Projection
from graph.rdf.source import Ids
from graph.rdf.terms import DCTERMS, PROV, SCHEMA, to_iri
from graph.work.memo import memoized

Floats = NDArray[np.float64]

_SCHEMA_PLAIN = "http://schema.org/"
_PUBLISHED = frozenset({DCTERMS + "issued", SCHEMA + "datePublished", _SCHEMA_PLAIN + "datePublished"})
_ACT = frozenset({PROV + "wasGeneratedBy"})
_WHOLE = frozenset({DCTERMS + "isPartOf", SCHEMA + "isPartOf", _SCHEMA_PLAIN + "isPartOf", PROV + "wasAttributedTo"})
_WORDS = ("document", "claim")
"""Kinds of resources that are made of words, so that a date of theirs is one of said_dates."""


class DateOrigin(IntEnum):
    """What tells when something was said; the first of these that a resource has counts, from PUBLISHED on."""

    UNKNOWN = 0
    PUBLISHED = 1
    OWN = 2
    ACT = 3
    WHOLE = 4
    PASSAGES = 5


ORIGIN_WORDS = {
    DateOrigin.PUBLISHED: "when it was published",
    DateOrigin.OWN: "its own date",
    DateOrigin.ACT: "the date of the occasion",
    DateOrigin.WHOLE: "the date of what it is part of",
    DateOrigin.PASSAGES: "the dates of the texts that say it",
}


class SaidDates(NamedTuple):
    """When each node was said, and the source of that date.

    dates   first and last instant in days since 1970, NaN where unknown, shape (n, 2)
    origin  a :class:`DateOrigin` for each node, shape (n,)
    """

    dates: Floats
    origin: NDArray[np.uint8]


@memoized
def said_dates(projection: Projection) -> SaidDates:
    """When everything was said, and what tells that; O(n + m + q) in NumPy, once for a projection.

    1. A resource with a date of publication was said then.
    2. A document or claim was said at its own dates, whatever these are called.
    3. A document or claim that an activity brought forth was said at that activity's dates.
    4. What is part of, or attributed to, something of which this is known was said with it, as often as that leads on.
    5. Anything else was said by the documents that its passages lie in.
    """
    p = projection
    dates, origin = np.full((p.node_count, 2), np.nan), np.zeros(p.node_count, np.uint8)

    def take(why: DateOrigin, nodes: Ids, spans: Floats) -> bool:
        """Give ``spans`` (k, 2) to those of ``nodes`` (k,) that have none; whether any was new."""
        useful = (origin[nodes] == DateOrigin.UNKNOWN) & ~np.isnan(spans[:, 0])
        nodes, spans = nodes[useful], spans[useful]
        np.fmin.at(dates[:, 0], nodes, spans[:, 0])
        np.fmax.at(dates[:, 1], nodes, spans[:, 1])
        origin[nodes] = why
        return len(nodes) > 0

    take(DateOrigin.PUBLISHED, *_published(p))
    kinds = np.array([info.kind in _WORDS for info in p.classes] + [False], bool)
    cited = p.documents
    words = kinds[p.node_class]
    words[[p.node_of[iri] for iri in cited if iri in p.node_of]] = True
    worded = np.flatnonzero(words).astype(np.int32)
    take(DateOrigin.OWN, worded, p.dates[worded])
    acts = np.flatnonzero(_with(p, _ACT) & words[p.subject])
    take(DateOrigin.ACT, p.subject[acts], p.dates[p.object[acts]])
    parts = np.flatnonzero(_with(p, _WHOLE))
    while take(DateOrigin.WHOLE, p.subject[parts], dates[p.object[parts]]):
        pass
    if len(p.passages):
        rows = p.node_evidence
        take(DateOrigin.PASSAGES, rows.owners, _of_documents(p, dates)[p.passage_document[rows.values]])
    return SaidDates(dates, origin)


def _with(projection: Projection, predicates: frozenset[str]) -> NDArray[np.bool_]:
    """Which edges have one of the predicates, shape (m,)."""
    wanted = np.array([info.iri in predicates for info in projection.predicates], bool)
    return np.asarray(wanted[projection.predicate] if len(wanted) else np.zeros(projection.edge_count, bool))


def _spans(projection: Projection, terms: Ids) -> Floats:
    """First and last instant of each term that is a date, NaN for others, shape (k, 2)."""
    p = projection
    if not len(p.valued):
        return np.full((len(terms), 2), np.nan)
    place = np.minimum(np.searchsorted(p.valued, terms), len(p.valued) - 1)
    return np.where((p.valued[place] == terms)[:, None], p.values[place, 1:], np.nan)


def _published(projection: Projection) -> tuple[Ids, Floats]:
    """Nodes with a date of publication, and that date, row by row."""
    p = projection
    wanted = np.array([info.iri in _PUBLISHED for info in p.predicates] + [False], bool)
    quads = p.node_attributes.values
    rows = np.flatnonzero(wanted[p.predicate_of_term[p.quads.predicate[quads]]])
    return p.node_attributes.owners[rows], _spans(p, p.quads.object[quads[rows]])


def _of_documents(projection: Projection, dates: Floats) -> Floats:
    """When each of :attr:`Projection.documents` was written, shape (d, 2): one that is no node has its own dates."""
    p = projection
    out = np.full((len(p.documents), 2), np.nan)
    apart: dict[str, int] = {}
    for i, iri in enumerate(p.documents):
        node = p.node_of.get(iri, -1)
        if node >= 0:
            out[i] = dates[node]
        else:
            apart[iri] = i
    if apart:
        lookup = np.full(len(p.quads.terms), -1, np.int32)
        for term in np.flatnonzero(p.is_document | p.is_part).tolist():
            lookup[term] = apart.get(to_iri(p.quads.terms[term]), -1)
        rows = np.flatnonzero(lookup[p.quads.subject] >= 0)
        spans, owners = _spans(p, p.quads.object[rows]), lookup[p.quads.subject[rows]]
        np.fmin.at(out[:, 0], owners, spans[:, 0])
        np.fmax.at(out[:, 1], owners, spans[:, 1])
    return out
