"""Where it is said: passages, and which resources and statements each of them supports.

Patterns understood: Web Annotation specific resources with a text position selector, reached by ``dcterms:source`` or
a PROV derivation from a resource, from an ``rdf:Statement`` or from an RDF 1.2 reifier; and a plain document or text
named as the source of a statement.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from pyoxigraph import BlankNode, NamedNode

from graph.csr import Rows, group
from graph.projection import Owner, Passage
from graph.roles import Role, Roles
from graph.source import Ids, Quads, Term
from graph.terms import DCTERMS, OA, RDFS, SCHEMA, SKOS
from graph.vocabulary import EVIDENCE_PREDICATES

_TITLES = (SKOS + "prefLabel", RDFS + "label", SCHEMA + "name", DCTERMS + "title")


@dataclass(frozen=True, eq=False)
class Evidence:
    """Passages, the rows of passages that support each node and edge, and what each evidence quad belongs to."""

    passages: tuple[Passage, ...]
    of_nodes: Rows
    of_edges: Rows
    owner: Ids
    owner_kind: NDArray[np.uint8]


def fold_evidence(
    quads: Quads,
    roles: Roles,
    node_of_term: Ids,
    edge_of_quad: Ids,
    covers: NDArray[np.bool_],
    iris: tuple[str, ...],
) -> Evidence:
    """Fold passages, selectors and reified statements into what they support.

    ``covers`` (n,) marks nodes whose own evidence also covers the edges that leave them. Evidence rows keep reading
    order. A text that supports nothing by range counts as a passage without one.
    """
    return _Folding(quads, roles, node_of_term, edge_of_quad, covers, iris).result()


class _Folding:
    def __init__(
        self,
        quads: Quads,
        roles: Roles,
        node_of_term: Ids,
        edge_of_quad: Ids,
        covers: NDArray[np.bool_],
        iris: tuple[str, ...],
    ) -> None:
        self.quads, self.roles, self.covers, self.iris = quads, roles, covers, iris
        self.node_of_term, self.edge_of_quad = node_of_term, edge_of_quad
        terms = {_name(quads.terms[t]): t for t in np.unique(quads.predicate).tolist()}
        self.predicate = {iri: terms.get(iri, -1) for iri in (*EVIDENCE_PREDICATES, *_TITLES, SCHEMA + "sha256")}
        self.predicate |= {
            iri: terms.get(iri, -1) for iri in (OA + n for n in ("hasSource", "hasSelector", "start", "end"))
        }
        self.passages: list[Passage] = []
        self.passage_of_term: dict[int, int] = {}

    def _pairs(self, predicate: str) -> dict[int, int]:
        """Object by subject for one predicate; the first in reading order where there are several."""
        rows = np.flatnonzero(self.quads.predicate == self.predicate[predicate])[::-1]
        return dict(zip(self.quads.subject[rows].tolist(), self.quads.object[rows].tolist()))

    def _read_passages(self) -> None:
        source, selector = self._pairs(OA + "hasSource"), self._pairs(OA + "hasSelector")
        start, end = self._pairs(OA + "start"), self._pairs(OA + "end")
        self.titles: dict[int, int] = {}
        for predicate in reversed(_TITLES):
            self.titles |= self._pairs(predicate)
        self.hashes = self._pairs(SCHEMA + "sha256")
        self.selector_passage: dict[int, int] = {}
        for term in np.flatnonzero(self.roles.is_passage).tolist():
            chosen = selector.get(term, -1)
            document = source.get(term, -1)
            self.selector_passage.setdefault(chosen, len(self.passages))
            self.passage_of_term[term] = len(self.passages)
            self.passages.append(self._passage(term, document, start.get(chosen), end.get(chosen)))

    def _passage(self, term: int, document: int, start: int | None, end: int | None) -> Passage:
        name = _name(self.quads.terms[document]) if document >= 0 else ""
        title = self._text(self.titles.get(document)) or name
        first, last = self._integer(start), self._integer(end)
        if first < 0 or last < first:
            first = last = -1
        iri = _name(self.quads.terms[term]) if term >= 0 else ""
        return Passage(iri, name, title, self._text(self.hashes.get(document)), first, last)

    def _text(self, term: int | None) -> str:
        return _name(self.quads.terms[term]) if term is not None else ""

    def _integer(self, term: int | None) -> int:
        try:
            return int(self._text(term)) if term is not None else -1
        except ValueError:
            return -1

    def _document_passage(self, document: int) -> int:
        """The passage without a range that stands for a whole document."""
        key = -2 - document
        if key not in self.passage_of_term:
            self.passage_of_term[key] = len(self.passages)
            self.passages.append(self._passage(-1, document, None, None))
        return self.passage_of_term[key]

    def result(self) -> Evidence:
        quads, roles = self.quads, self.roles
        self._read_passages()
        speaks: dict[int, list[int]] = {}
        for resource, row in zip(roles.statements.resource.tolist(), roles.statements.quad.tolist()):
            speaks.setdefault(resource, []).append(row)
        saying = np.isin(quads.predicate, [self.predicate[iri] for iri in EVIDENCE_PREDICATES])
        nodes: list[tuple[int, int]] = []
        edges: list[tuple[int, int]] = []
        owner = np.full(len(quads), -1, np.int32)
        owner_kind = np.zeros(len(quads), np.uint8)
        for row in np.flatnonzero(roles.role == Role.EVIDENCE).tolist():
            subject, value = int(quads.subject[row]), int(quads.object[row])
            if subject in speaks:
                self._of_statement(row, speaks[subject], saying[row], value, nodes, edges, owner, owner_kind)
            elif (passage := self._passage_at(subject)) is not None:
                owner[row], owner_kind[row] = passage, Owner.PASSAGE
            elif (node := int(self.node_of_term[subject])) >= 0:
                owner[row], owner_kind[row] = node, Owner.NODE
                if saying[row] and value in self.passage_of_term:
                    nodes.append((node, self.passage_of_term[value]))
        of_nodes = _rows(nodes, len(self.iris))
        return Evidence(tuple(self.passages), of_nodes, self._of_edges(edges, of_nodes), owner, owner_kind)

    def _passage_at(self, term: int) -> int | None:
        found = self.passage_of_term.get(term)
        return found if found is not None else self.selector_passage.get(term)

    def _of_statement(
        self,
        row: int,
        spoken: list[int],
        says_where: bool,
        value: int,
        nodes: list[tuple[int, int]],
        edges: list[tuple[int, int]],
        owner: Ids,
        owner_kind: NDArray[np.uint8],
    ) -> None:
        """A quad about a statement belongs to the edge (or, for a literal, the node) that the statement stands for."""
        passage = None
        if says_where:
            passage = self.passage_of_term.get(value)
            if passage is None:
                passage = self._document_passage(value)
        for quad in spoken:
            edge, node = int(self.edge_of_quad[quad]), int(self.node_of_term[self.quads.subject[quad]])
            if edge >= 0:
                owner[row], owner_kind[row] = edge, Owner.EDGE
                if passage is not None:
                    edges.append((edge, passage))
            elif node >= 0:
                owner[row], owner_kind[row] = node, Owner.NODE
                if passage is not None:
                    nodes.append((node, passage))

    def _of_edges(self, pairs: list[tuple[int, int]], of_nodes: Rows) -> Rows:
        edge_quads = np.flatnonzero(self.edge_of_quad >= 0)
        subject = self.node_of_term[self.quads.subject[edge_quads]]
        covered = np.flatnonzero(self.covers[subject]) if len(subject) else np.empty(0, np.int64)
        inherited = of_nodes.gather(subject[covered]) if len(covered) else np.empty(0, np.int32)
        owners = np.repeat(covered, of_nodes.lengths[subject[covered]]) if len(covered) else np.empty(0, np.int64)
        own = np.array(pairs, np.int64).reshape(-1, 2)
        return group(
            np.concatenate((own[:, 0], owners)), np.concatenate((own[:, 1], inherited)), len(edge_quads), distinct=True
        )


def _rows(pairs: list[tuple[int, int]], count: int) -> Rows:
    columns = np.array(pairs, np.int64).reshape(-1, 2)
    return group(columns[:, 0], columns[:, 1], count, distinct=True)


def _name(term: Term) -> str:
    """IRI of a named node, label of a blank one, text of a literal."""
    if isinstance(term, NamedNode):
        return term.value
    return f"_:{term.value}" if isinstance(term, BlankNode) else str(getattr(term, "value", term))
