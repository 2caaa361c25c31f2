"""SHACL: pyshacl's validation of one shape after the other, with queries answered by Oxigraph."""

from __future__ import annotations

import logging
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any

import numpy as np
import pyoxigraph as ox
import pyshacl
import rdflib
from rdflib.namespace import OWL, RDF, RDFS, SH
from rdflib.query import Result

from graph.errors import ReadError
from graph.rdf.source import Quads, Term
from graph.work.progress import Job, Progress

Row = tuple[str, str, str, str]
"""Resource, property, message and value of a violation; property and value may be ""."""

_STEP = 4096
_TARGETS = (SH.targetClass, SH.targetNode, SH.targetSubjectsOf, SH.targetObjectsOf)


class _Data(rdflib.Graph):  # type: ignore[misc]
    """Triples for pyshacl, in which Oxigraph answers SPARQL.

    rdflib parses and walks a query again for each resource, and joins patterns as they are written.
    """

    def __init__(self, quads: Quads) -> None:
        super().__init__(bind_namespaces="none")
        self._quads = quads
        self._answers: ox.Store | None = None

    def query(
        self, query_object: Any, processor: Any = "sparql", result: Any = "sparql", initNs: Any = None,  # noqa: N803
        initBindings: Any = None, use_store_provided: bool = True, **more: Any,  # noqa: N803
    ) -> Any:  # fmt: skip
        """As in rdflib; a query that Oxigraph does not take is left to rdflib."""
        bound = {str(name).lstrip("?$"): _to_ox(node) for name, node in (initBindings or {}).items()}
        try:
            found = self._store().query(
                str(query_object), substitutions={ox.Variable(name): term for name, term in bound.items()}
            )
        except (SyntaxError, RuntimeError):
            found = None
        if not isinstance(found, ox.QueryBoolean | ox.QuerySolutions):
            return super().query(query_object, processor, result, initNs, initBindings, use_store_provided, **more)
        if isinstance(found, ox.QueryBoolean):
            answer = Result("ASK")
            answer.askAnswer = bool(found)
            return answer
        names = [variable.value for variable in found.variables]
        answer = Result("SELECT")
        answer.vars = [rdflib.Variable(name) for name in names]
        answer.bindings = [
            {rdflib.Variable(name): to_rdflib(term) for name in names if (term := row[name]) is not None}
            for row in found
        ]
        return answer

    def _store(self) -> ox.Store:
        """The same triples in a store, filled at the first query: few shapes have one."""
        if self._answers is None:
            self._answers, q, terms = ox.Store(), self._quads, list(self._quads.terms)
            rows = zip(q.subject.tolist(), q.predicate.tolist(), q.object.tolist())
            self._answers.bulk_extend(ox.Quad(terms[s], terms[p], terms[o]) for s, p, o in rows)
        return self._answers


def validated(quads: Quads, rules: Quads | None, name: str) -> Job[tuple[int, list[Row]]]:
    """The number of shapes that have a target in the data, and their violations; see :mod:`graph.analysis.shapes`.

    Without ``rules`` the data hold their own shapes. One shape follows the other, which gives the work its progress.
    """
    with _without_logging():
        data = yield from _filled(_Data(quads), quads)
        shapes = (
            _shapes_in(data) if rules is None else (yield from _filled(rdflib.Graph(bind_namespaces="none"), rules))
        )
        targets = _targets(shapes)
        if not targets:
            raise ReadError(f"{name} holds no shape with a target. Give it one, such as sh:targetClass.")
        for triples in targets.values():
            for triple in triples:
                shapes.remove(triple)
        vocabulary = {*data.predicates(unique=True), *data.objects(None, RDF.type), RDF.subject, RDF.Statement}
        applied = [triples for triples in targets.values() if any(_occurs(data, triple) for triple in triples)]
        found: set[Row] = set()
        for k, triples in enumerate(applied):
            yield Progress(f"Checking {len(data):,} triples against {name}", k, len(applied))
            for triple in triples:
                shapes.add(triple)
            found |= _violations(data, shapes, name, vocabulary)
            for triple in triples:
                shapes.remove(triple)
    return len(applied), sorted(found)


def _targets(shapes: rdflib.Graph) -> dict[Any, list[Any]]:
    """The triples that give each shape its targets, by shape; a class that is a shape is its own target."""
    found: dict[Any, list[Any]] = {}
    for target in _TARGETS:
        for triple in shapes.triples((None, target, None)):
            found.setdefault(triple[0], []).append(triple)
    for kind in (SH.NodeShape, SH.PropertyShape):
        for shape in shapes.subjects(RDF.type, kind):
            for of_classes in (RDFS.Class, OWL.Class):
                if (shape, RDF.type, of_classes) in shapes:
                    found.setdefault(shape, []).append((shape, RDF.type, of_classes))
    return dict(sorted(found.items(), key=lambda pair: str(pair[0])))


