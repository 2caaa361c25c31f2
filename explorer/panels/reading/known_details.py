"""Details in a view of a day: only what texts up to that day say, with the number of passages that came later."""

from __future__ import annotations

from explorer.panels.details import Details, Relationship, RelationshipGroup, support_in_words
from explorer.views.hiding.known import day_words, later_in
from explorer.views.view import View
from graph.analysis.known import later_quads
from graph.arrays.types import Mask
from graph.model.projection import Projection


def not_yet_said(projection: Projection, view: View) -> Mask:
    """Quads (q,) that rest on texts after the day of a view alone."""
    return later_quads(projection, later_in(projection, view).documents)


def as_known(projection: Projection, view: View, details: Details) -> Details:
    """``details`` with the passages of texts up to the day of a view, their grades, and counts of these alone."""
    later = later_in(projection, view).documents
    known = ~later[projection.passage_document]
    came = {iri for iri, is_later in zip(projection.documents, later.tolist()) if is_later}
    kept = [passage.document not in came for passage in details.evidence]
    left_out = kept.count(False)
    said = support_in_words(projection, node=details.node, edge=details.edge, known=known)
    if left_out:
        passages = f"{left_out:,} later passage{' is' if left_out == 1 else 's are'} left out"
        day = f"as known on {day_words(view)}"
        said = f"{said}, {day}; {passages}" if said else f"No passage, {day}; {passages}"

    def counted(relationship: Relationship) -> Relationship:
        return relationship._replace(passages=int(known[projection.edge_evidence[relationship.edge]].sum()))

    def group(each: RelationshipGroup) -> RelationshipGroup:
        return each._replace(relationships=tuple(map(counted, each.relationships)))

    return details._replace(
        evidence=tuple(passage for passage, keeps in zip(details.evidence, kept) if keeps),
        passage_grades=tuple(grade for grade, keeps in zip(details.passage_grades, kept) if keeps),
        support=said,
        relationships=tuple(map(group, details.relationships)),
    )
