"""JSON-LD writer: the prefixes of the source as context, one object per subject and graph."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import numpy as np
from numpy.typing import NDArray
from pyoxigraph import BlankNode, Literal, NamedNode

from graph.formats.format import Pieces
from graph.rdf.relative import is_relative
from graph.rdf.source import Quads, Term
from graph.rdf.terms import RDF, XSD, Prefixes
from graph.writing.turtle import TermWriter, blocks


class _Values:
    """Terms as JSON-LD values under a context of prefixes."""

    def __init__(self, quads: Quads) -> None:
        schemes = {term.value.partition(":")[0] for term in quads.terms if isinstance(term, NamedNode)}
        schemes |= {term.datatype.value.partition(":")[0] for term in quads.terms if isinstance(term, Literal)}
        # An IRI whose scheme equals a prefix would be expanded by it, so such a prefix is not used.
        pairs = quads.prefixes.pairs.items()
        usable = {p: iri for p, iri in pairs if p and p not in schemes and not is_relative(NamedNode(iri))}
        self.base = quads.prefixes.base
        self.prefixes = usable
        self.names = TermWriter(Prefixes(usable, self.base))

    def context(self) -> dict[str, Any]:
        """The prefixes in use; those that a reader would not recognise as prefixes are declared as such."""
        base = {"@base": self.base} if self.base else {}
        return base | {
            prefix: iri if iri[-1] in ":/?#[]@" else {"@id": iri, "@prefix": True}
            for prefix, iri in self.names.used().items()
        }

    def name(self, term: Term, key: bool = False) -> str:
        """The name of a resource; a ``key`` is never relative, because JSON-LD would drop it."""
        if isinstance(term, NamedNode):
            pair = self.names.curie(term.value)
            if pair and pair[1]:
                return f"{pair[0]}:{pair[1]}"
            short = term.value if key else self.names.reference(term.value)
            return f"./{short}" if short in self.prefixes else short
        return str(term)

    def value(self, term: Term) -> object:
        if not isinstance(term, Literal):
            return {"@id": self.name(term)}
        if term.language is not None:
            tagged = {"@value": term.value, "@language": term.language}
            return tagged | {"@direction": term.direction.value} if term.direction is not None else tagged
        if term.datatype.value == XSD + "string":
            return {"@value": term.value}
        return {"@value": term.value, "@type": self.name(term.datatype)}


def jsonld(quads: Quads, rows: NDArray[np.intp]) -> Pieces:
    """A JSON-LD document. The rows must not include triple terms, which JSON-LD cannot hold."""
    values = _Values(quads)

    def head() -> str:
        return f'{{\n"@context": {json.dumps(values.context(), ensure_ascii=False, indent=1)},\n"@graph": [\n'

    return Pieces(_objects(quads, rows, values), head)


def _objects(quads: Quads, rows: NDArray[np.intp], values: _Values) -> Iterator[str]:
    """One object for each subject and graph, and the end of the document."""
    terms = quads.terms
    inside = -1
    comma = ""
    for graph, subject, predicates, objects in blocks(quads, rows):
        if graph != inside:
            opening = f'{{"@id": {_dump(values.name(terms[graph]))}, "@graph": [\n' if graph >= 0 else ""
            yield ("\n]}" if inside >= 0 else "") + comma + opening
            comma, inside = "", graph
        node: dict[str, Any] = {"@id": values.name(terms[subject])}
        for predicate, object_ in zip(predicates, objects, strict=True):
            key, term = terms[predicate], terms[object_]
            if key == NamedNode(RDF + "type") and isinstance(term, NamedNode | BlankNode):
                node.setdefault("@type", []).append(values.name(term))
            else:
                node.setdefault(values.name(key, key=True), []).append(values.value(term))
        yield comma + "{\n " + ",\n ".join(f"{_dump(key)}: {_dump(value)}" for key, value in node.items()) + "\n}"
        comma = ",\n"
    yield ("\n]}" if inside >= 0 else "") + "\n]\n}\n"


def _dump(value: object) -> str:
    return json.dumps(value, ensure_ascii=False)
