"""From quads to a projection, column by column."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray
from pyoxigraph import BlankNode, NamedNode

from graph.csr import Rows, group
from graph.evidence import fold_evidence
from graph.progress import Job, Progress
from graph.projection import ClassInfo, Owner, PredicateInfo, Projection, to_literal
from graph.roles import Role, Roles, assign_roles
from graph.source import Ids, Quads, Term
from graph.terms import RDFS, SCHEMA, Literal, local_name
from graph.values import interval, number
from graph.vocabulary import GENERIC_CLASSES, Vocabulary, known, label_rank

_AMOUNT_NAMES = frozenset(
    {"amount", "price", "cost", "budget", "totalAmount", "amountPaid", "grossAmount", "netAmount"}
)


def project(quads: Quads, *, languages: Sequence[str] = ("en",), schema: bool = False) -> Job[Projection]:
    """Build the projection of ``quads``.

    ``languages`` are the user's, best first; labels without a language come next, then any. A source that holds
    nothing but a schema is drawn as if ``schema`` had been asked for.
    """
    yield Progress("Sorting triples by what they say", 0, 4)
    roles = assign_roles(quads, schema=schema)
    if not schema and len(quads) and not np.isin(roles.role, (Role.EDGE, Role.CLASS, Role.LABEL, Role.ATTRIBUTE)).any():
        roles = assign_roles(quads, schema=True)
    builder = _Builder(quads, roles, languages)
    yield Progress("Naming resources", 1, 4)
    builder.name_nodes()
    yield Progress("Gathering evidence", 2, 4)
    builder.gather_evidence()
    yield Progress("Reading dates and amounts", 3, 4)
    builder.read_values()
    return builder.result()


class _Builder:
    """Holds the columns while they are made."""

    def __init__(self, quads: Quads, roles: Roles, languages: Sequence[str]) -> None:
        self.quads, self.roles, self.languages = quads, roles, languages
        self.vocabulary = _with_declared(known(), quads, roles)
        role, s, o = roles.role, quads.subject, quads.object
        self.edge_rows = np.flatnonzero(role == Role.EDGE)
        own = np.isin(role, (Role.ATTRIBUTE, Role.CLASS, Role.LABEL))
        self.own_rows = np.flatnonzero(own)
        node_terms = np.unique(np.concatenate((s[own], s[self.edge_rows], o[self.edge_rows])))
        self.node_terms = node_terms.astype(np.int32)
        self.node_of_term = np.full(len(quads.terms), -1, np.int32)
        self.node_of_term[node_terms] = np.arange(len(node_terms))
        self.count = len(node_terms)
        self._name_predicates()
        self._name_graphs()

    def _name_predicates(self) -> None:
        used = np.unique(self.quads.predicate[self.roles.role != Role.SCHEMA])
        self.predicate_of_term = np.full(len(self.quads.terms), -1, np.int32)
        self.predicate_of_term[used] = np.arange(len(used))
        self.predicates = tuple(
            PredicateInfo(iri, self._word(iri), self.vocabulary.inverse_labels.get(iri, ""))
            for iri in (to_iri(self.quads.terms[t]) for t in used.tolist())
        )

    def _name_graphs(self) -> None:
        used = np.unique(self.quads.graph[self.quads.graph >= 0])
        lookup = np.full(len(self.quads.terms) + 1, -1, np.int32)
        lookup[used] = np.arange(len(used))
        self.graphs = tuple(to_iri(self.quads.terms[t]) for t in used.tolist())
        self.graph_of_quad = np.where(self.quads.graph >= 0, lookup[self.quads.graph], -1).astype(np.int32)

    def _word(self, iri: str) -> str:
        """The word of the vocabulary for a term, else its CURIE in the source's prefixes made readable."""
        known_label = self.vocabulary.labels.get(iri)
        return known_label if known_label else _spaced(local_name(iri))

    def name_nodes(self) -> None:
        quads, role = self.quads, self.roles.role
        self.iris = tuple(to_iri(quads.terms[t]) for t in self.node_terms.tolist())
        rows = np.flatnonzero(role == Role.CLASS)
        class_terms = np.unique(quads.object[rows])
        class_index = np.full(len(quads.terms), -1, np.int32)
        class_index[class_terms] = np.arange(len(class_terms))
        iris = [to_iri(quads.terms[t]) for t in class_terms.tolist()]
        self.classes = tuple(ClassInfo(iri, _capital(self._word(iri)), self.vocabulary.kind(iri)) for iri in iris)
        raw = group(self.node_of_term[quads.subject[rows]], class_index[quads.object[rows]], self.count, distinct=True)
        self.node_classes = self._most_specific_first(raw)
        first = np.full(self.count, -1, np.int32)
        typed = raw.lengths > 0
        first[typed] = self.node_classes.values[self.node_classes.starts[:-1][typed]]
        self.node_class = first
        self.labels = self._labels()

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
                    sorted(row.tolist(), key=lambda c: (iris[c] in GENERIC_CLASSES, iris[c] in above)), np.int32
                )
            values[raw.starts[node] : raw.starts[node + 1]] = order[key]
        return Rows(raw.starts, values)

    def _labels(self) -> tuple[str, ...]:
        quads = self.quads
        best: dict[int, tuple[tuple[int, int], str]] = {}
        rank = {
            t: label_rank(self.predicates[p].iri) or 0 for t, p in enumerate(self.predicate_of_term.tolist()) if p >= 0
        }
        languages = {tag: i for i, tag in enumerate((*self.languages, ""))}
        for row in np.flatnonzero(self.roles.role == Role.LABEL).tolist():
            literal = to_literal(quads.terms[quads.object[row]])
            text = " ".join(literal.value.split())
            if not text:
                continue
            tag = literal.language.split("-")[0].lower()
            key = (rank[int(quads.predicate[row])], languages.get(tag, len(languages)))
            node = int(self.node_of_term[quads.subject[row]])
            if node not in best or key < best[node][0]:
                best[node] = (key, text)
        return tuple(best[n][1] if n in best else self._fallback(n) for n in range(self.count))

    def _fallback(self, node: int) -> str:
        iri = self.iris[node]
        if not iri.startswith("_:"):
            return self.quads.prefixes.shorten(iri)
        main = self.node_class[node]
        name = self.classes[main].label if main >= 0 else "Unnamed"
        return f"{name} ({iri})"

    def gather_evidence(self) -> None:
        quads = self.quads
        self.edge_of_quad = np.full(len(quads), -1, np.int32)
        self.edge_of_quad[self.edge_rows] = np.arange(len(self.edge_rows))
        covering_class = np.array([self.vocabulary.covers(info.iri) for info in self.classes] + [False], bool)
        pairs_owner, pairs_class = self.node_classes.owners, self.node_classes.values
        covers = np.zeros(self.count, bool)
        covers[pairs_owner[covering_class[pairs_class]]] = True
        self.evidence = fold_evidence(quads, self.roles, self.node_of_term, self.edge_of_quad, covers, self.iris)
        document_nodes = {p.document for p in self.evidence.passages}
        kinds = [info.kind for info in self.classes]
        self.node_coverable = np.array(
            [
                iri not in document_nodes and not (c >= 0 and kinds[c] == "concept")
                for iri, c in zip(self.iris, self.node_class.tolist())
            ],
            bool,
        ).reshape(self.count)

    def read_values(self) -> None:
        """Dates as the stretch from the first to the last instant that a node's literals name; amounts beside them."""
        quads = self.quads
        self.dates = np.full((self.count, 2), np.nan)
        self.amounts = np.full(self.count, np.nan)
        rows = np.flatnonzero(self.roles.role == Role.ATTRIBUTE)
        spans: dict[int, tuple[float, float] | None] = {}
        money = np.array([info.kind == "money" for info in self.classes] + [False], bool)
        is_money = money[self.node_class]
        named = self.predicate_of_term.tolist()
        amount_terms = {t for t, p in enumerate(named) if p >= 0 and self._is_amount(p, False)}
        value_terms = {t for t, p in enumerate(named) if p >= 0 and self._is_amount(p, True)}
        for row, term in zip(rows.tolist(), quads.object[rows].tolist()):
            node, predicate = int(self.node_of_term[quads.subject[row]]), int(quads.predicate[row])
            if term not in spans:
                spans[term] = interval(to_literal(quads.terms[term]))
            span = spans[term]
            if span is not None:
                self.dates[node, 0] = np.fmin(self.dates[node, 0], span[0])
                self.dates[node, 1] = np.fmax(self.dates[node, 1], span[1])
            elif predicate in (value_terms if is_money[node] else amount_terms) and np.isnan(self.amounts[node]):
                value = number(to_literal(quads.terms[term]))
                self.amounts[node] = np.nan if value is None else value

    def _is_amount(self, predicate: int, money: bool) -> bool:
        iri = self.predicates[predicate].iri
        return local_name(iri) in _AMOUNT_NAMES or (money and iri in (SCHEMA + "value", "http://schema.org/value"))

    def _own(self) -> tuple[Ids, NDArray[np.uint8]]:
        """Which node, edge or passage each quad belongs to."""
        owner, kind = self.evidence.owner.copy(), self.evidence.owner_kind.copy()
        owner[self.own_rows] = self.node_of_term[self.quads.subject[self.own_rows]]
        kind[self.own_rows] = Owner.NODE
        owner[self.edge_rows] = np.arange(len(self.edge_rows))
        kind[self.edge_rows] = Owner.EDGE
        return owner, kind

    def result(self) -> Projection:
        quads, rows = self.quads, self.edge_rows
        literal_rows = np.flatnonzero(np.isin(self.roles.role, (Role.ATTRIBUTE, Role.LABEL)))
        subject = self.node_of_term[quads.subject[rows]]
        object_ = self.node_of_term[quads.object[rows]]
        owner, owner_kind = self._own()
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
            predicate=self.predicate_of_term[quads.predicate[rows]],
            object=object_,
            graph=self.graph_of_quad[rows],
            passages=self.evidence.passages,
            node_evidence=self.evidence.of_nodes,
            edge_evidence=self.evidence.of_edges,
            node_coverable=self.node_coverable,
            edge_coverable=self.node_coverable[subject] & self.node_coverable[object_],
            node_attributes=group(self.node_of_term[quads.subject[literal_rows]], literal_rows, self.count),
            dates=self.dates,
            amounts=self.amounts,
            role=self.roles.role,
            owner=owner,
            owner_kind=owner_kind,
            predicate_of_term=self.predicate_of_term,
        )


