"""Evidence: passages, and the resources and statements that each of them supports.

Supported patterns: Web Annotation specific resources, reached by ``dcterms:source``, ``dcterms:isReferencedBy`` or a
PROV derivation from a resource, an ``rdf:Statement`` or an RDF 1.2 reifier; and a plain document or text named as the
source of a statement. :mod:`graph.rdf.selectors` reads the selectors of passages.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from pyoxigraph import Literal as OxLiteral

from graph.arrays.csr import Rows, distinct, group
from graph.arrays.types import Ids
from graph.model.sorting.roles import Role, Roles
from graph.named import NamedTuple
from graph.rdf.selectors import Selected, Selectors
from graph.rdf.source import Quads, Term
from graph.rdf.terms import DCTERMS, OA, RDFS, SCHEMA, SKOS, to_iri
from graph.rdf.vocabulary import EVIDENCE_PREDICATES

_TITLES = (SKOS + "prefLabel", RDFS + "label", SCHEMA + "name", DCTERMS + "title")


class Passage(NamedTuple):
    """A range of a text: code points ``start`` to ``end`` (exclusive) of ``document``; -1 if no range is given.

    ``iri`` names the passage itself, or is "" if only a document is named. ``sha256`` is the text's, "" if unknown.
    ``quote`` are its words, ``prefix`` and ``suffix`` those around it, and ``page`` is the page from 1, as far as the
    data give them ("" and 0 otherwise). ``unusable`` is a range in the data that no text can have: “-5–3”.
    """

    iri: str
    document: str
    title: str
    sha256: str
    start: int
    end: int
    quote: str = ""
    prefix: str = ""
    suffix: str = ""
    page: int = 0
    unusable: str = ""


class Evidence(NamedTuple):
    """Passages, and the passages that support each node and edge, as rows."""

    passages: tuple[Passage, ...]
    of_nodes: Rows
    of_edges: Rows


class Folding:
    """Folds passages, selectors and reified statements into the nodes and edges that they support.

    ``node_of_term`` (t,) and ``edge_of_quad`` (q,) are -1 for terms and quads that are none; ``subjects`` (m,) are the
    nodes that edges start from. ``covers`` (n,) marks nodes whose own evidence also covers their outgoing edges, except
    those with evidence of their own, which says more exactly what supports them. Evidence rows are in reading order. A
    text named without a range counts as one passage.
    """

    def __init__(
        self, quads: Quads, roles: Roles, node_of_term: Ids, edge_of_quad: Ids, subjects: Ids, covers: NDArray[np.bool_]
    ) -> None:
        self.quads, self.roles, self.subjects, self.covers = quads, roles, subjects, covers
        self.node_of_term, self.edge_of_quad = node_of_term, edge_of_quad
        self._passages: list[Passage] = []
        self._passage_of_term: dict[int, int] = {}
        self._whole_document: dict[int, int] = {}
        self._nodes: list[tuple[int, int]] = []
        self._edges: list[tuple[int, int]] = []
        names = {to_iri(self.quads.terms[t]): t for t in distinct(self.quads.predicate).tolist()}
        self._predicates = names
        self._titles: dict[int, int] = {}
        for predicate in reversed(_TITLES):
            self._titles |= self._pairs(predicate)
        self._hashes = self._pairs(SCHEMA + "sha256")

    def fold(self) -> Evidence:
        """Read the passages, then follow every quad that names evidence."""
        quads, roles = self.quads, self.roles
        self._read_passages()
        speaks: dict[int, list[int]] = {}
        for resource, row in zip(roles.statements.resource.tolist(), roles.statements.quad.tolist()):
            speaks.setdefault(resource, []).append(row)
        saying = np.isin(quads.predicate, [self._predicates.get(iri, -1) for iri in EVIDENCE_PREDICATES])
        for row in np.flatnonzero(saying & (roles.role == Role.EVIDENCE)).tolist():
            subject, value = int(quads.subject[row]), int(quads.object[row])
            if subject in speaks:
                self._support(speaks[subject], self._named(value))
            elif (node := int(self.node_of_term[subject])) >= 0 and value in self._passage_of_term:
                self._nodes.append((node, self._passage_of_term[value]))
        of_nodes = _rows(self._nodes, len(self.covers))
        return Evidence(tuple(self._passages), of_nodes, self._of_edges(of_nodes))

    def _pairs(self, predicate: str) -> dict[int, int]:
        """Object by subject for one predicate; the first in reading order if there are several."""
        rows = np.flatnonzero(self.quads.predicate == self._predicates.get(predicate, -1))[::-1]
        return dict(zip(self.quads.subject[rows].tolist(), self.quads.object[rows].tolist()))

    def _read_passages(self) -> None:
        source = self._pairs(OA + "hasSource")
        selectors = Selectors(self.quads, lambda iri: self._predicates.get(iri, -1))
        for term in np.flatnonzero(self.roles.is_passage).tolist():
            self._passage_of_term[term] = len(self._passages)
            self._passages.append(self._passage(term, source.get(term, -1), selectors.of(term)))

    def _passage(self, term: int, document: int, selected: Selected) -> Passage:
        name = _name(self.quads.terms[document]) if document >= 0 else ""
        title = self._text(self._titles.get(document)) or name or "Unknown document"
        iri = _name(self.quads.terms[term]) if term >= 0 else ""
        return Passage(iri, name, title, self._text(self._hashes.get(document)), *selected)

    def _text(self, term: int | None) -> str:
        return _name(self.quads.terms[term]) if term is not None else ""

    def _named(self, value: int) -> int:
        """The passage that a statement names; a whole document becomes a passage without a range."""
        found = self._passage_of_term.get(value, self._whole_document.get(value))
        if found is None:
            found = self._whole_document[value] = len(self._passages)
            self._passages.append(self._passage(-1, value, Selected()))
        return found

    def _support(self, spoken: list[int], passage: int) -> None:
        """Evidence of a statement supports its edges (or, for literals and classes, nodes)."""
        for quad in spoken:
            edge, node = int(self.edge_of_quad[quad]), int(self.node_of_term[self.quads.subject[quad]])
            if edge >= 0:
                self._edges.append((edge, passage))
            elif node >= 0:
                self._nodes.append((node, passage))

    def _of_edges(self, of_nodes: Rows) -> Rows:
        subject, count = self.subjects, len(self.subjects)
        own = np.array(self._edges, np.int64).reshape(-1, 2)
        bare = np.ones(count, bool)
        bare[own[:, 0]] = False
        covered = np.flatnonzero(self.covers[subject] & bare) if len(subject) else np.empty(0, np.int64)
        inherited = of_nodes.gather(subject[covered]) if len(covered) else np.empty(0, np.int32)
        owners = np.repeat(covered, of_nodes.lengths[subject[covered]]) if len(covered) else np.empty(0, np.int64)
        return group(np.concatenate((own[:, 0], owners)), np.concatenate((own[:, 1], inherited)), count, distinct=True)


def _rows(pairs: list[tuple[int, int]], count: int) -> Rows:
    columns = np.array(pairs, np.int64).reshape(-1, 2)
    return group(columns[:, 0], columns[:, 1], count, distinct=True)


def _name(term: Term) -> str:
    """IRI of a named node, label of a blank node, text of a literal."""
    return term.value if isinstance(term, OxLiteral) else to_iri(term)
