"""Making of statements: names, values, links that know more than their two ends, and passages as evidence."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from urllib.parse import quote

from pyoxigraph import BlankNode, Literal, NamedNode, Quad, Triple

from graph.rdf.terms import DCTERMS, OA, RDF, RDFS, XSD

Node = NamedNode | BlankNode
Term = NamedNode | BlankNode | Literal | Triple

TYPE, LABEL, SUBCLASS = NamedNode(RDF + "type"), NamedNode(RDFS + "label"), NamedNode(RDFS + "subClassOf")
SOURCE = NamedNode(DCTERMS + "source")
STATEMENT = NamedNode(RDF + "Statement")
_PARTS = tuple(NamedNode(RDF + part) for part in ("subject", "predicate", "object"))
_PASSAGE, _HAS_SOURCE = NamedNode(OA + "SpecificResource"), NamedNode(OA + "hasSource")
_HAS_SELECTOR = NamedNode(OA + "hasSelector")
_SAFE = "/:@!$&'()+*,;=-._~"

_DATES = (
    (r"[0-9]{4}", "gYear"),
    (r"[0-9]{4}-(?:0[1-9]|1[0-2])", "gYearMonth"),
    (r"[0-9]{4}-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12][0-9]|3[01])", "date"),
    (r"[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}(?:\.[0-9]+)?(?:Z|[+-][0-9]{2}:[0-9]{2})?", "dateTime"),
)
_IRI = r"[A-Za-z][A-Za-z0-9+.\-]*:[^\x00-\x20<>\"{}|\\^`]+"


def named(namespace: str, name: str) -> NamedNode:
    """A name in a namespace, with everything escaped that no IRI may hold."""
    return NamedNode(namespace + quote(name, safe=_SAFE))


def as_iri(text: str) -> NamedNode | None:
    """The resource of an absolute IRI, or None for other text."""
    try:
        return NamedNode(text) if re.fullmatch(_IRI, text) else None
    except ValueError:
        return None


def dated(text: str) -> Literal:
    """A date as precise as the text writes it, in ISO 8601; other text stays text."""
    found = next((kind for pattern, kind in _DATES if re.fullmatch(pattern, text)), None)
    return Literal(text, datatype=NamedNode(XSD + found)) if found else Literal(text)


def scalar(value: str | int | float | bool) -> Literal:
    """A value of JSON; a decimal number is written as JSON writes it."""
    if isinstance(value, str):
        return Literal(value)
    if isinstance(value, float):
        return Literal(repr(value), datatype=NamedNode(XSD + "double"))
    return Literal(value)


def link(source: Node, predicate: NamedNode, target: Term, about: Node) -> Iterator[Quad]:
    """A statement, and a resource ``about`` it, which can have dates, amounts and evidence."""
    yield Quad(source, predicate, target)
    yield Quad(about, TYPE, STATEMENT)
    for part, term in zip(_PARTS, (source, predicate, target)):
        yield Quad(about, part, term)


def passage(
    supported: Node, document: Node | None, selectors: Iterable[Iterable[tuple[str, Term]]] = ()
) -> Iterator[Quad]:
    """A passage of a document as evidence of a resource or a statement; each selector as pairs of OA's local names."""
    found = BlankNode()
    yield Quad(supported, SOURCE, found)
    yield from selected(found, document, selectors)


def selected(found: Node, document: Node | None, selectors: Iterable[Iterable[tuple[str, Term]]]) -> Iterator[Quad]:
    """The passage ``found``: its document and its selectors."""
    yield Quad(found, TYPE, _PASSAGE)
    if document is not None:
        yield Quad(found, _HAS_SOURCE, document)
    for pairs in selectors:
        selector = BlankNode()
        yield Quad(found, _HAS_SELECTOR, selector)
        for name, term in pairs:
            yield Quad(selector, TYPE if name == "type" else NamedNode(OA + name), term)