def to_iri(term: Term) -> str:
    """How a resource is named inside the program: its IRI, or ``_:label`` for a blank node."""
    if isinstance(term, NamedNode):
        return term.value
    return f"_:{term.value}" if isinstance(term, BlankNode) else str(term)


def _with_declared(vocabulary: Vocabulary, quads: Quads, roles: Roles) -> Vocabulary:
    """The vocabulary with what the source itself says of its classes and predicates."""
    superclasses: dict[str, frozenset[str]] = {}
    labels: dict[str, str] = {}
    for row in np.flatnonzero(roles.role == Role.SCHEMA).tolist():
        predicate = to_iri(quads.terms[quads.predicate[row]])
        subject, value = to_iri(quads.terms[quads.subject[row]]), quads.terms[quads.object[row]]
        if predicate == RDFS + "subClassOf" and isinstance(value, NamedNode):
            superclasses[subject] = superclasses.get(subject, frozenset()) | {value.value}
        elif label_rank(predicate) is not None:
            literal: Literal = to_literal(value)
            if literal.language in ("", "en") or subject not in labels:
                labels[subject] = literal.value
    return vocabulary.with_schema(superclasses, labels) if superclasses or labels else vocabulary


def _spaced(name: str) -> str:
    """``hasCostCentre`` and ``has_cost_centre`` as “has cost centre”."""
    out: list[str] = []
    for i, char in enumerate(name):
        if char in "_-":
            out.append(" ")
        elif char.isupper() and i and name[i - 1].islower():
            out.append(" " + (char.lower() if not name[i + 1 : i + 2].isupper() else char))
        else:
            out.append(char)
    return "".join(out).strip() or name


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
