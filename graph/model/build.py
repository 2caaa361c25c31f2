"""Projections built from quads, column by column."""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray
from pyoxigraph import NamedNode

from graph.arrays.csr import Rows, distinct, group
from graph.arrays.types import Ids, Mask
from graph.model.evidence import Folding
from graph.model.growth import Known, known_first, with_known_passages
from graph.model.names.namer import Namer
from graph.model.names.titles import titled
from graph.model.periods import bounds_of, gives_date, of_resources
from graph.model.projection import ClassInfo, Owner, Projection
from graph.model.sorting.lists import ordered
from graph.model.sorting.retelling import outweighs, retold
from graph.model.sorting.roles import Role, Roles, assign_roles
from graph.model.sorting.telling import Told, with_told
from graph.model.sorting.triples import first_of_triples
from graph.rdf.amounts import is_amount, is_unit, is_value, plain_number
from graph.rdf.naming import USUAL, Naming
from graph.rdf.source import Quads
from graph.rdf.terms import RDFS, local_name, to_iri, to_literal
from graph.rdf.values import interval, is_date, is_valued, number, plain_interval
from graph.rdf.vocabulary import GENERIC_CLASSES, known
from graph.work.progress import Job, Progress

if TYPE_CHECKING:
    from graph.rdf.source import Inferred

_STEP = 4096
_NEVER = (math.nan, math.nan)


def project(
    quads: Quads, *, naming: Naming = USUAL, schema: bool | None = None, whole: bool = True,
    after: Projection | None = None, inferred: Inferred | None = None,
) -> Job[Projection]:  # fmt: skip
    """Build the projection of ``quads``.

    ``after`` is the projection of the first of these quads, if more quads were added after them: the ids of its nodes,
    edges, classes, predicates, graphs, passages and documents stay valid, and new ones follow. A quad also keeps its
    role, even where the new quads would have given it another one.

    ``naming`` says how the user wants to see things named. ``schema`` draws classes, properties and shapes; None draws
    them where they outweigh the data, and False hides them where there is something else to draw. ``whole`` is False if
    quads may be added later: nothing is then said in other words, since that depends on all quads. ``inferred`` are
    triples that follow from ``quads``, drawn with them.
    """
    quads = quads if inferred is None else inferred.quads
    yield Progress("Sorting triples", 0, 4)
    roles = assign_roles(quads, known=None if after is None else after.role)
    outweighing = after is None and outweighs(quads, roles)
    nothing_else = outweighing and not np.isin(roles.role, (Role.EDGE, Role.CLASS, Role.LABEL, Role.ATTRIBUTE)).any()
    drawn = outweighing if schema is None else schema or nothing_else
    if drawn:
        roles = assign_roles(quads, schema=True, known=None if after is None else after.role)
    told = None
    if whole and after is None:
        yield Progress("Reading the schema", 0, 4)
        told = retold(quads, roles, schema=drawn, members=outweighing)
    if told is not None:
        quads, roles = told.quads, with_told(roles, told)
    builder = _Builder(quads, roles, naming, after, told, drawn)
    builder.inferred = inferred
    builder.is_growing = not whole or (after is not None and after.is_growing)
    yield Progress("Naming resources", 1, 4)
    yield from builder.name()
    yield Progress("Gathering evidence", 2, 4)
    yield from builder.gather_evidence()
    yield Progress("Reading dates and amounts", 3, 4)
    yield from builder.read_values()
    return builder.result()


