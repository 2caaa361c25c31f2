"""Source in memory: the quads of files as columns."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import field
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray
from pyoxigraph import BlankNode, Quad, Triple

from graph.frozen import record
from graph.rdf.relative import from_name
from graph.rdf.source import Quads, Term
from graph.rdf.unread import Unread
from graph.reading.digest import Digest

if TYPE_CHECKING:
    from graph.rdf.summary import Summary


@record
class LocalSource:
    """Data read from files, or from bytes (then ``paths`` is empty). Implements :class:`graph.rdf.source.Source`.

    ``digests`` are of the bytes on disk, one per file. Quads that the files repeat
    are in ``quads`` once. ``unread`` tells how the files hold more.
    """

    title: str
    paths: Sequence[Path]
    digests: Sequence[Digest]
    warnings: Sequence[str]
    quads: Quads
    unread: Unread = field(default_factory=Unread)

    @cached_property
    def hashes(self) -> tuple[str, ...]:
        """SHA-256 in hex of each file, of the bytes on disk."""
        return tuple(str(digest) for digest in self.digests)

    @cached_property
    def summary(self) -> Summary:
        """The classes of the source and the relationships between them."""
        from graph.rdf.summary import summarise

        return summarise(self.quads)

    @cached_property
    def ids(self) -> dict[Term, int]:
        """The index in ``quads.terms`` of every term."""
        return {term: i for i, term in enumerate(self.quads.terms)}

    def about(self, iri: str) -> Sequence[Quad]:
        """The quads that have ``iri`` (or blank node ``_:label``) as subject or object, in reading order."""
        try:
            term = BlankNode(iri[2:]) if iri.startswith("_:") else from_name(iri)
        except ValueError:
            return []
        found = self.ids.get(term)
        if found is None:
            return []
        rows = np.flatnonzero((self.quads.subject == found) | (self.quads.object == found))
        return list(rows_as_quads(self.quads, rows))


def as_word(term: Term) -> str:
    """A term in N-Quads syntax."""
    if isinstance(term, Triple):
        return f"<<( {as_word(term.subject)} {as_word(term.predicate)} {as_word(term.object)} )>>"
    return str(term)


def rows_as_lines(quads: Quads, words: Sequence[str], rows: slice | NDArray[np.intp], with_graphs: bool = True) -> str:
    """Rows as N-Quads or N-Triples; ``words`` are the terms in that syntax.

    Far faster than making one quad after the other.
    """
    cells = zip(*(column[rows].tolist() for column in (quads.subject, quads.predicate, quads.object, quads.graph)))
    lines = [
        f"{words[s]} {words[p]} {words[o]} .\n"
        if g < 0 or not with_graphs
        else f"{words[s]} {words[p]} {words[o]} {words[g]} .\n"
        for s, p, o, g in cells
    ]
    return "".join(lines)


def rows_as_quads(quads: Quads, rows: NDArray[np.intp] | None = None) -> Iterator[Quad]:
    """The quads of the given rows (all if None), one by one."""
    terms: Sequence[Any] = quads.terms
    columns = (quads.subject, quads.predicate, quads.object, quads.graph)
    for s, p, o, g in zip(*(column.tolist() if rows is None else column[rows].tolist() for column in columns)):
        yield Quad(terms[s], terms[p], terms[o]) if g < 0 else Quad(terms[s], terms[p], terms[o], terms[g])
