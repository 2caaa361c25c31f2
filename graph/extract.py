"""Which quads say what is drawn: the part of a source that a view takes away with it."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from graph.projection import Owner, Projection
from graph.roles import Role

Mask = NDArray[np.bool_]


def quads_of(projection: Projection, nodes: Mask, edges: Mask) -> NDArray[np.int64]:
    """Rows of the quads that make up the given nodes (n,) and edges (m,), in reading order.

    Classes, labels, attributes and evidence of the nodes; the edges with their evidence; and the passages that this
    evidence names, with the description of the documents in which they lie.
    """
    owner, kind = projection.owner, projection.owner_kind
    used = np.zeros(len(projection.passages), bool)
    for rows, kept in ((projection.node_evidence, nodes), (projection.edge_evidence, edges)):
        used[rows.gather(np.flatnonzero(kept))] = True
    described = nodes.copy()
    for passage in np.flatnonzero(used).tolist():
        document = projection.node_of.get(projection.passages[passage].document)
        if document is not None:
            described[document] = True
    keep = np.zeros(len(owner), bool)
    for code, mask in ((Owner.NODE, described), (Owner.EDGE, edges), (Owner.PASSAGE, used)):
        of = kind == code
        keep[of] = mask[owner[of]]
    evidence_of_hidden = (projection.role == Role.EVIDENCE) & (kind == Owner.NODE)
    keep[evidence_of_hidden] &= nodes[owner[evidence_of_hidden]]
    return np.flatnonzero(keep)
