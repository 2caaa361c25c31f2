"""Claims that update, dispute or answer what others say, and sources that are named without a passage."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from graph.analysis.disagreement_kinds import Disagreement, Kind
from graph.analysis.single_values import is_rated
from graph.model.origins import origins
from graph.model.projection import Projection
from graph.rdf.terms import CB, CITO, local_name
from graph.work.memo import memoized

_COMPARED = CB + "comparedWith"
"""Something compared with a rating says how that changed."""
_LINKS = {
    CITO + name: kind
    for kind, names in {
        Kind.DISPUTE: "disagreesWith isDisagreedWithBy disputes isDisputedBy refutes isRefutedBy critiques "
        "isCritiquedBy corrects isCorrectedBy qualifies isQualifiedBy ridicules isRidiculedBy derides isDeridedBy "
        "retracts isRetractedBy",
        Kind.UPDATE: "updates isUpdatedBy",
        Kind.ANSWER: "repliesTo hasReplyFrom",
        Kind.AGREEMENT: "agreesWith isAgreedWithBy supports isSupportedBy confirms isConfirmedBy",
    }.items()
    for name in names.split()
} | {_COMPARED: Kind.UPDATE}
_NAMES_SOURCE = frozenset(CITO + name for name in ("citesAsEvidence", "citesAsSourceDocument", "citesAsAuthority"))


_ABOUT = frozenset(("about", "topic", "primaryTopic", "subject"))
_PART = frozenset(("isPartOf", "partOf"))


def of_links(projection: Projection) -> Iterator[Disagreement]:
    """Relationships by which one thing said updates, disputes or answers another, or names its source."""
    p = projection
    kinds = {i: _LINKS[info.iri] for i, info in enumerate(p.predicates) if info.iri in _LINKS}
    naming = [i for i, info in enumerate(p.predicates) if info.iri in _NAMES_SOURCE]
    edges = np.flatnonzero(np.isin(p.predicate, [*kinds, *naming]) & (p.subject != p.object))
    for edge in edges.tolist():
        subject, predicate, other = (int(column[edge]) for column in (p.subject, p.predicate, p.object))
        kind = kinds.get(predicate, Kind.UNFOUND)
        if p.predicates[predicate].iri == _COMPARED and not is_rated(p, other):
            continue
        if kind != Kind.UNFOUND or _is_unfound(p, edge, subject, other):
            yield Disagreement(kind, subject, predicate, (int(p.edge_quads[edge][0]),), other, edge)


def _is_unfound(projection: Projection, edge: int, subject: int, document: int) -> bool:
    """True if a document is said to hold something, and none of the passages that say so goes back to it."""
    p, found, iri = projection, origins(projection), projection.iris[document]
    if p.kind(document) != "document" and iri not in p.documents:
        return False
    passages = {*p.node_evidence[subject].tolist(), *p.edge_evidence[edge].tolist()}
    ends = {*found.of_nodes[subject].tolist(), *found.of_edges[edge].tolist()}
    return bool(passages) and iri not in {p.passages[i].document for i in passages} | {found.iris[i] for i in ends}


@memoized
def _parts_and_topics(projection: Projection) -> tuple[dict[int, list[int]], dict[int, set[int]]]:
    """The parts of each whole, and the topics of each thing said."""
    p = projection
    names = [local_name(info.iri) for info in p.predicates]
    parts: dict[int, list[int]] = {}
    topics: dict[int, set[int]] = {}
    for edge in np.flatnonzero(np.isin(p.predicate, [i for i, name in enumerate(names) if name in _PART])).tolist():
        parts.setdefault(int(p.object[edge]), []).append(int(p.subject[edge]))
    for edge in np.flatnonzero(np.isin(p.predicate, [i for i, name in enumerate(names) if name in _ABOUT])).tolist():
        topics.setdefault(int(p.subject[edge]), set()).add(int(p.object[edge]))
    return parts, topics


def beside(projection: Projection, each: Disagreement) -> tuple[int, ...]:
    """The parts of an updated or disputed document that speak of the same as what updates it, ratings first."""
    p = projection
    if each.kind not in (Kind.UPDATE, Kind.DISPUTE) or each.other < 0:
        return ()
    parts, topics = _parts_and_topics(p)
    mine, seen, waiting = topics.get(each.node, set()), dict[int, None](), [each.other]
    while waiting:
        for part in parts.get(waiting.pop(), ()):
            if part not in seen and part != each.node:
                seen[part] = None
                waiting.append(part)
    found = [part for part in seen if mine & topics.get(part, set())]
    rated = {part for part in found if is_rated(p, part)}
    return tuple(sorted(found, key=lambda part: (part not in rated, part)))
