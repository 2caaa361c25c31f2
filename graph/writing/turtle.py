"""Turtle and TriG writer for human readers: only used prefixes, one block per subject, ``a`` first."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray
from pyoxigraph import Literal, NamedNode, Triple

from graph.arrays.csr import distinct
from graph.formats.format import Pieces
from graph.rdf.relative import reference
from graph.rdf.source import Quads, Term
from graph.rdf.terms import RDF, XSD, Namespaces, Prefixes
from graph.writing.nesting import nesting

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
_STEP = 2048


class TermWriter:
    """Terms in Turtle syntax under prefixes and a base; records which prefixes were used."""

    def __init__(self, prefixes: Prefixes) -> None:
        self._base = prefixes.base
        pairs = prefixes.pairs.items()
        self._pairs = {prefix: iri for prefix, iri in pairs if _PREFIX.fullmatch(prefix) and _is_iri(iri)}
        self._namespaces = Namespaces(self._pairs.items())
        self._used: set[str] = set()

    def used(self) -> dict[str, str]:
        """The prefixes used so far, in the order of declaration."""
        return {prefix: iri for prefix, iri in self._pairs.items() if prefix in self._used}

    def curie(self, iri: str) -> tuple[str, str] | None:
        """Prefix and local part under the longest namespace that leaves a plain local part, or None."""
        for prefix, namespace in self._namespaces.around(iri):
            if _LOCAL.fullmatch(iri, len(namespace)):
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
    """Turtle; named graphs are merged, so that a subject of several is one block."""
    merged = quads if (quads.graph[rows] < 0).all() else replace(quads, graph=np.full_like(quads.graph, -1))
    return _pieces(merged, rows, with_graphs=False)


def trig(quads: Quads, rows: NDArray[np.intp]) -> Pieces:
    """TriG: the default graph first."""
    return _pieces(quads, rows, with_graphs=True)


def _pieces(quads: Quads, rows: NDArray[np.intp], *, with_graphs: bool) -> Pieces:
    names = TermWriter(quads.prefixes)

    def head() -> str:
        lines = names.head()
        return f"{lines}\n" if lines else ""

    return Pieces(_Body(quads, rows, names, with_graphs).pieces(), head)


class _Body:
    """Blocks of subjects, with unnamed blank nodes and lists where they are used."""

    def __init__(self, quads: Quads, rows: NDArray[np.intp], names: TermWriter, with_graphs: bool) -> None:
        self._quads, self._rows, self._names, self._with_graphs = quads, rows, names, with_graphs
        self._type, self._nil = (_index(quads.terms, NamedNode(RDF + name)) for name in ("type", "nil"))
        self._nest = nesting(quads, rows, with_graphs, self._nil)
        self._in_place = self._nest.inside | {self._nil}
        self._nested: dict[int, tuple[Sequence[int], Sequence[int]]] = {}
        self._words = [""] * len(quads.terms)

    def pieces(self) -> Iterator[str]:
        """Blocks and the braces of graphs, with an empty line between them."""
        yield from self._find_words()
        words, inside, gap = self._words, -1, ""
        for graph, subject, predicates, objects in self._named_blocks():
            if self._with_graphs and graph != inside:
                yield (f"{gap}}}\n\n" if inside >= 0 else gap) + (f"{words[graph]} {{\n" if graph >= 0 else "")
                inside, gap = graph, "\n"
            yield f"{gap}{words[subject]} " + " ;\n    ".join(self._said(predicates, objects, 0)) + " .\n"
            gap = "\n"
        if inside >= 0:
            yield f"{gap}}}\n"

    def _find_words(self) -> Iterator[str]:
        """Write all terms in use; the empty pieces between them let progress be seen."""
        quads, rows, terms, word = self._quads, self._rows, self._quads.terms, self._names.word
        subjects, predicates, objects = (column[rows] for column in (quads.subject, quads.predicate, quads.object))
        if self._nest.cells:
            predicates = predicates[~np.isin(subjects, list(self._nest.cells))]
        columns = (subjects, predicates[predicates != self._type], objects[objects != self._nil], quads.graph[rows])
        used = distinct(np.concatenate(columns) + 1) - 1  # the default graph is -1
        for i in used[used >= 0].tolist():
            self._words[i] = word(terms[i])
            if not i % _STEP:
                yield ""

    def _named_blocks(self) -> Iterable[tuple[int, int, Sequence[int], Sequence[int]]]:
        """The blocks of subjects that have a name; those of others are kept for where they are used."""
        unnamed = self._nest.inside
        if not unnamed:
            return blocks(self._quads, self._rows)
        named = []
        for block in blocks(self._quads, self._rows):
            if block[1] in unnamed:
                self._nested[block[1]] = block[2:]
            else:
                named.append(block)
        return named

    def _said(self, predicates: Sequence[int], objects: Sequence[int], depth: int) -> list[str]:
        """A line for each predicate, ``a`` first."""
        words, in_place, type_ = self._words, self._in_place, self._type
        if in_place.isdisjoint(objects):
            texts = [words[o] for o in objects]
        else:
            texts = [self._placed(o, depth) if o in in_place else words[o] for o in objects]
        if len(predicates) == 1:
            return [f"{'a' if predicates[0] == type_ else words[predicates[0]]} {texts[0]}"]
        grouped: dict[int, list[str]] = {type_: []} if type_ in predicates else {}
        for predicate, text in zip(predicates, texts, strict=True):
            grouped.setdefault(predicate, []).append(text)
        return [f"{'a' if p == type_ else words[p]} {', '.join(values)}" for p, values in grouped.items()]

    def _placed(self, node: int, depth: int) -> str:
        """A blank node or a list where it is used."""
        said = self._nested.get(node)
        if said is None:
            return "()" if node == self._nil else "[]"
        if node in self._nest.cells:
            return f"( {' '.join(self._items(node, depth))} )"
        lines = self._said(*said, depth + 1)
        if len(lines) == 1 and "\n" not in lines[0]:
            return f"[ {lines[0]} ]"
        margin = "\n" + "    " * (depth + 1)
        return f"[{margin}    " + f" ;{margin}    ".join(lines) + f"{margin}]"

    def _items(self, cell: int, depth: int) -> Iterator[str]:
        while cell != self._nil:
            said = dict(zip(*self._nested[cell], strict=True))
            item, cell = said[self._nest.first], said[self._nest.rest]
            yield self._placed(item, depth + 1) if item in self._in_place else self._words[item]


def _index(terms: Sequence[Term], term: Term) -> int:
    """The place of a term, -2 if it is not there."""
    try:
        return terms.index(term)
    except ValueError:
        return -2
