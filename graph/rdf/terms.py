"""RDF terms as the rest of the program sees them: IRIs as text, literals as small values."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from pyoxigraph import BlankNode, NamedNode
from pyoxigraph import Literal as OxLiteral

from graph.named import NamedTuple
from graph.rdf.relative import SCHEME, as_named

RDF = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
RDFS = "http://www.w3.org/2000/01/rdf-schema#"
OWL = "http://www.w3.org/2002/07/owl#"
SH = "http://www.w3.org/ns/shacl#"
XSD = "http://www.w3.org/2001/XMLSchema#"
SKOS = "http://www.w3.org/2004/02/skos/core#"
OA = "http://www.w3.org/ns/oa#"
PROV = "http://www.w3.org/ns/prov#"
DCTERMS = "http://purl.org/dc/terms/"
SCHEMA = "https://schema.org/"
CITO = "http://purl.org/spar/cito/"
CB = "https://caseboard.example/ontology#"
CBV = "https://caseboard.example/view#"
GENID = "https://caseboard.example/.well-known/genid/"
"""Prefix of IRIs that stand for blank nodes of another file; the blank node's label follows."""
NIL = NamedNode(RDF + "nil")
"""The empty list."""


class Literal(NamedTuple):
    """An RDF literal: lexical form, datatype IRI, and language tag ("" if it has no language)."""

    value: str
    datatype: str = XSD + "string"
    language: str = ""


def local_name(iri: str) -> str:
    """The part of an IRI after its last ``#``, ``/`` or ``:``, or the whole IRI if either part is empty."""
    stem = iri.rstrip("/#")
    cut = max(stem.rfind("#"), stem.rfind("/"), stem.rfind(":"))
    return (stem[cut + 1 :] if cut else "") or iri


class Namespaces:
    """Finds prefixes by namespace, in a time that does not grow with their number; of equal namespaces the first."""

    def __init__(self, pairs: Iterable[tuple[str, str]]) -> None:
        self._prefix_of: dict[str, str] = {}
        for prefix, namespace in pairs:
            self._prefix_of.setdefault(namespace, prefix)
        self._lengths = sorted({len(namespace) for namespace in self._prefix_of}, reverse=True)

    def around(self, iri: str) -> Iterator[tuple[str, str]]:
        """The prefixes whose namespace begins ``iri``, with the namespace, the longest first."""
        for length in self._lengths:
            namespace = iri[:length]
            prefix = self._prefix_of.get(namespace)
            if prefix is not None and len(namespace) == length:
                yield prefix, namespace


class Prefixes:
    """The prefixes of a source in order of declaration; shortens IRIs to CURIEs and expands them.

    ``base`` is the base IRI that the source states, "" for none.
    """

    def __init__(self, pairs: dict[str, str] | None = None, base: str = "") -> None:
        self.pairs = dict(pairs or {})
        self.base = base
        self._namespaces = Namespaces((prefix, as_named(iri)) for prefix, iri in self.pairs.items() if iri)

    def shorten(self, iri: str) -> str:
        """The CURIE of ``iri`` under the longest matching prefix, or the IRI itself."""
        for prefix, namespace in self._namespaces.around(iri):
            rest = iri[len(namespace) :]
            if rest and not any(c in rest for c in "/#?"):
                return f"{prefix}:{rest}"
        return iri

    def compact(self, iri: str) -> str:
        """The CURIE of ``iri`` if its prefix has a name, else the IRI itself."""
        short = self.shorten(iri)
        return iri if short.startswith(":") else short

    def expand(self, text: str) -> str:
        """The IRI that a CURIE stands for, or ``text`` itself if no prefix matches."""
        prefix, colon, rest = text.partition(":")
        namespace = self.pairs.get(prefix) if colon else None
        return text if namespace is None else as_named(namespace + rest)


def to_iri(term: object) -> str:
    """Name of a resource inside the program: its IRI, as relative as the file has it, or ``_:label``."""
    if isinstance(term, NamedNode):
        value = term.value
        return as_named(value) if value.startswith(SCHEME) else value  # a call for each would be felt
    return f"_:{term.value}" if isinstance(term, BlankNode) else str(term)


def to_text(term: object) -> str:
    """The text of a literal or triple term; see :func:`to_literal`."""
    return term.value if isinstance(term, OxLiteral) else str(term)


def to_literal(term: object) -> Literal:
    """A literal or triple term as a :class:`Literal`; a triple term becomes its N-Triples text.

    The empty list is a value too.
    """
    if isinstance(term, OxLiteral):
        datatype = term.datatype.value
        return Literal(term.value, as_named(datatype) if datatype.startswith(SCHEME) else datatype, term.language or "")
    return Literal("empty list" if term == NIL else str(term))
