"""Validation of data against SHACL shapes, and of passages against their texts."""

from __future__ import annotations

import logging
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
from pyoxigraph import BlankNode, Literal, NamedNode, Triple

from graph.analysis.texts import TextLibrary, excerpt
from graph.errors import ReadError
from graph.model.projection import Passage
from graph.rdf.relative import as_named
from graph.rdf.source import Quads, Term
from graph.work.progress import Job, Progress

if TYPE_CHECKING:
    from rdflib import Graph

_STEP = 4096


@dataclass(frozen=True, slots=True)
class Violation:
    """A violation: the resource (an IRI or ``_:label``), the property (an IRI, or ""), and a message in plain words."""

    focus: str
    message: str
    path: str = ""


def validate(quads: Quads, shapes: bytes, name: str = "shapes.ttl") -> Job[list[Violation]]:
    """Validate the union of all graphs against SHACL shapes in Turtle; sorted by resource, path and message.

    Validation fetches and infers nothing: no ``owl:imports``, no rules, no JavaScript. Triples with triple terms are
    left out. Raises :class:`~graph.errors.ReadError` for shapes that cannot be read.
    """
    from graph.reading.read import read_bytes  # slow to import, and needed for validation only

    yield Progress("Reading shapes")
    rules = yield from _as_rdflib(read_bytes(shapes, name).quads)
    data = yield from _as_rdflib(quads)
    yield Progress(f"Checking {len(data):,} triples against {name}")
    return _run(data, rules, name)


def _run(data: Graph, rules: Graph, name: str) -> list[Violation]:
    import pyshacl
    from rdflib.namespace import RDF, SH

    try:
        with _without_logging():
            _, report, _ = pyshacl.validate(
                data,
                shacl_graph=rules,
                inference="none",
                advanced=False,
                js=False,
                do_owl_imports=False,
                meta_shacl=False,
                inplace=True,
            )
    except Exception as error:  # pyshacl raises many kinds of errors for invalid shapes
        raise ReadError(f"{name} could not be used: {str(error).splitlines()[0]}. Correct the shapes.") from error
    found = set()
    for result in report.subjects(RDF.type, SH.ValidationResult):
        focus, path = report.value(result, SH.focusNode), report.value(result, SH.resultPath)
        messages = sorted(str(message) for message in report.objects(result, SH.resultMessage))
        found.add(Violation(_plain(focus), messages[0] if messages else "violates its shape", _plain(path)))
    return sorted(found, key=lambda violation: (violation.focus, violation.path, violation.message))


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
    from rdflib import BNode

    return "" if node is None else f"_:{node}" if isinstance(node, BNode) else as_named(str(node))


def _as_rdflib(quads: Quads) -> Job[Graph]:
    """The triples of all graphs as one rdflib graph."""
    from rdflib import Graph

    graph = Graph(bind_namespaces="none")
    with _without_logging():
        nodes = [_node(term) for term in quads.terms]
    total = len(quads)
    for start in range(0, total, _STEP):
        rows = slice(start, start + _STEP)
        for s, p, o in np.column_stack([quads.subject[rows], quads.predicate[rows], quads.object[rows]]).tolist():
            if nodes[o] is not None:
                graph.add((nodes[s], nodes[p], nodes[o]))
        yield Progress("Preparing the validation", min(start + _STEP, total), total)
    return graph


def _node(term: Term) -> Any:
    import rdflib

    if isinstance(term, NamedNode):
        return rdflib.URIRef(term.value)
    if isinstance(term, BlankNode):
        return rdflib.BNode(term.value)
    if isinstance(term, Triple):
        return None
    assert isinstance(term, Literal)
    if term.language is not None:
        return rdflib.Literal(term.value, lang=term.language)
    return rdflib.Literal(term.value, datatype=rdflib.URIRef(term.datatype.value), normalize=False)


def check_passages(passages: Sequence[Passage], library: TextLibrary) -> Job[list[Violation]]:
    """Check that the text of every passage is at hand and that each range is within one paragraph of it."""
    found = []
    texts: dict[str, str | None] = {}
    for done, passage in enumerate(passages):
        if passage.sha256 not in texts:
            yield Progress("Searching for texts", done, len(passages))
            texts[passage.sha256] = library.text(passage.sha256)
        text = texts[passage.sha256]
        if text is None:
            found.append(Violation(passage.document, f"no attached text has the SHA-256 {passage.sha256}"))
            continue
        cut = excerpt(text, passage.start, passage.end)
        if cut is None:
            found.append(
                Violation(
                    passage.document, f"the range {passage.start}–{passage.end} is not in its {len(text):,} characters"
                )
            )
        elif not cut.within:
            found.append(
                Violation(passage.document, f"the range {passage.start}–{passage.end} is not within one paragraph")
            )
    return sorted(set(found), key=lambda violation: (violation.focus, violation.path, violation.message))
