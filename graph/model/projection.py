"""Projection: the typed graph that can be drawn, with resources, statements, attributes and evidence as columns.

Ids are positions in these columns and stay inside the program; saved and shown values use IRIs.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray
from pyoxigraph import BlankNode, NamedNode

from graph.arrays.csr import Rows, group, loops_and_parallels
from graph.arrays.types import Ids
from graph.frozen import frozen
from graph.model.evidence import Passage
from graph.model.periods import Periods
from graph.model.sorting.lists import Ordered
from graph.model.sorting.roles import Role, Statements
from graph.model.sorting.telling import Told
from graph.named import NamedTuple
from graph.rdf.names import tell_apart, words_of
from graph.rdf.naming import USUAL, Naming
from graph.rdf.source import Quads
from graph.rdf.terms import RDF, Literal, Prefixes, to_iri, to_literal
from graph.rdf.vocabulary import EVIDENCE_PREDICATES, STATEMENT_PARTS

if TYPE_CHECKING:
    from graph.rdf.differing import Differing
    from graph.rdf.grade import Grade
    from graph.rdf.source import Inferred

_FORMAL = EVIDENCE_PREDICATES | {RDF + "type", RDF + "reifies"}.union(*STATEMENT_PARTS)


class ClassInfo(NamedTuple):
    """A class of resources: its label and its shape."""

    iri: str
    label: str
    kind: str


class PredicateInfo(NamedTuple):
    """A predicate: its label from subject to object, its inverse label ("" if it has none), and a phrase for it as its
    objects see it, which is the inverse label if there is one.
    """

    iri: str
    label: str
    inverse: str
    backwards: str


class Attribute(NamedTuple):
    """A literal of a resource; ``predicate`` is an id into :attr:`Projection.predicates`."""

    predicate: int
    value: Literal


class Remark(NamedTuple):
    """A statement about a statement; ``value`` is a literal, or the IRI of a resource."""

    predicate: int
    value: Literal | str


class Owner:
    """The kind of owner of a quad, needed to export a view: codes in :attr:`Projection.owner_kind`."""

    NONE, NODE, EDGE = range(3)


@frozen
class Projection:
    """A graph that can be drawn: n nodes, m edges, q quads. All arrays are read-only by convention.

    iris, labels           n texts each; a blank node's IRI is written ``_:b0``
    node_classes           classes of each node, main class first (rows of class ids)
    node_class             the main class of each node, -1 if it has none, shape (n,); for shape and colour only
    subject, object        node ids of each edge, shape (m,), with ``predicate`` ids
    edge_quads             quads of each edge: a triple in several graphs is one edge
    node_evidence          passages that support each node; ``edge_evidence`` likewise for each edge
    node_coverable, edge_coverable   whether evidence is expected (not for concepts, texts and edges to them)
    periods                when each node is: earliest and latest instant, and how precisely each is known
    amounts                the sum of money or quantity of a node, NaN if none, shape (n,)
    valued, values         terms that are numbers or dates, shape (v,), and the number, first and last instant of
                           each, NaN if it has none, shape (v, 3); literals that only name a resource are left out
    role, owner, owner_kind  of each quad, shape (q,); evidence, and schema that belongs to no single node, has no owner
    graph_of_quad          index into ``graphs`` of each quad, -1 for the default graph, shape (q,)
    is_first               whether a quad is the first with its triple, shape (q,)
    order                  the lists, and the subject and predicate of each quad as drawn
    unread_dates           quads whose values should be dates and could not be read, each triple once
    statements             reified statements and reifiers, with the quads that they describe
    is_part, is_document   terms folded into evidence, and documents that evidence names, shape (t,)
    naming                 the wishes by which everything is named
    told                   statements in other words, which are the last of ``quads``; None if there are none
    draws_schema           whether classes, properties and shapes are drawn
    is_growing             whether more of the source may be loaded, so that nothing is said in other words
    differing              how everything differs between two sources, if both are in this graph
    graded                 the grades that the user added; they stand in no quad
    inferred               triples that follow from the source, which come after its quads in ``quads``; None without
    edge_inferred          whether an edge is inferred and not stated, shape (m,)
    """

    quads: Quads
    iris: tuple[str, ...]
    labels: tuple[str, ...]
    classes: tuple[ClassInfo, ...]
    node_classes: Rows
    node_class: Ids
    predicates: tuple[PredicateInfo, ...]
    graphs: tuple[str, ...]
    subject: Ids
    predicate: Ids
    object: Ids
    edge_quads: Rows
    edge_inferred: NDArray[np.bool_]
    passages: tuple[Passage, ...]
    node_evidence: Rows
    edge_evidence: Rows
    node_coverable: NDArray[np.bool_]
    edge_coverable: NDArray[np.bool_]
    node_attributes: Rows
    periods: Periods
    amounts: NDArray[np.float64]
    valued: Ids
    values: NDArray[np.float64]
    role: NDArray[np.uint8]
    owner: Ids
    owner_kind: NDArray[np.uint8]
    graph_of_quad: Ids
    is_first: NDArray[np.bool_]
    order: Ordered
    unread_dates: Ids
    statements: Statements
    is_part: NDArray[np.bool_]
    is_document: NDArray[np.bool_]
    predicate_of_term: Ids
    naming: Naming = USUAL
    told: Told | None = None
    draws_schema: bool = False
    is_growing: bool = False
    differing: Differing | None = None
    graded: tuple[Grade, ...] = ()
    inferred: Inferred | None = None

    @property
    def stated(self) -> Quads:
        """The quads of the source alone, without inferred ones and those in other words; ``quads`` starts with them."""
        if self.inferred is not None:
            return self.inferred.stated
        return self.quads if self.told is None else self.told.stated

    @property
    def node_count(self) -> int:
        """Number of nodes."""
        return len(self.iris)

    @property
    def edge_count(self) -> int:
        """Number of edges."""
        return len(self.subject)

    @property
    def prefixes(self) -> Prefixes:
        """The prefixes of the source."""
        return self.quads.prefixes

    def make_ready(self) -> None:
        """Compute the columns that every view needs, so that a window finds them ready; safe in any thread."""
        _ = (
            self.degree,
            self.edges_of,
            self.loops_and_parallels,
            self.edge_support,
            self.edge_documents,
            self.edge_places,
            self._role_counts,
        )

    @cached_property
    def node_of(self) -> dict[str, int]:
        """Node id by IRI."""
        return {iri: i for i, iri in enumerate(self.iris)}

    @property
    def doubts(self) -> tuple[str, ...]:
        """Things that are shown but not understood, in words: “3 dates could not be read”."""
        count = len(self.unread_dates)
        dates = [f"{count:,} date{'' if count == 1 else 's'} could not be read"] if count else []
        as_it_stands = self.draws_schema and self.is_growing
        return (*dates, *(["the schema of a source on disk is drawn triple by triple"] if as_it_stands else []))

    @property
    def triple_count(self) -> int:
        """Number of triples; one in several graphs counts once."""
        return int(np.count_nonzero(self.is_first))

    @cached_property
    def predicate_of_quad(self) -> Ids:
        """Predicate id of each quad as drawn, -1 for the schema and other quads that are not, shape (q,)."""
        return self.predicate_of_term[self.order.predicate]

    @cached_property
    def edge_places(self) -> Ids:
        """The place of each edge in its list, from 1; 0 for edges that lead to no member of a list; shape (m,)."""
        return self.order.place[self.edge_quads.values[self.edge_quads.starts[:-1]]]

    @cached_property
    def edge_graphs(self) -> Rows:
        """Graph ids of each edge in reading order, -1 for the default graph."""
        return Rows(self.edge_quads.starts, self.graph_of_quad[self.edge_quads.values])

    @cached_property
    def degree(self) -> Ids:
        """Number of edges at each node, a loop counted once, shape (n,)."""
        loops = self.subject == self.object
        both = np.concatenate((self.subject, self.object[~loops]))
        return np.bincount(both, minlength=self.node_count).astype(np.int32)

    @cached_property
    def edges_of(self) -> Rows:
        """Edge ids at each node, in either direction."""
        loops = self.subject == self.object
        edges = np.arange(self.edge_count)
        return group(
            np.concatenate((self.subject, self.object[~loops])), np.concatenate((edges, edges[~loops])), self.node_count
        )

    @cached_property
    def loops_and_parallels(self) -> Ids:
        """Ids of all loops, and of all edges that share their two nodes with other edges in either direction.

        Edges between the same two nodes are adjacent, in their order.
        """
        return loops_and_parallels(self.subject, self.object, self.node_count)

    @cached_property
    def class_members(self) -> Rows:
        """Node ids of each class; a node with several classes is in each of them."""
        return group(self.node_classes.values, self.node_classes.owners, len(self.classes))

    def class_counts(self, nodes: NDArray[np.integer]) -> NDArray[np.int64]:
        """Number of the given nodes in each class, shape (classes + 1,); the first entry counts those without a class.

        A node counts under each of its classes.
        """
        counts = np.bincount(self.node_classes.gather(nodes) + 1, minlength=len(self.classes) + 1)
        counts[0] = np.count_nonzero(self.node_class[nodes] < 0)
        return counts

    def in_any_class(self, classes: Iterable[int]) -> NDArray[np.bool_]:
        """True for nodes with at least one of these classes, shape (n,); -1 stands for nodes without a class."""
        wanted = np.zeros(len(self.classes) + 1, bool)
        wanted[list(classes)] = True
        out = wanted[self.node_class]
        owners, others = self._further_classes
        out[owners[wanted[others]]] = True
        return out

    @cached_property
    def _further_classes(self) -> tuple[Ids, Ids]:
        """Nodes with several classes, and their classes, pair by pair."""
        rows = np.flatnonzero(self.node_classes.lengths > 1)
        return np.repeat(rows, self.node_classes.lengths[rows]), self.node_classes.gather(rows)

    def class_words(self, node: int) -> str:
        """The labels of all classes of a node, the main one first: “Band, Producer”; "" if it has none."""
        return ", ".join(self.classes[c].label for c in self.node_classes[node].tolist())

    @cached_property
    def documents(self) -> tuple[str, ...]:
        """IRIs of the documents that passages are in, in order of first mention."""
        return tuple(dict.fromkeys(passage.document for passage in self.passages))

    @cached_property
    def passage_document(self) -> Ids:
        """Index into :attr:`documents` of each passage."""
        index = {iri: i for i, iri in enumerate(self.documents)}
        return np.array([index[passage.document] for passage in self.passages], np.int32)

    @cached_property
    def edge_support(self) -> Ids:
        """Number of passages that support each edge, shape (m,)."""
        return self.edge_evidence.lengths.astype(np.int32)

    @cached_property
    def edge_documents(self) -> Ids:
        """Number of different documents that support each edge, shape (m,)."""
        return self._documents_of(self.edge_evidence, self.edge_count)

    @cached_property
    def node_documents(self) -> Ids:
        """Number of different documents that support each node, shape (n,)."""
        return self._documents_of(self.node_evidence, self.node_count)

    def _documents_of(self, evidence: Rows, count: int) -> Ids:
        pairs = group(evidence.owners, self.passage_document[evidence.values], count, distinct=True)
        return pairs.lengths.astype(np.int32)

    @property
    def holds_views(self) -> bool:
        """True if the source contains views or notes."""
        return bool(self._role_counts[Role.APART])

    @property
    def has_evidence(self) -> bool:
        """True if the source contains any evidence."""
        return bool(self.passages)

    def kind(self, node: int) -> str:
        """The shape of a node."""
        main = self.node_class[node]
        return self.classes[main].kind if main >= 0 else "thing"

    def name_of(self, iri: str) -> str:
        """The label of a resource that is a node, else words of its IRI, or the IRI where all names are IRIs."""
        node = self.node_of.get(iri)
        if node is not None:
            return self.labels[node]
        return self.prefixes.compact(iri) if self.naming.as_iris else words_of(iri)

    def edge_words(self, edge: int) -> str:
        """The label of an edge's predicate, with the place of a member in its list: “agenda 2”."""
        label, place = self.predicates[self.predicate[edge]].label, int(self.edge_places[edge])
        return f"{label} {place}" if place else label

    @cached_property
    def graph_names(self) -> tuple[str, ...]:
        """A name of each named graph, all different."""
        return tell_apart([self.name_of(iri) for iri in self.graphs], self.graphs)

    def attributes(self, node: int) -> Iterator[Attribute]:
        """The literals of a node, labels included, in reading order."""
        terms, quads = self.quads.terms, self.quads
        for row in self.node_attributes[node].tolist():
            predicate = int(self.predicate_of_quad[row])
            yield Attribute(predicate, to_literal(terms[quads.object[row]]))

    def spans_of(self, terms: NDArray[np.integer]) -> NDArray[np.float64]:
        """First and last instant of each term (k,) that is a date, NaN for others, shape (k, 2)."""
        if not len(self.valued):
            return np.full((len(terms), 2), np.nan)
        place = np.minimum(np.searchsorted(self.valued, terms), len(self.valued) - 1)
        return np.where((self.valued[place] == terms)[:, None], self.values[place, 1:], np.nan)

    def numbers_of(self, terms: NDArray[np.integer]) -> NDArray[np.float64]:
        """The number of each term (k,), NaN for those that are none."""
        if not len(self.valued):
            return np.full(len(terms), np.nan)
        place = np.minimum(np.searchsorted(self.valued, terms), len(self.valued) - 1)
        return np.where(self.valued[place] == terms, self.values[place, 0], np.nan)

    @cached_property
    def edge_remarks(self) -> Rows:
        """Quads that add to each edge, through its reified statements, more than its parts and its evidence."""
        spoken = np.flatnonzero(self.owner_kind[self.statements.quad] == Owner.EDGE)
        rows_of = self.said_by(resources := self.statements.resource[spoken])
        owners = np.repeat(self.owner[self.statements.quad[spoken]], rows_of.lengths[resources])
        return group(owners, rows_of.gather(resources), self.edge_count, distinct=True)

    def said_by(self, resources: Ids) -> Rows:
        """For each term the quads in which it, one of some statements and reifiers, says more than its parts."""
        quads = self.quads
        formal = [i for i, info in enumerate(self.predicates) if info.iri in _FORMAL]
        rows = np.flatnonzero(
            np.isin(quads.subject, resources) & ~np.isin(self.predicate_of_quad, formal) & (self.role != Role.APART)
        )
        return group(quads.subject[rows], rows, len(quads.terms))

    def remarks(self, edge: int) -> Iterator[Remark]:
        """Statements about the statement of an edge, in reading order."""
        return self.remarks_at(self.edge_remarks[edge])

    def remarks_at(self, rows: Ids) -> Iterator[Remark]:
        """The statements of some quads, without their subjects."""
        for row in rows.tolist():
            term = self.quads.terms[self.quads.object[row]]
            value = to_iri(term) if isinstance(term, NamedNode | BlankNode) else to_literal(term)
            yield Remark(int(self.predicate_of_quad[row]), value)

    @cached_property
    def _role_counts(self) -> list[int]:
        counts: list[int] = np.bincount(self.role[self.is_first], minlength=len(Role)).tolist()
        return counts

    def tally(self, rows: NDArray[np.int64] | None = None) -> dict[str, int]:
        """Number of triples in each role, of all or of the quads at ``rows``; the values sum to the number of these."""
        counts = self._role_counts if rows is None else np.bincount(self.role[rows], minlength=len(Role)).tolist()
        names = {
            Role.EDGE: "edges",
            Role.ATTRIBUTE: "attributes",
            Role.CLASS: "classes",
            Role.LABEL: "labels",
            Role.EVIDENCE: "evidence",
            Role.SCHEMA: "schema",
            Role.APART: "views and notes",
            Role.LIST: "lists",
            Role.WORDS: "drawn in other words",
        }
        return {names[role]: counts[role] for role in Role if counts[role] or role < Role.APART}
