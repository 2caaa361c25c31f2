"""Table rows of drawn nodes and edges, for other programs."""

from __future__ import annotations

import math
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property

import numpy as np
from numpy.typing import NDArray
from pyoxigraph import BlankNode, NamedNode

from graph.arrays.types import Ids, Mask
from graph.formats.rows import EdgeRow, Look, NodeRow, Scalar, Time
from graph.model.edge_periods import edge_periods
from graph.model.evidence import Passage
from graph.model.period_words import write_edtf, write_ends
from graph.model.periods import Periods, bounds_of, of_resources
from graph.model.projection import ClassInfo, Projection
from graph.model.sorting.roles import Role
from graph.model.sorting.triples import first_of_triples
from graph.rdf.labels import plain_name
from graph.rdf.names import words_of
from graph.rdf.tails import parts_of
from graph.rdf.terms import NIL, XSD, Literal, to_iri, to_literal, to_text
from graph.rdf.values import number
from graph.rdf.vocabulary import known
from graph.work.progress import Job, Progress

Attributes = dict[str, list[Scalar]]
_STEP = 2000
_WORD = re.compile(r"\w+")


@dataclass(frozen=True)
class Tables:
    """The nodes and edges of a projection as rows.

    Attributes are named by CURIE, so that two predicates with the same label stay apart; text with a language is in a
    column of its own, such as ``rdfs:label@de``. ``kept`` are the quads (q,) that may leave, None for all. Of the edges
    ``linking`` (k,), the name of the object becomes a value of the subject. ``measures`` are numbers (n,) by title, NaN
    for none; ``node_looks`` and ``edge_looks`` are looks by id. A statement in ``lines`` stands for a node that is
    an edge between two others: the ids of the node, of its source and of its target.
    """

    projection: Projection
    kept: Mask | None = None
    linking: NDArray[np.integer] = field(default_factory=lambda: np.empty(0, np.int32))
    measures: Mapping[str, NDArray[np.floating]] = field(default_factory=dict)
    node_looks: Mapping[int, Look] = field(default_factory=dict)
    edge_looks: Mapping[int, Look] = field(default_factory=dict)
    lines: Mapping[int, tuple[int, int, int]] = field(default_factory=dict)

    def nodes(self, nodes: NDArray[np.integer], xy: NDArray[np.floating]) -> Job[list[NodeRow]]:
        """Rows for the given node ids; ``xy`` (n, 2) holds the positions of all nodes, NaN for none."""
        p, out = self.projection, list[NodeRow]()
        times = _times(self._node_periods)
        for node in nodes.tolist():
            if len(out) % _STEP == 0:
                yield Progress("Preparing rows of nodes", len(out), len(nodes))
            attributes = self._of_node(node)
            self._add_evidence(attributes, p.node_evidence[node])
            x, y = (round(at, 2) for at in xy[node].tolist())
            named = p.iris[node], self._label(node), [info.label for info in self._class_infos(node)]
            out.append(NodeRow(*named, attributes, x, y, times.get(node), self.node_looks.get(node)))
        return out

    def _of_node(self, node: int) -> Attributes:
        """The values, amount, measures and links of a node."""
        p = self.projection
        attributes = self._said(self._leaving(p.node_attributes[node]))
        amount = float(p.amounts[node])
        said = (cell for cells in attributes.values() for cell in cells)
        if not math.isnan(amount) and (self.kept is None or amount in said):
            attributes["amount"] = [amount]
        for name, label in self._links.get(node, ()):
            _add(attributes, name, label)
        for title, values in self.measures.items():
            if not math.isnan(values[node]):
                attributes[title] = [float(values[node])]
        return attributes

    def edges(self, edges: NDArray[np.integer]) -> Job[list[EdgeRow]]:
        """Rows for the given edge ids."""
        p, out = self.projection, list[EdgeRow]()
        times, of_nodes = _times(self._edge_periods), _times(self._node_periods) if self.lines else {}
        for edge in edges.tolist():
            if len(out) % _STEP == 0:
                yield Progress("Preparing rows of edges", len(out), len(edges))
            if edge in self.lines:
                out.append(self._line(edge, of_nodes))
                continue
            info = p.predicates[p.predicate[edge]]
            attributes = self._graphs(edge)
            attributes |= self._said(self._leaving(p.edge_remarks[edge]))
            passages = self._add_evidence(attributes, p.edge_evidence[edge])
            ends = p.iris[p.subject[edge]], p.iris[p.object[edge]]
            time, look = times.get(edge), self.edge_looks.get(edge)
            out.append(EdgeRow(*ends, info.iri, info.label, passages, f"e{edge}", attributes, time, look))
        return out

    def _line(self, edge: int, times: Mapping[int, Time]) -> EdgeRow:
        """The edge that stands for a node, with all that is said of the node and of its two statements."""
        p, (node, source, target) = self.projection, self.lines[edge]
        attributes, evidence = {"resource": list[Scalar]([p.iris[node]])} | self._of_node(node), [p.node_evidence[node]]
        for mine in (other for other in p.edges_of[node].tolist() if other in self.lines):
            for name, cells in (self._graphs(mine) | self._said(self._leaving(p.edge_remarks[mine]))).items():
                for cell in cells:
                    _add(attributes, name, cell)
            evidence.append(p.edge_evidence[mine])
        passages = self._add_evidence(attributes, np.unique(np.concatenate(evidence)))
        ends, time, look = (p.iris[source], p.iris[target]), times.get(node), self.edge_looks.get(edge)
        infos = self._class_infos(node)
        named = (infos[0].iri, infos[0].label) if infos else ("", self._label(node))
        return EdgeRow(*ends, *named, passages, f"e{edge}", attributes, time, look)

    def _graphs(self, edge: int) -> Attributes:
        """The named graphs that an edge stands in and may be named by."""
        p, rows = self.projection, self.projection.edge_quads[edge]
        places = p.graph_of_quad[rows if self.kept is None else rows[self.kept[rows]]]
        named: list[Scalar] = [p.graphs[graph] for graph in places.tolist() if graph >= 0]
        return {"graph": named} if named else {}

    @cached_property
    def _leaves(self) -> Mask | None:
        """Quads whose triple may leave from one of its graphs, None for all."""
        if self.kept is None:
            return None
        leaves = self.kept.copy()
        leaves[first_of_triples(self.projection.quads)[self.kept]] = True
        return leaves

    def _leaving(self, rows: Ids) -> Ids:
        return rows if self._leaves is None else rows[self._leaves[rows]]

    def _label(self, node: int) -> str:
        """The label of a node, its short IRI where the label may not leave.

        A label may leave if all its words are known without what stays: from the texts of the node that leave, from its
        IRI, or from a vocabulary.
        """
        p, label, iri = self.projection, self.projection.labels[node], self.projection.iris[node]
        if self.kept is None or label == known().labels.get(iri):
            return label
        objects = p.quads.object[self._leaving(p.node_attributes[node])]
        texts = {plain_name(to_text(p.quads.terms[term])) for term in objects.tolist()}
        if label in texts:
            return label
        words = {word for text in (words_of(iri), *parts_of(iri), *texts) for word in _WORD.findall(text)}
        return label if words.issuperset(_WORD.findall(label)) else p.prefixes.shorten(iri)

    def _class_infos(self, node: int) -> list[ClassInfo]:
        infos = [self.projection.classes[c] for c in self.projection.node_classes[node].tolist()]
        return [info for info in infos if self._typed is None or (node, info.iri) in self._typed]

    @cached_property
    def _typed(self) -> frozenset[tuple[int, str]] | None:
        """Nodes and their classes by the quads that may leave, None for all."""
        p = self.projection
        if self.kept is None:
            return None
        rows = np.flatnonzero(self.kept & (p.role == Role.CLASS))
        pairs = zip(p.owner[rows].tolist(), p.quads.object[rows].tolist())
        return frozenset((node, to_iri(p.quads.terms[term])) for node, term in pairs)

    def _said(self, rows: Ids) -> Attributes:
        """The objects of quads, each once, by predicate and language."""
        p, out = self.projection, Attributes()
        for row in rows.tolist():
            term = p.quads.terms[p.quads.object[row]]
            name = p.prefixes.shorten(p.predicates[p.predicate_of_quad[row]].iri)
            if isinstance(term, NamedNode | BlankNode) and term != NIL:
                node = p.node_of.get(to_iri(term))
                _add(out, name, p.prefixes.shorten(to_iri(term)) if node is None else self._label(node))
                continue
            literal = to_literal(term)
            _add(out, f"{name}@{literal.language}" if literal.language else name, _scalar(literal))
        return out

    @cached_property
    def _links(self) -> dict[int, list[tuple[str, str]]]:
        """The ends of relationships that leave each node: CURIE of the relationship, and label of the end."""
        p = self.projection
        names = [p.prefixes.shorten(info.iri) for info in p.predicates]
        out: dict[int, list[tuple[str, str]]] = {}
        columns = (column[self.linking].tolist() for column in (p.subject, p.predicate, p.object))
        for subject, predicate, object_ in zip(*columns):
            out.setdefault(subject, []).append((names[predicate], self._label(object_)))
        return out

    def _add_evidence(self, attributes: Attributes, passages: Ids) -> int:
        """Add texts and passages; the number of passages."""
        found = [
            passage for passage in map(self.projection.passages.__getitem__, passages.tolist()) if self._may(passage)
        ]
        for passage in found:
            _add(attributes, "texts", passage.title or self.projection.name_of(passage.document))
            place = f"{passage.document}#char={passage.start},{passage.end}"
            _add(attributes, "passages", place if passage.start >= 0 else passage.iri or passage.document)
        return len(found)

    def _may(self, passage: Passage) -> bool:
        return self._named is None or (passage.iri or passage.document) in self._named

    @cached_property
    def _named(self) -> frozenset[str] | None:
        """The passages and documents that quads which may leave name, None for all."""
        p = self.projection
        if self.kept is None:
            return None
        terms = np.unique(p.quads.object[self.kept])
        terms = terms[(p.is_part | p.is_document)[terms]]
        return frozenset(to_iri(p.quads.terms[term]) for term in terms.tolist())

    @property
    def _node_periods(self) -> Periods:
        p, rows = self.projection, self.projection.node_attributes
        if self._leaves is None or self._leaves[rows.values].all():
            return p.periods
        events = np.array([info.kind == "event" for info in p.classes] + [False], bool)[p.node_class]
        return self._periods(rows.owners, rows.values, events)

    @property
    def _edge_periods(self) -> Periods:
        rows = self.projection.edge_remarks
        if self._leaves is None or self._leaves[rows.values].all():
            return edge_periods(self.projection)
        return self._periods(rows.owners, rows.values, np.zeros(self.projection.edge_count, bool))

    def _periods(self, owners: Ids, rows: Ids, momentary: Mask) -> Periods:
        """Periods of things by the dates among the quads ``rows`` that may leave."""
        p, leaves = self.projection, self._leaves
        assert leaves is not None
        owners, rows = owners[leaves[rows]], rows[leaves[rows]]
        bounds = bounds_of(info.iri for info in p.predicates)
        return of_resources(owners, bounds[p.predicate_of_quad[rows]], p.spans_of(p.quads.object[rows]), momentary)


def _times(periods: Periods) -> dict[int, Time]:
    """The times of what is dated, by id."""
    dated = np.flatnonzero(periods.dated)
    some = periods.of(dated)
    return {i: Time(*ends, words) for i, ends, words in zip(dated.tolist(), write_ends(some), write_edtf(some))}


def _add(attributes: Attributes, name: str, value: Scalar) -> None:
    cells = attributes.setdefault(name, [])
    if not any(cell == value and type(cell) is type(value) for cell in cells):
        cells.append(value)


def _scalar(literal: Literal) -> Scalar:
    """A literal as the closest plain value; values that are no numbers or truth values stay text."""
    if literal.datatype == XSD + "boolean" and literal.value in ("true", "false", "1", "0"):
        return literal.value in ("true", "1")
    value = number(literal)
    if value is None:
        return literal.value
    plain = literal.value.strip().lstrip("+-").isdigit()
    return int(literal.value) if plain and abs(value) < 2**53 else value if not plain else literal.value