def _occurs(data: rdflib.Graph, target: tuple[Any, Any, Any]) -> bool:
    """True if a target of a shape stands for some node of the data."""
    shape, kind, wanted = target
    if kind == SH.targetNode:
        return True
    if kind in (SH.targetSubjectsOf, SH.targetObjectsOf):
        return (None, wanted, None) in data
    top = wanted if kind == SH.targetClass else shape
    return any((None, RDF.type, one) in data for one in data.transitive_subjects(RDFS.subClassOf, top))


def _shapes_in(data: rdflib.Graph) -> rdflib.Graph:
    """The part of the data that describes shapes: all that is said of them, and of the blank nodes that lead on."""
    about = {s for s, p in data.subject_predicates() if str(p).startswith(str(SH))}
    waiting = about | {s for kind in (SH.NodeShape, SH.PropertyShape) for s in data.subjects(RDF.type, kind)}
    shapes, seen = rdflib.Graph(bind_namespaces="none"), set(waiting)
    while waiting:
        for triple in data.triples((waiting.pop(), None, None)):
            shapes.add(triple)
            if isinstance(triple[2], rdflib.BNode) and triple[2] not in seen:
                seen.add(triple[2])
                waiting.add(triple[2])
    return shapes


def _violations(data: _Data, shapes: rdflib.Graph, name: str, vocabulary: set[Any]) -> set[Row]:
    try:
        _, report, _ = pyshacl.validate(
            data, shacl_graph=shapes, inference="none", advanced=False, js=False, do_owl_imports=False,
            meta_shacl=False, inplace=True,
        )  # fmt: skip
        if isinstance(report, Exception):
            raise report
    except Exception as error:  # pyshacl raises many kinds of errors for invalid shapes
        said = str(getattr(error, "message", error)).strip() or type(error).__name__
        raise ReadError(f"{name} could not be used: {said.splitlines()[0].rstrip('.')}. Correct the shapes.") from error
    found = set()
    for result in report.objects(None, SH.result):  # not those of sh:detail, whose focus may be a value
        culprit, value = report.value(result, SH.focusNode), report.value(result, SH.value)
        # A query for the whole graph has a term as its target, and selects the resources that are wrong.
        if culprit in vocabulary and value is not None and not isinstance(value, rdflib.Literal):
            culprit = value
        messages = sorted(str(message) for message in report.objects(result, SH.resultMessage))
        message = messages[0] if messages else "violates its shape"
        found.add((_plain(culprit), _plain(report.value(result, SH.resultPath)), message, _plain(value)))
    return found


@contextmanager
def _without_logging() -> Iterator[None]:
    """Silence rdflib's traceback for ill-typed literals, which :mod:`graph.analysis.evidence_coverage` names."""
    logger = logging.getLogger("rdflib.term")
    before = logger.disabled
    logger.disabled = True
    try:
        yield
    finally:
        logger.disabled = before


def _plain(node: Any) -> str:
    return "" if node is None else f"_:{node}" if isinstance(node, rdflib.BNode) else str(node)


def _filled(graph: Any, quads: Quads) -> Job[Any]:
    """An rdflib graph with the triples of all graphs."""
    nodes = [to_rdflib(term) for term in quads.terms]
    total = len(quads)
    for start in range(0, total, _STEP):
        rows = slice(start, start + _STEP)
        for s, p, o in np.column_stack([quads.subject[rows], quads.predicate[rows], quads.object[rows]]).tolist():
            if nodes[o] is not None:
                graph.add((nodes[s], nodes[p], nodes[o]))
        yield Progress("Preparing the validation", min(start + _STEP, total), total)
    return graph


def to_rdflib(term: Term) -> Any:
    """A term in rdflib's words; None for a triple term, which rdflib does not know."""
    if isinstance(term, ox.NamedNode):
        return rdflib.URIRef(term.value)
    if isinstance(term, ox.BlankNode):
        return rdflib.BNode(term.value)
    if isinstance(term, ox.Triple):
        return None
    if term.language is not None:
        return rdflib.Literal(term.value, lang=term.language)
    return rdflib.Literal(term.value, datatype=rdflib.URIRef(term.datatype.value), normalize=False)


def _to_ox(node: Any) -> Any:
    if isinstance(node, rdflib.URIRef):
        return ox.NamedNode(str(node))
    if isinstance(node, rdflib.BNode):
        return ox.BlankNode(str(node))
    named: Mapping[str, Any] = {"language": node.language} if node.language else {}
    if not named and node.datatype is not None:
        named = {"datatype": ox.NamedNode(str(node.datatype))}
    return ox.Literal(str(node), **named)
