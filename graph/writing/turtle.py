"""Turtle and TriG writer for human readers: only used prefixes, one block per subject, ``a`` first."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray
from pyoxigraph import Literal, NamedNode, Triple

from graph.formats.format import Pieces
from graph.rdf.relative import reference
from graph.rdf.source import Quads, Term
from graph.rdf.terms import RDF, XSD, Prefixes

_BASE = (
    "A-Za-z\u00c0-\u00d6\u00d8-\u00f6\u00f8-\u02ff\u0370-\u037d\u037f-\u1fff\u200c-\u200d\u2070-\u218f\u2c00-\u2fef"
    "\u3001-\ud7ff\uf900-\ufdcf\ufdf0-\ufffd\U00010000-\U000effff"
)
_CHARS = _BASE + "_0-9\u00b7\u0300-\u036f\u203f-\u2040\\-"
_LOCAL = re.compile(f"(?:[{_BASE}_0-9](?:[{_CHARS}.]*[{_CHARS}])?)?")
_PREFIX = re.compile(f"(?:[{_BASE}](?:[{_CHARS}.]*[{_CHARS}])?)?")
_BARE = {
    XSD + "integer": re.compile(r"[+-]?[0-9]+"),
    XSD + "decimal": re.compile(r"[+-]?[0-9]*\.[0-9]+"),
    XSD + "double": re.compile(r"[+-]?(?:[0-9]+\.[0-9]*|\.?[0-9]+)[eE][+-]?[0-9]+"),
    XSD + "boolean": re.compile(r"true|false"),
}
_CUT = re.compile(r"^.*[#/:]")


class TermWriter:
    """Terms in Turtle syntax under prefixes and a base; records which prefixes were used."""

    def __init__(self, prefixes: Prefixes) -> None:
        self._base = prefixes.base
        pairs = prefixes.pairs.items()
        self._pairs = {prefix: iri for prefix, iri in pairs if _PREFIX.fullmatch(prefix) and _is_iri(iri)}
        self._by_length = sorted(self._pairs.items(), key=lambda pair: -len(pair[1]))
        self._near: dict[str, list[tuple[str, str]]] = {}
        self._used: set[str] = set()

    def used(self) -> dict[str, str]:
        """The prefixes used so far, in the order of declaration."""
        return {prefix: iri for prefix, iri in self._pairs.items() if prefix in self._used}

    def curie(self, iri: str) -> tuple[str, str] | None:
        """Prefix and local part under the longest namespace that leaves a plain local part, or None."""
        cut = _CUT.match(iri)
        stem = cut[0] if cut else ""
        near = self._near.get(stem)
        if near is None:
            near = self._near[stem] = [
                pair for pair in self._by_length if pair[1].startswith(stem) or stem.startswith(pair[1])
            ]
        for prefix, namespace in near:
            if iri.startswith(namespace) and _LOCAL.fullmatch(iri, len(namespace)):
                self._used.add(prefix)
                return prefix, iri[len(namespace) :]
        return None

    def reference(self, iri: str) -> str:
        """The IRI, relative to the base of the source if that reads back."""
        return reference(iri, self._base)

    def head(self) -> str:
        """The lines that declare the base and the prefixes used so far."""
        base = f"@base <{self._base}> .\n" if self._base else ""
        # Prefixes stay absolute under a base, where they read well; those of relative names cannot.
        return base + "".join(f"@prefix {prefix}: <{reference(iri)}> .\n" for prefix, iri in self.used().items())

    def word(self, term: Term, inside: bool = False) -> str:
        """One term; ``inside`` a triple term, literals stay on one line."""
        if isinstance(term, NamedNode):
            pair = self.curie(term.value)
            return f"{pair[0]}:{pair[1]}" if pair else f"<{self.reference(term.value)}>"
        if isinstance(term, Literal):
            return self._literal(term, inside)
        if isinstance(term, Triple):
            parts = (self.word(part, inside=True) for part in (term.subject, term.predicate, term.object))
            return f"<<( {' '.join(parts)} )>>"
        return str(term)

    def _literal(self, literal: Literal, inside: bool) -> str:
        value, datatype = literal.value, literal.datatype.value
        bare = _BARE.get(datatype)
        if bare is not None and bare.fullmatch(value):
            return value
        plain = literal.language is not None or datatype == XSD + "string"
        text = str(literal) if plain else str(Literal(value))
        if "\n" in value and "\\" not in value and not inside:
            end = text.rindex('"')
            text = '"""' + text[1:end].replace("\\n", "\n") + '"""' + text[end + 1 :]
        return text if plain else f"{text}^^{self.word(literal.datatype)}"


def _is_iri(text: str) -> bool:
    try:
        NamedNode(text)
    except ValueError:
        return False
    return ":" in text


def blocks(quads: Quads, rows: NDArray[np.intp]) -> Iterator[tuple[int, int, Sequence[int], Sequence[int]]]:
    """Rows grouped as (graph, subject, predicates, objects), in order of first appearance.

    The default graph comes before named graphs, and in each subject types come before other predicates.
    """
    if not len(rows):
        return
    graph = _rank(np.maximum(quads.graph[rows], -1), first=-1)
    subject = _rank(graph.astype(np.int64) * len(quads.terms) + quads.subject[rows])
    order = rows[np.lexsort((subject, graph))]
    s, g = quads.subject[order], quads.graph[order]
    edges = np.flatnonzero((np.diff(s) != 0) | (np.diff(g) != 0)) + 1
    bounds = [0, *edges.tolist(), len(order)]
    predicates, objects = quads.predicate[order].tolist(), quads.object[order].tolist()
    subjects, graphs = s.tolist(), g.tolist()
    for start, end in pairwise(bounds):
        yield graphs[start], subjects[start], predicates[start:end], objects[start:end]


def _rank(column: NDArray[np.integer], first: int | None = None) -> NDArray[np.intp]:
    """For each entry the rank of its value by first appearance; ``first`` ranks before all others."""
    values, places, inverse = np.unique(column, return_index=True, return_inverse=True)
    places = np.where(values == first, -1, places) if first is not None else places
    return places[inverse]


def turtle(quads: Quads, rows: NDArray[np.intp]) -> Pieces:
    """Turtle; named graphs are merged."""
    return _pieces(quads, rows, with_graphs=False)


def trig(quads: Quads, rows: NDArray[np.intp]) -> Pieces:
    """TriG: the default graph first."""
    return _pieces(quads, rows, with_graphs=True)


def _pieces(quads: Quads, rows: NDArray[np.intp], *, with_graphs: bool) -> Pieces:
    names = TermWriter(quads.prefixes)

    def head() -> str:
        lines = names.head()
        return f"{lines}\n" if lines else ""

    return Pieces(_blocks(quads, rows, names, with_graphs), head)


def _blocks(quads: Quads, rows: NDArray[np.intp], names: TermWriter, with_graphs: bool) -> Iterator[str]:
    """Blocks of subjects and the braces of graphs, with an empty line between them."""
    words: dict[int, str] = {}
    terms = quads.terms
    is_type = next((i for i, term in enumerate(terms) if term == NamedNode(RDF + "type")), -2)
    inside, gap = -1, ""

    def word(i: int) -> str:
        found = words.get(i)
        if found is None:
            found = words[i] = names.word(terms[i])
        return found

    for graph, subject, predicates, objects in blocks(quads, rows):
        if with_graphs and graph != inside:
            yield (f"{gap}}}\n\n" if inside >= 0 else gap) + (f"{word(graph)} {{\n" if graph >= 0 else "")
            inside, gap = graph, "\n"
        grouped: dict[int, list[str]] = {is_type: []} if is_type in predicates else {}
        for predicate, object_ in zip(predicates, objects, strict=True):
            grouped.setdefault(predicate, []).append(word(object_))
        lines = [f"{'a' if p == is_type else word(p)} {', '.join(values)}" for p, values in grouped.items()]
        yield f"{gap}{word(subject)} " + " ;\n    ".join(lines) + " .\n"
        gap = "\n"
    if inside >= 0:
        yield f"{gap}}}\n"