class _Builder:
    """Holds the columns while they are built."""

    def __init__(
        self, quads: Quads, roles: Roles, naming: Naming, after: Projection | None, told: Told | None, schema: bool
    ) -> None:
        self.first = first_of_triples(quads)
        role = roles.role[self.first]  # also where a triple was known before it stood in another graph
        self.order = ordered(quads, role, None if after is None else after.order)
        role[self.order.is_frame] = Role.LIST
        role[self.order.is_empty & (role == Role.EDGE)] = Role.ATTRIBUTE
        self.quads, self.naming, self.after, self.told, self.schema = quads, naming, after, told, schema
        self.roles = roles._replace(role=role)
        self.known = Known.of(after)
        self.is_growing = False
        self.inferred: Inferred | None = None
        self.vocabulary = known().with_superclasses(superclasses(quads))
        s, o = self.order.subject, quads.object
        self.is_first = self.first == np.arange(len(quads))
        edge_quads = np.flatnonzero(role == Role.EDGE)
        self.edge_rows = edge_quads[self.is_first[edge_quads]]
        self.edge_of_quad = np.full(len(quads), -1, np.int32)
        self.edge_of_quad[self.edge_rows] = np.arange(len(self.edge_rows))
        self.edge_of_quad[edge_quads] = self.edge_of_quad[self.first[edge_quads]]
        if told is not None:
            self._give_edges(told)
        own = np.isin(role, (Role.ATTRIBUTE, Role.CLASS, Role.LABEL))
        node_terms = distinct(np.concatenate((s[own], s[self.edge_rows], o[self.edge_rows])))
        node_terms = known_first(self.known.nodes, node_terms)
        self.node_terms = node_terms.astype(np.int32)
        self.node_of_term = np.full(len(quads.terms), -1, np.int32)
        self.node_of_term[node_terms] = np.arange(len(node_terms))
        self.count = len(node_terms)
        self._name_graphs()

    def _give_edges(self, told: Told) -> None:
        """Quads that are drawn as one other line belong to it, with all that is said of them."""
        start = len(told.stated)
        leads = told.origin.values[told.origin.starts[:-1]]
        edges = np.where(told.same >= 0, self.edge_of_quad[told.same], self.edge_of_quad[start:])
        fits = (edges >= 0) & (self.roles.role[leads] == Role.WORDS)
        self.edge_of_quad[leads[fits]] = edges[fits]

    def name(self) -> Job[None]:
        """Name predicates, classes and resources, all by the same rule."""
        namer = Namer(self.quads, self.roles.role, self.roles.is_literal, self.naming, self.vocabulary, self.told)
        yield from namer.read()
        self.quads = namer.with_texts()
        terms = self.quads.terms
        self.iris = tuple([to_iri(terms[t]) for t in self.node_terms.tolist()])
        yield Progress("Naming resources", 1, 4)
        self._name_classes(namer)
        self._name_predicates(namer)
        yield Progress("Naming resources", 1, 4)
        classes = [(info.label, info.kind) for info in self.classes]
        self.labels = yield from namer.labels(self.node_terms, self.iris, self.node_class, classes)

    def _name_predicates(self, namer: Namer) -> None:
        said = self.order.predicate[~np.isin(self.roles.role, (Role.SCHEMA, Role.APART, Role.LIST))]
        used = distinct(said)
        # All predicates that number the members of a container, and that of a list, mean the same.
        members = [t for t in self.order.members if t in used]
        used = known_first(self.known.predicates, used[~np.isin(used, members[1:])])
        self.predicate_of_term = np.full(len(self.quads.terms), -1, np.int32)
        self.predicate_of_term[used] = np.arange(len(used))
        self.predicate_of_term[members] = self.predicate_of_term[members[:1]]
        iris = [RDFS + "member" if t in members else to_iri(self.quads.terms[t]) for t in used.tolist()]
        of_edges = self.predicate_of_term[self.order.predicate[self.edge_rows]]
        mains = self.node_class[self.node_of_term[self.order.subject[self.edge_rows]]]
        labels = [info.label for info in self.classes]
        self.predicates = namer.predicates(used.tolist(), iris, of_edges, mains, labels)

    def _name_graphs(self) -> None:
        used = known_first(
            self.known.graphs, distinct(self.quads.graph[(self.quads.graph >= 0) & (self.roles.role != Role.APART)])
        )
        lookup = np.full(len(self.quads.terms) + 1, -1, np.int32)
        lookup[used] = np.arange(len(used))
        self.graphs = tuple(to_iri(self.quads.terms[t]) for t in used.tolist())
        self.graph_of_quad = np.where(self.quads.graph >= 0, lookup[self.quads.graph], -1).astype(np.int32)

    def _name_classes(self, namer: Namer) -> None:
        quads, role = self.quads, self.roles.role
        rows = np.flatnonzero(role == Role.CLASS)
        class_terms = known_first(self.known.classes, distinct(quads.object[rows]))
        class_index = np.full(len(quads.terms), -1, np.int32)
        class_index[class_terms] = np.arange(len(class_terms))
        iris = [to_iri(quads.terms[t]) for t in class_terms.tolist()]
        words = namer.class_words(class_terms.tolist(), iris)
        self.classes = tuple(ClassInfo(iri, word, self.vocabulary.kind(iri)) for iri, word in zip(iris, words))
        raw = group(self.node_of_term[quads.subject[rows]], class_index[quads.object[rows]], self.count, distinct=True)
        self.node_classes = self._most_specific_first(raw)
        first = np.full(self.count, -1, np.int32)
        typed = raw.lengths > 0
        first[typed] = self.node_classes.values[self.node_classes.starts[:-1][typed]]
        self.node_class = first

    def _most_specific_first(self, raw: Rows) -> Rows:
        values = raw.values.copy()
        iris = [info.iri for info in self.classes]
        ancestors = [set(self.vocabulary.ancestors(iri)) - {iri} for iri in iris]
        order: dict[bytes, NDArray[np.int32]] = {}
        for node in np.flatnonzero(raw.lengths > 1).tolist():
            row = raw[node]
            key = row.tobytes()
            if key not in order:
                above = set().union(*(ancestors[c] for c in row.tolist()))
                order[key] = np.array(
                    sorted(row.tolist(), key=lambda c: (iris[c] in GENERIC_CLASSES, iris[c] in above, iris[c])),
                    np.int32,
                )
            values[raw.starts[node] : raw.starts[node + 1]] = order[key]
        return Rows(raw.starts, values)

    def gather_evidence(self) -> Job[None]:
        """Passages, what each supports, and what needs evidence."""
        quads = self.quads
        covering_class = np.array([self.vocabulary.covers(info.iri) for info in self.classes] + [False], bool)
        pairs_owner, pairs_class = self.node_classes.owners, self.node_classes.values
        covers = np.zeros(self.count, bool)
        covers[pairs_owner[covering_class[pairs_class]]] = True
        subjects = self.node_of_term[self.order.subject[self.edge_rows]]
        found = Folding(quads, self.roles, self.node_of_term, self.edge_of_quad, subjects, covers).fold()
        is_document, is_literal = self.roles.is_document, self.roles.is_literal
        passages = yield from titled(found.passages, quads, is_document, is_literal, self.naming)
        self.evidence = with_known_passages(found._replace(passages=passages), self.after)
        document_nodes = {p.document for p in self.evidence.passages}
        kinds = [info.kind for info in self.classes]
        self.node_coverable = np.array(
            [
                iri not in document_nodes and not (c >= 0 and kinds[c] == "concept")
                for iri, c in zip(self.iris, self.node_class.tolist())
            ],
            bool,
        ).reshape(self.count)

    def read_values(self) -> Job[None]:
        """The dates and numbers among the literals, the period of each node, and its amount."""
        quads, role = self.quads, self.roles.role
        of_statements = (role == Role.EVIDENCE) & self.roles.is_literal[quads.object]
        rows = np.flatnonzero((role == Role.ATTRIBUTE) | of_statements)
        terms, which = np.unique(quads.object[rows], return_inverse=True)
        dating, summing = np.zeros(len(terms), bool), np.zeros(len(terms), bool)
        given_by = self.predicate_of_term[self.order.predicate[rows]]
        as_date = self._giving(lambda iri: gives_date(local_name(iri)))[given_by]
        dating[which[as_date]] = True
        amounts, values_of = self._giving(is_amount), self._giving(is_value)
        summing[which[(amounts | values_of)[given_by]]] = True
        unread, unlike = np.zeros(len(terms), bool), np.zeros(len(terms), bool)
        values = np.full((len(terms), 3), math.nan)
        is_wanted = (dating | summing).tolist()
        for done, term in enumerate(terms.tolist()):
            if done % _STEP == 0:
                yield Progress("Reading dates and amounts", done, len(terms))
            literal = to_literal(quads.terms[term])
            if not is_wanted[done] and not is_valued(literal.datatype):
                continue  # most are texts
            value = number(literal)
            if value is None and summing[done]:
                value = plain_number(literal)
            span = interval(literal) or (plain_interval(literal) if dating[done] else None)
            unread[done] = span is None and is_date(literal)
            unlike[done] = span is None and is_date(literal, by_predicate=True)
            values[done] = (math.nan if value is None else value, *(span or _NEVER))
        useful = np.flatnonzero(~np.isnan(values).all(axis=1))
        unread_rows = unread[which] | (unlike[which] & as_date)
        self.unread_dates = rows[unread_rows & self.is_first[rows]].astype(np.int32)
        self.valued, self.values = terms[useful].astype(np.int32), values[useful]
        own = role[rows] == Role.ATTRIBUTE
        rows, values = rows[own], values[which[own]]
        nodes = self.node_of_term[self.order.subject[rows]]
        bounds = bounds_of(info.iri for info in self.predicates)
        events = np.array([info.kind == "event" for info in self.classes] + [False], bool)[self.node_class]
        given = bounds[self.predicate_of_term[self.order.predicate[rows]]]
        self.periods = of_resources(nodes, given, values[:, 1:], events)
        self._read_amounts(nodes, given_by[own], values[:, 0], amounts, values_of)

    def _giving(self, test: Callable[[str], bool]) -> NDArray[np.bool_]:
        """Predicates that pass a test of their IRI, shape (p + 1,); the last is for terms that are no predicate."""
        return np.array([test(info.iri) for info in self.predicates] + [False], bool)

    def _read_amounts(
        self, nodes: Ids, predicates: Ids, values: NDArray[np.float64], amounts: Mask, values_of: Mask
    ) -> None:
        """The first amount of each node; “value” and the like count on sums of money and beside a unit."""
        of_money = np.array([info.kind == "money" for info in self.classes], bool)
        has_unit = np.zeros(self.count, bool)
        has_unit[self.node_classes.owners[of_money[self.node_classes.values]]] = True
        units = self._giving(is_unit)
        has_unit[nodes[units[predicates]]] = True
        rows = self.edge_rows[units[self.predicate_of_term[self.order.predicate[self.edge_rows]]]]
        has_unit[self.node_of_term[self.order.subject[rows]]] = True
        wanted = amounts[predicates] | (values_of[predicates] & has_unit[nodes])
        rows = np.flatnonzero(wanted & ~np.isnan(values))
        named, first = np.unique(nodes[rows], return_index=True)
        self.amounts = np.full(self.count, np.nan)
        self.amounts[named] = values[rows[first]]

    def _own(self) -> tuple[Ids, NDArray[np.uint8]]:
        """The owner of each quad: a node or an edge."""
        owner, kind = np.full(len(self.quads), -1, np.int32), np.zeros(len(self.quads), np.uint8)
        subject = self.node_of_term[self.order.subject]
        of_nodes = ~np.isin(self.roles.role, (Role.SCHEMA, Role.APART)) & (subject >= 0)
        owner[of_nodes] = subject[of_nodes]
        kind[of_nodes] = Owner.NODE
        of_edges = self.edge_of_quad >= 0
        owner[of_edges] = self.edge_of_quad[of_edges]
        kind[of_edges] = Owner.EDGE
        return owner, kind

    def result(self) -> Projection:
        quads, rows = self.quads, self.edge_rows
        literal_rows = np.flatnonzero(np.isin(self.roles.role, (Role.ATTRIBUTE, Role.LABEL)) & self.is_first)
        literal_rows = self.order.sorted(literal_rows)
        edge_quads = np.flatnonzero((self.edge_of_quad >= 0) & (self.roles.role == Role.EDGE))
        subject = self.node_of_term[self.order.subject[rows]]
        object_ = self.node_of_term[quads.object[rows]]
        owner, owner_kind = self._own()
        is_inferred = self._is_inferred(rows)
        coverable = self.node_coverable[subject] & self.node_coverable[object_] & ~is_inferred
        return Projection(
            quads=quads,
            iris=self.iris,
            labels=self.labels,
            classes=self.classes,
            node_classes=self.node_classes,
            node_class=self.node_class,
            predicates=self.predicates,
            graphs=self.graphs,
            subject=subject,
            predicate=self.predicate_of_term[self.order.predicate[rows]],
            object=object_,
            edge_quads=group(self.edge_of_quad[edge_quads], edge_quads, len(rows)),
            edge_inferred=is_inferred,
            passages=self.evidence.passages,
            node_evidence=self.evidence.of_nodes,
            edge_evidence=self.evidence.of_edges,
            node_coverable=self.node_coverable,
            edge_coverable=coverable,
            node_attributes=group(self.node_of_term[self.order.subject[literal_rows]], literal_rows, self.count),
            periods=self.periods,
            amounts=self.amounts,
            valued=self.valued,
            values=self.values,
            role=self.roles.role,
            owner=owner,
            owner_kind=owner_kind,
            graph_of_quad=self.graph_of_quad,
            is_first=self.is_first & self._is_stated(),
            order=self.order,
            unread_dates=self.unread_dates,
            statements=self.roles.statements,
            is_part=self.roles.is_part,
            is_document=self.roles.is_document,
            predicate_of_term=self.predicate_of_term,
            naming=self.naming,
            told=self.told,
            draws_schema=self.schema,
            is_growing=self.is_growing,
            inferred=self.inferred,
        )

    def _is_inferred(self, rows: NDArray[np.intp]) -> Mask:
        """True for the quads at some rows (k,) that are inferred, or say in other words what is."""
        if self.inferred is None:
            return np.zeros(len(rows), bool)
        if self.told is not None and len(self.told.origin):
            start, origin = len(self.told.stated), self.told.origin
            leads = origin.values[origin.starts[:-1]]
            rows = np.where(rows < start, rows, leads[np.maximum(rows - start, 0)])
        return np.asarray(rows >= len(self.inferred.stated))

    def _is_stated(self) -> NDArray[np.bool_]:
        stated = self.quads if self.told is None else self.told.stated
        return np.arange(len(self.quads)) < len(stated if self.inferred is None else self.inferred.stated)


def superclasses(quads: Quads) -> dict[str, frozenset[str]]:
    """The superclasses that the source declares, by class."""
    found: dict[str, frozenset[str]] = {}
    term = next((t for t in distinct(quads.predicate).tolist() if to_iri(quads.terms[t]) == RDFS + "subClassOf"), -1)
    for row in np.flatnonzero(quads.predicate == term).tolist():
        value = quads.terms[quads.object[row]]
        if isinstance(value, NamedNode):
            subject = to_iri(quads.terms[quads.subject[row]])
            found[subject] = found.get(subject, frozenset()) | {value.value}
    return found
